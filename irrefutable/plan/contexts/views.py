"""The small values that many pages are made of: dates, verdicts, pictures and comparisons."""

from typing import NamedTuple

from markupsafe import Markup

from irrefutable.model.fields import Phrase
from irrefutable.plan.contexts.around import Link


class DateView(NamedTuple):
    """A date in words, never more exact than it is known."""

    text: str
    """In the page's language."""
    machine: str
    """For `<time datetime>`; empty where HTML has no form for it, as for an interval."""


class RatingView(NamedTuple):
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


class EntityView(NamedTuple):
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


class Citation(NamedTuple):
    """A numbered pointer to a source on the same page."""

    number: int
    """The source's number."""
    anchor: str
    """The source's fragment."""
    label: str
    """The pointer's accessible name."""


class QuoteView(NamedTuple):
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


class PublicationView(NamedTuple):
    """Who published something, as a source says."""

    publisher: str
    """Who."""
    date: DateView | None
    """When, as far as it is known."""


class CaptionView(NamedTuple):
    """The words that a picture was published with."""

    quote: QuoteView
    """The words."""
    publications: tuple[PublicationView, ...]
    """Where they were read: one for each source."""


class ProseView(NamedTuple):
    """A piece of Markdown as HTML."""

    html: Markup
    """Sanitised HTML."""
    language: str
    """The language of its words."""


class PictureSource(NamedTuple):
    """One format of a picture."""

    mime: str
    """Its media type."""
    srcset: str
    """Addresses with widths."""


class TilesView(NamedTuple):
    """Squares of a large picture, for a script that shows it closer (IIIF Image API 3.0, level 0)."""

    url: str
    """The address of their folder, without a slash at its end; `info.json` stands in it."""
    side_px: int
    """The side of a whole square."""
    scale_factors: str
    """How many pixels of the original make one of a tile: `1 2 4 8`."""


class PictureView(NamedTuple):
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


class MediaView(NamedTuple):
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
    published_caption: CaptionView | None
    """The words it was published with."""
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
    """MediaReview's categories in words: those that say how it misleads."""
    techniques: tuple[Link, ...]
    """How it came to mislead, with the lists of the cases where pictures did."""
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
    video_archive_url: str
    """The address of an archived copy of the video; or empty."""
    sensitive: Phrase | None
    """Why it starts covered."""
    redactions: tuple[Phrase, ...]
    """Why regions of it were destroyed."""
    citations: tuple[Citation, ...]
    """Who identified it."""


class BoxView(NamedTuple):
    """A region's outline in one of two pictures, in pixels of the picture's own file."""

    x: float
    """Left."""
    y: float
    """Top."""
    width: float
    """Width."""
    height: float
    """Height."""


class CutView(NamedTuple):
    """One of two details, cut out of their picture."""

    mark: str
    """What marks it in the picture: `1a`, `1b`."""
    picture: PictureView
    """The file; both of a pair are equally large."""
    alt: Phrase
    """The text alternative."""


class RegionView(NamedTuple):
    """A detail to find in both pictures, or in two places of one."""

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
    twin: BoxView | None
    """Where it is a second time in the claimed picture."""
    cuts: tuple[CutView, ...]
    """Both places of a pair of twins, cut out; none elsewhere."""


class ModeView(NamedTuple):
    """A way to look at two pictures."""

    value: str
    """`side-by-side`, `swipe` or `fade`."""
    label: str
    """In words."""


class PlacementView(NamedTuple):
    """Where the claimed picture sits in the original."""

    matrix: str
    """Six numbers a b c d e f: claimed to original pixels, as in SVG's `matrix()`."""
    outline: str
    """The claimed picture's corners in the original, for SVG's `points`."""
    share: int
    """The part of the original's area that the claimed picture shows, in per cent."""
    cut_away: tuple[str, ...]
    """What the claimed picture leaves out: how much of the original's width or height, and on which side."""
    agreement: "AgreementView | None"
    """None where somebody placed points."""
    points: "PointsView | None"
    """None where the claimed picture was found by its pixels."""


class AgreementView(NamedTuple):
    """What the search for the claimed picture in its original found, in figures."""

    confidence: int
    """How sure the match is, in per cent."""
    details: int
    """How many details of the two stand in the same place."""
    similarity: str
    """The structural similarity of the overlap, up to 1 (Wang et al. 2004), in the page's digits."""
    method_url: str
    """Where the method is explained; empty where the site has no such page."""


class PointsView(NamedTuple):
    """How well the points that somebody placed in both pictures agree with each other."""

    number: int
    """How many pairs there are."""
    is_exact: bool
    """Whether there are too few to disagree: up to three are always met."""
    median: str
    """How far a point is from where the others put it, in pixels of the original, in the page's digits."""
    largest: str
    """The same for the worst one."""


class AddedView(NamedTuple):
    """A place where the claimed picture differs, marked by the program."""

    number: int
    """Its number on the map and in the list."""
    where: str
    """Where it is and how large, in words."""
    box: BoxView
    """Its outline in the claimed picture."""


class DifferenceView(NamedTuple):
    """What differs between the claimed picture and its original, as the program found it."""

    url: str
    """The address of the map: black where both are the same, then red, yellow, white."""
    width_px: int
    """The map's width."""
    height_px: int
    """The map's height."""
    alt: str
    """What the map shows, in words: how much differs, and where."""
    differing: str
    """How much of what was compared differs, in per cent and the page's digits; empty where nothing does."""
    added: tuple[AddedView, ...]
    """Marked places, the largest first, without those that a region of the editors' covers."""
    covered: int
    """How many places were left out because a region of the editors' covers them."""
    is_partial: bool
    """Whether a part of the claimed picture was not compared; it is grey on the map."""
    method_url: str
    """Where the method is explained; empty where the site has no such page."""


class DownloadView(NamedTuple):
    """A picture file to take away."""

    url: str
    """Its address."""
    width_px: int
    """Its width."""
    height_px: int
    """Its height."""


class ComparisonView(NamedTuple):
    """Two pictures side by side, the captions of two publications, or places of one picture."""

    id: str
    """Its id in the case."""
    anchor: str
    """Its fragment."""
    title: Phrase
    """What is compared."""
    compares: str
    """`pictures`, `captions` or `twins`."""
    claimed: MediaView
    """The picture as it was shown."""
    claimed_role: str
    """What it is, in words: the claimed picture, or the disputed one where it is what it was said to be."""
    original: MediaView | None
    """The picture it was made from, or its true publication; None for twins."""
    original_role: str
    """What that is, in words: the original, something to compare with, or another view of the scene."""
    is_from_original: bool
    """Whether the claimed picture was made from it."""
    is_mirrored: bool
    """Whether one is the mirror image of the other."""
    is_covered: bool
    """Whether all of it starts covered, because a picture in it is sensitive."""
    no_match: Phrase | None
    """Why the claimed picture is not to be found in the other one, where that is the point."""
    placement: PlacementView | None
    """Where one sits in the other; None where they are not aligned: side by side only."""
    difference: DifferenceView | None
    """What differs; None where they are not aligned."""
    regions: tuple[RegionView, ...]
    """Numbered details."""
    conclusion: ProseView | None
    """What it shows."""
    modes: tuple[ModeView, ...]
    """The ways to look that can be offered, the first one first."""
    citations: tuple[Citation, ...]
    """The sources of the pictures."""
    download: DownloadView | None
    """Both pictures on one sheet with their labels, credits and licences; none where one starts covered, and
    none for captions and twins."""
    embed_code: str
    """The `<iframe>` that shows it on another site."""
    case_url: str = ""
    """On its own page for other sites, the address of the case; else empty."""


class UseView(NamedTuple):
    """A case in which a picture was used."""

    title: Phrase
    """The title of the case."""
    url: str
    """Its address; empty on its own page."""
    date: DateView
    """When the claim about the picture was made."""
    claim: Phrase
    """That claim."""
    verdict: RatingView | None
    """The verdict on it."""
    places: tuple[Phrase, ...]
    """Where the case is said to have happened; empty on the page of a case."""


class AgainView(NamedTuple):
    """Other cases about a picture of this case, those nearest in time."""

    uses: tuple[UseView, ...]
    """Them and this one, in the order of time."""
    all_chains: Link
    """The page of all pictures that were used again."""


class FactView(NamedTuple):
    """Something that the archive tells of itself."""

    label: Phrase
    """What it is about, or who."""
    told: tuple[Phrase, ...]
    """What there is to say of it, in a few words each."""
    prose: ProseView | None
    """The same at length."""
    links: tuple[Link, ...]
    """Where it leads."""
