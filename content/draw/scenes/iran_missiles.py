"""The launch, 2008: two drawings from one viewpoint."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from content.draw.motifs.sky import cloud
from content.draw.pen import (
    ACCENT,
    INK,
    MID,
    PALE,
    PAPER,
    SAND,
    XY,
    Colour,
    Sheet,
    as_shown,
    curve,
    turned,
)

CASE = "2008-07-09-iran-missiles"

ROSE = ((190, 120, 1.0), (470, 200, 0.88), (1000, 170, 0.8))
"""The missiles that rose: where each stands, where its tip is, and how large it looks."""
COPY_SHIFT = -265
"""The added missile repeats the last of them, smoke and dust, this far to its left."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    yield "four-missiles.png", launch(is_altered=True)
    yield "three-missiles.png", launch(is_altered=False)


def launch(*, is_altered: bool) -> Image.Image:
    """Return one of two drawings from the same viewpoint: three missiles rising, or four."""
    sheet = Sheet(1200, 900)
    ridge = curve(
        [(-10, 560), (150, 500), (330, 545), (520, 470), (700, 530), (880, 480), (1040, 540), (1210, 490)]
    )
    sheet.shape([(-10, 640), *ridge, (1210, 640)], SAND, PALE, 3)
    sheet.line([(-10, 640), (1210, 640)], MID, 3)
    for number, (x, tip, size) in enumerate(ROSE):
        _plume(sheet, x, tip, size, kind=number, ink=INK)
    x, tip, size = ROSE[-1]
    if is_altered:
        _plume(sheet, x + COPY_SHIFT, tip, size, kind=len(ROSE) - 1, ink=ACCENT)
    sheet.box(-10, 690, 1220, 220, fill=PAPER, line=0)
    for row, inset in ((722, 30), (760, 170), (802, 80)):
        sheet.line([(inset, row), (1200 - inset * 0.7, row)], PALE, 3)
    sheet.line([(-10, 690), (1210, 690)], INK, 3)
    for x, tip, size in ROSE:
        _missile(sheet, x, tip, size, INK)
    x, tip, size = ROSE[-1]
    if is_altered:
        _missile(sheet, x + COPY_SHIFT, tip, size, ACCENT)
        return as_shown(sheet.picture())
    _launcher(sheet, x + COPY_SHIFT)
    return sheet.picture()


def _missile(sheet: Sheet, x: float, tip: float, size: float, ink: Colour) -> None:
    def at(*points: XY) -> list[XY]:
        return [(x + px * size, tip + py * size) for px, py in points]

    sheet.shape(at((-6, 196), (6, 196), (0, 262)), PAPER, ink, 3)
    sheet.shape(at((-12, 58), (-5, 16), (0, 0), (5, 16), (12, 58), (12, 196), (-12, 196)), PAPER, ink, 4)
    sheet.line(at((-12, 58), (12, 58)), ink, 3)
    sheet.line(at((-12, 150), (12, 150)), ink, 3)
    for side in (-1, 1):
        sheet.shape(at((side * 12, 160), (side * 27, 198), (side * 12, 196)), MID, ink, 3)


def _plume(sheet: Sheet, x: float, tip: float, size: float, *, kind: int, ink: Colour) -> None:
    top = tip + 268 * size
    column = []
    for puff in range(15):
        part = puff / 14
        sway = math.sin(puff * 2.4 + kind * 1.7) * (3 + 13 * part)
        reach = (14 + 27 * part + 4 * math.sin(puff * 1.9 + kind)) * size
        column.append((x + sway, top + (640 - top) * part, reach))
    cloud(sheet, column, PALE, ink)
    dust = []
    for puff in range(9):
        part = puff / 8 - 0.5
        reach = (44 - 52 * abs(part) + 9 * math.sin(puff * 2.1 + kind * 2.2)) * size
        dust.append((x + part * 190 * size, 682 - (1 - abs(part) * 1.9) * 26 * size, reach))
    cloud(sheet, dust, PAPER, ink)


def _launcher(sheet: Sheet, x: float) -> None:
    body = [(-12, 0), (12, 0), (12, -124), (5, -166), (0, -182), (-5, -166), (-12, -124)]
    sheet.line([(x + 62, 664), (x + 12, 566)], ACCENT, 5)
    sheet.shape(turned(body, x, 662, 0.0), PAPER, ACCENT, 4)
    sheet.line([(x - 12, 538), (x + 12, 538)], ACCENT, 3)
    sheet.box(x - 78, 662, 156, 20, fill=PAPER, ink=ACCENT, line=4)
    for wheel in (-56, -24, 24, 56):
        sheet.circle(x + wheel, 688, 12, fill=PAPER, ink=ACCENT, width=4)
