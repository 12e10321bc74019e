"""YAML as text with positions: every value a string, and where it stands.

Refuses what makes YAML surprising: implicit types, anchors, tags, merge keys, second documents, duplicate
keys. Knows nothing of the content model, and never raises on any text.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import SourceText, SpanMap, SpansOnDemand
from irrefutable.load.characters import cleaned
from irrefutable.load.plain import plain_map
from irrefutable.load.tree import Tree


def read(
    source: SourceText,
    *,
    first_line: int = 1,
    last_line: int | None = None,
    boolean_fields: Container[str] = (),
    map_fields: Container[str] = (),
) -> Tree:
    """Read the YAML on the given lines of a text; an empty text is an empty map.

    `boolean_fields` are the keys whose values may be written as plain `true` and `false`, `map_fields` those
    that hold fields of their own.
    """
    source, unseen = cleaned(source)
    lines = [*source.lines()[first_line - 1 : last_line], *([""] if last_line else ())]
    closely = partial(_read_closely, source, unseen, first_line, lines, boolean_fields, map_fields)
    value = None if unseen else plain_map(lines, boolean_fields)
    if value is None:
        return closely()
    return Tree(value, SpansOnDemand(partial(_spans, closely)), ())


def _spans(closely: Callable[[], Tree]) -> SpanMap:
    return closely().spans


def _read_closely(  # noqa: PLR0917 - what `read` is given, and what it makes of that
    source: SourceText,
    unseen: tuple[Diagnostic, ...],
    first_line: int,
    lines: list[str],
    boolean_fields: Container[str],
    map_fields: Container[str],
) -> Tree:
    from irrefutable.load.composing import read_closely  # noqa: PLC0415 - most texts are plain

    return read_closely(source, unseen, first_line, lines, boolean_fields, map_fields)
