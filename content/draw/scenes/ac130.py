"""The convoy, 2017: a game's frame, what was cut out of it, and five frames of other films.

The claimed picture is cut out of the drawn game frame: `case.md` says the same in its regions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image, ImageFilter, ImageOps

from content.draw.motifs.ground import hill, palms, road
from content.draw.motifs.screens import brackets, label
from content.draw.motifs.vehicles import vehicle
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, Sheet, along, as_shown, curve, turned

CASE = "2017-11-14-ac130-gunship"

CROP_LEFT, CROP_TOP, CROP_WIDTH, CROP_HEIGHT = 190, 110, 1040, 650
CROP_SCALE = 0.8
"""Claimed pixels for one pixel of the game frame."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    frame = game_frame()
    yield "game-frame.png", frame
    yield "claimed-1.jpg", claimed_cut(frame)
    for number, draw in enumerate((grove, fork, embankment, fields), start=2):
        yield f"claimed-{number}.png", as_shown(ImageOps.grayscale(draw()))
    yield "second-set.png", as_shown(ImageOps.grayscale(second_set()))


def game_frame() -> Image.Image:
    """Return the whole frame of the game clip: convoy, terrain, sight, controls and the notice."""
    sheet = Sheet(1600, 1000)
    for x, y, radius, phase in (
        (455, 270, 165, 0.4),
        (1010, 655, 150, 1.9),
        (560, 850, 120, 3.2),
    ):
        hill(sheet, x, y, radius, phase)
    _dry_stream(sheet)
    highway = curve([(-60, 735), (260, 640), (560, 590), (840, 500), (1120, 430), (1380, 365), (1680, 310)])
    road(sheet, highway, 56)
    for distance, length, is_laden in (
        (330, 68, True),
        (440, 76, True),
        (545, 56, False),
        (700, 76, True),
        (810, 76, True),
        (915, 60, False),
        (1080, 68, True),
        (1195, 56, False),
        (1480, 68, True),
    ):
        vehicle(sheet, *along(highway, distance), length=length, is_laden=is_laden)
    vehicle(sheet, 640, 672, -0.9, length=60, is_laden=False)
    _compound(sheet, 985, 250)
    _sight(sheet, 740, 385)
    _controls(sheet)
    _notice(sheet)
    return sheet.picture()


def claimed_cut(frame: Image.Image) -> Image.Image:
    """Return the claimed picture: the game frame cut, made grey and reduced."""
    box = (CROP_LEFT, CROP_TOP, CROP_LEFT + CROP_WIDTH, CROP_TOP + CROP_HEIGHT)
    size = (round(CROP_WIDTH * CROP_SCALE), round(CROP_HEIGHT * CROP_SCALE))
    cut = frame.crop(box).resize(size, Image.Resampling.BICUBIC)
    return as_shown(ImageOps.grayscale(cut))


def _dry_stream(sheet: Sheet) -> None:
    bed = curve([(880, -20), (830, 110), (865, 250), (805, 380), (830, 560), (885, 720), (860, 960)])
    for offset in (-9, 9):
        sheet.dashes([(x + offset, y) for x, y in bed], 16, 10, MID, 2)


def _compound(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x, y, 120, 84, fill=PAPER, ink=MID, line=3)
    sheet.box(x + 14, y + 14, 42, 34, fill=PALE, ink=MID, line=2)
    sheet.box(x + 72, y + 38, 32, 32, fill=PALE, ink=MID, line=2)


def _sight(sheet: Sheet, x: float, y: float) -> None:
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        sheet.line([(x + dx * 26, y + dy * 26), (x + dx * 128, y + dy * 128)], INK, 3)
        for mark in (60, 94):
            across = ((x + dx * mark + side * dy * 9, y + dy * mark + side * dx * 9) for side in (1, -1))
            sheet.line(across, INK, 3)
    brackets(sheet, x - 190, y - 150, width=380, height=300, reach=44)


def _controls(sheet: Sheet) -> None:
    sheet.circle(110, 830, 84, fill=PAPER, ink=MID, width=4)
    sheet.circle(110, 830, 34, fill=PALE, ink=MID, width=4)
    for turn in range(4):
        arrow = turned([(62, -11), (62, 11), (75, 0)], 110, 830, turn * math.pi / 2)
        sheet.shape(arrow, MID, width=0)
    for row in range(3):
        top = 190 + row * 122
        sheet.box(30, top, 150, 92, fill=PAPER, ink=MID, line=4)
        for ring in range(3 - row):
            sheet.circle(105 + (ring - (2 - row) / 2) * 42, top + 46, 14, ink=MID, width=4)
    for row in range(2):
        middle = 460 + row * 114
        sheet.box(1450, middle - 46, 120, 92, fill=PAPER, ink=MID, line=4)
        sheet.line([(1476, middle), (1544, middle)], MID, 4)
    sheet.line([(1510, 540), (1510, 608)], MID, 4)
    sheet.circle(1462, 808, 96, fill=PAPER, ink=ACCENT, width=8)
    sheet.circle(1462, 808, 76, fill=ACCENT, ink=ACCENT, width=1)
    sheet.words(1462, 808, "FIRE", 50, ink=PAPER, anchor="mm")


def _notice(sheet: Sheet) -> None:
    # The right edge of the cut falls behind CONTENT, its upper edge through the second line.
    for row, text in enumerate(
        ("DEVELOPMENT FOOTAGE.", "THIS IS A WORK IN PROGRESS.", "ALL CONTENT SUBJECT TO CHANGE.")
    ):
        sheet.words(1002, 68 + row * 53, text, 33)


def grove() -> Image.Image:
    """Return the schematic of the second claimed picture: a road between palm groves."""
    sheet = Sheet(1200, 750)
    palms(sheet, 60, 150, columns=6, rows=4, step=64)
    palms(sheet, 640, 470, columns=8, rows=3, step=64)
    track = curve([(-40, 580), (260, 500), (620, 345), (900, 240), (1260, 165)])
    road(sheet, track, 46)
    for distance in (260, 350, 440, 640, 730, 980):
        vehicle(sheet, *along(track, distance), length=62)
    brackets(sheet, 500, 225, width=300, height=220, reach=36)
    label(sheet, 28, 28, "2", "FRAME AT 0:27")
    return sheet.picture()


def fork() -> Image.Image:
    """Return the schematic of the third claimed picture: a forked road and a canal."""
    sheet = Sheet(1200, 750)
    canal = curve([(-40, 190), (330, 225), (700, 150), (1260, 215)])
    sheet.line(canal, MID, 40)
    sheet.line(canal, PAPER, 32)
    sheet.dashes(canal, 30, 24, PALE, 3)
    main_road = curve([(-40, 640), (330, 520), (640, 430), (1260, 400)])
    branch = curve([(560, 448), (700, 520), (830, 620), (900, 800)])
    road(sheet, branch, 42)
    road(sheet, main_road, 46)
    for distance in (120, 210, 300, 470, 860, 960, 1050):
        vehicle(sheet, *along(main_road, distance), length=62)
    for distance in (190, 290):
        vehicle(sheet, *along(branch, distance), length=56, is_laden=False)
    palms(sheet, 890, 510, columns=4, rows=2, step=66)
    brackets(sheet, 470, 330, width=300, height=220, reach=36)
    label(sheet, 28, 28, "3", "FRAME AT 0:59")
    return sheet.picture()


def embankment() -> Image.Image:
    """Return the schematic of the fourth claimed picture: vehicles scattered below an embankment."""
    sheet = Sheet(1200, 750)
    crest = curve([(-40, 210), (380, 285), (820, 235), (1260, 315)])
    sheet.line(crest, MID, 4)
    for distance in range(20, 1290, 26):
        x, y, angle = along(crest, distance)
        sheet.line(turned([(0, 6), (0, 44 if distance % 52 else 26)], x, y, angle), MID, 2)
    for x, y, angle, is_laden in (
        (210, 460, 0.3, True),
        (330, 540, -0.6, False),
        (500, 450, 1.2, True),
        (640, 560, 0.1, True),
        (770, 470, -1.1, False),
        (930, 580, 0.7, True),
        (1060, 480, 0.2, False),
    ):
        vehicle(sheet, x, y, angle, is_laden=is_laden)
    palms(sheet, 690, 60, columns=7, rows=2, step=66)
    brackets(sheet, 450, 390, width=300, height=220, reach=36)
    label(sheet, 28, 28, "4", "FRAME NOT IDENTIFIED")
    return sheet.picture()


def fields() -> Image.Image:
    """Return the schematic of the fifth claimed picture: a track along field plots."""
    sheet = Sheet(1200, 750)
    for column in range(5):
        for row in range(2):
            x, y = 84 + column * 216, 130 + row * 138
            sheet.shape(turned([(0, 0), (190, 0), (190, 114), (0, 114)], x, y, 0.04), None, MID, 2)
            for furrow in range(1, 6 if (column + row) % 2 else 1):
                groove = turned([(10, furrow * 19), (180, furrow * 19)], x, y, 0.04)
                sheet.line(groove, PALE, 3)
    track = curve([(-40, 485), (380, 485), (820, 515), (1260, 555)])
    road(sheet, track, 46)
    for distance in (180, 270, 560, 650, 740, 830, 1110):
        vehicle(sheet, *along(track, distance), length=62, is_laden=distance != 650)
    palms(sheet, 120, 625, columns=16, rows=1, step=64)
    brackets(sheet, 570, 395, width=300, height=220, reach=36)
    label(sheet, 28, 28, "5", "FRAME NOT IDENTIFIED")
    return sheet.picture()


def second_set() -> Image.Image:
    """Return the schematic of the pictures issued later: too blurred to be placed."""
    scene = Sheet(1200, 750)
    track = curve([(-40, 230), (420, 270), (800, 430), (1260, 500)])
    scene.line(track, MID, 84)
    for distance in (180, 300, 420, 830, 950, 1130):
        x, y, angle = along(track, distance)
        scene.shape(turned([(-46, -24), (46, -24), (46, 24), (-46, 24)], x, y, angle), INK, width=0)
    for x, y, radius in ((930, 190, 120), (250, 560, 110)):
        scene.circle(x, y, radius, fill=PALE, width=0)
    blurred = scene.picture().filter(ImageFilter.GaussianBlur(26))
    label = Sheet(640, 132)
    label.box(2, 2, 636, 128, fill=PAPER, ink=INK, line=4)
    label.words(320, 66, "TOO BLURRED TO PLACE", 44, ink=INK, anchor="mm")
    blurred.paste(label.picture(), (280, 290))
    return blurred
