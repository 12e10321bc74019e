"""Ways through the archive: tables of counts, timelines of many cases, pictures that were used again."""

from typing import NamedTuple

from irrefutable.model.fields import Phrase
from irrefutable.plan.contexts.around import Chrome, Link, Pagination
from irrefutable.plan.contexts.case import TimelineView
from irrefutable.plan.contexts.views import DateView, UseView


class Tally(NamedTuple):
    """A link with the number of cases behind it."""

    label: Phrase
    """The words of the link."""
    url: str
    """Its address; empty where there is nothing to lead to."""
    count: int  # type: ignore[assignment]  # hides tuple's, which no template calls
    """How many cases."""
    tone: str = ""
    """A rating's tone; else empty."""


class FacetView(NamedTuple):
    """A way into the archive."""

    title: str
    """Its name in words: Ratings, Topics …"""
    url: str
    """The page that lists all of it."""
    tallies: tuple[Tally, ...]
    """The entries, as far as there is room."""
    total: int
    """How many entries there are."""


class GroupView(NamedTuple):
    """An entry with its parts: a country and its places."""

    head: Tally
    """The entry."""
    tallies: tuple[Tally, ...]
    """Its parts with the most cases."""


class MarkView(NamedTuple):
    """A country on the map."""

    country: Tally
    """Its name, its list and the number of its cases."""
    x_percent: float
    """Where the middle of its mark is, as a share of the map's width from the left, in every script."""
    y_percent: float
    """The same as a share of the height, from the top."""
    radius_px: int
    """How large the mark is, however wide the map."""


class MapStep(NamedTuple):
    """What the size of a mark means."""

    radius_px: int
    """The size."""
    label: str
    """How many cases: `2–9`."""


class MapView(NamedTuple):
    """A map of the world with a mark for each country that has cases."""

    marks: tuple[MarkView, ...]
    """The marks, the largest first: those that follow lie above."""
    steps: tuple[MapStep, ...]
    """The sizes that there are."""


class Way(NamedTuple):
    """A link whose words may be in another language than the page."""

    label: Phrase
    """Its words."""
    url: str
    """Its address."""


class CountsRow(NamedTuple):
    """A row of a table of counts."""

    head: Tally
    """What the row is of, and its whole."""
    cells: tuple[Tally, ...]
    """A cell for each column; its label says both what the row and what the column is of."""


class CountsView(NamedTuple):
    """A table of counts with heads of rows and columns."""

    caption: str
    """What is counted."""
    rows_title: str
    """What the rows are: topics, techniques, years."""
    columns: tuple[Tally, ...]
    """What each column is of, and its whole."""
    rows: tuple[CountsRow, ...]
    """The rows of this page."""
    total_title: str
    """The head of the whole: of the last row, which the columns' own counts make."""


class RecordView(NamedTuple):
    """How often claims of someone were checked, and what came of it."""

    first: DateView
    """When the earliest of these claims was made."""
    last: DateView
    """When the latest was made."""
    claim_count: int
    """How many there are."""
    counts: CountsView
    """By year and verdict."""


class HappeningView(NamedTuple):
    """An entry of a case's timeline, among those of other cases."""

    entry: TimelineView
    """The entry, without pointers to sources, which are in the case."""
    case: Way
    """The case, at this entry."""


class YearView(NamedTuple):
    """What happened in a year."""

    year: str
    """The year."""
    happenings: tuple[HappeningView, ...]
    """The entries, the earliest first."""


class ChainView(NamedTuple):
    """A picture that several cases are about."""

    anchor: str
    """Its fragment."""
    reasons: tuple[str, ...]
    """How it is known to be one picture, in words."""
    uses: tuple[UseView, ...]
    """The cases, in the order of time."""


class BrowsePage(NamedTuple):
    """`browse.html`: the page that leads to every list."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of its own style sheet."""
    heading: str
    """The headline."""
    all_cases: Tally
    """The list of all cases."""
    facets: tuple[FacetView, ...]
    """What cases are filed under."""
    tables: tuple[Link, ...]
    """The tables of counts."""
    timelines: tuple[Tally, ...]
    """The timelines of topics with the most entries, with the number of entries."""
    chains: Tally
    """The pictures that several cases are about, with their number."""
    sample: Link
    """Where a script opens a case by chance."""


class CountsPage(NamedTuple):
    """`counts.html`: how many cases there are by rating and topic, or by technique and year."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of its own style sheet."""
    heading: str
    """The headline."""
    browse: Link
    """The page that leads to every list."""
    counts: CountsView | None
    """The table; None where there is nothing to count."""
    pagination: Pagination
    """This page's place among those of the rows."""


class TopicTimelinePage(NamedTuple):
    """`timeline.html`: what happened in all cases on a topic."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of its own style sheet."""
    heading: Phrase
    """The topic."""
    topic: Way
    """The list of its cases."""
    count: int | None  # type: ignore[assignment]  # hides tuple's, which no template calls
    """How many entries there are on all pages; on the first page only, else None."""
    years: tuple[YearView, ...]
    """The years of this page, the earliest first, with their entries."""
    pagination: Pagination
    """This page's place."""


class ChainsPage(NamedTuple):
    """`chains.html`: the pictures that several cases are about."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of its own style sheet."""
    heading: str
    """The headline."""
    chains: tuple[ChainView, ...]
    """The pictures of this page, the one used last first."""
    pagination: Pagination
    """This page's place."""


class SamplePage(NamedTuple):
    """`random.html`: cases from all over the archive, of which a script opens one."""

    chrome: Chrome
    """What surrounds the page."""
    heading: str
    """The headline."""
    cases: tuple[Way, ...]
    """The cases."""
