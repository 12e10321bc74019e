"""What earlier versions of a case are made of on their pages."""

from typing import NamedTuple

from irrefutable.model.fields import Phrase
from irrefutable.plan.contexts.around import Chrome, Link
from irrefutable.plan.contexts.case import CorrectionView
from irrefutable.plan.contexts.views import DateView


class PieceView(NamedTuple):
    """Words with one fate."""

    fate: str
    """`kept`, `deleted` or `inserted`."""
    text: str
    """The words, without marks of Markdown."""


class WordingView(NamedTuple):
    """A text in two versions at once."""

    label: str
    """What it says of the item: the rating, who claimed it …; empty for what the item itself says."""
    language: str
    """The language of the words."""
    pieces: tuple[PieceView, ...]
    """Its pieces in reading order."""


class ItemView(NamedTuple):
    """A part of a case in two versions at once."""

    label: str
    """What it is: the headline, a claim, a source …"""
    about: Phrase | None
    """What it says itself, where that is not among the texts below; None for what is there once."""
    language_name: str
    """The name of the language it is in; empty where that is the language of the page."""
    wordings: tuple[WordingView, ...]
    """Its texts."""


class VersionView(NamedTuple):
    """A version in the list of them."""

    number: int
    """The first one is 1."""
    date: DateView
    """When it came to be."""
    url: str
    """Its page."""
    corrections: tuple[CorrectionView, ...]
    """The corrections that came with it."""
    changed: tuple[str, ...]
    """What changed, in words, each once; empty for the first one."""


class VersionsPage(NamedTuple):
    """`versions.html`: all versions of a case that readers could see."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of its own style sheet."""
    case: Link
    """The case as it is now."""
    title: Phrase
    """The headline of the case."""
    versions: tuple[VersionView, ...]
    """The versions, the latest first."""


class VersionPage(NamedTuple):
    """`version.html`: what a version says, and what it changed."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of its own style sheet."""
    case: Link
    """The case as it is now."""
    title: Phrase
    """The headline of the case as it is now."""
    number: int
    """The first one is 1."""
    made: DateView
    """When it came to be."""
    is_latest: bool
    """Whether no later one is recorded."""
    corrections: tuple[CorrectionView, ...]
    """The corrections that came with it."""
    changes: tuple[ItemView, ...]
    """What changed since the version before; empty for the first one."""
    whole: tuple[ItemView, ...]
    """All its words."""
    versions: Link
    """The list of all versions."""
    previous: Link | None
    """The version before."""
    next: Link | None
    """The version after."""
