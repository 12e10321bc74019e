"""A Markdown file is its fields and its text."""

from __future__ import annotations

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
