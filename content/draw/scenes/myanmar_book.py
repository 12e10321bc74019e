"""The army's book, 2018: two colour photographs, and what the book printed of them.

The third picture shows the dead: it has no drawing. The two drawn originals are scenes of their own, not
copies of the photographs; `case.md` says what in them stands for what.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageOps

from content.draw.motifs.boats import crowded_boat, water
from content.draw.motifs.columns import column
from content.draw.pen import ACCENT, MID, PALE, PAPER, SAND, Sheet, as_shown, curve

CASE = "2018-07-myanmar-army-book"

PRINTED = (1200, 750)
"""The size of the printed pictures; their originals are a third larger each way."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    boat, road = boat_in_colour(), road_in_colour()
    yield "boat-original.png", boat
    yield "boat-printed.png", printed(ImageOps.mirror(boat))
    yield "road-original.png", road
    yield "road-printed.png", printed(road)


def printed(picture: Image.Image) -> Image.Image:
    """Return a picture as the book has it: without its colours, and smaller."""
    return as_shown(ImageOps.grayscale(picture.resize(PRINTED, Image.Resampling.BICUBIC)))


def boat_in_colour() -> Image.Image:
    """Return the schematic of the agency's photograph: a boat full of people, its bow to the right."""
    sheet = Sheet(1600, 1000)
    shore = curve([(-20, 238), (180, 212), (420, 226), (700, 196), (930, 220), (1210, 182), (1620, 220)])
    sheet.shape([(-20, 266), *shore, (1620, 266)], SAND, MID, 3)
    for x, height in ((110, 60), (150, 84), (236, 52), (1090, 70), (1130, 96), (1190, 62), (1430, 50)):
        sheet.line([(x, 248), (x, 248 - height * 0.5)], MID, 4)
        sheet.circle(x, 230 - height * 0.5, height * 0.34, fill=PALE, ink=MID, width=2.5)
    water(sheet, 330, 940, rows=10)
    crowded_boat(sheet, 170, 560, 1270, heads=23)
    return sheet.picture()


def road_in_colour() -> Image.Image:
    """Return the schematic of the prize-winning photograph: people with loads on a road, from afar."""
    sheet = Sheet(1600, 1000)
    for ridge, fill in (
        ([(-20, 250), (220, 180), (470, 236), (760, 150), (1060, 226), (1330, 168), (1620, 236)], SAND),
        ([(-20, 330), (260, 286), (560, 330), (900, 270), (1200, 322), (1620, 282)], PAPER),
    ):
        line = curve([(float(x), float(y)) for x, y in ridge])
        sheet.shape([(-20, 1010), *line, (1620, 1010)], fill, MID, 3)
    for x, y, size in (
        (130, 330, 34),
        (190, 352, 44),
        (330, 338, 30),
        (1120, 330, 34),
        (1240, 356, 52),
        (1460, 340, 44),
        (1530, 372, 60),
        (90, 470, 84),
        (1500, 560, 96),
    ):
        sheet.line([(x, y + size * 0.9), (x, y)], MID, 5)
        for dx, dy, part in ((-0.42, 0.0, 0.46), (0.4, -0.04, 0.42), (0.0, -0.38, 0.52)):
            sheet.circle(x + dx * size, y + dy * size, size * part, fill=PALE, ink=MID, width=2.5)
    left = curve([(880, 296), (806, 336), (716, 400), (560, 520), (320, 720), (-60, 1010)])
    right = curve([(898, 296), (872, 336), (884, 400), (968, 520), (1120, 720), (1340, 1010)])
    sheet.shape([*left, *reversed(right)], SAND, MID, 3)
    loads = (ACCENT, PAPER, ACCENT, PALE, MID, ACCENT, PAPER)
    column(sheet, left[:-8], right[:-8], (18, 146), count=84, loads=loads)
    return sheet.picture()
