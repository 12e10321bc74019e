"""Pages that lead to cases: the front page, lists, facets, entities and the feed, of one language.

Lists show cards, never bodies, so a changed report leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from irrefutable.model.output import Outline, PlannedPage
from irrefutable.plan.cards import card, case_title, entity_view
from irrefutable.plan.chrome import FACETS, chrome
from irrefutable.plan.claimants import record_told, record_view
from irrefutable.plan.contexts.around import Link
from irrefutable.plan.contexts.browse import FacetView, GroupView, Tally, Way
from irrefutable.plan.contexts.pages import EntityPage, FacetPage, HomePage, ListPage, RoleView
from irrefutable.plan.disclosures import publisher_data
from irrefutable.plan.feeds import FED, Feeds, feed_links
from irrefutable.plan.filings import FACET_KINDS, MORE_KINDS, Filing
from irrefutable.plan.index import ENTITY_KINDS, filings
from irrefutable.plan.listing import Listing
from irrefutable.plan.paging import LATEST, Paging, pages_of
from irrefutable.plan.place_map import map_view
from irrefutable.plan.wording import N_

LATEST_ON_HOME = 12
FACETS_ON_HOME = ("ratings", "topics", "techniques", "places", "years")
ENTRIES_OF_A_FACET_ON_HOME = 8
CASES_OF_A_ROLE = 50
PLACES_OF_A_COUNTRY = 5
"""Among all countries; the page of one has more."""
_LISTED = frozenset((*FACET_KINDS.values(), *MORE_KINDS))
"""What a case is filed under that has a list of its own."""
ENTRIES_OF_A_FACET_PAGE = 500


@dataclass(frozen=True, slots=True)
class Lists(Listing):
    """The pages of one language that show cases as cards, or count them."""

    def outlines(self) -> Iterator[Outline]:
        """Yield all of them, as far as it takes to know whether they are right already."""
        yield self._home_outline()
        for facet in FACETS:
            yield from self._facet_outlines(facet)
        for kind, key in self.filings.all():
            yield from self._outlines_by(kind, key)
        for entity_id in self._entity_ids:
            if self.alterations.reach_entity(entity_id):
                yield self._entity_outline(entity_id)
            else:
                yield self.as_before(("entity", entity_id), partial(self.routes.entity, entity_id))
        yield from self._feeds.outlines()

    def outlines_of(self, case_ids: Collection[str]) -> Iterator[Outline]:
        """Yield those of the outlines that show any of some cases."""
        shown: dict[tuple[str, str], set[str]] = {}
        entities: set[str] = set()
        for case_id in sorted(set(case_ids)):
            if case_id not in self.index.listed:
                continue
            shown.setdefault(("all", ""), set()).add(case_id)
            for kind, key in filings(self.index.facts[case_id], self.materials.archive):
                if kind in ENTITY_KINDS:
                    entities.add(key)
                if kind in _LISTED:
                    shown.setdefault((kind, key), set()).add(case_id)
        outlines = [self._home_outline(), *map(self._entity_outline, sorted(entities))]
        for (kind, key), cases in shown.items():
            if not self.filings.has_list(kind, key):
                continue
            filing = self.filings.filing(kind, key)
            paging = self._paging(filing.cases)
            numbers = {paging.number_of(filing.cases.index(case_id)) for case_id in cases}
            outlines += self._list_outlines(filing, sorted(numbers))
            if kind == "all" or kind in FED:
                outlines += self._feeds.of(kind, key)
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

    def _facet_outlines(self, facet: str) -> Iterator[Outline]:
        entities: tuple[str, ...] = ()
        if facet in ("claimants", "entities"):
            entities = tuple(self.index.by_claimant) if facet == "claimants" else self._entity_ids
        counts: tuple[tuple[object, ...], ...] = self._counts(facet)
        if facet == "places":
            counts += tuple(
                self.told("place", place)
                for country in self.filings.keys("country")
                for place in self._places_in(country)
            )
        total = len(self._entity_ids) if facet == "entities" else len(self.filings.keys(FACET_KINDS[facet]))
        for number in range(1, pages_of(total, ENTRIES_OF_A_FACET_PAGE) + 1):
            yield self.outline(
                ("facet", facet, f"{number}"),
                partial(self.routes.facet, facet, number=number),
                "facet.html",
                entities=entities,
                told=counts,
            )

    def _home_outline(self) -> Outline:
        return self.outline(
            ("home",), self.routes.home, "home.html", self._on_home(), told=self._home_counts()
        )

    def _outlines_by(self, kind: str, key: str) -> Iterator[Outline]:
        """Yield every page of a list."""
        paging, route = self._paging(self.index.cases(kind, key)), self.filings.route(kind, key)
        standing = self.alterations.standing(kind, key, paging)
        others = [number for number in paging.numbers if number not in standing]
        outlines = self._list_outlines(self.filings.filing(kind, key), others) if others else iter(())
        for number in paging.numbers:
            if number in standing:
                yield self.as_before(("list", kind, key, f"{number}"), partial(route, number=number))
            else:
                yield next(outlines)

    def _list_outlines(self, filing: Filing, numbers: Iterable[int]) -> Iterator[Outline]:
        paging = self._paging(filing.cases)
        name, has_timeline = self.named(filing.kind, filing.key), self._has_timeline(filing)
        for number in numbers:
            view = paging.pagination(number, partial(self._number_url, filing))
            told: tuple[object, ...] = (view, name, has_timeline)
            if number == LATEST:
                parts = [self.told(*item) for item in filing.narrower]
                record = record_told(self.index, filing.entity_id) if filing.entity_id else None
                told = (*told, len(filing.cases), parts, record)
            yield self.outline(
                ("list", filing.kind, filing.key, f"{number}"),
                partial(filing.route, number=number),
                "list.html",
                self._shown(filing, number),
                entities=(filing.entity_id,) if filing.entity_id else (),
                told=told,
            )

    def _entity_outline(self, entity_id: str) -> Outline:
        roles = self._roles(entity_id)
        return self.outline(
            ("entity", entity_id),
            partial(self.routes.entity, entity_id),
            "entity.html",
            tuple(case_id for _, cases in roles for case_id in cases[:CASES_OF_A_ROLE]),
            entities=(entity_id,),
            told=(entity_id in self.index.by_claimant, [(label, len(cases)) for label, cases in roles]),
        )

    def _counts(self, facet: str) -> tuple[tuple[object, ...], ...]:
        if facet == "entities":
            return tuple(
                (entity_id, len(self.index.cases("part", entity_id))) for entity_id in self._entity_ids
            )
        kind = FACET_KINDS[facet]
        return tuple(self.told(kind, key) for key in self.filings.keys(kind))

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
        materials, site, words = self.materials, self.materials.archive.site.value, self.words
        cards = tuple(card(self.materials, item, self.language) for item in self._on_home())
        facets = tuple(self.facet_view(facet, ENTRIES_OF_A_FACET_ON_HOME) for facet in FACETS_ON_HOME)
        surroundings = replace(
            self.surroundings(self.routes.home, "", self.said(site.tagline).text),
            feeds=feed_links(materials, self.filings.filing("all", ""), self.language),
        )
        context = HomePage(
            chrome=chrome(materials, surroundings),
            stylesheet=materials.assets.get("pages/home.css", ""),
            lead=cards[0] if cards else None,
            latest=cards[1:],
            facets=tuple(facet for facet in facets if facet.tallies),
            case_count=len(self.index.listed),
            all_cases=self.link_to_all,
            browse=Link(words.say(N_("Browse the archive")), self.routes.browse(self.language).url),
            sample=self.link_to_sample,
            structured_data=(publisher_data(materials, self.language),),
        )
        return self.page(surroundings, "home.html", context)

    def _facet(self, facet: str, number: int) -> PlannedPage:
        heading = self.words.say(FACETS[facet])
        route = partial(self.routes.facet, facet)
        tallies = self._tallies(facet)
        shown = tallies[(number - 1) * ENTRIES_OF_A_FACET_PAGE : number * ENTRIES_OF_A_FACET_PAGE]
        countries = self._countries(shown) if facet == "places" else ()
        surroundings = self.surroundings(
            partial(route, number=number), self.numbered(heading, number), heading
        )
        context = FacetPage(
            chrome=chrome(self.materials, surroundings),
            stylesheet=self.browse_style if countries else "",
            heading=heading,
            tallies=() if countries else shown,
            groups=tuple(
                GroupView(tally, tuple(map(self._tally_of, self._places_in(country.key))))
                for country, tally in countries
            ),
            map=map_view((country.key, tally) for country, tally in countries),
            pagination=self.pagination(route, number, pages_of(len(tallies), ENTRIES_OF_A_FACET_PAGE)),
        )
        return self.page(surroundings, "facet.html", context)

    def _countries(self, tallies: Sequence[Tally]) -> tuple[tuple[Filing, Tally], ...]:
        filings = {filing.route(self.language).url: filing for filing in self.filings.of("places")}
        return tuple((filings[tally.url], tally) for tally in tallies)

    def _places_in(self, country: str) -> list[str]:
        return self.filings.places_in(country)[:PLACES_OF_A_COUNTRY]

    def _tally_of(self, place: str) -> Tally:
        return self.tally(self.filings.filing("place", place))

    def _entity(self, entity_id: str) -> PlannedPage:
        words = self.words
        entity = self.materials.archive.entities[entity_id].value
        view = entity_view(self.materials, entity_id, self.language)
        description = view.description.text if view.description else view.name.text
        surroundings = self.surroundings(partial(self.routes.entity, entity_id), view.name.text, description)
        claims = self.routes.claimant(entity_id, self.language)
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
        return self.page(surroundings, "entity.html", context)

    def _list_page(self, filing: Filing, number: int) -> PlannedPage:
        is_latest = number == LATEST
        title = self.numbered(filing.title, number, LATEST)
        description = filing.introduction.text if filing.introduction else title
        surroundings = replace(
            self.surroundings(partial(filing.route, number=number), title, description),
            feeds=feed_links(self.materials, filing, self.language),
        )
        record = record_view(self, filing.entity_id) if filing.entity_id and is_latest else None
        parts = filing.narrower if is_latest else ()
        context = ListPage(
            chrome=chrome(self.materials, surroundings),
            stylesheet=self.browse_style if record else "",
            kicker=filing.kicker,
            heading=filing.heading,
            also=filing.also,
            introduction=filing.introduction,
            tone=filing.tone,
            cards=tuple(card(self.materials, item, self.language) for item in self._shown(filing, number)),
            count=len(filing.cases) if is_latest else None,
            tallies=tuple(self.tally(self.filings.filing(*item)) for item in parts),
            pagination=self._paging(filing.cases).pagination(number, partial(self._number_url, filing)),
            entity=entity_view(self.materials, filing.entity_id, self.language) if filing.entity_id else None,
            record=record,
            ways=tuple(self._ways(filing)),
            feeds=surroundings.feeds,
            subscribe_url=self.routes.subscribe(self.language).url,
        )
        return self.page(surroundings, "list.html", context)

    def _ways(self, filing: Filing) -> Iterator[Way]:
        for kind, key in filing.wider:
            wider = self.filings.filing(kind, key)
            label = self.here(N_("All of %(year)s"), year=key) if kind == "year" else wider.heading
            yield Way(label, wider.route(self.language).url)
        if self._has_timeline(filing):
            yield Way(self.here(N_("Timeline")), self.routes.timeline(filing.key, self.language).url)

    def _roles(self, entity_id: str) -> list[tuple[str, Sequence[str]]]:
        index = self.index
        roles = (
            (N_("Made a claim in"), index.by_claimant),
            (N_("Answered in"), index.by_responder),
            (N_("Checked a claim in"), index.by_checker),
            (N_("Wrote"), index.by_author),
            (N_("Reviewed"), index.by_reviewer),
        )
        return [(label, filed[entity_id]) for label, filed in roles if entity_id in filed]

    def _has_timeline(self, filing: Filing) -> bool:
        return filing.kind == "topic" and bool(self.index.happened.get(filing.key))

    def _paging(self, cases: Sequence[str]) -> Paging:
        return Paging(len(cases), self.materials.archive.site.value.build.page_size)

    def _number_url(self, filing: Filing, number: int) -> str:
        return filing.route(self.language, number=number).url

    def _shown(self, filing: Filing, number: int) -> tuple[str, ...]:
        return tuple(self._paging(filing.cases).shown(filing.cases, number))

    def facet_view(self, facet: str, most: int) -> FacetView:
        """Return a way into the archive with its first entries."""
        # What leads to no case is no way in; the facet's own page has all of it.
        tallies = tuple(tally for tally in self._tallies(facet) if tally.count)
        return FacetView(
            title=self.words.say(FACETS[facet]),
            url=self.routes.facet(facet, self.language).url,
            tallies=tallies[:most],
            total=len(tallies),
        )

    def _tallies(self, facet: str) -> tuple[Tally, ...]:
        if facet == "entities":
            views = [entity_view(self.materials, item, self.language) for item in self._entity_ids]
            return tuple(
                Tally(view.name, view.url, len(self.index.cases("part", view.id)))
                for view in sorted(views, key=lambda view: view.name.text.casefold())
            )
        tallies = [self.tally(filing) for filing in self.filings.of(facet)]
        if facet == "years":
            tallies.reverse()
        elif facet not in ("ratings", "topics"):
            tallies.sort(key=lambda tally: (-tally.count, tally.label.text.casefold()))
        return tuple(tallies)

    # ---------------------------------------------------------------------------------------- helpers

    @property
    def _feeds(self) -> Feeds:
        return Feeds(self.materials, self.index, self.language, self.alterations)

    @property
    def _entity_ids(self) -> tuple[str, ...]:
        return tuple(item for item in self.materials.archive.entities if item in self.index.named)

    @property
    def link_to_all(self) -> Link:
        """The list of all cases."""
        return Link(self.words.say(N_("All cases")), self.routes.cases(self.language).url)

    @property
    def link_to_sample(self) -> Link:
        """Where a script opens a case by chance."""
        return Link(self.words.say(N_("Random case")), f"{self.routes.sample(self.language).url}#any")

    def _case_links(self, cases: Sequence[str]) -> tuple[Link, ...]:
        shown = (case_title(self.materials, item, self.language) for item in cases[:CASES_OF_A_ROLE])
        return tuple(Link.of(title, url) for title, url in shown)
