"""What surrounds every page: its head, masthead and foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from irrefutable.core.text import direction
from irrefutable.model.fields import Phrase, Text
from irrefutable.plan.contexts.around import Alternate, Chrome, FeedLink, Link, ShareImage
from irrefutable.plan.materials import Materials
from irrefutable.plan.own_page_names import own_pages
from irrefutable.plan.routes import Route
from irrefutable.plan.wording import N_, wording

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    )
)
"""No page loads anything from elsewhere, sends anything, or runs what was not published as a file."""
SEARCH_POLICY = CONTENT_SECURITY_POLICY.replace(
    "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
)
"""The page to search on also reads the index, and compiles the engine that it is read with."""
CHECK_POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self'; connect-src 'self'")
"""The page to ask on about a picture reads the index of pictures, and nothing can be sent from it."""

FACETS: Mapping[str, str] = {
    "ratings": N_("Ratings"),
    "topics": N_("Topics"),
    "techniques": N_("Techniques"),
    "claimants": N_("Claimants"),
    "places": N_("Places"),
    "platforms": N_("Platforms"),
    "languages": N_("Languages"),
    "years": N_("Years"),
    "entities": N_("People and organisations"),
}

BROWSE = N_("Browse")
"""The name of the page that leads to every list."""
DATA = N_("Data")
"""The name of the page about the data for programs."""
SUBSCRIBE = N_("Subscribe")
"""The name of the page about feeds."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A page, as far as its surroundings need to know it."""

    language: str
    route: Route
    title: str
    description: str
    versions: Mapping[str, Route]
    """The page in each language it exists in, itself included."""
    scripts: tuple[str, ...] = ()
    is_indexable: bool = True
    card: ShareImage | None = None
    policy: str = CONTENT_SECURITY_POLICY
    """What it may load."""
    feeds: tuple[FeedLink, ...] = ()
    """The feeds of what it shows; that of all cases where it has none of its own."""


def chrome(materials: Materials, page: Surroundings) -> Chrome:
    """Return what surrounds a page."""
    site, routes = materials.archive.site.value, materials.routes
    words = wording(page.language)
    lists = materials.list_language(page.language)

    def said(text: Text) -> Phrase:
        return text.phrase(page.language, materials.default_language)

    def to(label: str, route: Route) -> Link:
        return Link(words.say(label), route.url, is_current=route.url == page.route.url)

    contact = site.contact
    report_error = contact.url or (f"mailto:{contact.email}" if contact.email else "")
    return Chrome(
        site_title=said(site.title),
        tagline=said(site.tagline),
        language=page.language,
        direction=direction(page.language),
        title=page.title,
        description=page.description,
        url=page.route.url,
        canonical=routes.canonical(page.route.url),
        alternates=alternates(materials, page.versions, page.language) if len(page.versions) > 1 else (),
        home_url=routes.home(lists).url,
        navigation=(
            to(N_("Cases"), routes.cases(lists)),
            to(BROWSE, routes.browse(lists)),
            *(to(FACETS[name], routes.facet(name, lists)) for name in ("ratings", "topics")),
            *(
                Link.of(title, route.url)._replace(is_current=route.url == page.route.url)
                for title, route in _text_pages(materials, lists, lambda page_id: page_id == "methodology")
            ),
        ),
        check=to(N_("Check a picture"), routes.check(lists)) if materials.has_lookup else None,
        search=to(N_("Search"), routes.search(lists)) if materials.is_searchable else None,
        footer=(
            # A telephone's masthead has no room for it.
            *((to(N_("Check a picture"), routes.check(lists)),) if materials.has_lookup else ()),
            *(
                Link.of(title, route.url)._replace(is_current=route.url == page.route.url)
                for title, route in _text_pages(materials, lists, lambda _: True)
            ),
            *(to(FACETS[name], routes.facet(name, lists)) for name in ("claimants", "years", "entities")),
            to(DATA, routes.data(lists)),
            to(SUBSCRIBE, routes.subscribe(lists)),
        ),
        stylesheet=materials.assets["style.css"],
        scripts=tuple(materials.assets[name] for name in page.scripts if name in materials.assets),
        icon=materials.assets.get("icons/icon.svg", ""),
        touch_icon=materials.assets.get("icons/touch-icon.png", ""),
        web_manifest_url=routes.web_manifest(lists).url,
        open_search_url=routes.open_search(lists).url if materials.is_searchable else "",
        feeds=page.feeds
        or (
            FeedLink(
                "Atom",
                said(site.title).text,
                "application/atom+xml",
                routes.beside(routes.home(lists), "feed.xml").url,
            ),
        ),
        publisher=said(site.publisher.name),
        licence=words.licence(site.licence),
        licence_url=site.licence_url or "",
        report_error_url=report_error,
        content_security_policy="" if materials.is_preview else page.policy,
        is_indexable=page.is_indexable and not materials.is_preview,
        card=page.card,
    )


def alternates(materials: Materials, versions: Mapping[str, Route], current: str) -> tuple[Alternate, ...]:
    """Return a page in each language it exists in, one of which may be that of the page which leads there."""
    return tuple(
        Alternate(
            language=language,
            name=wording(language).own_name(),
            url=route.url,
            canonical=materials.routes.canonical(route.url),
            is_current=language == current,
        )
        for language, route in versions.items()
    )


def _text_pages(
    materials: Materials, language: str, wanted: Callable[[str], bool]
) -> list[tuple[Phrase, Route]]:
    """Return title and place of the archive's own pages, in their order, in a language or the first one."""
    pages = {(page.id, page.language): page for page in own_pages(materials.archive)}
    found = []
    for page_id in {page_id for page_id, _ in pages}:
        page = pages.get((page_id, language)) or pages.get((page_id, materials.default_language))
        if page and wanted(page_id):
            title = Phrase(page.title, page.language)
            found.append((page.order, page_id, title, materials.routes.text_page(page_id, page.language)))
    return [(title, route) for _, _, title, route in sorted(found, key=lambda item: item[:2])]
