"""The published map of what differs in a pair: its figures, its name, its bytes.

Refuses to look at what was redacted: it is destroyed in both pictures first, and then left out of the
comparison, so that neither outlines nor guesses of it reach the map.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from PIL import Image

from irrefutable.core.digest import digest
from irrefutable.media import derive
from irrefutable.media.decode import on_white, upright_pixels
from irrefutable.media.redact import redact
from irrefutable.model.media import Changes, HeatMap, Registration, Side

if TYPE_CHECKING:
    from irrefutable.media.difference import Difference

SETTINGS: Final[dict[str, int | bool]] = {"lossless": True, "quality": 100, "method": 4}
"""Every colour is a step of the scale, so none may be blurred into another."""

_PROCESS: Final = 2
"""Counts the changes to comparing and drawing that change bytes."""


def changes(sides: tuple[Side, Side], contents: Sequence[bytes], registration: Registration) -> Changes:
    """Return what sets a claimed picture apart from its original, in figures.

    Args:
        sides: the claimed picture and its original.
        contents: their files, in the same order.
        registration: where the one lies in the other.

    Raises:
        PictureError: a picture cannot be decoded within the limits.
    """
    return _difference(sides, contents, registration).changes


def plan(
    sides: tuple[Side, Side], registration: Registration, changes: Changes, folder: str, name: str
) -> HeatMap:
    """Return the map of a pair with its address in `media/FOLDER/`."""
    claimed, original = sides
    where = (registration.transform, registration.part)
    key = digest((engine(), claimed, original, where, changes.map_size_px, SETTINGS))
    return HeatMap(
        claimed,
        original,
        registration,
        changes,
        *changes.map_size_px,
        path=f"media/{folder}/difference-{name}-{key[:8]}.webp",
        key=key,
    )


def encode(heat_map: HeatMap, contents: Sequence[bytes]) -> bytes:
    """Return the bytes of a map. The same bytes on each run; `heat_map.key` names them.

    Args:
        heat_map: what to draw.
        contents: the files of the claimed picture and of its original.

    Raises:
        PictureError: a picture cannot be decoded within the limits.
    """
    found = _difference((heat_map.claimed, heat_map.original), contents, heat_map.registration)
    stream = io.BytesIO()
    Image.fromarray(found.heat).save(stream, "WEBP", **SETTINGS)
    return stream.getvalue()


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the versions of all the code that decides a map's bytes, ours and others'."""
    others = ", ".join(f"{name} {version(name)}" for name in ("numpy", "opencv-python-headless"))
    return f"difference {_PROCESS}, {derive.engine()}, {others}"


def _difference(
    sides: tuple[Side, Side], contents: Sequence[bytes], registration: Registration
) -> Difference:
    # OpenCV takes a quarter of a second to import, and most builds compare nothing.
    from irrefutable.media.difference import difference  # noqa: PLC0415

    claimed, original = (
        on_white(redact(upright_pixels(content), side.redactions))
        for side, content in zip(sides, contents, strict=True)
    )
    ours, theirs = (tuple(box for box, _ in side.redactions) for side in sides)
    return difference(claimed, original, registration, hidden=(ours, theirs))
