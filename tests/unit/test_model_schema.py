"""The JSON Schemas say what the models say: real files pass, mistakes do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from irrefutable.core import dates
from irrefutable.core.spans import SourceText
from irrefutable.core.text import is_language_tag
from irrefutable.load.documents import read_case
from irrefutable.model.schema import DOCUMENTS, Document, docstring, docstrings, models, schema

ROOT = Path(__file__).parents[2]
SCHEMAS = {document.name: schema(document) for document in DOCUMENTS}


def mistakes(value: Any, part: Mapping[str, Any], whole: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Yield where a value of YAML, typed or not, breaks a schema; knows the keywords that ours use."""
    if "$ref" in part:
        yield from mistakes(value, whole["$defs"][part["$ref"].removeprefix("#/$defs/")], whole, at)
    if "anyOf" in part and all(any(mistakes(value, other, whole, at)) for other in part["anyOf"]):
        yield f"{at}: fits nothing"
    if "type" in part and not any(_is(value, kind) for kind in _listed(part["type"])):
        yield f"{at}: is no {part['type']}"
    elif isinstance(value, dict):
        yield from _in_object(value, part, whole, at)
    elif isinstance(value, list):
        if not part.get("minItems", 0) <= len(value) <= part.get("maxItems", len(value)):
            yield f"{at}: wrong length"
        for place, item in enumerate(value):
            yield from mistakes(item, part.get("items", {}), whole, f"{at}/{place}")
    else:
        yield from _in_scalar(value, part, at)


def _in_scalar(value: str | float, part: Mapping[str, Any], at: str) -> Iterator[str]:
    if not isinstance(value, str):
        if value < part.get("minimum", value) or value > part.get("maximum", value):
            yield f"{at}: out of range"
    elif not re.search(part.get("pattern", ""), value) or value not in part.get("enum", [value]):
        yield f"{at}: wrong text"
    elif len(value) < part.get("minLength", 0):
        yield f"{at}: too short"


def _in_object(
    value: dict[str, Any], part: Mapping[str, Any], whole: Mapping[str, Any], at: str
) -> Iterator[str]:
    known = part.get("properties", {})
    yield from (f"{at}/{key}: is missing" for key in part.get("required", ()) if key not in value)
    if len(value) < part.get("minProperties", 0):
        yield f"{at}: is empty"
    for key, item in value.items():
        yield from mistakes(key, part.get("propertyNames", {}), whole, f"{at}/{key}")
        other = part.get("additionalProperties", {})
        if key not in known and other is False:
            yield f"{at}/{key}: is unknown"
        else:
            yield from mistakes(item, known.get(key, other), whole, f"{at}/{key}")


def _is(value: object, kind: str) -> bool:
    if isinstance(value, (bool, int, float)):
        kinds = ("boolean",) if isinstance(value, bool) else ("integer", "number")[isinstance(value, float) :]
        return kind in kinds
    match kind:
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list)
        case "boolean":
            return value in ("true", "false")
        case "integer" | "number":
            return isinstance(value, str) and value.replace(".", "", 1).isdecimal()
        case _:
            return isinstance(value, str)


def _listed(kinds: str | list[str]) -> list[str]:
    return [kinds] if isinstance(kinds, str) else kinds


def written(path: Path) -> Any:
    """Return the fields of a file with every scalar as text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        text = text.split("\n---\n", 1)[0].removeprefix("---\n")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes nothing but strings


def files(document: Document) -> list[Path]:
    found = [path for pattern in document.files for path in sorted(ROOT.glob(pattern))]
    # A name such as about.ru.md fits the pattern of every page; case.ru.md is no case.
    return [path for path in found if document.name != "case" or path.name.count(".") == 1]


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_archive_of_this_repository_passes(document: Document) -> None:
    """A schema that is stricter than the models would underline what is right."""
    paths = files(document)
    assert paths
    for path in paths:
        assert list(mistakes(written(path), SCHEMAS[document.name], SCHEMAS[document.name])) == [], path


CASE = {
    "title": "A title",
    "summary": {"claimed": "Something.", "found": "Something else."},
    "language": "en",
    "status": "draft",
}


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"titel": "A title"}, "/titel: is unknown"),
        ({"status": "drafted"}, "/status: wrong text"),
        ({"language": "EN"}, "/language: wrong text"),
        ({"published": "2020-01"}, "/published: wrong text"),
        ({"authors": ["Anna"]}, "/authors/0: wrong text"),
        ({"title": {"EN": "A title"}}, "/title: fits nothing"),
        ({"title": {}}, "/title: fits nothing"),
        ({"summary": {"claimed": "Something."}}, "/summary/found: is missing"),
        ({"claims": [{"id": "a", "text": "b", "made": "1.1.2020"}]}, "/claims/0/made: wrong text"),
        ({"corrections": [{"date": "2020-01-01", "kind": "update", "text": "x", "from_": "y"}]},
         "/corrections/0/from_: is unknown"),
    ],
)  # fmt: skip
def test_a_mistake_is_seen(change: dict[str, object], mistake: str) -> None:
    """A schema that accepts everything helps nobody."""
    whole = SCHEMAS["case"]
    assert list(mistakes(CASE, whole, whole)) == []
    assert list(mistakes({**CASE, **change}, whole, whole)) == [mistake]


@pytest.mark.parametrize(
    "line",
    [
        "title: 1984",
        "title: 3.5",
        "title: {en: 1984}",
        "former_slugs: [2017]",
        "claims: [{id: 1, text: 2, made: 2017, rating: 5}]",
        "places: [{id: a, name: 7, aliases: [8], country: SY}]",
        "media: [{id: a, kind: image, alt: 9, licence: 0}]",
    ],
)
def test_digits_need_no_quotes_where_the_reader_wants_none(line: str) -> None:
    """Text editors read YAML with numbers in it; what the loader takes as text must not be underlined."""
    text = "title: T\nsummary: {claimed: 1, found: 2}\nlanguage: en\nstatus: draft\n"
    text = re.sub("^title: T\n", "" if line.startswith("title") else "title: T\n", text) + line
    assert [item.message for item in read_case(SourceText("case.yaml", text), "one").diagnostics] == []
    whole = SCHEMAS["case"]
    assert list(mistakes(yaml.safe_load(text), whole, whole)) == []


def test_switches_are_no_words() -> None:
    """Neither the loader nor the schema takes `title: true`."""
    whole = SCHEMAS["case"]
    assert list(mistakes({**CASE, "title": True}, whole, whole)) == ["/title: fits nothing"]


def test_fields_that_the_name_gives_need_not_be_written() -> None:
    """The folder's name is the id, so an editor does not write it twice."""
    assert SCHEMAS["case"]["required"] == ["title", "summary", "language", "status"]
    assert SCHEMAS["entity"]["required"] == ["name", "kind"]
    assert SCHEMAS["page"]["required"] == ["title"]
    assert "language" not in SCHEMAS["edition"]["required"]
    assert "id" in SCHEMAS["case"]["$defs"]["Claim"]["required"]


def test_a_field_has_the_name_it_has_in_files() -> None:
    correction = SCHEMAS["case"]["$defs"]["Correction"]["properties"]
    assert "from" in correction
    assert "from_" not in correction


def test_every_field_is_described() -> None:
    """What hovers over a field in a text editor, and stands in the reference, is the field's docstring."""
    for document in DOCUMENTS:
        for kind in models(document.model):
            assert docstring(kind).endswith((".", ":")), kind
            if issubclass(kind, BaseModel):
                assert set(docstrings(kind)) == set(kind.model_fields), kind
            else:
                assert issubclass(kind, Enum)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_definition_is_used_and_there(document: Document) -> None:
    whole = SCHEMAS[document.name]
    used = set(re.findall(r"#/\$defs/(\w+)", str(whole)))
    assert used == set(whole["$defs"])


# ------------------------------------------------------------------------------------------- patterns

NEAR_DATES = st.from_regex(r"[0-9X]{3,4}(-[0-9]{2}){0,2}[~?%]?(/([0-9]{4}|\.\.)?)?", fullmatch=True)


@given(NEAR_DATES)
def test_the_date_pattern_accepts_every_date(text: str) -> None:
    """It may not know how many days a month has, but it never refuses what the reader accepts."""
    pattern = SCHEMAS["case"]["$defs"]["EdtfDate"]["pattern"]
    try:
        dates.parse(text)
    except dates.NotADateError:
        return
    assert re.fullmatch(pattern, text)


@pytest.mark.parametrize(
    "text", ["", "..", "/", "../..", "14.11.2017", "2017-1", "2017-11-14T10:00", "2017-11-14/2018/2019", "17"]
)
def test_the_date_pattern_refuses_other_forms(text: str) -> None:
    assert not re.fullmatch(SCHEMAS["case"]["$defs"]["EdtfDate"]["pattern"], text)


@given(st.from_regex(r"[a-zA-Z]{1,4}(-[a-zA-Z0-9]{2,5}){0,2}", fullmatch=True))
def test_the_language_pattern_is_the_models(tag: str) -> None:
    """The pattern is written twice, because JSON Schema knows no named groups."""
    pattern = SCHEMAS["case"]["$defs"]["LanguageTag"]["pattern"]
    assert bool(re.fullmatch(pattern, tag)) is is_language_tag(tag)
