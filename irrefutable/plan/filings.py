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
NAMED_BY_CASES: Final = ("place", "platform")
"""What the latest case gives a name."""
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
    def has_list(self) -> bool:
        """Whether there is a list; else, what leads there leads to the only case."""
        return self.kind not in _NO_LIST_OF_ONE or len(self.cases) > 1

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

    def all(self) -> Iterator[Filing]:
        """Yield every filing that there is a list of."""
        yield self.filing("all", "")
        for facet in FACET_KINDS:
            yield from (filing for filing in self.of(facet) if filing.has_list)
        for kind in MORE_KINDS:
            filings = (self.filing(kind, key) for key in self.cases_by(kind))
            yield from (filing for filing in filings if filing.has_list)

    def url(self, filing: Filing) -> str:
        """Return where a filing leads to: its list, or the only case."""
        if filing.has_list:
            return filing.route(self.language).url
        facts = self.index.facts[filing.cases[0]]
        is_translated = self.language != facts.language and self.language in facts.editions
        routes, case_id = self.materials.routes, filing.cases[0]
        return (routes.edition(case_id, self.language) if is_translated else routes.case(case_id)).url

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
        return list(self.cases_by(kind))

    def cases_by(self, kind: str) -> Mapping[str, Sequence[str]]:
        """Return the cases of a kind of filing by its keys, without what has no case."""
        index = self.index
        if kind == "year":
            return {f"{year}": cases for year, cases in index.by_year.items()}
        return {
            "rating": index.by_rating,
            "topic": index.by_topic,
            "technique": index.by_technique,
            "claimant": index.by_claimant,
            "country": index.by_country,
            "place": index.by_place,
            "platform": index.by_platform,
            "language": index.by_language,
            "month": index.by_month,
            "rating and topic": index.by_rating_and_topic,
            "technique and year": index.by_technique_and_year,
        }[kind]

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
            return Filing("all", key, "", heading, self.index.listed, self._routes.cases)
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
                cases=self.index.by_month[key],
                route=partial(self._routes.month, key),
                wider=(("year", f"{int(key[:4])}"),),
            )
        months = (month for month in self.index.by_month if int(month[:4]) == int(key))
        return Filing(
            kind=kind,
            key=key,
            kicker=words.say(N_("Year of the claim")),
            heading=Phrase(key, self.language),
            cases=self.index.by_year[int(key)],
            route=partial(self._routes.year, int(key)),
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
            cases=self.index.by_rating.get(key, ()),
            route=partial(self._routes.rating, view.key),
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
            cases=self.index.by_topic.get(topic_id, ()),
            route=partial(self._routes.topic, topic_id),
        )

    def _by_claimant(self, entity_id: str) -> Filing:
        view = entity_view(self.materials, entity_id, self.language)
        return Filing(
            kind="claimant",
            key=entity_id,
            kicker=self._words.say(N_("Claimant")),
            heading=view.name,
            introduction=view.description,
            cases=self.index.by_claimant[entity_id],
            route=partial(self._routes.claimant, entity_id),
            entity_id=entity_id,
        )

    def _by_word(self, kind: str, key: str) -> Filing:
        words, routes = self._words, self._routes
        kicker, route = {
            "technique": (N_("Technique"), routes.technique),
            "country": (N_("Country"), routes.country),
            "place": (N_("Place"), routes.place),
            "platform": (N_("Platform"), routes.platform),
            "language": (N_("Language"), routes.in_language),
        }[kind]
        match kind:
            case "technique":
                heading = Phrase(words.label(Technique(key)), self.language)
            case "country":
                heading = Phrase(words.country(key), self.language)
            case "language":
                heading = Phrase(words.language_name(key), self.language)
            case _:
                heading = self._named(kind, key)
        return Filing(
            kind=kind,
            key=key,
            kicker=words.say(kicker),
            heading=heading,
            cases=self.cases_by(kind)[key],
            route=partial(route, key),
            wider=(("country", key.partition("/")[0]),) if kind == "place" else (),
            narrower=self._places_in(key) if kind == "country" else (),
        )

    def _places_in(self, country: str) -> tuple[tuple[str, str], ...]:
        counts = {
            place: len(cases)
            for place, cases in self.index.by_place.items()
            if place.startswith(f"{country}/")
        }
        ordered = sorted(counts, key=lambda place: (-counts[place], place))
        return tuple(("place", place) for place in ordered[:MOST_PLACES])

    def _named(self, kind: str, key: str) -> Phrase:
        """Return the name that the latest case gives to a place or a platform."""
        case_id = self.cases_by(kind)[key][0]
        name = self.materials.labels(case_id)[kind, key]
        return name.phrase(self.language, self.index.facts[case_id].language)

    def _by_two(self, kind: str, key: str) -> Filing:
        first, second = key.split(" ")
        one, other = kind.split(" and ")
        whole = self.filing(other, second) if other == "topic" else self.filing(one, first)
        part = self.filing(one, first) if other == "topic" else self.filing(other, second)
        route = (
            partial(self._routes.rating_and_topic, self._rating_part(first), second)
            if other == "topic"
            else partial(self._routes.technique_and_year, first, second)
        )
        return replace(
            whole,
            kind=kind,
            key=key,
            also=part.heading,
            tone=part.tone,
            introduction=None,
            cases=self.cases_by(kind)[key],
            route=route,
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
