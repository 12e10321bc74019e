"""Boats on the water, from the side and a little from above; the people in them are signs, without faces."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from content.draw.motifs.people import person
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Colour, Sheet, curve


def water(sheet: Sheet, top: float, bottom: float, *, rows: int) -> None:
    """Draw water as broken lines, wider apart towards the viewer."""
    for row in range(rows):
        part = row / max(1, rows - 1)
        y = top + (bottom - top) * part**1.35
        left = -40 - (row * 97) % 130
        wave = curve(
            [(left + step * 120, y + (6 if (step + row) % 2 else -6) * (0.4 + part)) for step in range(16)]
        )
        sheet.dashes(wave, 90 + 70 * part, 46 + (row % 3) * 22, PALE, 2 + 2 * part)


def crowded_boat(
    sheet: Sheet, x: float, y: float, length: float, *, heads: int, strake: Colour = ACCENT
) -> None:
    """Draw a wooden boat full of people, its bow to the right.

    `x` and `y` are the left end of the deck, `heads` the people in the nearest row. The uppermost plank,
    from stem to stern, has the colour `strake`.
    """

    def at(points: Sequence[XY]) -> list[XY]:
        return [(x + px * length, y + py * length) for px, py in points]

    far = curve(at([(0.0, 0.0), (0.2, -0.036), (0.5, -0.05), (0.8, -0.076), (1.0, -0.15)]))
    near = curve(at([(0.0, 0.0), (0.14, 0.062), (0.45, 0.078), (0.78, 0.03), (1.0, -0.15)]))
    # The hull ends at the water, not at its keel.
    waterline = at([(0.022, 0.178), (0.93, 0.178)])
    stem = curve([*at([(0.93, 0.178), (0.966, 0.05)]), near[-1]])
    sheet.shape([*far, *reversed(near)], SAND, INK, 3)
    _cabin(sheet, x + 0.1 * length, y - 0.012 * length, length)
    _people(sheet, far, near, heads=heads)
    sheet.shape([*near, *reversed(stem), *reversed(waterline)], PAPER, INK, 4)
    upper = [(px, py + length * 0.026 * (1 - ((px - x) / length) ** 6)) for px, py in near]
    sheet.shape([*near, *reversed(upper)], strake, INK, 2.5)
    foot_of_hull = waterline[0][1]
    for plank in (0.42, 0.7):
        seam = [
            (px + (stem[0][0] - px) * plank * 0.12, py + (foot_of_hull - py) * plank)
            for px, py in near
            if foot_of_hull - py < 0.27 * length
        ]
        sheet.line(seam[2:], MID, 2.5)
    for row in range(3):
        y0 = foot_of_hull + length * (0.012 + 0.014 * row)
        inset = length * (0.05 * row - 0.04)
        sheet.dashes([(waterline[0][0] + inset, y0), (waterline[1][0] - inset, y0)], 120, 34, MID, 3)
    for part in (0.2, 0.52, 0.8):
        px, py = near[round(part * (len(near) - 1))]
        sheet.circle(px, py + length * 0.062, length * 0.024, fill=SAND, ink=INK, width=3)
        sheet.circle(px, py + length * 0.062, length * 0.01, fill=PAPER, ink=INK, width=2)


def _people(sheet: Sheet, far: Sequence[XY], near: Sequence[XY], *, heads: int) -> None:
    """Draw people between the far and the near side of a deck, the farthest first."""
    left, length = near[0][0], near[-1][0] - near[0][0]
    for row, reach in enumerate((0.75, 0.81, 0.77, 0.86)):
        part = row / 3
        size = length * (0.082 + 0.018 * part)
        count = heads - (3 - row)
        for place in range(count):
            along = 0.07 + 0.04 * (1 - part) + place / count * reach
            along += math.sin(place * 3.7 + row * 2.1) * 0.011
            # The rear rows begin beside the cabin.
            if row < 2 and along < 0.34:
                continue
            x = left + along * length
            foot = _height(far, x) * (1 - part) + _height(near, x) * part
            shade = (PAPER, PALE, PAPER, SAND, MID, PAPER, PALE)[(place * 4 + row * 3) % 7]
            stature = size * (1 + 0.09 * math.sin(place * 2.3 + row))
            person(sheet, x, foot + size * 0.38, stature, fill=shade)


def _cabin(sheet: Sheet, x: float, y: float, length: float) -> None:
    width, height = 0.2 * length, 0.13 * length
    sheet.shape(
        [(x, y), (x + width, y - 0.02 * length), (x + width, y - height), (x, y - height)], PAPER, INK, 3
    )
    for window in range(3):
        left = x + width * (0.1 + 0.3 * window)
        sheet.box(left, y - height * 0.8, width * 0.2, height * 0.3, fill=MID, ink=INK, line=2.5)
    roof = height + 0.022 * length
    sheet.shape(
        [
            (x - 0.02 * length, y - height),
            (x + width + 0.03 * length, y - height),
            (x + width + 0.018 * length, y - roof),
            (x - 0.012 * length, y - roof),
        ],
        PALE,
        INK,
        3,
    )
    mast = x + width * 0.35
    sheet.line([(mast, y - roof), (mast, y - roof - 0.16 * length)], INK, 5)
    sheet.line([(mast, y - roof - 0.15 * length), (x + width + 0.2 * length, y - 0.06 * length)], MID, 2.5)
    sheet.line([(mast, y - roof - 0.15 * length), (x - 0.085 * length, y + 0.012 * length)], MID, 2.5)


def _height(line: Sequence[XY], x: float) -> float:
    """Return the height of a line that runs from left to right, at `x`."""
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        if x0 <= x <= x1 and x1 > x0:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return line[-1][1]
