"""Contexts of feeds, and of the pages that say what has changed and how to follow it."""

from typing import NamedTuple

from irrefutable.model.fields import Phrase
from irrefutable.plan.contexts.around import Chrome, FeedLink


class FeedEntry(NamedTuple):
    """A case in a feed."""

    id: str
    """A permanent address that never changes."""
    url: str
    """The whole address of the case."""
    language: str
    """The language of its words."""
    title: str
    """The headline with the verdict."""
    summary: str
    """Claimed and found."""
    published: str
    """RFC 3339."""
    updated: str
    """RFC 3339."""
    author: str
    """Who wrote it."""


class FeedPage(NamedTuple):
    """`feed.xml`: the latest cases as Atom."""

    title: str
    """The archive's name, and what the cases have in common."""
    subtitle: str
    """What it is."""
    author: str
    """The archive's name."""
    home: str
    """The whole address of the list of the same cases, or of the home page."""
    canonical: str
    """The whole address of the feed."""
    updated: str
    """RFC 3339: when the latest entry changed."""
    licence: str
    """The licence of its words."""
    entries: tuple[FeedEntry, ...]
    """The cases, the latest first."""


class JsonFeedPage(NamedTuple):
    """`feed.json`: the same as JSON Feed."""

    feed: object
    """The whole document, for the `json_ld` filter."""


class FeedChoice(NamedTuple):
    """Cases that have feeds."""

    label: Phrase
    """What they have in common."""
    tone: str
    """A rating's tone; else empty."""
    feeds: tuple[FeedLink, ...]
    """Their feeds, in each form."""


class FeedGroup(NamedTuple):
    """What cases can be divided by."""

    kind: str
    """`rating` or `topic`."""
    heading: str
    """The same in words."""
    choices: tuple[FeedChoice, ...]
    """Those of which there are cases."""


class SubscribePage(NamedTuple):
    """`subscribe.html`: what a feed is, and all of them."""

    chrome: Chrome
    """What surrounds the page."""
    heading: str
    """The headline."""
    stylesheet: str
    """The address of its own style sheet."""
    most: int
    """How many cases are in a feed, at most."""
    all_cases: FeedChoice
    """The feeds of all cases."""
    groups: tuple[FeedGroup, ...]
    """The feeds of some of them."""


class ChangeEntry(NamedTuple):
    """A new verdict or a correction, in the feed of them."""

    id: str
    """A permanent address that never changes."""
    url: str
    """Where it can be read."""
    language: str
    """The language of its words."""
    title: str
    """What became of which case."""
    summary: str
    """What is true, or what was corrected."""
    reason: str
    """`new`, `correction`, `clarification`, `update`, `rating-change` or `retraction`."""
    updated: str
    """RFC 3339."""
    case: str
    """The id of the case."""
    claim: str
    """The id of the claim that it concerns; or empty."""
    from_rating: str
    """The rating before as `scheme/key`; or empty."""
    to_rating: str
    """The rating after, or the first one; or empty."""
    record: str
    """The whole address of the record of the case."""
    version: str
    """The whole address of the version that shows the difference; or empty."""


class ChangesPage(NamedTuple):
    """`changes.xml`: the latest verdicts and corrections as Atom."""

    title: str
    """The archive's name, and what the feed is of."""
    home: str
    """The whole address of the home page."""
    canonical: str
    """The whole address of the feed."""
    updated: str
    """RFC 3339: when the latest entry was made."""
    publisher: str
    """Who answers for the archive."""
    licence: str
    """The licence of its words."""
    entries: tuple[ChangeEntry, ...]
    """The changes, the latest first."""


class ChangesFeedPage(NamedTuple):
    """`changes.json`: the same as JSON Feed 1.1."""

    feed: object
    """The feed as a JSON object, for the `json_ld` filter."""
