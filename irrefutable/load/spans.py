"""Where the values of a case stand in its files, found only when somebody asks. Refuses to be asked too late.

Most cases have nothing wrong with them, and places are needed for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from irrefutable.core.spans import Location, SourceText, Span, SpanMap
from irrefutable.load.characters import decoded
from irrefutable.load.documents import read_case, read_edition


class SpansOnDemand(SpanMap):
    """The places of a file's values; the file is read at the first question."""

    __slots__ = ("_found", "_read")
    _found: SpanMap | None
    _read: Callable[[], SpanMap]

    def __init__(self, read: Callable[[], SpanMap]) -> None:
        object.__setattr__(self, "_read", read)
        object.__setattr__(self, "_found", None)

    @property
    def source(self) -> SourceText:
        """The text."""
        return self._whole().source

    @property
    def keys(self) -> Mapping[Location, Span]:
        """Where each key stands."""
        return self._whole().keys

    @property
    def values(self) -> Mapping[Location, Span]:
        """Where each value stands."""
        return self._whole().values

    def _whole(self) -> SpanMap:
        found = self._found
        if found is None:
            found = self._read()
            object.__setattr__(self, "_found", found)
        return found


def case_spans(root: Path, path: str, case_id: str) -> SpanMap:
    """Return the places of a case that was read without an error before."""
    source = _source(root, path)
    located = read_case(source, case_id=case_id).located
    return located.spans if located else SpanMap(source, {}, {})


def edition_spans(root: Path, path: str, language: str) -> SpanMap:
    """Return the places of an edition that was read without an error before."""
    source = _source(root, path)
    located = read_edition(source, language=language).located
    return located.spans if located else SpanMap(source, {}, {})


def _source(root: Path, path: str) -> SourceText:
    try:
        source, _ = decoded(path, (root / path).read_bytes())
    except OSError:
        source = None
    # Edited or gone since it was read: what is said of it can name its file alone.
    return source or SourceText(path, "")
