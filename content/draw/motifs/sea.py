"""Water, and what swims on it and in it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from content.draw.motifs.sky import cloud
from content.draw.pen import INK, MID, PALE, PAPER, XY, Colour, Sheet, curve, turned

Area = tuple[float, float, float, float]
"""Left, top, width and height."""


def waves(sheet: Sheet, area: Area, *, step: float = 46, clear: Sequence[Area] = ()) -> None:
    """Draw short strokes of water, longer towards the viewer; none inside the places in `clear`."""
    left, top, width, height = area
    y, row = top, 0
    while y < top + height:
        part = (y - top) / height
        length = step * (0.35 + 0.65 * part)
        x = left + (row % 2) * length * 1.6 + (row * 37 % 23)
        while x < left + width:
            # A box is kept clear with a margin: the strokes have to end before it.
            if not any(a - length - 8 < x < a + w + 8 and b - 8 < y < b + h + 8 for a, b, w, h in clear):
                sag = length * 0.09
                stroke = curve([(x, y), (x + length * 0.5, y + sag), (x + length, y)], 6)
                sheet.line(stroke, PALE, 3)
            x += length * 3.2
        y += 16 + 30 * part
        row += 1


def hovercraft(
    sheet: Sheet,
    x: float,
    y: float,
    length: float,
    *,
    kind: int = 0,
    ink: Colour = INK,
    has_wake: bool = True,
) -> None:
    """Draw a hovercraft that comes from the left: (x, y) is the middle of its skirt's lower edge.

    The same `kind` throws up the same spray.
    """

    def at(*points: XY) -> list[XY]:
        return [(x + px * length, y + py * length) for px, py in points]

    line = max(2.0, length * 0.011)
    if has_wake:
        trail = []
        for puff in range(9):
            part = puff / 8
            lift = 0.05 * math.sin(puff * 2.3 + kind * 1.9)
            reach = (0.085 - 0.05 * part) * (1 + 0.3 * math.sin(puff * 1.7 + kind))
            trail.append((x - length * (0.44 + 0.3 * part), y - length * (0.05 + lift), length * reach))
        cloud(sheet, trail, PAPER, ink)
    for side in (-0.36, -0.19):
        duct_x, duct_y, reach = x + side * length, y - 0.305 * length, 0.084 * length
        sheet.circle(duct_x, duct_y, reach, fill=PAPER, ink=ink, width=line * 1.3)
        for blade in range(3):
            tip = turned([(0, 0), (reach * 0.8, 0)], duct_x, duct_y, blade * math.tau / 3 + 0.4)
            sheet.line(tip, ink, line)
    sheet.shape(at((-0.47, -0.15), (0.4, -0.15), (0.47, -0.205), (-0.45, -0.225)), PAPER, ink, line)
    sheet.shape(at((0.02, -0.21), (0.05, -0.325), (0.24, -0.325), (0.3, -0.21)), PAPER, ink, line)
    for pane in (0.075, 0.135, 0.195):
        glass = at((pane, -0.3), (pane + 0.04, -0.3), (pane + 0.045, -0.265), (pane, -0.265))
        sheet.shape(glass, ink, width=0)
    sheet.line(at((0.12, -0.325), (0.12, -0.42)), ink, line)
    sheet.line(at((0.075, -0.395), (0.165, -0.395)), ink, line)
    sheet.shape(at((-0.1, -0.22), (-0.09, -0.265), (-0.035, -0.265), (-0.02, -0.22)), MID, ink, line)
    sheet.line(at((-0.04, -0.25), (0.035, -0.268)), ink, line * 1.4)
    skirt = at((-0.49, -0.03), (0.43, -0.03), (0.5, -0.09), (0.45, -0.16), (-0.48, -0.16), (-0.52, -0.09))
    sheet.shape(skirt, MID, ink, line)
    for rib in range(9):
        at_x = -0.4 + rib * 0.1
        sheet.line(at((at_x, -0.03), (at_x + 0.012, -0.16)), ink, line * 0.8)
    if has_wake:
        foam = []
        for puff in range(15):
            part = puff / 14
            lift = 0.018 + 0.022 * math.sin(puff * 2.6 + kind * 2.4)
            reach = 0.042 + 0.018 * math.sin(puff * 1.5 + kind * 1.3) + (0.03 if puff > 11 else 0)
            foam.append((x + length * (-0.46 + part), y - length * lift, length * reach))
        cloud(sheet, foam, PAPER, ink)
