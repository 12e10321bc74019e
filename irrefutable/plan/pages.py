"""The pages of the site that are of no single case, as values: where each stands, and what its template sees.

Planning is a pure function of its materials.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.plan.alterations import EVERYWHERE, Alterations
from irrefutable.plan.browser_files import browser_file, browser_outlines
from irrefutable.plan.browsing import Browsing
from irrefutable.plan.change_feed import change_outlines, change_page
from irrefutable.plan.chrome import (
    CHECK_POLICY,
    CONTENT_SECURITY_POLICY,
    SEARCH_POLICY,
)
from irrefutable.plan.contexts.machines import HeadersPage, RobotsPage
from irrefutable.plan.data_pages import data_outlines, data_page
from irrefutable.plan.index import Index
from irrefutable.plan.lists import Lists
from irrefutable.plan.lookup_page import check_outline, check_page
from irrefutable.plan.materials import Materials
from irrefutable.plan.own_pages import log_outlines_of, not_found_page, own_page, own_page_outlines
from irrefutable.plan.search_page import search_outline, search_page
from irrefutable.plan.sitemaps import Address, sitemap_outlines, sitemap_page
from irrefutable.plan.tables import Tables
from irrefutable.plan.timelines import Timelines


@dataclass(frozen=True, slots=True)
class SitePages:
    """The pages of the site that are of no single case."""

    materials: Materials
    index: Index
    data_parts: Callable[[], Mapping[str, int]] = dict
    """Returns how many cases there are in each part of the data for programs."""

    def outlines(self, alterations: Alterations = EVERYWHERE) -> Iterator[Outline]:
        """Yield all of them, as far as it takes to know whether they are right already.

        Args:
            alterations: the lists that may be others than in the last build, where nothing else is.
        """
        archive, routes = self.materials.archive, self.materials.routes
        first = self.materials.default_language
        addresses: list[Address] = []
        for outline in self._of_languages(alterations):
            yield outline
            if outline.is_indexable:
                addresses.append(Address(outline.url, "", outline.versions))
        names = ["404.html", "robots.txt"]
        if archive.site.value.publish.headers_file:
            names.append("_headers")
        for name in names:
            route = routes.file(name)
            url = "" if name == "_headers" else route.url
            yield Outline((name,), first, route.path, url, (), _TEMPLATES[name], is_indexable=False)
        # Nothing of a preview is to be found by anybody.
        indexed = replace(self.index, listed=()) if self.materials.is_preview else self.index
        yield from sitemap_outlines(routes, first, indexed, () if self.materials.is_preview else addresses)

    def _of_languages(self, alterations: Alterations) -> Iterator[Outline]:
        """Yield the pages that there is one of for each language."""
        data_parts = self.data_parts()
        for language in self.materials.archive.site.value.languages:
            for pages in self._of_many(language, alterations):
                yield from pages.outlines()
            yield from Tables(self.materials, self.index, language).outlines()
            yield from data_outlines(self.materials, language, data_parts)
            yield from browser_outlines(self.materials, language)
            if self.materials.is_searchable:
                yield search_outline(self.materials, language)
            if self.materials.has_lookup:
                yield check_outline(self.materials, language)
            yield from change_outlines(self.materials, self.index, language)
        yield from own_page_outlines(self.materials, self.index)

    def outlines_of(self, case_ids: Collection[str]) -> Iterator[Outline]:
        """Yield those of the outlines that show any of some cases, without looking at the others."""
        archive = self.materials.archive
        for language in archive.site.value.languages:
            for pages in self._of_many(language):
                yield from pages.outlines_of(case_ids)
            for outline in change_outlines(self.materials, self.index, language):
                if not set(case_ids).isdisjoint(outline.cases):
                    yield outline
        yield from log_outlines_of(self.materials, self.index, case_ids)

    def plan(self, outline: Outline) -> PlannedPage:
        """Return the page that an outline is of."""
        match outline.name:
            case ("text" | "corrections", _):
                return own_page(self.materials, outline)
            case ("changes", _):
                return change_page(self.materials, outline)
            case ("data", _):
                return data_page(self.materials, outline)
            case ("search" | "check" as name,):
                return (search_page if name == "search" else check_page)(self.materials, outline)
            case (
                "404.html"
                | "robots.txt"
                | "_headers"
                | "sitemap"
                | "sitemap index"
                | "web manifest"
                | "open search",
            ):
                return self._file(outline)
        return self._of_many_cases(outline)

    def _of_many_cases(self, outline: Outline) -> PlannedPage:
        lists, timelines, browsing = self._of_many(outline.language)
        match outline.name:
            case ("timeline", *_):
                return timelines.plan(outline)
            case ("browse" | "sample" | "chains", *_):
                return browsing.plan(outline)
            case ("table", name, number):
                tables = Tables(self.materials, self.index, outline.language)
                return tables.plan(name, int(number))
        return lists.plan(outline)

    def _of_many(
        self, language: str, alterations: Alterations = EVERYWHERE
    ) -> tuple[Lists, Timelines, Browsing]:
        """Return the pages of a language that show cases."""
        materials = (self.materials, self.index, language, alterations)
        return Lists(*materials), Timelines(*materials), Browsing(*materials)

    def _file(self, outline: Outline) -> PlannedPage:
        if outline.name == ("404.html",):
            return not_found_page(self.materials)
        routes = self.materials.routes
        context: NamedTuple
        match outline.name:
            case ("web manifest" | "open search",):
                return browser_file(self.materials, outline)
            case ("robots.txt",):
                context = RobotsPage(routes.canonical(routes.file("sitemap.xml").url))
            case ("_headers",):
                # Pages narrow it down by policies of their own.
                policy = CHECK_POLICY if self.materials.has_lookup else CONTENT_SECURITY_POLICY
                if self.materials.is_searchable:
                    policy = SEARCH_POLICY
                context = HeadersPage(policy)
            case _:
                context = sitemap_page(routes, outline)
        return PlannedPage(outline.path, outline.url, outline.template, outline.language, context, Turn.INDEX)


_TEMPLATES = {"404.html": "404.html", "robots.txt": "robots.txt", "_headers": "headers.txt"}
