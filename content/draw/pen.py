"""The graphics desk's pen: ink lines, two greys, one accent. The stamp on a schematic is drawn by the build.

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

    def rounded(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        radius: float,
        fill: Colour = PAPER,
        ink: Colour = INK,
        line: float = 2.5,
    ) -> None:
        """Draw an upright rectangle with round corners; without an outline where `line` is 0."""
        edge = [v * _FINE for v in (x, y, x + width, y + height)]
        self._draw.rounded_rectangle(
            edge, radius * _FINE, fill, ink if line else None, round(line * _FINE) or 1
        )

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
