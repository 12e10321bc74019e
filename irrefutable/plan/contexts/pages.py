"""One context for each template: a whole page."""

from typing import NamedTuple

from irrefutable.model.fields import Phrase
from irrefutable.plan.contexts.around import Chrome, FeedLink, Link, Pagination
from irrefutable.plan.contexts.browse import (
    FacetView,
    GroupView,
    MapView,
    RecordView,
    Tally,
    Way,
)
from irrefutable.plan.contexts.case import CaseCard, CorrectionView
from irrefutable.plan.contexts.views import EntityView, FactView, ProseView, RatingView


class HomePage(NamedTuple):
    """`home.html`: the front page."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of its own style sheet."""
    lead: CaseCard | None
    """The latest case; None in an empty archive."""
    latest: tuple[CaseCard, ...]
    """The cases after it."""
    facets: tuple[FacetView, ...]
    """The ways in: ratings, topics, techniques, places, years."""
    case_count: int
    """How many cases there are."""
    all_cases: Link
    """The list of all cases."""
    browse: Link
    """The page that leads to every list."""
    sample: Link
    """Where a script opens a case by chance."""
    structured_data: tuple[object, ...]
    """Who publishes the archive, as JSON-LD objects, for the `json_ld` filter."""


class ListPage(NamedTuple):
    """`list.html`: a list of cases: all, or those of a rating, a topic, a claimant, a place …, or of two."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of the style sheet of tables; empty where there is none."""
    kicker: str
    """What the list is by: Rating, Topic … or empty."""
    heading: Phrase
    """The headline."""
    also: Phrase | None
    """The other half of the headline, where the list is by two things."""
    introduction: Phrase | None
    """What the list holds."""
    tone: str
    """A rating's tone; else empty."""
    cards: tuple[CaseCard, ...]
    """The cases of this page, the latest first."""
    count: int | None  # type: ignore[assignment]  # hides tuple's, which no template calls
    """How many cases there are on all pages; None on a page that stays as it is while the list grows."""
    tallies: tuple[Tally, ...]
    """The parts of the list: the months of a year, the places of a country. On the latest page only."""
    pagination: Pagination
    """This page's place."""
    entity: EntityView | None
    """The claimant."""
    feeds: tuple[FeedLink, ...]
    """Feeds of the same cases, in each form; or none."""
    subscribe_url: str
    """The page about feeds."""
    record: RecordView | None
    """What was found of the claimant's claims; on the latest page only."""
    ways: tuple[Way, ...]
    """The lists that this one is a part of, and the timeline of a topic."""


class FacetPage(NamedTuple):
    """`facet.html`: all of what cases are filed under, with counts: ratings, topics, countries and so on."""

    chrome: Chrome
    """What surrounds the page."""
    stylesheet: str
    """The address of the style sheet of groups; empty where there are none."""
    heading: str
    """The headline."""
    tallies: tuple[Tally, ...]
    """The entries of this page; none where they stand in groups."""
    groups: tuple[GroupView, ...]
    """Countries with their places."""
    map: MapView | None
    """The countries on a map of the world; None elsewhere, and where there is no case."""
    pagination: Pagination
    """This page's place."""


class RoleView(NamedTuple):
    """What an entity does in the archive."""

    label: str
    """In words: made a claim in, answered in, wrote …"""
    cases: tuple[Link, ...]
    """The cases."""


class EntityPage(NamedTuple):
    """`entity.html`: a person or an organisation, and where it appears."""

    chrome: Chrome
    """What surrounds the page."""
    entity: EntityView
    """The entity."""
    kind_label: str
    """The kind in words."""
    same_as: tuple[Link, ...]
    """Its identity elsewhere."""
    claims_page: Link | None
    """The list of its claims, where it made any."""
    roles: tuple[RoleView, ...]
    """Where it appears."""


class SchemeView(NamedTuple):
    """A rating scheme, explained."""

    title: Phrase
    """Its name."""
    url: str
    """Where it is explained; or empty."""
    ratings: tuple[RatingView, ...]
    """Its verdicts."""


class MethodView(NamedTuple):
    """A way in which evidence is found."""

    anchor: str
    """Its fragment."""
    label: str
    """Its name."""
    explanation: str
    """How it works, in a sentence."""


class RelaxationView(NamedTuple):
    """A rule this archive does not hold."""

    rule: str
    """The rule's code."""
    reason: Phrase
    """Why."""


class TextPage(NamedTuple):
    """`page.html`: a page in the archive's own voice."""

    chrome: Chrome
    """What surrounds the page."""
    id: str
    """The page's id."""
    title: str
    """The headline."""
    body: ProseView | None
    """The text; None on a page that no editor wrote, and on later pages of the log."""
    facts: tuple[FactView, ...]
    """What the archive tells of itself in `site.yaml`, on the pages that it belongs to."""
    methods: tuple[MethodView, ...]
    """On the methodology page: how evidence is found."""
    schemes: tuple[SchemeView, ...]
    """On the methodology page: the ratings."""
    relaxations: tuple[RelaxationView, ...]
    """On the methodology page: rules that are not held."""
    corrections: tuple[CorrectionView, ...]
    """In the log of corrections: those of this page, the latest first."""
    pagination: Pagination | None
    """This page's place in the log of corrections; None on any other page."""
    feeds: tuple[Link, ...]
    """With the log: the feeds of verdicts and corrections."""


class FacetLegend(NamedTuple):
    """What results of a search can be narrowed by."""

    name: str
    """Its name in the address of a search."""
    label: str
    """Its heading."""


class SearchPage(NamedTuple):
    """`search.html`: where readers search the texts of all cases; without script, the ways to browse them."""

    chrome: Chrome
    """What surrounds the page."""
    heading: str
    """The headline."""
    stylesheet: str
    """The address of its own style sheet."""
    base_url: str
    """The site's path on its host, with a slash at its end."""
    index_url: str
    """Where the list of what can be searched stands."""
    engine_url: str
    """Where the folder with the engine and the index stands, with a slash at its end."""
    filters: tuple[FacetLegend, ...]
    """What results can be narrowed by."""
    tones: tuple[str, ...]
    """The tones of verdicts: each has a shape."""
    ways: tuple[Link, ...]
    """The lists of the archive."""


class CheckPage(NamedTuple):
    """`check.html`: where readers ask whether a picture has been checked; without script, ways to browse."""

    chrome: Chrome
    """What surrounds the page."""
    heading: str
    """The headline."""
    stylesheet: str
    """The address of its own style sheet."""
    index_url: str
    """Where the list of the index's parts stands; they stand beside it."""
    cases_url: str
    """Where the folders of the cases stand, with a slash at its end."""
    tones: tuple[str, ...]
    """The tones of verdicts: each has a shape."""
    ways: tuple[Link, ...]
    """The lists of the archive."""


class NotFoundPage(NamedTuple):
    """`404.html`: nothing stands at this address."""

    chrome: Chrome
    """What surrounds the page."""
    all_cases: Link
    """The list of all cases."""
