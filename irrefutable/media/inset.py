"""The picture that stands on the plain ground of a screenshot. Refuses to say what it shows.

An app draws a post on one colour, out to the edges of the screen. What is not of that colour, and takes a
large rectangle, is the picture in it.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from irrefutable.media.features import View
from irrefutable.media.rectangles import best_rectangle

_CELLS: Final = 120
"""Along the longer side, of the grid that rectangles are looked for on."""
_SAME_LEVELS: Final = 4
"""Compression leaves a plain ground as even as that."""
_LEAST_EDGE: Final = 0.5
"""Of the pixels along the edges of the screen, those that are of the ground. A bar may take the others."""
_LEAST_FILLED: Final = 0.75
"""Of a cell. Letters leave more of the ground."""
_AREAS: Final = (0.12, 0.9)
"""Of the screen. A smaller picture is a head or a sign, and a larger one leaves no ground to stand on."""


def inset(view: View) -> tuple[View, tuple[int, int]] | None:
    """Return the picture in a screenshot with its left and top in working pixels, or None without one.

    A cell is left out on each side, so that nothing of the ground is in it.
    """
    grey = view.grey
    ring = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    ground = int(np.bincount(ring).argmax())
    if (np.abs(ring.astype(np.int16) - ground) <= _SAME_LEVELS).mean() < _LEAST_EDGE:
        return None
    width, height = view.size
    per_cell = max(width, height) / _CELLS
    columns, rows = max(1, round(width / per_cell)), max(1, round(height / per_cell))
    is_other = (np.abs(grey.astype(np.int16) - ground) > _SAME_LEVELS).astype(np.float32)
    filled = cv2.resize(is_other, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float64)
    top, bottom, left, right = best_rectangle(filled - _LEAST_FILLED)
    share = (bottom - top) * (right - left) / (rows * columns)
    if not _AREAS[0] < share < _AREAS[1] or min(bottom - top, right - left) <= 2:
        return None
    (y, below), (x, beyond) = (
        ((first + 1) * side // cells, (last - 1) * side // cells)
        for first, last, side, cells in ((top, bottom, height, rows), (left, right, width, columns))
    )
    return cut(view, x, y, beyond, below), (x, y)


def cut(view: View, left: int, top: int, right: int, bottom: int) -> View:
    """Return a piece of a view, in working pixels, as a picture of that size."""
    across, down = view.scale
    hidden = tuple(
        (x / across - left, y / down - top, width / across, height / down)
        for x, y, width, height in view.hidden
    )
    return View(view.grey[top:bottom, left:right], (right - left, bottom - top), hidden)
