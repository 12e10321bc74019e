"""The landing drill, 2013: one picture that repeats itself."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageFilter

from content.draw.motifs.people import person
from content.draw.motifs.sea import hovercraft, waves
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, Sheet, as_shown, curve

CASE = "2013-03-26-north-korea-hovercraft"

NEAR = (330, 800), (836, 660)
"""The near craft and its twin: the same drawing, moved by whole pixels."""
FAR = (540, 338), (905, 372)
"""The far craft and its twin."""
NEAR_LENGTH, FAR_LENGTH = 330, 160
NEAR_BOX, FAR_BOX = (-266, -152, 450, 190), (-132, -76, 220, 96)
"""Around each place: what is exactly equal. `case.yaml` has these boxes."""
SOFT = (48, 374, 230, 116)
"""Where the craft with soft edges stands."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    yield "eight-craft.png", as_shown(landing())


def landing() -> Image.Image:
    """Return the drawing of eight craft before a beach: two pairs of twins, and one that fits nowhere."""
    sheet = Sheet(1600, 1000)
    ridge = curve([(-10, 205), (180, 168), (420, 196), (640, 150), (900, 190), (1180, 160), (1610, 200)])
    sheet.shape([(-10, 240), *ridge, (1610, 240)], SAND, PALE, 3)
    clear = [
        (x + left, y + top, width, height)
        for places, (left, top, width, height) in ((NEAR, NEAR_BOX), (FAR, FAR_BOX))
        for x, y in places
    ]
    clear += [SOFT, (262, 492, 290, 125), (1046, 454, 296, 116), (1164, 272, 178, 74)]
    waves(sheet, (-40, 266, 1700, 740), clear=clear)
    sheet.line([(-10, 240), (1610, 240)], MID, 3)
    _beach(sheet)
    hovercraft(sheet, 1270, 330, 130, kind=5)
    for x, y in FAR:
        hovercraft(sheet, x, y, FAR_LENGTH, kind=2, ink=ACCENT)
    hovercraft(sheet, 166, 474, 190, ink=MID, has_wake=False)
    hovercraft(sheet, 430, 590, 210, kind=3)
    hovercraft(sheet, 1226, 548, 220, kind=6)
    for x, y in reversed(NEAR):
        hovercraft(sheet, x, y, NEAR_LENGTH, kind=1, ink=ACCENT)
    picture = sheet.picture()
    left, top, width, height = SOFT
    box = (left, top, left + width, top + height)
    picture.paste(picture.crop(box).filter(ImageFilter.GaussianBlur(4)), box)
    return picture


def _beach(sheet: Sheet) -> None:
    shore = curve([(560, 1010), (760, 905), (1010, 810), (1230, 700), (1420, 590), (1610, 520)])
    sheet.shape([*shore, (1610, 1010)], PAPER, width=0)
    sheet.line(shore, INK, 3)
    for inset in (26, 52):
        sheet.dashes([(x + inset, y + inset * 0.5) for x, y in shore], 40, 26, PALE, 3)
    bank = curve([(960, 1010), (1150, 935), (1360, 850), (1610, 720)])
    sheet.shape([*bank, (1610, 1010)], SAND, MID, 3)
    for x, foot in (
        (1020, 880),
        (1090, 858),
        (1150, 884),
        (1205, 812),
        (1255, 846),
        (1330, 776),
        (1372, 802),
        (1440, 700),
        (1478, 742),
        (1548, 668),
    ):
        person(sheet, x, foot, 62)
