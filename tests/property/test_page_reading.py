"""Finished pages are read as an HTML parser reads them: the same ids and addresses, at the same places."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from irrefutable.check.output import read_page

NAMES = st.sampled_from(("a", "p", "img", "h2", "link", "custom-element", "source", "A", "br"))
VALUES = st.text(st.sampled_from("ab1 &<>/='#é\n"), max_size=8)
ATTRIBUTES = st.tuples(
    st.sampled_from(("id", "href", "src", "alt", "class", "data-id", "HREF", "hidden")), VALUES, st.booleans()
)
TEXTS = st.sampled_from(
    (
        "",
        " words ",
        "\n",
        "&lt;a href=x>",
        "<!-- <a href='/no'> -->",
        '<script src="/x.js">"<a id=no>"</script>',
        "1 < 2",
    )
)


@st.composite
def tags(draw: st.DrawFn) -> str:
    written = [draw(NAMES)]
    for name, value, is_bare in draw(st.lists(ATTRIBUTES, max_size=3)):
        quoted = value.replace("&", "&amp;").replace('"', "&quot;")
        written.append(name if is_bare else f'{name}="{quoted}"')
    return f"<{' '.join(written)}{draw(st.sampled_from(('', ' /')))}>"


PAGES = st.lists(st.tuples(tags(), TEXTS), max_size=8).map(lambda parts: "".join(a + b for a, b in parts))


class Oracle(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: set[str] = set()
        self.links: list[tuple[str, int, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values: dict[str, str | None] = {}
        for name, value in attrs:
            values.setdefault(name, value)
        line, column = self.getpos()
        if own := values.get("id"):
            self.ids.add(own)
        for name in ("href", "src"):
            if address := values.get(name):
                self.links.append((address, line, column + 1))


@given(PAGES)
@example('<a title="a > b" href="/x">')
@example("<style>a { color: red }</style><a href='/y'>")
def test_pages_are_read_as_a_parser_reads_them(html: str) -> None:
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    facts, _ = read_page("index.html", html)
    assert facts.ids == oracle.ids
    told: dict[str, tuple[str, int, int]] = {}
    for link in oracle.links:
        told.setdefault(link[0], link)
    assert list(facts.links) == list(told.values())


@given(st.text(st.sampled_from("<>\"'= ab/!-\n"), max_size=200))
def test_no_page_takes_long_or_fails(html: str) -> None:
    read_page("index.html", html * 20)
