"""Planned pages as finished ones: rendered, read once, and told what others need to know of them.

A part of the pipeline.
"""

from __future__ import annotations

import hashlib
import re
from binascii import crc32
from collections.abc import Iterable
from html import unescape
from typing import Final, NamedTuple

from irrefutable.check import output
from irrefutable.core.diagnostics import Diagnostic
from irrefutable.model.output import PlannedPage, Turn
from irrefutable.render.templates import Templates

_HREF: Final = re.compile(r' href="(?!https?:|mailto:|#)([^"]*)"')


class Rendered(NamedTuple):
    """A finished page."""

    path: str
    url: str
    turn: Turn
    content: bytes
    sha256: str
    template: str
    ids: frozenset[int]
    """The checksums of its fragments."""
    links: tuple[tuple[str, int, int], ...]
    """Each address within the site that it leads to, other than its own fragments, with line and column."""
    diagnostics: tuple[Diagnostic, ...]


def rendered(page: PlannedPage, templates: Templates) -> Rendered:
    """Render a page and read it.

    Raises:
        TemplateError: the template cannot be read, or uses what its context does not have.
    """
    content = templates.render(page.template, page.language, page.context)
    ids: frozenset[int] = frozenset()
    links: tuple[tuple[str, int, int], ...] = ()
    found: tuple[Diagnostic, ...] = ()
    if page.path.endswith(".html"):
        facts, found = output.read_page(page.path, content.decode())
        found += tuple(output.check_own_links(page.path, facts))
        ids = frozenset(map(fragment_sum, facts.ids))
        links = tuple(
            link for link in facts.links if not (link[0].startswith("#") or output.leads_elsewhere(link[0]))
        )
    sha256 = hashlib.sha256(content).hexdigest()
    return Rendered(page.path, page.url, page.turn, content, sha256, page.template, ids, links, found)


def without_own_links(
    pages: Iterable[Rendered], files: Iterable[str], base_path: str
) -> tuple[Rendered, ...]:
    """Return pages that are made together, without their links to each other and to files made with them.

    Args:
        pages: the pages.
        files: the paths of the files.
        base_path: the site's path on its host.
    """
    pages = tuple(pages)
    known = {page.url for page in pages} | {f"{base_path}/{path}" for path in files}
    return tuple(
        page._replace(links=tuple(link for link in page.links if link[0] not in known)) for page in pages
    )


def fragment_sum(fragment: str) -> int:
    """Return a checksum of a fragment."""
    return crc32(fragment.encode("utf-8", "surrogatepass"))


def hrefs_in(html: str) -> Iterable[str]:
    """Return the addresses within the site that a text leads to beyond its own page, as it writes them."""
    return map(unescape, _HREF.findall(html))


def questions_of(hrefs: Iterable[str], pages: Iterable[Rendered], base_path: str) -> set[str]:
    """Return what the texts on some pages ask for: `address PATH` for each file that they lead to.

    Args:
        hrefs: what any of the texts leads to.
        pages: any of which it may stand on.
        base_path: the site's path on its host.
    """
    places = {page.url for page in pages}
    targets = (output.target_of(href, url, base_path) for href in hrefs for url in places)
    return {f"address {target.path}" for target in targets if target}
