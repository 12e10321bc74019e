"""Planned pages as finished ones: rendered, read once, and told what others need to know of them.

A part of the pipeline.
"""

from __future__ import annotations

import hashlib
from binascii import crc32
from typing import NamedTuple

from irrefutable.check import output
from irrefutable.core.diagnostics import Diagnostic
from irrefutable.model.output import PlannedPage, Turn
from irrefutable.render.templates import Templates


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
    """Each address that it leads to, other than its own fragments, with line and column."""
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
        links = tuple(link for link in facts.links if not link[0].startswith("#"))
    sha256 = hashlib.sha256(content).hexdigest()
    return Rendered(page.path, page.url, page.turn, content, sha256, page.template, ids, links, found)


def fragment_sum(fragment: str) -> int:
    """Return a checksum of a fragment."""
    return crc32(fragment.encode("utf-8", "surrogatepass"))
