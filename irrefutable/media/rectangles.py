"""The rectangles of a grid of gains that are worth most. Refuses to know what the gains mean."""

from __future__ import annotations

from typing import Final

import numpy as np

from irrefutable.media.features import Floats

_LEAST_PIECE: Final = 0.05
"""Of what speaks for the best rectangle."""


def best_rectangles(gain: Floats) -> list[tuple[int, int, int, int]]:
    """Return up to three rectangles that agree, the best first: captions divide a picture."""
    rest = gain.copy()
    pieces: list[tuple[int, int, int, int]] = []
    least = 0.0
    for _ in range(3):
        top, bottom, left, right = best_rectangle(rest)
        total = float(rest[top:bottom, left:right].sum())
        if pieces and total < least:
            break
        least = least or _LEAST_PIECE * total
        pieces.append((top, bottom, left, right))
        rest[top:bottom, left:right] = -rest.size
    return pieces


def best_rectangle(gain: Floats) -> tuple[int, int, int, int]:
    """Return top, bottom, left and right of the rectangle with the largest sum."""
    rows, columns = gain.shape
    sums = np.vstack([np.zeros(columns), np.cumsum(gain, axis=0)])
    best, answer = -np.inf, (0, rows, 0, columns)
    for top in range(rows):
        # For every bottom at once: the best run of columns between two row sums.
        strips = sums[top + 1 :] - sums[top]
        running = np.hstack([np.zeros((len(strips), 1)), np.cumsum(strips, axis=1)])
        lowest = np.minimum.accumulate(running, axis=1)
        run = running - lowest
        flat = int(run.argmax())
        bottom, right = divmod(flat, columns + 1)
        if run[bottom, right] > best:
            best = float(run[bottom, right])
            left = int(running[bottom, : right + 1].argmin())
            answer = (top, top + 1 + bottom, left, right)
    return answer
