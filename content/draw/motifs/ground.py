"""Land seen from above: roads, hills and groves."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from content.draw.pen import MID, PALE, SAND, XY, Sheet, turned


def road(sheet: Sheet, line: Sequence[XY], width: float) -> None:
    """Draw a road: two edges and a dashed middle."""
    edges: tuple[list[XY], list[XY]] = ([], [])
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        length = math.hypot(x1 - x0, y1 - y0) or 1
        across_x, across_y = (y1 - y0) / length * width / 2, (x0 - x1) / length * width / 2
        edges[0].append((x0 + across_x, y0 + across_y))
        edges[1].append((x0 - across_x, y0 - across_y))
    sheet.shape([*edges[0], *reversed(edges[1])], SAND, width=0)
    for edge in edges:
        sheet.line(edge, MID, 2.5)
    sheet.dashes(line, 22, 22, PALE, 3)


def hill(sheet: Sheet, x: float, y: float, radius: float, phase: float, *, rings: int = 4) -> None:
    """Draw a hill as contour lines."""
    for ring in range(rings):
        reach = radius * (1 - ring / rings)
        edge = []
        for step in range(96):
            turn = step / 96 * math.tau
            swell = (
                1 + 0.16 * math.sin(2 * turn + phase) + 0.07 * math.sin(3 * turn + 2.3 * phase + ring * 0.2)
            )
            edge.append((x + reach * swell * math.cos(turn) * 1.3, y + reach * swell * math.sin(turn) * 0.8))
        sheet.shape(edge, None, PALE, 2.5)


def palms(sheet: Sheet, left: float, top: float, *, columns: int, rows: int, step: float) -> None:
    """Draw a grove from above: round crowns in rows."""
    for row in range(rows):
        for column in range(columns):
            x = left + column * step + (row % 2) * step / 2
            y = top + row * step * 0.8
            sheet.circle(x, y, step * 0.3, fill=PALE, ink=MID, width=2)
            for turn in range(6):
                frond = turned([(0, 0), (step * 0.26, 0)], x, y, turn * math.pi / 3 + column * 0.4)
                sheet.line(frond, MID, 2)
