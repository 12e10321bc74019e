"""The broadcast of 2014: a satellite picture of 2012, and the same one with two aircraft laid on it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from content.draw.motifs.aircraft import airliner, fighter
from content.draw.motifs.ground import road
from content.draw.motifs.screens import logo_block
from content.draw.motifs.sky import cloud
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Sheet, as_shown, curve

CASE = "2014-11-14-channel-one-mh17"


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    yield "tv-frame.png", as_shown(view(is_broadcast=True))
    yield "older-tile.png", view(is_broadcast=False)


def view(*, is_broadcast: bool) -> Image.Image:
    """Return the ground and the clouds from above; as broadcast, with two aircraft in red."""
    sheet = Sheet(1600, 1000)
    _fields(sheet)
    river = curve([(-20, 180), (190, 250), (330, 420), (520, 470), (690, 640), (900, 690), (1040, 1020)])
    sheet.line(river, MID, 30)
    sheet.line(river, PAPER, 23)
    highway = curve([(520, -20), (600, 170), (560, 360), (720, 520), (1060, 560), (1330, 700), (1620, 740)])
    road(sheet, highway, 24)
    _town(sheet, 330, 206)
    _town(sheet, 1170, 480)
    _clouds(sheet)
    if is_broadcast:
        sheet.dashes([(600, 610), (1080, 300)], 26, 18, ACCENT, 5)
        fighter(sheet, 500, 672, -0.57, length=190, ink=ACCENT)
        airliner(sheet, 1215, 235, -0.35, length=330, ink=ACCENT)
        logo_block(sheet, 1420, 846, width=140, height=60)
        sheet.box(40, 846, 200, 60, fill=PAPER, ink=INK, line=3)
        sheet.words(140, 876, "1:19:47", 38, anchor="mm")
    return sheet.picture()


def _fields(sheet: Sheet) -> None:
    def corner(column: int, row: int) -> XY:
        return (
            -120 + column * 212 + 34 * math.sin(row * 2.1 + column * 0.7),
            -90 + row * 178 + 30 * math.sin(column * 1.7 + row * 1.3),
        )

    for column in range(9):
        for row in range(7):
            corners = [corner(column, row), corner(column + 1, row), corner(column + 1, row + 1)]
            corners.append(corner(column, row + 1))
            kind = (column * 5 + row * 3 + column * row) % 4
            sheet.shape(corners, SAND if kind == 1 else PAPER, PALE, 3)
            if kind in (2, 3):
                (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
                for furrow in range(1, 6 if kind == 2 else 9):
                    part = furrow / (6 if kind == 2 else 9)
                    if kind == 2:
                        ends = (
                            (ax + (dx - ax) * part, ay + (dy - ay) * part),
                            (bx + (cx - bx) * part, by + (cy - by) * part),
                        )
                    else:
                        ends = (
                            (ax + (bx - ax) * part, ay + (by - ay) * part),
                            (dx + (cx - dx) * part, dy + (cy - dy) * part),
                        )
                    sheet.line(ends, PALE, 2)


def _town(sheet: Sheet, x: float, y: float) -> None:
    for column in range(6):
        for row in range(4):
            if (column * 3 + row * 5) % 7:
                width = 20 + (column * 7 + row * 11) % 14
                sheet.box(x + column * 38, y - 70 + row * 34, width, 20, fill=PALE, ink=MID, line=2)


def _clouds(sheet: Sheet) -> None:
    # What gives the picture away: no two skies have the same clouds.
    for puffs in (
        ((180, 640, 62), (250, 610, 80), (335, 640, 58), (290, 690, 66), (205, 705, 44), (390, 668, 34)),
        ((840, 150, 46), (905, 120, 66), (985, 140, 52), (930, 190, 48), (1046, 168, 30)),
        ((1330, 420, 54), (1400, 380, 74), (1480, 410, 60), (1430, 460, 62), (1362, 474, 40)),
        ((1120, 830, 40), (1180, 800, 58), (1250, 830, 46), (1196, 858, 40)),
        ((118, 96, 34), (168, 76, 46), (226, 98, 34)),
        ((640, 838, 30), (682, 816, 40), (730, 838, 28)),
    ):
        cloud(sheet, puffs, PAPER, INK)
