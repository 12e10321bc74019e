"""The dogfight, 2022: a clip on the page where it was first put, and the clip as it went on without it.

Both drawings have the same clip in them, at two sizes: the claimed one is all of it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageOps

from content.draw.motifs.sky import cloud, jet, missile, smoke
from content.draw.pen import ACCENT, INK, MID, PALE, PAPER, SAND, XY, Sheet, as_shown, curve

CASE = "2022-02-25-ghost-of-kyiv"

CLIP_WIDTH, CLIP_HEIGHT = 720, 1280
"""The clip is upright, as if a telephone had filmed it; this is the size of the claimed drawing."""
PAGE_WIDTH, PAGE_HEIGHT, PLAYER_HEIGHT = 1080, 1400, 768
PAGE_LEFT, PAGE_TOP, PAGE_SCALE = 324, 0, 0.6
"""Where the clip stands on its page, and how large a pixel of it is there."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Yield each drawing with the name of its file."""
    yield "reposted-clip.png", reposted_clip()
    yield "first-upload.png", first_upload()


def reposted_clip() -> Image.Image:
    """Return the clip as it went on: two jets, a missile, and no word about where it is from."""
    sheet = Sheet(CLIP_WIDTH, CLIP_HEIGHT)
    _clip(sheet, 0, 0, 1)
    return as_shown(ImageOps.grayscale(sheet.picture()))


def first_upload() -> Image.Image:
    """Return the clip where it was first put: in a wide player, above its title and description."""
    sheet = Sheet(PAGE_WIDTH, PAGE_HEIGHT)
    _clip(sheet, PAGE_LEFT, PAGE_TOP, PAGE_SCALE)
    # The clip is wider and higher than its frame: the rest of it is covered again.
    sheet.box(0, PLAYER_HEIGHT, PAGE_WIDTH, PAGE_HEIGHT - PLAYER_HEIGHT, fill=SAND, line=0)
    for left in (0, PAGE_LEFT + CLIP_WIDTH * PAGE_SCALE):
        sheet.box(left, 0, PAGE_LEFT, PLAYER_HEIGHT, fill=INK, line=0)
    _words(sheet, 64)
    return sheet.picture()


def _words(sheet: Sheet, x: float) -> None:
    sheet.words(x, 820, "THE TITLE", 26, ink=MID)
    for row, text in enumerate(("GHOST OF KIEV KILL | dogfight between", "Ukrainian MiG29 and Russian Su27")):
        sheet.words(x, 880 + row * 60, text, 49)
    sheet.words(x, 1000, "simulated in DCS world", 49, ink=ACCENT)
    sheet.circle(x + 26, 1056, 26, fill=PALE, ink=MID, width=3)
    sheet.words(x + 72, 1056, "Comrade_Corb", 34, anchor="lm")
    sheet.line([(x, 1102), (PAGE_WIDTH - x, 1102)], MID, 3)
    sheet.words(x, 1146, "THE DESCRIPTION", 26, ink=MID)
    sheet.words(x, 1204, "“This footage is from DCS,", 49, ink=ACCENT)
    for row, text in enumerate(("but is nevertheless made out of respect", "for ‘The Ghost of Kiev.’ …”")):
        sheet.words(x, 1262 + row * 58, text, 47)


def _clip(sheet: Sheet, left: float, top: float, scale: float) -> None:
    def at(*points: XY) -> list[XY]:
        return [(left + px * scale, top + py * scale) for px, py in points]

    sheet.shape(at((0, 0), (CLIP_WIDTH, 0), (CLIP_WIDTH, CLIP_HEIGHT), (0, CLIP_HEIGHT)), PAPER, width=0)
    for puffs in (
        ((70, 150, 58), (140, 128, 74), (228, 158, 52), (20, 176, 40)),
        ((566, 96, 46), (632, 74, 66), (704, 110, 60)),
        ((60, 560, 34), (112, 538, 50), (176, 560, 38)),
        ((500, 856, 44), (572, 826, 70), (656, 850, 58), (706, 876, 40)),
        ((180, 400, 34), (240, 380, 48), (304, 402, 32)),
    ):
        placed = [(left + x * scale, top + y * scale, radius * scale) for x, y, radius in puffs]
        cloud(sheet, placed, SAND, MID)
    ground = curve([(-20, 1120), (90, 1096), (210, 1124), (330, 1088), (470, 1112), (600, 1080), (740, 1106)])
    sheet.shape(at((-20, 1300), *ground, (740, 1300)), PALE, MID, 4 * scale)
    for field in (
        ((40, 1180), (190, 1160), (330, 1176)),
        ((360, 1196), (520, 1150), (700, 1168)),
        ((20, 1226), (240, 1206), (470, 1222), (700, 1210)),
        ((150, 1130), (170, 1180), (220, 1250)),
        ((430, 1116), (470, 1180), (540, 1250)),
        ((610, 1092), (620, 1150), (660, 1240)),
    ):
        sheet.line(at(*curve(field)), MID, 4 * scale)
    # The action stands in the middle: small pictures of this one show no more than that.
    trail = curve([(322, 700), (366, 650), (410, 606), (446, 574), (462, 560)], steps=5)
    smoke(sheet, at(*reversed(trail)), widest=46 * scale, fill=SAND, ink=MID)
    x, y = at((488, 532))[0]
    missile(sheet, x, y, -0.82, length=78 * scale)
    x, y = at((574, 442))[0]
    jet(sheet, x, y, -0.62, length=190 * scale, fill=MID)
    x, y = at((246, 780))[0]
    jet(sheet, x, y, -0.86, length=300 * scale)
