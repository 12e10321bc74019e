"""Columns of walking people, seen from afar: each a sign with a load, none a likeness."""

from __future__ import annotations

import math
from collections.abc import Sequence

from content.draw.pen import INK, MID, PALE, PAPER, SAND, XY, Colour, Sheet


def walker(
    sheet: Sheet, x: float, foot: float, height: float, *, load: Colour, fill: Colour = PAPER, kind: int = 0
) -> None:
    """Draw somebody who walks with a load: on the head, on the back or in the hand, by `kind`."""
    line = max(1.6, height * 0.02)
    head, top = height * 0.1, foot - height
    hip, shoulder = foot - height * 0.42, top + height * 0.24
    step = height * (0.1, 0.14, 0.07)[kind % 3]
    for side in (-1, 1):
        sheet.line([(x, hip), (x + side * step, foot)], INK, height * 0.075)
    sheet.shape(
        [
            (x - height * 0.12, shoulder),
            (x + height * 0.12, shoulder),
            (x + height * 0.1, hip + height * 0.1),
            (x - height * 0.1, hip + height * 0.1),
        ],
        fill,
        INK,
        line,
    )
    sheet.circle(x, top + head * 1.3, head, fill=fill, ink=INK, width=line)
    if kind % 3 == 0:
        sheet.rounded(
            x - height * 0.19,
            top - height * 0.17,
            height * 0.38,
            height * 0.2,
            radius=height * 0.07,
            fill=load,
            ink=INK,
            line=line,
        )
    elif kind % 3 == 1:
        sheet.circle(
            x - height * 0.17, shoulder + height * 0.1, height * 0.14, fill=load, ink=INK, width=line
        )
    else:
        sheet.line([(x + height * 0.1, shoulder + height * 0.05), (x + height * 0.2, hip)], INK, line * 1.6)
        sheet.box(x + height * 0.11, hip, height * 0.19, height * 0.17, fill=load, ink=INK, line=line)


def column(
    sheet: Sheet,
    left: Sequence[XY],
    right: Sequence[XY],
    sizes: tuple[float, float],
    *,
    count: int,
    loads: Sequence[Colour],
) -> None:
    """Draw people on a road between two edges, which begin far away and have equally many points.

    The people grow from the first of `sizes` to the second, and keep to the middle of the road.
    """
    far, near = sizes
    for number in range(count):
        # Equal steps on the ground look ever shorter towards the distance.
        part = (number / max(1, count - 1)) ** 1.3
        place = round(part * (len(left) - 1))
        (x0, y0), (x1, y1) = left[place], right[place]
        across = 0.5 + 0.33 * math.sin(number * 2.39)
        size = far + (near - far) * part
        walker(
            sheet,
            x0 + (x1 - x0) * across,
            y0 + (y1 - y0) * across,
            size,
            load=loads[(number * 3) % len(loads)],
            fill=(PAPER, SAND, PALE, PAPER, MID)[number % 5],
            kind=number * 5 // 3,
        )
