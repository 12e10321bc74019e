"""How hard JPEG compressed a picture, and the same done to another. Refuses to read a file's own tables.

A picture that was passed on keeps the traces of its hardest compression, and loses the tables of it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

_BLOCK_PX: Final = 8
_STEPS: Final = range(20, 128)
"""From quality 40 down to 6. Finer steps take little away."""
_LEAST_JUMPS: Final = 40
"""Between neighbouring blocks, of half a step or more."""
_ON_STEP: Final = 0.5
"""Mean cosine of the jumps, where a whole step is a full turn. By chance it is nought or less. After JPEG it
is near one, or 0.6 where blocks are plain and steps are fine, since grey levels are rounded."""
_AS_WELL: Final = 0.03
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


def compression_step(grey: NDArray[np.uint8]) -> int:
    """Return the step in which JPEG rounded the means of a picture's blocks, or nought where none is seen.

    It is that of the first coefficient: eight times as large as in grey levels. The blocks must begin at the
    picture's corner, as they do before anybody crops or scales it.
    """
    rows, columns = (side // _BLOCK_PX for side in grey.shape)
    whole = grey[: rows * _BLOCK_PX, : columns * _BLOCK_PX].astype(np.float32)
    means = whole.reshape(rows, _BLOCK_PX, columns, _BLOCK_PX).mean(axis=(1, 3)) * _BLOCK_PX
    jumps = np.abs(np.concatenate([np.diff(means, axis=0).ravel(), np.diff(means, axis=1).ravel()]))
    on_step = np.zeros(_STEPS.stop + 1)
    for step in _STEPS:
        counted = jumps[jumps > step / 2]
        if len(counted) >= _LEAST_JUMPS:
            on_step[step] = np.cos(2 * np.pi / step * counted).mean()
    if on_step.max() < _ON_STEP:
        return 0
    # Jumps of whole steps are jumps of whole halves as well: the largest peak counts.
    here = on_step[1:-1]
    is_peak = (here >= np.maximum(on_step[:-2], on_step[2:])) & (here >= on_step.max() - _AS_WELL)
    return int(np.flatnonzero(is_peak)[-1]) + 1


def compressed(grey: NDArray[np.uint8], step: int) -> NDArray[np.uint8]:
    """Return a picture as JPEG gives it back, with the table whose first step this is."""
    height, width = grey.shape
    table = np.clip(np.floor(_LUMINANCE * step / _LUMINANCE[0, 0] + 0.5), 1, 255).astype(np.float32)
    padded = np.pad(grey, ((0, -height % _BLOCK_PX), (0, -width % _BLOCK_PX)), mode="edge")
    rows, columns = (side // _BLOCK_PX for side in padded.shape)
    blocks = padded.reshape(rows, _BLOCK_PX, columns, _BLOCK_PX).transpose(0, 2, 1, 3).astype(np.float32)
    turned = _COSINES @ (blocks - 128) @ _COSINES.T
    restored = _COSINES.T @ (np.rint(turned / table) * table) @ _COSINES + 128
    whole = restored.transpose(0, 2, 1, 3).reshape(padded.shape)[:height, :width]
    restored_grey: NDArray[np.uint8] = np.clip(np.rint(whole), 0, 255).astype(np.uint8)
    return restored_grey


def _cosines() -> NDArray[np.float32]:
    place, wave = np.meshgrid(np.arange(_BLOCK_PX), np.arange(_BLOCK_PX))
    waves = np.cos((2 * place + 1) * wave * np.pi / (2 * _BLOCK_PX)) / 2
    waves[0] /= np.sqrt(2)
    return waves.astype(np.float32)


_COSINES: Final = _cosines()
