"""What pages of no single case have in common: their outlines, what surrounds them, their numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from irrefutable.model.fields import Phrase, Text
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.plan.alterations import EVERYWHERE, Alterations
from irrefutable.plan.cards import case_title
from irrefutable.plan.chrome import Surroundings
from irrefutable.plan.contexts.around import Pagination
from irrefutable.plan.contexts.browse import Tally, Way
from irrefutable.plan.filings import Filing, Filings
from irrefutable.plan.index import NAMED_BY_CASES, Index
from irrefutable.plan.materials import Materials
from irrefutable.plan.paging import pagination_from_first
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.wording import N_, Wording, wording

BROWSE_STYLE = "pages/browse.css"


@dataclass(frozen=True, slots=True)
class Listing:
    """The pages of one language that lead to cases."""

    materials: Materials
    index: Index
    language: str
    alterations: Alterations = EVERYWHERE
    """The lists that may be others than in the last build."""

    @property
    def filings(self) -> Filings:
        """What the cases are listed by."""
        return Filings(self.materials, self.index, self.language)

    @property
    def routes(self) -> Routes:
        """Every address of the site."""
        return self.materials.routes

    @property
    def words(self) -> Wording:
        """How the language says things."""
        return wording(self.language)

    @property
    def browse_style(self) -> str:
        """The address of the style sheet of tables and timelines."""
        return self.materials.assets.get(BROWSE_STYLE, "")

    def said(self, text: Text) -> Phrase:
        """Return words of the archive's own in this language, or in its first."""
        return text.phrase(self.language, self.materials.default_language)

    def here(self, message: str, **values: object) -> Phrase:
        """Return an interface message as words of this language."""
        return Phrase(self.words.say(message, **values), self.language)

    def outline(
        self,
        name: tuple[str, ...],
        route: Callable[[str], Route],
        template: str,
        cases: tuple[str, ...] = (),
        *,
        entities: tuple[str, ...] = (),
        timelines: tuple[str, ...] = (),
        told: object = None,
    ) -> Outline:
        """Return what decides the bytes of a page."""
        path, url, versions = self._place(route)
        return Outline(
            name,
            self.language,
            path,
            url,
            versions,
            template,
            cases,
            entities,
            timelines=timelines,
            told=told,
        )

    def as_before(self, name: tuple[str, ...], route: Callable[[str], Route]) -> Outline:
        """Return where a page stands that is as the last build left it."""
        path, url, versions = self._place(route)
        return Outline(name, self.language, path, url, versions, "", is_as_before=True)

    def _place(self, route: Callable[[str], Route]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """Return path and URL of a page, and language and URL of it in each language."""
        routes = {language: route(language) for language in self.materials.archive.site.value.languages}
        own = routes[self.language]
        return own.path, own.url, tuple((language, each.url) for language, each in routes.items())

    def surroundings(
        self, route: Callable[[str], Route], title: str, description: str, scripts: tuple[str, ...] = ()
    ) -> Surroundings:
        """Return what the surroundings of a page need to know of it."""
        languages = self.materials.archive.site.value.languages
        return Surroundings(
            language=self.language,
            route=route(self.language),
            title=title,
            description=description,
            versions={language: route(language) for language in languages},
            scripts=scripts,
        )

    def page(self, surroundings: Surroundings, template: str, context: NamedTuple) -> PlannedPage:
        """Return a page that is planned."""
        route = surroundings.route
        return PlannedPage(route.path, route.url, template, self.language, context, Turn.INDEX)

    def numbered(self, title: str, number: int, first: int = 1) -> str:
        """Return the title of a page of a list; the page whose number is `first` has that of the list."""
        if number == first:
            return title
        return self.words.say(N_("%(title)s, page %(number)s"), title=title, number=number)

    def pagination(self, route: Callable[..., Route], number: int, total: int) -> Pagination:
        """Return where a page stands among those of a list that is numbered from its first entries."""
        return pagination_from_first(number, total, lambda other: route(self.language, number=other).url)

    def tally(self, filing: Filing) -> Tally:
        """Return a link to a list with the number of its cases."""
        url = self.filings.url(filing.kind, filing.key)
        return Tally(filing.heading, url, len(filing.cases), filing.tone)

    def way_to_case(self, case_id: str, fragment: str = "") -> Way:
        """Return a link to a case, in this language where it has one."""
        title, url = case_title(self.materials, case_id, self.language)
        return Way(title, f"{url}{fragment}")

    def named(self, kind: str, key: str) -> Phrase | None:
        """Return the name of a filing, where it is a case that gives it one."""
        return self.filings.name(kind, key) if kind in NAMED_BY_CASES else None

    def told(self, kind: str, key: str) -> tuple[object, ...]:
        """Return what decides a link to a list with the number of its cases."""
        filings = self.filings
        return kind, key, len(self.index.cases(kind, key)), self.named(kind, key), filings.url(kind, key)
