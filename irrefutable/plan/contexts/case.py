"""What a case is made of on its page."""

from typing import NamedTuple

from irrefutable.model.fields import Phrase
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.views import (
    AgainView,
    Citation,
    ComparisonView,
    DateView,
    EntityView,
    MediaView,
    PictureView,
    ProseView,
    QuoteView,
    RatingView,
)


class ReachView(NamedTuple):
    """How many people an appearance reached."""

    number: str
    """With the separators of the page's language."""
    unit: Phrase
    """What was counted."""
    date: DateView
    """When it was counted."""


class AppearanceView(NamedTuple):
    """Where a claim was published."""

    platform: Phrase
    """The service or programme."""
    platform_url: str
    """The list of the cases there; empty where this is the only one."""
    account: str
    """The account, or empty."""
    url: str
    """The archived copy where there is one, else the post where it is not a live false one; or empty."""
    is_archived: bool
    """Whether `url` is an archived copy."""
    date: DateView
    """When."""
    language_name: str
    """The post's language, or empty."""
    state: str
    """`live`, `deleted`, `edited` or `unavailable`."""
    state_label: str
    """The state in words."""
    reach: ReachView | None
    """How many people it reached."""
    screenshot: Link | None
    """A picture of the post on this page."""
    citations: tuple[Citation, ...]
    """Who reports it."""


class OtherVerdictView(NamedTuple):
    """What another checker found: beside our rating, never merged with it."""

    by: EntityView
    """The checker."""
    verdict: Phrase
    """The words it used, in their language."""
    translation: Phrase | None
    """What they mean to this page's reader, where that is known and they are in another language."""
    date: DateView | None
    """When it published them."""
    note: ProseView | None
    """What it rated, where that is not quite the same claim."""
    citations: tuple[Citation, ...]
    """Where it says so."""


class ClaimView(NamedTuple):
    """A claim and its verdict."""

    id: str
    """Its id in the case."""
    anchor: str
    """Its fragment."""
    number: int
    """Its number in the case."""
    text: Phrase
    """The claim."""
    rating: RatingView | None
    """The verdict; None in a draft."""
    explanation: ProseView | None
    """The verdict's reason."""
    claimant: EntityView | None
    """Who made it."""
    claimant_unknown: Phrase | None
    """Why nobody is named."""
    made: DateView
    """When."""
    intent: str
    """Why, in words; empty where it is not known."""
    quotes: tuple[QuoteView, ...]
    """How it was worded."""
    appearances: tuple[AppearanceView, ...]
    """Where it was published."""
    no_appearance: Phrase | None
    """Why no appearance is given."""
    other_verdicts: tuple[OtherVerdictView, ...]
    """What other checkers found."""
    relations: tuple[tuple[str, Link], ...]
    """How it stands to other claims: the relation in words, and the claim."""
    pictures: tuple[Link, ...]
    """The pictures it is about."""
    evidence: tuple[Link, ...]
    """The evidence that bears on it."""


class EvidenceView(NamedTuple):
    """A piece of evidence."""

    id: str
    """Its id in the case."""
    anchor: str
    """Its fragment."""
    number: int
    """Its number in the case."""
    title: Phrase
    """The point."""
    weight: str
    """`refutes`, `supports` or `context`."""
    weight_label: str
    """The weight in words."""
    method_label: str
    """The method in words."""
    method_meaning: str
    """How the method works, in a sentence."""
    method_url: str
    """Where the method is explained; or empty."""
    bears_on: tuple[Link, ...]
    """The claims it speaks to."""
    text: ProseView
    """The argument."""
    comparisons: tuple[ComparisonView, ...]
    """Comparisons that are shown here for the first time on the page."""
    comparison_links: tuple[Link, ...]
    """Comparisons that are already on the page."""
    pictures: tuple[Link, ...]
    """Pictures it rests on."""
    steps: tuple[ProseView, ...]
    """How a reader can repeat it."""
    confidence: str
    """`high`, `medium` or `low`."""
    confidence_label: str
    """The confidence in words."""
    citations: tuple[Citation, ...]
    """Its sources."""


class RebuttalView(NamedTuple):
    """An answer, and the answers to it."""

    id: str
    """Its id in the case."""
    anchor: str
    """Its fragment."""
    by: EntityView
    """Who answered."""
    date: DateView
    """When."""
    to: Link
    """What it answers."""
    text: ProseView
    """What was answered."""
    quotes: tuple[QuoteView, ...]
    """How it was worded."""
    response: ProseView | None
    """Our assessment."""
    holds: str
    """`yes`, `partly`, `no` or `open`."""
    holds_label: str
    """Whether it stands up, in words."""
    confidence: str
    """`high`, `medium` or `low`."""
    confidence_label: str
    """The confidence in words."""
    citations: tuple[Citation, ...]
    """Where it was read."""
    replies: tuple["RebuttalView", ...]
    """Answers to this answer."""


class TimelineView(NamedTuple):
    """Something that happened."""

    anchor: str
    """Its fragment."""
    date: DateView
    """When."""
    kind: str
    """`background`, `claim`, `check`, `response` or `aftermath`."""
    kind_label: str
    """The kind in words."""
    text: ProseView
    """What."""
    confidence: str
    """`high`, `medium` or `low`."""
    confidence_label: str
    """The confidence in words."""
    citations: tuple[Citation, ...]
    """Who reports it."""


class VariantView(NamedTuple):
    """One side of a disagreement."""

    text: ProseView
    """What it says."""
    citations: tuple[Citation, ...]
    """Who says it."""


class DisagreementView(NamedTuple):
    """A point on which sources differ."""

    anchor: str
    """Its fragment."""
    point: Phrase
    """What they differ on."""
    variants: tuple[VariantView, ...]
    """What each side says."""
    resolution: ProseView
    """How we read it."""
    confidence: str
    """`high`, `medium` or `low`."""
    confidence_label: str
    """The confidence in words."""


class NotFoundView(NamedTuple):
    """What was looked for and not found."""

    anchor: str
    """Its fragment."""
    text: ProseView
    """What was looked for."""


class SourceView(NamedTuple):
    """A numbered source."""

    number: int
    """Its number on this page, in order of first citation."""
    anchor: str
    """Its fragment."""
    publisher: str
    """Who published the copy that was read."""
    original_publisher: str
    """Who published it first; or empty."""
    title: str
    """Its title."""
    language: str
    """Its language."""
    language_name: str
    """That language's name in the page's language; empty where it is the page's own."""
    authors: tuple[str, ...]
    """Who wrote it."""
    url: str
    """Its address; or empty."""
    archived: str
    """An archived copy; or empty."""
    date: DateView | None
    """When it was published."""
    accessed: DateView | None
    """When it was read."""
    grade_label: str
    """Primary or secondary, in words."""
    kind_label: str
    """Who speaks in it, in words."""
    seen: str
    """`full`, `excerpt` or `mirror`."""
    seen_label: str
    """What of it was read, in words."""
    quote: str
    """The words that matter; or empty."""
    note: Phrase | None
    """What a reader should know about it."""


class CorrectionView(NamedTuple):
    """A change to a published case."""

    anchor: str
    """Its fragment on the page of the case."""
    date: DateView
    """When."""
    kind_label: str
    """What kind of change it is, in words."""
    text: ProseView
    """What changed."""
    claim: Link | None
    """The claim it concerns."""
    from_rating: RatingView | None
    """The verdict before."""
    to_rating: RatingView | None
    """The verdict after."""
    case: Link | None
    """The case, on pages that list corrections of many."""
    version: Link | None
    """The version that came with it; None where none is recorded."""


class PlaceView(NamedTuple):
    """Where it happened."""

    name: Phrase
    """Its name."""
    url: str
    """The list of its cases; empty where this is the only one."""
    aliases: tuple[str, ...]
    """Its other names."""
    country: Link
    """The country's name, and the list of its cases."""


class CaseCard(NamedTuple):
    """A case in a list."""

    url: str
    """The case in the page's language where there is such an edition, else in its own."""
    language: str
    """The language of the words below."""
    title: str
    """The headline."""
    found: str
    """What is true."""
    claimed: str
    """What was claimed."""
    verdict: RatingView | None
    """The verdict on the first claim."""
    claimant: Phrase | None
    """Who made the first claim; None where nobody is named."""
    published: DateView | None
    """When it was published."""
    picture: PictureView | None
    """The claimed picture of the lead comparison, or the first one; never a sensitive one."""
    picture_verdict: RatingView | None
    """The verdict on that picture, which may be another than the one on the first claim."""
    original: PictureView | None
    """The original beside it, where the case leads with a comparison of two pictures."""
    original_role: str
    """What that second picture is, in words: the original, or another view of the scene; or empty."""
    is_schematic: bool
    """Whether the picture is a schematic."""
    is_original_schematic: bool
    """Whether the original beside it is a schematic."""
    status: str
    """`published`, `retracted`, or in the preview any other."""
    status_label: str
    """The status in words; empty for a published case."""


class RelatedView(NamedTuple):
    """Another case worth a look."""

    case: CaseCard
    """The case."""
    relation_label: str
    """Why, in a word."""
    reason: Phrase | None
    """Why, in a sentence."""


class ReminderView(NamedTuple):
    """A comparison or a picture that the page has shown already."""

    title: Phrase
    """Its title."""
    url: str
    """Its place on the page."""
    comparison: ComparisonView | None
    """The comparison, if it is one."""
    pictures: tuple[MediaView, ...]
    """The claimed picture and the original, or the one picture; none where one of them starts covered."""
    roles: tuple[str, ...]
    """What each of the pictures is, in words; empty for a picture alone."""


class ReportBlock(NamedTuple):
    """A piece of the report: HTML or one embed. Exactly one of the fields is set."""

    html: ProseView | None = None
    """Paragraphs and headings."""
    comparison: ComparisonView | None = None
    """A comparison shown here for the first time."""
    media: MediaView | None = None
    """A picture."""
    claim: ClaimView | None = None
    """A claim, as a card that links to its place."""
    evidence: EvidenceView | None = None
    """A piece of evidence, as a card that links to its place."""
    reminder: ReminderView | None = None
    """A comparison or a picture that is already on the page, small, as a card that links to its place."""
    is_timeline: bool = False
    """The timeline, whole: it is then left out of its own section."""


class CaseView(NamedTuple):
    """A case with all its nouns."""

    id: str
    """Its id."""
    title: Phrase
    """The headline."""
    claimed: Phrase
    """What was claimed."""
    found: Phrase
    """What is true."""
    status: str
    """`published`, or in the preview any other."""
    status_label: str
    """The status in words; empty for a published case."""
    verdict: RatingView | None
    """The verdict on the first claim."""
    published: DateView | None
    """When it was published."""
    updated: DateView | None
    """When it last changed; None where it never did."""
    checked: DateView | None
    """When somebody last went through it again; None where nobody said so."""
    recheck_after: DateView | None
    """When it is due for another look."""
    versions: Link | None
    """The versions that readers could see; None where there is only one."""
    authors: tuple[EntityView, ...]
    """Who wrote it."""
    reviewers: tuple[EntityView, ...]
    """Who reviewed it."""
    translators: tuple[EntityView, ...]
    """Who translated it."""
    original_edition: Link | None
    """The case in its own language, where this is a translation."""
    is_older_than_original: bool
    """Whether the original changed after it was translated."""
    topics: tuple[Link, ...]
    """What it is about."""
    places: tuple[PlaceView, ...]
    """Where it happened."""
    claims: tuple[ClaimView, ...]
    """What was claimed."""
    lead: ComparisonView | None
    """The comparison that leads the page."""
    comparisons: tuple[ComparisonView, ...]
    """Comparisons that are shown nowhere else on the page."""
    pictures: tuple[MediaView, ...]
    """Pictures that are shown neither in a comparison nor in the report."""
    report: tuple[ReportBlock, ...]
    """The story."""
    evidence: tuple[EvidenceView, ...]
    """What speaks for and against the claims."""
    thread: tuple[RebuttalView, ...]
    """The answers, as threads."""
    rebuttal_count: int
    """How many answers there are in all threads."""
    timeline: tuple[TimelineView, ...]
    """What happened when."""
    is_timeline_in_report: bool
    """Whether the report already shows the timeline."""
    disagreements: tuple[DisagreementView, ...]
    """Where sources differ."""
    not_found: tuple[NotFoundView, ...]
    """What was looked for and not found."""
    sources: tuple[SourceView, ...]
    """What it rests on, in the order of the numbers."""
    no_primary_source: Phrase | None
    """Why there is no primary source."""
    corrections: tuple[CorrectionView, ...]
    """What was changed, the latest first."""
    again: AgainView | None
    """Other cases about a picture of this one; None where there is none."""
    related: tuple[RelatedView, ...]
    """Other cases worth a look."""
    citation: tuple[str, ...]
    """How to cite the case: the parts of one line of plain text, which commas divide."""
