"""The graphics desk's pen: ink lines, two greys, one accent, and the stamp that every drawing carries.

Refuses to imitate: flat shapes and outlines only, no texture, no noise, no photograph.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

Colour: TypeAlias = tuple[int, int, int]
XY: TypeAlias = tuple[float, float]

PAPER: Colour = (246, 243, 236)
INK: Colour = (34, 39, 46)
MID: Colour = (140, 142, 140)
PALE: Colour = (216, 213, 204)
SAND: Colour = (235, 231, 222)
ACCENT: Colour = (190, 52, 24)
"""For the decisive mark of a drawing, and for nothing else."""

STAMP = "SCHEMATIC · NOT THE EVIDENCE"
STAMP_HEIGHT = 0.047
"""Of the picture's width: the stamp is still read where the picture is 320 pixels wide."""

_FINE = 3
"""Everything is drawn this many times larger and then reduced, for smooth edges."""


class Sheet:
    """A sheet of paper to draw on, in pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._image = Image.new("RGB", (width * _FINE, height * _FINE), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, points: Iterable[XY], ink: Colour = INK, width: float = 2.5) -> None:
        """Draw a line through points."""
        self._draw.line(_fine(points), ink, max(1, round(width * _FINE)), joint="curve")

    def dashes(self, points: Sequence[XY], on: float, off: float, ink: Colour, width: float) -> None:
        """Draw a dashed line through points."""
        walked = 0.0
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            length = math.hypot(x1 - x0, y1 - y0)
            steps = max(1, round(length / 3))
            for step in range(steps):
                if walked % (on + off) < on:
                    a, b = step / steps, (step + 1) / steps
                    start = x0 + (x1 - x0) * a, y0 + (y1 - y0) * a
                    end = x0 + (x1 - x0) * b, y0 + (y1 - y0) * b
                    self.line((start, end), ink, width)
                walked += length / steps

    def shape(
        self, points: Iterable[XY], fill: Colour | None = PAPER, ink: Colour = INK, width: float = 2.5
    ) -> None:
        """Draw a closed shape, with an outline unless `width` is 0."""
        corners = list(points)
        if fill is not None:
            self._draw.polygon(_fine(corners), fill)
        if width:
            self.line([*corners, corners[0], corners[1]], ink, width)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = PAPER,
        ink: Colour = INK,
        line: float = 2.5,
    ) -> None:
        """Draw an upright rectangle."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.shape(corners, fill, ink, line)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: Colour | None = None,
        ink: Colour = INK,
        width: float = 2.5,
    ) -> None:
        """Draw a circle; without an outline where `width` is 0."""
        edge = [(v * _FINE) for v in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.ellipse(edge, fill, ink if width else None, round(width * _FINE))

    def words(
        self, x: float, y: float, text: str, size: float, *, ink: Colour = INK, anchor: str = "ls"
    ) -> None:
        """Write a line of text; `anchor` is Pillow's, `ls` for left on the base line."""
        # The built-in font has one weight: a hair of outline makes it read at small sizes.
        stroke = size * _FINE * 0.022
        at = (x * _FINE, y * _FINE)
        self._draw.text(at, text, ink, _font(size * _FINE), anchor, stroke_width=stroke, stroke_fill=ink)

    def words_width(self, text: str, size: float) -> float:
        """Return how wide a line of text will be."""
        return _font(size * _FINE).getlength(text) / _FINE

    def picture(self) -> Image.Image:
        """Return the drawing at its size."""
        return self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)


def as_shown(picture: Image.Image) -> Image.Image:
    """Return the picture on greyer paper: the sign that it stands for one shown as proof."""
    tones = [round(8 + value * 0.84) for value in range(256)]
    return picture.point(tones * len(picture.getbands()))


def stamped(picture: Image.Image) -> Image.Image:
    """Return the picture with the stamp in a strip over its foot."""
    strip = Sheet(picture.width, round(picture.width * STAMP_HEIGHT))
    strip.box(0, 0, strip.width, strip.height, fill=INK, line=0)
    size = strip.height * 0.56
    strip.words(strip.width / 2, strip.height / 2, STAMP, size, ink=PAPER, anchor="mm")
    result = picture.convert("RGB")
    result.paste(strip.picture(), (0, picture.height - strip.height))
    return result


def curve(points: Sequence[XY], steps: int = 16) -> list[XY]:
    """Return a smooth line through points (Catmull and Rom 1974)."""
    padded = [points[0], *points, points[-1]]
    line: list[XY] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        line += [_between(a, b, c, d, step / steps) for step in range(steps)]
    return [*line, points[-1]]


def along(line: Sequence[XY], distance: float) -> tuple[float, float, float]:
    """Return the place and the direction (in radians) at a distance from a line's beginning."""
    left = distance
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        length = math.hypot(x1 - x0, y1 - y0)
        if length and left <= length:
            part = left / length
            return x0 + (x1 - x0) * part, y0 + (y1 - y0) * part, math.atan2(y1 - y0, x1 - x0)
        left -= length
    raise ValueError(f"the line is shorter than {distance}")


def turned(points: Iterable[XY], x: float, y: float, angle: float) -> list[XY]:
    """Return points that were given around (0, 0), turned and moved to (x, y)."""
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def road(sheet: Sheet, line: Sequence[XY], width: float) -> None:
    """Draw a road: two edges and a dashed middle."""
    edges: tuple[list[XY], list[XY]] = ([], [])
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        length = math.hypot(x1 - x0, y1 - y0) or 1
        across_x, across_y = (y1 - y0) / length * width / 2, (x0 - x1) / length * width / 2
        edges[0].append((x0 + across_x, y0 + across_y))
        edges[1].append((x0 - across_x, y0 - across_y))
    sheet.shape([*edges[0], *reversed(edges[1])], SAND, width=0)
    for edge in edges:
        sheet.line(edge, MID, 2.5)
    sheet.dashes(line, 22, 22, PALE, 3)


def vehicle(
    sheet: Sheet, x: float, y: float, angle: float, *, length: float = 62, is_laden: bool = True
) -> None:
    """Draw a vehicle from above: a box with a cab, and ribs where it carries a load."""
    half, side = length / 2, length * 0.2
    for wheel in (-half * 0.6, half * 0.55):
        axle = [(wheel - 6, -side - 3), (wheel + 6, -side - 3), (wheel + 6, side + 3), (wheel - 6, side + 3)]
        sheet.shape(turned(axle, x, y, angle), INK, width=0)
    body = [(-half, -side), (half, -side), (half, side), (-half, side)]
    sheet.shape(turned(body, x, y, angle), PAPER, INK, 3)
    cab = [(half * 0.36, -side), (half * 0.74, -side), (half * 0.74, side), (half * 0.36, side)]
    sheet.shape(turned(cab, x, y, angle), MID, INK, 2)
    if is_laden:
        for rib in (-0.7, -0.4, -0.1):
            sheet.line(turned([(half * rib, -side), (half * rib, side)], x, y, angle), INK, 2)


def hill(sheet: Sheet, x: float, y: float, radius: float, phase: float, *, rings: int = 4) -> None:
    """Draw a hill as contour lines."""
    for ring in range(rings):
        reach = radius * (1 - ring / rings)
        edge = []
        for step in range(96):
            turn = step / 96 * math.tau
            swell = (
                1 + 0.16 * math.sin(2 * turn + phase) + 0.07 * math.sin(3 * turn + 2.3 * phase + ring * 0.2)
            )
            edge.append((x + reach * swell * math.cos(turn) * 1.3, y + reach * swell * math.sin(turn) * 0.8))
        sheet.shape(edge, None, PALE, 2.5)


def cloud(sheet: Sheet, puffs: Sequence[tuple[float, float, float]], fill: Colour, ink: Colour) -> None:
    """Draw a cloud of round puffs (x, y and radius of each) with one outline around them all."""
    for x, y, radius in puffs:
        sheet.circle(x, y, radius + 4, fill=ink, width=0)
    for x, y, radius in puffs:
        sheet.circle(x, y, radius, fill=fill, width=0)


def brackets(sheet: Sheet, x: float, y: float, *, width: float, height: float, reach: float) -> None:
    """Draw the four corners of a frame."""
    for right, down in ((0, 0), (1, 0), (1, 1), (0, 1)):
        corner_x, corner_y = x + right * width, y + down * height
        inward_x, inward_y = corner_x + reach * (1 - 2 * right), corner_y + reach * (1 - 2 * down)
        sheet.line([(inward_x, corner_y), (corner_x, corner_y), (corner_x, inward_y)], INK, 3)


def _fine(points: Iterable[XY]) -> list[XY]:
    return [(x * _FINE, y * _FINE) for x, y in points]


@lru_cache(maxsize=32)
def _font(size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType; the drawings need its scalable font")
    return font


def _between(a: XY, b: XY, c: XY, d: XY, t: float) -> XY:
    def axis(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (
            2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3
        )

    return axis(a[0], b[0], c[0], d[0]), axis(a[1], b[1], c[1], d[1])
