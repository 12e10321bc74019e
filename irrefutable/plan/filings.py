"""What cases are listed by: a rating, a topic, a claimant, a place …; two of them; or nothing, for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from irrefutable.model.fields import Phrase, Text
from irrefutable.model.vocabulary import Technique
from irrefutable.plan.cards import entity_view, rating_view
from irrefutable.plan.index import Index
from irrefutable.plan.materials import Materials
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.wording import N_, Wording, wording

FACET_KINDS: Final[Mapping[str, str]] = {
    "ratings": "rating",
    "topics": "topic",
    "techniques": "technique",
    "claimants": "claimant",
    "places": "country",
    "platforms": "platform",
    "languages": "language",
    "years": "year",
}
"""The kind of filing that the page of a facet leads to."""
MORE_KINDS: Final = ("place", "month", "rating and topic", "technique and year")
"""What other pages lead to."""
_NO_LIST_OF_ONE: Final = frozenset(("place", "platform", "rating and topic", "technique and year"))
"""There would be very many lists of one case, so what leads there leads to the case."""
_KICKERS: Final = {
    "technique": N_("Technique"),
    "country": N_("Country"),
    "place": N_("Place"),
    "platform": N_("Platform"),
    "language": N_("Language"),
}
MOST_PLACES: Final = 60
"""Named on the page of a country: those with the most cases."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What a list of cases is by."""

    kind: str
    key: str
    kicker: str
    heading: Phrase
    cases: Sequence[str]
    route: Callable[..., Route]
    """The address of a page of the list: takes a language and a `number`."""
    introduction: Phrase | None = None
    also: Phrase | None = None
    """The other thing that a list by two is by."""
    tone: str = ""
    entity_id: str = ""
    wider: tuple[tuple[str, str], ...] = ()
    """Kind and key of the lists that this one is a part of."""
    narrower: tuple[tuple[str, str], ...] = ()
    """Kind and key of its parts, as far as the page names them."""

    @property
    def title(self) -> str:
        """What it is called among other pages."""
        return f"{self.heading.text}: {self.also.text}" if self.also else self.heading.text


@dataclass(frozen=True, slots=True)
class Filings:
    """The filings of an archive, in the words of one language."""

    materials: Materials
    index: Index
    language: str

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield kind and key of every filing that there is a list of."""
        yield "all", ""
        for kind in (*FACET_KINDS.values(), *MORE_KINDS):
            yield from ((kind, key) for key in self.keys(kind) if self.has_list(kind, key))

    def has_list(self, kind: str, key: str) -> bool:
        """Whether there is a list; else, what leads there leads to the only case."""
        return kind not in _NO_LIST_OF_ONE or len(self.index.cases(kind, key)) > 1

    def url(self, kind: str, key: str) -> str:
        """Return where a filing leads to: its list, or the only case."""
        if self.has_list(kind, key):
            return self.route(kind, key)(self.language).url
        routes, case_id = self.materials.routes, self.index.cases(kind, key)[0]
        facts = self.index.facts[case_id]
        is_translated = self.language != facts.language and self.language in facts.editions
        return (routes.edition(case_id, self.language) if is_translated else routes.case(case_id)).url

    def route(self, kind: str, key: str) -> Callable[..., Route]:
        """Return the address of a page of a list: it takes a language and a `number`."""
        routes = self._routes
        match kind:
            case "all":
                return routes.cases
            case "rating":
                return partial(routes.rating, self._rating_part(key))
            case "year":
                return partial(routes.year, int(key))
            case "rating and topic":
                rating, topic = key.split(" ")
                return partial(routes.rating_and_topic, self._rating_part(rating), topic)
            case "technique and year":
                technique, year = key.split(" ")
                return partial(routes.technique_and_year, technique, year)
        by_word = {
            "topic": routes.topic,
            "claimant": routes.claimant,
            "month": routes.month,
            "technique": routes.technique,
            "country": routes.country,
            "place": routes.place,
            "platform": routes.platform,
            "language": routes.in_language,
        }
        return partial(by_word[kind], key)

    def of(self, facet: str) -> Iterator[Filing]:
        """Yield the filings that a facet's page leads to."""
        kind = FACET_KINDS[facet]
        return (self.filing(kind, key) for key in self.keys(kind))

    def keys(self, kind: str) -> list[str]:
        """Return what there is a list of, of a kind."""
        match kind:
            case "rating":
                return self._rating_keys()
            case "topic":
                return list(self.materials.archive.topics_by_id)
        return list(self.index.cases_by(kind))

    def _rating_keys(self) -> list[str]:
        """Return the ratings that have a page: those of the site's own scheme, and any that a case has."""
        archive = self.materials.archive
        return [
            key
            for scheme in archive.ratings.value.schemes
            for rating in scheme.ratings
            if (key := f"{scheme.id}/{rating.key}") in self.index.by_rating
            or scheme.id == archive.site.value.rating_scheme
        ]

    def filing(self, kind: str, key: str) -> Filing:
        """Return a filing; `key` is as in the index, and empty for all cases."""
        if kind == "all":
            heading = Phrase(self._words.say(N_("All cases")), self.language)
            return Filing("all", key, "", heading, self.index.listed, self.route(kind, key))
        if kind in ("rating", "topic", "claimant"):
            by_name = {"rating": self._by_rating, "topic": self._by_topic, "claimant": self._by_claimant}
            return by_name[kind](key)
        if kind in ("year", "month"):
            return self._by_time(kind, key)
        return self._by_two(kind, key) if " and " in kind else self._by_word(kind, key)

    def _by_time(self, kind: str, key: str) -> Filing:
        words = self._words
        if kind == "month":
            return Filing(
                kind=kind,
                key=key,
                kicker=words.say(N_("Month of the claim")),
                heading=Phrase(words.month(key), self.language),
                cases=self.index.cases(kind, key),
                route=self.route(kind, key),
                wider=(("year", f"{int(key[:4])}"),),
            )
        months = (month for month in self.index.by_month if int(month[:4]) == int(key))
        return Filing(
            kind=kind,
            key=key,
            kicker=words.say(N_("Year of the claim")),
            heading=Phrase(key, self.language),
            cases=self.index.cases(kind, key),
            route=self.route(kind, key),
            narrower=tuple(("month", month) for month in months),
        )

    def _by_rating(self, key: str) -> Filing:
        view = rating_view(self.materials, key, self.language)
        assert view  # noqa: S101 - the key comes from the scheme
        return Filing(
            kind="rating",
            key=key,
            kicker=self._words.say(N_("Rating")),
            heading=view.label,
            introduction=view.explanation,
            cases=self.index.cases("rating", key),
            route=self.route("rating", key),
            tone=view.tone,
        )

    def _by_topic(self, topic_id: str) -> Filing:
        topic = self.materials.archive.topics_by_id[topic_id]
        return Filing(
            kind="topic",
            key=topic_id,
            kicker=self._words.say(N_("Topic")),
            heading=self._said(topic.label),
            introduction=self._said(topic.description) if topic.description else None,
            cases=self.index.cases("topic", topic_id),
            route=self.route("topic", topic_id),
        )

    def _by_claimant(self, entity_id: str) -> Filing:
        view = entity_view(self.materials, entity_id, self.language)
        return Filing(
            kind="claimant",
            key=entity_id,
            kicker=self._words.say(N_("Claimant")),
            heading=view.name,
            introduction=view.description,
            cases=self.index.cases("claimant", entity_id),
            route=self.route("claimant", entity_id),
            entity_id=entity_id,
        )

    def _by_word(self, kind: str, key: str) -> Filing:
        words = self._words
        match kind:
            case "technique":
                heading = Phrase(words.label(Technique(key)), self.language)
            case "country":
                heading = Phrase(words.country(key), self.language)
            case "language":
                heading = Phrase(words.language_name(key), self.language)
            case _:
                heading = self.name(kind, key)
        return Filing(
            kind=kind,
            key=key,
            kicker=words.say(_KICKERS[kind]),
            heading=heading,
            cases=self.index.cases(kind, key),
            route=self.route(kind, key),
            wider=(("country", key.partition("/")[0]),) if kind == "place" else (),
            narrower=tuple(("place", place) for place in self.places_in(key)[:MOST_PLACES])
            if kind == "country"
            else (),
        )

    def places_in(self, country: str) -> list[str]:
        """Return the places of a country, those with the most cases first."""
        by_place = self.index.by_place
        places = [place for place in by_place if place.startswith(f"{country}/")]
        return sorted(places, key=lambda place: (-len(by_place[place]), place))

    def name(self, kind: str, key: str) -> Phrase:
        """Return the name that the latest case gives to a place or a platform."""
        case_id = self.index.cases(kind, key)[0]
        name = self.materials.labels(case_id)[kind, key]
        return name.phrase(self.language, self.index.facts[case_id].language)

    def _by_two(self, kind: str, key: str) -> Filing:
        first, second = key.split(" ")
        one, other = kind.split(" and ")
        whole = self.filing(other, second) if other == "topic" else self.filing(one, first)
        part = self.filing(one, first) if other == "topic" else self.filing(other, second)
        return replace(
            whole,
            kind=kind,
            key=key,
            also=part.heading,
            tone=part.tone,
            introduction=None,
            cases=self.index.cases(kind, key),
            route=self.route(kind, key),
            wider=((one, first), (other, second)),
            narrower=(),
        )

    def _rating_part(self, key: str) -> str:
        """Return how addresses write a rating."""
        return key.removeprefix(f"{self.materials.archive.site.value.rating_scheme}/")

    @property
    def _routes(self) -> Routes:
        return self.materials.routes

    @property
    def _words(self) -> Wording:
        return wording(self.language)

    def _said(self, text: Text) -> Phrase:
        return text.phrase(self.language, self.materials.default_language)
