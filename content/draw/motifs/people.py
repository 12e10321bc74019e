"""People, as signs: no faces, no likeness, no injuries."""

from __future__ import annotations

from content.draw.pen import INK, MID, PAPER, Colour, Sheet


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
