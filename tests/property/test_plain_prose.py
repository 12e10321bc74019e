"""Simple texts are rendered as the whole converter renders them, or not taken for simple."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from irrefutable.model.prose import Cited, ProseRequest
from irrefutable.render import prose
from irrefutable.render.plain import simple

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
LINES = (
    *("Words of a line", "слово", "Words [@a].", "[@a; @b2]", "*Words* of it", "a **b**, c", "1", "12."),
    *(
        "[words](https://a.test/b?c=d)",
        "So [words](http://a.test).",
        "[a_b](https://a.test)",
        "x: y",
        "[@a]: x",
    ),
    *(
        "[words](/cases/)",
        "[@a](https://a.test/)",
        "![words](https://a.test/)",
        "Words...",
        "a | b",
        "",
        "é-É",
    ),
    *(
        "[words](https://a.test/b) [@a]",
        "*[words](https://a.test/)*",
        "**a [@a]**",
        "***a***",
        "a*b*",
        "[[x]]",
    ),
)
MARKS = (
    *("", "", "# ", "## ", "### ", "#", "###### ", "> ", "> > ", ">", "- ", "- - ", "* ", "+ ", "1. ", "2. "),
    *(
        "1) ",
        "10. ",
        "    ",
        "  ",
        "| ",
        "|",
        "[[media: m]]",
        "[[comparison: c]]",
        " [[media: m]]",
        "---",
        "===",
    ),
)
TABLE_LINES = (
    *("| a | b |", "| --- | ---: |", "| :--- | :-: |", "| [@a] | *b* |", "| a | |", "|a|b|", "| a *b | c* |"),
    *(
        "| - | - |",
        "| a | b | c |",
        "a | b",
        "| a |",
        "| --- |",
        "| [w](https://a.test/) [@b2] | 1 |",
        "| | |",
    ),
)
BLOCKS = st.one_of(
    st.builds(
        lambda mark, lines: "\n".join(f"{mark}{line}" for line in lines),
        st.sampled_from(MARKS),
        st.lists(st.sampled_from(LINES), min_size=1, max_size=3),
    ),
    st.lists(
        st.builds(lambda mark, line: f"{mark}{line}", st.sampled_from(MARKS), st.sampled_from(LINES)),
        min_size=1,
        max_size=3,
    ).map("\n".join),
    st.lists(st.sampled_from(TABLE_LINES), min_size=1, max_size=4).map("\n".join),
)


def requested(markdown: str) -> ProseRequest:
    return ProseRequest(markdown, "s", cited=CITED)


def plain(markdown: str) -> str | None:
    return simple(requested(markdown), prose._cited)


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


@given(st.lists(BLOCKS, max_size=5), st.sampled_from(("\n\n", "\n\n", "\n", "\n\n\n")))
@example(["- a", "- b"], "\n\n")
@example(["> a", "> b"], "\n\n")
@example(["# a", "# a"], "\n\n")
@example(["| a |\n| --- |\n| b |"], "\n\n")
@example(["| a | b |\n| --- | --- |\n[@a]"], "\n\n")
def test_simple_blocks_are_rendered_as_by_the_converter(blocks: list[str], between: str) -> None:
    markdown = between.join(blocks)
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
        "## What was claimed\n\nOne [@a].\n\n### How\n\n> Two\n> *three*.",
        "- One\n- Two [@a]\n\nThen:\n\n1. [three](https://a.test/b)\n2. four",
        "| Minute | Place |\n| --- | ---: |\n| 0:45 | by the road [@b2] |",
        "One.\n\n[[comparison: c]]\n\nTwo.\n\n[[timeline]]",
    ],
)
def test_what_editors_write_most_is_plain(markdown: str) -> None:
    assert plain(markdown) == whole(markdown)
