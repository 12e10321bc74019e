"""What a finished page owes its readers: it is whole, its links lead somewhere, nothing runs in it.

Refuses to judge HTML as such; the tests run a conformance checker for that. A problem here is a mistake
in a template or in the plan, never in a case file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from irrefutable.core.diagnostics import Diagnostic, Rule
from irrefutable.core.spans import Span

DEAD_LINK = Rule(
    "dead-link",
    what="Every link within the site leads to a page or file of it, and to a fragment that is there.",
    why="A reader who follows an argument must not fall into a hole.",
    example='<a href="/cases/2017-ac31/">',
    cure="Correct the address in the text or the template that wrote it.",
)
REPEATED_ID = Rule(
    "repeated-id",
    what="No id stands twice on a page.",
    why="A link could lead to only one of the two.",
    example="a template that shows one claim twice with its id",
    cure="Let the template link to the first one.",
)
FLAWED_PICTURE = Rule(
    "flawed-picture",
    what="Every `<img>` has a text alternative and its width and height.",
    why="Without them it says nothing to some readers, and the page jumps for all.",
    example='<img src="x.jpg">',
    cure="Use the picture macro in the template.",
)
INLINE_CODE = Rule(
    "inline-code",
    what="No page has a script, a style or an event handler in its HTML.",
    why="The site's policy forbids them, so they would do nothing, and an attacker's would look the same.",
    example='<p style="color: red">',
    cure="Put it into a file of assets/.",
)
FLAWED_HEADINGS = Rule(
    "flawed-headings",
    what="A page has one h1, and no heading skips a level.",
    why="Headings are the table of contents of those who cannot see the page.",
    example="an h4 below an h2",
    cure="Correct the heading's level in the text or the template.",
)

_INSIDE: Final = r"""[^>"']*+(?:(?:"[^"]*+"|'[^']*+')[^>"']*+)*+"""
_TAGS: Final = re.compile(
    # Most tags end something, or have no attribute that can matter.
    r"<(?!/|(?!img|script|style|title|textarea)[a-z]++"
    r"(?: (?!(?i:id|href|src|style|on))[a-zA-Z-]++=\"[^\"<]*+\")*+/?+>)"
    r"(?:!--.*?-->"
    rf"|(?=[sStT])(?i:((script|style|title|textarea)(?:[\s/]{_INSIDE})?+>).*?</\2[\s/>])"
    rf"|(?:(?:[hH][1-6]|[iI][mM][gG])(?=[\s/>])|[a-zA-Z][^\s/>]*+(?=[\s/])){_INSIDE}>)",
    re.DOTALL,
)
"""A comment, an element whose content is text, or a start tag that can matter, each in one step.

Of an element whose content is text, the first group is its start tag without the bracket that opens it.
"""
_NAME: Final = re.compile(r"<?([^\s/>]*+)")
_ATTRIBUTES: Final = re.compile(
    r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?+"""
)
_MATTERS: Final = re.compile(r"\b(?:id|href|src|srcset|style|on\w+|alt|type)\s*=", re.IGNORECASE)
_INLINE: Final = re.compile(r"style$|on\w")
_ELSEWHERE: Final = re.compile(r"//|[a-zA-Z][a-zA-Z0-9+.-]*+:")
"""How addresses begin that are of no file of the site."""
_HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))
_TAGS_THAT_MATTER: Final = _HEADINGS | {"img", "script", "style"}

RULES = (DEAD_LINK, REPEATED_ID, FLAWED_PICTURE, INLINE_CODE, FLAWED_HEADINGS)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the check of the whole site needs of a page."""

    ids: frozenset[str]
    links: tuple[tuple[str, int, int], ...]
    """Each address as written, with line and column of its first place."""


class Link(NamedTuple):
    """An address on a page."""

    href: str
    """As it is written."""
    page_url: str
    """The URL of the page that it is written on; empty where it leads to the same place from everywhere."""


class Target(NamedTuple):
    """Where a link within the site leads."""

    path: str
    """The file; empty for an address outside the site's path."""
    fragment: str


def read_page(path: str, html: str) -> tuple[PageFacts, tuple[Diagnostic, ...]]:
    """Read a page once: its facts, and what is wrong with it alone."""
    reader = _Reader(path, html)
    reader.read()
    links = tuple((href, *place) for href, place in reader.links.items())
    return PageFacts(frozenset(reader.ids), links), tuple(reader.problems())


def check_own_links(path: str, facts: PageFacts) -> Iterator[Diagnostic]:
    """Yield links of a page to places that it does not have."""
    for href, line, column in facts.links:
        if href.startswith("#") and len(href) > 1 and unquote(href[1:]) not in facts.ids:
            yield DEAD_LINK.at(Span(path, line, column), f'"{href}" is nowhere on the page')


def check_links(
    links: Mapping[Link, tuple[str, int, int]],
    files: Container[str],
    lacks: Callable[[Target], bool],
    base_path: str,
) -> Iterator[Diagnostic]:
    """Yield links that lead nowhere.

    Args:
        links: path, line and column of the first place where each stands.
        files: every path of the site.
        lacks: whether a page does not have the place within it that a link leads to.
        base_path: the site's path on its host.
    """
    for link, (path, line, column) in links.items():
        target = target_of(link.href, link.page_url or f"{base_path}/", base_path)
        if target is None:
            continue
        if target.path not in files:
            yield DEAD_LINK.at(Span(path, line, column), f'nothing stands at "{link.href}"')
        elif target.fragment and target.path.endswith(".html") and lacks(target):
            message = f'"{link.href.partition("#")[0]}" has no "#{target.fragment}"'
            yield DEAD_LINK.at(Span(path, line, column), message)


def leads_elsewhere(href: str) -> bool:
    """Whether an address is of no file of the site: one on another site, or such as `data:` and `mailto:`."""
    return _ELSEWHERE.match(href) is not None


def target_of(href: str, page_url: str, base_path: str) -> Target | None:
    """Return what a link within the site leads to; None where it leads elsewhere.

    Args:
        href: the address as it is written.
        page_url: the URL of the page that it is written on.
        base_path: the site's path on its host.
    """
    if leads_elsewhere(href):
        return None
    address, fragment = urldefrag(urljoin(page_url, href))
    path = unquote(urlsplit(address).path)
    inside = path.removeprefix(f"{base_path}/")
    if not path.startswith(f"{base_path}/"):
        return Target("", "")
    return Target(f"{inside}index.html" if not inside or inside.endswith("/") else inside, unquote(fragment))


class _Tag(NamedTuple):
    """What matters of a start tag."""

    name: str
    values: Mapping[str, str]
    """Its attributes by their names; none of them where none can matter."""
    id: str
    addresses: tuple[str, ...]
    is_judged: bool
    """Whether it may be wrong in itself, or is a heading."""


@lru_cache(maxsize=2048)
def _tag(written: str) -> _Tag | None:
    """Return what matters of a tag; None where nothing does.

    Most tags of a page are on many others.
    """
    found = _NAME.match(written)
    assert found  # noqa: S101 - it matches whatever there is
    name = found[1].lower()
    values = _values(written[found.end() : -1])
    if name.startswith("!") or not (values or name in _TAGS_THAT_MATTER):
        return None
    addresses = [address for attribute in ("href", "src") if (address := values.get(attribute))]
    for candidate in values["srcset"].split(",") if "srcset" in values else ():
        addresses += candidate.split()[:1]
    is_judged = name in _TAGS_THAT_MATTER or any(map(_INLINE.match, values))
    if not (is_judged or addresses or "id" in values):
        return None
    return _Tag(name, values, values.get("id", ""), tuple(addresses), is_judged)


def _values(attributes: str) -> Mapping[str, str]:
    values: dict[str, str] = {}
    if _MATTERS.search(attributes):
        for name, *forms in _ATTRIBUTES.findall(attributes):
            value = "".join(forms)
            values.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return values


@dataclass(slots=True)
class _Reader:
    """Collects what the rules ask for in one pass over the tags that can matter."""

    path: str
    html: str
    ids: dict[str, int] = field(default_factory=dict)
    """The line that each id stands on first."""
    links: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of the first place that each address stands at."""
    _found: list[Diagnostic] = field(default_factory=list)
    _levels: list[int] = field(default_factory=list)
    _line: int = 1
    _counted: int = 0
    """How far into the page its lines were counted."""

    def read(self) -> None:
        for found in _TAGS.finditer(self.html):
            if tag := _tag(found[1] or found[0]):
                self._take(tag, found.start())

    def _take(self, tag: _Tag, offset: int) -> None:
        if tag.id in self.ids:
            message = f'the id "{tag.id}" is on the page already, on line {self.ids[tag.id]}'
            self._tell(REPEATED_ID, offset, message)
        elif tag.id:
            self.ids[tag.id] = self._place(offset)[0]
        for address in tag.addresses:
            if address not in self.links:
                self.links[address] = self._place(offset)
        if tag.is_judged:
            self._judge(tag.name, tag.values, offset)

    def _place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, which is never before one that was asked for earlier."""
        self._line += self.html.count("\n", self._counted, offset)
        self._counted = offset
        return self._line, offset - self.html.rfind("\n", 0, offset)

    def _tell(self, rule: Rule, offset: int, message: str) -> None:
        self._found.append(rule.at(Span(self.path, *self._place(offset)), message))

    def _judge(self, tag: str, values: Mapping[str, str], offset: int) -> None:
        if tag == "img" and not {"alt", "width", "height"} <= values.keys():
            self._tell(FLAWED_PICTURE, offset, "a picture has no text alternative, width or height")
        if "style" in values or tag == "style" or any(name.startswith("on") for name in values):
            self._tell(INLINE_CODE, offset, f"<{tag}> has a style or a handler of its own")
        if tag == "script" and "src" not in values and values.get("type") != "application/ld+json":
            self._tell(INLINE_CODE, offset, "a script stands in the page")
        if tag in _HEADINGS:
            self._heading(int(tag[1]), offset)

    def problems(self) -> Iterator[Diagnostic]:
        """Yield what was found, with what only the whole page shows."""
        yield from self._found
        if "<html" in self.html and self._levels.count(1) != 1:
            message = f"the page has {self._levels.count(1)} headings of level 1"
            yield FLAWED_HEADINGS.at(Span(self.path, 1, 1), message)

    def _heading(self, level: int, offset: int) -> None:
        if self._levels and level > self._levels[-1] + 1:
            message = f"a heading of level {level} follows one of {self._levels[-1]}"
            self._tell(FLAWED_HEADINGS, offset, message)
        self._levels.append(level)
