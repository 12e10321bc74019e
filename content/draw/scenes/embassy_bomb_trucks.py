"""The tweet, 2016: three trucks of a game, and the same trucks in a post that calls them an illustration.

The post's picture is made from the drawn game picture: `case.yaml` says the same in its regions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from PIL import Image

from content.draw.motifs.screens import post
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Colour, Sheet, as_shown

CASE = "2016-05-12-russian-embassy-bomb-trucks"

ART_WIDTH, ART_HEIGHT = 1400, 900
CARD = (70, 24, 1060, 988)
"""The post's left, top, width and height."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    art = game_picture()
    yield "game-picture.png", art
    yield "tweet.png", tweet(art)


def game_picture() -> Image.Image:
    """Return the game's picture: three trucks with three loads on sandy ground, one under a warning sign."""
    sheet = Sheet(ART_WIDTH, ART_HEIGHT)
    sheet.box(0, 0, ART_WIDTH, ART_HEIGHT, fill=SAND, line=0)
    _ground(sheet)
    _truck(sheet, 130, 330, load="crates")
    _truck(sheet, 520, 524, load="drums")
    _truck(sheet, 860, 330, load="sign")
    return sheet.picture()


def tweet(art: Image.Image) -> Image.Image:
    """Return the post: bars for its words, and the game's picture with the line that was set at its foot."""
    sheet = Sheet(1200, 1080)
    left, top, width, _ = post(sheet, *CARD, lines=2)
    frame = sheet.picture()
    height = width * ART_HEIGHT / ART_WIDTH
    picture = art.resize((round(width), round(height)), Image.Resampling.BICUBIC)
    words = Sheet(picture.width, 62)
    words.box(0, 0, words.width, words.height, fill=SAND, line=0)
    words.words(words.width / 2, 28, "Image used for illustration purposes only", 29, ink=ACCENT, anchor="mm")
    picture.paste(words.picture(), (0, picture.height - words.height))
    frame.paste(picture, (round(left), round(top)))
    return as_shown(frame)


def _ground(sheet: Sheet) -> None:
    for x, y, reach, phase in (
        (180, 140, 150, 0.3),
        (1180, 120, 170, 1.4),
        (1240, 760, 150, 2.2),
        (150, 700, 130, 3.0),
    ):
        for ring in range(3):
            edge: list[XY] = []
            for step in range(40):
                turn = step / 40 * math.tau
                swell = reach * (1 - ring / 3.4) * (1 + 0.14 * math.sin(3 * turn + phase))
                edge.append((x + swell * math.cos(turn) * 1.4, y + swell * math.sin(turn) * 0.6))
            sheet.shape(edge, None, PALE, 4)
    for x, y in ((460, 110), (700, 180), (400, 700), (1350, 520), (50, 440), (820, 70)):
        stone = [(-22, 8), (-12, -12), (10, -14), (24, 2), (12, 14)]
        sheet.shape([(x + px, y + py) for px, py in stone], PALE, MID, 3)
    for side in (0, 46):
        sheet.dashes([(-20, 560 + side), (500, 760 + side), (720, 905 + side)], 34, 20, PALE, 7)


def _truck(sheet: Sheet, x: float, y: float, *, load: str) -> None:
    """Draw a truck seen from above and from the side; `x`, `y` is the near corner of its bed's top."""

    def at(along: float, across: float, up: float) -> XY:
        return x + along * 1.12 + across * 0.62, y + along * 0.36 - across * 0.43 - up * 1.19

    def slab(
        start: float, end: float, low: float, high: float, *, near: float = 0.0, far: float = 130.0
    ) -> None:
        top = [at(start, near, high), at(end, near, high), at(end, far, high), at(start, far, high)]
        side = [at(start, near, low), at(end, near, low), at(end, near, high), at(start, near, high)]
        front = [at(end, near, low), at(end, far, low), at(end, far, high), at(end, near, high)]
        _faces(sheet, top, side, front)

    for wheel in (46, 118, 268):
        hub = at(wheel, -4, -34)
        sheet.circle(*hub, 38, fill=INK, width=0)
        sheet.circle(*hub, 15, fill=PALE, width=0)
    slab(0, 330, -26, 0)
    if load == "crates":
        for start in (10, 80, 150):
            slab(start, start + 60, 0, 52, near=8, far=122)
            sheet.line([at(start, 8, 52), at(start + 60, 122, 52)], MID, 3)
    elif load == "drums":
        for across in (92, 32):
            for along in (34, 100, 166):
                _drum(sheet, *at(along, across, 0))
    else:
        slab(8, 214, 0, 64, near=6, far=124)
        _sign(sheet, *at(111, 65, 92))
    slab(226, 310, 0, 84)
    window = [at(310, 16, 34), at(310, 114, 34), at(310, 114, 74), at(310, 16, 74)]
    sheet.shape(window, MID, INK, 3)
    sheet.shape([at(246, 0, 38), at(296, 0, 38), at(296, 0, 74), at(246, 0, 74)], MID, INK, 3)


def _faces(sheet: Sheet, top: list[XY], side: list[XY], front: list[XY]) -> None:
    for face, fill in ((front, PALE), (side, PAPER), (top, PAPER)):
        sheet.shape(face, fill, INK, 4)


def _drum(sheet: Sheet, x: float, y: float) -> None:
    lid = [(31 * math.cos(turn / 24 * math.tau), 15 * math.sin(turn / 24 * math.tau)) for turn in range(24)]
    body = [(x - 31, y - 74), *[(x - px, y + py) for px, py in lid[:13]], (x + 31, y - 74)]
    sheet.shape(body, PAPER, INK, 4)
    sheet.line([(x - px, y - 36 + py) for px, py in lid[:13]], MID, 4)
    sheet.shape([(x + px, y - 74 + py) for px, py in lid], PALE, INK, 4)


def _sign(sheet: Sheet, x: float, y: float, *, ink: Colour = ACCENT) -> None:
    """Draw a warning sign of three rings in a triangle, after the biohazard sign and not like it."""
    sheet.shape([(x - 84, y + 52), (x + 84, y + 52), (x, y - 92)], PAPER, ink, 9)
    for turn in range(3):
        angle = -math.pi / 2 + turn * math.tau / 3
        sheet.circle(x + 21 * math.cos(angle), y + 10 + 21 * math.sin(angle), 21, ink=ink, width=8)
