"""A Markdown file is its fields and its text."""

from __future__ import annotations

import pytest

from irrefutable.core.spans import SourceText, Span
from irrefutable.load.documents import read_case, read_page
from irrefutable.load.frontmatter import split

PAGE = "---\ntitle: About\n---\n\n\nFirst words.\n\n---\n\nMore.\n"


def test_text_begins_with_its_first_line() -> None:
    """A rule of --- inside the text belongs to the text."""
    parts, found = split(SourceText("p.md", PAGE))
    assert found == ()
    assert parts is not None
    assert (parts.first_line, parts.last_line) == (2, 2)
    assert parts.text == "First words.\n\n---\n\nMore.\n"
    assert parts.body == Span("p.md", 6, 1, 12)


def test_text_becomes_a_field_with_its_place() -> None:
    """A check of the text points at the line of the file."""
    bound = read_page(SourceText("p.md", PAGE.replace("\n", "\r\n")), "about", "en")
    assert bound.located is not None
    page = bound.located.value
    assert (page.id, page.language, page.title.root) == ("about", "en", "About")
    assert page.body is not None
    assert page.body.root == "First words.\n\n---\n\nMore.\n"
    assert bound.located.spans.value(("body",)) == Span("p.md", 6, 1, 12)


def test_blank_text_is_no_text() -> None:
    """Blank lines below the fields are not an empty report."""
    bound = read_page(SourceText("p.md", "---\ntitle: About\n---\n\n  \n"), "about", "en")
    assert bound.located is not None
    assert bound.located.value.body is None


def test_problems_in_fields_and_text_are_told_together() -> None:
    """A text that is there twice does not hide a misspelt field."""
    text = "---\ntilte: One\nreport: Two\n---\nThree\n"
    bound = read_case(SourceText("c.md", text), "one")
    assert bound.located is None
    assert [found.code for found in bound.diagnostics] == ["two-bodies", "unknown-field", "missing-field"]


def test_empty_file_says_how_to_begin() -> None:
    """An empty Markdown file is told what it lacks."""
    parts, (found,) = split(SourceText("p.md", ""))
    assert parts is None
    assert found.code == "front-matter-missing"


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("----\ntitle: T\n---\nWords.\n", "front-matter-missing", 1, 'opens the fields is "----"'),
        ("---\ntitle: T\n----\nWords.\n", "front-matter-unclosed", 3, 'closes the fields is "----"'),
        ("—-\ntitle: T\n---\nWords.\n", "front-matter-missing", 1, 'opens the fields is "—-"'),
        ("---\ntitle: T\n ---\nWords.\n", "front-matter-unclosed", 3, "an indented ---"),
        ("---\ntitle: T\n...\nWords.\n", "front-matter-unclosed", 3, 'closes the fields is "..."'),
        ("+++\ntitle = 'T'\n+++\nWords.\n", "front-matter-missing", 1, 'opens the fields is "+++"'),
        ("\n---\ntitle: T\n---\nWords.\n", "front-matter-missing", 2, "is line 2, and must be the first"),
        ("---\ntitle: T\n\nWords.\n", "front-matter-unclosed", 1, "no closing line of ---"),
        ("# Words\n", "front-matter-missing", 1, "does not begin with its fields"),
        ("\ufeff---\ntitle: T\n---\nWords.\n", "invisible-character", 1, "U+FEFF"),
    ],
)
def test_what_is_almost_front_matter_is_one_diagnostic(text: str, code: str, line: int, words: str) -> None:
    """The line that is wrong is named, and not what would follow from it."""
    (found,) = read_page(SourceText("p.md", text), "about", "en").diagnostics
    assert (found.code, found.span.line) == (code, line)
    assert words in found.message


def test_fields_are_read_below_a_line_that_is_almost_right() -> None:
    bound = read_page(SourceText("p.md", "\n----\ntilte: T\n—\u2014\nWords.\n"), "about", "en")
    assert [(d.code, d.span.line) for d in bound.diagnostics] == [
        ("front-matter-missing", 2),
        ("front-matter-unclosed", 4),
        ("unknown-field", 3),
    ]
