"""Fronts of buildings, and what stands before them: columns, fences, barriers, stairs."""

from __future__ import annotations

from content.draw.pen import INK, MID, PALE, PAPER, SAND, Colour, Sheet


def facade(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    columns: int,
    rows: int,
    fill: Colour = PAPER,
    pitch: float = 0.44,
) -> None:
    """Draw a regular front with windows in rows; `pitch` is a window's share of its bay."""
    sheet.box(x, y, width, height, fill=fill, ink=INK, line=3)
    cornice, plinth = height * 0.1, height * 0.1
    sheet.box(x - width * 0.008, y - cornice * 0.35, width * 1.016, cornice, fill=SAND, ink=INK, line=3)
    sheet.box(x, y + height - plinth, width, plinth, fill=SAND, ink=INK, line=3)
    bay, floor = width / columns, (height - cornice - plinth) / max(1, rows)
    for column in range(columns):
        for row in range(rows):
            left = x + (column + (1 - pitch) / 2) * bay
            window(sheet, left, y + cornice + floor * (row + 0.2), bay * pitch, floor * 0.6)


def window(sheet: Sheet, x: float, y: float, width: float, height: float, *, ink: Colour = MID) -> None:
    """Draw a window with a bar across."""
    sheet.box(x, y, width, height, fill=PALE, ink=ink, line=2.5)
    sheet.line([(x, y + height / 2), (x + width, y + height / 2)], ink, 2)


def columns(
    sheet: Sheet,
    xs: tuple[float, ...],
    widths: tuple[float, ...],
    top: float,
    height: float,
    *,
    ink: Colour = INK,
) -> None:
    """Draw columns with bases and heads at the places and of the widths given."""
    for x, width in zip(xs, widths, strict=True):
        sheet.box(x - width / 2, top, width, height, fill=PAPER, ink=ink, line=3)
        for y in (top, top + height - width * 0.35):
            sheet.box(x - width * 0.7, y, width * 1.4, width * 0.35, fill=PAPER, ink=ink, line=3)


def fence(sheet: Sheet, x0: float, x1: float, foot: float, height: float, *, step: float = 24) -> None:
    """Draw a fence of upright bars between two rails."""
    x = x0
    while x <= x1:
        sheet.line([(x, foot), (x, foot - height)], INK, 3)
        x += step
    for share in (0.16, 0.86):
        sheet.line([(x0 - step / 2, foot - height * share), (x1 + step / 2, foot - height * share)], INK, 3)


def barrier(sheet: Sheet, x: float, foot: float, width: float, height: float) -> None:
    """Draw a crowd barrier: a frame on two feet with bars in it."""
    sheet.rounded(x, foot - height, width, height * 0.82, radius=height * 0.1, fill=PAPER, ink=INK, line=3)
    for bar in range(1, 9):
        at = x + width * bar / 9
        sheet.line([(at, foot - height), (at, foot - height * 0.18)], INK, 2)
    for side in (0.16, 0.84):
        sheet.line([(x + width * side, foot - height * 0.18), (x + width * side, foot)], INK, 4)
        sheet.line([(x + width * side - 14, foot), (x + width * side + 14, foot)], INK, 4)
