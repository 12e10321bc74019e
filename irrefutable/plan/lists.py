"""Pages that lead to cases: the front page, lists, facets, entities and the feed, of one language.

Lists show cards, never bodies, so a changed report leaves them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from irrefutable.model.fields import Phrase, Text
from irrefutable.model.output import PlannedPage, Turn
from irrefutable.plan.cards import card, entity_view, rating_view
from irrefutable.plan.chrome import FACETS, Surroundings, chrome
from irrefutable.plan.contexts import (
    EntityPage,
    EntityView,
    FacetPage,
    FacetView,
    FeedEntry,
    FeedPage,
    HomePage,
    Link,
    ListPage,
    Pagination,
    RatingView,
    RoleView,
    Tally,
)
from irrefutable.plan.index import instant
from irrefutable.plan.materials import Materials
from irrefutable.plan.routes import Route
from irrefutable.plan.wording import N_, Wording, wording

LATEST_ON_HOME = 12
FACETS_ON_HOME = ("ratings", "topics", "years")
ENTRIES_OF_A_FACET_ON_HOME = 12
CASES_OF_A_ROLE = 50


@dataclass(frozen=True, slots=True)
class _Filing:
    """What a list of cases is by."""

    kicker: str
    heading: Phrase
    introduction: Phrase | None
    cases: tuple[str, ...]
    route: Callable[..., Route]
    """The address of a page of the list: takes a language and a `number`."""
    tone: str = ""
    entity: EntityView | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    """The pages of one language that lead to cases."""

    materials: Materials
    language: str

    def pages(self) -> Iterator[PlannedPage]:
        """Return all of them."""
        yield from (self._home(), self._feed())
        yield from self._all_cases()
        yield from self._facets()
        for filing in (*self._by_rating(), *self._by_topic(), *self._by_claimant(), *self._by_year()):
            yield from self._list_pages(filing)
        yield from self._entities()

    def _home(self) -> PlannedPage:
        materials, site, words = self.materials, self.materials.archive.site.value, self._words
        listed = materials.index.listed
        # One that readers may not see yet, or no more, leads nothing.
        first = (site.lead,) if site.lead and site.lead in listed else listed[:1]
        latest = [item for item in listed[: LATEST_ON_HOME + 1] if item not in first][:LATEST_ON_HOME]
        lead = next((card(materials, item, self.language) for item in first), None)
        facets = tuple(
            FacetView(
                title=words.say(FACETS[facet]),
                url=materials.routes.facet(facet, self.language).url,
                # What leads to no case is no way in; the facet's own page has all of it.
                tallies=tuple(tally for tally in self._tallies(facet) if tally.count)[
                    :ENTRIES_OF_A_FACET_ON_HOME
                ],
            )
            for facet in FACETS_ON_HOME
        )
        surroundings = self._surroundings(materials.routes.home, "", self._said(site.tagline).text)
        context = HomePage(
            chrome=chrome(materials, surroundings),
            lead=lead,
            latest=tuple(card(materials, item, self.language) for item in latest),
            facets=tuple(facet for facet in facets if facet.tallies),
            case_count=len(listed),
            all_cases=self._link_to_all,
        )
        return self._page(surroundings, "home.html", context)

    def _feed(self) -> PlannedPage:
        materials, site = self.materials, self.materials.archive.site.value
        entries = tuple(self._feed_entry(item) for item in materials.index.listed[: site.build.feed_size])
        route = materials.routes.feed(self.language)
        context = FeedPage(
            title=self._said(site.title).text,
            subtitle=self._said(site.tagline).text,
            home=materials.routes.canonical(materials.routes.home(self.language).url),
            canonical=materials.routes.canonical(route.url),
            updated=max((entry.updated for entry in entries), default="1970-01-01T00:00:00+00:00"),
            licence=site.licence,
            entries=entries,
        )
        return PlannedPage(route.path, route.url, "feed.xml", self.language, context, Turn.INDEX)

    def _all_cases(self) -> Iterator[PlannedPage]:
        filing = _Filing(
            kicker="",
            heading=Phrase(self._words.say(N_("All cases")), self.language),
            introduction=None,
            cases=self.materials.index.listed,
            route=self.materials.routes.cases,
        )
        return self._list_pages(filing)

    def _facets(self) -> Iterator[PlannedPage]:
        for facet, title in FACETS.items():
            heading = self._words.say(title)

            route = partial(self.materials.routes.facet, facet)
            surroundings = self._surroundings(route, heading, heading)
            context = FacetPage(chrome(self.materials, surroundings), heading, self._tallies(facet))
            yield self._page(surroundings, "facet.html", context)

    def _entities(self) -> Iterator[PlannedPage]:
        index, words = self.materials.index, self._words
        for entity_id in self._entity_ids:
            entity = self.materials.archive.entities[entity_id].value
            view = entity_view(self.materials, entity_id, self.language)
            roles = (
                (N_("Made a claim in"), index.by_claimant),
                (N_("Answered in"), index.by_responder),
                (N_("Checked a claim in"), index.by_checker),
                (N_("Wrote"), index.by_author),
                (N_("Reviewed"), index.by_reviewer),
            )

            route = partial(self.materials.routes.entity, entity_id)
            description = view.description.text if view.description else view.name.text
            surroundings = self._surroundings(route, view.name.text, description)
            claims = self.materials.routes.claimant(entity_id, self.language)
            context = EntityPage(
                chrome=chrome(self.materials, surroundings),
                entity=view,
                kind_label=words.label(entity.kind),
                same_as=tuple(Link(url.partition("://")[2].rstrip("/"), url) for url in entity.same_as),
                claims_page=Link(words.say(N_("All cases with its claims")), claims.url)
                if entity_id in index.by_claimant
                else None,
                roles=tuple(
                    RoleView(words.say(label), self._case_links(filed[entity_id]))
                    for label, filed in roles
                    if entity_id in filed
                ),
            )
            yield self._page(surroundings, "entity.html", context)

    # ------------------------------------------------------------------------------- ways to file cases

    def _by_rating(self) -> Iterator[_Filing]:
        for scheme in self.materials.archive.ratings.value.schemes:
            for rating in scheme.ratings:
                reference = f"{scheme.id}/{rating.key}"
                cases = self.materials.index.by_rating.get(reference, ())
                view = rating_view(self.materials, reference, self.language)
                if view and (cases or self._is_own_scheme(scheme.id)):
                    yield _Filing(
                        kicker=self._words.say(N_("Rating")),
                        heading=view.label,
                        introduction=view.explanation,
                        cases=cases,
                        route=partial(self.materials.routes.rating, view.key),
                        tone=view.tone,
                    )

    def _by_topic(self) -> Iterator[_Filing]:
        for topic in self.materials.archive.topics.value.topics:
            yield _Filing(
                kicker=self._words.say(N_("Topic")),
                heading=self._said(topic.label),
                introduction=self._said(topic.description) if topic.description else None,
                cases=self.materials.index.by_topic.get(topic.id, ()),
                route=partial(self.materials.routes.topic, topic.id),
            )

    def _by_claimant(self) -> Iterator[_Filing]:
        for entity_id, cases in self.materials.index.by_claimant.items():
            view = entity_view(self.materials, entity_id, self.language)
            yield _Filing(
                kicker=self._words.say(N_("Claimant")),
                heading=view.name,
                introduction=view.description,
                cases=cases,
                route=partial(self.materials.routes.claimant, entity_id),
                entity=view,
            )

    def _by_year(self) -> Iterator[_Filing]:
        for year, cases in self.materials.index.by_year.items():
            yield _Filing(
                kicker=self._words.say(N_("Year of the claim")),
                heading=Phrase(f"{year}", self.language),
                introduction=None,
                cases=cases,
                route=partial(self.materials.routes.year, year),
            )

    def _is_own_scheme(self, scheme_id: str) -> bool:
        return scheme_id == self.materials.archive.site.value.rating_scheme

    def _tallies(self, facet: str) -> tuple[Tally, ...]:
        if facet == "entities":
            index = self.materials.index
            filed = (index.by_claimant, index.by_responder, index.by_author, index.by_reviewer)
            views = [entity_view(self.materials, item, self.language) for item in self._entity_ids]
            return tuple(
                Tally(
                    view.name,
                    view.url,
                    len({case_id for cases in filed for case_id in cases.get(view.id, ())}),
                )
                for view in sorted(views, key=lambda view: view.name.text.casefold())
            )
        filings = {
            "ratings": self._by_rating,
            "topics": self._by_topic,
            "claimants": self._by_claimant,
            "years": self._by_year,
        }[facet]()
        tallies = [
            Tally(filing.heading, filing.route(self.language).url, len(filing.cases), filing.tone)
            for filing in filings
        ]
        if facet == "years":
            tallies.reverse()
        if facet == "claimants":
            tallies.sort(key=lambda tally: (-tally.count, tally.label.text.casefold()))
        return tuple(tallies)

    def _list_pages(self, filing: _Filing) -> Iterator[PlannedPage]:
        size = self.materials.archive.site.value.build.page_size
        total = max(1, -(-len(filing.cases) // size))
        for number in range(1, total + 1):
            shown = filing.cases[(number - 1) * size : number * size]

            title = filing.heading.text
            if number > 1:
                title = self._words.say(N_("%(title)s, page %(number)s"), title=title, number=number)
            description = filing.introduction.text if filing.introduction else title
            surroundings = self._surroundings(partial(filing.route, number=number), title, description)
            context = ListPage(
                chrome=chrome(self.materials, surroundings),
                kicker=filing.kicker,
                heading=filing.heading,
                introduction=filing.introduction,
                tone=filing.tone,
                cards=tuple(card(self.materials, item, self.language) for item in shown),
                count=len(filing.cases),
                tallies=self._verdicts(filing.cases) if filing.entity else (),
                pagination=Pagination(
                    number=number,
                    total=total,
                    previous_url=filing.route(self.language, number=number - 1).url if number > 1 else "",
                    next_url=filing.route(self.language, number=number + 1).url if number < total else "",
                ),
                entity=filing.entity,
            )
            yield self._page(surroundings, "list.html", context)

    def _verdicts(self, cases: Sequence[str]) -> tuple[Tally, ...]:
        """Count the verdicts on the first claims of cases, in the order of the scheme."""
        counted: dict[RatingView, int] = {}
        for scheme in self.materials.archive.ratings.value.schemes:
            for rating in scheme.ratings:
                view = rating_view(self.materials, f"{scheme.id}/{rating.key}", self.language)
                if view:
                    counted[view] = 0
        for case_id in cases:
            verdict = card(self.materials, case_id, self.language).verdict
            if verdict:
                counted[verdict] += 1
        return tuple(
            Tally(view.label, view.url, count, view.tone) for view, count in counted.items() if count
        )

    def _feed_entry(self, case_id: str) -> FeedEntry:
        materials = self.materials
        case = materials.case_files(case_id).case.value
        shown = card(materials, case_id, self.language)
        published = case.published or case.updated
        updated = case.updated or case.published
        authors = [entity_view(materials, item, self.language).name.text for item in case.authors]
        verdict = f"{shown.verdict.label.text}: " if shown.verdict else ""
        return FeedEntry(
            id=materials.routes.canonical(materials.routes.case(case_id).url),
            url=materials.routes.canonical(shown.url),
            language=shown.language,
            title=f"{verdict}{shown.title}",
            summary=f"{shown.claimed} {shown.found}",
            published=instant(published).isoformat() if published else "1970-01-01T00:00:00+00:00",
            updated=instant(updated).isoformat() if updated else "1970-01-01T00:00:00+00:00",
            author=self._words.say(", ").join(authors)
            or materials.archive.site.value.publisher.name.phrase(
                self.language, materials.default_language
            ).text,
        )

    # ---------------------------------------------------------------------------------------- helpers

    @property
    def _entity_ids(self) -> tuple[str, ...]:
        return tuple(item for item in self.materials.archive.entities if item in self.materials.index.named)

    @property
    def _words(self) -> Wording:
        return wording(self.language)

    @property
    def _link_to_all(self) -> Link:
        return Link(self._words.say(N_("All cases")), self.materials.routes.cases(self.language).url)

    def _said(self, text: Text) -> Phrase:
        return text.phrase(self.language, self.materials.default_language)

    def _case_links(self, cases: Sequence[str]) -> tuple[Link, ...]:
        cards = (card(self.materials, item, self.language) for item in cases[:CASES_OF_A_ROLE])
        return tuple(Link(item.title, item.url) for item in cards)

    def _surroundings(self, route: Callable[[str], Route], title: str, description: str) -> Surroundings:
        languages = self.materials.archive.site.value.languages
        return Surroundings(
            language=self.language,
            route=route(self.language),
            title=title,
            description=description,
            versions={language: route(language) for language in languages},
        )

    def _page(self, surroundings: Surroundings, template: str, context: object) -> PlannedPage:
        route = surroundings.route
        return PlannedPage(route.path, route.url, template, self.language, context, Turn.INDEX)
