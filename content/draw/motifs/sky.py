"""What rises, flies and bursts in the air: clouds, blasts, tracers and aircraft."""

from __future__ import annotations

import math
from collections.abc import Sequence

from content.draw.pen import INK, MID, PALE, PAPER, XY, Colour, Sheet, turned


def cloud(sheet: Sheet, puffs: Sequence[tuple[float, float, float]], fill: Colour, ink: Colour) -> None:
    """Draw a cloud of round puffs (x, y and radius of each) with one outline around them all."""
    for x, y, radius in puffs:
        sheet.circle(x, y, radius + 4, fill=ink, width=0)
    for x, y, radius in puffs:
        sheet.circle(x, y, radius, fill=fill, width=0)


def blast(
    sheet: Sheet, x: float, ground: float, height: float, *, phase: float = 0, ink: Colour = INK
) -> None:
    """Draw an explosion that stands on the ground: a stem, a head of puffs and a bright core."""
    head = height * 0.27
    middle = ground - height + head
    stem = [
        (
            x + math.sin(step * 2.1 + phase) * head * 0.12,
            ground - step / 6 * height * 0.6,
            head * (0.46 - 0.04 * step),
        )
        for step in range(6)
    ]
    crown = [
        (
            x + math.cos(turn * math.tau / 9 + phase) * head * 0.78,
            middle + math.sin(turn * math.tau / 9 + phase) * head * 0.56,
            head * (0.42 + 0.1 * math.sin(turn * 2.6 + phase)),
        )
        for turn in range(9)
    ]
    skirt = [
        (x + side * head * reach, ground - head * 0.06, head * (0.4 - 0.16 * reach))
        for reach in (0.5, 0.95, 1.3)
        for side in (-1, 1)
    ]
    cloud(sheet, [*skirt, *stem, *crown, (x, middle, head * 0.7)], PALE, ink)
    core = [(px + (x - px) * 0.42, py + (middle - py) * 0.42, radius * 0.62) for px, py, radius in crown]
    cloud(sheet, [*core, (x, middle, head * 0.4)], PAPER, MID)


def smoke(
    sheet: Sheet,
    line: Sequence[XY],
    *,
    widest: float,
    fill: Colour = PALE,
    ink: Colour = MID,
    phase: float = 0,
) -> None:
    """Draw smoke along a line: thin where it begins, wide where it ends."""
    puffs = []
    for step, (x, y) in enumerate(line):
        part = step / max(1, len(line) - 1)
        sway = math.sin(step * 2.3 + phase) * widest * 0.18 * part
        puffs.append((x + sway, y + sway * 0.6, widest * (0.16 + 0.84 * part) * 0.5))
    cloud(sheet, puffs, fill, ink)


def tracers(
    sheet: Sheet,
    start: XY,
    ends: Sequence[XY],
    *,
    ink: Colour = PAPER,
    width: float = 4,
    on: float = 30,
    off: float = 18,
) -> None:
    """Draw rounds that glow on their way: dashes from a gun to each place where they go."""
    for number, end in enumerate(ends):
        length = math.hypot(end[0] - start[0], end[1] - start[1])
        skip = (number * 11) % 29 / length
        begin = start[0] + (end[0] - start[0]) * skip, start[1] + (end[1] - start[1]) * skip
        sheet.dashes([begin, end], on, off, ink, width)


def jet(
    sheet: Sheet,
    x: float,
    y: float,
    angle: float,
    *,
    length: float = 160,
    fill: Colour = PAPER,
    ink: Colour = INK,
    is_straight_winged: bool = False,
) -> None:
    """Draw a jet from below, a sign and no type: swept wings, or straight ones with engines on the back."""
    half = length / 2
    line = max(2, length * 0.022)

    def at(*points: XY) -> list[XY]:
        return turned([(px * half, py * half) for px, py in points], x, y, angle)

    if is_straight_winged:
        wing = ((0.2, 0.08), (0.14, 0.92), (-0.2, 0.92), (-0.26, 0.08))
        tail = ((-0.74, 0.06), (-0.76, 0.42), (-0.98, 0.42), (-0.98, 0.06))
    else:
        wing = ((0.34, 0.1), (-0.42, 0.74), (-0.6, 0.74), (-0.5, 0.1))
        tail = ((-0.66, 0.08), (-0.94, 0.42), (-1.06, 0.42), (-0.96, 0.08))
    for side in (1, -1):
        for surface in (wing, tail):
            sheet.shape(at(*((px, py * side) for px, py in surface)), fill, ink, line)
    sheet.shape(
        at((1.0, 0), (0.78, 0.07), (0.5, 0.11), (-0.94, 0.11), (-0.94, -0.11), (0.5, -0.11), (0.78, -0.07)),
        fill,
        ink,
        line,
    )
    sheet.shape(at((0.66, 0.05), (0.4, 0.06), (0.4, -0.06), (0.66, -0.05)), MID, ink, line * 0.8)
    for side in (1, -1):
        if is_straight_winged:
            pod = ((-0.34, 0.12), (-0.34, 0.26), (-0.66, 0.26), (-0.66, 0.12))
        else:
            pod = ((-0.86, 0.02), (-0.86, 0.1), (-1.06, 0.09), (-1.06, 0.03))
        sheet.shape(at(*((px, py * side) for px, py in pod)), MID, ink, line * 0.8)


def missile(
    sheet: Sheet,
    x: float,
    y: float,
    angle: float,
    *,
    length: float = 44,
    fill: Colour = INK,
    ink: Colour = INK,
) -> None:
    """Draw a missile in flight; `angle` is where it goes."""
    half = length / 2
    body = [
        (half, 0),
        (half * 0.7, half * 0.12),
        (-half, half * 0.12),
        (-half, -half * 0.12),
        (half * 0.7, -half * 0.12),
    ]
    fins = [
        (-half * 0.5, half * 0.12),
        (-half, half * 0.4),
        (-half, -half * 0.4),
        (-half * 0.5, -half * 0.12),
    ]
    sheet.shape(turned(fins, x, y, angle), fill, ink, 2)
    sheet.shape(turned(body, x, y, angle), fill, ink, 2)
