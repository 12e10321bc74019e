"""The coat, 2023: what a generated picture shows, as a sign, and what was worn. No likeness of anybody."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Sheet, as_shown, curve, turned

CASE = "2023-03-24-pope-white-coat"

MIDDLE = 500


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    yield "generated.png", as_shown(generated())
    yield "usual-dress.png", usual_dress()


def generated() -> Image.Image:
    """Return a figure in a quilted coat, with a hand that is none."""
    sheet = _street()
    _legs(sheet)
    # The coat: quilted rings, wider towards the hem.
    for ring in range(8):
        top = 292 + ring * 66
        reach = 128 + ring * 9 + (10 if ring > 4 else 0)
        sheet.rounded(MIDDLE - reach, top, reach * 2, 78, radius=36, fill=PAPER, line=3.5)
    sheet.line([(MIDDLE, 300), (MIDDLE, 826)], INK, 3)
    for side in (-1, 1):
        for puff in range(5):
            x = MIDDLE + side * (150 + puff * 13)
            sheet.rounded(x - 46, 300 + puff * 70, 92, 82, radius=38, fill=PAPER, line=3.5)
    sheet.rounded(MIDDLE - 112, 238, 224, 92, radius=44, fill=PAPER, line=3.5)
    _head(sheet)
    chain = curve(
        [(MIDDLE - 66, 322), (MIDDLE - 40, 404), (MIDDLE, 436), (MIDDLE + 40, 404), (MIDDLE + 66, 322)]
    )
    sheet.line(chain, MID, 6)
    _cross(sheet, MIDDLE, 436, 104)
    _melted_hand(sheet, MIDDLE - 204, 672)
    _hand(sheet, MIDDLE + 204, 668)
    return sheet.picture()


def usual_dress() -> Image.Image:
    """Return a figure in a cassock under a buttoned overcoat, with a hand of five fingers."""
    sheet = _street()
    _legs(sheet)
    robe = [(MIDDLE - 100, 280), (MIDDLE + 100, 280), (MIDDLE + 172, 838), (MIDDLE - 172, 838)]
    sheet.shape(robe, PAPER, INK, 4)
    coat = [(MIDDLE - 122, 276), (MIDDLE + 122, 276), (MIDDLE + 186, 770), (MIDDLE - 186, 770)]
    sheet.shape(coat, PAPER, INK, 4)
    sheet.line([(MIDDLE - 8, 330), (MIDDLE - 22, 770)], INK, 3)
    for row in range(4):
        for side in (-34, 26):
            sheet.circle(MIDDLE + side, 440 + row * 72, 8, fill=PALE, ink=INK, width=3)
    for side in (-1, 1):
        sleeve = [(MIDDLE + side * 118, 282), (MIDDLE + side * 172, 330), (MIDDLE + side * 222, 640)]
        sleeve += [(MIDDLE + side * 164, 652), (MIDDLE + side * 122, 420)]
        sheet.shape(sleeve, PAPER, INK, 4)
    sheet.shape([(MIDDLE - 70, 276), (MIDDLE, 352), (MIDDLE + 70, 276)], PAPER, INK, 4)
    _head(sheet)
    _cross(sheet, MIDDLE, 356, 54)
    _hand(sheet, MIDDLE - 196, 662)
    _hand(sheet, MIDDLE + 196, 662)
    return sheet.picture()


def _street() -> Sheet:
    sheet = Sheet(1000, 1000)
    sheet.box(-10, 848, 1020, 160, fill=SAND, line=0)
    sheet.line([(-10, 848), (1010, 848)], MID, 3)
    for x in (60, 760):
        sheet.box(x, 150, 180, 698, fill=PAPER, ink=PALE, line=3)
        for row in range(3):
            sheet.box(x + 54, 210 + row * 190, 72, 118, fill=PAPER, ink=PALE, line=3)
    return sheet


def _legs(sheet: Sheet) -> None:
    for side in (-1, 1):
        sheet.rounded(MIDDLE + side * 58 - 46, 838, 92, 44, radius=20, fill=MID, line=4)


def _head(sheet: Sheet) -> None:
    # A sign: no face.
    sheet.circle(MIDDLE, 190, 78, fill=PAPER, ink=INK, width=4)
    cap = curve(
        [(MIDDLE - 66, 148), (MIDDLE - 36, 116), (MIDDLE, 106), (MIDDLE + 36, 116), (MIDDLE + 66, 148)]
    )
    sheet.shape([*cap, (MIDDLE, 138)], PALE, INK, 4)


def _cross(sheet: Sheet, x: float, top: float, height: float) -> None:
    arm = height * 0.14
    outline: list[XY] = [
        (-arm / 2, 0),
        (arm / 2, 0),
        (arm / 2, height * 0.28),
        (height * 0.3, height * 0.28),
        (height * 0.3, height * 0.28 + arm),
        (arm / 2, height * 0.28 + arm),
        (arm / 2, height),
        (-arm / 2, height),
        (-arm / 2, height * 0.28 + arm),
        (-height * 0.3, height * 0.28 + arm),
        (-height * 0.3, height * 0.28),
        (-arm / 2, height * 0.28),
    ]
    sheet.shape(turned(outline, x, top, 0.0), MID, INK, 3)


def _hand(sheet: Sheet, x: float, y: float) -> None:
    for finger in range(4):
        left = x - 30 + finger * 15
        sheet.rounded(left, y + 34, 14, 44 if finger in (1, 2) else 36, radius=7, fill=PAPER, line=3)
    sheet.rounded(x + 22 if x < MIDDLE else x - 36, y + 14, 15, 40, radius=7, fill=PAPER, line=3)
    sheet.rounded(x - 32, y, 62, 48, radius=16, fill=PAPER, line=3)


def _melted_hand(sheet: Sheet, x: float, y: float) -> None:
    blob = [
        (-36, 0),
        (34, -6),
        (42, 22),
        (30, 44),
        (38, 70),
        (16, 62),
        (4, 92),
        (-12, 60),
        (-34, 78),
        (-30, 44),
        (-46, 26),
    ]
    sheet.shape(turned(curve([*blob, blob[0]], 8), x, y, 0.1), PAPER, ACCENT, 7)
    for start, end in (((-20, 30), (-26, 60)), ((2, 34), (2, 74)), ((16, 28), (26, 52))):
        sheet.line(turned([start, end], x, y, 0.1), ACCENT, 5)
    ring = [(92 * math.cos(step / 24 * math.tau), 92 * math.sin(step / 24 * math.tau)) for step in range(25)]
    sheet.dashes(turned(ring, x, y + 40, 0.0), 18, 12, ACCENT, 6)
