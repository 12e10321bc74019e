"""What stands where pages of a case stood: redirects, tombstones, words. Refuses to leave an address bare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from irrefutable.model.case import Case
from irrefutable.model.fields import Phrase
from irrefutable.model.history import has_versions
from irrefutable.model.output import PlannedPage
from irrefutable.model.vocabulary import CorrectionKind, Status
from irrefutable.plan.chrome import Surroundings, alternates, chrome
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.case_pages import EditionGonePage, EmbedGonePage, RedirectPage, TombstonePage
from irrefutable.plan.materials import Materials
from irrefutable.plan.reading import Reading
from irrefutable.plan.record_views import correction_views
from irrefutable.plan.routes import Route
from irrefutable.plan.wording import N_, wording


def case_versions(materials: Materials, case_id: str) -> Mapping[str, Route]:
    """Return where a case stands in each of its languages, its own first."""
    files = materials.case_files(case_id)
    own = files.case.value.language
    editions = {
        language: materials.routes.edition(case_id, language)
        for language in sorted(files.editions)
        if language != own
    }
    return {own: materials.routes.case(case_id), **editions}


def tombstone(
    materials: Materials, case_id: str, language: str, versions: Mapping[str, Route]
) -> PlannedPage:
    """Return what stands at the address of a retracted case in one of its languages."""
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
        title=words.say(N_("Retracted: %(title)s"), title=title.text),
        description=words.say(N_("This case was retracted.")),
        versions=versions,
        is_indexable=False,
    )
    context = TombstonePage(
        chrome=chrome(materials, surroundings),
        title=title,
        retracted=retracted,
        corrections=tuple(item for item in corrections if item is not retracted),
        record_url=materials.routes.record(case_id).url,
    )
    return PlannedPage(versions[language].path, versions[language].url, "tombstone.html", language, context)


def former_pages(materials: Materials, case_id: str) -> Iterator[PlannedPage]:
    """Yield what stands at every address that a case had, or had a comparison, an edition or a version at."""
    case, routes = materials.case_files(case_id).case.value, materials.routes
    versions = case_versions(materials, case_id)
    for language, route in versions.items():
        yield from _former_embeds(materials, case_id, language, versions)
        for slug in case.former_slugs:
            is_own = language == case.language
            former = routes.case(slug) if is_own else routes.edition(slug, language)
            link = Link.of(_title(materials, case_id, language), route.url)
            yield _redirect(materials, language, former, link)
            yield from _moved_embeds(materials, case_id, language, former, route)
            yield from _moved_versions(materials, case_id, language, former, route)
        if case.status is Status.RETRACTED:
            yield from _moved_versions(materials, case_id, language, route, route)
    for language in case.former_editions:
        yield from _former_edition(materials, case_id, language, versions)


def _moved_embeds(
    materials: Materials, case_id: str, language: str, former: Route, there: Route
) -> Iterator[PlannedPage]:
    """Yield what leads frames on other sites, which keep the address they were given, to what they show."""
    title = _title(materials, case_id, language)
    for asked, shown in _framed(materials.case_files(case_id).case.value).items():
        url = materials.routes.embed(there, shown or asked).url
        yield _redirect(materials, language, materials.routes.embed(former, asked), Link.of(title, url))


def _former_edition(
    materials: Materials, case_id: str, language: str, versions: Mapping[str, Route]
) -> Iterator[PlannedPage]:
    """Yield what stands where an edition stood.

    A reader is told before the language changes. A frame shows the comparison in the case's own language: the
    pictures and the verdict on them are the same.
    """
    case, routes = materials.case_files(case_id).case.value, materials.routes
    own, gone = versions[case.language], routes.edition(case_id, language)
    title = _title(materials, case_id, language)
    if case.status is Status.RETRACTED:
        yield _redirect(materials, language, gone, Link.of(title, own.url))
    else:
        yield _edition_gone(materials, case_id, language, versions)
    yield from _moved_embeds(materials, case_id, language, gone, own)
    yield from _moved_versions(materials, case_id, language, gone, own)
    for slug in case.former_slugs:
        former = routes.edition(slug, language)
        yield _redirect(materials, language, former, Link.of(title, gone.url))
        yield from _moved_embeds(materials, case_id, language, former, own)
        yield from _moved_versions(materials, case_id, language, former, own)


def _edition_gone(
    materials: Materials, case_id: str, language: str, versions: Mapping[str, Route]
) -> PlannedPage:
    route = materials.routes.edition(case_id, language)
    title = _title(materials, case_id, language)
    surroundings = Surroundings(
        language=language,
        route=route,
        title=title.text,
        description=wording(language).say(N_("This case is no longer kept in this language.")),
        versions={},
        is_indexable=False,
    )
    context = EditionGonePage(
        chrome=chrome(materials, surroundings),
        title=title,
        editions=alternates(materials, versions, language),
    )
    return PlannedPage(route.path, route.url, "edition-gone.html", language, context)


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
    link = Link.of(_title(materials, case_id, language), versions[language].url)
    for asked, shown in _framed(case).items():
        route = materials.routes.embed(versions[language], asked)
        if shown is None:
            yield _embed_gone(materials, case_id, language, route, link)
        elif shown != asked:
            target = materials.routes.embed(versions[language], shown)
            yield _redirect(materials, language, route, link._replace(url=target.url))


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
    context = EmbedGonePage(
        chrome=chrome(materials, surroundings),
        case=link,
        title=Phrase(link.label, link.language),
        is_retracted=is_retracted,
    )
    return PlannedPage(route.path, route.url, "embed-gone.html", language, context)


def _moved_versions(
    materials: Materials, case_id: str, language: str, former: Route, there: Route
) -> Iterator[PlannedPage]:
    """Yield what leads from where versions stood to where they stand, or to the tombstone of the case."""
    files, routes = materials.case_files(case_id), materials.routes
    if not has_versions(files.history):
        return
    moved = [(routes.versions(former), routes.versions(there))]
    moved += (
        (routes.version(former, number), routes.version(there, number))
        for number in range(1, len(files.history) + 1)
    )
    title = _title(materials, case_id, language)
    for asked, shown in moved:
        target = there if files.case.value.status is Status.RETRACTED else shown
        yield _redirect(materials, language, asked, Link.of(title, target.url))


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


def _title(materials: Materials, case_id: str, language: str) -> Phrase:
    files = materials.case_files(case_id)
    case = files.case.value
    if language in files.editions:
        return files.editions[language].value.title.phrase(language, language)
    return case.title.phrase(language, case.language)
