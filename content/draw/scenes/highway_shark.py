"""The shark, 2011: a photograph from the sea, and the same shark set into a flooded street."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from content.draw.motifs.sea import kayak, shark, waves
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, Sheet, as_shown, curve, turned

CASE = "2011-08-24-highway-shark"

ANGLE, LENGTH = -0.42, 470
PLACE = 455, 392
"""The shark is the same drawing at the same place in both: `case.yaml` has its points from here."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    yield "flooded-street.png", as_shown(street())
    yield "kayak.png", sea()


def sea() -> Image.Image:
    """Return the photograph's drawing: a shark behind a kayak."""
    sheet = Sheet(1200, 750)
    waves(sheet, (-40, 20, 1280, 700), step=60, clear=[(160, 180, 620, 420), (700, 40, 440, 330)])
    shark(sheet, *PLACE, ANGLE, length=LENGTH, ink=ACCENT)
    kayak(sheet, 905, 205, ANGLE - 0.06, length=400)
    return sheet.picture()


def street() -> Image.Image:
    """Return the composite's drawing: the shark beside a car in a flooded street."""
    sheet = Sheet(1200, 750)
    sheet.box(-10, -10, 1220, 150, fill=SAND, line=0)
    for left, width, height in (
        (40, 150, 88),
        (230, 190, 112),
        (470, 130, 74),
        (650, 230, 104),
        (930, 180, 90),
    ):
        sheet.box(left, 140 - height, width, height, fill=PAPER, ink=MID, line=3)
        for window in range(int(width / 44)):
            sheet.box(left + 16 + window * 44, 154 - height, 22, 26, fill=PALE, ink=MID, line=2)
    sheet.box(-10, 140, 1220, 660, fill=PAPER, line=0)
    sheet.line([(-10, 140), (1210, 140)], MID, 3)
    for x, foot in ((210, 168), (640, 176), (1040, 190)):
        sheet.line([(x, foot), (x, foot - 150), (x + 54, foot - 162)], INK, 4)
    waves(sheet, (-40, 176, 1280, 420), step=56, clear=[(146, 178, 620, 430), (830, 220, 330, 180)])
    _half_sunk_car(sheet, 990, 330)
    _cut_out(sheet)
    shark(sheet, *PLACE, ANGLE, length=LENGTH, ink=ACCENT)
    _car_door(sheet)
    return sheet.picture()


def _cut_out(sheet: Sheet) -> None:
    # A loose line around the shark, its shadow and its bubbles: all of it was moved together.
    x, y = PLACE
    edge = [
        (-8 + 302 * math.cos(turn), 18 + (172 + 8 * math.sin(4 * turn)) * math.sin(turn))
        for turn in (step / 72 * math.tau for step in range(72))
    ]
    tilted = turned(edge, x, y, ANGLE)
    sheet.dashes([*tilted, tilted[0]], 18, 13, ACCENT, 4)


def _half_sunk_car(sheet: Sheet, x: float, y: float) -> None:
    roof = [(x - 96, y - 8), (x - 62, y - 62), (x + 50, y - 62), (x + 92, y - 8)]
    sheet.shape(roof, PAPER, INK, 4)
    sheet.shape([(x - 72, y - 12), (x - 50, y - 50), (x - 8, y - 50), (x - 8, y - 12)], PALE, INK, 3)
    sheet.shape([(x + 6, y - 12), (x + 6, y - 50), (x + 42, y - 50), (x + 66, y - 12)], PALE, INK, 3)
    sheet.shape([(x - 140, y - 8), (x + 136, y - 8), (x + 142, y + 22), (x - 146, y + 22)], PAPER, INK, 4)
    sheet.line(
        curve([(x - 172, y + 22), (x - 90, y + 30), (x, y + 22), (x + 90, y + 30), (x + 172, y + 22)]), INK, 4
    )


def _car_door(sheet: Sheet) -> None:
    sill = curve([(-10, 640), (300, 622), (700, 604), (1010, 596), (1210, 600)])
    sheet.shape([*sill, (1210, 760), (-10, 760)], MID, INK, 5)
    sheet.line([(x, y + 26) for x, y in sill], INK, 3)
    mirror = [(950, 620), (930, 520), (968, 478), (1128, 470), (1158, 508), (1150, 602), (1070, 622)]
    sheet.shape(mirror, PAPER, INK, 5)
    sheet.shape([(962, 590), (954, 530), (982, 502), (1112, 496), (1130, 522), (1124, 582)], PALE, INK, 3)
