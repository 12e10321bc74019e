"""The staged rescue, 2014: a still of the video, and the set with the people who filmed it.

The children are plain signs: no faces, no wounds, nobody falls. The two drawings are not from one viewpoint.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageOps

from content.draw.motifs.people import person
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, Sheet, as_shown, turned

CASE = "2014-11-10-syrian-hero-boy"


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    yield "video-still.png", as_shown(ImageOps.grayscale(video_still()))
    yield "film-set.png", film_set()


def video_still() -> Image.Image:
    """Return the schematic of the video: two small figures by a burnt-out car, and nobody else."""
    sheet = Sheet(1200, 750)
    sheet.box(0, 0, 1200, 750, fill=PAPER, line=0)
    _house(sheet, -40, 96, 380, 374)
    _house(sheet, 400, 150, 330, 320)
    _wall(sheet, 770, 270, 470, 200)
    _ground(sheet, 470)
    _rubble(sheet, ((70, 500, 1.0), (330, 488, 0.7), (960, 486, 1.1), (1100, 520, 0.8), (560, 640, 0.8)))
    _car(sheet, 700, 560)
    for x in (430, 506):
        person(sheet, x, 632, 138, fill=MID)
    sheet.line([(452, 576), (484, 576)], INK, 5)
    return sheet.picture()


def film_set() -> Image.Image:
    """Return the schematic of the set: houses of the same kind, and before them a crew with its camera."""
    sheet = Sheet(1200, 750)
    _house(sheet, -30, 130, 250, 250)
    _house(sheet, 262, 164, 220, 216)
    _wall(sheet, 512, 246, 330, 134)
    _house(sheet, 872, 146, 240, 234)
    _ground(sheet, 380)
    _rubble(sheet, ((60, 410, 0.7), (250, 404, 0.6), (700, 402, 0.7), (1140, 420, 0.8), (180, 560, 0.9)))
    _boom(sheet, 1060, 500)
    for x, foot, height in ((796, 678, 290), (940, 668, 278), (1092, 680, 296)):
        person(sheet, x, foot, height, fill=PAPER)
    _camera(sheet, 640, 452)
    return sheet.picture()


def _house(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    sheet.box(x, y, width, height, fill=SAND, ink=INK, line=4)
    sheet.line([(x, y + height * 0.34), (x + width, y + height * 0.34)], MID, 3)
    for column in range(3):
        for row in range(2):
            left = x + width * (0.12 + column * 0.3)
            top = y + height * (0.1 + row * 0.34)
            if (column, row) == (1, 1):
                sheet.box(left, top + height * 0.06, width * 0.17, height * 0.5, fill=MID, ink=INK, line=3)
            else:
                sheet.box(left, top, width * 0.17, height * 0.17, fill=MID, ink=INK, line=3)
    for start, bend, end in (
        ((0.02, 0.62), (0.06, 0.7), (0.03, 0.82)),
        ((0.9, 0.36), (0.94, 0.5), (0.91, 0.6)),
    ):
        sheet.line([(x + width * px, y + height * py) for px, py in (start, bend, end)], INK, 3)


def _wall(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    broken = [(0, 0.3), (0.12, 0.06), (0.3, 0.16), (0.42, 0.0), (0.64, 0.2), (0.8, 0.1), (1.0, 0.36)]
    top = [(x + px * width, y + py * height) for px, py in broken]
    sheet.shape([(x, y + height), *top, (x + width, y + height)], PAPER, INK, 4)
    for row in range(1, 4):
        level = y + height * (0.22 + row * 0.2)
        sheet.line([(x + 6, level), (x + width - 6, level)], PALE, 3)
        for brick in range(6):
            left = x + width * (brick + 0.5 * (row % 2)) / 6 + 12
            if left < x + width - 8:
                sheet.line([(left, level), (left, min(level + height * 0.2, y + height))], PALE, 3)


def _ground(sheet: Sheet, top: float) -> None:
    sheet.box(-10, top, 1220, 800 - top, fill=PAPER, line=0)
    sheet.line([(-10, top), (1210, top)], INK, 4)


def _rubble(sheet: Sheet, heaps: tuple[tuple[float, float, float], ...]) -> None:
    for x, y, size in heaps:
        for dx, dy, angle in ((-34, 4, 0.3), (26, 0, -0.4), (0, -20, 0.1), (58, 10, 0.7), (-66, 12, -0.2)):
            stone = [
                (-20 * size, -13 * size),
                (18 * size, -10 * size),
                (21 * size, 12 * size),
                (-17 * size, 13 * size),
            ]
            sheet.shape(turned(stone, x + dx * size, y + dy * size, angle), PALE, MID, 3)


def _car(sheet: Sheet, x: float, y: float) -> None:
    body = [
        (-10, 20),
        (0, -34),
        (84, -42),
        (126, -104),
        (268, -104),
        (312, -40),
        (366, -28),
        (372, 26),
        (-10, 26),
    ]
    sheet.shape([(x + px, y + py + 40) for px, py in body], MID, INK, 5)
    for window in (
        ((134, -40), (156, -90), (200, -90), (200, -40)),
        ((212, -40), (212, -90), (258, -90), (290, -40)),
    ):
        sheet.shape([(x + px, y + py + 40) for px, py in window], INK, INK, 4)
    # Burnt out: bare rims, no glass, the paint scorched.
    for wheel in (70, 300):
        sheet.circle(x + wheel, y + 66, 24, fill=PAPER, ink=INK, width=5)
        for spoke in range(4):
            sheet.line(turned([(-20, 0), (20, 0)], x + wheel, y + 66, spoke * 0.785), INK, 3)
    for line in (
        ((12, 16), (48, -6), (74, 8)),
        ((96, -24), (120, 2), (112, 22)),
        ((196, -18), (222, 8), (206, 28)),
        ((322, -12), (338, 8), (362, 10)),
    ):
        sheet.line([(x + px, y + py + 34) for px, py in line], INK, 5)


def _camera(sheet: Sheet, x: float, y: float) -> None:
    for foot in (-58, 4, 62):
        sheet.line([(x, y + 40), (x + foot, y + 216)], ACCENT, 7)
    sheet.shape([(x - 62, y - 14), (x - 108, y - 36), (x - 108, y + 36), (x - 62, y + 16)], PAPER, ACCENT, 6)
    sheet.box(x - 64, y - 42, 118, 84, fill=PAPER, ink=ACCENT, line=7)
    for reel in (-34, 26):
        sheet.circle(x + reel, y - 70, 30, fill=PAPER, ink=ACCENT, width=6)
        sheet.circle(x + reel, y - 70, 8, fill=ACCENT, width=0)
    sheet.box(x + 54, y - 20, 26, 30, fill=PAPER, ink=ACCENT, line=5)


def _boom(sheet: Sheet, x: float, y: float) -> None:
    sheet.line([(x + 60, y + 12), (x - 560, y - 250)], INK, 6)
    microphone = [(-58, -15), (44, -15), (58, 0), (44, 15), (-58, 15)]
    sheet.shape(turned(microphone, x - 600, y - 252, 2.84), MID, INK, 4)
