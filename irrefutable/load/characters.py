"""Bytes to text without characters that nobody can see. Refuses to guess an encoding."""

from __future__ import annotations

import re

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import SourceText, Span
from irrefutable.load import rules

TEXT_BYTES_AT_MOST = 4_000_000
"""The longest report known is a fortieth of this; what is larger is no case file."""

_UNSEEN = re.compile(
    "\r(?!\n)|[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML 1.2 does not count as printable, and the line ends that only some programs know."""
_STAND_IN = "\ufffd"
_REPORTED_AT_MOST = 50


def decoded(path: str, content: bytes) -> tuple[SourceText | None, tuple[Diagnostic, ...]]:
    """Return the file's text, or the diagnostic that says why it is none."""
    if len(content) > TEXT_BYTES_AT_MOST:
        message = f"the file is {len(content) / 1e6:.0f} MB, too large for a text"
        hint = f"a file of the archive has at most {TEXT_BYTES_AT_MOST // 1_000_000} MB"
        return None, (rules.UNREADABLE_FILE.at(Span(path, 1, 1), message, hint),)
    try:
        return SourceText(path, content.decode("utf-8-sig")), ()
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        span = Span(path, before.count(b"\n") + 1, column)
        message = (
            f"the file is not UTF-8 text: the byte 0x{error.object[error.start]:02X} has no meaning here"
        )
        return None, (rules.UNREADABLE_FILE.at(span, message, "save the file as UTF-8"),)


def cleaned(source: SourceText) -> tuple[SourceText, tuple[Diagnostic, ...]]:
    """Return the text with a visible stand-in for each unseen character, and where they were.

    Lines and columns stay what they are. Excerpts of the result are safe to print on a terminal.
    """
    if not _UNSEEN.search(source.text):
        return source, ()
    clean = SourceText(source.path, _UNSEEN.sub(_STAND_IN, source.text))
    found: list[Diagnostic] = []
    for number, line in enumerate(re.findall(r"[^\n]*\n|[^\n]+", source.text), start=1):
        if len(found) == _REPORTED_AT_MOST:
            message = f"more than {_REPORTED_AT_MOST} lines of this file hold characters that nobody can see"
            found.append(
                rules.TOO_MANY_PROBLEMS.at(
                    clean.span(number, 1), message, "mend the first ones and check again", source=clean
                )
            )
            break
        if match := _UNSEEN.search(line):
            message = f"this line holds the invisible character U+{ord(match[0]):04X}"
            hint = "delete it, or write a space or a new line in its place"
            span = clean.span(number, match.start() + 1)
            found.append(rules.INVISIBLE_CHARACTER.at(span, message, hint, source=clean))
    return clean, tuple(found)
