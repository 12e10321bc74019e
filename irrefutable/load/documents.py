"""The text of one file to the value it stands for: a pure function for each kind of file.

Refuses to open files and to look at other files: what a file's name says is an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final, TypeAlias, TypeVar

from pydantic import BaseModel

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import Location, SourceText, Span, SpanMap, SpansOnDemand
from irrefutable.load import rules
from irrefutable.load.binding import Bound, bind, boolean_fields, map_fields
from irrefutable.load.characters import cleaned
from irrefutable.load.frontmatter import FrontMatter, split
from irrefutable.load.repeats import repeats
from irrefutable.load.tree import Tree
from irrefutable.load.yamltree import read
from irrefutable.model.archive import Located
from irrefutable.model.case import Case
from irrefutable.model.edition import Edition
from irrefutable.model.site import Entity, Page, Ratings, Site, Topics

M = TypeVar("M", bound=BaseModel)
Names: TypeAlias = Mapping[str, str]
"""The ids of entities by their names in lower case."""
NO_NAMES: Final[Names] = MappingProxyType({})


def read_site(source: SourceText) -> Bound[Site]:
    """Read `site.yaml`."""
    return _read(Site, source)


def read_ratings(source: SourceText) -> Bound[Ratings]:
    """Read `ratings.yaml`."""
    return _read(Ratings, source)


def read_topics(source: SourceText) -> Bound[Topics]:
    """Read `topics.yaml`."""
    return _read(Topics, source)


def read_entity(source: SourceText, entity_id: str) -> Bound[Entity]:
    """Read `entities/ID.yaml`."""
    return _read(Entity, source, entity_id=entity_id)


def read_page(source: SourceText, page_id: str, language: str) -> Bound[Page]:
    """Read `pages/ID.md` or `pages/ID.LANG.md`."""
    return _read(Page, source, entity_id=page_id, language=language, body_field="body")


def read_case(source: SourceText, case_id: str, names: Names = NO_NAMES) -> Bound[Case]:
    """Read `case.md` or `case.yaml`."""
    return _read(Case, source, entity_id=case_id, body_field="report", names=names)


def read_edition(source: SourceText, language: str, names: Names = NO_NAMES) -> Bound[Edition]:
    """Read `case.LANG.md` or `case.LANG.yaml`."""
    return _read(Edition, source, language=language, body_field="report", names=names)


def _read(
    model: type[M],
    source: SourceText,
    *,
    entity_id: str = "",
    language: str = "",
    body_field: str = "",
    names: Names = NO_NAMES,
) -> Bound[M]:
    source, unseen = cleaned(source)
    tree: Tree | None
    booleans, maps = _Fields(boolean_fields, model), _Fields(map_fields, model)
    if source.path.endswith(".md"):
        parts, found = split(source)
        unseen = (*unseen, *found)
        # Fields in TOML would be misread line by line.
        if parts is None or source.line(parts.first_line - 1).startswith("+++"):
            return Bound(None, unseen)
        tree = read(
            source,
            first_line=parts.first_line,
            last_line=parts.last_line,
            boolean_fields=booleans,
            map_fields=maps,
        )
        tree = _with_body(tree, parts, body_field)
    else:
        tree = read(source, boolean_fields=booleans, map_fields=maps)
    named = {name: text for name, text in (("id", entity_id), ("language", language)) if text}
    bound = bind(model, tree, named, names)
    diagnostics = (*unseen, *bound.diagnostics, *_mismatches(tree, named), *repeats(model, tree))
    is_sound = not any(found.is_error for found in diagnostics)
    if is_sound:
        return Bound(bound.located, diagnostics)
    is_readable = tree.is_whole and isinstance(tree.value, dict) and model in (Case, Edition)
    if not is_readable:
        return Bound(None, diagnostics)
    from irrefutable.load.partial import partial as readable_part  # noqa: PLC0415 - most files are sound

    return Bound(
        None, diagnostics, partial=Located(readable_part(model, tree, named, bound.wrong), tree.spans)
    )


class _Fields(Container[str]):
    """Names of fields of a model, found when somebody asks: few texts have a value that makes them matter."""

    def __init__(self, find: Callable[[type[BaseModel]], frozenset[str]], model: type[BaseModel]) -> None:
        self._find = find
        self._model = model

    def __contains__(self, name: object) -> bool:
        return name in self._find(self._model)


def _with_body(tree: Tree, parts: FrontMatter, body_field: str) -> Tree:
    if parts.body is None or not isinstance(tree.value, dict):
        return tree
    spans = tree.spans
    if body_field in tree.value:
        message = f'the text is here, and as "{body_field}" on line {spans.key((body_field,)).line} too'
        found = rules.TWO_BODIES.at(parts.body, message, "keep one of them", source=spans.source)
        return replace(tree, diagnostics=(*tree.diagnostics, found))
    return replace(
        tree,
        value={**tree.value, body_field: parts.text},
        spans=SpansOnDemand(partial(_spans_with, spans, (body_field,), parts.body)),
    )


def _spans_with(spans: SpanMap, location: Location, span: Span) -> SpanMap:
    return SpanMap(spans.source, {**spans.keys, location: span}, {**spans.values, location: span})


def _mismatches(tree: Tree, named: dict[str, str]) -> list[Diagnostic]:
    """Return what the file says otherwise than its name."""
    found: list[Diagnostic] = []
    written = tree.value if isinstance(tree.value, dict) else {}
    for field, name in named.items():
        value = written.get(field, name)
        if value == name or (field,) in tree.faulty:
            continue
        span = tree.spans.value((field,))
        shown = f'"{value}"' if isinstance(value, str) else "this"
        if field == "id":
            message = f'the id {shown} differs from the name, which is "{name}"'
            found.append(
                rules.ID_MISMATCH.at(
                    span, message, f'remove the line, or write "{name}"', source=tree.spans.source
                )
            )
        else:
            message = f'the language {shown} differs from that of the file\'s name, which is "{name}"'
            found.append(
                rules.EDITION_LANGUAGE.at(span, message, "make the two agree", source=tree.spans.source)
            )
    return found
