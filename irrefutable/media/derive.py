"""The files that are published for a picture: which, under what names, and their bytes.

Refuses to enlarge a picture, unless it is a detail that is cut out of one, and to publish anything but its
pixels: what a camera or a program wrote beside them can endanger people. The formats, widths and settings
were chosen by measurement: `docs/media.md`.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

import PIL
from PIL import Image, features

from irrefutable.core.digest import digest
from irrefutable.media.decode import upright_pixels
from irrefutable.media.redact import redact
from irrefutable.media.stamp import stamp_engine, stamped
from irrefutable.model.archive import MediaFile
from irrefutable.model.fields import Phrase
from irrefutable.model.media import BoxPx, Derivative, ImageFormat, PublishedPicture
from irrefutable.model.picture import Redaction

WIDTHS_PX: Final = (720, 1120)
"""A telephone's 358 CSS pixels at twice the density; one of a pair (560) at twice the density."""

_LEAST_STEP: Final = 1.25
"""Two widths nearer to each other than this are one file too many."""
_MAX_HEIGHT_PX: Final = 16_383
"""WebP's limit (RFC 9649, 2.6). A scrolling screenshot gets there."""

_SETTINGS: Final[dict[ImageFormat, dict[str, int]]] = {ImageFormat.WEBP: {"quality": 80, "method": 4}}
_PROCESS: Final = 1
"""Counts the changes to decoding, redacting and resizing that change bytes."""


def plan(
    file: MediaFile, redactions: Sequence[Redaction], folder: str, stamp: Phrase | None = None
) -> tuple[Derivative, ...]:
    """Return the files to publish for a picture, in `media/FOLDER/`: one or two, the narrower first.

    None where the picture could not be read. The `stamp` is written over the foot of each.
    """
    if not file.width_px or not file.height_px:
        return ()
    boxes = tuple((redaction.box, redaction.method.value) for redaction in redactions)
    most_px = max(1, min(file.width_px, file.width_px * _MAX_HEIGHT_PX // file.height_px))
    narrow_px, wide_px = (min(width, most_px) for width in WIDTHS_PX)
    widths = (narrow_px, wide_px) if wide_px >= narrow_px * _LEAST_STEP else (wide_px,)
    return tuple(_derivative(file, boxes, folder, width, stamp) for width in widths)


def picture(file: MediaFile, derivatives: Sequence[Derivative]) -> PublishedPicture | None:
    """Return a picture as templates need it, or None where there is nothing to publish."""
    if not derivatives:
        return None
    webp = tuple((each.path, each.width_px) for each in derivatives)
    return PublishedPicture(
        ((ImageFormat.WEBP.media_type, webp),), derivatives[-1], file.width_px, file.height_px
    )


def encode(wanted: Sequence[Derivative], content: bytes) -> tuple[bytes, ...]:
    """Return the bytes of published files of one source with the same redactions; it is decoded once.

    The same bytes on each run; each derivative's `key` names them.

    Raises:
        PictureError: the source cannot be decoded within the limits.
    """
    whole = redact(upright_pixels(content), wanted[0].redactions)
    return tuple(_encoded(derivative, whole) for derivative in wanted)


def _encoded(derivative: Derivative, whole: Image.Image) -> bytes:
    size = (derivative.width_px, derivative.height_px)
    box = None
    if derivative.box:
        left, top, width, height = derivative.box
        box = (left, top, left + width, top + height)
    image = whole.resize(size, Image.Resampling.LANCZOS, box=box)
    if derivative.stamp:
        image = stamped(image, derivative.stamp)
    stream = io.BytesIO()
    image.save(stream, derivative.format.name, **_SETTINGS[derivative.format])
    return stream.getvalue()


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the versions of all the code that decides a file's bytes, ours and others'."""
    names = ("jpg", "libjpeg_turbo", "webp", "avif", "littlecms2", "libtiff")
    versions = (f"{name} {features.version(name) or 'none'}" for name in names)
    return f"process {_PROCESS}, Pillow {PIL.__version__}, {', '.join(versions)}"


def cut(  # noqa: PLR0917 - as for all of it, and where the detail is
    file: MediaFile,
    redactions: Sequence[Redaction],
    folder: str,
    box: BoxPx,
    size_px: tuple[int, int],
    stamp: Phrase | None = None,
) -> Derivative:
    """Return a detail of a picture as a file of its own, in `media/FOLDER/`; it may be enlarged."""
    boxes = tuple((redaction.box, redaction.method.value) for redaction in redactions)
    return _file(file, boxes, folder, size_px, stamp, box)


def _derivative(
    file: MediaFile,
    boxes: tuple[tuple[BoxPx, str], ...],
    folder: str,
    width_px: int,
    stamp: Phrase | None,
) -> Derivative:
    nearest_px = (2 * file.height_px * width_px + file.width_px) // (2 * file.width_px)
    height_px = max(1, min(nearest_px, _MAX_HEIGHT_PX))
    return _file(file, boxes, folder, (width_px, height_px), stamp)


def _file(  # noqa: PLR0917 - all that decides a file
    file: MediaFile,
    boxes: tuple[tuple[BoxPx, str], ...],
    folder: str,
    size_px: tuple[int, int],
    stamp: Phrase | None,
    box: BoxPx | None = None,
) -> Derivative:
    width_px, height_px = size_px
    image_format = ImageFormat.WEBP
    settings = _SETTINGS[image_format]
    parts: tuple[object, ...] = (engine(), file.digest, boxes, image_format, width_px, height_px, settings)
    parts += (box,) if box else ()
    key = digest((*parts, stamp_engine(), stamp) if stamp else parts)
    kind = "cut" if box else str(width_px)
    name = f"{slug(file.path)}-{kind}-{key[:8]}.{image_format.value}"
    return Derivative(
        source_path=file.path,
        source_digest=file.digest,
        format=image_format,
        width_px=width_px,
        height_px=height_px,
        redactions=boxes,
        path=f"media/{folder}/{name}",
        key=key,
        box=box,
        stamp=stamp,
    )


def slug(path: str) -> str:
    """Return a plain name for the published files of a picture, from that of its original."""
    plain = unicodedata.normalize("NFKD", PurePosixPath(path).stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or "picture"
