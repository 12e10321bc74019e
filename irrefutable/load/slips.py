"""Slips of the hand that YAML reads as something else than was meant, often without stopping.

A dash without its space, a # that swallows the rest of a line, a comma within a value, indentation with
other white space.
"""

from __future__ import annotations

import re
from typing import Final

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.load import rules
from irrefutable.load.draft import Draft, Place, align_below, quoted
from irrefutable.load.plain import GLUED_DASH, OTHER_INDENT, OTHER_SPACE

_NEXT_FIELD = re.compile(r",\s*[A-Za-z_][\w-]*:(?=\s)|[}\]]")
HIDDEN_COMMENT: Final = re.compile(r"[ \t]#(?=[^\s#])")


def is_slip(text: str) -> bool:
    """Whether `mend_line` has something to mend in a line."""
    return bool(OTHER_INDENT.match(text) or GLUED_DASH.match(text) or OTHER_SPACE.match(text))


def mend_line(draft: Draft, line: int) -> Diagnostic | None:
    """Mend a line that YAML reads as something else than was meant, whether or not that stops the parser."""
    text = draft.lines[line]
    if OTHER_INDENT.match(text):
        return mend_indentation(draft, line)
    if match := GLUED_DASH.match(text):
        column = match.end()
        word = text[column:].split()[0]
        message = "there is no space after the - that begins an item"
        hint = f'write "- {word}"; if it is text that begins with -, put it in quotes'
        found = draft.at(rules.YAML_SPACE, line, column - 1, 1, message, hint)
        draft.replace(line, column, column, " ")
        align_below(draft, line)
        return found
    if match := OTHER_SPACE.match(text):
        column = match.end()
        message = (
            f"the space after {text[column - 1]} is U+{ord(text[column]):04X}, which YAML takes for a letter"
        )
        found = draft.at(rules.YAML_SPACE, line, column, 1, message, "write a plain space in its place")
        draft.replace(line, column, column + 1, " ")
        return found
    return None


def mend_comma(draft: Draft, value: Place, key: Place) -> Diagnostic:
    """Mend a value in { } that its comma ends, so that what follows it stands as a field without a value."""
    text = draft.lines[key.line]
    following = _NEXT_FIELD.search(text, key.column)
    end = following.start() if following else len(text)
    column = text.rindex(",", 0, key.column)
    message = "the comma ends the value here: in { } it separates fields"
    hint = f"put the value in quotes: {quoted(text[value.column : end])}"
    found = draft.at(rules.YAML_FLOW, key.line, column, 1, message, hint)
    draft.quote(value.line, value.column, value.line, end)
    return found


def mend_indentation(draft: Draft, first: int) -> Diagnostic | None:
    """Mend every line that is indented with other characters than plain spaces, as one mistake."""
    indented = [
        (number, len(line) - len(line.lstrip()))
        for number, line in enumerate(draft.lines)
        if line[: len(line) - len(line.lstrip())].strip(" ")
    ]
    if not indented:
        return None
    told = [found for found in indented if draft.lines[found[0]].strip()] or indented
    number, width = next((found for found in told if found[0] >= first), told[0])
    other = draft.lines[number][:width].strip(" ")[0]
    with_what = "a tab" if other == "\t" else f"U+{ord(other):04X}, a space that YAML takes for a letter"
    many = f" (there are {len(told)} such lines)" if len(told) > 1 else ""
    message = f"this line is indented with {with_what}"
    spaces = "spaces" if other == "\t" else "plain spaces"
    found = draft.at(rules.YAML_TAB, number, 0, width, message, f"indent with {spaces}{many}")
    for line, indent in indented:
        new = "".join("  " if letter == "\t" else " " for letter in draft.lines[line][:indent])
        draft.replace(line, 0, indent, new)
    return found


def hidden_comment(rest: str) -> int:
    """Return where in the rest of a line a # begins a comment without a space after it, or -1."""
    match = HIDDEN_COMMENT.match(rest, len(rest) - len(rest.lstrip()) - 1 if rest[:1].isspace() else 0)
    return match.end() - 1 if match else -1


def comment_diagnostic(draft: Draft, line: int, start: int, column: int) -> Diagnostic:
    """Return the diagnostic for a # at `column` that swallows the rest of the value at `start`."""
    text = draft.lines[line]
    word = text[column:].split()[0]
    message = f'"{word}" and what follows it is lost: a # after a space begins a comment'
    hint = f"put the value in quotes: {quoted(text[start:])}; in a comment, write a space after #"
    return draft.at(rules.YAML_COMMENT, line, column, len(text) - column, message, hint)
