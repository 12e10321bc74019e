"""What stands in a picture that the build draws: a share card, or a pair to take away. Plain values."""

from dataclasses import dataclass, field
from typing import TypeAlias

from irrefutable.model.fields import Phrase
from irrefutable.model.media import BoxPx, Derivative, HeatMap, Tile


@dataclass(frozen=True, slots=True)
class Stamp:
    """A verdict as it is drawn: its word, and the tone that gives it shape and colour."""

    tone: str
    """A value of `Tone`; empty where there is no verdict yet."""
    label: Phrase


@dataclass(frozen=True, slots=True)
class Panel:
    """A picture in a drawing, with the words that it never stands without."""

    path: str = field(compare=False)
    """The original, which is decoded anew. Where it lies decides nothing: its digest does."""
    digest: str
    width_px: int
    height_px: int
    redactions: tuple[tuple[BoxPx, str], ...]
    """As in `Derivative`: destroyed before anything is drawn."""
    verdict: Stamp | None
    role: Phrase | None
    """The claimed picture, or the original."""
    kind: Phrase | None
    """What it is, where it is no plain picture; a schematic is stamped with it."""
    caption: tuple[Phrase, ...] = ()
    """Its caption, what it was shown as, what it is and when it was made; not on a card."""
    notes: tuple[Phrase, ...] = ()
    """Who made it, its licence, and what else must be known of it; a card has no room for them."""


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What other sites show where somebody links to a case."""

    language: str
    """Of the page: it decides on which side things begin."""
    archive_name: Phrase
    verdict: Stamp
    title: Phrase
    found: Phrase
    panels: tuple[Panel, ...]
    """At most two; none where a picture starts covered."""


@dataclass(frozen=True, slots=True)
class PairSheet:
    """Two pictures with all that must be said of them, for people who pass them on."""

    id: str
    """Of the comparison, for the file's name."""
    language: str
    """As for a card."""
    archive_name: Phrase
    title: Phrase
    panels: tuple[Panel, Panel]
    address: str
    """The comparison's permanent address."""


Subject: TypeAlias = ShareCard | PairSheet


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture file that is drawn: everything that decides its bytes, and its address."""

    subject: Subject
    width_px: int
    height_px: int
    path: str
    """Where it is published, relative to the site."""
    key: str
    """The digest of all that decides its bytes, engine included."""


Made: TypeAlias = Derivative | Drawing | HeatMap | Tile
"""A picture file that a build makes."""
