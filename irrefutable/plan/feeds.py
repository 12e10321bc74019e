"""Feeds of the latest cases: all, those with a rating, on a topic, of a technique; and the page about them.

Each exists as Atom (RFC 4287) and as JSON Feed 1.1, which say the same. They hold words alone: a reader could
neither cover a sensitive picture nor keep its label on a false one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, cast

from irrefutable.model.fields import Text
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.plan.alterations import EVERYWHERE, Alterations
from irrefutable.plan.cards import card, entity_view
from irrefutable.plan.chrome import SUBSCRIBE, Surroundings, chrome
from irrefutable.plan.contexts.around import FeedLink
from irrefutable.plan.contexts.following import (
    FeedChoice,
    FeedEntry,
    FeedGroup,
    FeedPage,
    JsonFeedPage,
    SubscribePage,
)
from irrefutable.plan.filings import Filing, Filings
from irrefutable.plan.index import Index, instant
from irrefutable.plan.materials import Materials
from irrefutable.plan.routes import Route, Routes
from irrefutable.plan.wording import N_, Wording, wording


class FeedForm(NamedTuple):
    """A form of a feed."""

    name: str
    media_type: str
    file_name: str


ATOM: Final = FeedForm("Atom", "application/atom+xml", "feed.xml")
FORMS: Final = (ATOM, FeedForm("JSON Feed", "application/feed+json", "feed.json"))
FED: Final = {"rating": N_("By rating"), "topic": N_("By topic"), "technique": N_("By technique")}
"""What cases are filed under that has feeds, beside all of them."""
_NEVER: Final = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Feeds:
    """The feeds of one language."""

    materials: Materials
    index: Index
    language: str
    alterations: Alterations = EVERYWHERE
    """The lists that may be others than in the last build."""

    def outlines(self) -> Iterator[Outline]:
        """Yield all of them, and the page about them. What has no case has no feed, but for all of them."""
        filings = self._filings
        told = [(kind, key) for kind in FED for key in filings.keys(kind) if self.index.cases(kind, key)]
        for kind, key in (("all", ""), *told):
            if self.alterations.reach(kind, key):
                yield from self.of(kind, key)
            else:
                yield from (replace(outline, is_as_before=True) for outline in self._outlines(kind, key))
        yield self._subscribe_outline(told)

    def of(self, kind: str, key: str) -> Iterator[Outline]:
        """Yield the feeds of a list."""
        most = self.materials.archive.site.value.build.feed_size
        return self._outlines(kind, key, tuple(self.index.cases(kind, key)[:most]))

    def _outlines(self, kind: str, key: str, shown: tuple[str, ...] = ()) -> Iterator[Outline]:
        page = self._filings.route(kind, key)
        for form in FORMS:
            route = feed_route(self._routes, kind, page, self.language, form)
            name = ("feed", kind, key, form.file_name)
            yield Outline(
                name, self.language, route.path, route.url, (), form.file_name, shown, is_indexable=False
            )

    def plan(self, outline: Outline) -> PlannedPage:
        """Return the file, or the page, that an outline is of."""
        context: NamedTuple
        match outline.name:
            case ("feed", kind, key, file_name):
                feed = self._feed(outline, self._filings.filing(kind, key))
                context = (
                    feed if file_name == ATOM.file_name else JsonFeedPage(_json_feed(feed, self.language))
                )
            case _:
                context = self._subscribe(cast("Sequence[tuple[str, str]]", outline.told))
        return PlannedPage(outline.path, outline.url, outline.template, self.language, context, Turn.INDEX)

    # --------------------------------------------------------------------------------------------- a feed

    def _feed(self, outline: Outline, filing: Filing) -> FeedPage:
        site, routes = self.materials.archive.site.value, self._routes
        entries = tuple(self._entry(item) for item in outline.cases)
        home = filing.route(self.language) if filing.kind in FED else routes.home(self.language)
        introduction = filing.introduction.text if filing.introduction else ""
        return FeedPage(
            title=feed_title(self.materials, filing, self.language),
            subtitle=introduction or self._said(site.tagline),
            author=self._said(site.title),
            home=routes.canonical(home.url),
            canonical=routes.canonical(outline.url),
            updated=max((entry.updated for entry in entries), default=_NEVER),
            licence=site.licence,
            entries=entries,
        )

    def _entry(self, case_id: str) -> FeedEntry:
        materials = self.materials
        case = materials.case_files(case_id).case.value
        shown = card(self.materials, case_id, self.language)
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
            published=instant(published).isoformat() if published else _NEVER,
            updated=instant(updated).isoformat() if updated else _NEVER,
            author=self._words.say(", ").join(authors)
            or self._said(materials.archive.site.value.publisher.name),
        )

    # ---------------------------------------------------------------------------------- the page about them

    def _subscribe_outline(self, told: Sequence[tuple[str, str]]) -> Outline:
        route = self._routes.subscribe(self.language)
        languages = self.materials.archive.site.value.languages
        versions = tuple((tag, self._routes.subscribe(tag).url) for tag in languages)
        return Outline(
            ("subscribe",), self.language, route.path, route.url, versions, "subscribe.html", told=told
        )

    def _subscribe(self, told: Sequence[tuple[str, str]]) -> SubscribePage:
        words, site = self._words, self.materials.archive.site.value
        everything = self._filings.filing("all", "")
        surroundings = Surroundings(
            language=self.language,
            route=self._routes.subscribe(self.language),
            title=words.say(SUBSCRIBE),
            description=words.say(N_("Feeds tell you when a case is published or changed.")),
            versions={tag: self._routes.subscribe(tag) for tag in site.languages},
            feeds=feed_links(self.materials, everything, self.language),
        )
        groups = [
            FeedGroup(
                kind,
                words.say(label),
                tuple(self._choice(*item) for item in told if item[0] == kind),
            )
            for kind, label in FED.items()
        ]
        return SubscribePage(
            chrome=chrome(self.materials, surroundings),
            heading=surroundings.title,
            stylesheet=self.materials.assets.get("pages/subscribe.css", ""),
            most=site.build.feed_size,
            all_cases=self._choice("all", ""),
            groups=tuple(group for group in groups if group.choices),
        )

    def _choice(self, kind: str, key: str) -> FeedChoice:
        filing = self._filings.filing(kind, key)
        return FeedChoice(filing.heading, filing.tone, feed_links(self.materials, filing, self.language))

    # ---------------------------------------------------------------------------------------------- helpers

    @property
    def _filings(self) -> Filings:
        return Filings(self.materials, self.index, self.language)

    @property
    def _routes(self) -> Routes:
        return self.materials.routes

    @property
    def _words(self) -> Wording:
        return wording(self.language)

    def _said(self, text: Text) -> str:
        return text.phrase(self.language, self.materials.default_language).text


def feed_route(routes: Routes, kind: str, page: Callable[..., Route], language: str, form: FeedForm) -> Route:
    """Return where a feed stands: beside a list of a kind, or the front page for all cases.

    Args:
        routes: the addresses of the site.
        kind: of the list.
        page: returns where a page of the list stands.
        language: of the feed.
        form: of the feed.
    """
    return routes.beside(page(language) if kind in FED else routes.home(language), form.file_name)


def feed_links(materials: Materials, filing: Filing, language: str) -> tuple[FeedLink, ...]:
    """Return links to the feeds of a filing in each form; none where it has none."""
    if not (filing.kind == "all" or (filing.kind in FED and filing.cases)):
        return ()
    title = feed_title(materials, filing, language)
    routes = (feed_route(materials.routes, filing.kind, filing.route, language, form) for form in FORMS)
    return tuple(
        FeedLink(form.name, title, form.media_type, route.url)
        for form, route in zip(FORMS, routes, strict=True)
    )


def feed_title(materials: Materials, filing: Filing, language: str) -> str:
    """Return the name of a feed: that of the archive, and what the cases have in common."""
    title = materials.archive.site.value.title.phrase(language, materials.default_language).text
    return f"{title}: {filing.heading.text}" if filing.kind in FED else title


def _json_feed(feed: FeedPage, language: str) -> dict[str, object]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.home,
        "feed_url": feed.canonical,
        "language": language,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.summary,
                "date_published": entry.published,
                "date_modified": entry.updated,
                "authors": [{"name": entry.author}],
                "language": entry.language,
            }
            for entry in feed.entries
        ],
    }
