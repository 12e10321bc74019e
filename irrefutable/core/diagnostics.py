"""What is wrong with the content, as data. Refuses to print: the command line does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from irrefutable.core.spans import SourceText, Span

LONGEST_EXCERPT = 120
"""Columns of a line that are shown: a paragraph on one line must not fill the terminal."""
_PASSWORD: Final = re.compile(r"(?P<before>://[^/\s:@]*:)(?P<secret>[^/\s]+)(?=@)")
"""In an address. What is said of a line may stand in a log that everybody reads."""


class Severity(Enum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    """Nothing is published until it is mended."""
    WARNING = "warning"
    """The site is built; a reader may be worse off."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem at one place, in words for an editor.

    `excerpt` is the line of the file that `span` underlines; empty where there is no such line, as
    for a file that is missing or not text.
    """

    span: Span
    code: str
    severity: Severity
    message: str
    hint: str = ""
    excerpt: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it keeps the site from being published."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem. Its code is never renamed or reused; `docs/diagnostics.md` is made from it."""

    code: str
    what: str
    why: str
    example: str
    cure: str
    severity: Severity = Severity.ERROR

    def at(self, span: Span, message: str, hint: str = "", *, source: SourceText | None = None) -> Diagnostic:
        """Return the diagnostic of this rule at a place; `source` gives the line to show."""
        excerpt = _PASSWORD.sub(_stars, source.line(span.line)) if source else ""
        return Diagnostic(span, self.code, self.severity, message, hint, excerpt)


def _stars(password: re.Match[str]) -> str:
    return password["before"] + "*" * len(password["secret"])


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics by place, each once: the order of checks and workers leaves no trace."""
    return tuple(sorted(set(diagnostics), key=lambda d: (d.span, d.code, d.message, d.hint)))


def as_text(diagnostic: Diagnostic) -> str:
    """Return the form an editor reads, and a terminal makes clickable. Readable without colour."""
    span = diagnostic.span
    place = f"{span.path}:{span.line}:{span.column}"
    lines = [f"{place}: {diagnostic.severity.value}[{diagnostic.code}] {diagnostic.message}"]
    if diagnostic.excerpt.strip():
        gutter = " " * len(str(span.line))
        shown, before, width = _window(diagnostic.excerpt, span)
        indent = "".join("\t" if character == "\t" else " " * _columns(character) for character in before)
        marks = "^" * max(1, sum(map(_columns, shown[len(before) : len(before) + width])))
        lines += [f"{gutter} |", f"{span.line} | {shown}", f"{gutter} | {indent}{marks}"]
    if diagnostic.hint:
        lines.append(f"hint: {diagnostic.hint}")
    return "\n".join(lines)


def _columns(character: str) -> int:
    """Return the columns of a terminal that a character takes: none for a mark on the one before it."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf") and character != "\u00ad":
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _window(line: str, span: Span) -> tuple[str, str, int]:
    """Return what to show of a line, what of it stands before the span, and the characters to underline."""
    if len(line) <= LONGEST_EXCERPT:
        return line, line[: span.column - 1], span.width
    first = max(0, min(span.column - 1 - LONGEST_EXCERPT // 4, len(line) - LONGEST_EXCERPT))
    part = line[first : first + LONGEST_EXCERPT]
    head, tail = "…" if first else "", "…" if first + LONGEST_EXCERPT < len(line) else ""
    before = head + part[: span.column - 1 - first]
    return f"{head}{part}{tail}", before, min(span.width, len(part) - (span.column - 1 - first))


def as_mapping(diagnostic: Diagnostic) -> Mapping[str, object]:
    """Return the form another program reads (`check --format json`)."""
    return {
        "path": diagnostic.span.path,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "width": diagnostic.span.width,
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "excerpt": diagnostic.excerpt,
    }
