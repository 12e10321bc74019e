"""Walks a model's values: every reference and every piece of Markdown, with the place it was written at.

Which fields refer to what is read from their types, so a new field is checked without further work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from irrefutable.core.spans import Location
from irrefutable.model.fields import Prose, Refers


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
    for location, value, kind in _walk(model, (), None):
        if kind is not None and isinstance(value, str):
            yield Reference(location, kind, value)


def markdowns(model: BaseModel) -> Iterator[Markdown]:
    """Yield the Markdown in a model's fields, in the order of the fields."""
    for location, value, _ in _walk(model, (), None):
        if isinstance(value, Prose):
            if isinstance(value.root, str):
                yield Markdown(location, value.root)
            else:
                yield from (Markdown((*location, tag), text) for tag, text in value.root.items())


def _walk(
    value: object, location: Location, kind: str | None
) -> Iterator[tuple[Location, object, str | None]]:
    if isinstance(value, Prose):
        yield location, value, None
    elif isinstance(value, BaseModel):
        for name, key, field_kind in _fields(type(value)):
            item = getattr(value, name)
            if item is not None:
                yield from _walk(item, (*location, key), field_kind)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _walk(item, (*location, index), kind)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _walk(item, (*location, key), kind)
    else:
        yield location, value, kind


@lru_cache(maxsize=256)
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str, str | None], ...]:
    """Return name, key in the file and kind of reference of each field of a model."""
    return tuple(
        (name, field.alias or name, _kind((field.annotation, *field.metadata)))
        for name, field in model.model_fields.items()
        if name != "root"
    )


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
