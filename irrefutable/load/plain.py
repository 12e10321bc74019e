"""YAML with nothing doubtful in it, read without positions, in a third of the time. Refuses all else.

What it refuses is read by `yamltree`, which says what is wrong and where; often nothing is. A property test
holds the two equal.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any, Final

import yaml
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from irrefutable.load.characters import may_hide
from irrefutable.load.tree import Value

LOADER: Final = getattr(yaml, "CLoader", yaml.Loader)
DEPTH_AT_MOST: Final = 40
READ_AS: Final = {
    **dict.fromkeys(("y", "yes", "on", "true"), "true"),
    **dict.fromkeys(("n", "no", "off", "false"), "false"),
    **dict.fromkeys(("~", "null"), "nothing"),
}
"""YAML 1.1's booleans and nulls, and thereby YAML 1.2's."""
OTHER_NUMBER: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|0[0-9]+"
    r"|(?=[0-9_]*_)[0-9][0-9_]*(?:\.[0-9_]*)?|(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+"
    r"|\.(?:inf|Inf|INF|nan|NaN|NAN))"
)
"""What YAML 1.1 or 1.2 reads as a number in another notation than plain digits."""
NUMBER_BEGINS: Final = frozenset("0123456789+-.")
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""White space of Unicode that is none to YAML (general category Zs)."""
GLUED_DASH: Final = re.compile(r"[ ]*-(?=[^\W\d]|[\"'\u201c\u2018])")
OTHER_INDENT: Final = re.compile(rf"[ \t]*[{_SPACES}]\s*\S")
OTHER_SPACE: Final = re.compile(rf"[ ]*(?:- +)*(?:-|[a-z_]+:)(?=[{_SPACES}])")
_ANY_SLIP = re.compile(
    "|".join(f"^(?:{slip.pattern})" for slip in (OTHER_INDENT, GLUED_DASH, OTHER_SPACE)), re.MULTILINE
)


class _DoubtfulError(Exception):
    """The text is to be looked at closely."""


def plain_map(lines: list[str], boolean_fields: Container[str]) -> dict[str, Value] | None:
    """Return the map that a text is, or None where anything in it may be wrong.

    Args:
        lines: the text, free of unseen characters.
        boolean_fields: the keys whose values may be written as plain `true` and `false`.
    """
    text = "\n".join(lines)
    if _ANY_SLIP.search(text):
        return None
    try:
        return _Reading(lines, boolean_fields, text).run()
    except (_DoubtfulError, yaml.YAMLError):
        return None


class _Reading:
    def __init__(self, lines: list[str], boolean_fields: Container[str], text: str) -> None:
        self.lines = lines
        self.boolean_fields = boolean_fields
        self.text = text
        self.has_comments = "#" in text
        self.has_escapes = "\\" in text

    def run(self) -> dict[str, Value]:
        loader = LOADER(self.text)
        try:
            for kind in (DocumentStartEvent, MappingStartEvent):
                while type(event := loader.get_event()) is not kind:
                    if event is None or kind is MappingStartEvent:
                        raise _DoubtfulError
                self._check(event)
            fields = self._fields(loader.get_event, 1)
            loader.get_event()
            # What follows is the end of the text, or another document.
            if type(loader.get_event()) is DocumentStartEvent:
                raise _DoubtfulError
        finally:
            loader.dispose()
        return fields

    def _fields(self, following: Any, depth: int) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while True:
            event = following()
            kind = type(event)
            if kind is not ScalarEvent:
                if kind is MappingEndEvent:
                    return fields
                raise _DoubtfulError
            key = event.value
            style = event.style
            if event.anchor is not None or event.tag is not None or key in fields or not key:
                raise _DoubtfulError
            if (key == "<<" or key.lower() in READ_AS) if not style else self._may_hide(style, key):
                raise _DoubtfulError
            fields[key] = self._value(following(), following, key, depth)

    def _items(self, following: Any, depth: int) -> list[Value]:
        items: list[Value] = []
        while type(event := following()) is not SequenceEndEvent:
            items.append(self._value(event, following, "", depth))
        return items

    def _value(self, event: Any, following: Any, key: str, depth: int) -> Value:
        kind = type(event)
        if kind is ScalarEvent:
            value: str = event.value
            style = event.style
            if event.anchor is not None or event.tag is not None:
                raise _DoubtfulError
            if not style:
                self._check_plain(event, value, key)
            elif self._may_hide(style, value):
                raise _DoubtfulError
            return value
        if depth >= DEPTH_AT_MOST:
            raise _DoubtfulError
        self._check(event)
        if kind is MappingStartEvent:
            return self._fields(following, depth + 1)
        if kind is SequenceStartEvent:
            return self._items(following, depth + 1)
        raise _DoubtfulError

    def _may_hide(self, style: str, value: str) -> bool:
        """Whether a quoted value may hold an escape that stands for what nobody can see."""
        return self.has_escapes and style == '"' and may_hide(value)

    def _check_plain(self, event: Any, value: str, key: str) -> None:
        if not value:
            raise _DoubtfulError
        if len(value) <= 5 and (meaning := READ_AS.get(value.lower())):
            if meaning == "nothing" or key not in self.boolean_fields:
                raise _DoubtfulError
        elif value[0] in NUMBER_BEGINS and OTHER_NUMBER.fullmatch(value):
            raise _DoubtfulError
        if self.has_comments:
            end = event.end_mark
            if end.line < len(self.lines) and "#" in self.lines[end.line][end.column :]:
                raise _DoubtfulError

    @staticmethod
    def _check(event: Any) -> None:
        """Refuse what a document, a map or a list may be decorated with."""
        if type(event) is DocumentStartEvent:
            if event.version or event.tags:
                raise _DoubtfulError
        elif getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
            raise _DoubtfulError
