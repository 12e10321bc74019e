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
