"""Splits a Markdown file into its fields and its text. Refuses to read either."""

from __future__ import annotations

from dataclasses import dataclass

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import SourceText, Span
from irrefutable.load import rules

_FENCE = "---"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The lines of the fields, first and last, and the text below them.

    The text begins with its first line that is not blank, at `body`; there is none where `body` is None.
    """

    first_line: int
    last_line: int
    text: str
    body: Span | None


def split(source: SourceText) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    """Return the parts of a Markdown file, or the diagnostic that says what is missing."""
    lines = source.lines()
    if lines[0].rstrip() != _FENCE:
        message = "the file does not begin with its fields between two lines of ---"
        hint = "write --- on the first line, then the fields, then another line ---"
        span = source.whole_line(1)
        return None, (rules.FRONT_MATTER_MISSING.at(span, message, hint, source=source),)
    close = next((n for n, line in enumerate(lines[1:], start=2) if line.rstrip() == _FENCE), 0)
    if not close:
        message = "the fields that begin here have no closing line of ---"
        hint = "write --- on a line of its own after the last field"
        return None, (rules.FRONT_MATTER_UNCLOSED.at(source.span(1, 1, 3), message, hint, source=source),)
    first = next((n for n, line in enumerate(lines[close:], start=close + 1) if line.strip()), 0)
    text = "\n".join(lines[first - 1 :]) if first else ""
    return FrontMatter(2, close - 1, text, source.whole_line(first) if first else None), ()
