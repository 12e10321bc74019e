"""The air strike on Panjshir, 2021: a game's frame, what a channel showed of it, and another clip's jet."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image, ImageOps

from content.draw.motifs.screens import logo_block, lower_third
from content.draw.motifs.sky import cloud, jet, tracers
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Sheet, as_shown, curve, turned

CASE = "2021-09-06-panjshir-arma3"

CROP_LEFT, CROP_TOP, CROP_WIDTH, CROP_HEIGHT = 560, 40, 960, 540
"""What the channel showed of the frame: the aircraft, and not what fires at it."""
SHOWN_WIDTH, SHOWN_HEIGHT = 1200, 675
COARSE = 2
"""The picture shown was of low resolution: so many of its pixels are one."""

MUZZLE: XY = (401, 560)
TURRET_ANGLE = -0.62


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    frame = game_frame()
    yield "game-frame.png", frame
    yield "channel-frame.png", channel_frame(frame)
    yield "low-jet.png", as_shown(ImageOps.grayscale(low_jet()))


def game_frame() -> Image.Image:
    """Return the frame of the game: by night, a gun on a vehicle fires at a jet."""
    sheet = Sheet(1600, 900)
    sheet.box(0, 0, 1600, 900, fill=INK, line=0)
    far = curve(
        [(-20, 588), (180, 540), (360, 580), (600, 512), (840, 566), (1080, 500), (1330, 560), (1620, 508)]
    )
    near = curve([(-20, 730), (240, 706), (560, 742), (900, 690), (1240, 736), (1620, 694)])
    sheet.shape([(-20, 920), *far, (1620, 920)], INK, MID, 3)
    sheet.shape([(-20, 920), *near, (1620, 920)], INK, MID, 4)
    for x, y in (
        (700, 118),
        (846, 92),
        (1180, 92),
        (1336, 150),
        (1420, 300),
        (640, 250),
        (230, 120),
        (410, 210),
    ):
        sheet.circle(x, y, 3.5, fill=PALE, width=0)
    tracers(
        sheet,
        MUZZLE,
        ((806, 300), (900, 196), (1010, 104), (1044, 330), (1290, 214), (1420, 92), (960, 420)),
        width=6,
        on=34,
        off=26,
    )
    _flak(sheet)
    jet(sheet, 1060, 250, -0.28, length=300, fill=MID, ink=PAPER, is_straight_winged=True)
    _gun_carrier(sheet, 250, 704)
    return sheet.picture()


def channel_frame(frame: Image.Image) -> Image.Image:
    """Return what the channel showed: a cut of the frame, enlarged and coarse, under its logo and caption."""
    box = (CROP_LEFT, CROP_TOP, CROP_LEFT + CROP_WIDTH, CROP_TOP + CROP_HEIGHT)
    coarse = frame.crop(box).resize((SHOWN_WIDTH // COARSE, SHOWN_HEIGHT // COARSE), Image.Resampling.BICUBIC)
    shown = coarse.resize((SHOWN_WIDTH, SHOWN_HEIGHT), Image.Resampling.BICUBIC)
    strip = Sheet(SHOWN_WIDTH, 84)
    lower_third(strip, "EXCLUSIVE", top=0)
    strip.box(1, 1, 132, 82, fill=None, ink=PAPER, line=3)
    shown.paste(strip.picture(), (0, 535))
    logo = Sheet(150, 66)
    logo_block(logo, 1, 1, width=148, height=64)
    shown.paste(logo.picture(), (1020, 28))
    return as_shown(ImageOps.grayscale(shown))


def low_jet() -> Image.Image:
    """Return the schematic of the other clip: a jet that flies low through a valley by day."""
    sheet = Sheet(1200, 750)
    for puffs in (
        ((190, 110, 40), (250, 92, 54), (322, 112, 38)),
        ((900, 84, 36), (960, 70, 50), (1030, 92, 40)),
    ):
        cloud(sheet, puffs, SAND, PALE)
    for ridge, fill in (
        (((-20, 300), (160, 214), (330, 290), (520, 230), (700, 330), (900, 220), (1220, 300)), PAPER),
        (((-20, 350), (120, 300), (280, 400), (430, 560), (520, 640), (600, 700)), SAND),
        (((600, 700), (700, 610), (800, 500), (960, 360), (1090, 300), (1220, 320)), SAND),
    ):
        line = curve(ridge)
        sheet.shape([(line[0][0], 760), *line, (line[-1][0], 760)], fill, MID, 3)
    for x, y, angle in (
        (150, 430, 0.8),
        (250, 520, 0.85),
        (1000, 470, -0.8),
        (900, 560, -0.8),
        (1090, 420, -0.7),
    ):
        sheet.line(turned([(-60, 0), (60, 0)], x, y, angle), PALE, 4)
    jet(sheet, 590, 420, -0.5, length=250)
    return sheet.picture()


def _flak(sheet: Sheet) -> None:
    for x, y, size in ((820, 190, 26), (1240, 120, 22), (1190, 410, 24), (700, 400, 20), (1400, 210, 18)):
        for ray in range(8):
            start = turned([(size * 0.5, 0), (size, 0)], x, y, ray * math.pi / 4 + x)
            sheet.line(start, PAPER, 4)


def _gun_carrier(sheet: Sheet, x: float, ground: float) -> None:
    for side in (-8, 8):
        barrel = [(0, side - 5), (176, side - 4), (176, side + 4), (0, side + 5)]
        sheet.shape(turned(barrel, x + 24, ground - 46, TURRET_ANGLE), INK, ACCENT, 4)
    sheet.shape(
        [(x - 62, ground - 20), (x - 50, ground - 84), (x + 46, ground - 84), (x + 66, ground - 20)],
        INK,
        ACCENT,
        5,
    )
    sheet.circle(x - 14, ground - 108, 24, fill=INK, ink=ACCENT, width=5)
    sheet.shape(
        [
            (x - 150, ground + 34),
            (x - 128, ground - 20),
            (x + 120, ground - 20),
            (x + 158, ground + 8),
            (x + 150, ground + 34),
        ],
        INK,
        ACCENT,
        5,
    )
    sheet.rounded(x - 158, ground + 30, 316, 46, radius=22, fill=INK, ink=ACCENT, line=5)
    for wheel in range(6):
        sheet.circle(x - 126 + wheel * 50, ground + 53, 15, fill=INK, ink=ACCENT, width=4)
