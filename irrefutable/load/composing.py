"""YAML that may be wrong anywhere, read from libyaml's events: what it says, where, and what to mend.

Refuses to be fast: `yamltree` asks it only about texts with something doubtful in them, or for positions.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from irrefutable.core.diagnostics import Diagnostic, Rule
from irrefutable.core.spans import Location, SourceText, Span, SpanMap
from irrefutable.load import rules
from irrefutable.load.characters import ESCAPE, cure, escaped, masked, named, unseen_in
from irrefutable.load.draft import Draft, Place, quoted
from irrefutable.load.mending import Failure, described, mend
from irrefutable.load.plain import (
    DEPTH_AT_MOST,
    LOADER,
    NUMBER_BEGINS,
    OTHER_NUMBER,
    READ_AS,
)
from irrefutable.load.slips import comment_diagnostic, hidden_comment, is_slip, mend_comma, mend_line
from irrefutable.load.tree import Tree, Value

PROBLEMS_AT_MOST = 200
MENDS_AT_MOST = 50
MENDED_CHARACTERS_AT_MOST = 20_000_000
"""Every mend reads the text again; a large and hopeless file must not take minutes."""
MENDED_GROWTH_AT_MOST = 4
"""Times the length of a text. Mends write a few marks; what makes much more of it is of no use."""
MENDED_MARKS = 1_000
"""Characters that mends may add to any text, however short."""


def read_closely(  # noqa: PLR0917 - what `read` is given, and what it makes of that
    source: SourceText,
    unseen: tuple[Diagnostic, ...],
    first_line: int,
    lines: list[str],
    boolean_fields: Container[str],
    map_fields: Container[str],
) -> Tree:
    """Read YAML, and mend what can be mended, until all of it is read or nothing more is of use.

    Args:
        source: the text, free of unseen characters.
        unseen: what is to be said of those it had.
        first_line: where the YAML begins in it.
        lines: the YAML itself.
        boolean_fields: as for `yamltree.read`.
        map_fields: as for `yamltree.read`.
    """
    draft = Draft(source, first_line, list(lines), map_fields)
    found: list[Diagnostic] = []
    reported: set[int] = set()
    mends_left = max(1, min(MENDS_AT_MOST, MENDED_CHARACTERS_AT_MOST // (len(draft.text) + 1)))
    most = MENDED_GROWTH_AT_MOST * len(draft.text) + MENDED_MARKS
    while True:
        composer = _Composer(draft, boolean_fields)
        error = composer.run()
        if error is None:
            break
        text = draft.text
        failure = Failure.of(error, composer.last, draft)
        mended = (composer.slip() if composer.slip else mend(draft, failure)) if mends_left else None
        if mended is None or draft.text == text:
            found.append(_stopped(draft, failure, is_hopeless=not mends_left))
            composer.is_whole = False
            break
        mends_left = mends_left - 1 if len(draft.text) <= most else 0
        # What is mended in two steps was one mistake.
        if mended.span.line not in reported:
            found.append(mended)
            reported.add(mended.span.line)
    return composer.tree((*unseen, *found))


def _stopped(draft: Draft, failure: Failure, *, is_hopeless: bool) -> Diagnostic:
    line, column = failure.place.line, failure.place.column
    if is_hopeless:
        message = "this file has too many problems; reading stopped here"
        return draft.at(
            rules.TOO_MANY_PROBLEMS, line, column, 1, message, "mend the first ones and check again"
        )
    hint = "compare this line and the one above it with a file that works"
    rule = rules.YAML_SYNTAX
    if "document start" in failure.problem:
        rule, hint = rules.YAML_DOCUMENT, "remove the line above it that ends the document, or make two files"
    return draft.at(rule, line, column, 1, described(failure.problem), hint)


class _Slip(yaml.MarkedYAMLError):
    """YAML can be read on, but as something else than was meant."""


class _Refusal(Exception):  # noqa: N818 - ends the reading, and is no error of the program
    """Reading cannot go on; the diagnostic has been recorded."""


@dataclass(slots=True)
class _Frame:
    """A list or map that is being filled. One without a location is read over."""

    location: Location | None
    container: list[Value] | dict[str, Value]
    start: tuple[int, int]
    is_flow: bool
    key: str | None = None
    is_key_pending: bool = True
    is_value_dropped: bool = False
    key_event: Any = None
    last_value: Any = None


@dataclass(slots=True)
class _Composer:
    """Builds the tree from libyaml's events, in one pass and without recursion.

    Events are Any: types-pyyaml calls each mark optional, and libyaml sets them all.
    """

    draft: Draft
    boolean_fields: Container[str]
    root: Value = field(default_factory=dict)
    keys: dict[Location, Span] = field(default_factory=dict)
    values: dict[Location, Span] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)
    faulty: set[Location] = field(default_factory=set)
    incomplete: set[Location] = field(default_factory=set)
    stack: list[_Frame] = field(default_factory=list)
    last: Any = None
    is_whole: bool = True
    slip: Callable[[], Diagnostic | None] | None = None
    """Mends what stopped the reading, where that is no error of YAML."""

    def run(self) -> yaml.MarkedYAMLError | None:
        """Read all events; return the error that stopped libyaml, if one did."""
        try:
            for event in yaml.parse(self.draft.text, Loader=LOADER):
                self._take(event)
                self.last = event
        except _Refusal:
            self.is_whole = False
        except yaml.MarkedYAMLError as error:
            return error
        except yaml.YAMLError as error:
            return yaml.MarkedYAMLError(problem=str(error))
        return None

    def tree(self, before: tuple[Diagnostic, ...]) -> Tree:
        """Return what was read."""
        spans = SpanMap(self.draft.source, self.keys, self.values)
        diagnostics = (*before, *self.found)
        return Tree(
            self.root,
            spans,
            diagnostics,
            frozenset(self.faulty),
            frozenset(self.incomplete),
            self.is_whole,
        )

    # ---------------------------------------------------------------------------------------- events

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind in (MappingStartEvent, SequenceStartEvent):
            self._open(event, {} if kind is MappingStartEvent else [])
        elif kind in (MappingEndEvent, SequenceEndEvent):
            self._close(event)
        elif kind is AliasEvent:
            self._alias(event)
        elif kind is DocumentStartEvent:
            self._document(event)

    def _document(self, event: Any) -> None:
        is_second = self.last is not None and type(self.last).__name__ == "DocumentEndEvent"
        if is_second:
            message = "a second YAML document begins here, and would never be read"
            self._report(rules.YAML_DOCUMENT, event, message, "remove this line, or make two files")
            raise _Refusal
        if event.version or event.tags:
            message = "a YAML directive stands here"
            self._report(rules.YAML_DOCUMENT, event, message, "remove the line that begins with %")

    def _scalar(self, event: Any) -> None:
        is_plain = not event.style
        frame = self.stack[-1] if self.stack else None
        if is_plain:
            self._stop_at_slip(event, frame)
        if frame and isinstance(frame.container, dict) and frame.is_key_pending:
            frame.key_event = event
            self._key(frame, event, is_plain=is_plain)
            return
        if frame:
            frame.last_value = event
        location = self._slot(frame)
        value: str = event.value
        if location is not None:
            self.values[location] = self._scalar_span(event)
            self._decorated(event, location)
            if is_plain:
                value = self._plain(event, location, value)
            elif event.style == '"' and (value := self._without_unseen(event)) != event.value:
                self.faulty.add(location)
            if event.start_mark.line in self.draft.mended:
                self.faulty.add(location)
        self._put(frame, location, value)

    def _stop_at_slip(self, event: Any, frame: _Frame | None) -> None:
        """Stop where a line, or a comma in { }, is read otherwise than its editor means it."""
        start = event.start_mark
        draft = self.draft
        if event.value and not draft.lines[start.line][: start.column].strip(" -"):
            if is_slip(draft.lines[start.line]):
                self.slip = partial(mend_line, draft, start.line)
        elif not event.value and frame and frame.is_flow and not frame.is_key_pending:
            value, key = frame.last_value, frame.key_event
            if value and key and value.start_mark.line == key.start_mark.line == start.line:
                between = draft.lines[start.line][key.end_mark.column : start.column]
                if value.value and not (value.style or key.style) and ":" not in between:
                    places = (Place(start.line, item.start_mark.column) for item in (value, key))
                    self.slip = partial(mend_comma, draft, *places)
        if self.slip:
            raise _Slip(problem="", problem_mark=start)

    def _plain(self, event: Any, location: Location, value: str) -> str:
        end = event.end_mark
        lines = self.draft.lines
        rest = lines[end.line][end.column :] if end.line < len(lines) else ""
        if "#" in rest:
            offset = hidden_comment(rest)
            if offset >= 0:
                start = event.start_mark.column if event.start_mark.line == end.line else 0
                start = start if value else end.column + offset
                self._add(comment_diagnostic(self.draft, end.line, start, end.column + offset))
                self.faulty.add(location)
                return value + rest.rstrip() if value else rest.strip()
        if not value:
            if not (event.anchor or event.tag or event.start_mark.line in self.draft.mended):
                self._empty(event, location)
        elif (meaning := READ_AS.get(value.lower())) and len(value) <= 5:
            if meaning == "nothing" or location[-1:] == () or location[-1] not in self.boolean_fields:
                self._surprise(event, location, value, meaning)
        elif value[0] in NUMBER_BEGINS and OTHER_NUMBER.fullmatch(value):
            message = f'"{value}" is read as another number, or as text, by other YAML programs'
            hint = f'put it in quotes: "{value}"; a number is written in plain digits'
            self._report_at(rules.YAML_NUMBER, self.values[location], message, hint)
            self.faulty.add(location)
        return value

    def _without_unseen(self, event: Any) -> str:
        """Report the first escape in double quotes that stands for what nobody can see; return the rest."""
        value: str = event.value
        lines = [(line, unseen_in(line)) for line in value.split("\n")]
        unseen = {line[place] for line, places in lines for place in places}
        start, end = event.start_mark, event.end_mark
        for number in range(start.line, end.line + 1) if unseen else ():
            line = self.draft.lines[number]
            first = start.column if number == start.line else 0
            last = end.column if number == end.line else len(line)
            escapes = ((match, escaped(match)) for match in ESCAPE.finditer(line, first, last))
            found = next(((match, character) for match, character in escapes if character in unseen), None)
            if found:
                match, character = found
                message = f'"{match[0]}" stands for the invisible character {named(character)}'
                span = self.draft.span(number, match.start(), len(match[0]))
                self._report_at(rules.INVISIBLE_CHARACTER, span, message, cure(character))
                break
        return "\n".join(masked(line, places) for line, places in lines)

    def _surprise(self, event: Any, location: Location, value: str, meaning: str) -> None:
        message = f'"{value}" without quotes is read as {meaning} by other YAML programs'
        hint = f'put it in quotes: "{value}"'
        if meaning == "nothing":
            hint += ", or remove the field"
            self.faulty.add(location)
        self._report_at(rules.YAML_BOOLEAN, self.values.get(location) or self._span(event), message, hint)

    def _empty(self, event: Any, location: Location) -> None:
        if not location:
            del self.values[location]
            self.root = {}
            return
        self.faulty.add(location)
        if isinstance(location[-1], str):
            self.values[location] = self.keys[location]
            message = f'"{location[-1]}" has no value'
            hint = "write the value, or remove the field"
        else:
            span = self.values[location]
            self.values[location] = Span(span.path, span.line, max(1, span.column - 1), 1)
            message, hint = "this list item is empty", "write the item, or remove its line"
        self._report_at(rules.EMPTY_VALUE, self.values[location], message, hint)

    def _key(self, frame: _Frame, event: Any, *, is_plain: bool) -> None:
        frame.is_key_pending = False
        frame.key = key = event.value
        if frame.location is None:
            frame.is_value_dropped = True
            return
        if event.style == '"':
            frame.key = key = self._without_unseen(event)
        location = (*frame.location, key)
        frame.is_value_dropped = False
        if is_plain and key == "<<":
            message = "<< merges another map into this one, and case files are read without it"
            self._report(rules.YAML_MERGE_KEY, event, message, "write the fields out")
            self.incomplete.add(frame.location)
            frame.is_value_dropped = True
        elif location in self.keys:
            first = self.keys[location].line
            message = f'"{key}" is written twice'
            self._report(rules.DUPLICATE_KEY, event, message, f"the first one is on line {first}; keep one")
            self.incomplete.add(location)
            frame.is_value_dropped = True
        else:
            self.keys[location] = self._scalar_span(event)
            self._decorated(event, None)
            if is_plain and (meaning := READ_AS.get(key.lower()[:6])):
                self._surprise(event, (*location, ""), key, meaning)
            elif not key:
                self._report(
                    rules.COMPLEX_KEY, event, "a field's name is missing here", "write it before the colon"
                )

    def _alias(self, event: Any) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame and isinstance(frame.container, dict) and frame.is_key_pending:
            self._complex_key(frame, event)
            return
        location = self._slot(frame)
        if location is not None:
            self.values[location] = self._span(event)
            text = f"*{event.anchor}"
            message = f'"{text}" refers to an anchor, and case files are read without anchors'
            hint = f'write the value out; if it is text, put it in quotes: "{text}"'
            self._report(rules.YAML_ANCHOR, event, message, hint)
            self.faulty.add(location)
        self._put(frame, location, "")

    def _open(self, event: Any, container: list[Value] | dict[str, Value]) -> None:
        frame = self.stack[-1] if self.stack else None
        if len(self.stack) >= DEPTH_AT_MOST:
            message = f"lists and maps are nested more than {DEPTH_AT_MOST} deep here"
            self._report(rules.YAML_DEPTH, event, message, "put text that begins with brackets in quotes")
            raise _Refusal
        is_key = frame is not None and isinstance(frame.container, dict) and frame.is_key_pending
        if frame and is_key:
            self._complex_key(frame, event)
        location = None if is_key else self._slot(frame)
        if location is not None:
            self.values[location] = self._span(event)
            self._decorated(event, location)
            if event.start_mark.line in self.draft.mended and event.flow_style:
                self.faulty.add(location)
        if not is_key:
            self._put(frame, location, container)
        start = (event.start_mark.line, event.start_mark.column)
        self.stack.append(_Frame(location, container, start, bool(event.flow_style)))

    def _close(self, event: Any) -> None:
        frame = self.stack.pop()
        if frame.location is None:
            return
        line, column = frame.start
        if frame.is_flow and event.end_mark.line == line:
            self.values[frame.location] = self.draft.span(line, column, event.end_mark.column - column)
        elif isinstance(frame.container, dict) and frame.container:
            first = (*frame.location, next(iter(frame.container)))
            self.values[frame.location] = self.keys.get(first) or self.values[frame.location]

    def _complex_key(self, frame: _Frame, event: Any) -> None:
        frame.is_key_pending = False
        frame.key = None
        frame.is_value_dropped = True
        if frame.location is not None:
            self.incomplete.add(frame.location)
            message = "a field's name is a word, not a list, a map or an anchor"
            self._report(rules.COMPLEX_KEY, event, message, "if this is text, put the whole value in quotes")

    # --------------------------------------------------------------------------------------- placing

    def _slot(self, frame: _Frame | None) -> Location | None:
        """Return where the next value goes; None where it is dropped."""
        if frame is None:
            return ()
        if frame.location is None:
            return None
        if isinstance(frame.container, list):
            return (*frame.location, len(frame.container))
        if frame.is_value_dropped or frame.key is None:
            return None
        return (*frame.location, frame.key)

    def _put(self, frame: _Frame | None, location: Location | None, value: Value) -> None:
        if frame is None:
            if value != "":
                self.root = value
        elif isinstance(frame.container, list):
            frame.container.append(value)
        else:
            if location is not None and frame.key is not None:
                frame.container[frame.key] = value
            frame.is_key_pending = True

    def _decorated(self, event: Any, location: Location | None) -> None:
        """Refuse an anchor or a tag."""
        if event.anchor is not None:
            text = f"&{event.anchor}"
            message = f'"{text}" is an anchor, and case files are read without anchors'
            hint = f'write the value out where it is needed; if it is text, quote it: "{text} …"'
            self._report(rules.YAML_ANCHOR, event, message, hint)
        if event.tag is not None:
            line = self.draft.lines[event.start_mark.line][event.start_mark.column :]
            text = quoted(line.split()[0]) if line.strip() else '"!"'
            message = f"{text} is a YAML tag, and the content model alone says what a value is"
            self._report(rules.YAML_TAG, event, message, "remove it; if it is text, put the value in quotes")
        if location is not None and (event.anchor is not None or event.tag is not None):
            self.faulty.add(location)

    # ----------------------------------------------------------------------------------------- spans

    def _scalar_span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        if event.style in ("|", ">"):
            lines = self.draft.lines
            for number in range(start.line + 1, end.line + (end.column > 0)):
                if text := lines[number].strip():
                    indent = len(lines[number]) - len(lines[number].lstrip())
                    return self.draft.span(number, indent, len(text))
            return self.draft.span(start.line, start.column, 1)
        return self._span(event)

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column
        if end.line != start.line:
            width = len(self.draft.lines[start.line].rstrip()) - start.column
        return self.draft.span(start.line, start.column, max(1, width))

    # ----------------------------------------------------------------------------------- diagnostics

    def _report(self, rule: Rule, event: Any, message: str, hint: str) -> None:
        self._report_at(rule, self._span(event), message, hint)

    def _report_at(self, rule: Rule, span: Span, message: str, hint: str) -> None:
        self._add(rule.at(span, message, hint, source=self.draft.source))

    def _add(self, found: Diagnostic) -> None:
        self.found.append(found)
        if len(self.found) >= PROBLEMS_AT_MOST:
            message = "this file has too many problems; reading stopped here"
            hint = "mend the first ones and check again"
            self.found.append(rules.TOO_MANY_PROBLEMS.at(found.span, message, hint, source=self.draft.source))
            raise _Refusal
