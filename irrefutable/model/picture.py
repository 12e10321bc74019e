"""A picture of a case, and two of them beside each other, as an editor describes them.

Refuses to know files and pixels: `model/media.py` has pictures as they are published.
"""

from irrefutable.model.claim import Quote
from irrefutable.model.fields import (
    Box,
    EdtfDate,
    FileName,
    MediaRef,
    Model,
    Point,
    Prose,
    Slug,
    SourceRef,
    Text,
    Url,
)
from irrefutable.model.vocabulary import (
    Alignment,
    ComparisonMode,
    ComparisonSubject,
    Confidence,
    Counterpart,
    MediaCategory,
    MediaKind,
    RedactionMethod,
    Technique,
)


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
    """What it is; a `schematic` stands for a picture that may not be shown, and is stamped by the build."""
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
