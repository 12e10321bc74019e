"""The parts of drawings: verdicts, labelled pictures, stamps. Refuses a picture without its words.

The colours are those of the site's light theme (`assets/css/00-tokens.css`), the shapes those of
`templates/_verdict.html`: a reader meets the same signs in a card as on the page.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from PIL import Image, ImageDraw

from irrefutable.core.text import direction
from irrefutable.media import derive, lettering
from irrefutable.media.decode import on_white, upright_pixels
from irrefutable.media.lettering import Block, Weight
from irrefutable.media.redact import redact
from irrefutable.model.drawing import Panel, Stamp
from irrefutable.model.fields import Phrase

PAPER: Final = "#fbfaf7"
SUNK: Final = "#e6e3da"
INK: Final = "#16181d"
QUIET: Final = "#44474e"
RULE: Final = "#c9c6bd"
TONES: Final[Mapping[str, str]] = {
    "false": "#9b1219",
    "misleading": "#7d3c00",
    "unproven": "#3d4657",
    "mostly-true": "#3f5210",
    "true": "#0b5a3a",
    "": "#44474e",
}
"""The colour of each tone; the empty one is for what is not rated yet."""

JPEG_SETTINGS: Final[Mapping[str, int | bool | str]] = {
    "quality": 84,
    "progressive": True,
    "optimize": True,
    "subsampling": "4:4:4",
}
"""Full colour resolution: halved, red words on paper fray."""

_PROCESS: Final = 1
"""Counts the changes to drawing that change bytes."""
_OVERSAMPLING: Final = 8
_UNITS: Final = 24
"""The side of the square in which `_verdict.html` draws its shapes."""
_STROKE: Final = 2.4

_Line: TypeAlias = Sequence[tuple[float, float]]
_SHAPES: Final[Mapping[str, Sequence[_Line]]] = {
    "false": (
        ((8, 2), (16, 2), (22, 8), (22, 16), (16, 22), (8, 22), (2, 16), (2, 8), (8, 2)),
        ((8.2, 8.2), (15.8, 15.8)),
        ((15.8, 8.2), (8.2, 15.8)),
    ),
    "misleading": (
        ((12, 2.5), (22.5, 21), (1.5, 21), (12, 2.5)),
        ((12, 9), (12, 15)),
        ((12, 17.4), (12, 17.6)),
    ),
    "unproven": (
        ((12, 1.5), (22.5, 12), (12, 22.5), (1.5, 12), (12, 1.5)),
        (
            (9.7, 9.8),
            (9.9, 8.6),
            (10.8, 7.7),
            (12, 7.4),
            (13.2, 7.7),
            (14.1, 8.6),
            (14.3, 9.8),
            (14, 10.9),
            (13.3, 11.8),
            (12.4, 12.6),
            (12, 13.8),
        ),
        ((12, 16.4), (12, 16.6)),
    ),
    "mostly-true": (((7.5, 12.2), (10.7, 15.5), (20, 5.5)),),
    "true": (((7.2, 12.4), (10.5, 15.7), (16.9, 8.7)),),
    "": tuple(
        line
        for start in (3.0, 10.0, 17.0)
        for line in (
            ((start, 3), (start + 4, 3)),
            ((start, 21), (start + 4, 21)),
            ((3, start), (3, start + 4)),
            ((21, start), (21, start + 4)),
        )
    ),
}
_ARCS: Final[Mapping[str, tuple[float, float]]] = {"true": (0, 360), "mostly-true": (-17, 288)}
"""Part of the circle around the tick, in degrees clockwise from the right."""


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the versions of all the code that decides a drawing's bytes, ours and others'."""
    return f"drawing {_PROCESS}, {derive.engine()}, {lettering.engine()}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of a drawing."""

    left: int
    top: int
    width: int
    height: int

    def mirrored(self, width_px: int) -> Frame:
        """Return where it stands in a drawing that is read from the right."""
        return Frame(width_px - self.left - self.width, self.top, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Pill:
    """A verdict on its colour: shape and word."""

    tone: str
    word: Block

    @classmethod
    def of(cls, stamp: Stamp, size_px: int, width_px: int) -> Pill:
        """Return a verdict that fits into a width."""
        most = width_px - round(size_px * 2.6)
        return cls(stamp.tone, lettering.in_line(stamp.label, size_px, Weight.BOLD, most, size_px // 2))

    @property
    def height_px(self) -> int:
        """How high it is."""
        return round(self.word.line_height_px * 1.4)

    @property
    def width_px(self) -> int:
        """How wide it is."""
        return self.word.width_px + round(self.word.size_px * 2.6)

    def draw(self, image: Image.Image, left: int, top: int, *, is_right_to_left: bool) -> None:
        """Draw it with its upper left corner at a place."""
        size = self.word.size_px
        canvas = ImageDraw.Draw(image)
        right, bottom = left + self.width_px - 1, top + self.height_px - 1
        canvas.rounded_rectangle((left, top, right, bottom), radius=4, fill=TONES[self.tone])
        row = Frame(round(size * 0.55), 0, round(size * 1.2), round(size * 1.2))
        word = Frame(row.left + row.width + round(size * 0.35), 0, self.word.width_px, 0)
        if is_right_to_left:
            row, word = row.mirrored(self.width_px), word.mirrored(self.width_px)
        draw_shape(image, self.tone, left + row.left, top + (self.height_px - row.height) // 2, row.width)
        words_top = top + (self.height_px - self.word.line_height_px) // 2
        self.word.draw(canvas, left + word.left, words_top, word.width, PAPER)


@dataclass(frozen=True, slots=True)
class Strip:
    """The label on a picture's upper edge: the verdict on it, and what it is."""

    tone: str | None
    verdict: Block | None
    role: Block | None
    is_stacked: bool
    """Whether the two stand below each other, because they are too long to stand side by side."""

    @classmethod
    def of(cls, panel: Panel, size_px: int, width_px: int) -> Strip:
        """Return a picture's label for a width."""
        inner = width_px - 2 * size_px // 2
        verdict = role = None
        rest = inner
        if panel.verdict:
            room = inner - round(size_px * 1.6)
            verdict = lettering.in_line(panel.verdict.label, size_px, Weight.BOLD, room, size_px // 2)
            rest = room - verdict.width_px - size_px
        is_stacked = False
        if panel.role:
            least = round(size_px * 0.75)
            is_stacked = lettering.natural_width_px(panel.role, least, Weight.REGULAR) > rest < inner
            room = inner if is_stacked else rest
            role = lettering.in_line(panel.role, round(size_px * 0.95), Weight.REGULAR, room, least)
        return cls(panel.verdict.tone if panel.verdict else None, verdict, role, is_stacked)

    def draw(self, image: Image.Image, frame: Frame, *, is_right_to_left: bool) -> None:
        """Draw it over a rectangle."""
        canvas = ImageDraw.Draw(image)
        fill = INK if self.tone is None else TONES[self.tone]
        canvas.rectangle(
            (frame.left, frame.top, frame.left + frame.width - 1, frame.top + frame.height - 1), fill=fill
        )
        rows = 2 if self.is_stacked else 1
        row_height = frame.height // rows
        start = 0
        size = self.verdict.size_px if self.verdict else 0
        if self.verdict and self.tone is not None:
            start = size // 2
            shape = Frame(start, 0, round(size * 1.15), round(size * 1.15))
            word = Frame(start + round(size * 1.5), 0, self.verdict.width_px, 0)
            start = word.left + word.width + size // 2
            if is_right_to_left:
                shape, word = shape.mirrored(frame.width), word.mirrored(frame.width)
            shape_top = frame.top + (row_height - shape.height) // 2
            draw_shape(image, self.tone, frame.left + shape.left, shape_top, shape.width)
            top = frame.top + (row_height - self.verdict.line_height_px) // 2
            self.verdict.draw(canvas, frame.left + word.left, top, word.width, PAPER)
        if self.role:
            left = (size or self.role.size_px) // 2 if self.is_stacked else start + (self.role.size_px // 2)
            word = Frame(left, 0, self.role.width_px, 0)
            if is_right_to_left:
                word = word.mirrored(frame.width)
            top = frame.top + frame.height - row_height
            top += (row_height - self.role.line_height_px) // 2
            self.role.draw(canvas, frame.left + word.left, top, word.width, PAPER)


def strips(panels: Sequence[Panel], size_px: int, widths_px: Sequence[int]) -> tuple[tuple[Strip, ...], int]:
    """Return the labels of pictures side by side, and their common height: 0 where all are empty."""
    found = tuple(Strip.of(panel, size_px, width) for panel, width in zip(panels, widths_px, strict=True))
    row = round(size_px * 1.75) if any(strip.verdict or strip.role for strip in found) else 0
    return found, 2 * row if any(strip.is_stacked for strip in found) else row


def draw_panel(
    image: Image.Image, panel: Panel, content: bytes, *, strip: Strip, frame: Frame, strip_height_px: int
) -> None:
    """Draw a picture with its label into a frame, whole and in its own proportions.

    Raises:
        PictureError: the picture cannot be decoded within the limits.
    """
    language = next((phrase.language for phrase in (panel.role, panel.kind) if phrase), "")
    is_right_to_left = direction(language) == "rtl"
    if strip_height_px:
        label = Frame(frame.left, frame.top, frame.width, strip_height_px)
        strip.draw(image, label, is_right_to_left=is_right_to_left)
    top, height = frame.top + strip_height_px, frame.height - strip_height_px
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((frame.left, top, frame.left + frame.width - 1, top + height - 1), fill=SUNK)
    size = contained((panel.width_px, panel.height_px), (frame.width, height))
    at = frame.left + (frame.width - size[0]) // 2, top + (height - size[1]) // 2
    image.paste(_pixels(panel, content, size), at)
    if panel.kind:
        picture = Frame(at[0], at[1], *size)
        _draw_kind(image, panel.kind, picture, strip.role, is_right_to_left=is_right_to_left)


def draw_shape(image: Image.Image, tone: str, left: int, top: int, size_px: int) -> None:
    """Draw the sign of a tone in the colour of paper."""
    image.paste(Image.new("RGB", (size_px, size_px), PAPER), (left, top), _shape_mask(tone, size_px))


def contained(size: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size in the same proportions that has room."""
    scale = min(room[0] / size[0], room[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def as_jpeg(image: Image.Image) -> bytes:
    """Return a drawing as it is published: pixels, and nothing besides."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", **JPEG_SETTINGS)
    return stream.getvalue()


def _pixels(panel: Panel, content: bytes, size: tuple[int, int]) -> Image.Image:
    pixels = redact(upright_pixels(content), panel.redactions)
    return on_white(pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0))


def _draw_kind(
    image: Image.Image, kind: Phrase, picture: Frame, like: Block | None, *, is_right_to_left: bool
) -> None:
    """Stamp what a picture is into its upper corner, below its label."""
    size = like.size_px if like else 20
    pad = size // 2
    room = max(1, picture.width - 4 * pad)
    block = lettering.in_line(kind, size, Weight.BOLD, room, size // 2)
    box = Frame(pad, 0, block.width_px + 2 * pad, block.line_height_px + pad // 2)
    if is_right_to_left:
        box = box.mirrored(picture.width)
    left, top = picture.left + box.left, picture.top + pad
    canvas = ImageDraw.Draw(image)
    edges = (left, top, left + box.width - 1, top + box.height - 1)
    canvas.rectangle(edges, fill=INK, outline=PAPER, width=2)
    block.draw(canvas, left + pad, top + pad // 4, block.width_px, PAPER)


@lru_cache(maxsize=32)
def _shape_mask(tone: str, size_px: int) -> Image.Image:
    scale = size_px * _OVERSAMPLING / _UNITS
    mask = Image.new("L", (size_px * _OVERSAMPLING, size_px * _OVERSAMPLING), 0)
    canvas = ImageDraw.Draw(mask)
    radius = _STROKE / 2 * scale
    if arc := _ARCS.get(tone):
        inner, outer = (12 - 10 - _STROKE / 2) * scale, (12 + 10 + _STROKE / 2) * scale
        canvas.arc((inner, inner, outer, outer), *arc, fill=255, width=round(_STROKE * scale))
    for line in _SHAPES[tone]:
        points = [(x * scale, y * scale) for x, y in line]
        canvas.line(points, fill=255, width=round(_STROKE * scale), joint="curve")
        for x, y in (points[0], points[-1]):
            canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return mask.resize((size_px, size_px), Image.Resampling.LANCZOS)
