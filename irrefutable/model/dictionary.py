"""The data dictionary: what each field of a record or a row means, in tables and as JSON Schema.

All of it is read from the types in `record`, so that it cannot say anything else than they do.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Final,
    NamedTuple,
    NotRequired,
    Required,
    get_args,
    get_origin,
    get_type_hints,
)

from irrefutable.model.record import FORMAT, CaseRecord, CaseRow, ClaimRow


class Field(NamedTuple):
    """A field of a table."""

    name: str
    holds: str
    """What it may hold, as JSON: `string`, `[string]`, `{language: string}`; or the name of a table."""
    table: str
    """The table that it leads to; or empty."""
    meaning: str
    is_required: bool
    """Whether it is always there."""


class Table(NamedTuple):
    """A kind of object, or the columns of a file."""

    name: str
    meaning: str
    fields: tuple[Field, ...]


_PLAIN: Final[Mapping[Any, tuple[str, dict[str, Any]]]] = {
    str: ("string", {"type": "string"}),
    int: ("integer", {"type": "integer"}),
    float: ("number", {"type": "number"}),
    bool: ("boolean", {"type": "boolean"}),
}


@lru_cache(maxsize=1)
def record_tables() -> tuple[Table, ...]:
    """Return the tables of a case's record: that of the case, and of all that is in it."""
    return tuple(_table(kind) for kind in _kinds(CaseRecord))


@lru_cache(maxsize=1)
def row_tables() -> tuple[Table, ...]:
    """Return the tables of the rows of cases and of claims."""
    return tuple(_table(kind) for kind in (CaseRow, ClaimRow))


def columns(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a row, in their order."""
    return tuple(kind.__annotations__)


@lru_cache(maxsize=1)
def record_schema() -> Mapping[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case's record."""
    first, *others = _kinds(CaseRecord)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"The record of a case, format {FORMAT}",
        **_object(first),
        "$defs": {name_of(kind): _object(kind) for kind in sorted(others, key=name_of)},
    }


def name_of(kind: type) -> str:
    """Return the name of a table: that of its type in words."""
    bare = kind.__name__.removesuffix("Record").removesuffix("Row")
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in bare).strip("-")


def _table(kind: type) -> Table:
    fields = tuple(
        Field(name, *_holds(hint), meaning, is_required) for name, hint, meaning, is_required in _fields(kind)
    )
    return Table(name_of(kind), (kind.__doc__ or "").strip(), fields)


def _kinds(kind: type) -> tuple[type, ...]:
    """Return a type and all that it holds, each before what it holds itself."""
    found: dict[type, None] = {}
    waiting = [kind]
    while waiting:
        first = waiting.pop(0)
        if first not in found:
            found[first] = None
            waiting[:0] = [held for _, hint, _, _ in _fields(first) if (held := _held(hint))]
    return tuple(found)


def _fields(kind: type) -> Iterator[tuple[str, Any, str, bool]]:
    """Yield name, type and meaning of each field, and whether it is always there."""
    is_total = getattr(kind, "__total__", True)
    for name, written in get_type_hints(kind, include_extras=True).items():
        is_required = get_origin(written) is Required or (is_total and get_origin(written) is not NotRequired)
        hint = get_args(written)[0] if get_origin(written) in (Required, NotRequired) else written
        assert get_origin(hint) is Annotated, f"{kind.__name__}.{name} has no meaning"  # noqa: S101
        bare, *meanings = get_args(hint)
        yield name, bare, meanings[-1], is_required


def _held(hint: Any) -> type | None:
    """Return the record that a field holds, or a list of which it holds."""
    inner = get_args(hint)[0] if get_origin(hint) is list else hint
    return inner if isinstance(inner, type) and hasattr(inner, "__required_keys__") else None


def _holds(hint: Any) -> tuple[str, str]:
    if held := _held(hint):
        name = name_of(held)
        return (f"[{name}]" if get_origin(hint) is list else name), name
    return _words(hint), ""


def _words(hint: Any) -> str:
    if get_origin(hint) is list:
        return f"[{_words(get_args(hint)[0])}]"
    if get_origin(hint) is dict:
        return "{language: string}"
    if get_origin(hint) is UnionType:
        return " | ".join("null" if part is NoneType else _words(part) for part in get_args(hint))
    return _PLAIN[hint][0]


def _object(kind: type) -> dict[str, Any]:
    fields = list(_fields(kind))
    return {
        "description": (kind.__doc__ or "").strip(),
        "type": "object",
        "properties": {name: {"description": meaning, **_schema(hint)} for name, hint, meaning, _ in fields},
        "required": [name for name, _, _, is_required in fields if is_required],
    }


def _schema(hint: Any) -> dict[str, Any]:
    if get_origin(hint) is list:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    if get_origin(hint) is dict:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if held := _held(hint):
        return {"$ref": f"#/$defs/{name_of(held)}"}
    return dict(_PLAIN[hint][1])
