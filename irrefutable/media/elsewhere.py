"""Tells how much of the original lies elsewhere in the claimed picture than a placement says.

Points can be tracked where a picture is sharp. In a soft or dark one hardly any are clear; but a whole block
of it is telling, and in the next frame of a burst many lie a little elsewhere. Refuses to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from irrefutable.media.features import Floats, Grey, Singles, apply
from irrefutable.media.overlap import Overlap, inverse
from irrefutable.media.windows import between

_BLOCK_PX: Final = 40
_STRIDE_PX: Final = 20
_REACH_PX: Final = 20
"""How far from its place a block is looked for. From frame to frame hardly anything moves by more."""
_BAND_PX: Final = (1.0, 12.0)
_LEAST_DETAIL: Final = 1.5
"""Grey levels of standard deviation. What hard compression leaves of plain ground has less."""
_FITS: Final = 0.75
"""Of correlation, from which a block is found again."""
_CLEARLY: Final = 0.15
"""By how much a block fits better elsewhere than about where it should be."""
_OWN_LIKENESS: Final = 0.7
"""A block that is as like the original itself elsewhere tells nothing: an edge, a pattern, soft ground."""
_LEAST_SHIFT_PX: Final = 1.5
_ALIKE_PX: Final = 3.0
"""By how much the shifts of neighbours on one surface differ at most."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """How many blocks of the original lie elsewhere beside another, and how many fit in their place.

    A block that fits there, and elsewhere clearly better, is counted as both.
    """

    elsewhere: int
    in_place: int


def blocks(frame: Overlap, alike: Grey, part: tuple[float, float, float, float]) -> Blocks:
    """Return where the blocks of a frame's original lie in the claimed picture.

    Only those within `part` count, a box in working pixels of the claimed picture: what is laid over it lies
    outside. `alike` is the frame's original, compressed and blurred as the claimed picture is.
    """
    ours, theirs = (between(each, _BAND_PX) for each in (frame.claimed, alike))
    shifts: dict[tuple[int, int], Floats] = {}
    in_place = 0
    for row, column in _places(frame, part):
        y, x = row * _STRIDE_PX, column * _STRIDE_PX
        block = theirs[y : y + _BLOCK_PX, x : x + _BLOCK_PX]
        if float(block.std()) < _LEAST_DETAIL:
            continue
        found = _correlation(ours, block, y, x)
        about = found[_REACH_PX - 1 : _REACH_PX + 2, _REACH_PX - 1 : _REACH_PX + 2].max()
        in_place += int(about > _FITS)
        _, best, _, (across, down) = cv2.minMaxLoc(found)
        if best < max(_FITS, about + _CLEARLY) or {across, down} & {0, 2 * _REACH_PX}:
            continue
        shift = np.array((across, down), np.float64) - _REACH_PX
        if (
            np.hypot(*shift) > _LEAST_SHIFT_PX
            and _correlation(theirs, block, y, x)[down, across] < _OWN_LIKENESS
        ):
            shifts[row, column] = shift
    return Blocks(sum(_has_companion(place, shifts) for place in shifts), in_place)


def _places(frame: Overlap, part: tuple[float, float, float, float]) -> list[tuple[int, int]]:
    """Return rows and columns of the blocks that lie within a part, all covered, with room to look around."""
    height, width = frame.claimed.shape
    (left, top), (right, bottom) = apply(inverse(frame.to_claimed), np.array(part, np.float64).reshape(2, 2))
    return [
        (y // _STRIDE_PX, x // _STRIDE_PX)
        for y in range(_STRIDE_PX, height - _BLOCK_PX - _REACH_PX + 1, _STRIDE_PX)
        for x in range(_STRIDE_PX, width - _BLOCK_PX - _REACH_PX + 1, _STRIDE_PX)
        if left - 1 <= x <= right + 1 - _BLOCK_PX
        and top - 1 <= y <= bottom + 1 - _BLOCK_PX
        and frame.covered[y : y + _BLOCK_PX, x : x + _BLOCK_PX].all()
    ]


def _correlation(details: Singles, block: Singles, y: int, x: int) -> Singles:
    """Return how far a block correlates with each place around its own, the middle being that."""
    around = details[y - _REACH_PX : y + _BLOCK_PX + _REACH_PX, x - _REACH_PX : x + _BLOCK_PX + _REACH_PX]
    return cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED).astype(np.float32, copy=False)


def _has_companion(place: tuple[int, int], shifts: dict[tuple[int, int], Floats]) -> bool:
    """Return whether a block beside or across from this one is shifted like it."""
    row, column = place
    return any(
        np.hypot(*(shifts[beside] - shifts[place])) <= _ALIKE_PX
        for beside in ((row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1))
        if beside != place and beside in shifts
    )
