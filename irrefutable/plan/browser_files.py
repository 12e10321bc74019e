"""Files by which browsers know the site: how it is searched, and what it is called among installed apps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from irrefutable.core.text import direction
from irrefutable.model.fields import Text
from irrefutable.model.output import Outline, PlannedPage, Turn
from irrefutable.plan.contexts.machines import OpenSearchPage, WebManifestPage
from irrefutable.plan.materials import Materials
from irrefutable.plan.wording import N_, wording

SHORT_NAME: Final = 16
"""Characters of a short name, at most (OpenSearch 1.1, draft 6)."""
LONG_NAME: Final = 48
"""Characters of a long one."""
ICONS: Final = {
    "icons/icon.svg": ("any", "image/svg+xml"),
    "icons/icon-192.png": ("192x192", "image/png"),
    "icons/icon-512.png": ("512x512", "image/png"),
}
"""The size and the media type of each icon."""
_PAPER: Final = "#fbfaf7"
"""The light one of `00-tokens.css`."""


def browser_outlines(materials: Materials, language: str) -> Iterator[Outline]:
    """Yield these files, in a language."""
    routes = materials.routes
    files = [("web manifest", routes.web_manifest(language), "site.webmanifest")]
    if materials.is_searchable:
        files.append(("open search", routes.open_search(language), "opensearch.xml"))
    for name, route, template in files:
        yield Outline((name,), language, route.path, route.url, (), template, is_indexable=False)


def browser_file(materials: Materials, outline: Outline) -> PlannedPage:
    """Return one of them."""
    context: NamedTuple
    if outline.name == ("open search",):
        context = _open_search(materials, outline.language)
    else:
        context = WebManifestPage(_web_manifest(materials, outline.language))
    return PlannedPage(outline.path, outline.url, outline.template, outline.language, context, Turn.INDEX)


def _open_search(materials: Materials, language: str) -> OpenSearchPage:
    routes, site = materials.routes, materials.archive.site.value
    title = _said(materials, site.title, language)
    icon = materials.assets.get("icons/icon.svg", "")
    return OpenSearchPage(
        short_name=shortened(title, SHORT_NAME),
        long_name=shortened(title, LONG_NAME),
        description=wording(language).say(N_("Search the texts of all cases.")),
        search_url=routes.canonical(routes.search(language).url),
        canonical=routes.canonical(routes.open_search(language).url),
        icon=routes.canonical(icon) if icon else "",
    )


def _web_manifest(materials: Materials, language: str) -> Mapping[str, object]:
    routes, site = materials.routes, materials.archive.site.value
    title = _said(materials, site.title, language)
    home = routes.home(language).url
    return {
        "id": home,
        "name": title,
        "short_name": shortened(title, SHORT_NAME),
        "description": _said(materials, site.tagline, language),
        "lang": language,
        "dir": direction(language),
        "start_url": home,
        "scope": f"{routes.base_path}/",
        # The address stays in sight: it says who vouches for what is read.
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            {"src": materials.assets[name], "sizes": sizes, "type": media_type}
            for name, (sizes, media_type) in ICONS.items()
            if name in materials.assets
        ],
    }


def shortened(name: str, most: int) -> str:
    """Return a name of so many characters at most, cut between words where that is possible."""
    if len(name) <= most:
        return name
    cut = name[: most + 1].rpartition(" ")[0]
    return cut.rstrip(" ,.:;–-") or name[:most]


def _said(materials: Materials, text: Text, language: str) -> str:
    return text.phrase(language, materials.default_language).text
