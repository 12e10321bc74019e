"""How hard JPEG compressed a picture, and the same done to another. Refuses to read a file's own tables.

A picture that was passed on keeps the traces of its hardest compression, and loses the tables of it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BLOCK_PX: Final = 8
_STEPS: Final = range(20, 128)
"""From quality 40 down to 6. Finer steps take little away."""
_LEAST_JUMPS: Final = 40
"""Between neighbouring blocks, of half a step or more."""
_ON_STEP: Final = 0.5
"""Mean cosine of the jumps, where a whole step is a full turn. By chance it is nought or less. After JPEG it
is near one, or 0.6 where blocks are plain and steps are fine, since grey levels are rounded."""
_AS_WELL: Final = 0.03
_SURELY: Final = 0.8
"""For another step than the jumps tell. Right ones had 0.85 and more on the tuning half, wrong ones 0.77 at
most: colours that were cut off are no multiples of any."""
_NEARBY: Final = 4
"""Jumps of few steps tell a step to that, since grey levels are rounded."""
_MIDDLE_GREY: Final = 128
_TIE: Final = 1e-4
"""Of a step. A plain block often lies in the middle between two, and single precision may miss that."""
_LUMINANCE: Final = np.array(
    (
        (16, 11, 10, 16, 24, 40, 51, 61),
        (12, 12, 14, 19, 26, 58, 60, 55),
        (14, 13, 16, 24, 40, 57, 69, 56),
        (14, 17, 22, 29, 51, 87, 80, 62),
        (18, 22, 37, 56, 68, 109, 103, 77),
        (24, 35, 55, 64, 81, 104, 113, 92),
        (49, 64, 78, 87, 103, 121, 120, 101),
        (72, 92, 95, 98, 112, 100, 103, 99),
    ),
    np.float64,
)
"""The luminance table of annex K of JPEG's standard (ITU-T T.81), which most programs scale."""

_WHOLE_QUALITY: Final = 5000
"""Per cents by which the library of the Independent JPEG Group scales the table at quality 1. At 20, it is
a twentieth."""


def compression_step(grey: NDArray[np.uint8]) -> int:
    """Return the step in which JPEG rounded the means of a picture's blocks, or nought where none is seen.

    It is that of the first coefficient: eight times as large as in grey levels. The blocks must begin at the
    picture's corner, as they do before anybody crops or scales it.
    """
    rows, columns = (side // BLOCK_PX for side in grey.shape)
    whole = grey[: rows * BLOCK_PX, : columns * BLOCK_PX]
    sums = _of_blocks(np.add, whole, np.int32)
    jumps = np.abs(np.concatenate([np.diff(sums, axis=0).ravel(), np.diff(sums, axis=1).ravel()]))
    # There are far fewer sizes than jumps, which are whole eighths of a grey level here.
    counts = np.bincount(jumps)
    sizes = np.flatnonzero(counts)
    counts = counts[sizes]
    found = (sizes / BLOCK_PX).astype(np.float32)
    on_step = np.zeros(_STEPS.stop + 1)
    for step in _STEPS:
        first = int(np.searchsorted(found, step / 2, side="right"))
        total = int(counts[first:].sum())
        if total >= _LEAST_JUMPS:
            on_step[step] = float(np.cos(2 * np.pi / step * found[first:]) @ counts[first:]) / total
    if on_step.max() < _ON_STEP:
        return 0
    # Jumps of whole steps are jumps of whole halves as well: the largest peak counts.
    here = on_step[1:-1]
    is_peak = (here >= np.maximum(on_step[:-2], on_step[2:])) & (here >= on_step.max() - _AS_WELL)
    # What is black or white was cut off after it was rounded to steps.
    is_whole = (_of_blocks(np.minimum, whole) > 0) & (_of_blocks(np.maximum, whole) < 255)
    distances = np.abs(sums[is_whole].astype(np.float32) / BLOCK_PX - _MIDDLE_GREY * BLOCK_PX)
    return _by_distances(distances, int(np.flatnonzero(is_peak)[-1]) + 1)


def _of_blocks(
    reduction: np.ufunc, whole: NDArray[np.uint8], dtype: type[np.integer[Any]] = np.uint8
) -> NDArray[Any]:
    """Return the sum, or the least or the most, of each block."""
    rows, columns = (side // BLOCK_PX for side in whole.shape)
    # Down first: whole rows are reduced at once.
    down = reduction.reduce(whole.reshape(rows, BLOCK_PX, -1), axis=1, dtype=dtype)
    of_blocks: NDArray[Any] = reduction.reduce(down.reshape(rows, columns, BLOCK_PX), axis=2)
    return of_blocks


def _by_distances(distances: NDArray[np.float32], step: int) -> int:
    """Return the step near this one, or near its half, that distances are multiples of, if one is.

    They are those of blocks from the middle grey, many steps away, which tells neighbouring steps apart.
    """
    (finer, on_finer), (found, on_found) = (_nearest(distances, each) for each in (step // 2, step))
    # Whole steps are whole halves as well.
    if on_finer > on_found + _AS_WELL:
        found, on_found = finer, on_finer
    return found if on_found >= _SURELY else step


def _nearest(distances: NDArray[np.float32], step: int) -> tuple[int, float]:
    """Return which step near this one distances are multiples of, and how nearly; a cosine, one at most."""
    best, most = step, 0.0
    for near in range(max(_STEPS.start, step - _NEARBY), min(_STEPS.stop, step + _NEARBY + 1)):
        counted = distances[distances > near / 2]
        if len(counted) >= _LEAST_JUMPS:
            on_step = float(np.cos(2 * np.pi / near * counted).mean())
            if on_step > most:
                best, most = near, on_step
    return best, most


def compressed(grey: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Return a picture as JPEG gives it back, with the table whose first step this is."""
    height, width = grey.shape
    table = _table(step)
    padded = np.pad(grey, ((0, -height % BLOCK_PX), (0, -width % BLOCK_PX)), mode="edge")
    tables = np.tile(table, (1, padded.shape[1] // BLOCK_PX))
    steps = _on_both_sides(_COSINES, padded.astype(np.float32) - _MIDDLE_GREY) / tables
    # As in most programs, ties of steps go away from nought, and those of grey levels up.
    whole_steps = np.copysign(np.floor(np.abs(steps) + 0.5 + _TIE), steps)
    restored = _on_both_sides(_COSINES.T, whole_steps * tables) + _MIDDLE_GREY
    whole = restored.reshape(padded.shape)[:height, :width]
    restored_grey: NDArray[np.uint8] = np.clip(np.floor(whole + 0.5 + _TIE), 0, 255).astype(np.uint8)
    return restored_grey


def _on_both_sides(matrix: NDArray[np.float32], values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows of blocks, each times a matrix from the left and its transpose from the right."""
    width = values.shape[-1]
    down = matrix @ values.reshape(-1, BLOCK_PX, width)
    across = down.reshape(-1, BLOCK_PX) @ matrix.T
    return across.reshape(-1, BLOCK_PX, width).astype(np.float32, copy=False)


def _table(step: int) -> NDArray[np.float32]:
    """Return the table that begins with this step, as a whole quality scales it if there is one."""
    exact = 100 * step / _LUMINANCE[0, 0]
    scales = [_WHOLE_QUALITY // quality for quality in range(1, 50)]
    alike = [scale for scale in scales if (int(_LUMINANCE[0, 0]) * scale + 50) // 100 == step]
    scale = min(alike, key=lambda each: abs(each - exact), default=exact)
    table: NDArray[np.float32] = np.clip(np.floor((_LUMINANCE * scale + 50) / 100), 1, 255).astype(np.float32)
    return table


def _cosines() -> NDArray[np.float32]:
    place, wave = np.meshgrid(np.arange(BLOCK_PX), np.arange(BLOCK_PX))
    waves = np.cos((2 * place + 1) * wave * np.pi / (2 * BLOCK_PX)) / 2
    waves[0] /= np.sqrt(2)
    return waves.astype(np.float32)


_COSINES: Final = _cosines()
