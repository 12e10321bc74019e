"""The generated picture, 2023, and a front of that kind as it is built: what repeats, and what does not."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from content.draw.motifs.facades import barrier, columns, facade, fence, window
from content.draw.motifs.sky import cloud
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Sheet, as_shown

CASE = "2023-05-22-pentagon-explosion"

GROUND = 500


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    yield "generated.png", as_shown(generated())
    yield "reference.png", reference()


def reference() -> Image.Image:
    """Return a regular front behind an orderly fence."""
    sheet = Sheet(1200, 750)
    facade(sheet, 80, 230, 1040, GROUND - 230, columns=16, rows=3)
    columns(sheet, (470, 535, 600, 665, 730), (26,) * 5, 258, GROUND - 258)
    _lawn(sheet)
    fence(sheet, 20, 1180, 610, 78)
    return sheet.picture()


def generated() -> Image.Image:
    """Return an irregular front, smoke, and a fence that turns into barriers."""
    sheet = Sheet(1200, 750)
    facade(sheet, 80, 230, 1040, GROUND - 230, columns=1, rows=0)
    # No two bays are alike: the places, the sizes and the heights wander.
    for column in range(16):
        for row in range(3):
            x = 98 + column * 64.5 + 9 * math.sin(column * 2.3 + row)
            y = 274 + row * 71 + 6 * math.sin(column * 1.7 + row * 2.9)
            width = 28 + 9 * math.sin(column * 3.1 + row * 1.3)
            height = 42 + 9 * math.sin(column * 1.1 + row * 2.2)
            window(sheet, x, y, width, height, ink=MID)
    columns(sheet, (462, 545, 590, 678, 726), (34, 18, 30, 14, 38), 258, GROUND - 258, ink=ACCENT)
    _smoke(sheet)
    _lawn(sheet)
    fence(sheet, 20, 470, 610, 78)
    _melting(sheet)
    for left in (770, 910, 1050):
        barrier(sheet, left, 622, 130, 74)
    sheet.line([(360, 640), (360, 500)], INK, 9)
    return sheet.picture()


def _lawn(sheet: Sheet) -> None:
    sheet.box(-10, GROUND, 1220, 260, fill=PAPER, line=0)
    sheet.line([(-10, GROUND), (1210, GROUND)], INK, 3)
    for row, inset in ((536, 60), (566, 20)):
        sheet.line([(inset, row), (1200 - inset * 1.6, row)], PALE, 3)
    sheet.shape([(-10, 636), (1210, 636), (1210, 700), (-10, 716)], SAND, MID, 3)


def _smoke(sheet: Sheet) -> None:
    puffs: list[tuple[float, float, float]] = []
    for step in range(13):
        part = step / 12
        sway = 26 * math.sin(step * 1.9)
        puffs.append((960 + sway - 90 * part, 470 - 380 * part, 52 + 66 * part + 8 * math.sin(step * 2.7)))
    cloud(sheet, puffs, MID, INK)


def _melting(sheet: Sheet) -> None:
    # Bars that lean, split and run into the ground between the fence and the barriers.
    for bar in range(12):
        x = 494 + bar * 24
        lean = bar * 4.2
        bend: list[XY] = [(x, 610 + bar * 1.4), (x + lean * 0.4, 580), (x + lean, 534 + bar * 2.2)]
        sheet.line(bend, ACCENT, 3)
        if bar % 3 == 1:
            sheet.line([(x + lean * 0.4, 580), (x + lean + 26, 560 + bar)], ACCENT, 3)
    sheet.line([(482, 543), (620, 548), (780, 566)], ACCENT, 3)
    sheet.line([(482, 598), (600, 604), (700, 626), (784, 612)], ACCENT, 3)
