"""Words in pictures: shaped, put in their visual order, broken into lines. Refuses scripts it would misspell.

Pillow's own shaping needs a library of the machine (FriBidi), so that a card would depend on where it is
drawn. The fonts come from a package, Arabic letters are joined by their presentation forms, and the order
is that of the Unicode bidirectional algorithm: the same pixels everywhere.
"""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import pymupdf_fonts
from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display
from PIL import ImageDraw, ImageFont, features

from irrefutable.core.text import direction, in_one_line
from irrefutable.model.fields import Phrase

_UNSHAPED: Final = ("DEVANAGARI", "THAI")
"""Scripts that the font has, but whose letters it only places right with shaping that is not done here."""

_ELLIPSIS: Final = "…"
_ABSENT: Final = "\U0010ffff"
"""No font has a glyph for it (a noncharacter): what is drawn instead is the sign of a missing glyph."""


class Weight(StrEnum):
    """A weight of FiraGO, by its name in the package of fonts."""

    REGULAR = "figo"
    BOLD = "figbo"


class UndrawableError(ValueError):
    """The words are in a script that would be drawn wrong; the message names the first such letter."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of words that fit into a width, ready to be drawn."""

    lines: tuple[str, ...]
    """In visual order, from left to right."""
    size_px: int
    weight: Weight
    is_right_to_left: bool

    @property
    def line_height_px(self) -> int:
        """The distance from one line to the next."""
        return round(self.size_px * (1.18 if self.weight is Weight.BOLD else 1.32))

    @property
    def height_px(self) -> int:
        """The height of all lines."""
        return self.line_height_px * len(self.lines)

    @property
    def width_px(self) -> int:
        """The width of the longest line."""
        return max((_length(line, self.size_px, self.weight) for line in self.lines), default=0)

    def draw(self, canvas: ImageDraw.ImageDraw, left: int, top: int, width_px: int, fill: str) -> None:
        """Draw the lines into a column, from the side where their script begins."""
        font = _font(self.weight, self.size_px)
        # Every line stands on its baseline, whatever letters it has.
        baseline = top + round((self.line_height_px - self.size_px) / 2 + self.size_px * 0.86)
        for number, line in enumerate(self.lines):
            y = baseline + number * self.line_height_px
            if self.is_right_to_left:
                canvas.text((left + width_px, y), line, fill=fill, font=font, anchor="rs")
            else:
                canvas.text((left, y), line, fill=fill, font=font, anchor="ls")


def engine() -> str:
    """Return the versions of all the code that decides how words look."""
    names = ("arabic-reshaper", "pymupdf-fonts", "python-bidi")
    versions = (f"{name} {version(name)}" for name in names)
    return f"freetype2 {features.version('freetype2')}, {', '.join(versions)}"


def in_line(phrase: Phrase, size_px: int, weight: Weight, width_px: int, least_px: int = 0) -> Block:
    """Return words in one line: smaller where they do not fit, cut at the smallest size.

    Raises:
        UndrawableError: the words are in a script that would be drawn wrong.
    """
    return fitted(phrase, range(size_px, (least_px or size_px) - 1, -1), weight, width_px, most_lines=1)


def fitted(
    phrase: Phrase,
    sizes_px: Sequence[int],
    weight: Weight,
    width_px: int,
    *,
    most_lines: int = 0,
    height_px: int = 0,
) -> Block:
    """Return words at the first size at which they fit, in lines of about the same length.

    Where they fit at no size, they are cut at the last one.

    Args:
        phrase: the words.
        sizes_px: the sizes to try, the best first.
        weight: the weight of the letters.
        width_px: the width of the column.
        most_lines: the number of lines there may be; 0 for any.
        height_px: the height there is; 0 for any.

    Raises:
        UndrawableError: the words are in a script that would be drawn wrong.
    """
    text = _plain(phrase.text)
    is_right_to_left = direction(phrase.language) == "rtl"
    base = "R" if is_right_to_left else "L"

    def most(block: Block) -> int:
        by_height = height_px // block.line_height_px if height_px else len(text) + 1
        return max(1, min(most_lines or by_height, by_height))

    for size_px in sizes_px:
        empty = Block((), size_px, weight, is_right_to_left)
        lines = _wrapped(text, size_px, weight, width_px, base)
        if len(lines) <= most(empty):
            lines = _balanced(text, len(lines), size_px=size_px, weight=weight, width_px=width_px, base=base)
            return Block(tuple(_visual(line, base) for line in lines), size_px, weight, is_right_to_left)
    kept = lines[: most(empty)]
    kept[-1] = _cut(kept[-1], size_px, weight, width_px, base)
    return Block(tuple(_visual(line, base) for line in kept), size_px, weight, is_right_to_left)


def natural_width_px(phrase: Phrase, size_px: int, weight: Weight) -> int:
    """Return how wide words are in one line.

    Raises:
        UndrawableError: the words are in a script that would be drawn wrong.
    """
    base = "R" if direction(phrase.language) == "rtl" else "L"
    return _length(_visual(_plain(phrase.text), base), size_px, weight)


@lru_cache(maxsize=64)
def _font(weight: Weight, size_px: int) -> ImageFont.FreeTypeFont:
    # The other engine, Raqm, would shape what is shaped already.
    return ImageFont.truetype(io.BytesIO(_font_file(weight)), size_px, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=2)
def _font_file(weight: Weight) -> bytes:
    content = pymupdf_fonts.myfont(weight.value)
    assert isinstance(content, bytes)  # noqa: S101 - the package has both weights
    return content


@lru_cache(maxsize=1)
def _reshaper() -> ArabicReshaper:
    # FiraGO has isolated letters at their own place only, not among the presentation forms.
    return ArabicReshaper({"use_unshaped_instead_of_isolated": True, "delete_harakat": True})


def _plain(text: str) -> str:
    """Return words with only those characters that are drawn as they are meant."""
    kept = []
    for character in in_one_line(unicodedata.normalize("NFC", text)):
        category = unicodedata.category(character)
        if category in ("Mn", "Me", "Cf", "Cc", "Cs", "Co"):
            # Marks beside letters that have no composed form, and signs that nobody sees.
            kept.append(character if character in "\u200c\u200d" else "")
        elif category == "Zs":
            kept.append(" ")
        else:
            kept.append(_drawable(character, category))
    return in_one_line("".join(kept))


@lru_cache(maxsize=4096)
def _drawable(character: str, category: str) -> str:
    if _has_glyph(character):
        if category == "Lo" and unicodedata.name(character, "").startswith(_UNSHAPED):
            raise UndrawableError(character)
        return character
    simpler = unicodedata.normalize("NFKC", character)
    if simpler != character and all(_has_glyph(each) for each in simpler):
        return simpler
    if category[0] == "L":
        raise UndrawableError(character)
    return {"Pd": "-"}.get(category, "")


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    font = _font(Weight.REGULAR, 24)
    mask, absent = font.getmask(character), font.getmask(_ABSENT)
    return character == " " or mask.size != absent.size or bytes(mask) != bytes(absent)


@lru_cache(maxsize=4096)
def _visual(line: str, base: str) -> str:
    if base == "L" and _is_left_to_right(line):
        return line
    shaped = _reshaper().reshape(line)
    # The package's other implementation, in Rust, leaves brackets and quotation marks unmirrored (0.6.12).
    ordered = get_display(shaped, base_dir=base)
    assert isinstance(ordered, str)  # noqa: S101 - text in, text out
    return ordered.replace("\u200c", "").replace("\u200d", "")


@lru_cache(maxsize=16384)
def _is_left_to_right(words: str) -> bool:
    return not any(unicodedata.bidirectional(each) in ("R", "AL", "AN") for each in words)


def _length(visual: str, size_px: int, weight: Weight) -> int:
    return int(-(-_font(weight, size_px).getlength(visual) // 1))


def _line_length(line: str, size_px: int, weight: Weight, base: str) -> int:
    """Return the length of a line of words.

    Where no letter depends on its neighbours, it is that of its words and spaces: each is measured once.
    """
    words = line.split(" ")
    if base != "L" or not all(map(_is_left_to_right, words)):
        return _length(_visual(line, base), size_px, weight)
    spaces = (len(words) - 1) * _advance(" ", size_px, weight)
    return math.ceil(spaces + sum(_advance(word, size_px, weight) for word in words))


@lru_cache(maxsize=16384)
def _advance(word: str, size_px: int, weight: Weight) -> float:
    return _font(weight, size_px).getlength(word)


def _wrapped(text: str, size_px: int, weight: Weight, width_px: int, base: str) -> list[str]:
    """Break words at spaces, and a word that is longer than a line within itself."""

    def fits(line: str) -> bool:
        return _line_length(line, size_px, weight, base) <= width_px

    lines: list[str] = []
    for word in text.split(" "):
        if lines and fits(f"{lines[-1]} {word}"):
            lines[-1] += f" {word}"
            continue
        rest = word
        while len(rest) > 1 and not fits(rest):
            head = next(end for end in range(len(rest) - 1, 0, -1) if end == 1 or fits(rest[:end]))
            lines.append(rest[:head])
            rest = rest[head:]
        lines.append(rest)
    return lines


def _balanced(text: str, count: int, *, size_px: int, weight: Weight, width_px: int, base: str) -> list[str]:
    """Return words in a number of lines, broken at the narrowest width that allows it."""
    if count < 2:
        return [text]
    longest = max(_line_length(word, size_px, weight, base) for word in text.split(" "))
    narrow, wide = min(max(width_px // 2, longest), width_px), width_px
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        if len(_wrapped(text, size_px, weight, middle, base)) <= count:
            wide = middle
        else:
            narrow = middle
    return _wrapped(text, size_px, weight, wide, base)


def _cut(line: str, size_px: int, weight: Weight, width_px: int, base: str) -> str:
    kept = line.rstrip(" ,;:.–—-")
    while kept and _length(_visual(kept + _ELLIPSIS, base), size_px, weight) > width_px:
        before, space, _ = kept.rpartition(" ")
        kept = (before if space else kept[:-1]).rstrip(" ,;:.–—-")
    return kept + _ELLIPSIS
