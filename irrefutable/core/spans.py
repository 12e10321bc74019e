"""Places in a text: where a value was written. Refuses to know what the value means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Location: TypeAlias = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and list indexes."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line of a file.

    Lines and columns count from 1, columns in Unicode code points. `width` is at least 1 and never
    reaches past the end of the line, so that the stretch can be underlined.
    """

    path: str
    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of a file, with its POSIX path relative to the site's root."""

    path: str
    text: str
    _lines: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    def lines(self) -> list[str]:
        """Return the lines without their line ends; split once."""
        if not self._lines:
            self._lines.extend(line.removesuffix("\r") for line in self.text.split("\n"))
        return self._lines

    def line(self, number: int) -> str:
        """Return line `number`, counted from 1, or an empty string past the end."""
        lines = self.lines()
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def span(self, line: int, column: int, width: int = 1) -> Span:
        """Return a span of this text whose width is cut at the end of the line."""
        room = len(self.line(line)) - column + 1
        return Span(self.path, line, column, max(1, min(width, room)))

    def whole_line(self, number: int) -> Span:
        """Return the span of line `number` without its indentation."""
        line = self.line(number)
        indent = len(line) - len(line.lstrip())
        return self.span(number, indent + 1, max(1, len(line.strip())))

    def find(self, token: str, after: Span) -> Span | None:
        """Find where `token` is written at or after a span, or None where it is not."""
        first = after.column - 1
        for number in range(after.line, len(self.lines()) + 1):
            column = self.line(number).find(token, first)
            if column >= 0:
                return self.span(number, column + 1, len(token))
            first = 0
        return None


@dataclass(frozen=True, slots=True)
class SpanMap:
    """Where each value of a file stands: its key, and the value itself."""

    source: SourceText
    keys: Mapping[Location, Span]
    values: Mapping[Location, Span]

    def whole(self) -> SpanMap:
        """Return the places as they can be kept: nothing that is still to be found."""
        return self

    def value(self, location: Location) -> Span:
        """Return the span of the value at `location`, or of the nearest one around it."""
        return self._nearest(location, self.values, self.keys)

    def key(self, location: Location) -> Span:
        """Return the span of the key at `location`, or of the nearest value around it."""
        return self._nearest(location, self.keys, self.values)

    def _nearest(
        self, location: Location, first: Mapping[Location, Span], second: Mapping[Location, Span]
    ) -> Span:
        for length in range(len(location), -1, -1):
            part = location[:length]
            if part in first:
                return first[part]
            if part in second:
                return second[part]
        return self.source.span(1, 1)


class SpansOnDemand(SpanMap):
    """The places of a file's values, found at the first question.

    Most files have nothing wrong with them, and places are needed for nothing else.
    """

    __slots__ = ("_found", "_read")
    _found: SpanMap | None
    _read: Callable[[], SpanMap]

    def __init__(self, read: Callable[[], SpanMap]) -> None:
        object.__setattr__(self, "_read", read)
        object.__setattr__(self, "_found", None)

    def __reduce__(self) -> tuple[type[SpansOnDemand], tuple[Callable[[], SpanMap]]]:
        """Be asked anew in another process."""
        return SpansOnDemand, (self._read,)

    @property
    def source(self) -> SourceText:
        """The text."""
        return self.whole().source

    @property
    def keys(self) -> Mapping[Location, Span]:
        """Where each key stands."""
        return self.whole().keys

    @property
    def values(self) -> Mapping[Location, Span]:
        """Where each value stands."""
        return self.whole().values

    def whole(self) -> SpanMap:
        """Return the places, found by now."""
        found = self._found
        if found is None:
            found = self._read().whole()
            object.__setattr__(self, "_found", found)
        return found
