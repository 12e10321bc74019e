"""The night shoot, 2017: the whole frame with its spectators, and the part of it that was broadcast."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageOps

from content.draw.motifs.people import spectator
from content.draw.motifs.sky import blast, tracers
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, XY, Sheet, as_shown, curve

CASE = "2019-10-13-knob-creek"

CROP_LEFT, CROP_TOP, CROP_WIDTH, CROP_HEIGHT = 250, 16, 1088, 612
"""What was broadcast of the frame, in pixels of the whole one: it ends above the first telephone."""
BROADCAST_WIDTH, BROADCAST_HEIGHT = 1200, 675

GROUND = 560
BLASTS = ((392, 300, 0.3), (640, 400, 1.7), (905, 500, 2.9), (1175, 350, 4.1))
"""Where each explosion stands, how high it is, and the turn of its puffs."""
VOLLEYS: tuple[tuple[XY, tuple[XY, ...]], ...] = (
    ((70, 700), ((330, 470), (505, 330), (520, 120))),
    ((470, 706), ((560, 500), (775, 330), (770, 70))),
    ((1010, 706), ((985, 500), (1040, 250), (1065, 90))),
    ((1540, 700), ((1290, 470), (1290, 300), (1330, 110))),
)
RICOCHETS: tuple[tuple[XY, tuple[XY, ...]], ...] = (
    ((505, GROUND - 40), ((430, 90), (560, 60))),
    ((1035, GROUND - 40), ((1160, 60),)),
    ((1262, GROUND - 34), ((1240, 60), (1420, 200))),
    ((262, GROUND - 34), ((300, 150), (120, 190))),
)
"""Tracer fire: where it comes from and where it goes."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    frame = whole_frame()
    yield "whole-frame.png", frame
    yield "broadcast.png", broadcast_cut(frame)


def whole_frame() -> Image.Image:
    """Return the whole frame: blasts and tracers by night, and spectators with telephones before them."""
    sheet = Sheet(1600, 1000)
    sheet.box(0, 0, 1600, 1000, fill=INK, line=0)
    ridge = curve(
        [(-20, 452), (170, 418), (360, 446), (640, 402), (900, 436), (1190, 396), (1420, 440), (1620, 410)]
    )
    sheet.shape([(-20, 1020), *ridge, (1620, 1020)], INK, MID, 3)
    _range(sheet)
    for gun, ends in VOLLEYS:
        tracers(sheet, gun, ends, width=5)
    for stray, ends in RICOCHETS:
        tracers(sheet, stray, ends, ink=PALE, width=3.5, on=16, off=14)
    for x, height, phase in BLASTS:
        blast(sheet, x, GROUND, height, phase=phase, ink=MID)
    _spectators(sheet)
    return sheet.picture()


def broadcast_cut(frame: Image.Image) -> Image.Image:
    """Return what was broadcast: the frame without its lower part and its sides, enlarged and paler."""
    box = (CROP_LEFT, CROP_TOP, CROP_LEFT + CROP_WIDTH, CROP_TOP + CROP_HEIGHT)
    cut = frame.crop(box).resize((BROADCAST_WIDTH, BROADCAST_HEIGHT), Image.Resampling.BICUBIC)
    return as_shown(ImageOps.grayscale(cut))


def _range(sheet: Sheet) -> None:
    sheet.line([(-20, GROUND), (1620, GROUND)], PALE, 3)
    for x, width in ((150, 104), (462, 84), (720, 70), (992, 84), (1252, 96), (1450, 80)):
        sheet.box(x, GROUND - 30, width, 30, fill=MID, ink=PALE, line=3)
        sheet.box(x + width * 0.22, GROUND - 50, width * 0.5, 20, fill=MID, ink=PALE, line=3)
    for row, inset in ((604, 60), (664, 10)):
        sheet.line([(inset, row), (1600 - inset * 0.7, row)], MID, 3)


def _spectators(sheet: Sheet) -> None:
    # Nobody stands higher than the lower edge of the cut: that is the argument.
    for x, top, size, lean in (
        (300, 778, 62, None),
        (690, 772, 62, None),
        (1060, 782, 62, None),
        (1345, 778, 62, None),
        (120, 752, 84, 0.1),
        (480, 766, 82, -0.12),
        (850, 752, 86, 0.08),
        (1215, 764, 84, -0.1),
        (1490, 756, 82, -0.06),
    ):
        screen = None if lean is None else ACCENT
        spectator(sheet, x, top, size, fill=MID, ink=PAPER, screen=screen, lean=lean or 0.0)
