"""The addresses that search engines should know. A large archive has a file for each year, and an index.

A year in one file keeps an edit from changing them all. The protocol allows 50,000 addresses and 50 MB in a
file (sitemaps.org); with the links between languages, ten thousand addresses are some 5 MB.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice
from typing import Final, NamedTuple, Self, cast

from irrefutable.model.output import Outline
from irrefutable.plan.contexts.machines import SitemapEntry, SitemapIndexPage, SitemapPage, SitemapPart
from irrefutable.plan.index import Index
from irrefutable.plan.routes import Routes

MOST_ADDRESSES: Final = 10_000
"""In one file."""
_NEVER: Final = "-"


class Address(NamedTuple):
    """An address, before it is whole."""

    url: str
    updated: str
    versions: tuple[tuple[str, str], ...]
    """Language and URL of the same page in each language."""

    @property
    def line(self) -> str:
        """The same in words with a space between: no part of it has one."""
        return " ".join((self.url, self.updated or _NEVER, *chain.from_iterable(self.versions)))

    @classmethod
    def of(cls, line: str) -> Self:
        """Return the address that a line tells."""
        url, updated, *versions = line.split(" ")
        pairs = zip(versions[::2], versions[1::2], strict=True)
        return cls(url, "" if updated == _NEVER else updated, tuple(pairs))


def sitemap_outlines(
    routes: Routes, language: str, index: Index, pages: Sequence[Address]
) -> Iterator[Outline]:
    """Yield one sitemap; or an index, and a sitemap for each year of publication and for what is of no case.

    Args:
        routes: the addresses of the site.
        language: its first one.
        index: the cases; nothing of a preview is to be found.
        pages: what else there is.
    """
    years: dict[str, list[str]] = {}
    total = len(pages)
    for case_id in index.listed:
        years.setdefault(_year(index, case_id), []).append(case_id)
        facts = index.facts[case_id]
        total += len({facts.language, *facts.editions})

    def addresses(case_ids: Iterable[str]) -> Iterator[Address]:
        for case_id in case_ids:
            yield from _addresses(routes, index, case_id)

    if total <= MOST_ADDRESSES:
        everything = [*pages, *addresses(chain.from_iterable(years.values()))]
        yield _outline(routes, language, "sitemap.xml", everything)
        return
    parts = []
    groups = ((name, addresses(case_ids)) for name, case_ids in sorted(years.items()))
    # Of a large archive, the addresses in one file are all that is held at once.
    for name, group in (*groups, ("pages", iter(pages))):
        for number in count(1):
            shown = list(islice(group, MOST_ADDRESSES))
            if not shown:
                break
            part = _outline(routes, language, f"sitemaps/{name}-{number}.xml", shown)
            parts.append((part.url, max(address.updated for address in shown)))
            yield part
    route = routes.file("sitemap.xml")
    yield Outline(
        ("sitemap index",),
        language,
        route.path,
        route.url,
        (),
        "sitemap-index.xml",
        told=parts,
        is_indexable=False,
    )


def sitemap_page(routes: Routes, outline: Outline) -> SitemapPage | SitemapIndexPage:
    """Return what the template of a sitemap sees."""
    canonical = routes.canonical
    if outline.name == ("sitemap index",):
        parts = cast("Sequence[tuple[str, str]]", outline.told)
        return SitemapIndexPage(tuple(SitemapPart(canonical(url), updated) for url, updated in parts))
    entries = [
        SitemapEntry(
            canonical=canonical(address.url),
            updated=address.updated,
            alternates=tuple((language, canonical(url)) for language, url in address.versions)
            if len(address.versions) > 1
            else (),
        )
        for address in map(Address.of, cast("str", outline.told).splitlines())
    ]
    return SitemapPage(tuple(sorted(entries, key=lambda entry: entry.canonical)))


def _outline(routes: Routes, language: str, path: str, addresses: Sequence[Address]) -> Outline:
    route = routes.file(path)
    return Outline(
        ("sitemap",),
        language,
        route.path,
        route.url,
        (),
        "sitemap.xml",
        # Ten thousand of them are compared and handed on as one.
        told="\n".join(address.line for address in addresses),
        is_indexable=False,
    )


def _year(index: Index, case_id: str) -> str:
    moment = dt.datetime.fromtimestamp(index.facts[case_id].published_at, dt.UTC)
    return f"{moment.year:04}"


def _addresses(routes: Routes, index: Index, case_id: str) -> Iterator[Address]:
    """Yield the address of a case in each of its languages."""
    versions = _versions(routes, index, case_id)
    for _, url in versions:
        yield Address(url, index.facts[case_id].updated, versions)


def _versions(routes: Routes, index: Index, case_id: str) -> tuple[tuple[str, str], ...]:
    facts = index.facts[case_id]
    return (
        (facts.language, routes.case(case_id).url),
        *((tag, routes.edition(case_id, tag).url) for tag in facts.editions if tag != facts.language),
    )
