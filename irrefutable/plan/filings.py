"""What cases are listed by: a rating, a topic, a claimant, a year or a month; or nothing, for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from irrefutable.model.fields import Phrase, Text
from irrefutable.plan.cards import entity_view, rating_view
from irrefutable.plan.index import Index
from irrefutable.plan.materials import Materials
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.wording import N_, Wording, wording


@dataclass(frozen=True, slots=True)
class Filing:
    """What a list of cases is by."""

    kind: str
    key: str
    kicker: str
    heading: Phrase
    cases: tuple[str, ...]
    route: Callable[..., Route]
    """The address of a page of the list: takes a language and a `number`."""
    introduction: Phrase | None = None
    tone: str = ""
    entity_id: str = ""
    months: tuple[str, ...] = ()
    """The months of a year that have cases."""
    year: str = ""
    """The year of a month."""


@dataclass(frozen=True, slots=True)
class Filings:
    """The filings of an archive, in the words of one language."""

    materials: Materials
    index: Index
    language: str

    def all(self) -> Iterator[Filing]:
        """Yield every filing; each is a list of its own."""
        yield self.filing("all", "")
        for facet in ("ratings", "topics", "claimants", "years"):
            yield from self.of(facet)
        for month in self.index.by_month:
            yield self.filing("month", month)

    def of(self, facet: str) -> Iterator[Filing]:
        """Yield the filings that a facet's page leads to."""
        kind, keys = {
            "ratings": ("rating", self._rating_keys()),
            "topics": ("topic", [topic.id for topic in self.materials.archive.topics.value.topics]),
            "claimants": ("claimant", list(self.index.by_claimant)),
            "years": ("year", [f"{year}" for year in self.index.by_year]),
        }[facet]
        return (self.filing(kind, key) for key in keys)

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
        match kind:
            case "rating":
                return self._by_rating(key)
            case "topic":
                return self._by_topic(key)
            case "claimant":
                return self._by_claimant(key)
            case "year":
                return Filing(
                    kind=kind,
                    key=key,
                    kicker=self._words.say(N_("Year of the claim")),
                    heading=Phrase(key, self.language),
                    cases=self.index.by_year[int(key)],
                    route=partial(self._routes.year, int(key)),
                    months=tuple(month for month in self.index.by_month if int(month[:4]) == int(key)),
                )
            case "month":
                return Filing(
                    kind=kind,
                    key=key,
                    kicker=self._words.say(N_("Month of the claim")),
                    heading=Phrase(self._words.month(key), self.language),
                    cases=self.index.by_month[key],
                    route=partial(self._routes.month, key),
                    year=key[:4],
                )
        return Filing(
            kind=kind,
            key=key,
            kicker="",
            heading=Phrase(self._words.say(N_("All cases")), self.language),
            cases=self.index.listed,
            route=self._routes.cases,
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
        topics = self.materials.archive.topics.value.topics
        topic = next(topic for topic in topics if topic.id == topic_id)
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

    @property
    def _routes(self) -> Routes:
        return self.materials.routes

    @property
    def _words(self) -> Wording:
        return wording(self.language)

    def _said(self, text: Text) -> Phrase:
        return text.phrase(self.language, self.materials.default_language)
