"""Bytes to text without characters that nobody can see. Refuses to guess an encoding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import SourceText, Span
from irrefutable.load import rules

TEXT_BYTES_AT_MOST = 4_000_000
"""The longest report known is a fortieth of this; what is larger is no case file."""

_HIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff\ufeff\ufffe\uffff"
"""What YAML 1.2 does not count as printable, the line ends that only some programs know, and the embeddings
and overrides of writing direction: a text is then shown otherwise than it is stored (Trojan Source).
Said as what is refused, which takes a tenth of the time to compile that its opposite takes.
"""
_ISOLATES = "\u2066\u2067\u2068"
_END_OF_ISOLATE = "\u2069"
_UNSEEN = re.compile(f"\r(?!\n)|[{_HIDDEN}]")
_SEEN = f"[^\r{_HIDDEN}{_ISOLATES}{_END_OF_ISOLATE}]*+"
_ALL_SEEN = re.compile(f"{_SEEN}(?:\r\n{_SEEN})*+")
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2069"
_HIDING = ("Cc", "Cf", "Zl", "Zp", "Zs")
"""Categories of characters that an id, a date or an address cannot show."""
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
    if not may_hide(source.text):
        return source, ()
    lines = re.findall(r"[^\n]*\n|[^\n]+", source.text)
    unseen = {number: places for number, line in enumerate(lines, start=1) if (places := unseen_in(line))}
    if not unseen:
        return source, ()
    for number, places in unseen.items():
        lines[number - 1] = masked(lines[number - 1], places)
    clean = SourceText(source.path, "".join(lines))
    found: list[Diagnostic] = []
    written = source.text.split("\n")
    for number, places in unseen.items():
        if len(found) == _REPORTED_AT_MOST:
            message = f"more than {_REPORTED_AT_MOST} lines of this file hold characters that nobody can see"
            found.append(
                rules.TOO_MANY_PROBLEMS.at(
                    clean.span(number, 1), message, "mend the first ones and check again", source=clean
                )
            )
            break
        character = written[number - 1][places[0]]
        message = f"this line holds the invisible character {named(character)}"
        span = clean.span(number, places[0] + 1)
        found.append(rules.INVISIBLE_CHARACTER.at(span, message, cure(character), source=clean))
    return clean, tuple(found)


def may_hide(text: str) -> bool:
    """Whether a text has any character that `unseen_in` looks at closely."""
    return not _ALL_SEEN.fullmatch(text)


def unseen_in(line: str) -> list[int]:
    """Return where a line holds what nobody can see: control characters, and directions that do not end.

    An isolate that is closed on its line changes nothing around it, so it may stay.
    """
    if not may_hide(line):
        return []
    unseen = [match.start() for match in _UNSEEN.finditer(line)]
    is_open: list[int] = []
    for place, character in enumerate(line):
        if character in _ISOLATES:
            is_open.append(place)
        elif character == _END_OF_ISOLATE:
            if is_open:
                is_open.pop()
            else:
                unseen.append(place)
    return sorted((*unseen, *is_open))


def masked(line: str, places: Iterable[int]) -> str:
    """Return a line with a visible stand-in at each of the places."""
    letters = list(line)
    for place in places:
        letters[place] = _STAND_IN
    return "".join(letters)


def visible(text: str) -> str:
    """Return a text of one line without what nobody can see in it."""
    unseen = frozenset(unseen_in(text))
    return "".join(character for place, character in enumerate(text) if place not in unseen)


def hidden_in(text: str) -> str:
    """Return the first character that an id, a date or an address hides: of no width, or like a space."""
    hidden = (c for c in text if c != " " and unicodedata.category(c) in _HIDING)
    return next(hidden, "")


def named(character: str) -> str:
    """Return a character's number, and its name where it has one."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}{name and f' ({name})'}"


def cure(character: str) -> str:
    """Return what to do about an unseen character."""
    if character in _ISOLATES:
        return "write U+2069 where the words it sets apart end, on the same line; or delete it"
    if character in _DIRECTIONS:
        return "delete it: the direction of writing follows from the letters"
    return "delete it, or write a space or a new line in its place"


ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<letter>.))"
)
"""An escape within YAML's double quotes."""
_ESCAPED_LETTERS = dict(zip("0abvferNLP", "\0\a\b\v\f\x1b\r\x85\u2028\u2029", strict=False))
"""YAML's escapes of one letter that stand for what nobody can see."""


def escaped(match: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    digits = match["x"] or match["u"] or match["U"]
    return chr(int(digits, 16)) if digits else _ESCAPED_LETTERS.get(match["letter"], match["letter"])
