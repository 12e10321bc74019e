"""Splits a Markdown file into its fields and its text. Refuses to read either."""

from __future__ import annotations

import re
from dataclasses import dataclass

from irrefutable.core.diagnostics import Diagnostic, Rule
from irrefutable.core.spans import SourceText, Span
from irrefutable.load import rules

_FENCE = "---"
_ALMOST = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]{2,}|(?:- ){2,}-|[+=*~]{3,}|\.\.\.)\s*")
"""What stands for the line of --- in other programs, or after a word processor's improvement."""


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
    """Return the parts of a Markdown file, and what is wrong with the lines around its fields.

    A line that was meant as --- counts as one, so that the fields are read on.
    """
    lines = source.lines()
    opening = next((n for n, line in enumerate(lines, start=1) if line.strip()), 1)
    found = []
    if not _is_fence(lines[opening - 1]):
        if not _ALMOST.fullmatch(lines[opening - 1]):
            message = "the file does not begin with its fields between two lines of ---"
            hint = "write --- on the first line, then the fields, then another line ---"
            span = source.whole_line(1)
            return None, (rules.FRONT_MATTER_MISSING.at(span, message, hint, source=source),)
        found.append(_almost(rules.FRONT_MATTER_MISSING, source, opening, "opens the fields"))
    elif opening > 1:
        message = f"the line --- that opens the fields is line {opening}, and must be the first"
        hint = f"delete the blank line{'s' if opening > 2 else ''} above it"
        span = source.whole_line(opening)
        found.append(rules.FRONT_MATTER_MISSING.at(span, message, hint, source=source))
    rest = list(enumerate(lines[opening:], start=opening + 1))
    close = next((n for n, line in rest if _is_fence(line)), 0)
    if not close and (close := next((n for n, line in rest if _ALMOST.fullmatch(line)), 0)):
        is_same = source.line(close).strip() == source.line(opening).strip() and found
        found += [] if is_same else [_almost(rules.FRONT_MATTER_UNCLOSED, source, close, "closes the fields")]
    if not close:
        message = "the fields that begin here have no closing line of ---"
        hint = "write --- on a line of its own after the last field"
        span = source.whole_line(opening)
        return None, (*found, rules.FRONT_MATTER_UNCLOSED.at(span, message, hint, source=source))
    first = next((n for n, line in enumerate(lines[close:], start=close + 1) if line.strip()), 0)
    text = "\n".join(lines[first - 1 :]) if first else ""
    body = source.whole_line(first) if first else None
    return FrontMatter(opening + 1, close - 1, text, body), tuple(found)


def _is_fence(line: str) -> bool:
    # What nobody can see at the beginning of a file has its own diagnostic.
    return line.rstrip().lstrip("\ufffd") == _FENCE


def _almost(rule: Rule, source: SourceText, number: int, purpose: str) -> Diagnostic:
    written = source.line(number).strip()
    what = "an indented ---" if written == _FENCE else f'"{written}"'
    message = f"the line that {purpose} is {what}, and not ---"
    hint = "write three hyphens at the left edge, and nothing else on the line"
    if written.startswith("+++"):
        hint = "write ---, and the fields as YAML: `title: …`"
    return rule.at(source.whole_line(number), message, hint, source=source)
