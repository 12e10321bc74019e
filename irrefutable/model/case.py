"""The case and every noun inside it, as `docs/content-model.md` describes them to editors."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from irrefutable.model.fields import (
    ArgumentRef,
    Box,
    CaseRef,
    ClaimElsewhereRef,
    ClaimRef,
    ComparisonRef,
    Country,
    EdtfDate,
    EntityRef,
    ExactDate,
    FileName,
    LanguageTag,
    MediaRef,
    Model,
    Point,
    Prose,
    RatingRef,
    Slug,
    SourceRef,
    Text,
    TopicRef,
    Url,
    WholeNumber,
)
from irrefutable.model.vocabulary import (
    Alignment,
    AppearanceState,
    CaseRelation,
    ClaimRelation,
    ComparisonMode,
    ComparisonSubject,
    Confidence,
    CorrectionKind,
    Counterpart,
    Holds,
    Intent,
    MediaCategory,
    MediaKind,
    Method,
    RedactionMethod,
    Seen,
    SourceGrade,
    SourceKind,
    Status,
    Technique,
    TimelineKind,
    Weight,
)


class Summary(Model):
    """What was claimed and what was found: together they must fit in a message."""

    claimed: Text
    """What was claimed, in one sentence."""
    found: Text
    """What is true, in one or two sentences: the first words a reader sees."""


class Quote(Model):
    """Words as they were said or written."""

    text: str
    """The words in their own language, without quotation marks."""
    language: LanguageTag
    """The language of the words."""
    translation: Text | None = None
    """The words in the readers' languages."""
    sources: tuple[SourceRef, ...] = ()
    """Where the words were read."""


class Reach(Model):
    """How many people a claim reached."""

    number: WholeNumber
    """Views, shares or viewers, as the source counts them."""
    unit: Text
    """What is counted: views, shares …"""
    date: EdtfDate
    """When it was counted."""
    source: SourceRef
    """Who counted."""


class Appearance(Model):
    """One place where a claim was published."""

    platform: Text
    """The service or programme: Twitter, Facebook, a television channel. The same words are the same one."""
    account: str | None = None
    """The account or column, as it is written there."""
    url: Url | None = None
    """The address of the post itself."""
    archived: Url | None = None
    """An archived copy: the page links to it rather than to a live false post."""
    date: EdtfDate
    """When it appeared."""
    language: LanguageTag | None = None
    """The language of the post."""
    state: AppearanceState
    """Whether it can still be seen there."""
    screenshot: MediaRef | None = None
    """A picture of the post."""
    reach: Reach | None = None
    """How many people it reached."""
    sources: tuple[SourceRef, ...] = ()
    """Who reports it."""


class RelatedClaim(Model):
    """How a claim stands to another."""

    relation: ClaimRelation
    """The relation, read as "this claim … that claim"."""
    claim: ClaimElsewhereRef
    """The other claim: its id, or `case/claim` in another case."""


class OtherVerdict(Model):
    """What another checker found of the same claim, in its own words; it stands beside our rating, apart."""

    by: EntityRef
    """The checker; each one stands once beside a claim."""
    verdict: Text
    """The word or words it used; a map may add what they mean in other languages."""
    language: LanguageTag | None = None
    """The language of those words, where it is not the case's."""
    date: EdtfDate | None = None
    """When it published them."""
    note: Prose | None = None
    """What it rated, where that is not quite the same claim."""
    sources: Annotated[tuple[SourceRef, ...], Field(min_length=1)]
    """Where it says so."""


class Claim(Model):
    """A statement that could be true, and our rating of it."""

    id: Slug
    """The claim's id in this case."""
    text: Text
    """The claim as a statement, without a verdict in it."""
    quotes: tuple[Quote, ...] = ()
    """How it was worded."""
    claimant: EntityRef | None = None
    """Who made it; leave it out only with `claimant_unknown`."""
    claimant_unknown: Text | None = None
    """Why no claimant is named."""
    made: EdtfDate
    """When it was made."""
    rating: RatingRef | None = None
    """The verdict."""
    rating_explanation: Prose | None = None
    """The verdict's reason, in one or two sentences."""
    intent: Intent = Intent.UNKNOWN
    """Why it was made, as far as it is known."""
    about: tuple[MediaRef, ...] = ()
    """The pictures it is about."""
    appearances: tuple[Appearance, ...] = ()
    """Where it was published."""
    no_appearance: Text | None = None
    """Why no appearance can be given."""
    other_verdicts: tuple[OtherVerdict, ...] = ()
    """What other checkers found; none of it is merged with our rating."""
    relations: tuple[RelatedClaim, ...] = ()
    """How it stands to other claims."""


class Original(Model):
    """Where the original of a picture can be seen."""

    url: Url | None = None
    """Its address."""
    archived: Url | None = None
    """An archived copy of it."""
    description: Text
    """What it is, in words."""


class VideoReference(Model):
    """The video a frame was taken from."""

    url: Url | None = None
    """Its address."""
    archived: Url | None = None
    """An archived copy of it."""
    time_code: str
    """The frame's place in it, as `0:27` or `1:02:03`."""


class Redaction(Model):
    """A region that is destroyed in the pixels before anything is published."""

    box: Box
    """The region, in pixels of the file."""
    method: RedactionMethod = RedactionMethod.COVER
    """How it is destroyed."""
    reason: Text
    """Why, in words that may be published."""


class Media(Model):
    """A picture: shown from a file beside the case, or only described and linked."""

    id: Slug
    """The picture's id in this case."""
    title: Text | None = None
    """Its short name, for links to it: claimed picture 2, the whole frame."""
    file: FileName | None = None
    """The picture file in the case's folder."""
    url: Url | None = None
    """Where the picture is, when it cannot be shown here."""
    kind: MediaKind
    """What it is; a `schematic` stands for a picture that may not be shown, and is stamped as such."""
    alt: Text
    """What a reader who cannot see it must know."""
    caption: Prose | None = None
    """The words below it."""
    published_caption: Quote | None = None
    """The words it was published with, for a comparison of captions."""
    credit: Text | None = None
    """Who made it."""
    licence: str
    """An SPDX or Creative Commons id, or `fair-use`."""
    licence_reason: Text | None = None
    """Why `fair-use` applies."""
    captured: EdtfDate | None = None
    """When it was taken or made."""
    shown_as: Text | None = None
    """What it was presented as."""
    actually: Text | None = None
    """What it shows."""
    category: tuple[MediaCategory, ...] = ()
    """MediaReview's codes for it."""
    technique: tuple[Technique, ...] = ()
    """How it came to mislead."""
    original: Original | None = None
    """The picture or video it was made from."""
    video: VideoReference | None = None
    """For a `video-frame`: its video and place."""
    confidence: Confidence = Confidence.HIGH
    """How sure its identification is."""
    sensitive: Text | None = None
    """Why it starts covered; it is then kept out of lists, feeds and cards."""
    redactions: tuple[Redaction, ...] = ()
    """Regions destroyed before anything is published."""
    sources: tuple[SourceRef, ...] = ()
    """Who identified it."""
    sha256: str | None = None
    """The file's SHA-256; a file that differs from it is a diagnostic."""


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


class PointPair(Model):
    """The same spot in both pictures."""

    claimed: Point
    """The spot in the claimed picture."""
    original: Point
    """The same spot in the original."""


class Region(Model):
    """The same detail twice, in two pictures or in one: a step of the argument that they are the same."""

    id: Slug
    """The region's id in this comparison."""
    label: Text
    """What to see there."""
    claimed: Box | None = None
    """The detail in the claimed picture; left out where it is missing there."""
    original: Box | None = None
    """The detail in the original; left out where it is missing there."""
    twin: Box | None = None
    """With `compares: twins`: the same detail elsewhere in the claimed picture."""


class Comparison(Model):
    """Two pictures side by side, or their captions, or two places in one; and what the eye should find."""

    id: Slug
    """The comparison's id in this case."""
    title: Text
    """What is compared."""
    compares: ComparisonSubject = ComparisonSubject.PICTURES
    """Where the difference or the likeness is to be seen."""
    claimed: MediaRef
    """The picture as it was shown."""
    original: MediaRef | None = None
    """The picture it was made from, or the true publication of it; left out only with `compares: twins`."""
    original_is: Counterpart = Counterpart.ORIGINAL
    """What that second picture is, where the claimed one was not made from it."""
    align: Alignment = Alignment.NONE
    """How one is laid over the other."""
    points: tuple[PointPair, ...] = ()
    """For `align: points`: two or more spots."""
    no_match: Text | None = None
    """For `align: auto`: why the claimed picture is not in the other one, where that is the point."""
    mirrored: bool = False
    """Whether the claimed picture is a mirror image of the original."""
    regions: tuple[Region, ...] = ()
    """Linked details, numbered in this order."""
    conclusion: Prose | None = None
    """What the comparison shows."""
    modes: tuple[ComparisonMode, ...] = (
        ComparisonMode.SIDE_BY_SIDE,
        ComparisonMode.SWIPE,
        ComparisonMode.FADE,
        ComparisonMode.BLINK,
        ComparisonMode.DIFFERENCE,
    )
    """The ways to look that are offered; the first one is shown first."""
    former_ids: tuple[Slug, ...] = ()
    """Earlier ids: frames on other sites that ask for them show this comparison."""


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
