"""YAML's syntax errors in an editor's terms, and a mended text to read on with.

A mend exists in memory only, so that the other problems of the file are found too. Refuses to mend what
it does not recognise, and never decides that a text is right: every mend has its diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml
from yaml.events import ScalarEvent

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.load import rules
from irrefutable.load.draft import (
    FIELD,
    ITEM,
    Draft,
    Place,
    columns_above,
    indent_of,
    last_line,
    quoted,
    shift,
)
from irrefutable.load.slips import HIDDEN_COMMENT, comment_diagnostic, mend_indentation, mend_line


@dataclass(frozen=True, slots=True)
class Failure:
    """What stopped the parser: what it met and where, and what it was reading since where.

    `last` is the event before it; types-pyyaml knows too little of events for a better type.
    """

    problem: str
    place: Place
    context: str
    begin: Place
    last: Any

    @classmethod
    def of(cls, error: yaml.MarkedYAMLError, last: Any, draft: Draft) -> Failure:
        """Return what an error of PyYAML says, within the lines of the draft."""
        end = len(draft.lines) - 1
        mark = error.problem_mark or error.context_mark
        place = Place(min(mark.line, end), mark.column) if mark else Place(0, 0)
        context = error.context_mark
        begin = Place(min(context.line, end), context.column) if context else place
        return cls(str(error.problem), place, str(error.context), begin, last)


def mend(draft: Draft, failure: Failure) -> Diagnostic | None:
    """Mend what stopped the parser, and return its diagnostic; None where it is not recognised."""
    for line in dict.fromkeys((failure.place.line, failure.begin.line)):
        if found := mend_line(draft, line):
            return found
    met = f"{failure.context}; {failure.problem}"
    for part, mending in _MENDINGS:
        if part in met:
            return mending(draft, failure)
    return _special(draft, failure.place)


_SPECIAL = "@`%&*!|>?-,]}[{"
_GLUED = re.compile(r"[ ]*(?:- +)*(?P<key>[A-Za-z_][\w-]*):(?![\s/])")
_WORD = re.compile(r"[ ]*(?:- +)*(?P<key>[a-z_]+)(?= |$)")
_Mending: TypeAlias = "Callable[[Draft, Failure], Diagnostic | None]"


def _escape(draft: Draft, failure: Failure) -> Diagnostic | None:
    place = failure.place
    line = draft.lines[place.line]
    column = line.rfind("\\", 0, place.column + 1)
    if column < 0:
        return None
    written = line[column : column + 2]
    message = f'"{written}" means nothing in double quotes'
    hint = "write the backslash twice, or put the value in single quotes"
    found = draft.at(rules.YAML_ESCAPE, place.line, column, 2, message, hint)
    draft.replace(place.line, column, column, "\\")
    draft.mended.add(place.line)
    return found


def _token(draft: Draft, failure: Failure) -> Diagnostic | None:
    line, column = failure.place.line, failure.place.column
    if draft.lines[line][column : column + 1] == "\t":
        return _tabs(draft, failure)
    return _special(draft, failure.place)


def _tabs(draft: Draft, failure: Failure) -> Diagnostic | None:
    return mend_indentation(draft, failure.place.line)


def _directive(draft: Draft, failure: Failure) -> Diagnostic:
    return _percent(draft, failure.begin.line)


def _percent(draft: Draft, number: int) -> Diagnostic:
    line = draft.lines[number]
    message = f'"{line.split()[0]}" at the beginning of a line is a YAML directive'
    hint = "remove the line; if it is text, indent it"
    found = draft.at(rules.YAML_DOCUMENT, number, 0, len(line), message, hint)
    draft.replace(number, 0, 1, "#")
    return found


def _document(draft: Draft, failure: Failure) -> Diagnostic | None:
    place = failure.place
    first = next(
        (n for n, line in enumerate(draft.lines) if line.strip() and line.strip()[0] != "#"), place.line
    )
    if draft.lines[first].startswith("%"):
        return _percent(draft, first)
    indent = indent_of(draft.lines[first])
    if indent and first < place.line:
        found = draft.at(
            rules.YAML_INDENT,
            first,
            indent,
            len(draft.lines[first]),
            "this line is indented, and the fields below it are not",
            "begin it at the left edge",
        )
        shift(draft, first, -indent)
        return found
    return None


def _second_colon(draft: Draft, failure: Failure) -> Diagnostic | None:
    place, last = failure.place, failure.last
    if not _is_scalar(last):
        return _bracket(draft, place)
    start = _start(last)
    if last.style in ("'", '"'):
        return _quote(draft, start, start.line)
    if start.line == place.line:
        return _colon(draft, place, start)
    if not draft.lines[start.line][: start.column].strip(" -"):
        return _no_colon(draft, start)
    text = draft.lines[place.line]
    if text.lstrip().startswith("- "):
        return _value_and_list(draft, start)
    is_name = re.fullmatch(r"[a-z_][\w-]*", text[: place.column].strip())
    return _deeper(draft, place.line, start.line) if is_name else _colon(draft, place, start)


def _is_scalar(event: Any) -> bool:
    return isinstance(event, ScalarEvent)


def _start(event: Any) -> Place:
    return Place(event.start_mark.line, event.start_mark.column)


def _colon(draft: Draft, place: Place, start: Place) -> Diagnostic:
    value = draft.lines[start.line][start.column :]
    words = draft.lines[place.line][: place.column].split()
    message = f'the colon after "{words[-1] if words else ""}" makes a field\'s name of the words before it'
    hint = f"put the value in quotes: {quoted(value)}"
    if start.line != place.line:
        hint = "put the whole value in quotes, or write it below its field with >"
    found = draft.at(rules.YAML_COLON, place.line, place.column, 1, message, hint)
    draft.quote(start.line, start.column, last_line(draft, start.line, at_least=place.line))
    return found


def _deeper(draft: Draft, line: int, owner: int) -> Diagnostic:
    indent = indent_of(draft.lines[line])
    match = FIELD.match(draft.lines[owner])
    key = match["key"] if match else ""
    target = len(match["indent"]) if match else indent_of(draft.lines[owner])
    name = draft.lines[line][indent:].partition(":")[0]
    if match and key in draft.map_fields:
        start = match.end()
        text = draft.lines[owner]
        message = f'"{key}" has a value on its line and fields below it'
        hint = f'move the value into one of the fields, so that nothing stands after "{key}:"'
        found = draft.at(rules.YAML_INDENT, owner, start, len(text) - start, message, hint)
        draft.replace(owner, start, len(text), "")
        return found
    found = draft.at(
        rules.YAML_INDENT,
        line,
        indent,
        len(name),
        f'"{name}" is indented as if it belonged to "{key}", which already has a value',
        f'align it with "{key}", or remove the value after "{key}:"',
    )
    shift(draft, line, target - indent)
    return found


def _value_and_list(draft: Draft, start: Place) -> Diagnostic:
    text = draft.lines[start.line]
    match = FIELD.match(text)
    key = match["key"] if match else text.strip()
    found = draft.at(
        rules.YAML_INDENT,
        start.line,
        start.column,
        len(text),
        f'"{key}" has a value on its line and a list below it',
        "keep one of them; text that contains a list goes below a line with |",
    )
    draft.replace(start.line, start.column, len(text), "")
    draft.mended.add(start.line)
    return found


def _simple_key(draft: Draft, failure: Failure) -> Diagnostic | None:
    return _no_colon(draft, failure.begin)


def _no_colon(draft: Draft, begin: Place) -> Diagnostic | None:
    line, column = begin.line, begin.column
    text = draft.lines[line]
    if match := _GLUED.match(text):
        key, colon = match["key"], match.end() - 1
        message = f'there is no space after the colon of "{key}"'
        hint = f'write "{key}: {text[colon + 1 :].split()[0] if text[colon + 1 :].strip() else "…"}"'
        found = draft.at(rules.YAML_SPACE, line, colon, 1, message, hint)
        draft.replace(line, colon + 1, colon + 1, " ")
        draft.mended.add(line)
        return found
    if text[column : column + 1] in ('"', "'"):
        return None
    word = _WORD.match(text)
    message = "this line is neither a field nor the continuation of one"
    hint = "write a field as `name: value`; indent a line that continues the value above"
    if word:
        hint = f'if "{word["key"]}" is a field, write "{word["key"]}:" and then its value'
    found = draft.at(rules.YAML_KEY, line, column, len(text.strip()), message, hint)
    if word:
        draft.replace(line, word.end(), word.end(), ":")
        draft.mended.add(line)
        if text[word.end() :].strip():
            draft.quote(line, word.end() + 2, line)
    else:
        draft.replace(line, column, column, "# ")
    return found


def _quote(draft: Draft, start: Place, at_least: int) -> Diagnostic:
    text = draft.lines[start.line][start.column :].rstrip()
    mark = text[0]
    message = "the value begins with a quotation mark, and goes on after the closing one"
    if mark == "'" and re.match(r"'[^']*\w'\w", text):
        hint = f"put the value in double quotes: {quoted(text.strip(mark))}"
    else:
        hint = f"put the whole value in quotes: {quoted(text)}"
    found = draft.at(rules.YAML_QUOTE, start.line, start.column, len(text), message, hint)
    draft.quote(start.line, start.column, last_line(draft, start.line, at_least=at_least))
    return found


def _open_quote(draft: Draft, failure: Failure) -> Diagnostic:
    return _unclosed_quote(draft, failure.begin)


def _unclosed_quote(draft: Draft, begin: Place) -> Diagnostic:
    text = draft.lines[begin.line][begin.column :].rstrip()
    message = f"the quotation mark {text[:1]} that opens here is never closed"
    hint = "close it at the end of the value"
    if text[:1] == "'":
        hint += "; a text with an apostrophe goes in double quotes"
    found = draft.at(rules.YAML_QUOTE, begin.line, begin.column, len(text), message, hint)
    draft.quote(begin.line, begin.column, last_line(draft, begin.line, at_least=begin.line))
    return found


def _flow(draft: Draft, failure: Failure) -> Diagnostic | None:
    return _comment(draft, failure.begin.line) or _bracket(draft, failure.begin)


def _beginning(draft: Draft, failure: Failure) -> Diagnostic | None:
    return _special(draft, failure.begin)


def _leftover(draft: Draft, failure: Failure) -> Diagnostic | None:
    place, last = failure.place, failure.last
    line = draft.lines[place.line]
    if line[: place.column].strip(" -") and last is not None:
        if _is_scalar(last) and last.style in ("'", '"'):
            start = _start(last)
            if start.line == place.line:
                return _quote(draft, start, place.line)
            return _unclosed_quote(draft, start)
        return _bracket(draft, place)
    if _is_scalar(last) and not last.style:
        found = _comment(draft, last.end_mark.line)
        if found:
            return found
    return _misaligned(draft, place)


def _comment(draft: Draft, line: int) -> Diagnostic | None:
    text = draft.lines[line]
    match = HIDDEN_COMMENT.search(text)
    field_match = FIELD.match(text) or ITEM.match(text)
    if not match or not field_match or text[field_match.end() : field_match.end() + 1] in ('"', "'"):
        return None
    column = match.end() - 1
    found = comment_diagnostic(draft, line, field_match.end(), column)
    draft.quote(line, field_match.end(), last_line(draft, line, at_least=line))
    return found


def _bracket(draft: Draft, place: Place) -> Diagnostic | None:
    text = draft.lines[place.line]
    match = FIELD.match(text) or ITEM.match(text)
    column = match.end() if match else -1
    if column < 0 or column > place.column or text[column : column + 1] not in tuple(_SPECIAL):
        return None
    return _special(draft, Place(place.line, column))


def _special(draft: Draft, place: Place) -> Diagnostic | None:
    text = draft.lines[place.line]
    match = FIELD.match(text) or ITEM.match(text)
    column = match.end() if match else indent_of(text)
    character = text[column : column + 1]
    if not character or character not in _SPECIAL or column > place.column:
        return None
    rule, message = rules.YAML_SPECIAL, f"a value without quotes cannot begin with {character}"
    hint = f"put the value in quotes: {quoted(text[column:])}"
    if character in "[{":
        kind, closing = ("list", "]") if character == "[" else ("map", "}")
        rule, message = rules.YAML_FLOW, f"a value that begins with {character} is a {kind}, and this is none"
        hint = f"{hint}; a {kind} needs commas and its closing {closing}"
        if closing not in text:
            message = f"the {kind} that begins with {character} is never closed"
            hint = f"close it with {closing}; if it is text, put it in quotes"
    elif character in "|>":
        message = f"the text after {character} begins on the next line"
        hint = f"{hint}, or write it below the line, indented"
    elif character == "-":
        message = "a list does not begin on the line of its field"
        hint = f"write each item on its own line below; if it is text, quote it: {quoted(text[column:])}"
    found = draft.at(rule, place.line, column, len(text[column:].rstrip()), message, hint)
    draft.quote(place.line, column, last_line(draft, place.line, at_least=place.line))
    return found


def _misaligned(draft: Draft, place: Place) -> Diagnostic | None:
    indent = indent_of(draft.lines[place.line])
    if indent != place.column:
        return None
    columns = columns_above(draft, place.line)
    is_item = draft.lines[place.line][indent:].startswith("- ")
    if not columns or columns.get(indent) == is_item:
        return None
    fitting = [c for c, is_dash in columns.items() if is_dash == is_item] or list(columns)
    target = min(fitting, key=lambda column: (abs(column - indent), -column))
    text = draft.lines[place.line]
    message = f"this line is indented by {_spaces(indent)}, which fits none of the lines above"
    if indent in columns:
        message = "this item lines up with fields" if is_item else "this field lines up with the - of an item"
    found = draft.at(
        rules.YAML_INDENT,
        place.line,
        indent,
        len(text.strip()),
        message,
        f"indent it by {_spaces(target)}" if target else "begin it at the left edge",
    )
    shift(draft, place.line, target - indent)
    return found


def _spaces(count: int) -> str:
    return "1 space" if count == 1 else f"{count} spaces"


_MENDINGS: Final[tuple[tuple[str, _Mending], ...]] = (
    ("escape", _escape),
    ("hexdecimal", _escape),
    ("tab character", _tabs),
    ("cannot start any token", _token),
    ("while scanning a directive", _directive),
    ("document start", _document),
    ("mapping values are not allowed", _second_colon),
    ("could not find expected ':'", _simple_key),
    ("while scanning a quoted scalar", _open_quote),
    ("while parsing a flow sequence", _flow),
    ("while parsing a flow mapping", _flow),
    ("did not find expected key", _leftover),
    ("did not find expected '-' indicator", _leftover),
    ("expected <block end>", _leftover),
    ("while scanning an a", _beginning),
    ("while scanning a tag", _beginning),
    ("while parsing a tag", _beginning),
    ("while scanning a block scalar", _beginning),
)
"""What libyaml's context and problem contain (scanner.c, parser.c of 0.2), the first that fits.

The one with angle brackets is PyYAML's own parser, which stands in where libyaml is missing.
"""


def described(problem: str) -> str:
    """Return what libyaml met, in plain words."""
    for part, words in _PLAIN_WORDS:
        if part in problem:
            return words
    return f"YAML cannot be read on from here ({problem})"


_PLAIN_WORDS = (
    ("expected key", "a field's name is expected here"),
    ("'-' indicator", "a list item, which begins with -, is expected here"),
    ("document start", "there is something after the end of the document"),
    ("',' or ']'", "a comma or the closing ] is expected here"),
    ("',' or '}'", "a comma or the closing } is expected here"),
    ("expected ':'", "a colon after a field's name is expected here"),
    ("end of stream", "the file ends in the middle of a value"),
    ("mapping values", "this colon ends no field's name"),
    ("node content", "a value is expected here"),
    ("cannot start any token", "no value can begin with this character"),
)
