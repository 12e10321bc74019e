"""People, as signs: no faces, no likeness, no injuries."""

from __future__ import annotations

from content.draw.pen import INK, MID, PAPER, Colour, Sheet, turned


def person(
    sheet: Sheet, x: float, foot: float, height: float, *, fill: Colour = PAPER, ink: Colour = INK
) -> None:
    """Draw a standing person: a head and a body. `foot` is where it stands."""
    head = height * 0.125
    top = foot - height
    shoulder, waist = height * 0.16, height * 0.1
    sheet.shape(
        [
            (x - shoulder, top + head * 2.5),
            (x + shoulder, top + head * 2.5),
            (x + waist, foot - height * 0.42),
            (x + waist * 1.1, foot),
            (x - waist * 1.1, foot),
            (x - waist, foot - height * 0.42),
        ],
        fill,
        ink,
        max(2, height * 0.016),
    )
    sheet.circle(x, top + head, head, fill=fill, ink=ink, width=max(2, height * 0.016))


def crowd(
    sheet: Sheet, left: float, top: float, width: float, height: float, *, rows: int, size: float
) -> None:
    """Draw a crowd as rows of heads, smaller towards the back."""
    for row in range(rows):
        part = row / max(1, rows - 1)
        head = size * (0.45 + 0.55 * part)
        y = top + height * part**1.2
        step = head * 2.3
        count = int(width / step) + 1
        for place in range(count):
            x = left + place * step + (row % 2) * step / 2
            sway = ((place * 7 + row * 13) % 5 - 2) * head * 0.12
            sheet.circle(x, y + sway, head, fill=PAPER if (place + row) % 3 else MID, ink=INK, width=2)


def spectator(
    sheet: Sheet,
    x: float,
    top: float,
    size: float,
    *,
    fill: Colour = PAPER,
    ink: Colour = INK,
    screen: Colour | None = None,
    lean: float = 0.0,
) -> None:
    """Draw a spectator from behind, down to the elbows: head and shoulders, and a telephone held up.

    `top` is the top of the head and `size` its height. `screen` is the colour of the telephone's
    screen, None for a spectator without one; `lean` turns it to one side, in radians.
    """
    line = max(2.5, size * 0.035)
    head = size / 2
    if screen is not None:
        side = 1 if lean >= 0 else -1
        hand_x, hand_y = x + side * size * 1.0, top - size * 0.06
        elbow = (x + side * size * 1.3, top + size * 1.35)
        for colour, width in ((ink, size * 0.34), (fill, size * 0.34 - 2 * line)):
            sheet.line([(x + side * size * 0.8, top + size * 1.9), elbow, (hand_x, hand_y)], colour, width)
        device = [
            (-size * 0.3, -size * 0.52),
            (size * 0.3, -size * 0.52),
            (size * 0.3, size * 0.52),
            (-size * 0.3, size * 0.52),
        ]
        sheet.shape(turned(device, hand_x, hand_y - size * 0.36, lean), INK, ink, line)
        glass = [(px * 0.74, py * 0.78) for px, py in device]
        sheet.shape(turned(glass, hand_x, hand_y - size * 0.36, lean), screen, width=0)
    sheet.shape(
        [
            (x - size * 0.22, top + size * 0.9),
            (x + size * 0.22, top + size * 0.9),
            (x + size * 0.34, top + size * 1.12),
            (x + size * 0.92, top + size * 1.42),
            (x + size * 1.12, top + size * 3.4),
            (x - size * 1.12, top + size * 3.4),
            (x - size * 0.92, top + size * 1.42),
            (x - size * 0.34, top + size * 1.12),
        ],
        fill,
        ink,
        line,
    )
    sheet.circle(x, top + head, head, fill=fill, ink=ink, width=line)
