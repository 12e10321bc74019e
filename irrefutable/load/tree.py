"""What a YAML text says, and where: every value a string, a list or a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import Location, SpanMap

Value: TypeAlias = "str | list[Value] | dict[str, Value]"


@dataclass(frozen=True, slots=True)
class Tree:
    """What a YAML text says, and where.

    A value at a `faulty` location has its diagnostic and stands for nothing; the maps and lists at
    `incomplete` locations lack something that was refused. Where `is_whole` is false reading stopped before
    the end.
    """

    value: Value
    spans: SpanMap
    diagnostics: tuple[Diagnostic, ...]
    faulty: frozenset[Location] = frozenset()
    incomplete: frozenset[Location] = frozenset()
    is_whole: bool = True
