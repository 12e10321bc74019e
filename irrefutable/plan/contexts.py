"""What templates see: one documented type a page, made of small views. Nothing else reaches a template.

Words come as `Phrase` (text and its language) because a page may have to show words that nobody has
translated; trusted HTML comes as `Markup`. Everything is immutable and has a canonical digest, which is
how an unchanged page is known. The attribute docstrings are the reference in `docs/templates.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from irrefutable.model.fields import Phrase

# ------------------------------------------------------------------------------------- around the page


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go."""

    label: str
    """The words of the link."""
    url: str
    """Its address: `/…` in this site, `https://…` elsewhere."""
    is_current: bool = False
    """Whether the reader is there."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language."""

    language: str
    """BCP 47 tag."""
    name: str
    """The language's name in itself."""
    url: str
    """Its address in this site."""
    canonical: str
    """Its whole address."""
    is_current: bool
    """Whether it is this page."""


@dataclass(frozen=True, slots=True)
class ShareImage:
    """The card that other sites show for a link to the page."""

    canonical: str
    """Its whole address."""
    width_px: int
    """Its width."""
    height_px: int
    """Its height."""
    alt: str
    """What it says and shows."""


@dataclass(frozen=True, slots=True)
class Chrome:
    """What surrounds every page: head, masthead, foot."""

    site_title: str
    """The archive's name."""
    tagline: str
    """What it is, in one line."""
    language: str
    """The page's language."""
    direction: str
    """`ltr` or `rtl`."""
    title: str
    """The page's own title, without the archive's name; empty on the home page."""
    description: str
    """What the page says, for search engines and cards."""
    url: str
    """The page's address in this site."""
    canonical: str
    """The page's whole address."""
    alternates: tuple[Alternate, ...]
    """The page in every language it exists in, itself included; empty where there is only one."""
    home_url: str
    """The home page in the page's language."""
    navigation: tuple[Link, ...]
    """The links of the masthead."""
    footer: tuple[Link, ...]
    """The pages in the archive's own voice."""
    stylesheet: str
    """The address of the style sheet."""
    scripts: tuple[str, ...]
    """The addresses of the script modules this page needs."""
    icon: str
    """The address of the site's icon."""
    feed_url: str
    """The Atom feed in the page's language."""
    publisher: str
    """Who answers for the archive."""
    licence: str
    """The licence of its words."""
    licence_url: str
    """Where the licence can be read, or empty."""
    report_error_url: str
    """Where a reader reports an error, or empty."""
    content_security_policy: str
    """The policy the page asks for; empty in the preview, which injects a script of its own."""
    is_indexable: bool = True
    """Whether search engines may list it."""
    card: ShareImage | None = None
    """What other sites show for a link to it; only a case has one."""


# ----------------------------------------------------------------------------------------- small views


@dataclass(frozen=True, slots=True)
class DateView:
    """A date in words, never more exact than it is known."""

    text: str
    """In the page's language."""
    machine: str
    """For `<time datetime>`; empty where HTML has no form for it, as for an interval."""


@dataclass(frozen=True, slots=True)
class RatingView:
    """A verdict."""

    key: str
    """Its key in its scheme."""
    label: Phrase
    """The word."""
    tone: str
    """`false`, `misleading`, `unproven`, `mostly-true` or `true`: colour and shape."""
    url: str
    """The page that lists the cases so rated."""
    explanation: Phrase
    """When the scheme gives it."""


@dataclass(frozen=True, slots=True)
class EntityView:
    """A person or an organisation."""

    id: str
    """Its id."""
    name: Phrase
    """Its name."""
    url: str
    """Its page."""
    kind: str
    """`person`, `organization` or `outlet`."""
    description: Phrase | None
    """Who it is."""
    country: str
    """The country's name, or empty."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer to a source on the same page."""

    number: int
    """The source's number."""
    anchor: str
    """The source's fragment."""
    label: str
    """Publisher and title, for the pointer's accessible name."""


@dataclass(frozen=True, slots=True)
class ProseView:
    """A piece of Markdown as HTML."""

    html: Markup
    """Sanitised HTML."""
    language: str
    """The language of its words."""


@dataclass(frozen=True, slots=True)
class PictureSource:
    """One format of a picture."""

    mime: str
    """Its media type."""
    srcset: str
    """Addresses with widths."""


@dataclass(frozen=True, slots=True)
class TilesView:
    """Squares of a large picture, for a script that shows it closer (IIIF Image API 3.0, level 0)."""

    url: str
    """The address of their folder, without a slash at its end; `info.json` stands in it."""
    side_px: int
    """The side of a whole square."""
    scale_factors: str
    """How many pixels of the original make one of a tile: `1 2 4 8`."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture file with its formats and sizes."""

    sources: tuple[PictureSource, ...]
    """For `<source>`, the best format first."""
    src: str
    """For `<img>`."""
    width_px: int
    """The largest published width: reserves the space."""
    height_px: int
    """The height that belongs to it."""
    original_width_px: int
    """The width of the file beside the case; regions are in its pixels."""
    original_height_px: int
    """The height of the file beside the case."""
    tiles: TilesView | None = None
    """For looking closer; only a large picture has them."""


@dataclass(frozen=True, slots=True)
class MediaView:
    """A picture with all that is known of it."""

    id: str
    """Its id in the case."""
    anchor: str
    """Its fragment; empty where the page has the picture already."""
    title: Phrase | None
    """Its short name."""
    kind: str
    """`image`, `video-frame`, `document` or `schematic`."""
    kind_label: str
    """The kind in words."""
    picture: PictureView | None
    """The file; None where the picture is only described and linked."""
    alt: Phrase
    """The text alternative; a schematic's says that it is one."""
    caption: ProseView | None
    """The words below it."""
    credit: Phrase | None
    """Who made it."""
    licence: str
    """Its licence."""
    licence_reason: Phrase | None
    """Why `fair-use` applies."""
    captured: DateView | None
    """When it was made."""
    shown_as: Phrase | None
    """What it was presented as."""
    actually: Phrase | None
    """What it shows."""
    verdict: RatingView | None
    """The rating of the first rated claim about it: the label a false picture always carries."""
    categories: tuple[str, ...]
    """MediaReview's categories in words."""
    techniques: tuple[str, ...]
    """How it came to mislead, in words."""
    confidence: str
    """`high`, `medium` or `low`."""
    confidence_label: str
    """The confidence in words."""
    original: Link | None
    """Where the original can be seen."""
    original_description: Phrase | None
    """What the original is."""
    external_url: str
    """Where the picture is, when it cannot be shown here; or empty."""
    time_code: str
    """A frame's place in its video; or empty."""
    video_url: str
    """The video's address; or empty."""
    sensitive: Phrase | None
    """Why it starts covered."""
    redactions: tuple[Phrase, ...]
    """Why regions of it were destroyed."""
    citations: tuple[Citation, ...]
    """Who identified it."""


@dataclass(frozen=True, slots=True)
class BoxView:
    """A region's outline in one of two pictures, in pixels of the picture's own file."""

    x: float
    """Left."""
    y: float
    """Top."""
    width: float
    """Width."""
    height: float
    """Height."""


@dataclass(frozen=True, slots=True)
class RegionView:
    """A detail to find in both pictures."""

    id: str
    """Its id in the comparison."""
    anchor: str
    """Its fragment."""
    number: int
    """Its number on the pictures and in the list."""
    label: Phrase
    """What to see there."""
    claimed: BoxView | None
    """Where it is in the claimed picture."""
    original: BoxView | None
    """Where it is in the original."""


@dataclass(frozen=True, slots=True)
class ModeView:
    """A way to look at two pictures."""

    value: str
    """`side-by-side`, `swipe` or `fade`."""
    label: str
    """In words."""


@dataclass(frozen=True, slots=True)
class PlacementView:
    """Where the claimed picture sits in the original."""

    matrix: str
    """Six numbers a b c d e f: claimed to original pixels, as in SVG's `matrix()`."""
    outline: str
    """The claimed picture's corners in the original, for SVG's `points`."""
    share: int
    """The part of the original's area that the claimed picture shows, in per cent."""
    cut_away: tuple[str, ...]
    """What the claimed picture leaves out: how much of the original's width or height, and on which side."""
    agreement: AgreementView | None
    """None where somebody placed points."""


@dataclass(frozen=True, slots=True)
class AgreementView:
    """What the search for the claimed picture in its original found, in figures."""

    confidence: int
    """How sure the match is, in per cent."""
    details: int
    """How many details of the two stand in the same place."""
    similarity: str
    """The structural similarity of the overlap, up to 1 (Wang et al. 2004), in the page's digits."""
    method_url: str
    """Where the method is explained; empty where the site has no such page."""


@dataclass(frozen=True, slots=True)
class DownloadView:
    """A picture file to take away."""

    url: str
    """Its address."""
    width_px: int
    """Its width."""
    height_px: int
    """Its height."""


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two pictures side by side."""

    id: str
    """Its id in the case."""
    anchor: str
    """Its fragment."""
    title: Phrase
    """What is compared."""
    claimed: MediaView
    """The picture as it was shown."""
    original: MediaView
    """The picture it was made from."""
    is_mirrored: bool
    """Whether one is the mirror image of the other."""
    no_match: Phrase | None
    """Why the claimed picture is not to be found in the other one, where that is the point."""
    placement: PlacementView | None
    """Where one sits in the other; None where they are not aligned: side by side only."""
    regions: tuple[RegionView, ...]
    """Numbered details."""
    conclusion: ProseView | None
    """What it shows."""
    modes: tuple[ModeView, ...]
    """The ways to look that can be offered, the first one first."""
    citations: tuple[Citation, ...]
    """The sources of the two pictures."""
    download: DownloadView | None
    """Both pictures on one sheet with their labels, credits and licences; none where one starts covered."""
    embed_code: str
    """The `<iframe>` that shows it on another site."""
    case_url: str = ""
    """On its own page for other sites, the address of the case; else empty."""


# --------------------------------------------------------------------------------------- inside a case


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Words as they were said."""

    text: str
    """In their own language."""
    language: str
    """That language."""
    language_name: str
    """Its name in the page's language."""
    translation: Phrase | None
    """The words for this page's reader; None where they are in the page's language."""
    citations: tuple[Citation, ...]
    """Where they were read."""


@dataclass(frozen=True, slots=True)
class ReachView:
    """How many people an appearance reached."""

    number: str
    """With the separators of the page's language."""
    unit: Phrase
    """What was counted."""
    date: DateView
    """When it was counted."""


@dataclass(frozen=True, slots=True)
class AppearanceView:
    """Where a claim was published."""

    platform: Phrase
    """The service or programme."""
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


@dataclass(frozen=True, slots=True)
class ClaimView:
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
    relations: tuple[tuple[str, Link], ...]
    """How it stands to other claims: the relation in words, and the claim."""
    pictures: tuple[Link, ...]
    """The pictures it is about."""
    evidence: tuple[Link, ...]
    """The evidence that bears on it."""


@dataclass(frozen=True, slots=True)
class EvidenceView:
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


@dataclass(frozen=True, slots=True)
class RebuttalView:
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
    replies: tuple[RebuttalView, ...]
    """Answers to this answer."""


@dataclass(frozen=True, slots=True)
class TimelineView:
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


@dataclass(frozen=True, slots=True)
class VariantView:
    """One side of a disagreement."""

    text: ProseView
    """What it says."""
    citations: tuple[Citation, ...]
    """Who says it."""


@dataclass(frozen=True, slots=True)
class DisagreementView:
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


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """What was looked for and not found."""

    anchor: str
    """Its fragment."""
    text: ProseView
    """What was looked for."""


@dataclass(frozen=True, slots=True)
class SourceView:
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


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A change to a published case."""

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


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Where it happened."""

    name: Phrase
    """Its name."""
    aliases: tuple[str, ...]
    """Its other names."""
    country: str
    """The country's name."""


@dataclass(frozen=True, slots=True)
class CaseCard:
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
    claimant: str
    """Who made the first claim; or empty."""
    published: DateView | None
    """When it was published."""
    picture: PictureView | None
    """The claimed picture of the lead comparison, or the first one; never a sensitive one."""
    original: PictureView | None
    """The original beside it, where the case leads with a comparison."""
    is_schematic: bool
    """Whether the picture is a schematic."""
    is_original_schematic: bool
    """Whether the original beside it is a schematic."""
    status: str
    """`published`, `retracted`, or in the preview any other."""
    status_label: str
    """The status in words; empty for a published case."""


@dataclass(frozen=True, slots=True)
class RelatedView:
    """Another case worth a look."""

    case: CaseCard
    """The case."""
    relation_label: str
    """Why, in a word."""
    reason: Phrase | None
    """Why, in a sentence."""


@dataclass(frozen=True, slots=True)
class ReminderView:
    """A comparison or a picture that the page has shown already."""

    title: Phrase
    """Its title."""
    url: str
    """Its place on the page."""
    is_comparison: bool
    """Whether it is a comparison."""
    pictures: tuple[MediaView, ...]
    """The claimed picture and the original, or the picture; none where one of them starts covered."""


@dataclass(frozen=True, slots=True)
class ReportBlock:
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


@dataclass(frozen=True, slots=True)
class CaseView:
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
    related: tuple[RelatedView, ...]
    """Other cases worth a look."""
    citation: tuple[str, ...]
    """How to cite the case: the parts of one line of plain text, which commas divide."""


# ----------------------------------------------------------------------------------------------- pages


@dataclass(frozen=True, slots=True)
class CasePage:
    """`case.html`: a case, or an edition of it."""

    chrome: Chrome
    """What surrounds the page."""
    case: CaseView
    """The case."""
    structured_data: tuple[object, ...]
    """ClaimReview and its kin as JSON-LD objects, for the `json_ld` filter."""


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """`embed.html`: one comparison of a case, for a frame on another site."""

    chrome: Chrome
    """What surrounds the page; its canonical address is the case's."""
    case: Link
    """The case: its title and its address."""
    title: Phrase
    """The title of the case."""
    verdict: RatingView | None
    """The verdict on the first claim of the case."""
    view: ComparisonView
    """The comparison, its words without pointers to sources, which are in the case."""


@dataclass(frozen=True, slots=True)
class TombstonePage:
    """`tombstone.html`: what stands at the address of a retracted case."""

    chrome: Chrome
    """What surrounds the page."""
    title: Phrase
    """The headline."""
    retracted: CorrectionView | None
    """The reason and the date; None where no correction gives them, which `check` refuses."""
    corrections: tuple[CorrectionView, ...]
    """Earlier changes."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A link with the number of cases behind it."""

    label: Phrase
    """The words of the link."""
    url: str
    """Its address."""
    count: int
    """How many cases."""
    tone: str = ""
    """A rating's tone; else empty."""


@dataclass(frozen=True, slots=True)
class FacetView:
    """A way into the archive."""

    title: str
    """Its name in words: Ratings, Topics …"""
    url: str
    """The page that lists all of it."""
    tallies: tuple[Tally, ...]
    """The entries."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """`home.html`: the front page."""

    chrome: Chrome
    """What surrounds the page."""
    lead: CaseCard | None
    """The latest case; None in an empty archive."""
    latest: tuple[CaseCard, ...]
    """The cases after it."""
    facets: tuple[FacetView, ...]
    """The ways in: ratings, topics, years."""
    case_count: int
    """How many cases there are."""
    all_cases: Link
    """The list of all cases."""


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where a page of a list stands among its pages."""

    number: int
    """This page, from 1."""
    total: int
    """How many there are."""
    previous_url: str
    """The page before; or empty."""
    next_url: str
    """The page after; or empty."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """`list.html`: a list of cases: all of them, or those of a rating, a topic, a claimant or a year."""

    chrome: Chrome
    """What surrounds the page."""
    kicker: str
    """What the list is by: Rating, Topic … or empty."""
    heading: Phrase
    """The headline."""
    introduction: Phrase | None
    """What the list holds."""
    tone: str
    """A rating's tone; else empty."""
    cards: tuple[CaseCard, ...]
    """The cases of this page, the latest first."""
    count: int
    """How many cases there are on all pages."""
    tallies: tuple[Tally, ...]
    """The verdicts of the cases, for a claimant."""
    pagination: Pagination
    """This page's place."""
    entity: EntityView | None
    """The claimant."""


@dataclass(frozen=True, slots=True)
class FacetPage:
    """`facet.html`: all ratings, topics, claimants, years or entities, with counts."""

    chrome: Chrome
    """What surrounds the page."""
    heading: str
    """The headline."""
    tallies: tuple[Tally, ...]
    """The entries."""


@dataclass(frozen=True, slots=True)
class RoleView:
    """What an entity does in the archive."""

    label: str
    """In words: made a claim in, answered in, wrote …"""
    cases: tuple[Link, ...]
    """The cases."""


@dataclass(frozen=True, slots=True)
class EntityPage:
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


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A rating scheme, explained."""

    title: Phrase
    """Its name."""
    url: str
    """Where it is explained; or empty."""
    ratings: tuple[RatingView, ...]
    """Its verdicts."""


@dataclass(frozen=True, slots=True)
class RelaxationView:
    """A rule this archive does not hold."""

    rule: str
    """The rule's code."""
    reason: Phrase
    """Why."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """`page.html`: a page in the archive's own voice."""

    chrome: Chrome
    """What surrounds the page."""
    id: str
    """The page's id."""
    title: str
    """The headline."""
    body: ProseView | None
    """The text."""
    schemes: tuple[SchemeView, ...]
    """On the methodology page: the ratings."""
    relaxations: tuple[RelaxationView, ...]
    """On the methodology page: rules that are not held."""
    corrections: tuple[CorrectionView, ...]
    """On the corrections page: every correction, the latest first."""
    shows_corrections: bool
    """Whether it is the corrections page, even an empty one."""


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """`404.html`: nothing stands at this address."""

    chrome: Chrome
    """What surrounds the page."""
    all_cases: Link
    """The list of all cases."""


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """`redirect.html`: the case moved."""

    chrome: Chrome
    """What surrounds the page."""
    target: Link
    """Where it stands now."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
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


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`feed.xml`: the latest cases as Atom."""

    title: str
    """The archive's name."""
    subtitle: str
    """What it is."""
    language: str
    """The feed's language."""
    home: str
    """The whole address of the home page."""
    canonical: str
    """The whole address of the feed."""
    updated: str
    """RFC 3339: when the latest entry changed."""
    licence: str
    """The licence of its words."""
    entries: tuple[FeedEntry, ...]
    """The cases, the latest first."""


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address in the sitemap."""

    canonical: str
    """The whole address."""
    updated: str
    """The day it last changed; or empty."""
    alternates: tuple[tuple[str, str], ...]
    """Language and whole address of the same page in each language."""


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """`sitemap.xml`: every address a search engine should know."""

    entries: tuple[SitemapEntry, ...]
    """The addresses."""


@dataclass(frozen=True, slots=True)
class RobotsPage:
    """`robots.txt`."""

    sitemap: str
    """The whole address of the sitemap."""


@dataclass(frozen=True, slots=True)
class HeadersPage:
    """`_headers`: security headers, for the hosts that read such a file."""

    content_security_policy: str
    """The policy of every page."""
