"""The feed of verdicts and corrections: what became of the archive, the latest first, each with its reason.

The same entries stand in an Atom feed and in a JSON Feed (version 1.1). Their ids never change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple, cast

from irrefutable.model.case import Case
from irrefutable.model.history import correction_keys
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.model.prose import plain_words
from irrefutable.model.vocabulary import Status
from irrefutable.plan.contexts.following import ChangeEntry, ChangesFeedPage, ChangesPage
from irrefutable.plan.index import Index, instant
from irrefutable.plan.materials import Materials
from irrefutable.plan.reading import Reading
from irrefutable.plan.record_views import correction_anchor, correction_version
from irrefutable.plan.wording import N_, wording

NEW: Final = "new"
"""The reason of an entry that is no correction."""
ENDINGS: Final = ("xml", "json")
_PUBLISHED: Final = -1


class _Change(NamedTuple):
    """A change, before it is told."""

    moment: float
    case: str
    place: int
    """Among the corrections of the case; `_PUBLISHED` for its publication."""


def change_outlines(materials: Materials, index: Index, language: str) -> Iterator[Outline]:
    """Yield what decides the bytes of the feeds in a language."""
    changes = _latest(index, materials.archive.site.value.build.feed_size)
    shown = tuple(dict.fromkeys(change.case for change in changes))
    for ending in ENDINGS:
        route = materials.routes.changes(language, ending)
        yield Outline(
            ("changes", ending),
            language,
            route.path,
            route.url,
            (),
            f"changes.{ending}",
            shown,
            told=changes,
            is_indexable=False,
        )


def _latest(index: Index, most: int) -> tuple[_Change, ...]:
    corrections = (
        _Change(index.facts[case_id].corrected_at[place], case_id, place)
        for case_id, place in islice(index.corrections, most)
    )
    published = (
        _Change(index.facts[case_id].published_at, case_id, _PUBLISHED)
        for case_id in islice(index.listed, most)
        # A draft in the preview may have no date yet.
        if index.facts[case_id].published_at != float("inf")
    )
    return tuple(sorted((*corrections, *published), reverse=True)[:most])


def change_page(materials: Materials, outline: Outline) -> PlannedPage:
    """Return a feed."""
    changes = [_Change(*change) for change in cast("Sequence[_Change]", outline.told)]
    entries = tuple(_Teller(materials, outline.language, change).entry() for change in changes)
    site, routes, language = materials.archive.site.value, materials.routes, outline.language
    title = wording(language).say(
        N_("%(archive)s: verdicts and corrections"),
        archive=site.title.phrase(language, materials.default_language).text,
    )
    home = routes.canonical(routes.home(language).url)
    canonical = routes.canonical(outline.url)
    publisher = site.publisher.name.phrase(language, materials.default_language).text
    context: NamedTuple
    if outline.name[1] == "xml":
        updated = max((entry.updated for entry in entries), default="1970-01-01T00:00:00+00:00")
        context = ChangesPage(title, home, canonical, updated, publisher, site.licence, entries)
    else:
        context = ChangesFeedPage(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": title,
                "home_page_url": home,
                "feed_url": canonical,
                "language": language,
                "authors": [{"name": publisher}],
                "items": [_item(entry) for entry in entries],
            }
        )
    return PlannedPage(outline.path, outline.url, outline.template, language, context, Turn.INDEX)


def _item(entry: ChangeEntry) -> Mapping[str, object]:
    extension = {
        "reason": entry.reason,
        "case": entry.case,
        "claim": entry.claim,
        "from_rating": entry.from_rating,
        "to_rating": entry.to_rating,
        "record": entry.record,
        "version": entry.version,
    }
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary,
        "date_published": entry.updated,
        "language": entry.language,
        "tags": [entry.reason],
        "_irrefutable": {name: value for name, value in extension.items() if value},
    }


@dataclass(frozen=True)
class _Teller:
    """Tells of one change, in a language or in that of its case."""

    materials: Materials
    language: str
    change: _Change

    def entry(self) -> ChangeEntry:
        reading, case = self._reading, self._reading.case
        title = reading.said(case.title, reading.edition.title if reading.edition else None).text
        home = self.materials.routes.canonical(self.materials.routes.case(case.id).url)
        record = self.materials.routes.canonical(self.materials.routes.record(case.id).url)
        if self.change.place == _PUBLISHED:
            found = reading.said(
                case.summary.found, reading.edition.summary.found if reading.edition else None
            )
            assert case.published  # noqa: S101 - only dated cases are among the changes
            return ChangeEntry(
                id=f"{home}#{NEW}",
                url=self.materials.routes.canonical(reading.url),
                language=found.language,
                title=reading.wording.say(N_("New: %(title)s"), title=title),
                summary=found.text,
                reason=NEW,
                updated=instant(case.published).isoformat(),
                case=case.id,
                claim=case.claims[0].id if case.claims else "",
                from_rating="",
                to_rating=self._first_rating(case),
                record=record,
                version="",
            )
        correction = case.corrections[self.change.place]
        key = correction_keys(case.corrections)[self.change.place]
        version = correction_version(reading, key)
        fragment = "" if case.status is Status.RETRACTED else f"#{correction_anchor(key)}"
        words = reading.words(correction.text)
        return ChangeEntry(
            id=f"{home}#{correction_anchor(key)}",
            url=f"{self.materials.routes.canonical(reading.url)}{fragment}",
            language=words.language,
            title=f"{reading.wording.label(correction.kind)}: {title}",
            summary=plain_words(words.text),
            reason=correction.kind.value,
            updated=instant(correction.date).isoformat(),
            case=case.id,
            claim=correction.claim or "",
            from_rating=self._key(correction.from_),
            to_rating=self._key(correction.to),
            record=record,
            version=self.materials.routes.canonical(version.url) if version else "",
        )

    @property
    def _reading(self) -> Reading:
        files = self.materials.case_files(self.change.case)
        tag = self.language if self.language in files.editions else files.case.value.language
        return Reading(self.materials, self.change.case, tag)

    def _first_rating(self, case: Case) -> str:
        """Return the rating that the first claim was published with: what its first change was made from."""
        claim = case.claims[0] if case.claims else None
        if claim is None:
            return ""
        changed = [item for item in case.corrections if item.claim == claim.id and item.from_]
        first = min(changed, key=lambda item: item.date.sort_key(), default=None)
        return self._key(first.from_ if first else claim.rating)

    def _key(self, reference: str | None) -> str:
        found = self.materials.archive.rating(reference) if reference else None
        return f"{found[0].id}/{found[1].key}" if found else ""
