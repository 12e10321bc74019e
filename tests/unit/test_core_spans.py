"""Places in a text are counted as editors count them, and always lie within the text."""

from __future__ import annotations

from irrefutable.core.spans import SourceText, Span, SpanMap

TEXT = SourceText("a.yaml", "title: One\r\n  text: Two\n\nlast")


def test_lines_lose_their_ends() -> None:
    assert TEXT.lines() == ["title: One", "  text: Two", "", "last"]


def test_a_line_past_the_end_is_empty() -> None:
    assert [TEXT.line(number) for number in (0, 1, 4, 5, -1)] == ["", "title: One", "last", "", ""]


def test_a_span_is_cut_at_the_end_of_its_line() -> None:
    assert TEXT.span(1, 8, 3) == Span("a.yaml", 1, 8, 3)
    assert TEXT.span(1, 8, 99) == Span("a.yaml", 1, 8, 3)


def test_a_span_has_a_width_even_where_there_is_nothing() -> None:
    assert TEXT.span(3, 1, 5).width == 1
    assert TEXT.span(9, 4, 5).width == 1
    assert TEXT.span(1, 11).width == 1


def test_a_whole_line_leaves_out_its_indentation() -> None:
    assert TEXT.whole_line(2) == Span("a.yaml", 2, 3, 9)
    assert TEXT.whole_line(3) == Span("a.yaml", 3, 1, 1)


def test_columns_are_code_points() -> None:
    source = SourceText("a.yaml", "имя: Я 🎈 x")
    assert source.find("x", Span("a.yaml", 1, 1)) == Span("a.yaml", 1, 10, 1)


def test_find_begins_at_the_span_and_goes_on_below() -> None:
    source = SourceText("a.md", "x one\none x")
    assert source.find("x", Span("a.md", 1, 1)) == Span("a.md", 1, 1, 1)
    assert source.find("x", Span("a.md", 1, 2)) == Span("a.md", 2, 5, 1)
    assert source.find("one", Span("a.md", 1, 4)) == Span("a.md", 2, 1, 3)
    assert source.find("x", Span("a.md", 2, 6)) is None


def test_spans_are_in_the_order_of_reading() -> None:
    spans = [Span("b", 1, 1), Span("a", 10, 1), Span("a", 2, 9), Span("a", 2, 1)]
    assert sorted(spans) == [Span("a", 2, 1), Span("a", 2, 9), Span("a", 10, 1), Span("b", 1, 1)]


NAME_KEY, NAME, CLAIMS_KEY, CLAIM = (
    Span("a", line, column) for line, column in ((1, 1), (1, 7), (2, 1), (3, 5))
)
MAP = SpanMap(
    TEXT,
    keys={("name",): NAME_KEY, ("claims",): CLAIMS_KEY},
    values={("name",): NAME, ("claims", 0): CLAIM},
)


def test_a_value_and_its_key_have_each_their_place() -> None:
    assert (MAP.value(("name",)), MAP.key(("name",))) == (NAME, NAME_KEY)


def test_what_was_not_written_has_the_place_of_what_is_around_it() -> None:
    """A missing field is told at the item it is missing from."""
    assert MAP.value(("claims", 0, "made")) == CLAIM
    assert MAP.key(("claims", 0, "made")) == CLAIM
    assert MAP.value(("claims", 1, "made")) == CLAIMS_KEY
    assert MAP.value(("nothing", "like", "it")) == Span("a.yaml", 1, 1)
