"""Pages in the archive's own voice, with the tables that the build adds to some of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import cast

from irrefutable.model.history import correction_keys
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.model.prose import ProseRequest
from irrefutable.model.vocabulary import Method
from irrefutable.plan.cards import rating_view
from irrefutable.plan.chrome import Surroundings, chrome
from irrefutable.plan.contexts.around import Link, Pagination
from irrefutable.plan.contexts.case import CorrectionView
from irrefutable.plan.contexts.pages import MethodView, NotFoundPage, RelaxationView, SchemeView, TextPage
from irrefutable.plan.contexts.views import ProseView
from irrefutable.plan.disclosures import disclosures
from irrefutable.plan.index import Index
from irrefutable.plan.materials import Materials
from irrefutable.plan.own_page_names import (
    CORRECTIONS,
    METHODOLOGY,
    made_title,
    own_page_languages,
    own_pages,
)
from irrefutable.plan.paging import LATEST, Paging
from irrefutable.plan.reading import Reading
from irrefutable.plan.record_views import correction_anchor, correction_views
from irrefutable.plan.routes import Route
from irrefutable.plan.wording import METHODS, N_, method_anchor, wording


def own_page_outlines(materials: Materials, index: Index) -> Iterator[Outline]:
    """Yield what decides the bytes of each page of the archive's own, and of the log of corrections."""
    for page in own_pages(materials.archive):
        if page.id == CORRECTIONS:
            numbers = _paging(materials, index).numbers
            yield from (log_outline(materials, index, page.language, number) for number in numbers)
        else:
            yield _outline(materials, ("text", page.id), page.language, partial(_route, materials, page.id))


def log_outlines_of(materials: Materials, index: Index, case_ids: Collection[str]) -> Iterator[Outline]:
    """Yield those of the pages of the log that show any of some cases."""
    if not any(index.facts[case_id].corrected_at for case_id in case_ids if case_id in index.facts):
        return
    places = [place for place, (case_id, _) in enumerate(index.corrections) if case_id in case_ids]
    for language in own_page_languages(materials.archive, CORRECTIONS):
        for number in sorted(set(map(_paging(materials, index).number_of, places))):
            yield log_outline(materials, index, language, number)


def log_outline(materials: Materials, index: Index, language: str, number: int) -> Outline:
    """Return what decides the bytes of a page of the log of corrections."""
    paging = _paging(materials, index)
    shown = paging.shown(index.corrections, number)
    view = paging.pagination(number, lambda other: materials.routes.corrections(language, other).url)
    return _outline(
        materials,
        (CORRECTIONS, f"{number}"),
        language,
        partial(materials.routes.corrections, number=number),
        cases=tuple(dict.fromkeys(case_id for case_id, _ in shown)),
        told=(shown, view),
    )


def _paging(materials: Materials, index: Index) -> Paging:
    return Paging(len(index.corrections), materials.archive.site.value.build.page_size)


def _outline(
    materials: Materials,
    name: tuple[str, ...],
    language: str,
    route: Callable[[str], Route],
    *,
    cases: tuple[str, ...] = (),
    told: object = None,
) -> Outline:
    page_id = CORRECTIONS if name[0] == CORRECTIONS else name[1]
    own = route(language)
    versions = tuple((tag, route(tag).url) for tag in own_page_languages(materials.archive, page_id))
    is_written = (page_id, language) in materials.archive.pages
    return Outline(
        name,
        language,
        own.path,
        own.url,
        versions,
        "page.html",
        cases=cases,
        pages=(f"{page_id} {language}",) if is_written else (),
        told=told,
    )


def _route(materials: Materials, page_id: str, language: str) -> Route:
    return materials.routes.text_page(page_id, language)


def own_page(materials: Materials, outline: Outline) -> PlannedPage:
    """Return a page of the archive's own: what an editor wrote, and what the build adds to it."""
    number = int(outline.name[1]) if outline.name[0] == CORRECTIONS else LATEST
    page_id = CORRECTIONS if outline.name[0] == CORRECTIONS else outline.name[1]
    language, words = outline.language, wording(outline.language)
    written = materials.archive.pages.get((page_id, language))
    page = written.value if written else None
    heading = page.title.phrase(language, language).text if page else made_title(page_id, language)
    title = words.say(N_("%(title)s, page %(number)s"), title=heading, number=number) if number else heading
    description = page.description.phrase(language, language).text if page and page.description else title
    surroundings = Surroundings(
        language=language,
        route=Route(outline.path, outline.url),
        title=title,
        description=description,
        versions={tag: Route("", url) for tag, url in outline.versions},
    )
    body = None
    if page and page.body and number == LATEST:
        request = ProseRequest(
            page.body.phrase(language, language).text,
            scope=page_id,
            top_heading=2,
            base_path=materials.routes.base_path,
        )
        body = ProseView(materials.prose(request), language)
    is_methodology, is_log = page_id == METHODOLOGY, page_id == CORRECTIONS
    context = TextPage(
        chrome=chrome(materials, surroundings),
        id=page_id,
        title=title,
        body=body,
        facts=disclosures(materials, page_id, language) if number == LATEST else (),
        methods=_methods(language) if is_methodology else (),
        schemes=_schemes(materials, language) if is_methodology else (),
        relaxations=_relaxations(materials, language) if is_methodology else (),
        corrections=_logged(materials, outline) if is_log else (),
        pagination=_told(outline)[1] if is_log else None,
        feeds=_feeds(materials, language) if is_log else (),
    )
    return PlannedPage(outline.path, outline.url, "page.html", language, context)


def _logged(materials: Materials, outline: Outline) -> tuple[CorrectionView, ...]:
    shown, _ = _told(outline)
    views: dict[str, Mapping[str, CorrectionView]] = {}
    found = []
    for case_id, place in shown:
        case = materials.case_files(case_id).case.value
        if case_id not in views:
            reading = Reading(materials, case_id, outline.language)
            made = correction_views(reading, is_apart=True, link_case=True)
            views[case_id] = {view.anchor: view for view in made}
        found.append(views[case_id][correction_anchor(correction_keys(case.corrections)[place])])
    return tuple(found)


def _told(outline: Outline) -> tuple[Sequence[tuple[str, int]], Pagination]:
    return cast("tuple[Sequence[tuple[str, int]], Pagination]", outline.told)


def _feeds(materials: Materials, language: str) -> tuple[Link, ...]:
    lists = materials.list_language(language)
    return tuple(
        Link(name, materials.routes.changes(lists, ending).url)
        for name, ending in (("Atom", "xml"), ("JSON Feed", "json"))
    )


def _methods(language: str) -> tuple[MethodView, ...]:
    words = wording(language)
    return tuple(
        MethodView(method_anchor(method), words.label(method), words.say(METHODS[method]))
        for method in Method
    )


def _schemes(materials: Materials, language: str) -> tuple[SchemeView, ...]:
    default = materials.default_language
    views = []
    for scheme in materials.archive.ratings.value.schemes:
        ratings = (rating_view(materials, f"{scheme.id}/{rating.key}", language) for rating in scheme.ratings)
        title = scheme.title.phrase(language, default)
        views.append(SchemeView(title, scheme.url or "", tuple(view for view in ratings if view)))
    return tuple(views)


def _relaxations(materials: Materials, language: str) -> tuple[RelaxationView, ...]:
    return tuple(
        RelaxationView(item.rule, item.reason.phrase(language, materials.default_language))
        for item in materials.archive.site.value.policies.relax
    )


def not_found_page(materials: Materials) -> PlannedPage:
    """Return the page for addresses where nothing stands."""
    language = materials.default_language
    words = wording(language)
    title = words.say(N_("Nothing stands at this address"))
    route = materials.routes.file("404.html")
    surroundings = Surroundings(
        language=language,
        route=route,
        title=title,
        description=title,
        # Whoever reads another language is led to its front page.
        versions={tag: materials.routes.home(tag) for tag in materials.archive.site.value.languages},
        is_indexable=False,
    )
    all_cases = Link(words.say(N_("All cases")), materials.routes.cases(language).url)
    context = NotFoundPage(chrome(materials, surroundings), all_cases)
    return PlannedPage(route.path, route.url, "404.html", language, context, Turn.INDEX)
