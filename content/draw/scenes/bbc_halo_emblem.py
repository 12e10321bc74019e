"""The wrong emblem, 2012: two emblems at one scale, told in words, for neither may be imitated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image

from content.draw.motifs.screens import part
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, Colour, Sheet, as_shown

CASE = "2012-05-24-bbc-halo-emblem"

RADIUS = 430
"""Of both emblems: they stand at the same scale."""


UPPER, MIDDLE, LOWER = (430, 190, 540, 176), (370, 400, 660, 176), (430, 610, 540, 176)
"""The three parts of an emblem: left, top, width and height of the field that names each."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    on_screen = (("A BIRD", "WITH ITS WINGS SPREAD"), ("A GLOBE",), ("THE LETTERS", "U N S C"))
    yield "game-emblem.png", as_shown(emblem("THE GAME’S EMBLEM", on_screen, last=ACCENT))
    official = (("A MAP OF THE WORLD", "SEEN FROM THE POLE"), ("TWO OLIVE BRANCHES",), ("NO LETTERS",))
    yield "un-emblem.png", emblem("THE UNITED NATIONS’ EMBLEM", official, last=ACCENT)


def emblem(name: str, parts: Sequence[Sequence[str]], *, last: Colour) -> Image.Image:
    """Return a disc with three fields that say what the emblem has; the last is the decisive one."""
    sheet = Sheet(1400, 1060)
    sheet.circle(700, 488, RADIUS, fill=SAND, ink=INK, width=6)
    sheet.circle(700, 488, RADIUS - 22, ink=PALE, width=4)
    for box, words, ink in zip((UPPER, MIDDLE, LOWER), parts, (INK, INK, last), strict=True):
        part(sheet, box, words, ink=ink)
    for x in (700 - RADIUS, 700 + RADIUS):
        sheet.line([(x, 938), (x, 972)], MID, 4)
    sheet.line([(700 - RADIUS, 955), (700 + RADIUS, 955)], MID, 3)
    width = sheet.words_width(name, 40) + 48
    sheet.box(700 - width / 2, 926, width, 58, fill=PAPER, line=0)
    sheet.words(700, 955, name, 40, anchor="mm")
    return sheet.picture()
