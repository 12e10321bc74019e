"""The lists, the feed and the sitemap of a comparison site, for generators that make none such themselves.

It is copied beside the plugins of MkDocs, Pelican and Nikola, which render what it yields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

PAGE_SIZE = 24
FEED_SIZE = 30
FACETS = ("topics", "ratings", "claimants", "years")


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A page besides the cases: where it goes, the template that makes it, and what the template sees."""

    path: str
    template: str
    context: dict[str, Any]


def archive_pages(fronts: Sequence[dict[str, Any]]) -> Iterator[ArchivePage]:
    """Yield every page besides the cases, made from their front matter; the sitemap comes last."""
    ordered = sorted(fronts, key=lambda front: (front["case"]["date"], front["slug"]), reverse=True)
    latest = [front["case"] for front in ordered]
    addresses = [{"url": case["url"], "date": case["date"]} for case in latest]
    for page in (*_list("/", "Measured archive", latest[:PAGE_SIZE]), *_lists(ordered)):
        addresses.append({"url": page.context["url"], "date": ""})
        yield page
    yield ArchivePage("feed.xml", "feed.xml", {"latest": latest[:FEED_SIZE]})
    yield ArchivePage("sitemap.xml", "sitemap.xml", {"addresses": addresses})


def _lists(ordered: Sequence[dict[str, Any]]) -> Iterator[ArchivePage]:
    yield from _list("/cases/", "Cases", [front["case"] for front in ordered])
    for facet in FACETS:
        members: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for front in ordered:
            for term in front[facet]:
                members[term].append(front["case"])
        terms = [
            {"url": f"/{facet}/{term}/", "name": term, "count": len(members[term])}
            for term in sorted(members)
        ]
        title = facet.capitalize()
        context = {"url": f"/{facet}/", "title": title, "description": title, "terms": terms}
        yield ArchivePage(f"{facet}/index.html", "terms.html", context)
        for term in sorted(members):
            yield from _list(f"/{facet}/{term}/", term, members[term])


def _list(url: str, title: str, cases: Sequence[dict[str, Any]]) -> Iterator[ArchivePage]:
    pages = max(1, -(-len(cases) // PAGE_SIZE))
    urls = [url, *(f"{url}page/{number}/" for number in range(2, pages + 1))]
    for place, own in enumerate(urls):
        shown = {
            "cases": cases[place * PAGE_SIZE : (place + 1) * PAGE_SIZE],
            "count": len(cases),
            "number": place + 1,
            "pages": pages,
            "newer": urls[place - 1] if place else "",
            "older": urls[place + 1] if place + 1 < pages else "",
        }
        context = {"url": own, "title": title, "description": title, "list": shown}
        yield ArchivePage(f"{own[1:]}index.html", "list.html", context)
