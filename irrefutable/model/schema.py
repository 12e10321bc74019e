"""What each file of an archive may hold, as JSON Schema and in plain words, for editors and their programs.

Reads the models' source for the docstrings of their fields, which is slow: only the documentation asks.
Refuses to check a file; `load` does, with the models themselves.
"""

import ast
import inspect
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any, Final, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from irrefutable.model import fields
from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.site import Entity, Page, Ratings, Site, Topics

Schema: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of file."""

    name: str
    """The schema's name."""
    title: str
    """What it is, for the list of schemas that a text editor offers."""
    model: type[BaseModel]
    files: tuple[str, ...]
    """Where such files are: paths and globs below the archive's root."""
    named_by_file: frozenset[str] = frozenset()
    """Fields that the name of the file or folder gives, so that they need not be written."""


DOCUMENTS: Final = (
    Document(
        "case",
        "Irrefutable: a case",
        Case,
        ("content/cases/*/case.yaml", "content/cases/*/case.md"),
        frozenset({"id"}),
    ),
    Document(
        "edition",
        "Irrefutable: a case in another language",
        Edition,
        ("content/cases/*/case.*.yaml", "content/cases/*/case.*.md"),
        frozenset({"language"}),
    ),
    Document("site", "Irrefutable: the archive", Site, ("content/site.yaml",)),
    Document("ratings", "Irrefutable: rating schemes", Ratings, ("content/ratings.yaml",)),
    Document("topics", "Irrefutable: topics", Topics, ("content/topics.yaml",)),
    Document(
        "entity",
        "Irrefutable: a person or an organisation",
        Entity,
        ("content/entities/*.yaml",),
        frozenset({"id"}),
    ),
    Document("page", "Irrefutable: a page", Page, ("content/pages/*.md",), frozenset({"id", "language"})),
)
"""Every kind of file, each with its front matter where it is Markdown."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be. `refers` are the models and enums that the words link to."""

    schema: Schema
    words: str
    refers: tuple[type, ...] = ()


def schema(document: Document) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a kind of file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_object(document.model, document.named_by_file),
        "title": document.title,
        "$defs": dict(sorted(_definitions(document.model).items())),
    }


def models(model: type[BaseModel]) -> tuple[type, ...]:
    """Return a model and all models and enums that it holds, each before what it holds itself."""
    found: dict[type, None] = {}
    waiting: list[type] = [model]
    while waiting:
        kind = waiting.pop(0)
        if kind not in found:
            found[kind] = None
            if issubclass(kind, BaseModel):
                waiting[:0] = [
                    part for info in kind.model_fields.values() for part in field_kind(info).refers
                ]
    return tuple(found)


def field_kind(info: FieldInfo) -> Kind:
    """Return what a field may hold."""
    return _kind(info.annotation, tuple(info.metadata))


def docstring(kind: type) -> str:
    """Return the docstring of a class as one paragraph."""
    return " ".join((inspect.getdoc(kind) or "").split())


def docstrings(kind: type) -> Mapping[str, str]:
    """Return what stands below each attribute of a class in its source."""
    return _module_docstrings(kind.__module__).get(kind.__name__, {})


@lru_cache(maxsize=32)
def _module_docstrings(module: str) -> Mapping[str, Mapping[str, str]]:
    """Return the docstrings of a module's own names (under an empty key), and of each class's attributes."""
    tree = ast.parse(inspect.getsource(import_module(module)))
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    return {"": dict(_below(tree.body)), **{node.name: dict(_below(node.body)) for node in classes}}


def _below(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement, following in pairwise(body):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(name)) | ast.Assign(targets=[ast.Name(name)]),
                ast.Expr(ast.Constant(str(text))),
            ):
                yield name, " ".join(text.split())


# ------------------------------------------------------------------------------------------- scalars

_MOMENT = (
    r"(?:(?:[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?|[0-9]{3}X)[~?%]?"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2}))"
)
_DATE_PATTERN = rf"^(?:{_MOMENT}|{_MOMENT}/(?:{_MOMENT}|\.\.)?|(?:\.\.)?/{_MOMENT})$"
_DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2}))?$"
_TAG_PATTERN = (
    r"^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*$"
)
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_QUALIFIED_PATTERN = rf"^{_SLUG}(?:/{_SLUG})?$"

_SCALARS: Final[Mapping[str, tuple[Any, Schema, str]]] = {
    "LanguageTag": (fields.LanguageTag, {"type": "string", "pattern": _TAG_PATTERN}, "language tag"),
    "Slug": (fields.Slug, {"type": ["string", "integer"], "minimum": 0}, "id"),
    "RatingRef": (
        fields.RatingRef,
        {"type": ["string", "integer"], "pattern": _QUALIFIED_PATTERN, "minimum": 0},
        "key of a rating",
    ),
    "ClaimElsewhereRef": (
        fields.ClaimElsewhereRef,
        {"type": "string", "pattern": _QUALIFIED_PATTERN},
        "id of a claim, or `case/claim`",
    ),
    # An integer, because to other YAML programs a year is one.
    "EdtfDate": (
        fields.EdtfDate,
        {"type": ["string", "integer"], "pattern": _DATE_PATTERN, "minimum": 1000, "maximum": 9999},
        "date",
    ),
    "ExactDate": (fields.ExactDate, {"type": "string", "pattern": _DAY_PATTERN}, "exact day"),
    "Url": (fields.Url, {}, "web address"),
    "Email": (fields.Email, {"type": "string", "format": "email"}, "mail address"),
    "Country": (fields.Country, {"type": "string", "pattern": "^[A-Z]{2}$"}, "country code"),
    "FileName": (fields.FileName, {"type": "string", "pattern": r"^[^./\\][^/\\]*$"}, "file name"),
    "Point": (
        fields.Point,
        {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2},
        "point `[x, y]`",
    ),
    "Box": (
        fields.Box,
        {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 4, "maxItems": 4},
        "box `[left, top, width, height]`",
    ),
}
"""The named types of `fields`: the type, its schema where the type does not say it, and the words for it."""

_REFERENCES: Final[Mapping[str, str]] = {
    "claim": "id of a claim",
    "media": "id of a picture",
    "evidence": "id of an evidence item",
    "comparison": "id of a comparison",
    "source": "id of a source",
    "entity": "id of an entity",
    "topic": "id of a topic",
    "case": "id of a case",
    "argument": "id of a claim, an evidence item or a rebuttal",
}


def _scalar(metadata: tuple[Any, ...]) -> tuple[str, str] | None:
    """Return the name of the type that a field's metadata stand for, and the words for it."""
    matches = [
        name
        for name, (alias, _, _) in _SCALARS.items()
        if all(part in metadata for part in get_args(alias)[1:])
    ]
    if not matches:
        return None
    # An exact day is a date with one demand more.
    name = max(matches, key=lambda match: len(get_args(_SCALARS[match][0])))
    words = _SCALARS[name][2]
    kinds = [part.kind for part in metadata if isinstance(part, fields.Refers)]
    return name, _REFERENCES.get(kinds[0], words) if kinds else words


def _scalar_schema(name: str) -> Schema:
    alias, written, _ = _SCALARS[name]
    own: Schema = {}
    for part in get_args(alias)[1:]:
        if isinstance(part, WithJsonSchema):
            own.update(part.json_schema or {})
    description = _module_docstrings(fields.__name__)[""].get(name, "")
    return {**({"description": description} if description else {}), **own, **written}


_WORDS: Final[Schema] = {"type": ["string", "number"], "minLength": 1}
"""Text: to other YAML programs `title: 1984` is a number, and here it is the words that stand there."""


def _text_schema(kind: type[fields.Text]) -> Schema:
    return {
        "description": docstring(kind),
        "anyOf": [
            _WORDS,
            {
                "type": "object",
                "propertyNames": {"$ref": "#/$defs/LanguageTag"},
                "additionalProperties": _WORDS,
                "minProperties": 1,
            },
        ],
    }


# --------------------------------------------------------------------------------------------- fields


def _kind(annotation: Any, metadata: tuple[Any, ...] = ()) -> Kind:
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _kind(inner, (*more, *metadata))
    if get_origin(annotation) in (Union, types.UnionType):
        (inner,) = (part for part in get_args(annotation) if part is not type(None))
        return _kind(inner, metadata)
    if found := _scalar(metadata):
        name, words = found
        return Kind({"$ref": f"#/$defs/{name}"}, words)
    if get_origin(annotation) is tuple:
        item = _kind(get_args(annotation)[0])
        return Kind(
            {"type": "array", "items": item.schema, **_limits(metadata)}, f"list: {item.words}", item.refers
        )
    if get_origin(annotation) is dict:
        key, item = (_kind(part) for part in get_args(annotation))
        written = {"type": "object", "propertyNames": key.schema, "additionalProperties": item.schema}
        return Kind(written, f"map from {key.words} to: {item.words}", item.refers)
    return _named(annotation, metadata)


def _named(kind: Any, metadata: tuple[Any, ...]) -> Kind:
    if kind in _PLAIN:
        written, words = _PLAIN[kind]
        return Kind({**written, **_limits(metadata)}, words + _range(metadata))
    if isinstance(kind, type) and issubclass(kind, (BaseModel, Enum)):
        words = _TEXTS.get(kind, f"[{words_of(kind)}](#{anchor(kind)})")
        return Kind({"$ref": f"#/$defs/{kind.__name__}"}, words, () if kind in _TEXTS else (kind,))
    raise TypeError(f"{kind} has no schema yet")


_PLAIN: Final[Mapping[type, tuple[Schema, str]]] = {
    str: (_WORDS, "string"),
    bool: ({"type": "boolean"}, "`true` or `false`"),
    int: ({"type": "integer"}, "whole number"),
    float: ({"type": "number"}, "number"),
}
_TEXTS: Final[Mapping[type, str]] = {fields.Text: "text", fields.Prose: "Markdown text"}


def words_of(kind: type) -> str:
    """Return the name of a model or enum in words: `Related claim`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).capitalize()


def anchor(kind: type) -> str:
    """Return the fragment of the heading that names a model or enum, as Git hosts make it."""
    return words_of(kind).lower().replace(" ", "-")


def _limits(metadata: tuple[Any, ...]) -> Schema:
    names = (("ge", "minimum"), ("le", "maximum"), ("min_length", "minItems"))
    return {
        keyword: value
        for part in metadata
        for name, keyword in names
        if (value := getattr(part, name, None)) is not None
    }


def _range(metadata: tuple[Any, ...]) -> str:
    limits = _limits(metadata)
    return (
        f" from {limits['minimum']} to {limits['maximum']}" if {"minimum", "maximum"} <= limits.keys() else ""
    )


# --------------------------------------------------------------------------------------------- models


def _object(model: type[BaseModel], named_by_file: frozenset[str] = frozenset()) -> Schema:
    described = docstrings(model)
    properties: Schema = {}
    required = []
    for name, info in model.model_fields.items():
        key = info.alias or name
        properties[key] = {"description": described[name], **field_kind(info).schema, **_default(info)}
        if info.is_required() and name not in named_by_file:
            required.append(key)
    return {
        "title": words_of(model),
        "description": docstring(model),
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _default(info: FieldInfo) -> Schema:
    value = default(info)
    return {} if value is None or value == [] else {"default": value}


def default(info: FieldInfo) -> Any:
    """Return what a field is where it is not written, as it would be written; None where that is nothing."""
    value = None if info.is_required() else info.default
    if isinstance(value, tuple):
        return [item.value if isinstance(item, Enum) else item for item in value]
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, (bool, int, float, str)) else None


def _enum(kind: type[Enum]) -> Schema:
    described = docstrings(kind)
    members = list(kind)
    written: Schema = {
        "title": words_of(kind),
        "description": docstring(kind),
        "type": "string",
        "enum": [member.value for member in members],
    }
    if described:
        # No keyword of the standard; the YAML servers of text editors show it beside each choice.
        written["enumDescriptions"] = [described.get(member.name, "") for member in members]
    return written


def _definitions(model: type[BaseModel]) -> Schema:
    """Return every definition that a model's schema refers to."""
    kinds = {kind.__name__: kind for kind in (*models(model), *_TEXTS)}
    definitions: Schema = {}
    waiting = list(_referred(_object(model)))
    while waiting:
        name = waiting.pop()
        if name not in definitions:
            definitions[name] = _definition(name, kinds)
            waiting += _referred(definitions[name])
    return definitions


def _definition(name: str, kinds: Mapping[str, type]) -> Schema:
    if name in _SCALARS:
        return _scalar_schema(name)
    kind = kinds[name]
    if issubclass(kind, fields.Text):
        return _text_schema(kind)
    if issubclass(kind, Enum):
        return _enum(kind)
    assert issubclass(kind, BaseModel)  # noqa: S101 - a model holds texts, enums and models
    return _object(kind)


def _referred(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        for value in part.values():
            yield from _referred(value)
    elif isinstance(part, list):
        for value in part:
            yield from _referred(value)
