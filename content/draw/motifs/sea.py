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


def shark(sheet: Sheet, x: float, y: float, angle: float, *, length: float, ink: Colour = INK) -> None:
    """Draw a shark just below the surface, from above, its snout where `angle` points.

    Its shadow and the bubbles beside its fin belong to it: they move with it.
    """
    line = max(2.0, length * 0.009)

    def at(points: Sequence[XY], dx: float = 0.0, dy: float = 0.0) -> list[XY]:
        return turned([(px * length, py * length) for px, py in points], x + dx, y + dy, angle)

    side = [(0.5, 0.0), (0.44, 0.045), (0.3, 0.085), (0.12, 0.1), (-0.1, 0.082), (-0.3, 0.04), (-0.43, 0.014)]
    back = [(px, -py) for px, py in reversed(side)]
    body = curve([*side, *back], 8)
    sheet.shape(at(body, length * 0.05, length * 0.13), PALE, width=0)
    for way in (-1, 1):
        pectoral = [
            (0.2, 0.085 * way),
            (0.13, 0.2 * way),
            (0.02, 0.29 * way),
            (0.0, 0.26 * way),
            (0.06, 0.09 * way),
        ]
        sheet.shape(at(curve([*pectoral, pectoral[0]], 8)), PAPER, ink, line)
        pelvic = [(-0.2, 0.06 * way), (-0.27, 0.12 * way), (-0.28, 0.045 * way)]
        sheet.shape(at(pelvic), PAPER, ink, line)
    tail = [(-0.38, 0.024), (-0.46, 0.04), (-0.56, 0.16), (-0.5, 0.0)]
    tail += [(-0.55, -0.14), (-0.46, -0.034), (-0.38, -0.022)]
    sheet.shape(at(tail), PAPER, ink, line)
    sheet.shape(at(body), PAPER, ink, line * 1.3)
    for gill in (0.24, 0.265, 0.29):
        for way in (-1, 1):
            sheet.line(at([(gill, 0.05 * way), (gill - 0.012, 0.08 * way)]), ink, line)
    for way in (-1, 1):
        eye = at([(0.4, 0.045 * way)])[0]
        sheet.circle(*eye, length * 0.008, fill=ink, width=0)
    fin = [(0.08, 0.0), (0.0, -0.05), (-0.08, -0.16), (-0.075, -0.03), (-0.1, 0.0)]
    sheet.shape(at(fin), MID, ink, line)
    for bubble, (bx, by) in enumerate(
        ((0.17, -0.17), (0.24, -0.2), (0.2, -0.245), (0.3, -0.17), (0.28, -0.24))
    ):
        place = at([(bx, by)])[0]
        sheet.circle(*place, length * (0.012 + 0.005 * (bubble % 3)), fill=PAPER, ink=ink, width=line)


def kayak(sheet: Sheet, x: float, y: float, angle: float, *, length: float) -> None:
    """Draw a kayak from above with one person in it, seen as a sign."""

    def at(points: Sequence[XY]) -> list[XY]:
        return turned([(px * length, py * length) for px, py in points], x, y, angle)

    side = [(0.5, 0.0), (0.3, 0.07), (0.0, 0.095), (-0.3, 0.07), (-0.5, 0.0)]
    hull = curve([*side, *((px, -py) for px, py in reversed(side[1:-1])), side[0]], 8)
    sheet.shape(at(hull), PAPER, INK, 4)
    sheet.line(at([(0.44, 0.0), (0.18, 0.0)]), MID, 3)
    sheet.line(at([(-0.44, 0.0), (-0.2, 0.0)]), MID, 3)
    seat = curve([(0.14, 0.0), (0.05, 0.06), (-0.13, 0.05), (-0.13, -0.05), (0.05, -0.06), (0.14, 0.0)], 6)
    sheet.shape(at(seat), MID, INK, 3)
    paddle = at([(0.02, -0.36), (0.1, 0.36)])
    sheet.line(paddle, INK, 5)
    for tip, way in zip(paddle, (-1, 1), strict=True):
        half = [
            (0.0, -0.06),
            (0.03, -0.02),
            (0.03, 0.05),
            (0.0, 0.08),
            (-0.03, 0.05),
            (-0.03, -0.02),
            (0.0, -0.06),
        ]
        oval = [(px * length, (py + 0.04) * length * way) for px, py in curve(half, 6)]
        sheet.shape(turned(oval, *tip, angle - 0.11), PAPER, INK, 3)
    shoulders = [(-0.05, -0.085), (0.03, -0.07), (0.03, 0.07), (-0.05, 0.085)]
    sheet.shape(at(shoulders), PAPER, INK, 3)
    head = at([(-0.012, 0.0)])[0]
    sheet.circle(*head, length * 0.042, fill=PAPER, ink=INK, width=3)
