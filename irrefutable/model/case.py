"""The case and what it rests on, as `docs/content-model.md` describes it to editors.

Refuses to know what is in a claim or a picture: `model/claim.py` and `model/picture.py` do.
"""

from pydantic import Field

from irrefutable.model.claim import Claim, Quote
from irrefutable.model.fields import (
    ArgumentRef,
    CaseRef,
    ClaimRef,
    ComparisonRef,
    Country,
    EdtfDate,
    EntityRef,
    ExactDate,
    LanguageTag,
    MediaRef,
    Model,
    Prose,
    RatingRef,
    Slug,
    SourceRef,
    Text,
    TopicRef,
    Url,
)
from irrefutable.model.picture import Comparison, Media
from irrefutable.model.vocabulary import (
    CaseRelation,
    Confidence,
    CorrectionKind,
    Holds,
    Method,
    Seen,
    SourceGrade,
    SourceKind,
    Status,
    TimelineKind,
    Weight,
)


class Summary(Model):
    """What was claimed and what was found: together they must fit in a message."""

    claimed: Text
    """What was claimed, in one sentence."""
    found: Text
    """What is true, in one or two sentences: the first words a reader sees."""


class Evidence(Model):
    """A reason to believe or to doubt a claim, with the way to check it."""

    id: Slug
    """The item's id in this case."""
    title: Text
    """The point in a few words."""
    bears_on: tuple[ClaimRef, ...]
    """The claims it speaks to."""
    weight: Weight
    """Which way it pulls."""
    method: Method
    """How it was found."""
    text: Prose
    """The argument."""
    media: tuple[MediaRef, ...] = ()
    """The pictures it rests on."""
    comparisons: tuple[ComparisonRef, ...] = ()
    """The comparisons it rests on."""
    sources: tuple[SourceRef, ...] = ()
    """Its sources, beside those cited in the text."""
    reproduce: tuple[Prose, ...] = ()
    """Steps a reader can repeat."""
    confidence: Confidence = Confidence.HIGH
    """How sure it is."""


class Rebuttal(Model):
    """An answer by someone, and ours to it. Answers to answers make a thread."""

    id: Slug
    """The answer's id in this case."""
    by: EntityRef
    """Who answered."""
    date: EdtfDate
    """When."""
    to: ArgumentRef
    """The claim, evidence item or rebuttal it answers."""
    text: Prose
    """What was answered."""
    quotes: tuple[Quote, ...] = ()
    """How it was worded."""
    response: Prose | None = None
    """Our assessment of it."""
    holds: Holds
    """Whether it stands up."""
    sources: tuple[SourceRef, ...] = ()
    """Where it was read."""
    confidence: Confidence = Confidence.HIGH
    """How sure it is that it was said so."""


class TimelineEntry(Model):
    """Something that happened."""

    id: Slug
    """The entry's id in this case."""
    date: EdtfDate
    """When."""
    text: Prose
    """What."""
    kind: TimelineKind = TimelineKind.BACKGROUND
    """What part of the story it belongs to."""
    sources: tuple[SourceRef, ...] = ()
    """Who reports it."""
    confidence: Confidence = Confidence.HIGH
    """How sure it is."""


class Variant(Model):
    """What some sources say of a disputed point."""

    text: Prose
    """What they say."""
    sources: tuple[SourceRef, ...] = ()
    """Who says it."""


class Disagreement(Model):
    """A point on which sources differ, and how we read it."""

    id: Slug
    """The point's id in this case."""
    point: Text
    """What they differ on."""
    variants: tuple[Variant, ...]
    """What each side says: two or more."""
    resolution: Prose
    """How we read it, or that it stays open."""
    confidence: Confidence = Confidence.HIGH
    """How sure the reading is."""


class NotFound(Model):
    """What was looked for and not found."""

    id: Slug
    """The item's id in this case."""
    text: Prose
    """What was looked for, and where."""


class Source(Model):
    """A document the case rests on."""

    id: Slug
    """The source's id in this case; cited as `[@id]`."""
    publisher: str
    """Who published the copy that was read."""
    title: str
    """Its title in its own language."""
    authors: tuple[str, ...] = ()
    """Who wrote it."""
    url: Url | None = None
    """Its address."""
    archived: Url | None = None
    """An archived copy of it."""
    date: EdtfDate | None = None
    """When it was published."""
    accessed: EdtfDate | None = None
    """When it was read."""
    language: LanguageTag
    """Its language."""
    grade: SourceGrade
    """Whether it is primary for what it is cited for."""
    kind: SourceKind
    """Who speaks in it."""
    seen: Seen = Seen.FULL
    """What of it was read."""
    original_publisher: str | None = None
    """Who published it first, when the copy read is a republication."""
    quote: str | None = None
    """The words that matter, in its language."""
    note: Text | None = None
    """What a reader should know about it."""


class Correction(Model):
    """A change to a published case."""

    date: ExactDate
    """When it was made."""
    kind: CorrectionKind
    """What kind of change it is."""
    text: Prose
    """What was wrong and what it says now."""
    claim: ClaimRef | None = None
    """The claim it concerns."""
    from_: RatingRef | None = Field(default=None, alias="from")
    """The rating before."""
    to: RatingRef | None = None
    """The rating after."""


class Place(Model):
    """Where it happened, under every name it is known by."""

    id: Slug
    """Its id: cases that give it the same one in the same country are listed together."""
    name: Text
    """Its name."""
    aliases: tuple[str, ...] = ()
    """Other spellings, in any script."""
    country: Country
    """The country it lies in."""


class RelatedCase(Model):
    """Another case worth a look."""

    case: CaseRef
    """Its id."""
    relation: CaseRelation
    """Why."""
    reason: Text | None = None
    """Why, in words."""


class Case(Model):
    """A case file: what was claimed, what it rests on, what was found."""

    id: Slug
    """The folder's name, and the permanent address; written in the file only to say it again."""
    title: Text
    """The headline."""
    summary: Summary
    """Claimed and found."""
    language: LanguageTag
    """The language of the file."""
    status: Status
    """Where it stands on its way to readers."""
    published: ExactDate | None = None
    """When it was first published."""
    updated: ExactDate | None = None
    """When it last changed for a reader."""
    publish_after: ExactDate | None = None
    """An embargo: it stays out of the site until then."""
    checked: ExactDate | None = None
    """When somebody last went through its sources and facts again, whether anything changed or not."""
    recheck_after: ExactDate | None = None
    """When its links and facts are due for another look."""
    authors: tuple[EntityRef, ...] = ()
    """Who wrote it."""
    reviewed_by: tuple[EntityRef, ...] = ()
    """Who reviewed it: someone else."""
    topics: tuple[TopicRef, ...] = ()
    """What it is about."""
    places: tuple[Place, ...] = ()
    """Where it happened."""
    claims: tuple[Claim, ...] = ()
    """What was claimed, each rated apart."""
    media: tuple[Media, ...] = ()
    """Its pictures."""
    evidence: tuple[Evidence, ...] = ()
    """What speaks for and against the claims."""
    rebuttals: tuple[Rebuttal, ...] = ()
    """Who answered whom."""
    comparisons: tuple[Comparison, ...] = ()
    """Pictures beside each other; the first one leads the page."""
    former_comparisons: tuple[Slug, ...] = ()
    """Ids of comparisons that were taken out: frames on other sites say so, with a link to the case."""
    former_editions: tuple[LanguageTag, ...] = ()
    """Languages it is no longer kept in: its addresses there say so, and lead to the case."""
    timeline: tuple[TimelineEntry, ...] = ()
    """What happened when."""
    disagreements: tuple[Disagreement, ...] = ()
    """Where sources differ."""
    not_found: tuple[NotFound, ...] = ()
    """What was looked for and not found."""
    sources: tuple[Source, ...] = ()
    """What it rests on."""
    no_primary_source: Text | None = None
    """Why there is no primary source among them."""
    corrections: tuple[Correction, ...] = ()
    """What was changed since it was published."""
    related: tuple[RelatedCase, ...] = ()
    """Other cases worth a look."""
    former_slugs: tuple[Slug, ...] = ()
    """Earlier folder names: their addresses redirect for ever."""
    report: Prose | None = None
    """The story, in Markdown; in `case.md` it is the body."""
