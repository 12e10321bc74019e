"""What a picture file is, and whether it can be published. Refuses to trust its name or its header."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import Final

from PIL import Image

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import Span
from irrefutable.media import decode
from irrefutable.media.rules import (
    PICTURE_ANIMATED,
    PICTURE_FORMAT,
    PICTURE_TOO_LARGE,
    PICTURE_UNREADABLE,
)

ENDINGS: Final = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".webp": "WebP",
    ".gif": "GIF",
    ".avif": "AVIF",
    ".tif": "TIFF",
    ".tiff": "TIFF",
}
"""The kind of picture each file name's ending stands for."""

_OPENED_KINDS: Final = "JPEG, PNG, WebP, GIF, AVIF or TIFF"
_KINDS: Final = {"MPO": "JPEG", "WEBP": "WebP"}
"""Our word where Pillow's differs; MPO is a JPEG with more after its end, as cameras write it."""


def probe(path: str, content: bytes) -> tuple[tuple[int, int] | None, Diagnostic | None]:
    """Return the upright width and height of a picture, and what is wrong with it, if anything is.

    There is no size where the picture cannot be published. All of the first frame is decoded, so that
    a file that is cut off is found out.
    """
    span = Span(path, 1, 1)
    name = PurePosixPath(path).name
    ending = PurePosixPath(path).suffix.lower()
    kind = ENDINGS.get(ending)
    if kind is None:
        what = f'pictures that end in "{ending}" are' if ending else "a picture without an ending is"
        return None, PICTURE_FORMAT.at(span, f'{what} not opened: "{name}"', f"export it as {_OPENED_KINDS}")
    if not content:
        return None, PICTURE_UNREADABLE.at(span, f'"{name}" is empty', "put the picture's file back")
    try:
        with decode.opened(content) as image:
            actual = _KINDS.get(image.format or "", image.format or "")
            if actual != kind:
                return None, _misnamed(span, name, actual)
            return decode.upright_size(image), _animated(span, name, image)
    except decode.PictureError as error:
        return None, _refused(span, name, kind, content, error)


def is_picture(path: str, content: bytes, size: tuple[int, int] | None) -> bool:
    """Whether bytes begin as a picture of the kind that a name's ending stands for, and of this size.

    Only the header is read. Without a size, any will do.
    """
    try:
        with Image.open(io.BytesIO(content)) as image:
            kind = _KINDS.get(image.format or "", image.format)
            return kind == ENDINGS.get(PurePosixPath(path).suffix) and size in (None, image.size)
    # Pillow raises nearly anything for bytes that are none of its formats.
    except Exception:
        return False


def _animated(span: Span, name: str, image: Image.Image) -> Diagnostic | None:
    if image.format == "MPO" or not getattr(image, "is_animated", False):
        return None
    return PICTURE_ANIMATED.at(
        span,
        f'"{name}" has more than one frame; only the first is published',
        "save the frame that matters as a picture of its own",
    )


def _refused(span: Span, name: str, kind: str, content: bytes, error: decode.PictureError) -> Diagnostic:
    if isinstance(error, decode.PictureTooLargeError):
        return PICTURE_TOO_LARGE.at(
            span, f'"{name}" is too large: {error}', "scale it down, or cut out the part that matters"
        )
    if isinstance(error, decode.PictureModeError):
        return PICTURE_FORMAT.at(
            span, f'"{name}" holds measurements ({error}) instead of colours', f"export it as {_OPENED_KINDS}"
        )
    if foreign := _foreign_kind(content):
        return _misnamed(span, name, foreign)
    return PICTURE_UNREADABLE.at(
        span,
        f'"{name}" cannot be read as {_article(kind)} picture: it is damaged, cut off, or something else',
        "open it in a picture viewer; get it again from where it came",
    )


def _misnamed(span: Span, name: str, actual: str) -> Diagnostic:
    endings = [ending for ending, kind in ENDINGS.items() if kind == actual]
    hint = f'rename it to end in "{endings[0]}"' if endings else f"export it as {_OPENED_KINDS}"
    return PICTURE_FORMAT.at(span, f'"{name}" is not what its ending says: it is {_article(actual)}', hint)


def _article(kind: str) -> str:
    return f"{'an' if kind.startswith(('A', 'S')) else 'a'} {kind}"


def _foreign_kind(content: bytes) -> str:
    """Return what a file that no decoder knows says it is, for the message alone."""
    head = content[:1024]
    if b"<svg" in head:
        return "SVG"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return "HEIC"
    if head.startswith(b"%PDF"):
        return "PDF"
    return ""
