"""Pages that lead to cases: the front page, lists, facets, entities and feeds, of one language.

Lists show cards, never bodies, so a changed report leaves them as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from irrefutable.model.fields import Phrase, Text
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.plan.cards import CardShelf, case_link, entity_view, rating_view
from irrefutable.plan.chrome import FACETS, Surroundings, chrome
from irrefutable.plan.contexts import (
    EntityPage,
    FacetPage,
    FacetView,
    HomePage,
    Link,
    ListPage,
    Pagination,
    RoleView,
    Tally,
)
from irrefutable.plan.feeds import FED, Feeds, feed_links
from irrefutable.plan.filings import Filing, Filings
from irrefutable.plan.index import Index
from irrefutable.plan.materials import Materials
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.wording import N_, Wording, wording

LATEST_ON_HOME = 12
FACETS_ON_HOME = ("ratings", "topics", "years")
ENTRIES_OF_A_FACET_ON_HOME = 12
CASES_OF_A_ROLE = 50
_LISTED = frozenset(("topic", "claimant", "year", "month"))
"""What a case is filed under that has a list of its own, beside ratings."""
_WITHOUT_ENTITY = frozenset(("rating", "topic", "year", "month"))
"""What it is filed under that is no entity."""
ENTRIES_OF_A_FACET_PAGE = 500


@dataclass(frozen=True, slots=True)
class Lists:
    """The pages of one language that lead to cases."""

    materials: Materials
    index: Index
    language: str
    cards: CardShelf

    def outlines(self) -> Iterator[Outline]:
        """Yield all of them, as far as it takes to know whether they are right already."""
        yield self._home_outline()
        for facet in FACETS:
            yield from self._facet_outlines(facet)
        for filing in self.filings.all():
            yield from self._list_outlines(filing, range(1, self._pages_of(filing) + 1))
        for entity_id in self._entity_ids:
            yield self._entity_outline(entity_id)
        yield from self._feeds.outlines()

    def outlines_of(self, case_ids: Collection[str]) -> Iterator[Outline]:
        """Yield those of the outlines that show any of some cases."""
        filings: dict[tuple[str, str], set[str]] = {}
        entities: set[str] = set()
        for case_id in set(case_ids).intersection(self.index.listed):
            filings.setdefault(("all", ""), set()).add(case_id)
            for kind, key in self.index.facts[case_id].filed:
                if kind not in _WITHOUT_ENTITY:
                    entities.add(key)
                rated = self.materials.archive.rating(key) if kind == "rating" else None
                if rated:
                    filings.setdefault((kind, f"{rated[0].id}/{rated[1].key}"), set()).add(case_id)
                elif kind in _LISTED:
                    filings.setdefault((kind, key), set()).add(case_id)
        outlines = [self._home_outline(), *map(self._entity_outline, sorted(entities))]
        size = self.materials.archive.site.value.build.page_size
        for (kind, key), shown in filings.items():
            filing = self.filings.filing(kind, key)
            places = (place for place, case_id in enumerate(filing.cases) if case_id in shown)
            outlines += self._list_outlines(filing, sorted({place // size + 1 for place in places}))
            if kind == "all" or kind in FED:
                outlines += self._feeds.of(filing)
        yield from (outline for outline in outlines if not set(case_ids).isdisjoint(outline.cases))

    def plan(self, outline: Outline) -> PlannedPage:
        """Return the page that an outline is of."""
        match outline.name:
            case ("home",):
                return self._home()
            case ("facet", facet, number):
                return self._facet(facet, int(number))
            case ("entity", entity_id):
                return self._entity(entity_id)
            case ("list", kind, key, number):
                return self._list_page(self.filings.filing(kind, key), int(number))
            case ("feed", *_) | ("subscribe",):
                return self._feeds.plan(outline)
        raise ValueError(f"{outline.name} is no list")

    # ------------------------------------------------------------------------------------------- outlines

    def _outline(
        self,
        name: tuple[str, ...],
        route: Callable[[str], Route],
        template: str,
        cases: tuple[str, ...],
        *,
        entities: tuple[str, ...] = (),
        told: object = None,
    ) -> Outline:
        own = route(self.language)
        languages = self.materials.archive.site.value.languages
        versions = tuple((language, route(language).url) for language in languages)
        return Outline(name, self.language, own.path, own.url, versions, template, cases, entities, told=told)

    def _facet_outlines(self, facet: str) -> Iterator[Outline]:
        entities: tuple[str, ...] = ()
        if facet in ("claimants", "entities"):
            entities = tuple(self.index.by_claimant) if facet == "claimants" else self._entity_ids
        counts = self._counts(facet)
        for number in range(1, _pages_of(len(counts), ENTRIES_OF_A_FACET_PAGE) + 1):
            yield self._outline(
                ("facet", facet, f"{number}"),
                partial(self._routes.facet, facet, number=number),
                "facet.html",
                (),
                entities=entities,
                told=counts,
            )

    def _home_outline(self) -> Outline:
        return self._outline(
            ("home",), self._routes.home, "home.html", self._on_home(), told=self._home_counts()
        )

    def _list_outlines(self, filing: Filing, numbers: Iterable[int]) -> Iterator[Outline]:
        told = (
            len(filing.cases),
            self._verdict_counts(filing.cases) if filing.entity_id else (),
            [(month, len(self.index.by_month[month])) for month in filing.months],
        )
        for number in numbers:
            yield self._outline(
                ("list", filing.kind, filing.key, f"{number}"),
                partial(filing.route, number=number),
                "list.html",
                self._shown(filing, number),
                entities=(filing.entity_id,) if filing.entity_id else (),
                told=told,
            )

    def _entity_outline(self, entity_id: str) -> Outline:
        roles = self._roles(entity_id)
        return self._outline(
            ("entity", entity_id),
            partial(self._routes.entity, entity_id),
            "entity.html",
            tuple(case_id for _, cases in roles for case_id in cases[:CASES_OF_A_ROLE]),
            entities=(entity_id,),
            told=(entity_id in self.index.by_claimant, [(label, len(cases)) for label, cases in roles]),
        )

    def _counts(self, facet: str) -> tuple[tuple[str, int], ...]:
        if facet == "entities":
            return tuple((entity_id, self._case_count(entity_id)) for entity_id in self._entity_ids)
        return tuple((filing.key, len(filing.cases)) for filing in self.filings.of(facet))

    def _home_counts(self) -> object:
        return len(self.index.listed), [self._counts(facet) for facet in FACETS_ON_HOME]

    # ---------------------------------------------------------------------------------------------- pages

    def _on_home(self) -> tuple[str, ...]:
        """Return the cases on the front page, the leading one first."""
        listed, lead = self.index.listed, self.materials.archive.site.value.lead
        # One that readers may not see yet, or no more, leads nothing.
        first = (lead,) if lead and lead in self.materials.listed else listed[:1]
        latest = [item for item in listed[: LATEST_ON_HOME + 1] if item not in first][:LATEST_ON_HOME]
        return (*first, *latest)

    def _home(self) -> PlannedPage:
        materials, site, words = self.materials, self.materials.archive.site.value, self._words
        cards = tuple(self.cards.card(item, self.language) for item in self._on_home())
        facets = tuple(
            FacetView(
                title=words.say(FACETS[facet]),
                url=self._routes.facet(facet, self.language).url,
                # What leads to no case is no way in; the facet's own page has all of it.
                tallies=tuple(tally for tally in self._tallies(facet) if tally.count)[
                    :ENTRIES_OF_A_FACET_ON_HOME
                ],
            )
            for facet in FACETS_ON_HOME
        )
        surroundings = replace(
            self._surroundings(self._routes.home, "", self._said(site.tagline).text),
            feeds=feed_links(materials, self.filings.filing("all", ""), self.language),
        )
        context = HomePage(
            chrome=chrome(materials, surroundings),
            stylesheet=materials.assets.get("pages/home.css", ""),
            lead=cards[0] if cards else None,
            latest=cards[1:],
            facets=tuple(facet for facet in facets if facet.tallies),
            case_count=len(self.index.listed),
            all_cases=self._link_to_all,
        )
        return self._page(surroundings, "home.html", context)

    def _facet(self, facet: str, number: int) -> PlannedPage:
        heading = self._words.say(FACETS[facet])
        route = partial(self._routes.facet, facet)
        tallies = self._tallies(facet)
        surroundings = self._surroundings(
            partial(route, number=number), self._numbered(heading, number), heading
        )
        context = FacetPage(
            chrome=chrome(self.materials, surroundings),
            heading=heading,
            tallies=tallies[(number - 1) * ENTRIES_OF_A_FACET_PAGE : number * ENTRIES_OF_A_FACET_PAGE],
            pagination=self._pagination(route, number, _pages_of(len(tallies), ENTRIES_OF_A_FACET_PAGE)),
        )
        return self._page(surroundings, "facet.html", context)

    def _entity(self, entity_id: str) -> PlannedPage:
        words = self._words
        entity = self.materials.archive.entities[entity_id].value
        view = entity_view(self.materials, entity_id, self.language)
        description = view.description.text if view.description else view.name.text
        surroundings = self._surroundings(
            partial(self._routes.entity, entity_id), view.name.text, description
        )
        claims = self._routes.claimant(entity_id, self.language)
        context = EntityPage(
            chrome=chrome(self.materials, surroundings),
            entity=view,
            kind_label=words.label(entity.kind),
            same_as=tuple(Link(url.partition("://")[2].rstrip("/"), url) for url in entity.same_as),
            claims_page=Link(words.say(N_("All cases with its claims")), claims.url)
            if entity_id in self.index.by_claimant
            else None,
            roles=tuple(
                RoleView(words.say(label), self._case_links(cases)) for label, cases in self._roles(entity_id)
            ),
        )
        return self._page(surroundings, "entity.html", context)

    def _list_page(self, filing: Filing, number: int) -> PlannedPage:
        title = self._numbered(filing.heading.text, number)
        description = filing.introduction.text if filing.introduction else title
        surroundings = replace(
            self._surroundings(partial(filing.route, number=number), title, description),
            feeds=feed_links(self.materials, filing, self.language),
        )
        context = ListPage(
            chrome=chrome(self.materials, surroundings),
            kicker=filing.kicker,
            heading=filing.heading,
            introduction=filing.introduction,
            tone=filing.tone,
            cards=tuple(self.cards.card(item, self.language) for item in self._shown(filing, number)),
            count=len(filing.cases),
            tallies=self._verdicts(filing.cases) if filing.entity_id else self._months(filing),
            pagination=self._pagination(filing.route, number, self._pages_of(filing)),
            entity=entity_view(self.materials, filing.entity_id, self.language) if filing.entity_id else None,
            wider=self._wider(filing),
            feeds=surroundings.feeds,
            subscribe_url=self._routes.subscribe(self.language).url,
        )
        return self._page(surroundings, "list.html", context)

    def _numbered(self, title: str, number: int) -> str:
        if number == 1:
            return title
        return self._words.say(N_("%(title)s, page %(number)s"), title=title, number=number)

    def _pagination(self, route: Callable[..., Route], number: int, total: int) -> Pagination:
        return Pagination(
            number=number,
            total=total,
            previous_url=route(self.language, number=number - 1).url if number > 1 else "",
            next_url=route(self.language, number=number + 1).url if number < total else "",
        )

    def _months(self, filing: Filing) -> tuple[Tally, ...]:
        return tuple(
            Tally(
                Phrase(self._words.month(month), self.language),
                self._routes.month(month, self.language).url,
                len(self.index.by_month[month]),
            )
            for month in filing.months
        )

    def _wider(self, filing: Filing) -> Link | None:
        if not filing.year:
            return None
        words = self._words.say(N_("All of %(year)s"), year=filing.year)
        return Link(words, self._routes.year(int(filing.year), self.language).url)

    def _roles(self, entity_id: str) -> list[tuple[str, tuple[str, ...]]]:
        index = self.index
        roles = (
            (N_("Made a claim in"), index.by_claimant),
            (N_("Answered in"), index.by_responder),
            (N_("Checked a claim in"), index.by_checker),
            (N_("Wrote"), index.by_author),
            (N_("Reviewed"), index.by_reviewer),
        )
        return [(label, filed[entity_id]) for label, filed in roles if entity_id in filed]

    def _pages_of(self, filing: Filing) -> int:
        return _pages_of(len(filing.cases), self.materials.archive.site.value.build.page_size)

    def _shown(self, filing: Filing, number: int) -> tuple[str, ...]:
        size = self.materials.archive.site.value.build.page_size
        return filing.cases[(number - 1) * size : number * size]

    def _tallies(self, facet: str) -> tuple[Tally, ...]:
        if facet == "entities":
            views = [entity_view(self.materials, item, self.language) for item in self._entity_ids]
            return tuple(
                Tally(view.name, view.url, self._case_count(view.id))
                for view in sorted(views, key=lambda view: view.name.text.casefold())
            )
        tallies = [
            Tally(filing.heading, filing.route(self.language).url, len(filing.cases), filing.tone)
            for filing in self.filings.of(facet)
        ]
        if facet == "years":
            tallies.reverse()
        if facet == "claimants":
            tallies.sort(key=lambda tally: (-tally.count, tally.label.text.casefold()))
        return tuple(tallies)

    def _case_count(self, entity_id: str) -> int:
        """Return how many cases an entity made a claim in, answered in, wrote or reviewed."""
        index = self.index
        filed = (index.by_claimant, index.by_responder, index.by_author, index.by_reviewer)
        return len({case_id for cases in filed for case_id in cases.get(entity_id, ())})

    def _verdict_counts(self, cases: Sequence[str]) -> Mapping[str, int]:
        """Count the verdicts on the first claims of cases, by their keys."""
        archive = self.materials.archive
        found = (archive.rating(self.index.facts[case_id].rating) for case_id in cases)
        return Counter(f"{rated[0].id}/{rated[1].key}" for rated in found if rated)

    def _verdicts(self, cases: Sequence[str]) -> tuple[Tally, ...]:
        """Return the tallies of the verdicts on the first claims of cases, in the order of the schemes."""
        counts = self._verdict_counts(cases)
        tallies = []
        for scheme in self.materials.archive.ratings.value.schemes:
            for rating in scheme.ratings:
                key = f"{scheme.id}/{rating.key}"
                view = rating_view(self.materials, key, self.language)
                if view and counts.get(key):
                    tallies.append(Tally(view.label, view.url, counts[key], view.tone))
        return tuple(tallies)

    # ---------------------------------------------------------------------------------------- helpers

    @property
    def filings(self) -> Filings:
        """What the cases are listed by."""
        return Filings(self.materials, self.index, self.language)

    @property
    def _feeds(self) -> Feeds:
        return Feeds(self.materials, self.index, self.language, self.cards)

    @property
    def _entity_ids(self) -> tuple[str, ...]:
        return tuple(item for item in self.materials.archive.entities if item in self.index.named)

    @property
    def _routes(self) -> Routes:
        return self.materials.routes

    @property
    def _words(self) -> Wording:
        return wording(self.language)

    @property
    def _link_to_all(self) -> Link:
        return Link(self._words.say(N_("All cases")), self.materials.routes.cases(self.language).url)

    def _said(self, text: Text) -> Phrase:
        return text.phrase(self.language, self.materials.default_language)

    def _case_links(self, cases: Sequence[str]) -> tuple[Link, ...]:
        return tuple(case_link(self.materials, item, self.language) for item in cases[:CASES_OF_A_ROLE])

    def _surroundings(self, route: Callable[[str], Route], title: str, description: str) -> Surroundings:
        languages = self.materials.archive.site.value.languages
        return Surroundings(
            language=self.language,
            route=route(self.language),
            title=title,
            description=description,
            versions={language: route(language) for language in languages},
        )

    def _page(self, surroundings: Surroundings, template: str, context: NamedTuple) -> PlannedPage:
        route = surroundings.route
        return PlannedPage(route.path, route.url, template, self.language, context, Turn.INDEX)


def _pages_of(count: int, size: int) -> int:
    """Return how many pages hold so many entries; an empty list has a page too."""
    return max(1, -(-count // size))
