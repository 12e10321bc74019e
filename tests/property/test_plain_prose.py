"""Plain paragraphs are rendered as the whole converter renders them, or not taken for plain."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from irrefutable.model.prose import Cited, ProseRequest
from irrefutable.render import prose
from irrefutable.render.plain import paragraphs

CITED = {"a": Cited(1, "source-a", "Source 1: A & <B>"), "b2": Cited(22, "source-b2", 'Source 22: "B"')}
PIECES = (
    *(
        "word",
        "Word",
        "слово",
        "كلمة",
        "x",
        "1",
        "12",
        ". ",
        ".",
        ",",
        "...",
        "…",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\n \n",
    ),
    *(
        "[@a]",
        " [@a]",
        "[@a; @b2]",
        "[@nobody]",
        "[@a]: ",
        "[@a](x)",
        "![@a]",
        "[",
        "]",
        "(",
        ")",
        "(https://a.test/)",
    ),
    *(
        "*",
        "*",
        "**",
        "*word*",
        "**two words**",
        " *x* ",
        "_",
        "`",
        "#",
        "# ",
        "- ",
        "-",
        "---",
        "===",
        "+ ",
        "> ",
        ">",
        "<",
        "<b>",
        "&",
        "&amp;",
        "|",
        "~",
        "^",
    ),
    *(
        "{",
        "}",
        "{: #x}",
        "\\",
        ":",
        ": ",
        "1. ",
        "1) ",
        "!",
        '"',
        "'",
        "’",
        "–",
        "%",
        "\t",
        "\u00a0",
        "\u2009",
    ),
    *("\u200f", "\u2028", "\ue000", "\u241f", "\x02", "\x03", "https://a.test/b", "a@b.test", "5 %", "@"),
)


def requested(markdown: str) -> ProseRequest:
    return ProseRequest(markdown, "s", cited=CITED)


def plain(markdown: str) -> str | None:
    return paragraphs(markdown, CITED, prose._cited)


def whole(markdown: str) -> str:
    return prose._clean(prose._converted(requested(markdown)))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("So it was [@a].\n\n[@b2] More.")
@example("[@a]: words")
@example("1. one")
@example("word\n[@a]: word")
@example("word\n \n[@a]")
def test_plain_text_is_rendered_as_by_the_converter(markdown: str) -> None:
    quick = plain(markdown)
    assert quick is None or quick == whole(markdown)


@given(st.text(max_size=30))
def test_any_text_is_rendered_as_by_the_converter(markdown: str) -> None:
    quick = plain(markdown)
    assert quick is None or quick == whole(markdown)


@pytest.mark.parametrize(
    "markdown",
    [
        "One sentence.",
        "One sentence [@a].",
        "“Quoted”, he said: 5 % [@a; @b2]. Then (as ever) more!",
        "One.\n\nTwo [@a].",
        "Первая строка\nи вторая.",
    ],
)
def test_what_editors_write_most_is_plain(markdown: str) -> None:
    assert plain(markdown) == whole(markdown)
