"""A diagnostic reads the same in every terminal: exact text, exact place."""

from __future__ import annotations

import json

import pytest

from irrefutable.core.diagnostics import Diagnostic, Rule, Severity, as_mapping, as_text, in_order
from irrefutable.core.spans import SourceText, Span

RULE = Rule("some-rule", what="What.", why="Why.", example="example", cure="Cure.")
MILD = Rule("mild-rule", what="What.", why="Why.", example="x", cure="Cure.", severity=Severity.WARNING)


def shown(line: str, column: int, width: int, number: int = 1) -> str:
    source = SourceText("content/a.yaml", "\n" * (number - 1) + line)
    return as_text(RULE.at(source.span(number, column, width), "it is wrong", "mend it", source=source))


def test_the_form_that_an_editor_reads() -> None:
    assert shown('  ratng: "false"', 3, 5) == (
        "content/a.yaml:1:3: error[some-rule] it is wrong\n"
        "  |\n"
        '1 |   ratng: "false"\n'
        "  |   ^^^^^\n"
        "hint: mend it"
    )


def test_the_gutter_is_as_wide_as_the_line_number() -> None:
    assert shown("title", 1, 5, number=1234).splitlines()[1:4] == [
        "     |",
        "1234 | title",
        "     | ^^^^^",
    ]


def test_a_tab_before_the_place_stays_a_tab() -> None:
    """The mark then stands below the place, however wide the terminal's tabs are."""
    assert shown("\ttext:\tTwo", 8, 3).splitlines()[2:4] == ["1 | \ttext:\tTwo", "  | \t     \t^^^"]


def test_other_scripts_are_marked_by_code_points() -> None:
    assert shown("имя: Анна", 6, 4).splitlines()[2:4] == ["1 | имя: Анна", "  |      ^^^^"]


@pytest.mark.parametrize(
    ("line", "column", "width", "mark"),
    [
        ("名前: 安娜", 5, 2, "      ^^^^"),
        ("ｎａｍｅ x", 6, 1, "         ^"),
        ("e\u0301te\u0301: x", 8, 1, "     ^"),
        ("نا\u0650م: x", 7, 1, "     ^"),
        ("a\u200bb: c", 1, 3, "^^"),
        ("a: \u200b", 4, 1, "   ^"),
    ],
)
def test_the_mark_stands_below_wide_and_combined_letters(
    line: str, column: int, width: int, mark: str
) -> None:
    """Han and Hangul take two columns of a terminal, a combining accent none."""
    assert shown(line, column, width).splitlines()[2:4] == [f"1 | {line}", f"  | {mark}"]


def test_a_wide_line_is_shown_around_the_place() -> None:
    """A paragraph on one line must not fill the terminal, and the mark stays below its word."""
    line = f"{'a' * 500} WRONG {'b' * 500}"
    shown_line, mark = shown(line, 502, 5).splitlines()[2:4]
    assert len(shown_line) < 140
    start = mark.index("^")
    assert shown_line[start : start + 5] == "WRONG"
    assert mark[start:] == "^^^^^"
    assert shown_line.startswith("1 | …a")
    assert shown_line.endswith("b…")


def test_a_mark_never_reaches_past_a_wide_line() -> None:
    shown_line, mark = shown(f"text: {'a' * 900}", 7, 900).splitlines()[2:4]
    assert len(mark) <= len(shown_line)


def test_without_a_line_there_is_no_picture_of_it() -> None:
    assert as_text(MILD.at(Span("x.png", 1, 1), "it is odd")) == "x.png:1:1: warning[mild-rule] it is odd"
    blank = SourceText("a.yaml", "   \n")
    assert as_text(RULE.at(blank.span(1, 1), "it is empty", source=blank)).count("\n") == 0


def test_only_errors_are_errors() -> None:
    place = Span("a", 1, 1)
    assert RULE.at(place, "x").is_error
    assert not MILD.at(place, "x").is_error


def test_the_order_is_that_of_the_places_and_each_comes_once() -> None:
    """Checks and workers finish in any order; an editor sees one."""
    found = [RULE.at(Span("b", 1, 1), "x"), RULE.at(Span("a", 9, 1), "x"), MILD.at(Span("a", 9, 1), "x")]
    expected = (found[2], found[1], found[0])
    assert in_order([*found, *found]) == in_order(reversed(found)) == expected


def test_the_form_for_programs_has_every_part() -> None:
    source = SourceText("a.yaml", "ratng: x")
    mapping = as_mapping(RULE.at(source.span(1, 1, 5), "it is wrong", "mend it", source=source))
    assert json.loads(json.dumps(mapping)) == {
        "path": "a.yaml",
        "line": 1,
        "column": 1,
        "width": 5,
        "severity": "error",
        "code": "some-rule",
        "message": "it is wrong",
        "hint": "mend it",
        "excerpt": "ratng: x",
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cache: s3://desk:hunter2@bucket/x", "cache: s3://desk:*******@bucket/x"),
        ("cache: s3://:p@ss:w@bucket", "cache: s3://:******@bucket"),
        ("url: https://desk@news.test:80/a:b@c", "url: https://desk@news.test:80/a:b@c"),
    ],
)
def test_password_in_an_address_is_shown_to_nobody(line: str, expected: str) -> None:
    """Its stars are as many, so that marks stay where they were."""
    source = SourceText("site.yaml", line)
    found = RULE.at(source.span(1, 8, 5), "it is wrong", source=source)
    assert as_mapping(found)["excerpt"] == expected
    assert f"1 | {expected}" in as_text(found)


def test_a_diagnostic_is_a_value() -> None:
    assert RULE.at(Span("a", 1, 1), "x") == Diagnostic(Span("a", 1, 1), "some-rule", Severity.ERROR, "x")
