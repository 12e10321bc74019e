"""A case as the search engine sees it: what its page says, every name it is known by, what it is filed under.

Nothing stands here that the page does not show, but for the names that its places and people have in other
languages. A heading keeps the fragment that it has on the page, so that a result can lead there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup, escape

from irrefutable.core.dates import Edtf
from irrefutable.model.case import Case
from irrefutable.model.claim import Claim
from irrefutable.model.fields import Phrase
from irrefutable.model.output import PlannedPage
from irrefutable.model.search import SearchRecord
from irrefutable.plan.cards import entity_view, rating_view
from irrefutable.plan.contexts.case import CaseView, RebuttalView
from irrefutable.plan.contexts.case_pages import CasePage
from irrefutable.plan.contexts.views import MediaView, ProseView
from irrefutable.plan.materials import Materials
from irrefutable.plan.wording import Wording, wording

FACETS: Final = ("rating", "claimant", "topic", "technique", "place", "platform", "language", "year")
"""What results can be narrowed by, as it is called in the address of a search."""

_CITATIONS: Final = re.compile(r"<sup>.*?</sup>", re.DOTALL)
"""Numbers of sources: in an excerpt they would lead nowhere."""

_TITLE, _CLAIM, _SUMMARY, _NAME = 10, 6, 5, 4
"""How much more a word counts there than in a body; Pagefind takes 0 to 10."""


def search_record(materials: Materials, page: PlannedPage) -> SearchRecord | None:
    """Return the record of a case's page; None for a page that is of no case, or that lists do not show."""
    if not isinstance(page.context, CasePage) or page.context.case.id not in materials.listed:
        return None
    view = page.context.case
    case = materials.case_files(view.id).case.value
    words = Markup("").join(
        (*_head(materials, case, view), *dict.fromkeys(_filters(materials, case, view, page)))
    )
    body = Markup("").join(_body(view, wording(page.language)))
    html = Markup('<html lang="{}"><body data-pagefind-body>{}{}</body></html>').format(
        page.language, words, body
    )
    year = case.claims[0].made.year if case.claims else None
    return SearchRecord(view.id, page.language, page.path, year or 0, html.encode())


def _head(materials: Materials, case: Case, view: CaseView) -> Iterator[Markup]:
    yield Markup('<h1 data-pagefind-meta="title" data-pagefind-weight="{}">{}</h1>').format(
        _TITLE, view.title.text
    )
    yield _weighed(_SUMMARY, (view.claimed.text, view.found.text))
    yield _weighed(_NAME, dict.fromkeys(_names(materials, case, view)))
    yield _kept("claimed", view.claimed.text)
    yield _kept("found", view.found.text)
    yield _kept("verdict", view.verdict.label.text if view.verdict else "")
    yield _kept("tone", view.verdict.tone if view.verdict else "none")
    yield _kept("date", view.published.text if view.published else "")
    yield _kept(
        "claimant", next((claim.claimant.name.text for claim in view.claims[:1] if claim.claimant), "")
    )
    moment = _sortable(case.published)
    if moment:
        yield Markup('<i data-pagefind-sort="date[data-is]" data-is="{}"></i>').format(moment)


def _sortable(date: Edtf | None) -> str:
    return f"{date.sort_key()[0]}" if date else ""


def _names(materials: Materials, case: Case, view: CaseView) -> Iterator[str]:
    """Yield every name of the places and claimants, in each language and spelling, and other titles."""
    for place in case.places:
        yield from place.name.strings()
        yield from place.aliases
    for claim in case.claims:
        if claim.claimant:
            yield from materials.archive.entities[claim.claimant].value.name.strings()
    yield from (topic.label for topic in view.topics)
    # Who looks for it in another language than the page's finds it by its title.
    editions = materials.case_files(case.id).editions.values()
    for title in (case.title, *(edition.value.title for edition in editions)):
        yield from title.strings()


def _filters(materials: Materials, case: Case, view: CaseView, page: PlannedPage) -> Iterator[Markup]:
    """Yield what the case is filed under: `id|words`, so that addresses stay when words change."""
    words, language = wording(page.language), page.language
    for claim in case.claims:
        yield from _filed_by(materials, claim, language, case.language)
    for topic_id, topic in zip(case.topics, view.topics, strict=True):
        yield _filed("topic", topic_id, topic.label)
    for technique in {technique: None for media in case.media for technique in media.technique}:
        yield _filed("technique", technique.value, words.label(technique))
    for place in case.places:
        yield _filed("place", place.id, place.name.phrase(language, case.language).text)
    for tag in sorted({case.language, *materials.case_files(case.id).editions}):
        yield _filed("language", tag, tag)
    year = case.claims[0].made.year if case.claims else None
    if year is not None:
        yield _filed("year", f"{year}", f"{year}")


def _filed_by(materials: Materials, claim: Claim, language: str, own: str) -> Iterator[Markup]:
    verdict = rating_view(materials, claim.rating, language)
    if verdict:
        yield _filed("rating", verdict.key, verdict.label.text)
    if claim.claimant:
        claimant = entity_view(materials, claim.claimant, language)
        yield _filed("claimant", claimant.id, claimant.name.text)
    for item in claim.appearances:
        yield _filed("platform", item.platform.strings()[0], item.platform.phrase(language, own).text)


def _body(view: CaseView, words: Wording) -> Iterator[Markup]:
    """Yield the sections of the page; what every case has as a heading is found in none: a weight of 0."""
    for claim in view.claims:
        yield _headed(claim.anchor, claim.text.text, _CLAIM)
        yield from _prose(claim.explanation)
        yield from _texts(*(quote.text for quote in claim.quotes))
        yield from _texts(*(quote.translation for quote in claim.quotes))
    yield from _section("report", words.say("The report"), _report(view))
    for evidence in view.evidence:
        yield _headed(evidence.anchor, evidence.title.text)
        yield from _prose(evidence.text, *evidence.steps)
        yield from _prose(*(comparison.conclusion for comparison in evidence.comparisons))
    for rebuttal in view.thread:
        yield from _thread(rebuttal)
    yield from _section("timeline", words.say("Timeline"), _prose(*(entry.text for entry in view.timeline)))
    for item in view.disagreements:
        yield _headed(item.anchor, item.point.text)
        yield from _prose(*(variant.text for variant in item.variants), item.resolution)
    missing = _prose(*(item.text for item in view.not_found))
    yield from _section("not-found", words.say("What was not found"), missing)
    yield from _section("pictures", words.say("Pictures"), _pictures(view))
    sources = _texts(*(f"{source.publisher}. {source.title}" for source in view.sources))
    yield from _section("sources", words.say("Sources"), sources)
    corrections = _prose(*(correction.text for correction in view.corrections))
    yield from _section("corrections", words.say("Corrections"), corrections)


def _section(anchor: str, heading: str, content: Iterable[Markup]) -> Iterator[Markup]:
    """Yield a section with its heading; nothing where it is empty."""
    parts = list(content)
    if parts:
        yield _headed(anchor, heading, 0)
        yield from parts


def _report(view: CaseView) -> Iterator[Markup]:
    for block in view.report:
        yield from _prose(block.html)
        if block.media:
            yield from _media(block.media)


def _pictures(view: CaseView) -> Iterator[Markup]:
    for media in view.pictures:
        yield from _media(media)


def _thread(rebuttal: RebuttalView) -> Iterator[Markup]:
    yield _headed(rebuttal.anchor, rebuttal.by.name.text)
    yield from _prose(rebuttal.text)
    yield from _texts(*(quote.text for quote in rebuttal.quotes))
    yield from _prose(rebuttal.response)
    for reply in rebuttal.replies:
        yield from _thread(reply)


def _media(media: MediaView) -> Iterator[Markup]:
    yield from _texts(media.title, media.shown_as, media.actually)
    yield from _prose(media.caption)


def _headed(anchor: str, text: str, weight: int = 2) -> Markup:
    return Markup('<h2 id="{}" data-pagefind-weight="{}">{}</h2>').format(anchor, weight, text)


def _prose(*views: ProseView | None) -> Iterator[Markup]:
    words = (Markup(_CITATIONS.sub("", view.html)) for view in views if view)  # noqa: S704 (was markup before)
    return (Markup("<div>{}</div>").format(each) for each in words)


def _texts(*texts: Phrase | str | None) -> Iterator[Markup]:
    said = (text.text if isinstance(text, Phrase) else text for text in texts)
    return (Markup("<p>{}</p>").format(words) for words in said if words)


def _weighed(weight: int, texts: Iterable[str]) -> Markup:
    words = Markup(" ").join(Markup("<p>{}</p>").format(text) for text in texts)
    return Markup('<div data-pagefind-weight="{}">{}</div>').format(weight, words)


def _kept(name: str, value: str) -> Markup:
    return (
        Markup('<i data-pagefind-meta="{}[data-is]" data-is="{}"></i>').format(name, value)
        if value
        else Markup()
    )


def _filed(facet: str, key: str, label: str) -> Markup:
    value = escape(f"{key}|{label}")
    return Markup('<i data-pagefind-filter="{}[data-is]" data-is="{}"></i>').format(facet, value)
