"""The skyline, 2013: a game's view of a city, and a studio with a piece of it behind the newsreader.

The backdrop is cut out of the drawn game picture: `case.yaml` says the same in its regions.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from content.draw.motifs.buildings import dome, house, tower, wall
from content.draw.motifs.screens import desk
from content.draw.pen import ACCENT, INK, MID, PALE, SAND, Sheet, as_shown, curve

CASE = "2013-02-26-tv2-assassins-creed"

CUT_LEFT, CUT_TOP, CUT_WIDTH, CUT_HEIGHT = 120, 70, 1360, 765
BACKDROP_LEFT, BACKDROP_TOP, BACKDROP_SCALE = 90, 50, 0.75
"""Where the cut stands in the studio, and its pixels for one pixel of the game picture."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    skyline = game_picture()
    yield "game-picture.png", skyline
    yield "studio-frame.png", studio_frame(skyline)


def game_picture() -> Image.Image:
    """Return the game's city: hills, domes, towers, walls and flat roofs, and nothing of a later time."""
    sheet = Sheet(1600, 1000)
    sheet.circle(1290, 150, 62, fill=PALE, width=0)
    hills = curve([(-20, 400), (220, 330), (480, 372), (760, 300), (1060, 356), (1330, 296), (1620, 352)])
    sheet.shape([(-20, 700), *hills, (1620, 700)], SAND, PALE, 3)
    _far_row(sheet)
    _great_mosque(sheet)
    _middle_row(sheet)
    wall(sheet, -10, 1610, 830, 66, teeth=34)
    _near_row(sheet)
    return sheet.picture()


def studio_frame(skyline: Image.Image) -> Image.Image:
    """Return the studio: the backdrop with a red outline, the newsreader's place before it, and a desk."""
    size = (round(CUT_WIDTH * BACKDROP_SCALE), round(CUT_HEIGHT * BACKDROP_SCALE))
    room = Sheet(1200, 760)
    room.box(0, 0, 1200, 760, fill=SAND, line=0)
    for x in (34, 1166):
        room.line([(x, 0), (x, 760)], PALE, 14)
    room.box(BACKDROP_LEFT - 8, BACKDROP_TOP - 8, size[0] + 16, size[1] + 16, fill=ACCENT, line=0)
    desk(room, 60, 636, 1080, 110)
    frame = room.picture()
    cut = skyline.crop((CUT_LEFT, CUT_TOP, CUT_LEFT + CUT_WIDTH, CUT_TOP + CUT_HEIGHT))
    frame.paste(cut.resize(size, Image.Resampling.BICUBIC), (BACKDROP_LEFT, BACKDROP_TOP))
    frame.paste(*_newsreader())
    return as_shown(frame)


def _newsreader() -> tuple[Image.Image, tuple[int, int], Image.Image]:
    """Return the newsreader behind the desk as a sign, where it stands, and its outline to paste it by."""
    figure, outline = Sheet(330, 360), Sheet(330, 360)
    bust = curve(
        [(10, 400), (22, 268), (78, 220), (138, 198), (192, 198), (252, 220), (308, 268), (320, 400)]
    )
    for sheet, fill in ((figure, MID), (outline, INK)):
        sheet.shape(bust, fill, INK, 5)
        sheet.box(140, 150, 50, 62, fill=fill, line=0)
        sheet.circle(165, 102, 68, fill=fill, ink=INK, width=5)
    mask = outline.picture().convert("L").point([255 if value < 140 else 0 for value in range(256)])
    return figure.picture(), (130, 264), mask


def _far_row(sheet: Sheet) -> None:
    for x, width, height, windows in (
        (-30, 120, 96, 3),
        (110, 92, 130, 2),
        (250, 130, 84, 3),
        (470, 96, 116, 2),
        (1010, 110, 98, 3),
        (1150, 84, 132, 2),
        (1270, 128, 90, 3),
        (1430, 92, 122, 2),
        (1530, 110, 92, 2),
    ):
        house(sheet, x, 520, width, height, windows=windows)
    tower(sheet, 225, 520, 30, 262, galleries=(0.7,))
    tower(sheet, 1120, 520, 28, 236, galleries=(0.74,))
    tower(sheet, 1412, 520, 34, 300)
    dome(sheet, 400, 520, 104)
    dome(sheet, 1345, 436, 84)


def _great_mosque(sheet: Sheet) -> None:
    house(sheet, 560, 610, 430, 190, windows=7)
    sheet.shape([(640, 406), (775, 330), (910, 406)], PALE, INK, 3)
    dome(sheet, 775, 400, 190, point=0.16)
    tower(sheet, 538, 610, 56, 500)
    tower(sheet, 1012, 610, 48, 420, galleries=(0.56, 0.8))


def _middle_row(sheet: Sheet) -> None:
    for x, width, height, windows in (
        (-24, 150, 140, 3),
        (140, 120, 176, 2),
        (300, 170, 132, 4),
        (1070, 148, 150, 3),
        (1236, 116, 190, 2),
        (1366, 160, 136, 4),
        (1540, 90, 168, 1),
    ):
        house(sheet, x, 690, width, height, windows=windows)
    for x, width, height, windows in (
        (470, 130, 96, 3),
        (612, 96, 120, 2),
        (724, 176, 84, 4),
        (930, 128, 110, 2),
    ):
        house(sheet, x, 730, width, height, windows=windows)
    dome(sheet, 74, 552, 96)
    dome(sheet, 384, 560, 124, point=0.02)
    dome(sheet, 1146, 542, 110)
    dome(sheet, 1448, 556, 132, point=0.14)
    tower(sheet, 268, 690, 40, 330)
    tower(sheet, 1300, 500, 26, 150, galleries=(0.6,))


def _near_row(sheet: Sheet) -> None:
    for x, width, height, windows in (
        (-30, 190, 118, 3),
        (176, 150, 88, 2),
        (342, 210, 140, 4),
        (572, 168, 96, 3),
        (760, 220, 128, 4),
        (1000, 156, 90, 2),
        (1172, 204, 146, 4),
        (1394, 150, 100, 3),
        (1556, 90, 132, 1),
    ):
        house(sheet, x, 960, width, height, windows=windows)
    dome(sheet, 250, 872, 108, point=0.05)
    dome(sheet, 866, 832, 150, point=0.12)
    dome(sheet, 1470, 860, 104)
    for x in (452, 655, 1078):
        sheet.line([(x, 830 - 30), (x, 830 - 92)], INK, 4)
        sheet.shape([(x, 738), (x + 46, 752), (x, 768)], MID, INK, 3)
