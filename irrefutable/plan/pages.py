"""Every page of the site, as values: where it stands, which template it has and what that sees.

Planning is a pure function of its materials, for each case and each page of the site apart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from irrefutable.model.case import Case
from irrefutable.model.fields import Phrase
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.model.record import CaseRecord
from irrefutable.model.vocabulary import CorrectionKind, Status
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
    EmbedGonePage,
    EmbedPage,
    HeadersPage,
    Link,
    RedirectPage,
    RobotsPage,
    ShareImage,
    TombstonePage,
)
from irrefutable.plan.data_pages import data_outlines, data_page
from irrefutable.plan.drawings import share_card_alt
from irrefutable.plan.iiif import has_pictures, iiif_manifest
from irrefutable.plan.index import Index
from irrefutable.plan.lists import Lists
from irrefutable.plan.lookup_page import check_outline, check_page
from irrefutable.plan.materials import Materials
from irrefutable.plan.oembed import OEMBED, oembed
from irrefutable.plan.own_pages import log_outlines_of, not_found_page, own_page, own_page_outlines
from irrefutable.plan.picture_views import comparison_view
from irrefutable.plan.reading import Reading
from irrefutable.plan.record_views import correction_views
from irrefutable.plan.references import reference_views
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.search_page import search_outline, search_page
from irrefutable.plan.sitemaps import sitemap_outlines, sitemap_page
from irrefutable.plan.structured import case_data, linked_data
from irrefutable.plan.tables import Tables
from irrefutable.plan.timelines import Timelines
from irrefutable.plan.versions import has_versions, version_pages
from irrefutable.plan.wording import N_, wording

COMPARISON_SCRIPT = "js/image-comparison.js"
COPY_SCRIPT = "js/copy-text.js"
OFFLINE_COPY = "offline.html"
"""The name of the copy for reading without a network, which stands beside the page."""


CASE_TEMPLATES = (
    "case.html",
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
    versions = _versions(materials, case_id)
    framed = _framed(case)
    for language, route in versions.items():
        if case.status is Status.RETRACTED:
            yield _tombstone(materials, case_id, language, versions)
        else:
            page = _case_page(materials, record, language, versions)
            yield page
            yield from _embed_pages(materials, page)
        yield from _former_embeds(materials, case_id, language, versions)
        for slug in case.former_slugs:
            former = (
                materials.routes.case(slug)
                if language == case.language
                else materials.routes.edition(slug, language)
            )
            title = _title(materials, case_id, language)
            yield _redirect(materials, language, former, Link(title, route.url))
            # A frame on another site keeps the address it was given.
            for asked, shown in framed.items():
                url = materials.routes.embed(route, shown or asked).url
                yield _redirect(materials, language, materials.routes.embed(former, asked), Link(title, url))
    yield from version_pages(materials, case_id)
    yield from _former_versions(materials, case_id)


def _framed(case: Case) -> Mapping[str, str | None]:
    """Return every id that a frame may ask for, with that of the comparison it shows, if any."""
    now = {
        name: comparison.id
        for comparison in case.comparisons
        for name in (comparison.id, *comparison.former_ids)
    }
    framed = dict.fromkeys(case.former_comparisons) | now
    return dict.fromkeys(framed) if case.status is Status.RETRACTED else framed


def _former_embeds(
    materials: Materials, case_id: str, language: str, versions: Mapping[str, Route]
) -> Iterator[PlannedPage]:
    """Yield what frames on other sites show that ask for a comparison by an id it no longer has."""
    case = materials.case_files(case_id).case.value
    link = Link(_title(materials, case_id, language), versions[language].url)
    for asked, shown in _framed(case).items():
        route = materials.routes.embed(versions[language], asked)
        if shown is None:
            yield _embed_gone(materials, case_id, language, route, link)
        elif shown != asked:
            target = materials.routes.embed(versions[language], shown)
            yield _redirect(materials, language, route, Link(link.label, target.url))


def _former_versions(materials: Materials, case_id: str) -> Iterator[PlannedPage]:
    """Yield what stands where versions stood: of a case by its former name, or of one that was retracted."""
    files = materials.case_files(case_id)
    case, routes = files.case.value, materials.routes
    if not has_versions(files.history):
        return
    is_retracted = case.status is Status.RETRACTED
    title = _title(materials, case_id, case.language)
    for slug in (*case.former_slugs, *((case_id,) if is_retracted else ())):
        moved = [(routes.versions(slug), routes.versions(case_id))]
        moved += (
            (routes.version(slug, number), routes.version(case_id, number))
            for number in range(1, len(files.history) + 1)
        )
        for former, there in moved:
            url = routes.case(case_id).url if is_retracted else there.url
            yield _redirect(materials, case.language, former, Link(title, url))


def _versions(materials: Materials, case_id: str) -> Mapping[str, Route]:
    files = materials.case_files(case_id)
    own = files.case.value.language
    editions = {
        language: materials.routes.edition(case_id, language)
        for language in sorted(files.editions)
        if language != own
    }
    return {own: materials.routes.case(case_id), **editions}


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


def _embed_gone(materials: Materials, case_id: str, language: str, route: Route, link: Link) -> PlannedPage:
    files = materials.case_files(case_id)
    words = wording(language)
    is_retracted = files.case.value.status is Status.RETRACTED
    surroundings = Surroundings(
        language=language,
        route=Route(route.path, link.url),
        title=words.say(N_("Retracted: %(title)s"), title=link.label) if is_retracted else link.label,
        description=words.say(N_("This case was retracted.")) if is_retracted else link.label,
        versions={},
        is_indexable=False,
    )
    own = language if language in files.editions else files.case.value.language
    context = EmbedGonePage(
        chrome=chrome(materials, surroundings),
        case=link,
        title=Phrase(link.label, own),
        is_retracted=is_retracted,
    )
    return PlannedPage(route.path, route.url, "embed-gone.html", language, context)


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


def _tombstone(
    materials: Materials, case_id: str, language: str, versions: Mapping[str, Route]
) -> PlannedPage:
    case = materials.case_files(case_id).case.value
    title = _title(materials, case_id, language)
    corrections = correction_views(Reading(materials, case_id, language), is_apart=True)
    ordered = sorted(case.corrections, key=lambda item: item.date.sort_key(), reverse=True)
    kinds = [item.kind for item in ordered]
    place = kinds.index(CorrectionKind.RETRACTION) if CorrectionKind.RETRACTION in kinds else None
    retracted = corrections[place] if place is not None else None
    words = wording(language)
    surroundings = Surroundings(
        language=language,
        route=versions[language],
        title=words.say(N_("Retracted: %(title)s"), title=title),
        description=words.say(N_("This case was retracted.")),
        versions=versions,
        is_indexable=False,
    )
    own = language if language in materials.case_files(case_id).editions else case.language
    context = TombstonePage(
        chrome=chrome(materials, surroundings),
        title=Phrase(title, own),
        retracted=retracted,
        corrections=tuple(item for item in corrections if item is not retracted),
        record_url=materials.routes.record(case_id).url,
    )
    return PlannedPage(versions[language].path, versions[language].url, "tombstone.html", language, context)


def _redirect(materials: Materials, language: str, route: Route, target: Link) -> PlannedPage:
    surroundings = Surroundings(
        language=language,
        route=Route(route.path, target.url),
        title=target.label,
        description=target.label,
        versions={},
        is_indexable=False,
    )
    context = RedirectPage(chrome(materials, surroundings), target)
    return PlannedPage(route.path, route.url, "redirect.html", language, context)


def _title(materials: Materials, case_id: str, language: str) -> str:
    files = materials.case_files(case_id)
    case = files.case.value
    if language in files.editions:
        return files.editions[language].value.title.phrase(language, language).text
    return case.title.phrase(language, case.language).text


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
