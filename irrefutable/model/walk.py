"""Walks a model's values: every reference and every piece of Markdown, with the place it was written at.

Which fields refer to what is read from their types, so a new field is checked without further work.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from irrefutable.core.spans import Location
from irrefutable.model.fields import Prose, Refers, Text


@dataclass(frozen=True, slots=True)
class Reference:
    """An id that stands for something else."""

    location: Location
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Markdown:
    """A piece of Markdown in one language."""

    location: Location
    text: str


def references(model: BaseModel) -> Iterator[Reference]:
    """Yield the references in a model's fields, in the order of the fields."""
    yield from _found(model).references


def markdowns(model: BaseModel) -> Iterator[Markdown]:
    """Yield the Markdown in a model's fields, in the order of the fields."""
    yield from _found(model).markdowns


class _Found(NamedTuple):
    """What a model holds. It is asked for again and again while a case is worked on; models are frozen."""

    model: BaseModel
    references: list[Reference]
    markdowns: list[Markdown]


_MOST_MODELS = 32
_latest: OrderedDict[int, _Found] = OrderedDict()
"""By the identity of the model, which lives as long as its entry."""


def _found(model: BaseModel) -> _Found:
    found = _latest.get(id(model))
    if found is None:
        found = _Found(model, [], [])
        _walk(model, (), None, found)
        _latest[id(model)] = found
        if len(_latest) > _MOST_MODELS:
            _latest.popitem(last=False)
    return found


def _walk(value: object, location: Location, kind: str | None, found: _Found) -> None:
    if isinstance(value, Prose):
        found.markdowns.extend(_texts(value, location))
    elif isinstance(value, BaseModel):
        for name, key, field_kind in _fields(type(value)):
            item = getattr(value, name)
            if item is not None and item != ():
                _walk(item, (*location, key), field_kind, found)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _walk(item, (*location, index), kind, found)
    elif isinstance(value, dict):
        for key, item in value.items():
            _walk(item, (*location, key), kind, found)
    elif kind is not None and isinstance(value, str):
        found.references.append(Reference(location, kind, value))


def _texts(prose: Prose, location: Location) -> Iterator[Markdown]:
    if isinstance(prose.root, str):
        yield Markdown(location, prose.root)
    else:
        yield from (Markdown((*location, tag), text) for tag, text in prose.root.items())


@lru_cache(maxsize=256)
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str, str | None], ...]:
    """Return name, key in the file and kind of reference of each field that can hold what is looked for."""
    fields = []
    for name, field in model.model_fields.items():
        kind = _kind((field.annotation, *field.metadata))
        if name != "root" and (kind is not None or _holds(field.annotation)):
            fields.append((name, field.alias or name, kind))
    return tuple(fields)


def _holds(annotation: Any) -> bool:
    """Whether a type has models in it, other than words that are no Markdown."""
    parts = get_args(annotation)
    if parts:
        return any(_holds(part) for part in parts)
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return False
    return issubclass(annotation, Prose) or not issubclass(annotation, Text)


def _kind(parts: tuple[Any, ...]) -> str | None:
    for part in parts:
        if isinstance(part, Refers):
            return part.kind
        inner = get_args(part)
        if get_origin(part) is Annotated:
            inner = (inner[0], *part.__metadata__)
        found = _kind(inner) if inner else None
        if found:
            return found
    return None
