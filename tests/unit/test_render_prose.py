"""Markdown as editors write it: citations, embeds, headings that fit the page, links within the site."""

from __future__ import annotations

import re

import pytest

from irrefutable.model.prose import EMBED_MARK, Cited, ProseRequest, embeds
from irrefutable.render.prose import render

CITED = {
    "diary": Cited(2, "source-diary", "Source 2: Office, Diary"),
    "map": Cited(1, "source-map", "Source 1: <Map>"),
}


def html(markdown: str, top_heading: int = 3, base_path: str = "") -> str:
    return str(
        render(ProseRequest(markdown, scope="s", top_heading=top_heading, cited=CITED, base_path=base_path))
    )


def test_citation_leads_to_its_source() -> None:
    assert html("So it was [@diary].") == (
        '<p>So it was<sup><a aria-label="Source 2: Office, Diary" href="#source-diary" '
        'role="doc-noteref">[2]</a></sup>.</p>'
    )


def test_citations_of_one_mark_stand_together() -> None:
    words = html("Both [@diary; @map].")
    assert words.count("<sup") == 1
    assert words.index("source-diary") < words.index("source-map")
    assert "Source 1: &lt;Map&gt;" in words


@pytest.mark.parametrize(
    "words", ["[@nobody]", "[@diary; @nobody]", "`[@diary]`", r"\[@diary]", "[@diary](https://a.test/)"]
)
def test_what_cites_nothing_stays_as_it_was_written(words: str) -> None:
    assert "source-nobody" not in html(words)
    assert ("doc-noteref" in html(words)) == (words == "[@diary](https://a.test/)")


@pytest.mark.parametrize(
    "markdown",
    [
        "a\n\n[[media: x]]\n\nb",
        "a\n[[media: x]]\nb",
        "- a\n- b\n\n[[media: x]]",
        "> a\n[[media: x]]",
        "| a |\n|---|\n| b |\n[[media: x]]",
        "`code` [[media: y]] words\n\n[[media: x]]",
        "```\n[[media: y]]\n```\n\n[[media: x]]",
        "``` not a fence's end\n[[media: y]]\n``` words\n\n[[media: y]]\n",
        "    [[media: y]]\n\n   [[media: x]]  ",
        f"{EMBED_MARK}0{EMBED_MARK}\n\n[[media: x]]",
        f"[[med{EMBED_MARK}ia: y]]",
    ],
)
def test_places_of_embeds_are_those_that_were_found(markdown: str) -> None:
    """The plan puts the one into the other by number."""
    marks = [f"<p>{EMBED_MARK}{number}{EMBED_MARK}</p>" for number in range(len(embeds(markdown)))]
    rendered = html(markdown)
    assert [mark in rendered for mark in marks] == [True] * len(marks)
    assert rendered.count(EMBED_MARK) == 2 * len(marks)


@pytest.mark.parametrize(
    ("markdown", "top", "levels"),
    [
        ("# a\n\n## b", 3, ["h3", "h4"]),
        ("## a\n\n### b", 3, ["h3", "h4"]),
        ("### a", 2, ["h2"]),
        ("# a\n\n###### b", 3, ["h3", "h6"]),
    ],
)
def test_highest_heading_gets_the_level_of_the_page(markdown: str, top: int, levels: list[str]) -> None:
    rendered = html(markdown, top_heading=top)
    assert [f"<{level} " in rendered for level in levels] == [True] * len(levels)
    assert "<h1" not in rendered


def test_headings_have_fragments_of_their_own() -> None:
    rendered = html("## What is it?\n\n## What is it?\n\n## Что это\n\n## Own {: #mine }\n\n## !!!")
    for fragment in ("s-what-is-it", "s-what-is-it-", "s-что-это", "s-mine", "s-part"):
        assert f'id="{fragment}"' in rendered


def test_footnotes_of_two_texts_do_not_meet() -> None:
    request = ProseRequest("a[^1]\n\n[^1]: b", scope="one")
    first, second = render(request), render(ProseRequest("a[^1]\n\n[^1]: c", scope="two"))
    assert 'href="#one-fn-1"' in first
    assert 'id="one-fn-1"' in first
    assert 'id="two-fn-1"' in second
    assert "one-" not in second
    assert render(request) == first


def test_link_within_the_site_gets_the_path_of_the_site() -> None:
    rendered = html(
        "[a](/cases/) [b](cases/) [c](//other.test/) [d](https://other.test/) [e](#x)", base_path="/deep"
    )
    for href in ("/deep/cases/", "cases/", "//other.test/", "https://other.test/", "#x"):
        assert f'href="{href}"' in rendered


def test_raw_html_is_shown_as_it_was_written() -> None:
    assert html("a <b>c</b> &amp; d") == "<p>a &lt;b&gt;c&lt;/b&gt; &amp; d</p>"
    assert html("<div>\n\n*a*\n\n</div>") == "<p>&lt;div&gt;</p>\n<p><em>a</em></p>\n<p>&lt;/div&gt;</p>"


def test_tables_keep_their_alignment_in_classes() -> None:
    rendered = html("| a | b |\n|:--|--:|\n| c | d |")
    assert (
        '<th scope="col" class="align-left">' in rendered or '<th class="align-left" scope="col">' in rendered
    )
    assert '<td class="align-right">d</td>' in rendered
    assert "style" not in rendered


@pytest.mark.parametrize(("text", "tag"), [("| a |\n|---|\n| b |", "table"), ("    a", "pre")])
def test_what_may_be_wider_than_the_page_is_scrolled_with_keys(text: str, tag: str) -> None:
    assert re.findall(r"<(?:pre|table)\b[^>]*>", html(text)) == [f'<{tag} tabindex="0">']


def test_words_in_another_language_can_be_marked() -> None:
    assert html("*قمر*{: lang=ar dir=rtl }") == '<p><em dir="rtl" lang="ar">قمر</em></p>'


@pytest.mark.parametrize("depth", [1, 5, 31])
def test_brackets_in_a_link_may_be_nested(depth: int) -> None:
    words = f"{'[' * depth}a{']' * depth}"
    assert html(f"[{words}](https://a.test/)") == f'<p><a href="https://a.test/">{words}</a></p>'


def test_bracket_that_nothing_closes_is_a_bracket() -> None:
    assert html(f"{'[' * 100}a](https://a.test/)").startswith(
        "<p>" + "[" * 99 + '<a href="https://a.test/">a</a>'
    )


@pytest.mark.parametrize("length", [10, 2000])
def test_addresses_may_be_long_and_have_titles(length: int) -> None:
    address = f"https://a.test/{'x' * length}"
    assert html(f'[a]({address} "t") b') == f'<p><a href="{address}" title="t">a</a> b</p>'
    assert html(f"[a](<{address}>)") == f'<p><a href="{address}">a</a></p>'
    assert html(f"[a][r]\n\n[r]: {address}") == f'<p><a href="{address}">a</a></p>'


def test_one_text_does_not_change_the_next() -> None:
    """The converter is shared; what a text defines ends with it."""
    before = html("[a] b[^1]")
    html("[a]: https://a.test/\n\n[a] b[^1]\n\n[^1]: c\n\n## d")
    assert html("[a] b[^1]") == before
