"""Every page of the site, as values: where it stands, which template it has and what that sees.

Planning is a pure function of its materials, for each case and each page of the site apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.model.record import CaseRecord
from irrefutable.model.vocabulary import Status
from irrefutable.plan.browser_files import browser_file, browser_outlines
from irrefutable.plan.browsing import Browsing
from irrefutable.plan.cards import CardShelf
from irrefutable.plan.case_view import case_view
from irrefutable.plan.change_feed import change_outlines, change_page
from irrefutable.plan.chrome import (
    CHECK_POLICY,
    CONTENT_SECURITY_POLICY,
    SEARCH_POLICY,
    Surroundings,
    chrome,
)
from irrefutable.plan.contexts import (
    CasePage,
    EmbedPage,
    HeadersPage,
    Link,
    RobotsPage,
    ShareImage,
)
from irrefutable.plan.data_pages import data_outlines, data_page
from irrefutable.plan.drawings import share_card_alt
from irrefutable.plan.former_pages import case_versions, former_pages, tombstone
from irrefutable.plan.iiif import has_pictures, iiif_manifest
from irrefutable.plan.index import Index
from irrefutable.plan.lists import Lists
from irrefutable.plan.lookup_page import check_outline, check_page
from irrefutable.plan.materials import Materials
from irrefutable.plan.oembed import OEMBED, oembed
from irrefutable.plan.own_pages import log_outlines_of, not_found_page, own_page, own_page_outlines
from irrefutable.plan.picture_views import comparison_view
from irrefutable.plan.reading import Reading
from irrefutable.plan.references import reference_views
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.search_page import search_outline, search_page
from irrefutable.plan.sitemaps import sitemap_outlines, sitemap_page
from irrefutable.plan.structured import case_data, linked_data
from irrefutable.plan.tables import Tables
from irrefutable.plan.timelines import Timelines
from irrefutable.plan.versions import version_pages

COMPARISON_SCRIPT = "js/image-comparison.js"
COPY_SCRIPT = "js/copy-text.js"
OFFLINE_COPY = "offline.html"
"""The name of the copy for reading without a network, which stands beside the page."""


CASE_TEMPLATES = (
    "case.html",
    "edition-gone.html",
    "embed-gone.html",
    "embed.html",
    "redirect.html",
    "tombstone.html",
    "version.html",
    "versions.html",
)
"""The templates of a case's pages."""
SITE_TEMPLATES = (
    "404.html",
    "browse.html",
    "chains.html",
    "counts.html",
    "changes.json",
    "changes.xml",
    "check.html",
    "data-year.html",
    "data.html",
    "entity.html",
    "facet.html",
    "feed.json",
    "feed.xml",
    "headers.txt",
    "home.html",
    "list.html",
    "opensearch.xml",
    "page.html",
    "random.html",
    "robots.txt",
    "search.html",
    "site.webmanifest",
    "sitemap-index.xml",
    "sitemap.xml",
    "subscribe.html",
    "timeline.html",
)
"""The templates of all other pages."""


# ---------------------------------------------------------------------------------------------- cases


def case_pages(materials: Materials, record: CaseRecord) -> Iterator[PlannedPage]:
    """Yield every page of a case: in each language, its embeds, its former addresses, its versions."""
    case_id = record["id"]
    case = materials.case_files(case_id).case.value
    versions = case_versions(materials, case_id)
    for language in versions:
        if case.status is Status.RETRACTED:
            yield tombstone(materials, case_id, language, versions)
        else:
            page = _case_page(materials, record, language, versions)
            yield page
            yield from _embed_pages(materials, page)
    yield from version_pages(materials, case_id)
    yield from former_pages(materials, case_id)


def _case_page(
    materials: Materials, record: CaseRecord, language: str, versions: Mapping[str, Route]
) -> PlannedPage:
    case_id, route, site = record["id"], versions[language], materials.archive.site.value
    view = case_view(materials, case_id, language)
    surroundings = Surroundings(
        language=language,
        route=route,
        title=view.title.text,
        description=view.found.text,
        versions=versions,
        scripts=(COMPARISON_SCRIPT, COPY_SCRIPT),
        is_indexable=view.status == Status.PUBLISHED,
        card=_share_image(materials, case_id, language),
    )
    home = materials.routes.home(materials.list_language(language)).url
    site_title = site.title.phrase(language, materials.default_language).text
    context = CasePage(
        chrome=chrome(materials, surroundings),
        case=view,
        structured_data=case_data(
            record,
            language,
            site_title=site_title,
            home=materials.routes.canonical(home),
        ),
        record_url=materials.routes.record(case_id).url,
        linked_data_url=materials.routes.linked_data(case_id).url,
        iiif_url=materials.routes.iiif(case_id).url if has_pictures(record) else "",
        oembed_url=_oembed_url(materials.routes, route, view.lead.id) if view.lead else "",
        offline_url=materials.routes.beside(route, OFFLINE_COPY).url if has_copies(materials) else "",
        references=reference_views(record, language, site_title=site_title),
    )
    return PlannedPage(route.path, route.url, "case.html", language, context)


def _embed_pages(materials: Materials, page: PlannedPage) -> Iterator[PlannedPage]:
    """Yield a page for each comparison of a case, to be shown in a frame on other sites."""
    case_page = page.context
    assert isinstance(case_page, CasePage)  # noqa: S101 - made a few lines above
    case = case_page.case
    reading = Reading(materials, case.id, page.language, is_excerpt=True)
    for comparison in reading.case.comparisons:
        route = materials.routes.embed(reading.route, comparison.id)
        view = comparison_view(reading, comparison)
        surroundings = Surroundings(
            language=page.language,
            route=route,
            title=view.title.text,
            description=case.found.text,
            versions={},
            scripts=(COMPARISON_SCRIPT,),
            is_indexable=False,
        )
        context = EmbedPage(
            chrome=chrome(materials, surroundings)._replace(canonical=case_page.chrome.canonical),
            case=Link(case.title.text, page.url),
            title=case.title,
            verdict=case.verdict,
            view=view._replace(
                claimed=view.claimed._replace(anchor=""),
                original=view.original._replace(anchor="") if view.original else None,
            ),
            oembed_url=_oembed_url(materials.routes, reading.route, comparison.id),
        )
        yield PlannedPage(route.path, route.url, "embed.html", page.language, context)


def _share_image(materials: Materials, case_id: str, language: str) -> ShareImage | None:
    drawing = materials.cards.get((case_id, language))
    if drawing is None:
        return None
    return ShareImage(
        canonical=materials.routes.canonical(materials.routes.file(drawing.path).url),
        width_px=drawing.width_px,
        height_px=drawing.height_px,
        alt=share_card_alt(Reading(materials, case_id, language)),
    )


def _oembed_url(routes: Routes, case: Route, comparison_id: str) -> str:
    return routes.canonical(routes.beside(routes.embed(case, comparison_id), OEMBED).url)


def has_copies(materials: Materials) -> bool:
    """Whether cases have copies for reading without a network; a preview has none."""
    return materials.archive.site.value.build.offline_copies and not materials.is_preview


def offline_pages(routes: Routes, planned: Iterable[PlannedPage]) -> Iterator[tuple[str, str]]:
    """Yield the path of each page of a case that has such a copy, and the path of the copy."""
    for page in planned:
        if isinstance(page.context, CasePage) and page.context.offline_url:
            yield page.path, routes.beside(Route(page.path, page.url), OFFLINE_COPY).path


class Companion(NamedTuple):
    """A file of JSON that tells other programs what a page says."""

    path: str
    content: Mapping[str, object]


def case_companions(
    materials: Materials, record: CaseRecord, planned: Iterable[PlannedPage]
) -> Iterator[Companion]:
    """Yield the files that go with the pages of a case; each page of the case before its embeds."""
    routes, case_id = materials.routes, record["id"]
    former = materials.case_files(case_id).case.value.former_slugs
    for slug in (case_id, *former):
        # No static host redirects a file that is no page: who asks for it by a former address gets it there.
        yield Companion(routes.record(slug).path, record)
    case: CasePage | None = None
    reviews: list[Mapping[str, object]] = []
    for page in planned:
        if isinstance(page.context, CasePage):
            case = page.context
            reviews += cast("Sequence[Mapping[str, object]]", case.structured_data)
        elif isinstance(page.context, EmbedPage) and case:
            said = oembed(case, page.context, home=routes.canonical(case.chrome.home_url))
            yield Companion(routes.beside(Route(page.path, page.url), OEMBED).path, said)
    if case:
        yield Companion(routes.linked_data(case_id).path, linked_data(reviews))
        if case.iiif_url:
            yield Companion(routes.iiif(case_id).path, iiif_manifest(materials, record))


# ------------------------------------------------------------------------------------------- the site


@dataclass(frozen=True, slots=True)
class SitePages:
    """The pages of the site that are of no single case."""

    materials: Materials
    index: Index
    cards: CardShelf
    data_parts: Callable[[], Mapping[str, int]] = dict
    """Returns how many cases there are in each part of the data for programs."""

    def outlines(self) -> Iterator[Outline]:
        """Yield all of them, as far as it takes to know whether they are right already."""
        archive, routes = self.materials.archive, self.materials.routes
        first = self.materials.default_language
        listed: list[Outline] = []
        data_parts = self.data_parts()
        for language in archive.site.value.languages:
            for pages in self._of_many(language):
                listed += pages.outlines()
            listed += Tables(self.materials, self.index, language, self.cards).outlines()
            listed += data_outlines(self.materials, language, data_parts)
            listed += browser_outlines(self.materials, language)
            if self.materials.is_searchable:
                listed.append(search_outline(self.materials, language))
            if self.materials.has_lookup:
                listed.append(check_outline(self.materials, language))
            listed += change_outlines(self.materials, self.index, language)
        listed += own_page_outlines(self.materials, self.index)
        yield from listed
        names = ["404.html", "robots.txt"]
        if archive.site.value.publish.headers_file:
            names.append("_headers")
        for name in names:
            route = routes.file(name)
            url = "" if name == "_headers" else route.url
            yield Outline((name,), first, route.path, url, (), _TEMPLATES[name], is_indexable=False)
        # Nothing of a preview is to be found by anybody.
        indexed = replace(self.index, listed=()) if self.materials.is_preview else self.index
        yield from sitemap_outlines(routes, first, indexed, () if self.materials.is_preview else listed)

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
                tables = Tables(self.materials, self.index, outline.language, self.cards)
                return tables.plan(name, int(number))
        return lists.plan(outline)

    def _of_many(self, language: str) -> tuple[Lists, Timelines, Browsing]:
        """Return the pages of a language that show cases."""
        materials = (self.materials, self.index, language, self.cards)
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
