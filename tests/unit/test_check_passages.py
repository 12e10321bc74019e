"""A text knows where it stands, and looks for it only when it is asked."""

from __future__ import annotations

from irrefutable.check.passages import Passage
from irrefutable.core.spans import SourceText, Span, SpanMap

TEXT = "a: 1\nreport: |\n  One [x](/y/) and\n  two [x](/z/).\nnote: two\n"


class Asked(SpanMap):
    """Counts what it is asked."""

    count = 0

    def value(self, location: tuple[str | int, ...]) -> Span:
        Asked.count += 1
        return super().value(location)


def test_place_is_that_of_the_words_in_the_text() -> None:
    spans = SpanMap(
        SourceText("f.yaml", TEXT), {}, {("report",): Span("f.yaml", 3, 3), ("note",): Span("f.yaml", 5, 7)}
    )
    report, note = Passage(spans, ("report",)), Passage(spans, ("note",))
    assert (report.start.line, report.start.column) == (3, 3)
    assert (report.place("/z/").line, report.place("/z/").column) == (4, 11)
    assert report.place("two").line == 4
    assert note.place("two").line == 5
    # What the editor wrote in another way stands where the text begins.
    assert report.place("nowhere") == report.start
    assert report.source.text == TEXT


def test_place_is_not_looked_for_before_it_is_needed() -> None:
    spans = Asked(SourceText("f.yaml", TEXT), {}, {("note",): Span("f.yaml", 5, 7)})
    passage = Passage(spans, ("note",))
    assert Asked.count == 0
    assert passage.place("two") == passage.place("two")
    assert passage.start.line == 5
    assert Asked.count == 1
