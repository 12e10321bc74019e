"""The rally, 2024: the contested photograph, and the same scene by another camera."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from content.draw.motifs.aircraft import airliner_side, stairs
from content.draw.motifs.people import crowd
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Sheet

CASE = "2024-08-11-harris-crowd"


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    # Neither is on grey paper: that is the sign of a false proof, and both photographs are genuine.
    yield "contested.png", contested()
    yield "second-camera.png", second_camera()


def contested() -> Image.Image:
    """Return the drawing of the contested photograph: an aircraft behind a crowd, from within it."""
    sheet = Sheet(1200, 750)
    _apron(sheet, 300)
    airliner_side(sheet, 600, 388, 1020)
    stairs(sheet, 982, 276, 392, 84)
    crowd(sheet, 46, 412, 1086, 226, rows=7, size=27)
    _placards(sheet, ((140, 470), (330, 445), (520, 480), (700, 450), (905, 470), (1080, 448)), 54)
    _around(sheet, [(14, 382), (1186, 382), (1186, 690), (14, 690)])
    return sheet.picture()


def second_camera() -> Image.Image:
    """Return the drawing of another picture of the scene: from the side, out of the hangar."""
    sheet = Sheet(1200, 750)
    _apron(sheet, 330)
    sheet.shape([(-10, -10), (1210, -10), (1210, 92), (1120, 92), (60, 92), (-10, 92)], MID, INK, 4)
    for bay in range(13):
        x = 20 + bay * 96
        sheet.line([(x, 92), (x + 48, 24), (x + 96, 92)], PALE, 3)
    sheet.box(-10, 92, 66, 620, fill=SAND, ink=INK, line=4)
    airliner_side(sheet, 790, 396, 660)
    stairs(sheet, 1036, 324, 400, 58)
    crowd(sheet, 104, 424, 1050, 210, rows=8, size=23)
    _placards(sheet, ((190, 462), (420, 486), (640, 452), (860, 480), (1060, 458)), 44)
    _around(sheet, [(70, 396), (1190, 396), (1190, 688), (70, 688)])
    return sheet.picture()


def _apron(sheet: Sheet, horizon: float) -> None:
    sheet.box(-10, horizon, 1220, 460, fill=SAND, line=0)
    trees = [(-10, horizon)]
    trees += [
        (x, horizon - 20 - 9 * math.sin(x * 0.05) - 6 * math.sin(x * 0.021)) for x in range(0, 1221, 12)
    ]
    sheet.shape([*trees, (1220, horizon)], PALE, width=0)
    sheet.line([(-10, horizon), (1210, horizon)], MID, 3)


def _placards(sheet: Sheet, places: tuple[XY, ...], width: float) -> None:
    # Blank: the words on the real ones are campaign advertising.
    for x, y in places:
        sheet.line([(x, y), (x, y + width)], INK, 3)
        sheet.box(x - width / 2, y - width * 0.36, width, width * 0.72, fill=PAPER, ink=INK, line=3)


def _around(sheet: Sheet, corners: list[XY]) -> None:
    sheet.dashes([*corners, corners[0]], 20, 14, ACCENT, 4)
