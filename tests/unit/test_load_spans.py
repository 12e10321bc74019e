"""Places of values are found in the file when somebody asks, and are those that reading it would give."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from irrefutable.core.spans import SourceText, SpanMap, SpansOnDemand
from irrefutable.load.archive import load
from irrefutable.load.spans import case_spans, edition_spans
from tests.site_builder import CASE, site, write_files

GOLDEN = Path(__file__).parents[1] / "golden" / "site"


def test_places_are_those_that_were_read() -> None:
    archive = load(GOLDEN).archive
    assert archive
    for case_id, files in archive.cases.items():
        path = files.case.spans.source.path
        found = SpansOnDemand(lambda path=path, case_id=case_id: case_spans(GOLDEN, path, case_id))  # type: ignore[misc]
        assert found.source == files.case.spans.source
        assert found.keys == files.case.spans.keys
        assert found.values == files.case.spans.values
        for location in files.case.spans.values:
            assert found.value(location) == files.case.spans.value(location)
            assert found.key(location) == files.case.spans.key(location)
        for tag, edition in files.editions.items():
            again = edition_spans(GOLDEN, edition.spans.source.path, tag)
            assert again.values == edition.spans.values


def test_the_file_is_read_once_and_only_when_asked() -> None:
    asked: list[int] = []

    def read() -> SpanMap:
        asked.append(1)
        return SpanMap(SourceText("x", "y"), {}, {})

    spans = SpansOnDemand(read)
    assert asked == []
    assert spans.source.path == "x"
    assert spans.values == spans.keys == {}
    assert asked == [1]


def test_another_process_may_ask_too() -> None:
    archive = load(GOLDEN).archive
    assert archive
    located = next(iter(archive.cases.values())).case
    spans = pickle.loads(pickle.dumps(located.spans))  # noqa: S301 - packed a moment ago
    assert spans.values == located.spans.values


@pytest.mark.parametrize(
    "content", [None, b"", b"\xff\xfe", b"---\ntitle: [", b"no front matter", b"---\n- a\n---\n"]
)
def test_file_that_changed_since_still_has_a_name(tmp_path: Path, content: bytes | None) -> None:
    """What was found in it a moment ago can be said of the file, if not of a line."""
    root = write_files(tmp_path, site(ark=CASE))
    path = "content/cases/ark/case.md"
    if content is None:
        (root / path).unlink()
    else:
        (root / path).write_bytes(content)
    for spans in (case_spans(root, path, "ark"), edition_spans(root, path, "ar")):
        assert spans.source.path == path
        assert spans.value(("claims", 0, "id")).path == path
        assert spans.key(("summary",)).line >= 1
