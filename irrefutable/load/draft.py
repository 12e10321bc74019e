"""Lines of a YAML text that are being mended, and how they hang together. Refuses to know what is wrong."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Final

from irrefutable.core.diagnostics import Diagnostic, Rule
from irrefutable.core.spans import SourceText, Span

FIELD: Final = re.compile(
    r"(?P<indent>[ ]*(?:- +)*)(?P<key>[^\s\"'#\[\]{}&*!|>%@`,-][^:#]*?|\"[^\"]*\"|'[^']*'):(?=\s)\s*"
)
ITEM: Final = re.compile(r"[ ]*(?:- +)+")
_CURLY_OPEN: Final = ("\u201c", "\u201e", "\u2018", "\u00ab")
_CURLY_CLOSE: Final = ("\u201d", "\u201c", "\u2019", "\u00bb")


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column of a draft."""

    line: int
    column: int


@dataclass(slots=True)
class Draft:
    """Lines of a text that are being mended, each still knowing the columns it was written in.

    Lines and columns count from 0, as libyaml's do.
    """

    source: SourceText
    first_line: int
    lines: list[str]
    map_fields: Container[str] = ()
    """Fields that hold fields of their own."""
    mended: set[int] = field(default_factory=set)
    """Lines whose values are not what was written: no second problem is looked for in them."""
    _columns: dict[int, list[int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text to parse."""
        return "\n".join(self.lines)

    def span(self, line: int, column: int, width: int) -> Span:
        """Return the place in the source that a stretch of a line stands for."""
        first, last = column, column + width
        if columns := self._columns.get(line):
            first, last = (columns[min(place, len(columns) - 1)] for place in (first, last))
        return self.source.span(self.first_line + line, first + 1, last - first)

    def replace(self, line: int, start: int, end: int, new: str) -> None:
        """Write `new` over a stretch of a line."""
        old = self.lines[line]
        columns = self._columns.get(line) or list(range(len(old) + 1))
        inner = [columns[min(start + index, end)] for index in range(len(new))]
        self._columns[line] = [*columns[:start], *inner, *columns[end:]]
        self.lines[line] = old[:start] + new + old[end:]

    def quote(self, line: int, column: int, last_line: int, end: int | None = None) -> None:
        """Enclose the text from a place to the end of `last_line`, or to a column of it, in single quotes."""
        for number in range(line, last_line + 1):
            start = column if number == line else 0
            # What else looks like space is text to YAML, and belongs within the quotes.
            text = self.lines[number][: end if number == last_line else None].rstrip(" \t")
            for place in reversed([i for i in range(start, len(text)) if text[i] == "'"]):
                self.replace(number, place, place, "'")
            if number == last_line:
                end = len(text) + text.count("'", start)
        self.replace(last_line, end or 0, end or 0, "'")
        self.replace(line, column, column, "'")
        self.mended.update(range(line, last_line + 1))

    def at(  # noqa: PLR0917 - a place and what is said of it
        self, rule: Rule, line: int, column: int, width: int, message: str, hint: str
    ) -> Diagnostic:
        """Return a diagnostic at a place of the draft."""
        return rule.at(self.span(line, column, width), message, hint, source=self.source)


def quoted(text: str) -> str:
    """Return how an editor would write a text in quotes, shortened where it is long.

    Curly quotes around all of it were meant as these quotes.
    """
    text = text.strip()
    if text[:1] in _CURLY_OPEN and text[-1:] in _CURLY_CLOSE and len(text) > 2:
        text = text[1:-1]
    if len(text) > 60:
        text = f"{text[:40].rstrip()} … {text[-12:].lstrip()}"
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def columns_above(draft: Draft, line: int) -> dict[int, bool]:
    """Return the columns at which a field or an item could stand, and whether it is an item's."""
    columns: dict[int, bool] = {}
    limit = len(draft.lines[line])
    for text in reversed(draft.lines[:line]):
        indent = indent_of(text)
        if not text.strip() or text.lstrip()[0] == "#" or indent > limit:
            continue
        if match := ITEM.match(text):
            columns.setdefault(indent, True)
            columns.setdefault(match.end(), False)
        elif FIELD.match(text):
            columns.setdefault(indent, False)
        limit = min(limit, indent)
        if not indent:
            break
    return columns


def shift(draft: Draft, line: int, by: int) -> None:
    """Indent a line and those that belong to it by `by` more columns, as far as they have them."""
    indent = indent_of(draft.lines[line])
    are_items = draft.lines[line].lstrip().startswith("- ")
    number = line
    while number < len(draft.lines):
        text = draft.lines[number]
        if text.strip():
            is_item = text.lstrip().startswith("- ")
            if number > line and (
                indent_of(text) < indent or (indent_of(text) == indent and is_item != are_items)
            ):
                break
            if by >= 0:
                draft.replace(number, 0, 0, " " * by)
            else:
                draft.replace(number, 0, min(-by, indent_of(text)), "")
        number += 1


def align_below(draft: Draft, line: int) -> None:
    """Let the fields below an item line up with its first one, as they did before its dash was mended."""
    item = ITEM.match(draft.lines[line])
    for number in range(line + 1, len(draft.lines)):
        text = draft.lines[number]
        if not item or ITEM.match(text) or (text.strip() and indent_of(text) <= indent_of(draft.lines[line])):
            return
        if FIELD.match(text):
            if 0 < item.end() - indent_of(text) <= 1:
                shift(draft, number, item.end() - indent_of(text))
            return


def last_line(draft: Draft, line: int, *, at_least: int) -> int:
    """Return the last line of a value that begins on `line`: what is deeper and no field or item."""
    match = FIELD.match(draft.lines[line])
    owner = len(match["indent"]) if match else indent_of(draft.lines[line])
    last = line
    for number in range(line + 1, len(draft.lines)):
        text = draft.lines[number]
        if number > at_least and (indent_of(text) <= owner or FIELD.match(text) or ITEM.match(text)):
            break
        if text.strip():
            last = number
    return last


def indent_of(text: str) -> int:
    """Return how many spaces a line begins with."""
    return len(text) - len(text.lstrip(" "))
