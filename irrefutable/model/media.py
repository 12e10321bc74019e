"""Pictures as they are published: plain values that the stages hand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BoxPx = tuple[float, float, float, float]


class ImageFormat(StrEnum):
    """A format of published pictures; the value is the file name's ending."""

    WEBP = "webp"
    JPEG = "jpg"

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


@dataclass(frozen=True, slots=True)
class PublishedPicture:
    """A picture in every format and size it is published in.

    Width and height are those of the upright original, in pixels.
    """

    sources: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """Media type, then path and width of each file; the best format first."""
    fallback: Derivative
    """For `<img src>`."""
    width_px: int
    height_px: int


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


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a claimed picture sits in its original, and how well the given points agree.

    `residual_px` is the largest distance between a given point and where the map puts it, in pixels of
    the original.
    """

    transform: Affine
    outline: tuple[tuple[float, float], ...]
    residual_px: float
