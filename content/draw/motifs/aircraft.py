"""What flies, from above and from the side: outlines without marks of any airline or force."""

from __future__ import annotations

from content.draw.pen import INK, MID, PAPER, XY, Colour, Sheet, turned


def airliner(sheet: Sheet, x: float, y: float, angle: float, *, length: float, ink: Colour = INK) -> None:
    """Draw an airliner with two engines from above, its nose where `angle` points."""
    line = max(2.0, length * 0.012)

    def at(*points: XY) -> list[XY]:
        return turned([(px * length, py * length) for px, py in points], x, y, angle)

    for side in (-1, 1):
        wing = at((0.1, 0.045 * side), (-0.16, 0.46 * side), (-0.22, 0.46 * side), (-0.1, 0.045 * side))
        sheet.shape(wing, PAPER, ink, line)
        engine = at((0.06, 0.14 * side), (0.06, 0.185 * side), (-0.04, 0.185 * side), (-0.04, 0.14 * side))
        sheet.shape(engine, MID, ink, line)
        tail = at((-0.37, 0.03 * side), (-0.47, 0.17 * side), (-0.5, 0.17 * side), (-0.46, 0.02 * side))
        sheet.shape(tail, PAPER, ink, line)
    body = [
        (0.5, 0.0),
        (0.475, 0.026),
        (0.42, 0.045),
        (-0.3, 0.045),
        (-0.5, 0.01),
        (-0.5, -0.01),
        (-0.3, -0.045),
        (0.42, -0.045),
        (0.475, -0.026),
    ]
    sheet.shape(at(*body), PAPER, ink, line)
    sheet.line(at((0.45, -0.03), (0.435, 0.0), (0.45, 0.03)), ink, line)
    sheet.line(at((-0.36, 0.0), (-0.5, 0.0)), ink, line * 1.6)


def fighter(sheet: Sheet, x: float, y: float, angle: float, *, length: float, ink: Colour = INK) -> None:
    """Draw a fighter with two fins from above, its nose where `angle` points; it is of no certain type."""
    line = max(2.0, length * 0.018)

    def at(*points: XY) -> list[XY]:
        return turned([(px * length, py * length) for px, py in points], x, y, angle)

    outline = [(0.5, 0.0), (0.3, 0.045), (0.16, 0.07), (-0.16, 0.34), (-0.25, 0.34), (-0.26, 0.12)]
    outline += [(-0.4, 0.24), (-0.47, 0.24), (-0.45, 0.09), (-0.5, 0.08), (-0.5, 0.03), (-0.42, 0.0)]
    mirror = [(px, -py) for px, py in reversed(outline[1:-1])]
    sheet.shape(at(*outline, *mirror), PAPER, ink, line)
    sheet.shape(at((0.32, 0.0), (0.24, 0.024), (0.12, 0.0), (0.24, -0.024)), MID, ink, line)
    for side in (-1, 1):
        sheet.line(at((-0.2, 0.1 * side), (-0.42, 0.12 * side)), ink, line * 1.4)


def airliner_side(sheet: Sheet, x: float, y: float, length: float, *, faces_right: bool = True) -> None:
    """Draw an airliner on the ground from the side: (x, y) is below the middle of its body, on the ground."""
    way = 1 if faces_right else -1

    def at(*points: XY) -> list[XY]:
        return [(x + px * length * way, y + py * length) for px, py in points]

    line = max(2.0, length * 0.005)
    for wheel in (0.36, -0.02, -0.06):
        (wheel_x, wheel_y), *_ = at((wheel, -0.022))
        sheet.line(at((wheel, -0.022), (wheel, -0.09)), INK, line)
        sheet.circle(wheel_x, wheel_y, length * 0.02, fill=PAPER, ink=INK, width=line)
    sheet.shape(at((-0.34, -0.17), (-0.49, -0.34), (-0.42, -0.345), (-0.24, -0.185)), PAPER, INK, line)
    body = [(0.5, -0.115), (0.465, -0.155), (0.41, -0.178), (-0.36, -0.178), (-0.5, -0.165), (-0.36, -0.1)]
    body += [(-0.3, -0.086), (0.42, -0.08), (0.475, -0.092)]
    sheet.shape(at(*body), PAPER, INK, line)
    sheet.line(at((-0.46, -0.146), (0.485, -0.13)), MID, line)
    for pane in range(24):
        left = -0.3 + pane * 0.028
        sheet.shape(
            at((left, -0.158), (left + 0.01, -0.158), (left + 0.01, -0.144), (left, -0.144)), MID, width=0
        )
    sheet.shape(at((0.43, -0.158), (0.455, -0.15), (0.45, -0.136), (0.425, -0.14)), MID, INK, line * 0.7)
    sheet.shape(at((0.36, -0.164), (0.385, -0.164), (0.385, -0.11), (0.36, -0.11)), PAPER, INK, line * 0.8)
    sheet.shape(at((0.08, -0.1), (-0.2, -0.075), (-0.24, -0.09), (-0.02, -0.12)), MID, INK, line)
    sheet.shape(at((0.14, -0.1), (0.13, -0.052), (0.04, -0.052), (0.01, -0.085)), PAPER, INK, line)
    sheet.shape(at((-0.38, -0.15), (-0.52, -0.168), (-0.49, -0.178), (-0.34, -0.168)), PAPER, INK, line)


def stairs(sheet: Sheet, x: float, top: float, foot: float, run: float) -> None:
    """Draw boarding stairs from a door at (x, top) down to the ground at (x + run, foot)."""
    sheet.shape(
        [(x, top), (x + run, foot), (x + run * 0.72, foot), (x, top + (foot - top) * 0.4)], PAPER, INK, 3
    )
    for step in range(1, 8):
        part = step / 8
        at_x, at_y = x + run * part, top + (foot - top) * part
        sheet.line([(at_x, at_y), (at_x - run * 0.1, at_y)], INK, 2)
    sheet.line([(x, top - 34), (x + run, foot - 34)], INK, 3)
    for part in (0.0, 0.5, 1.0):
        at_x, at_y = x + run * part, top + (foot - top) * part
        sheet.line([(at_x, at_y), (at_x, at_y - 34)], INK, 3)
