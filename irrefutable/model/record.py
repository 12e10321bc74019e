"""What the site says of a case to programs: a record of it, and the rows of tables that are made of records.

The only source of the data dictionary: every field carries its meaning. A field that has nothing to say is
left out of a record, and stays empty in a row. Refuses to hold what the page of the case does not show.
"""

from typing import Annotated, Final, Required, TypeAlias, TypedDict

FORMAT: Final = 1
"""Counts changes after which a program that reads records may fail. A new field is none."""

Words: TypeAlias = dict[str, str]
"""Text by the tag of the language it is in."""
BoxPx: TypeAlias = list[float]

Sources: TypeAlias = Annotated[list[str], "What it rests on: ids of `sources`."]
Confidence: TypeAlias = Annotated[str, "How sure it is: `high`, `medium` or `low`."]
CaseId: TypeAlias = Annotated[str, "The id of the case."]
CaseUrl: TypeAlias = Annotated[str, "The address of the case in its own language."]
RecordUrl: TypeAlias = Annotated[str, "The address of the record of the case as JSON."]
Status: TypeAlias = Annotated[
    str, "`published`, or `retracted`: then nothing is left of the case but its corrections."
]
Language: TypeAlias = Annotated[str, "The language that the case was written in, as a BCP 47 tag."]
Published: TypeAlias = Annotated[
    str, "When the case was first published: a day, or an instant with its zone."
]
Updated: TypeAlias = Annotated[str, "When the case last changed for a reader."]
Licence: TypeAlias = Annotated[
    str, "The licence of the words, as an SPDX or Creative Commons id. Pictures carry their own."
]
LicenceUrl: TypeAlias = Annotated[str, "Where that licence can be read."]
Made: TypeAlias = Annotated[str, "When the claim was made, as exact as it is known, in EDTF."]
Worst: TypeAlias = Annotated[float, "The lowest number of the scale."]
Best: TypeAlias = Annotated[float, "The highest number of the scale."]


class RatingRecord(TypedDict, total=False):
    """A rating."""

    scheme: Required[Annotated[str, "The id of the rating scheme."]]
    key: Required[Annotated[str, "The key of the rating in its scheme."]]
    label: Required[Annotated[Words, "The word on the page."]]
    number: Annotated[float, "Its place on the scale of the scheme."]
    worst: Worst
    best: Best


class QuoteRecord(TypedDict, total=False):
    """Words as they were said or written."""

    text: Required[Annotated[str, "The words in their own language."]]
    language: Required[Annotated[str, "Its language."]]
    translation: Annotated[Words, "What the words mean in other languages."]
    sources: Sources


class ReachRecord(TypedDict):
    """How many people an appearance reached."""

    number: Annotated[int, "Views, shares or viewers, as the source counts them."]
    unit: Annotated[Words, "What is counted."]
    date: Annotated[str, "When, in EDTF."]
    source: Annotated[str, "Who counted: an id of `sources`."]


class AppearanceRecord(TypedDict, total=False):
    """Where a claim was published."""

    platform: Required[Annotated[Words, "The service or programme."]]
    account: Annotated[str, "The account or column."]
    url: Annotated[
        str, "The archived copy where there is one, else the post; none of a post that was deleted."
    ]
    is_archived: Required[Annotated[bool, "Whether that address is an archived copy."]]
    date: Required[Annotated[str, "When, in EDTF."]]
    language: Annotated[str, "Its language."]
    state: Required[
        Annotated[str, "Whether it can be seen there: `live`, `deleted`, `edited` or `unavailable`."]
    ]
    screenshot: Annotated[str, "A picture of the post: an id of `media`."]
    reach: Annotated[ReachRecord, "How many people it reached."]
    sources: Sources


class OtherVerdictRecord(TypedDict, total=False):
    """What another checker found. It is never merged with our rating."""

    by: Required[Annotated[str, "The checker: an id of `entities`."]]
    verdict: Required[Annotated[Words, "Its own words, and what they mean in other languages."]]
    date: Annotated[str, "When, in EDTF."]
    note: Annotated[Words, "What it rated, where that is not quite the same claim, in Markdown."]
    sources: Sources


class ClaimRelationRecord(TypedDict):
    """How a claim stands to another."""

    relation: Annotated[
        str, "`repeats`, `narrows`, `contradicts` or `follows`: this claim, and then that one."
    ]
    claim: Annotated[str, "The other claim: its id, or `case/claim` in another case."]


class ClaimRecord(TypedDict, total=False):
    """A claim and its rating."""

    id: Required[Annotated[str, "Its id in the case."]]
    url: Required[Annotated[str, "Its address."]]
    text: Required[Annotated[Words, "The claim, as a statement without a verdict."]]
    quotes: Annotated[list[QuoteRecord], "How it was worded."]
    claimant: Annotated[str, "Who made it: an id of `entities`."]
    claimant_unknown: Annotated[Words, "Why nobody is named."]
    made: Required[Made]
    rating: Annotated[RatingRecord, "The verdict."]
    rating_explanation: Annotated[Words, "The reason of the verdict, in Markdown."]
    intent: Annotated[str, "Why it was made, where that is known: `deception`, `error` or `satire`."]
    about: Annotated[list[str], "The pictures it is about: ids of `media`."]
    appearances: Annotated[list[AppearanceRecord], "Where it was published."]
    no_appearance: Annotated[Words, "Why no appearance is given."]
    other_verdicts: Annotated[list[OtherVerdictRecord], "What other checkers found."]
    relations: Annotated[list[ClaimRelationRecord], "How it stands to other claims."]


class FileRecord(TypedDict):
    """A published picture file. Its SHA-256 stands in `manifest.json` at the root of the site."""

    url: Annotated[str, "Its address."]
    type: Annotated[str, "Its media type."]
    width_px: Annotated[int, "Its width, upright, in pixels."]


class PictureOriginRecord(TypedDict, total=False):
    """Where the original of a picture can be seen."""

    url: Annotated[str, "Its address, or that of an archived copy."]
    description: Required[Annotated[Words, "What it is."]]


class VideoRecord(TypedDict, total=False):
    """The video a frame was taken from."""

    url: Annotated[str, "Its address, or that of an archived copy."]
    time_code: Required[Annotated[str, "The place of the frame in the video: hours, minutes and seconds."]]


class MediaRecord(TypedDict, total=False):
    """A picture."""

    id: Required[Annotated[str, "Its id in the case."]]
    url: Annotated[str, "Where it is published, when it cannot be shown here."]
    kind: Required[Annotated[str, "`image`, `video-frame`, `document` or `schematic`."]]
    title: Annotated[Words, "Its name."]
    alt: Required[Annotated[Words, "What somebody who cannot see it must know."]]
    caption: Annotated[Words, "The words, in Markdown."]
    published_caption: Annotated[QuoteRecord, "The words it was published with."]
    credit: Annotated[Words, "Who made it."]
    licence: Required[Annotated[str, "Its licence, as an SPDX or Creative Commons id, or `fair-use`."]]
    licence_reason: Annotated[Words, "Why `fair-use` applies."]
    captured: Annotated[str, "When it was taken or made, in EDTF."]
    shown_as: Annotated[Words, "What it was presented as."]
    actually: Annotated[Words, "What it shows."]
    category: Annotated[list[str], "The codes that MediaReview has for it."]
    technique: Annotated[list[str], "How it came to mislead."]
    rating: Annotated[RatingRecord, "The verdict on it: that of the first rated claim about it."]
    original: Annotated[PictureOriginRecord, "The picture or video it was made from."]
    video: Annotated[VideoRecord, "Of a frame: its video."]
    confidence: Required[Confidence]
    sensitive: Annotated[Words, "Why it starts covered."]
    redactions: Annotated[list[Words], "Why parts of it were destroyed before it was published."]
    sha256: Annotated[str, "The SHA-256 of the file that it was made from; none where parts were destroyed."]
    width_px: Annotated[int, "Its width, upright, in pixels."]
    height_px: Annotated[int, "Its height, upright, in pixels."]
    files: Annotated[list[FileRecord], "Its published files; none where it starts covered."]
    sources: Sources


class EvidenceRecord(TypedDict, total=False):
    """A reason to believe or to doubt a claim."""

    id: Required[Annotated[str, "Its id in the case."]]
    title: Required[Annotated[Words, "The point in a few words."]]
    bears_on: Annotated[list[str], "The claims it speaks to: ids of `claims`."]
    weight: Required[Annotated[str, "Which way it pulls: `refutes`, `supports` or `context`."]]
    method: Required[Annotated[str, "How it was found."]]
    text: Required[Annotated[Words, "The words, in Markdown."]]
    media: Annotated[list[str], "The pictures it rests on: ids of `media`."]
    comparisons: Annotated[list[str], "The comparisons it rests on: ids of `comparisons`."]
    reproduce: Annotated[list[Words], "Steps that a reader can repeat, in Markdown."]
    confidence: Required[Confidence]
    sources: Sources


class RebuttalRecord(TypedDict, total=False):
    """An answer by someone, and ours to it."""

    id: Required[Annotated[str, "Its id in the case."]]
    by: Required[Annotated[str, "Who answered: an id of `entities`."]]
    date: Required[Annotated[str, "When, in EDTF."]]
    to: Required[Annotated[str, "What it answers: an id of `claims`, `evidence` or `rebuttals`."]]
    text: Required[Annotated[Words, "The words, in Markdown."]]
    quotes: Annotated[list[QuoteRecord], "How it was worded."]
    response: Annotated[Words, "Our assessment of it, in Markdown."]
    holds: Required[Annotated[str, "Whether it stands up: `yes`, `partly`, `no` or `open`."]]
    confidence: Required[Confidence]
    sources: Sources


class RegionRecord(TypedDict, total=False):
    """The same detail twice. A box has left, top, width and height, in pixels of the upright file."""

    id: Required[Annotated[str, "Its id in the case."]]
    label: Required[Annotated[Words, "What to see there."]]
    claimed: Annotated[BoxPx, "The detail in the claimed picture."]
    original: Annotated[BoxPx, "The detail in the original."]
    twin: Annotated[BoxPx, "The same detail elsewhere in the claimed picture."]


class ComparisonRecord(TypedDict, total=False):
    """Two pictures side by side, or their captions, or two places in one."""

    id: Required[Annotated[str, "Its id in the case."]]
    url: Required[Annotated[str, "Its address."]]
    title: Required[Annotated[Words, "What is compared."]]
    compares: Required[Annotated[str, "Where to look: `pictures`, `captions` or `twins`."]]
    claimed: Required[Annotated[str, "The picture as it was shown: an id of `media`."]]
    original: Annotated[str, "The other picture: an id of `media`."]
    original_is: Required[Annotated[str, "What that other picture is to the claimed one."]]
    is_mirrored: Required[Annotated[bool, "Whether the claimed picture is a mirror image of the original."]]
    no_match: Annotated[Words, "Why the claimed picture is not in the other one."]
    regions: Annotated[list[RegionRecord], "Linked details, in the order of their numbers."]
    conclusion: Annotated[Words, "What the comparison shows, in Markdown."]


class TimelineRecord(TypedDict, total=False):
    """Something that happened."""

    id: Required[Annotated[str, "Its id in the case."]]
    date: Required[Annotated[str, "When, in EDTF."]]
    kind: Required[Annotated[str, "`background`, `claim`, `check`, `response` or `aftermath`."]]
    text: Required[Annotated[Words, "The words, in Markdown."]]
    confidence: Required[Confidence]
    sources: Sources


class VariantRecord(TypedDict, total=False):
    """What some sources say of a disputed point."""

    text: Required[Annotated[Words, "The words, in Markdown."]]
    sources: Sources


class DisagreementRecord(TypedDict, total=False):
    """A point on which sources differ."""

    id: Required[Annotated[str, "Its id in the case."]]
    point: Required[Annotated[Words, "What they differ on."]]
    variants: Required[Annotated[list[VariantRecord], "What each side says."]]
    resolution: Required[Annotated[Words, "How we read it, in Markdown."]]
    confidence: Required[Confidence]


class NotFoundRecord(TypedDict):
    """What was looked for and not found."""

    id: Annotated[str, "Its id in the case."]
    text: Annotated[Words, "The words, in Markdown."]


class SourceRecord(TypedDict, total=False):
    """A document the case rests on."""

    id: Required[Annotated[str, "The id of the source in its case; Markdown cites it as `[@id]`."]]
    publisher: Required[Annotated[str, "Who published the copy that was read."]]
    title: Required[Annotated[str, "Its title in its own language."]]
    authors: Annotated[list[str], "Who wrote it."]
    url: Annotated[str, "Its address."]
    archived: Annotated[str, "An archived copy of it."]
    date: Annotated[str, "When, in EDTF."]
    accessed: Annotated[str, "When it was read, in EDTF."]
    language: Required[Annotated[str, "Its language."]]
    grade: Required[Annotated[str, "`primary` or `secondary`, for what it is cited for."]]
    kind: Required[Annotated[str, "Who speaks in it."]]
    seen: Required[Annotated[str, "What of it was read: `full`, `excerpt` or `mirror`."]]
    original_publisher: Annotated[str, "Who published it first, where the copy is a republication."]
    quote: Annotated[str, "The words that matter, in its language."]
    note: Annotated[Words, "What a reader should know about it."]


class CorrectionRecord(TypedDict, total=False):
    """A change to a published case."""

    date: Required[Annotated[str, "When, in EDTF."]]
    kind: Required[
        Annotated[str, "`correction`, `clarification`, `update`, `rating-change` or `retraction`."]
    ]
    text: Required[Annotated[Words, "The words, in Markdown."]]
    claim: Annotated[str, "The claim it concerns: an id of `claims`."]
    from_rating: Annotated[RatingRecord, "The rating before."]
    to_rating: Annotated[RatingRecord, "The rating after."]


class EntityRecord(TypedDict, total=False):
    """A person or an organisation."""

    id: Required[Annotated[str, "Its id, the same in every case."]]
    name: Required[Annotated[Words, "Its name."]]
    kind: Required[Annotated[str, "`person`, `organization` or `outlet`."]]
    url: Required[Annotated[str, "Its address."]]
    same_as: Annotated[list[str], "Its identity elsewhere: Wikidata, its home page."]


class EditionRecord(TypedDict, total=False):
    """The case in one language."""

    language: Required[Annotated[str, "Its language."]]
    url: Required[Annotated[str, "Its address."]]
    image: Annotated[str, "The share card, with the verdict."]
    translated_by: Annotated[list[str], "Who translated it: ids of `entities`."]
    translates: Annotated[
        str, "The state of the original that was translated, by the day of its last change."
    ]
    updated: Annotated[str, "When the translation last changed."]


class VersionRecord(TypedDict):
    """A version of the case that readers could see."""

    number: Annotated[int, "Its number, from 1."]
    at: Annotated[str, "When it came to be, in UTC."]
    url: Annotated[str, "The page that shows what it changed."]


class TopicRecord(TypedDict):
    """A subject."""

    id: Annotated[str, "Its id, the same in every case."]
    label: Annotated[Words, "Its name."]


class PlaceRecord(TypedDict, total=False):
    """Where it happened."""

    name: Required[Annotated[Words, "Its name."]]
    aliases: Annotated[list[str], "Other spellings, in any script."]
    country: Required[Annotated[str, "Its country, as an ISO 3166-1 code."]]


class RelatedRecord(TypedDict, total=False):
    """Another case worth a look."""

    case: Required[CaseId]
    url: Required[CaseUrl]
    relation: Required[Annotated[str, "Why, in a word."]]
    reason: Annotated[Words, "Why, in a sentence."]


class PublisherRecord(TypedDict, total=False):
    """Who answers for the archive."""

    name: Required[Annotated[Words, "Its name."]]
    url: Annotated[str, "Its home page."]


class CaseRecord(TypedDict, total=False):
    """A case, as its page shows it."""

    format: Required[
        Annotated[int, "The version of this format. Fields may be added to it; none is removed or renamed."]
    ]
    id: Required[CaseId]
    url: Required[CaseUrl]
    record: Required[RecordUrl]
    status: Required[Status]
    language: Required[Language]
    title: Required[Annotated[Words, "The headline."]]
    claimed: Annotated[Words, "What was claimed, in a sentence."]
    found: Annotated[Words, "What is true, in a sentence or two."]
    published: Published
    updated: Updated
    checked: Annotated[str, "When somebody last went through its sources and facts again."]
    recheck_after: Annotated[str, "When it is due for another look."]
    versions: Annotated[list[VersionRecord], "The versions that readers could see, the first one first."]
    editions: Required[
        Annotated[list[EditionRecord], "Its pages, one a language; that of its own language is first."]
    ]
    publisher: Required[Annotated[PublisherRecord, "Who answers for the archive."]]
    licence: Required[Licence]
    licence_url: LicenceUrl
    authors: Annotated[list[str], "Who wrote it: ids of `entities`."]
    reviewed_by: Annotated[list[str], "Who reviewed it: ids of `entities`."]
    topics: Annotated[list[TopicRecord], "What it is about."]
    places: Annotated[list[PlaceRecord], "Where it happened."]
    claims: Annotated[list[ClaimRecord], "What was claimed, each claim rated apart."]
    evidence: Annotated[list[EvidenceRecord], "What speaks for and against the claims."]
    rebuttals: Annotated[list[RebuttalRecord], "Who answered whom."]
    comparisons: Annotated[
        list[ComparisonRecord], "Pictures beside each other; the first one leads the page."
    ]
    media: Annotated[list[MediaRecord], "Its pictures."]
    timeline: Annotated[list[TimelineRecord], "What happened when."]
    disagreements: Annotated[list[DisagreementRecord], "Where sources differ."]
    not_found: Annotated[list[NotFoundRecord], "What was looked for and not found."]
    sources: Annotated[list[SourceRecord], "What it rests on."]
    no_primary_source: Annotated[Words, "Why there is no primary source among them."]
    corrections: Annotated[
        list[CorrectionRecord], "What was changed since it was published, the latest first."
    ]
    related: Annotated[list[RelatedRecord], "Other cases worth a look."]
    entities: Annotated[list[EntityRecord], "The people and organisations that it names by their ids."]
    report: Annotated[Words, "The story, in Markdown; `[[comparison: id]]` and its kin show an item."]


# ----------------------------------------------------------------------------------------------- rows


class ClaimRow(TypedDict):
    """A claim with what is known of its case, in the language of the case."""

    case: CaseId
    claim: Annotated[str, "Its id in the case."]
    url: Annotated[str, "Its address."]
    record: RecordUrl
    language: Language
    title: Annotated[str, "The headline."]
    text: Annotated[str, "The claim, as a statement without a verdict."]
    claimant: Annotated[str, "The name of who made the claim; empty where nobody is named."]
    claimant_id: Annotated[str, "The id of who made the claim."]
    claimant_kind: Annotated[str, "`person`, `organization` or `outlet`."]
    claimant_same_as: Annotated[list[str], "Its identity elsewhere: Wikidata, its home page."]
    made: Made
    rating: Annotated[str, "The verdict in words."]
    rating_key: Annotated[str, "The verdict as `scheme/key`, the same in every language."]
    rating_number: Annotated[float | None, "Its place on the scale of the scheme."]
    rating_worst: Annotated[float | None, "The lowest number of the scale."]
    rating_best: Annotated[float | None, "The highest number of the scale."]
    rating_explanation: Annotated[str, "The reason of the verdict, in Markdown."]
    found: Annotated[str, "What is true, in a sentence or two."]
    intent: Annotated[str, "Why it was made, where that is known: `deception`, `error` or `satire`."]
    appearances: Annotated[list[str], "The addresses at which it was published, or of archived copies."]
    topics: Annotated[list[str], "The ids of the topics of the case."]
    published: Published
    updated: Updated
    publisher: Annotated[str, "Who answers for the archive."]
    licence: Licence
    licence_url: LicenceUrl


class CaseRow(TypedDict):
    """A case in one line, in its own language."""

    case: CaseId
    url: CaseUrl
    record: RecordUrl
    status: Status
    language: Language
    languages: Annotated[list[str], "All languages it can be read in."]
    title: Annotated[str, "The headline."]
    claimed: Annotated[str, "What was claimed, in a sentence."]
    found: Annotated[str, "What is true, in a sentence or two."]
    published: Published
    updated: Updated
    authors: Annotated[list[str], "The names of who wrote it."]
    reviewed_by: Annotated[list[str], "The names of who reviewed it."]
    topics: Annotated[list[str], "The ids of its topics."]
    countries: Annotated[list[str], "The countries of its places, as ISO 3166-1 codes."]
    claims: Annotated[int, "How many claims it rates."]
    ratings: Annotated[list[str], "The ratings of its claims as `scheme/key`, each once."]
    sources: Annotated[int, "How many sources it has."]
    pictures: Annotated[int, "How many pictures it has."]
    corrections: Annotated[int, "How often it was corrected."]
    publisher: Annotated[str, "Who answers for the archive."]
    licence: Licence
    licence_url: LicenceUrl


# --------------------------------------------------------------------------------------------- words


def said(words: Words | None, language: str) -> str:
    """Return words as the page in a language shows them; empty where there are none."""
    for tag in (language, language.partition("-")[0]):
        if words and tag in words:
            return words[tag]
    return next(iter(words.values()), "") if words else ""
