"""Lists of ids, languages, words of closed lists and addresses that name something twice.

Reads the tree by the model's types, so that a new field is checked without further work. Refuses to judge
lists of texts: a step may be repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import Location
from irrefutable.load import rules
from irrefutable.load.binding import alternatives, is_model
from irrefutable.load.yamltree import Tree, Value


def repeats(model: type[BaseModel], tree: Tree) -> Iterator[Diagnostic]:
    """Yield the items of lists that stand there already."""
    for location, items in _lists(model, tree.value, ()):
        first: dict[str, Location] = {}
        for place, item in enumerate(items):
            at = (*location, place)
            if not isinstance(item, str) or at in tree.faulty:
                continue
            if item in first:
                here, before = tree.spans.value(at), tree.spans.value(first[item])
                where = "earlier on this line" if here.line == before.line else f"on line {before.line}"
                message = f'"{item}" is in this list already'
                yield rules.REPEATED_ITEM.at(
                    here, message, f"the first one is {where}; remove one of them", source=tree.spans.source
                )
            first.setdefault(item, at)


def _lists(kind: Any, value: Value, location: Location) -> Iterator[tuple[Location, list[Value]]]:
    for alternative in alternatives(kind):
        arguments = get_args(alternative)
        if is_model(alternative) and isinstance(value, dict):
            for name, info in alternative.model_fields.items():
                key = info.alias or name
                if key in value:
                    yield from _lists(info.annotation, value[key], (*location, key))
        elif get_origin(alternative) is dict and isinstance(value, dict):
            for key, item in value.items():
                yield from _lists(arguments[1], item, (*location, key))
        elif get_origin(alternative) is tuple and isinstance(value, list):
            if _is_name(arguments[0]):
                yield location, value
            for place, item in enumerate(value):
                yield from _lists(arguments[0], item, (*location, place))


def _is_name(kind: Any) -> bool:
    """Whether a type's values stand for something: plain text and numbers have no further conditions."""
    is_choice = isinstance(kind, type) and issubclass(kind, Enum)
    return is_choice or (hasattr(kind, "__metadata__") and kind.__origin__ is str)
