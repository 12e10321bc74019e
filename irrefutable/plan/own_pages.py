"""Pages in the archive's own voice, with the tables that the build adds to some of them."""

from __future__ import annotations

from collections.abc import Sequence

from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.model.prose import ProseRequest
from irrefutable.plan.cards import rating_view
from irrefutable.plan.chrome import Surroundings, chrome
from irrefutable.plan.contexts import (
    CorrectionView,
    Link,
    NotFoundPage,
    ProseView,
    RelaxationView,
    SchemeView,
    TextPage,
)
from irrefutable.plan.index import Index
from irrefutable.plan.materials import Materials
from irrefutable.plan.reading import Reading
from irrefutable.plan.record_views import correction_views
from irrefutable.plan.wording import N_, wording


def text_outline(materials: Materials, index: Index, page_id: str, language: str) -> Outline:
    """Return what decides the bytes of a page that an editor wrote."""
    archive, routes = materials.archive, materials.routes
    versions = tuple(
        (other, routes.text_page(page_id, other).url)
        for other in archive.site.value.languages
        if (page_id, other) in archive.pages
    )
    corrected = index.corrected if page_id == "corrections" else ()
    route = routes.text_page(page_id, language)
    return Outline(
        ("text", page_id),
        language,
        route.path,
        route.url,
        versions,
        "page.html",
        cases=corrected,
        pages=(f"{page_id} {language}",),
    )


def text_page(materials: Materials, corrected: Sequence[str], page_id: str, language: str) -> PlannedPage:
    """Return a page that an editor wrote, with what the build adds to it: corrections of those cases."""
    archive, routes = materials.archive, materials.routes
    page = archive.pages[page_id, language].value
    title = page.title.phrase(language, language).text
    description = page.description.phrase(language, language).text if page.description else title
    route = routes.text_page(page_id, language)
    surroundings = Surroundings(
        language=language,
        route=route,
        title=title,
        description=description,
        versions={
            other: routes.text_page(page_id, other)
            for other in archive.site.value.languages
            if (page_id, other) in archive.pages
        },
    )
    body = None
    if page.body:
        request = ProseRequest(
            page.body.phrase(language, language).text,
            scope=page_id,
            top_heading=2,
            base_path=routes.base_path,
        )
        body = ProseView(materials.prose(request), language)
    is_methodology, is_corrections = page_id == "methodology", page_id == "corrections"
    context = TextPage(
        chrome=chrome(materials, surroundings),
        id=page_id,
        title=title,
        body=body,
        schemes=_schemes(materials, language) if is_methodology else (),
        relaxations=_relaxations(materials, language) if is_methodology else (),
        corrections=_all_corrections(materials, corrected, language) if is_corrections else (),
        shows_corrections=is_corrections,
    )
    return PlannedPage(route.path, route.url, "page.html", language, context)


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


def _all_corrections(
    materials: Materials, corrected: Sequence[str], language: str
) -> tuple[CorrectionView, ...]:
    dated = []
    for case_id in corrected:
        files = materials.case_files(case_id)
        case = files.case.value
        shown_in = language if language in files.editions else case.language
        views = correction_views(Reading(materials, case_id, shown_in), is_apart=True, link_case=True)
        ordered = sorted(case.corrections, key=lambda item: item.date.sort_key(), reverse=True)
        dated += [(item.date.sort_key(), view) for item, view in zip(ordered, views, strict=True)]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(view for _, view in dated)


def not_found_page(materials: Materials) -> PlannedPage:
    """Return the page for addresses where nothing stands."""
    language = materials.default_language
    words = wording(language)
    title = words.say(N_("Nothing stands at this address"))
    route = materials.routes.file("404.html")
    surroundings = Surroundings(
        language=language, route=route, title=title, description=title, versions={}, is_indexable=False
    )
    all_cases = Link(words.say(N_("All cases")), materials.routes.cases(language).url)
    context = NotFoundPage(chrome(materials, surroundings), all_cases)
    return PlannedPage(route.path, route.url, "404.html", language, context, Turn.INDEX)
