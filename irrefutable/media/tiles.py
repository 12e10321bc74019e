"""Squares of a large picture at several scales, so that a reader can go as near as its file goes.

The files stand as the IIIF Image API 3.0 has them for its level 0, in their canonical addresses, with an
`info.json`: any IIIF viewer can show them from a plain file host. Refuses pictures that are not large.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from PIL import Image

from irrefutable.core.digest import digest
from irrefutable.media import derive
from irrefutable.media.decode import on_white, upright_pixels
from irrefutable.media.redact import redact
from irrefutable.media.stamp import stamp_engine, stamped
from irrefutable.model.archive import MediaFile
from irrefutable.model.fields import Phrase
from irrefutable.model.media import Pyramid, Tile
from irrefutable.model.picture import Redaction

SIDE_PX: Final = 512
LEAST_PX: Final = 3000
"""Of the longer side. What is smaller shows nearly all it has at 1,120 pixels."""

_SETTINGS: Final[dict[str, int | bool | str]] = {"quality": 80, "optimize": True, "subsampling": "4:2:0"}
_PROCESS: Final = 1
"""Counts the changes to tiles that change bytes."""


def plan(
    file: MediaFile, redactions: Sequence[Redaction], folder: str, stamp: Phrase | None = None
) -> Pyramid | None:
    """Return the tiles of a picture, in a folder below `media/FOLDER/`; None where it is not large."""
    longer = max(file.width_px, file.height_px)
    if longer <= LEAST_PX:
        return None
    boxes = tuple((redaction.box, redaction.method.value) for redaction in redactions)
    factors = [1]
    while longer / factors[-1] > SIDE_PX:
        factors.append(factors[-1] * 2)
    size = (file.width_px, file.height_px)
    parts = (derive.engine(), _PROCESS, _SETTINGS, SIDE_PX, file.digest, boxes, size)
    key = digest((*parts, stamp_engine(), stamp) if stamp else parts)
    return Pyramid(
        source_path=file.path,
        source_digest=file.digest,
        width_px=file.width_px,
        height_px=file.height_px,
        redactions=boxes,
        side_px=SIDE_PX,
        scale_factors=tuple(factors),
        path=f"media/{folder}/{derive.slug(file.path)}-tiles-{key[:8]}",
        key=key,
        stamp=stamp,
    )


def tiles(pyramid: Pyramid) -> tuple[Tile, ...]:
    """Return every tile of a pyramid, each scale from its upper left corner on."""
    # A corner of one pixel has one address at several scales: it is one file.
    by_path: dict[str, Tile] = {}
    for factor in pyramid.scale_factors:
        rows, columns = (range(_count(side, factor)) for side in (pyramid.height_px, pyramid.width_px))
        for row, column in product(rows, columns):
            tile = _tile(pyramid, factor, column, row)
            by_path.setdefault(tile.path, tile)
    return tuple(by_path.values())


def info(pyramid: Pyramid, address: str) -> bytes:
    """Return `info.json`: what a viewer needs to know.

    Args:
        pyramid: the tiles.
        address: the whole address of their folder.
    """
    smallest = pyramid.scale_factors[-1]
    width, height = _level(pyramid, smallest)
    described = {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": address,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": pyramid.width_px,
        "height": pyramid.height_px,
        "sizes": [{"width": width, "height": height}],
        "tiles": [{"width": pyramid.side_px, "scaleFactors": list(pyramid.scale_factors)}],
    }
    return json.dumps(described, separators=(",", ":")).encode()


def encode(wanted: Sequence[Tile], content: bytes) -> tuple[bytes, ...]:
    """Return the bytes of tiles of one pyramid, which is decoded once.

    The same bytes on each run; each tile's `key` names them.

    Raises:
        PictureError: the source cannot be decoded within the limits.
    """
    pyramid = wanted[0].pyramid
    whole = on_white(redact(upright_pixels(content), pyramid.redactions))
    if pyramid.stamp:
        whole = stamped(whole, pyramid.stamp)

    @lru_cache(maxsize=1)
    def level(factor: int) -> Image.Image:
        return whole if factor == 1 else whole.resize(_level(pyramid, factor), Image.Resampling.LANCZOS)

    made: dict[str, bytes] = {}
    # By scale, so that each is made once: they come in the order of their addresses.
    for tile in sorted(wanted, key=lambda tile: tile.factor):
        at = level(tile.factor)
        left, top = tile.column * pyramid.side_px, tile.row * pyramid.side_px
        box = left, top, min(left + pyramid.side_px, at.width), min(top + pyramid.side_px, at.height)
        stream = io.BytesIO()
        at.crop(box).save(stream, "JPEG", **_SETTINGS)
        made[tile.path] = stream.getvalue()
    return tuple(made[tile.path] for tile in wanted)


def _tile(pyramid: Pyramid, factor: int, column: int, row: int) -> Tile:
    step = pyramid.side_px * factor
    x, y = column * step, row * step
    width, height = min(step, pyramid.width_px - x), min(step, pyramid.height_px - y)
    is_whole = (width, height) == (pyramid.width_px, pyramid.height_px)
    # Canonical (Image API 3.0, 4.7): `full` where it is, and always both sides of the size.
    region = "full" if is_whole else f"{x},{y},{width},{height}"
    size = f"{-(-width // factor)},{-(-height // factor)}"
    path = f"{pyramid.path}/{region}/{size}/0/default.jpg"
    return Tile(pyramid, factor, column, row, path, digest((pyramid.key, factor, column, row)))


def _count(length_px: int, factor: int) -> int:
    return -(-length_px // (SIDE_PX * factor))


def _level(pyramid: Pyramid, factor: int) -> tuple[int, int]:
    return -(-pyramid.width_px // factor), -(-pyramid.height_px // factor)
