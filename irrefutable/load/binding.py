"""A YAML tree and a model make a value, or diagnostics in an editor's words.

Refuses to repair a value: what does not fit the model is reported at the place where it was written.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Generic, TypeGuard, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from irrefutable.core.diagnostics import Diagnostic, Rule
from irrefutable.core.spans import Location, Span
from irrefutable.core.text import did_you_mean, listed
from irrefutable.load import rules
from irrefutable.load.characters import hidden_in, named
from irrefutable.load.tree import Tree, Value
from irrefutable.model import edition, site
from irrefutable.model.archive import Located
from irrefutable.model.case import Case, Evidence, NotFound, Source
from irrefutable.model.claim import OtherVerdict
from irrefutable.model.fields import Text
from irrefutable.model.picture import Media

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Bound(Generic[M]):
    """The value, where it could be made, and what is wrong with the file it comes from."""

    located: Located[M] | None
    diagnostics: tuple[Diagnostic, ...]
    wrong: frozenset[Location] = frozenset()
    """Where the model refuses what was written."""
    partial: Located[M] | None = None
    """What could be read of a broken file, for the check of references only."""


def bind(
    model: type[M],
    tree: Tree,
    given: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Bound[M]:
    """Make a model's value of a tree.

    Args:
        model: what the file holds.
        tree: what the file says.
        given: the fields that the file's name decides.
        names: the ids of entities by their names in lower case, for whoever writes the name instead.
    """
    if not tree.is_whole:
        return Bound(None, tree.diagnostics)
    if not isinstance(tree.value, dict):
        found = _Binding(model, tree).not_fields((), tree.value)
        return Bound(None, (*tree.diagnostics, found))
    try:
        value = model.model_validate({**tree.value, **(given or {})})
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        binding = _Binding(model, tree, names or {})
        return Bound(None, (*tree.diagnostics, *binding.diagnostics(errors)), binding.refused(errors))
    if any(found.is_error for found in tree.diagnostics):
        return Bound(None, tree.diagnostics)
    return Bound(Located(value, tree.spans), tree.diagnostics)


@lru_cache(maxsize=32)
def boolean_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the fields that are true or false, in a model and in all it holds."""
    return frozenset(name for name, kind in _all_fields(model) if bool in _parts(kind))


@lru_cache(maxsize=32)
def map_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the fields that can only hold fields of their own."""
    fields = [(name, next(alternatives(kind), None)) for name, kind in _all_fields(model)]
    others = {name for name, kind in fields if not is_model(kind) or issubclass(kind, Text)}
    return frozenset(name for name, _ in fields if name not in others)


def _all_fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """Yield name and type of each field of a model, and of all that it holds."""
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        for name, info in kind.model_fields.items():
            if name != "root":
                yield info.alias or name, info.annotation
                waiting += filter(is_model, _parts(info.annotation))


def noun(model: type[BaseModel]) -> str:
    """Return what an editor calls a model's value, with its article."""
    if model in _NOUNS:
        return _NOUNS[model]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


_NOUNS: Final[Mapping[type[BaseModel], str]] = {
    Case: "a case",
    Evidence: "an evidence item",
    Media: "a picture",
    NotFound: "an item of not_found",
    OtherVerdict: "another checker's verdict",
    Source: "a source",
    edition.Edition: "a translation",
    edition.ClaimWords: "a translated claim",
    edition.OtherVerdictWords: "a translated verdict",
    edition.MediaWords: "a translated picture",
    edition.EvidenceWords: "a translated evidence item",
    edition.RebuttalWords: "a translated rebuttal",
    edition.RegionWords: "a translated region",
    edition.ComparisonWords: "a translated comparison",
    edition.EntryWords: "a translated entry",
    edition.DisagreementWords: "a translated disagreement",
    site.Site: "site.yaml",
    site.Ratings: "ratings.yaml",
    site.Topics: "topics.yaml",
    site.Contact: "the contact",
    site.Policies: "the policies",
    site.BuildSettings: "the build settings",
    site.PublishSettings: "the publish settings",
}
_BY_CODE: Final[Mapping[str, Rule]] = {rule.code: rule for rule in rules.RULES}


class _Binding:
    """Turns pydantic's errors about one file into diagnostics."""

    def __init__(
        self, model: type[BaseModel], tree: Tree, names: Mapping[str, str] = types.MappingProxyType({})
    ) -> None:
        self.model = model
        self.names = names
        self.tree = tree
        self.source = tree.spans.source

    def diagnostics(self, errors: list[ErrorDetails]) -> Iterator[Diagnostic]:
        """Return one diagnostic for each place; a second error at a place follows from the first."""
        missing: dict[Location, list[str]] = {}
        mended: set[tuple[Location, str]] = set()
        seen: set[tuple[Span, str]] = set()
        for error in errors:
            location, is_key = self._location(error["loc"])
            if error["type"] == "missing":
                if not self._is_known_faulty(location) and location not in self.tree.incomplete:
                    missing.setdefault(location, []).append(str(error["loc"][-1]))
                continue
            if error["type"] == "extra_forbidden":
                found = self._unknown(location)
                mended.update(
                    (location[:-1], name) for name in re.findall(r'^did you mean "(.+)"\?', found.hint)
                )
            elif self._is_known_faulty(location):
                continue
            else:
                found = self._wrong(error, location, is_key=is_key)
            if (found.span, found.code) not in seen:
                seen.add((found.span, found.code))
                yield found
        for location, names in missing.items():
            # A misspelt field is unknown and missing at once: one mistake, one diagnostic.
            left = [name for name in names if (location, name) not in mended]
            if left:
                yield self._missing(location, left)

    def refused(self, errors: list[ErrorDetails]) -> frozenset[Location]:
        """Return where something stands that the model does not expect there."""
        wrong = (error for error in errors if error["type"] != "missing")
        return frozenset(self._location(error["loc"])[0] for error in wrong)

    def not_fields(self, location: Location, value: Value) -> Diagnostic:
        """Return the diagnostic for a value that should be a map of fields."""
        kind = self._kind(location)
        hint = "write each field on a line of its own, as `name: value`"
        what = noun(kind) if is_model(kind) else "a map by id"
        if not is_model(kind):
            hint = "write each item below its id, without -"
        message = f"{what} is expected here, and this is {_described(value)}"
        return self._at(rules.WRONG_TYPE, self.tree.spans.value(location), message, hint)

    def _unknown(self, location: Location) -> Diagnostic:
        kind = self._kind(location[:-1])
        names = field_names(kind) if is_model(kind) else ()
        what = noun(kind) if is_model(kind) else "this map"
        message = f'"{location[-1]}" is not a field of {what}'
        key = str(location[-1])
        hint = did_you_mean(key.strip(_CURLY), names)
        if hidden := hidden_in(key):
            message = f"{message}: it holds the invisible {named(hidden)}"
        elif key != key.strip(_CURLY):
            hint = f"{hint} A field's name has no quotation marks".strip()
        return self._at(rules.UNKNOWN_FIELD, self.tree.spans.key(location), message, hint)

    def _missing(self, location: Location, names: list[str]) -> Diagnostic:
        kind = self._kind(location)
        what = noun(kind) if is_model(kind) else "this map"
        quoted = listed(['"' + name + '"' for name in names])
        message = f"{what} needs {quoted}"
        span = self.tree.spans.key(location)
        return self._at(rules.MISSING_FIELD, span, message, f'write a line "{names[0]}: …"')

    def _wrong(self, error: ErrorDetails, location: Location, *, is_key: bool) -> Diagnostic:
        value = self._value(location)
        kind = error["type"]
        if kind in _BY_CODE:
            return self._custom(_BY_CODE[kind], error, location, is_key=is_key)
        if kind == "enum":
            return self._choice(location, value)
        if kind in ("model_type", "dict_type", "model_attributes_type"):
            return self.not_fields(location, value)
        name = _field_name(location)
        if kind in ("tuple_type", "list_type"):
            hint = _as_list(value)
            message = f"a list is expected for {name}, and this is {_described(value)}"
            rule = rules.WRONG_TYPE
        elif kind == "string_type":
            rule, hint = rules.WRONG_TYPE, "write one value; text goes in quotes"
            message = f"text is expected for {name}, and this is {_described(value)}"
        elif kind.startswith("bool"):
            rule, message, hint = (
                rules.NOT_A_CHOICE,
                f"{_shown(value)} is neither true nor false",
                "write true or false",
            )
        elif kind == "too_short":
            rule, message, hint = rules.EMPTY_VALUE, f"{name} needs at least one item", "write the first one"
        elif kind.startswith(_NUMBER_ERRORS):
            limit = _limit(error)
            what = "out of range" if limit else "not a number"
            rule, message = rules.BAD_NUMBER, f"{_shown(value)} is {what} for {name}"
            hint = limit or "write plain digits, such as 24"
        else:
            rule, message, hint = (
                rules.WRONG_TYPE,
                f"{name}: {error['msg']}",
                "see the field in the reference",
            )
        return self._at(rule, self.tree.spans.value(location), message, hint)

    def _custom(self, rule: Rule, error: ErrorDetails, location: Location, *, is_key: bool) -> Diagnostic:
        context = error.get("ctx", {})
        message, hint = str(context.get("message", error["msg"])), str(context.get("hint", ""))
        span = self.tree.spans.key(location) if is_key else self.tree.spans.value(location)
        value = self._value(location)
        written = str(location[-1]) if is_key else value
        if isinstance(written, str) and rule not in _OF_WORDS:
            message, hint = self._closer(written, message, hint, is_id=location[-1:] == ("id",) or is_key)
        if isinstance(value, dict):
            # The type of a text by language knows which tag or text is wrong, and names it only in words.
            for key, item in value.items():
                if rule is rules.BAD_LANGUAGE and message.startswith(f'"{key}" '):
                    span = self.tree.spans.key((*location, key))
                elif rule is rules.EMPTY_VALUE and isinstance(item, str) and not item.strip():
                    span = self.tree.spans.value((*location, key))
        return self._at(rule, span, message, hint)

    def _closer(self, written: str, message: str, hint: str, *, is_id: bool = False) -> tuple[str, str]:
        """Return message and hint for what is wrong with a value in a way that is hard to see."""
        if hidden := hidden_in(written):
            return f"{message}: it holds the invisible {named(hidden)}", "delete that character"
        bare = written.strip(_CURLY)
        if bare != written and bare:
            return message, f'curly quotation marks are part of a value: write "{bare}" with straight ones'
        known = self.names.get(written.casefold(), "")
        return message, f'did you mean "{known}", the id of {written}?' if known and not is_id else hint

    def _choice(self, location: Location, value: Value) -> Diagnostic:
        kind = self._kind(location)
        span = self.tree.spans.value(location)
        choices = [str(choice.value) for choice in kind] if isinstance(kind, type(Enum)) else []
        name = _field_name(location)
        if not isinstance(value, str):
            message = f"one word is expected for {name}, and this is {_described(value)}"
            return self._at(rules.WRONG_TYPE, span, message, f"write one of {', '.join(choices)}")
        message = f'"{value}" is not a choice for {name}'
        hint = did_you_mean(value.strip(_CURLY), choices)
        if hidden_in(value) or value != value.strip(_CURLY):
            message, hint = self._closer(value, message, hint)
        elif not hint.startswith("did"):
            hint = f"write one of {', '.join(choices)}"
        return self._at(rules.NOT_A_CHOICE, span, message, hint)

    def _location(self, loc: tuple[int | str, ...]) -> tuple[Location, bool]:
        """Return the place in the tree that pydantic means: its names of types are no places."""
        location: list[str | int] = []
        value: Value = self.tree.value
        for part in loc:
            if part == "[key]":
                return tuple(location), True
            inner = _item(value, part)
            if inner is not None:
                location.append(part)
                value = inner
        return tuple(location), False

    def _value(self, location: Location) -> Value:
        value: Value = self.tree.value
        for part in location:
            inner = _item(value, part)
            value = value if inner is None else inner
        return value

    def _kind(self, location: Location) -> Any:
        """Return the type that the model gives to a location; None where it has none."""
        kind: Any = self.model
        for part in location:
            kind = _member(kind, part)
        return next((found for found in alternatives(kind)), None)

    def _is_known_faulty(self, location: Location) -> bool:
        faulty = self.tree.faulty
        return bool(faulty) and any(location[:length] in faulty for length in range(len(location) + 1))

    def _at(self, rule: Rule, span: Span, message: str, hint: str) -> Diagnostic:
        return rule.at(span, message, hint, source=self.source)


_OF_WORDS: Final = frozenset((rules.BAD_TEXT, rules.EMPTY_VALUE))
"""Rules about words for readers, in which some invisible characters have their place."""
_CURLY: Final = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb"
"""Quotation marks of typography, which are letters to YAML."""
_NUMBER_ERRORS: Final = ("int_", "float_", "greater_", "less_", "finite_", "decimal_")


def _item(value: Value, part: str | int) -> Value | None:
    if isinstance(value, dict) and isinstance(part, str):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _as_list(value: Value) -> str:
    """Return how to write a value as a list."""
    if isinstance(value, str) and len(value) < 40:
        return f"write it as a list: [{value}]"
    if isinstance(value, dict) and value:
        first = next(iter(value))
        are_maps = all(isinstance(item, dict) for item in value.values())
        begin = f"its id: `- id: {first}`" if are_maps else f"-: `- {first}: …`"
        return f"begin each item with {begin}, and align its other fields below the first one"
    return "begin each item on a line of its own with `- `"


def _limit(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    words = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
    return next((f"write {words[name]} {value}" for name, value in context.items() if name in words), "")


def _described(value: Value) -> str:
    if isinstance(value, str):
        return f'the text "{value}"' if 0 < len(value) <= 40 and "\n" not in value else "text"
    return "a list" if isinstance(value, list) else "a map of fields"


def _shown(value: Value) -> str:
    return f'"{value}"' if isinstance(value, str) and len(value) <= 40 else "this"


def _field_name(location: Location) -> str:
    name = next((part for part in reversed(location) if isinstance(part, str)), "this file")
    return f'an item of "{name}"' if location and isinstance(location[-1], int) else f'"{name}"'


def is_model(kind: object) -> TypeGuard[type[BaseModel]]:
    """Whether a type is a noun of the content model."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def field_names(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of a model's fields in a file."""
    return tuple(info.alias or name for name, info in model.model_fields.items())


def _member(kind: Any, part: str | int) -> Any:
    for alternative in alternatives(kind):
        origin, arguments = get_origin(alternative), get_args(alternative)
        if isinstance(part, int) and origin is tuple and arguments:
            return arguments[0]
        if isinstance(part, str) and origin is dict:
            return arguments[1]
        if isinstance(part, str) and is_model(alternative):
            for name, info in alternative.model_fields.items():
                if part == (info.alias or name):
                    return info.annotation
    return None


def alternatives(kind: Any) -> Iterator[Any]:
    """Yield what a value of a type may be, without None and without annotations."""
    if get_origin(kind) in (Union, types.UnionType):
        for argument in get_args(kind):
            yield from alternatives(argument)
    elif hasattr(kind, "__metadata__"):
        yield from alternatives(kind.__origin__)
    elif kind is not None and kind is not type(None):
        yield kind


def _parts(kind: Any) -> Iterator[Any]:
    """Yield every type that a type is made of."""
    for alternative in alternatives(kind):
        yield alternative
        for argument in get_args(alternative):
            yield from _parts(argument)
