"""Draws every schematic of the archive: `python content/draw/schematics.py`.

Each drawing stands for a picture that may not be shown. It says what is where, never what it looked
like; a realistic imitation of a false picture would be a new one. The same script gives the same files.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from pen import (
    ACCENT,
    INK,
    MID,
    PALE,
    PAPER,
    SAND,
    XY,
    Colour,
    Sheet,
    along,
    as_shown,
    brackets,
    cloud,
    curve,
    hill,
    road,
    stamped,
    turned,
    vehicle,
)
from PIL import Image, ImageFilter, ImageOps

CASES = Path(__file__).resolve().parent.parent / "cases"
AC130 = CASES / "2017-11-14-ac130-gunship"
IRAN = CASES / "2008-07-09-iran-missiles"

# The claimed picture is cut out of the drawn game frame: `case.md` says the same in its points and regions.
CROP_LEFT, CROP_TOP, CROP_WIDTH, CROP_HEIGHT = 190, 110, 1040, 650
CROP_SCALE = 0.8
"""Claimed pixels for one pixel of the game frame."""


def main() -> None:
    """Draw all of them and print what the case files need to know."""
    frame = game_frame()
    _save(stamped(frame), AC130 / "game-frame.png")
    _save_jpeg(stamped(claimed_cut(frame)), AC130 / "claimed-1.jpg")
    for number, draw in enumerate((grove, fork, embankment, fields), start=2):
        _save(stamped(as_shown(ImageOps.grayscale(draw()))), AC130 / f"claimed-{number}.png")
    _save(stamped(as_shown(ImageOps.grayscale(second_set()))), AC130 / "second-set.png")
    _save(stamped(launch(is_altered=True)), IRAN / "four-missiles.png")
    _save(stamped(launch(is_altered=False)), IRAN / "three-missiles.png")
    print(
        f"claimed-1.jpg: original = claimed / {CROP_SCALE} + [{CROP_LEFT}, {CROP_TOP}], "
        f"{round(CROP_WIDTH * CROP_SCALE)} x {round(CROP_HEIGHT * CROP_SCALE)} pixels"
    )


# ------------------------------------------------------------------------------------- AC-130, 2017


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
    _palms(sheet, 60, 150, columns=6, rows=4, step=64)
    _palms(sheet, 640, 470, columns=8, rows=3, step=64)
    track = curve([(-40, 580), (260, 500), (620, 345), (900, 240), (1260, 165)])
    road(sheet, track, 46)
    for distance in (260, 350, 440, 640, 730, 980):
        vehicle(sheet, *along(track, distance), length=62)
    brackets(sheet, 500, 225, width=300, height=220, reach=36)
    return _labelled(sheet, "2", "FRAME AT 0:27")


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
    _palms(sheet, 890, 510, columns=4, rows=2, step=66)
    brackets(sheet, 470, 330, width=300, height=220, reach=36)
    return _labelled(sheet, "3", "FRAME AT 0:59")


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
    _palms(sheet, 690, 60, columns=7, rows=2, step=66)
    brackets(sheet, 450, 390, width=300, height=220, reach=36)
    return _labelled(sheet, "4", "FRAME NOT IDENTIFIED")


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
    _palms(sheet, 120, 625, columns=16, rows=1, step=64)
    brackets(sheet, 570, 395, width=300, height=220, reach=36)
    return _labelled(sheet, "5", "FRAME NOT IDENTIFIED")


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


def _palms(sheet: Sheet, left: float, top: float, *, columns: int, rows: int, step: float) -> None:
    for row in range(rows):
        for column in range(columns):
            x = left + column * step + (row % 2) * step / 2
            y = top + row * step * 0.8
            sheet.circle(x, y, step * 0.3, fill=PALE, ink=MID, width=2)
            for turn in range(6):
                frond = turned([(0, 0), (step * 0.26, 0)], x, y, turn * math.pi / 3 + column * 0.4)
                sheet.line(frond, MID, 2)


def _labelled(sheet: Sheet, number: str, text: str) -> Image.Image:
    width = sheet.words_width(text, 34) + 116
    sheet.box(28, 28, width, 68, fill=PAPER, ink=INK, line=3)
    sheet.box(28, 28, 68, 68, fill=INK, ink=INK, line=0)
    sheet.words(62, 62, number, 40, ink=PAPER, anchor="mm")
    sheet.words(114, 62, text, 34, ink=INK, anchor="lm")
    return sheet.picture()


# --------------------------------------------------------------------------------------- Iran, 2008

ROSE = ((190, 120, 1.0), (470, 200, 0.88), (1000, 170, 0.8))
"""The missiles that rose: where each stands, where its tip is, and how large it looks."""
COPY_SHIFT = -265
"""The added missile repeats the last of them, smoke and dust, this far to its left."""


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


# ------------------------------------------------------------------------------------------- files


def _save(picture: Image.Image, path: Path) -> None:
    # Sixty-four colours hold every flat tone and its smoothed edges.
    few = picture.quantize(64, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    _written(path, lambda: few.save(path, optimize=True))


def _save_jpeg(picture: Image.Image, path: Path) -> None:
    _written(path, lambda: picture.convert("L").save(path, quality=60, optimize=True))


def _written(path: Path, save: Callable[[], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save()
    with Image.open(path) as picture:
        print(
            f"{path.parent.name}/{path.name}: {picture.width} x {picture.height}, {path.stat().st_size} bytes"
        )


if __name__ == "__main__":
    main()
