"""Pictures as they are published: plain values that the stages hand to each other."""

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field
from enum import StrEnum

from irrefutable.model.fields import Phrase

BoxPx = tuple[float, float, float, float]


class ImageFormat(StrEnum):
    """A format of published pictures; the value is the file name's ending."""

    WEBP = "webp"

    @property
    def media_type(self) -> str:
        """The format's registered media type."""
        return f"image/{self.name.lower()}"


@dataclass(frozen=True, slots=True)
class Derivative:
    """A picture file that is made from an original: everything that decides its bytes, and its address.

    `redactions` are boxes in pixels of the upright original with the method that destroys them.
    """

    source_path: str
    source_digest: str
    format: ImageFormat
    width_px: int
    height_px: int
    redactions: tuple[tuple[BoxPx, str], ...]
    path: str
    """Where it is published, relative to the site."""
    key: str
    """The digest of all that decides its bytes, engine included."""
    box: BoxPx | None = None
    """What is cut out of the upright original; None for all of it."""
    stamp: Phrase | None = None
    """What is written over its foot: that it is a schematic."""


@dataclass(frozen=True, slots=True)
class Pyramid:
    """A large picture as squares at several scales: all that decides their bytes, and their address."""

    source_path: str
    source_digest: str
    width_px: int
    height_px: int
    redactions: tuple[tuple[BoxPx, str], ...]
    """As in `Derivative`."""
    side_px: int
    """Of a whole square."""
    scale_factors: tuple[int, ...]
    """How many pixels of the original make one of a tile: 1, 2, 4 …"""
    path: str
    """The folder they are published in, relative to the site."""
    key: str
    """The digest of all that decides their bytes, engine included."""
    stamp: Phrase | None = None
    """As in `Derivative`; over the foot of the whole picture."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of a pyramid."""

    pyramid: Pyramid
    factor: int
    column: int
    row: int
    path: str
    """Where it is published, relative to the site."""
    key: str
    """The digest of all that decides its bytes, engine included."""


@dataclass(frozen=True, slots=True)
class PublishedPicture:
    """A picture in every format and size it is published in.

    Width and height are those of the upright original, in pixels.
    """

    sources: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """Media type, then path and width of each file; the best format first."""
    widest: Derivative
    """For `<img src>`, and for programs that choose no size."""
    width_px: int
    height_px: int
    tiles: Pyramid | None = None
    """For looking closer; only a large picture has them."""


@dataclass(frozen=True, slots=True)
class Affine:
    """A map from claimed to original pixels: x' = a·x + c·y + e, y' = b·x + d·y + f (as in SVG)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the claimed picture lies in the original."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def matrix(self) -> tuple[tuple[float, float, float], ...]:
        """The three rows of the map for (x, y, 1) as a column."""
        return (self.a, self.c, self.e), (self.b, self.d, self.f), (0.0, 0.0, 1.0)


class RegistrationReason(StrEnum):
    """Why a registration says what it says; the value is a permanent code."""

    FOUND = "found"
    """The pictures agree, detail by detail."""
    PLACED_BY_HAND = "placed-by-hand"
    """Somebody placed points; the figures say how well the pictures agree there."""
    NOTHING_IN_COMMON = "nothing-in-common"
    """No placement has enough support."""
    ONLY_A_STRIP = "only-a-strip"
    """What the pictures share is a logo, a caption bar or a frame, and no more."""
    PIXELS_DISAGREE = "pixels-disagree"
    """The best placement does not hold when the pictures are laid over each other."""
    TOO_LITTLE_DETAIL = "too-little-detail"
    """One of the pictures is too plain or too small to be told from others."""

    @property
    def sentence(self) -> str:
        """The reason in words for an editor."""
        return _REASONS[self]


_REASONS = {
    RegistrationReason.FOUND: "The claimed picture was found in the original.",
    RegistrationReason.PLACED_BY_HAND: "The claimed picture was placed by hand.",
    RegistrationReason.NOTHING_IN_COMMON: "The two pictures have no details in common.",
    RegistrationReason.ONLY_A_STRIP: "The two pictures share a logo, a caption or a frame, and nothing else.",
    RegistrationReason.PIXELS_DISAGREE: "The two pictures look alike, but do not agree where they overlap.",
    RegistrationReason.TOO_LITTLE_DETAIL: "One of the two pictures shows too little detail to tell.",
}


@dataclass(frozen=True, slots=True)
class Registration:
    """Where a claimed picture was found in its original, and how sure that is.

    Coordinates are pixels of the full-size, upright pictures, origin top left, x to the right.
    Without a match only `reason` and `confidence` say anything.
    """

    match: bool
    reason: RegistrationReason
    confidence: float
    """The probability that the claimed picture shows the original, 0 to 1."""
    transform: Affine | None = None
    """From claimed to original pixels, the mirror included."""
    part: BoxPx | None = None
    """Left, top, width and height of what shows the original in the claimed picture: all of it, or the
    picture within a screenshot."""
    outline: tuple[tuple[float, float], ...] = ()
    """The corners of `part` in the original, from the part's top left clockwise."""
    mirrored: bool = False
    inliers: int = 0
    """Details that support the placement."""
    ssim: float = 0.0
    """Structural similarity of the overlap (Wang et al. 2004), up to 1."""
    residuals_px: tuple[float, ...] = ()
    """For points placed by hand: how far each is from where the placement puts it, in original pixels."""

    def as_mapping(self) -> Mapping[str, object]:
        """Return what the command line prints as JSON; pixels with two decimals."""
        found = {
            "match": self.match,
            "outline": [[round(x, 2), round(y, 2)] for x, y in self.outline],
            "mirrored": self.mirrored,
            "inliers": self.inliers,
            "ssim": self.ssim,
            "confidence": self.confidence,
            "reason": self.reason.value,
        }
        if self.transform and self.part:
            found["transform"] = list(astuple(self.transform))
            found["part"] = [round(number, 2) for number in self.part]
        return found


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a claimed picture sits in its original, and how well the given points agree.

    `residual_px` is the largest distance between a given point and where the map puts it, in pixels of
    the original.
    """

    transform: Affine
    outline: tuple[tuple[float, float], ...]
    residual_px: float
    registration: Registration | None = None
    """How it was found; None where somebody placed points."""
    residuals_px: tuple[float, ...] = ()
    """For points that somebody placed: the distance of each, in their order. Up to three are met exactly."""


@dataclass(frozen=True, slots=True)
class Side:
    """A picture of a pair: its file, and the boxes that are destroyed before anybody looks."""

    path: str = field(compare=False)
    """Where the file lies decides nothing: its digest does."""
    digest: str
    redactions: tuple[tuple[BoxPx, str], ...]


@dataclass(frozen=True, slots=True)
class CutAway:
    """What of the original's frame the claimed picture does not show, in per cent."""

    share: float
    """Of the area."""
    left: float
    """Of the width, missing on the left at least; the others likewise."""
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What sets a claimed picture apart from its original, in figures."""

    added: tuple[BoxPx, ...]
    """Left, top, width and height, in pixels of the claimed picture, of what was added; the largest first."""
    differing: float
    """How much of what was compared differs visibly, in per cent."""
    compared: float
    """How much of the claimed picture shows the original, and is redacted in neither, in per cent."""
    cut_away: CutAway
    map_size_px: tuple[int, int]
    """Width and height of a map of the differences, which is laid out as the claimed picture is."""

    def as_mapping(self) -> Mapping[str, object]:
        """Return what the command line prints as JSON; pixels with two decimals, shares in per cent."""
        return {
            "added": [[round(number, 2) for number in box] for box in self.added],
            "differing": self.differing,
            "cut_away": asdict(self.cut_away),
        }


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A picture of what differs in a pair: the figures, all that decides its bytes, and its address."""

    claimed: Side
    original: Side
    registration: Registration
    changes: Changes
    width_px: int
    height_px: int
    path: str
    """Where it is published, relative to the site."""
    key: str
    """The digest of all that decides its bytes, engine included."""
