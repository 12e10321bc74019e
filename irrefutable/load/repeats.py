"""Lists of ids, languages, words of closed lists and addresses that name something twice.

Reads the tree by the model's types, so that a new field is checked without further work. Refuses to judge
lists of texts: a step may be repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import Location
from irrefutable.load import rules
from irrefutable.load.binding import alternatives, is_model
from irrefutable.load.tree import Tree, Value


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
    for shape in _shapes(kind):
        if isinstance(value, list) and shape.item is not None:
            if shape.is_of_names:
                yield location, value
            for place, item in enumerate(value) if _shapes(shape.item) else ():
                yield from _lists(shape.item, item, (*location, place))
        elif isinstance(value, dict):
            for key, field in shape.fields:
                if key in value:
                    yield from _lists(field, value[key], (*location, key))
            for key, item in value.items() if shape.entry is not None else ():
                yield from _lists(shape.entry, item, (*location, key))


class _Shape(NamedTuple):
    """What a type has in it, as far as there are lists below."""

    item: Any = None
    """The type of a list's items."""
    is_of_names: bool = False
    fields: tuple[tuple[str, Any], ...] = ()
    """Key and type of each field of a model."""
    entry: Any = None
    """The type of a map's values."""


_known_shapes: dict[int, tuple[Any, tuple[_Shape, ...]]] = {}
"""By the identity of the type, which is kept with them: not every type has a hash."""


def _shapes(kind: Any) -> tuple[_Shape, ...]:
    known = _known_shapes.get(id(kind))
    if known is None:
        known = _known_shapes[id(kind)] = (kind, tuple(_shapes_of(kind)))
    return known[1]


def _shapes_of(kind: Any) -> Iterator[_Shape]:
    for alternative in alternatives(kind):
        arguments = get_args(alternative)
        if is_model(alternative):
            fields = [
                (info.alias or name, info.annotation)
                for name, info in alternative.model_fields.items()
                if name != "root" and _shapes(info.annotation)
            ]
            if fields:
                yield _Shape(fields=tuple(fields))
        elif get_origin(alternative) is dict and _shapes(arguments[1]):
            yield _Shape(entry=arguments[1])
        elif get_origin(alternative) is tuple:
            yield _Shape(item=arguments[0], is_of_names=_is_name(arguments[0]))


def _is_name(kind: Any) -> bool:
    """Whether a type's values stand for something: plain text and numbers have no further conditions."""
    is_choice = isinstance(kind, type) and issubclass(kind, Enum)
    return is_choice or (hasattr(kind, "__metadata__") and kind.__origin__ is str)
