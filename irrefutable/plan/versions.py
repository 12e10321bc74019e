"""The versions of a case that readers could see, and what each of them changed. Refuses to show pictures.

A picture that was covered or taken out later must not come back through an old version: there are only words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from irrefutable.core.dates import parse
from irrefutable.core.rewording import Fate, Piece, reworded
from irrefutable.model.fields import Phrase
from irrefutable.model.history import CORRECTIONS, PublishedState, versions_of_corrections, whole_states
from irrefutable.model.output import PlannedPage
from irrefutable.model.prose import plain_words
from irrefutable.model.vocabulary import Holds, Method, Status, Weight
from irrefutable.plan.cards import entity_view, rating_view
from irrefutable.plan.chrome import Surroundings, chrome
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.case import CorrectionView
from irrefutable.plan.contexts.versions import (
    ItemView,
    PieceView,
    VersionPage,
    VersionsPage,
    VersionView,
    WordingView,
)
from irrefutable.plan.contexts.views import DateView
from irrefutable.plan.materials import Materials
from irrefutable.plan.reading import Reading
from irrefutable.plan.record_views import correction_anchor, correction_views
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.wording import N_

STYLE: Final = "pages/versions.css"
_NOUNS: Final[Mapping[str, str]] = {
    "title": N_("Headline"),
    "summary/claimed": N_("What was claimed"),
    "summary/found": N_("What is true"),
    "claims": N_("Claim"),
    "report": N_("The report"),
    "evidence": N_("Evidence"),
    "rebuttals": N_("Answer"),
    "timeline": N_("Timeline"),
    "disagreements": N_("Where sources disagree"),
    "not_found": N_("What was not found"),
    "sources": N_("Source"),
    CORRECTIONS: N_("Correction"),
}
"""What a part of a case is called, in the order of the page."""
_FIELDS: Final[Mapping[str, str]] = {
    "rating": N_("Rating"),
    "rating_explanation": N_("Reason of the rating"),
    "claimant": N_("Claimed by"),
    "weight": N_("Weight"),
    "method": N_("Method"),
    "response": N_("Our assessment"),
    "holds": N_("Our assessment"),
    "resolution": N_("How we read it"),
}
"""What a text says of its item, where it is not what the item itself says."""
_CLOSED: Final = {"weight": Weight, "method": Method, "holds": Holds}


def version_pages(materials: Materials, case_id: str, editions: Mapping[str, Route]) -> Iterator[PlannedPage]:
    """Yield the pages about the versions of a case that has several: none where readers see it no more.

    Each of its `editions` leads to pages of its own, in the words of its language. What was said is shown
    as it was said, in whatever language.
    """
    files = materials.case_files(case_id)
    if files.case.value.status is not Status.RETRACTED:
        for language in editions:
            yield from _Versions(Reading(materials, case_id, language), editions).pages()


class _Place(NamedTuple):
    """Where words stand in a case."""

    language: str
    """Of an edition; empty for the case itself."""
    noun: str
    id: str
    field: str

    @classmethod
    def of(cls, written: str) -> _Place:
        language, colon, place = written.rpartition(":")
        if place in _NOUNS:
            return cls(language if colon else "", place, "", "")
        noun, _, rest = place.partition("/")
        item_id, _, field = rest.partition("/")
        return cls(language if colon else "", noun, item_id, field)


@dataclass
class _Versions:
    """The versions of one case, for the readers of one of its editions."""

    reading: Reading
    editions: Mapping[str, Route]
    """Where the case stands in each of its languages."""

    def pages(self) -> Iterator[PlannedPage]:
        yield self._list()
        before: Mapping[str, str] = {}
        for number, words in enumerate(whole_states(self._history), 1):
            yield self._version(number, before, words)
            before = words

    def _list(self) -> PlannedPage:
        places = {language: self._routes.versions(case) for language, case in self.editions.items()}
        surroundings = self._surroundings(
            places, self._say(N_("Versions: %(title)s"), title=self._title.text)
        )
        route = surroundings.route
        context = VersionsPage(
            chrome=chrome(self.reading.materials, surroundings),
            stylesheet=self._stylesheet,
            case=self._case,
            title=self._title,
            versions=tuple(
                VersionView(
                    number=number,
                    date=self._date(number),
                    url=self._routes.version(self.reading.route, number).url,
                    corrections=self._corrections_with(number),
                    changed=self._changed(state) if number > 1 else (),
                )
                for number, state in reversed([*enumerate(self._history, 1)])
            ),
        )
        return PlannedPage(route.path, route.url, "versions.html", self.reading.language, context)

    def _version(self, number: int, before: Mapping[str, str], words: Mapping[str, str]) -> PlannedPage:
        places = {language: self._routes.version(case, number) for language, case in self.editions.items()}
        name = self._say(N_("Version %(number)s"), number=number)
        surroundings = self._surroundings(places, f"{name}: {self._title.text}")
        route = surroundings.route
        changed = self._history[number - 1].words if number > 1 else {}
        context = VersionPage(
            chrome=chrome(self.reading.materials, surroundings),
            stylesheet=self._stylesheet,
            case=self._case,
            title=self._title,
            number=number,
            made=self._date(number),
            is_latest=number == len(self._history),
            corrections=self._corrections_with(number),
            changes=self._items(
                {place: (before.get(place), words.get(place)) for place in changed}, {**before, **words}
            ),
            whole=self._items({place: (said, said) for place, said in words.items()}, words),
            versions=Link(self._say(N_("All versions")), self._routes.versions(self.reading.route).url),
            previous=self._link(number - 1),
            next=self._link(number + 1),
        )
        return PlannedPage(route.path, route.url, "version.html", self.reading.language, context)

    # --------------------------------------------------------------------------------------------- words

    def _items(
        self, said: Mapping[str, tuple[str | None, str | None]], known: Mapping[str, str]
    ) -> tuple[ItemView, ...]:
        """Return what two versions say at some places, in the order of the page, of all that is `known`."""
        order = list(_NOUNS)
        grouped: dict[tuple[str, str, str], list[WordingView]] = {}
        for written, (before, after) in said.items():
            place = _Place.of(written)
            if place.noun in _NOUNS:
                language, pieces = self._pieces(place, before, after)
                view = WordingView(
                    label=self._say(_FIELDS[place.field]) if place.field in _FIELDS else "",
                    language=language,
                    pieces=pieces,
                )
                grouped.setdefault((place.language, place.noun, place.id), []).append(view)

        def rank(key: tuple[str, str, str]) -> tuple[bool, bool, str, int]:
            tag = key[0] or self.reading.case.language
            # What a reader came for first: the words of this edition, and then those of the case.
            return tag != self.reading.language, key[0] != "", tag, order.index(key[1])

        return tuple(
            ItemView(
                label=self._say(_NOUNS[noun]),
                about=self._about(tag, noun, item_id, grouped[tag, noun, item_id], known),
                language_name=self._other_language(grouped[tag, noun, item_id]),
                wordings=tuple(sorted(grouped[tag, noun, item_id], key=lambda view: view.label != "")),
            )
            for tag, noun, item_id in sorted(grouped, key=rank)
        )

    def _about(
        self, tag: str, noun: str, item_id: str, shown: Iterable[WordingView], known: Mapping[str, str]
    ) -> Phrase | None:
        """Return what an item says itself, for readers who are shown only what is said about it."""
        if not item_id or any(not view.label for view in shown):
            return None
        for language in dict.fromkeys((tag, "")):
            start = f"{language}:{noun}/{item_id}/" if language else f"{noun}/{item_id}/"
            for place, text in known.items():
                if place.startswith(start) and place.removeprefix(start) not in _FIELDS:
                    return Phrase(plain_words(text), language or self.reading.case.language)
        return None

    def _other_language(self, wordings: Iterable[WordingView]) -> str:
        """Return the name of the language that words are in, where it is not that of the page."""
        others = {view.language for view in wordings} - {self.reading.language}
        return ", ".join(self.reading.wording.language_name(tag) for tag in sorted(others))

    def _pieces(
        self, place: _Place, before: str | None, after: str | None
    ) -> tuple[str, tuple[PieceView, ...]]:
        """Return the language of what two versions say at a place, and its pieces."""
        language = place.language or self.reading.case.language
        if self._is_ours(place):
            old, new = (self._labelled(place.field, said) if said else None for said in (before, after))
            language = (new or old or Phrase("", language)).language
            pieces: list[Piece] = []
            if old and before != after:
                # They would run into each other: neither label ends in a space.
                pieces += [Piece(Fate.DELETED, old.text), Piece(Fate.KEPT, " ")]
            if new:
                pieces.append(Piece(Fate.KEPT if before == after else Fate.INSERTED, new.text))
        else:
            was, now = plain_words(before or ""), plain_words(after or "")
            # Where only marks or addresses differ, they are what a reader must see.
            is_told = was != now or before == after
            pieces = [*(reworded(was, now) if is_told else reworded(before or "", after or ""))]
        return language, tuple(PieceView(piece.fate.value, piece.text) for piece in pieces if piece.text)

    def _is_ours(self, place: _Place) -> bool:
        """Whether what is said is a key, for which the interface has the words."""
        return place.field in ("rating", "claimant") or place.field in _CLOSED

    def _labelled(self, field: str, key: str) -> Phrase:
        materials, language = self.reading.materials, self.reading.language
        if field == "rating":
            view = rating_view(materials, key, language)
            return view.label if view else Phrase(key, language)
        if field == "claimant":
            known = key in materials.archive.entities
            return entity_view(materials, key, language).name if known else Phrase(key, language)
        kind = _CLOSED[field]
        is_known = key in {item.value for item in kind}
        return Phrase(self.reading.wording.label(kind(key)) if is_known else key, language)

    def _changed(self, state: PublishedState) -> tuple[str, ...]:
        """Return what a state changed, in words."""
        places = [_Place.of(written) for written in state.words]
        nouns = {place.noun for place in places if not place.language}
        # A rating is what most readers look for.
        rating = ("claims" in nouns) and any(place.field == "rating" for place in places)
        found = [self._say(_NOUNS[noun]) for noun in _NOUNS if noun in nouns]
        tags = sorted({place.language for place in places if place.language})
        names = [self.reading.wording.language_name(tag) for tag in tags]
        return (*((self._say(_FIELDS["rating"]),) if rating else ()), *found, *names)

    # ------------------------------------------------------------------------------------------- helpers

    def _corrections_with(self, number: int) -> tuple[CorrectionView, ...]:
        keys = {correction_anchor(key) for key, found in self._numbers.items() if found == number}
        return tuple(view for view in self._corrections if view.anchor in keys)

    @cached_property
    def _corrections(self) -> tuple[CorrectionView, ...]:
        return correction_views(self.reading, is_apart=True)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return versions_of_corrections(self._history)

    @property
    def _history(self) -> tuple[PublishedState, ...]:
        return self.reading.materials.case_files(self._id).history

    @property
    def _id(self) -> str:
        return self.reading.case_id

    @property
    def _routes(self) -> Routes:
        return self.reading.materials.routes

    @property
    def _title(self) -> Phrase:
        edition = self.reading.edition
        return self.reading.said(self.reading.case.title, edition.title if edition else None)

    @property
    def _case(self) -> Link:
        return Link(self._title.text, self.reading.url)

    @property
    def _stylesheet(self) -> str:
        return self.reading.materials.assets.get(STYLE, "")

    def _date(self, number: int) -> DateView:
        return self.reading.wording.date(parse(self._history[number - 1].at))

    def _link(self, number: int) -> Link | None:
        if not 1 <= number <= len(self._history):
            return None
        label = self._say(N_("Version %(number)s"), number=number)
        return Link(label, self._routes.version(self.reading.route, number).url)

    def _say(self, message: str, **values: object) -> str:
        return self.reading.wording.say(message, **values)

    def _surroundings(self, places: Mapping[str, Route], title: str) -> Surroundings:
        return Surroundings(
            language=self.reading.language,
            route=places[self.reading.language],
            title=title,
            description=title,
            versions=places,
            # Words that were corrected are not to be found as if they still stood.
            is_indexable=False,
        )
