"""Where the values of a remembered case stand in its files. Refuses to be asked too late."""

from __future__ import annotations

from pathlib import Path

from irrefutable.core.spans import SourceText, SpanMap
from irrefutable.load.characters import decoded
from irrefutable.load.documents import read_case, read_edition


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
