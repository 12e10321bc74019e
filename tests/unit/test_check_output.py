"""What is said of finished pages, in the exact words: templates provoke these codes, editors cannot."""

from __future__ import annotations

import pytest

from irrefutable.check.output import RULES, Link, check_links, check_own_links, read_page
from irrefutable.core.diagnostics import as_text, in_order

SOUND = """\
<!doctype html>
<html lang="en">
<body>
<h1 id="top">One</h1>
<h2>Two</h2>
<h3>Three</h3>
<h2>Two again</h2>
<img src="/x.webp" srcset="/x.webp 1x, /y.webp 2x" alt="" width="2" height="1">
<script type="module" src="/a.js"></script>
<script type="application/ld+json">{"a": "<h1>"}</script>
<a href="#top">Up</a>
</body>
</html>
"""


def said(html: str) -> list[str]:
    return [as_text(item) for item in read_page("x.html", html)[1]]


def test_a_sound_page_is_passed_over_in_silence() -> None:
    facts, found = read_page("index.html", SOUND)
    assert found == ()
    assert facts.ids == {"top"}
    assert facts.links == (
        ("/x.webp", 8, 1),
        ("/y.webp", 8, 1),
        ("/a.js", 9, 1),
        ("#top", 11, 1),
    )


@pytest.mark.parametrize(
    ("html", "message"),
    [
        (
            '<p id="a"></p>\n<p id="b"></p><p id="a"></p>',
            'x.html:2:15: error[repeated-id] the id "a" is on the page already, on line 1',
        ),
        (
            '<p>\n  <img src="x.jpg" width="1" height="1">',
            "x.html:2:3: error[flawed-picture] a picture has no text alternative, width or height",
        ),
        (
            '<img src="x.jpg" alt="" width="1">',
            "x.html:1:1: error[flawed-picture] a picture has no text alternative, width or height",
        ),
        (
            '<p style="color: red">',
            "x.html:1:1: error[inline-code] <p> has a style or a handler of its own",
        ),
        (
            "<style>p { color: red }</style>",
            "x.html:1:1: error[inline-code] <style> has a style or a handler of its own",
        ),
        (
            '<a href="/" onclick="go()">',
            "x.html:1:1: error[inline-code] <a> has a style or a handler of its own",
        ),
        (
            "<script>go()</script>",
            "x.html:1:1: error[inline-code] a script stands in the page",
        ),
        (
            "<h2>Two</h2>\n<h4>Four</h4>",
            "x.html:2:1: error[flawed-headings] a heading of level 4 follows one of 2",
        ),
        (
            "<html><h1>One</h1><h1>Another</h1>",
            "x.html:1:1: error[flawed-headings] the page has 2 headings of level 1",
        ),
        (
            "<html><h2>Two</h2>",
            "x.html:1:1: error[flawed-headings] the page has 0 headings of level 1",
        ),
    ],
)
def test_a_flaw_is_named_with_its_place(html: str, message: str) -> None:
    assert said(html) == [message]


def links(html: str, *, base_path: str = "") -> list[str]:
    """Return what is said of the links of a page at /cases/x/, in a site with one other page."""
    facts, _ = read_page("cases/x/index.html", html)
    ids = {"cases/x/index.html": facts.ids, "about/index.html": frozenset({"us"})}
    outward = {
        Link(href, f"{base_path}/cases/x/"): ("cases/x/index.html", line, column)
        for href, line, column in facts.links
        if not href.startswith("#")
    }
    found = [
        *check_own_links("cases/x/index.html", facts),
        *check_links(
            outward,
            {*ids, "media/a b.webp"},
            lambda target: target.fragment not in ids[target.path],
            base_path,
        ),
    ]
    return [as_text(item) for item in in_order(found)]


@pytest.mark.parametrize(
    "href",
    [
        "/about/",
        "/about/#us",
        "../../about/",
        "#here",
        "",
        "/media/a%20b.webp",
        "https://example.org/nowhere/",
        "//example.org/nowhere/",
        "mailto:desk@example.org",
        "data:text/plain,nowhere/",
    ],
)
def test_a_link_that_leads_somewhere_is_fine(href: str) -> None:
    assert links(f'<p id="here"><a href="{href}">') == []


@pytest.mark.parametrize(
    ("href", "message"),
    [
        ("/abuot/", 'nothing stands at "/abuot/"'),
        ("/about", 'nothing stands at "/about"'),
        ("about/", 'nothing stands at "about/"'),
        ("/about/#them", '"/about/" has no "#them"'),
        ("#nowhere", '"#nowhere" is nowhere on the page'),
        ("/media/b.webp", 'nothing stands at "/media/b.webp"'),
    ],
)
def test_a_link_that_leads_nowhere_is_named(href: str, message: str) -> None:
    expected = f"cases/x/index.html:2:3: error[dead-link] {message}"
    assert links(f'<p>\n  <a href="{href}">') == [expected]


def test_links_are_followed_below_the_path_of_the_site() -> None:
    """A site may stand at https://example.org/facts/: a link to the host's root leaves it."""
    assert links('<a href="/facts/about/">', base_path="/facts") == []
    assert len(links('<a href="/about/">', base_path="/facts")) == 1


def test_every_rule_of_pages_is_tested_here() -> None:
    found = {item.code for item in read_page("x", '<html><p id="a" style=""><p id="a"><img>')[1]}
    assert {*found, "dead-link"} == {rule.code for rule in RULES}
