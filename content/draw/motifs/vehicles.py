"""What drives."""

from __future__ import annotations

from content.draw.pen import INK, MID, PAPER, Sheet, turned


def vehicle(
    sheet: Sheet, x: float, y: float, angle: float, *, length: float = 62, is_laden: bool = True
) -> None:
    """Draw a vehicle from above: a box with a cab, and ribs where it carries a load."""
    half, side = length / 2, length * 0.2
    for wheel in (-half * 0.6, half * 0.55):
        axle = [(wheel - 6, -side - 3), (wheel + 6, -side - 3), (wheel + 6, side + 3), (wheel - 6, side + 3)]
        sheet.shape(turned(axle, x, y, angle), INK, width=0)
    body = [(-half, -side), (half, -side), (half, side), (-half, side)]
    sheet.shape(turned(body, x, y, angle), PAPER, INK, 3)
    cab = [(half * 0.36, -side), (half * 0.74, -side), (half * 0.74, side), (half * 0.36, side)]
    sheet.shape(turned(cab, x, y, angle), MID, INK, 2)
    if is_laden:
        for rib in (-0.7, -0.4, -0.1):
            sheet.line(turned([(half * rib, -side), (half * rib, side)], x, y, angle), INK, 2)
