"""A text as an editor wrote it, and where it stands. Refuses to look for the place before it is needed.

Most texts have nothing wrong with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from irrefutable.core.spans import Location, SourceText, Span, SpanMap


@dataclass(frozen=True)
class Passage:
    """A value of a file."""

    spans: SpanMap
    location: Location

    @property
    def source(self) -> SourceText:
        """The text of the file."""
        return self.spans.source

    @cached_property
    def start(self) -> Span:
        """Where the value begins."""
        return self.spans.value(self.location)

    def place(self, written: str) -> Span:
        """Return where something is written in it, or where it begins."""
        return self.source.find(written, self.start) or self.start
