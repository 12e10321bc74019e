"""The pages of a case, as values, and the files for programs that go with them.

Planning is a pure function of its materials. Refuses to know any page that is of more than one case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from irrefutable.model.history import has_versions
from irrefutable.model.output import PlannedPage
from irrefutable.model.record import CaseRecord
from irrefutable.model.vocabulary import Status
from irrefutable.plan.case_view import case_view
from irrefutable.plan.chrome import (
    Surroundings,
    chrome,
)
from irrefutable.plan.contexts.around import Link, ShareImage
from irrefutable.plan.contexts.case_pages import CasePage, EmbedPage
from irrefutable.plan.former_pages import case_versions, former_pages, tombstone
from irrefutable.plan.iiif import has_pictures, iiif_manifest
from irrefutable.plan.materials import Materials
from irrefutable.plan.oembed import OEMBED, oembed
from irrefutable.plan.picture_views import comparison_view
from irrefutable.plan.reading import Reading
from irrefutable.plan.references import reference_views
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.structured import case_data, linked_data
from irrefutable.plan.wording import N_, wording

COMPARISON_SCRIPT = "js/comparison.js"
COPY_SCRIPT = "js/copy-text.js"
OFFLINE_COPY = "offline.html"
"""The name of the copy for reading without a network, which stands beside the page."""


def case_pages(materials: Materials, record: CaseRecord) -> Iterator[PlannedPage]:
    """Yield every page of a case: in each language, its embeds, its former addresses, its versions."""
    case_id = record["id"]
    files = materials.case_files(case_id)
    case = files.case.value
    versions = case_versions(materials, case_id)
    for language in versions:
        if case.status is Status.RETRACTED:
            yield tombstone(materials, case_id, language, versions)
        else:
            page = _case_page(materials, record, language, versions)
            yield page
            yield from _embed_pages(materials, page)
    if has_versions(files.history):
        from irrefutable.plan.versions import version_pages  # noqa: PLC0415 - few cases have any

        yield from version_pages(materials, case_id, versions)
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
    from irrefutable.plan.drawings import share_card_alt  # noqa: PLC0415 - some sites have none

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


def copy_note(language: str) -> tuple[str, str]:
    """Return what a page in one file says of itself, and what its link to the page says."""
    words = wording(language)
    said = N_(
        "This is a copy for reading without a network. What was wrong in it may have been corrected since."
    )
    return words.say(said), words.say(N_("The case as it is now"))
