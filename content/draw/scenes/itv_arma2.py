"""The documentary, 2011: a frame of a game clip, and the same frame with a broadcaster's caption.

The broadcast frame is cut out of the drawn game frame: `case.yaml` says the same in its regions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from content.draw.motifs.screens import lower_third
from content.draw.motifs.sky import cloud
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Colour, Sheet, as_shown, curve, turned

CASE = "2011-09-26-itv-arma2"

CROP_LEFT, CROP_TOP, CROP_WIDTH, CROP_HEIGHT = 60, 40, 1500, 900
CROP_SCALE = 0.8
"""Claimed pixels for one pixel of the game frame."""
STRIP_TOP, STRIP_HEIGHT = 580, 84
"""The caption strip ends where the stamp begins."""

HORIZON = 560
PUFFS = ((480, 294), (582, 274), (684, 254), (786, 234), (888, 214))
"""Where the puffs of smoke stand behind the helicopter: one shape, at equal distances."""
PUFF = ((-20, 8, 20), (-4, -14, 22), (20, -2, 24), (4, 14, 19))
"""The circles of a puff: x, y and radius of each."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    frame = game_frame()
    yield "game-frame.png", frame
    yield "broadcast-frame.png", broadcast_frame(frame)


def game_frame() -> Image.Image:
    """Return the frame of the game clip: a gun, angular figures, a helicopter, puffs, coarse ground."""
    sheet = Sheet(1600, 1000)
    _hills(sheet)
    _ground(sheet)
    for x, foot, size in (
        (905, 588, 0.8),
        (1012, 600, 1.0),
        (1490, 604, 1.1),
        (1392, 584, 0.75),
        (120, 590, 0.9),
    ):
        _tree(sheet, x, foot, size)
    _barn(sheet, 1150, 520)
    for x, y in PUFFS:
        cloud(sheet, [(x + px, y + py, radius) for px, py, radius in PUFF], ACCENT, INK)
    _helicopter(sheet, 1190, 196)
    _tracer(sheet)
    for x, y, size in ((900, 742, 1.0), (1180, 768, 1.5), (1430, 724, 1.1), (1330, 846, 1.6)):
        _rock(sheet, x, y, size)
    _fence(sheet)
    _vehicle_with_gun(sheet, 262, 706)
    for x, foot in ((176, 668), (664, 818)):
        _figure(sheet, x, foot, 232)
    return sheet.picture()


def broadcast_frame(frame: Image.Image) -> Image.Image:
    """Return the frame as it was broadcast: cut, reduced, grey but for the decisive marks, and captioned."""
    box = (CROP_LEFT, CROP_TOP, CROP_LEFT + CROP_WIDTH, CROP_TOP + CROP_HEIGHT)
    size = (round(CROP_WIDTH * CROP_SCALE), round(CROP_HEIGHT * CROP_SCALE))
    cut = frame.crop(box).resize(size, Image.Resampling.BICUBIC)
    strip = Sheet(cut.width, STRIP_HEIGHT)
    lower_third(strip, "IRA FILM 1988", top=0, height=STRIP_HEIGHT)
    cut.paste(strip.picture(), (0, STRIP_TOP))
    return as_shown(cut)


def _hills(sheet: Sheet) -> None:
    far = [(-10, 470), (160, 402), (340, 452), (520, 372), (700, 440), (900, 392), (1110, 455), (1320, 366)]
    sheet.shape([(-10, HORIZON), *far, (1480, 430), (1610, 398), (1610, HORIZON)], SAND, PALE, 3)
    near = [(-10, 520), (220, 470), (430, 522), (640, 486), (820, 530), (1060, 498), (1270, 536), (1450, 490)]
    sheet.shape([(-10, HORIZON), *near, (1610, 528), (1610, HORIZON)], PAPER, MID, 3)


def _ground(sheet: Sheet) -> None:
    """Draw the ground as what a coarse texture is: the same tile again and again, in perspective."""
    rows = [HORIZON + 440 * (row / 6) ** 1.7 for row in range(7)]

    def across(column: float, y: float) -> XY:
        spread = 70 + (y - HORIZON) * 0.62
        return 820 + (column - 8) * spread * 1.55, y

    for row in range(6):
        for column in range(-2, 19):
            top, bottom = rows[row], rows[row + 1]
            left, right = column, column + 1
            tile = [across(left, top), across(right, top), across(right, bottom), across(left, bottom)]
            sheet.shape(tile, SAND if (row + column) % 2 else PAPER, PALE, 2)
    sheet.line([(-10, HORIZON), (1610, HORIZON)], INK, 3)


def _tree(sheet: Sheet, x: float, foot: float, size: float) -> None:
    sheet.box(x - 7 * size, foot - 44 * size, 14 * size, 44 * size, fill=MID, ink=INK, line=2)
    for lift, half in ((30, 48), (66, 39), (100, 27)):
        crown = [(-half, -lift), (half, -lift), (half * 0.12, -lift - 58)]
        sheet.shape([(x + px * size, foot + py * size) for px, py in crown], PALE, INK, 3)


def _barn(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x, y, 150, 66, fill=PAPER, ink=INK, line=3)
    sheet.shape([(x - 12, y), (x + 30, y - 46), (x + 132, y - 46), (x + 162, y)], PALE, INK, 3)
    sheet.box(x + 18, y + 22, 40, 44, fill=MID, ink=INK, line=2)
    sheet.box(x + 92, y + 18, 34, 24, fill=PAPER, ink=INK, line=2)


def _helicopter(sheet: Sheet, x: float, y: float) -> None:
    def at(*points: XY) -> list[XY]:
        return [(x - px, y + py) for px, py in points]

    sheet.shape(at((-20, -14), (196, -4), (196, 10), (-20, 26)), PAPER, INK, 4)
    sheet.shape(at((184, -2), (214, -52), (230, -50), (210, 12)), MID, INK, 3)
    body = at((-112, 18), (-96, -8), (-58, -34), (26, -38), (52, -12), (52, 30), (20, 48), (-80, 46))
    sheet.shape(body, PAPER, INK, 4)
    sheet.shape(at((-96, -6), (-58, -30), (-46, 8), (-100, 12)), PALE, INK, 3)
    sheet.box(x - 22, y - 20, 44, 44, fill=PALE, ink=INK, line=3)
    sheet.line(at((-10, -38), (-10, -60)), INK, 7)
    sheet.line(at((-196, -74), (176, -46)), INK, 7)
    for foot in (-74, 6):
        sheet.line(at((foot, 46), (foot, 68)), INK, 4)
    sheet.line(at((-108, 68), (42, 68)), INK, 5)


def _tracer(sheet: Sheet) -> None:
    sheet.dashes(curve([(556, 398), (740, 338), (920, 292), (1066, 262)]), 24, 20, MID, 4)


def _rock(sheet: Sheet, x: float, y: float, size: float) -> None:
    outline = [(-44, 0), (-30, -26), (-4, -36), (26, -22), (42, 0)]
    sheet.shape([(x + px * size, y + py * size) for px, py in outline], PALE, INK, 3)
    sheet.line([(x + px * size, y + py * size) for px, py in ((-4, -36), (4, -14), (-12, 0))], MID, 2.5)


def _fence(sheet: Sheet) -> None:
    for step in range(8):
        x, y = 800 + step * 113, 676 - step * 3
        sheet.line([(x, y), (x, y - 44)], INK, 4)
    for lift in (14, 32):
        sheet.line([(800, 676 - lift), (800 + 7 * 113, 655 - lift)], MID, 3)


def _vehicle_with_gun(sheet: Sheet, x: float, y: float) -> None:
    def at(*points: XY) -> list[XY]:
        return [(x + px, y + py) for px, py in points]

    for wheel in (-120, 150):
        sheet.circle(x + wheel, y + 62, 54, fill=MID, ink=INK, width=5)
        sheet.circle(x + wheel, y + 62, 22, fill=PAPER, ink=INK, width=4)
    sheet.shape(at((-214, -38), (232, -38), (250, 22), (250, 60), (-214, 60)), PAPER, INK, 5)
    sheet.line(at((-214, 10), (250, 10)), MID, 3)
    for rib in (-170, -112, -54, 4):
        sheet.line(at((rib, -38), (rib, 10)), MID, 3)
    sheet.shape(at((60, -38), (84, -128), (176, -128), (206, -38)), PAPER, INK, 5)
    sheet.shape(at((98, -52), (112, -112), (162, -112), (178, -52)), PALE, INK, 3)
    sheet.line(at((-30, -38), (14, -142)), INK, 12)
    sheet.line(at((58, -38), (14, -142)), INK, 12)
    barrel: list[XY] = [(-110, -15), (96, -15), (96, -7), (302, -7), (302, 7), (96, 7), (96, 15), (-110, 15)]
    sheet.shape(turned(barrel, x + 14, y - 150, math.radians(-30)), PAPER, INK, 4)
    breech: list[XY] = [(-40, 15), (34, 15), (34, 54), (-40, 54)]
    sheet.shape(turned(breech, x + 14, y - 150, math.radians(-30)), MID, INK, 3)


def _figure(sheet: Sheet, x: float, foot: float, height: float) -> None:
    """Draw an angular figure: corners where a body would be round, and no face."""

    def at(*points: XY) -> list[XY]:
        return [(x + px * height, foot + py * height) for px, py in points]

    def part(points: list[XY], fill: Colour) -> None:
        sheet.shape(points, fill, INK, 4)

    part(at((-0.13, 0), (-0.11, -0.44), (0.11, -0.44), (0.14, 0), (0.04, 0), (0, -0.3), (-0.04, 0)), MID)
    part(at((-0.17, -0.78), (0.17, -0.78), (0.13, -0.42), (-0.13, -0.42)), PAPER)
    part(at((0.13, -0.77), (0.37, -0.62), (0.34, -0.55), (0.12, -0.64)), PAPER)
    part(at((-0.07, -0.99), (0.07, -0.99), (0.1, -0.9), (0.06, -0.79), (-0.06, -0.79), (-0.1, -0.9)), INK)
