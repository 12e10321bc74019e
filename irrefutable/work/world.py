"""Everything that a site is made of but its cases: what every page may show, and the theme.

A part of the pipeline. Each part has a digest of its own, so that a page can be told apart by those it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urljoin

from irrefutable.core.digest import digest, digest_bytes
from irrefutable.model.archive import Archive
from irrefutable.plan.pages import CASE_TEMPLATES, SITE_TEMPLATES
from irrefutable.plan.routes import Routes
from irrefutable.render.assets import Asset, publish_assets
from irrefutable.render.templates import Templates
from irrefutable.results import PACKAGE_FOLDER, Settings, theme_folder
from irrefutable.search import pagefind
from irrefutable.store.memo import Memo

RENDERING_LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "pydantic")
"""Libraries whose version may change the bytes of a page."""


@dataclass(frozen=True, slots=True)
class World:
    """A site without its cases."""

    settings: Settings
    archive: Archive
    """Without cases."""
    routes: Routes
    assets: Mapping[str, Asset]
    """Files that are published as they are, by the names that pages ask for."""
    templates: Templates
    search: str
    """The version of the search engine; empty where the site has no search."""
    parts: Mapping[str, str]
    """The digest of each part by its name: `site`, `ratings`, `entity ID` and so on."""

    @property
    def asset_urls(self) -> Mapping[str, str]:
        """The URL of each asset by the name that pages ask for."""
        return {name: self.routes.file(asset.path).url for name, asset in self.assets.items()}

    def case_templates(self, languages: Iterable[str]) -> Mapping[str, str]:
        """Return the digest of each template of a case's pages in each language."""
        return {
            f"template {name} in {language}": self.template_part(name, language)
            for language in languages
            for name in CASE_TEMPLATES
        }

    def list_templates(self) -> Mapping[str, str]:
        """Return the digest of each template of a page that is of no single case."""
        return {
            f"list template {name} in {language}": self.template_part(name, language)
            for language in self.archive.site.value.languages
            for name in SITE_TEMPLATES
        }

    def template_part(self, template: str, language: str) -> str:
        """Return the digest of a template with all that it includes and the interface's words."""
        return self.templates.closure(template, language)


def world(settings: Settings, archive: Archive, memo: Memo) -> World:
    """Bring together what a site is made of.

    Raises:
        TemplateError, AssetError: the theme is broken.
    """
    site = archive.site.value
    # A preview stands at the root of its own host.
    base_url = urljoin(site.base_url, "/") if settings.is_preview else site.base_url
    assets = publish_assets(_asset_files(settings.root))
    routes = Routes(base_url, site.languages[0])
    # A preview is made anew with every save, and nobody searches what they are writing.
    search = pagefind.engine() if site.build.search and not settings.is_preview else ""
    urls = {name: asset.path for name, asset in assets.items()}
    parts = {
        "engine": engine(),
        "address": digest((base_url, settings.is_preview)),
        # Where a cache stands decides nothing.
        "site": digest(site.model_copy(update={"build": site.build.model_copy(update={"cache": None})})),
        "ratings": digest(archive.ratings.value),
        "topics": digest(archive.topics.value),
        "assets": digest(urls),
        # Pages are in the navigation of every other one by their titles.
        "navigation": digest(
            ([(key, page.value.title, page.value.order) for key, page in archive.pages.items()], bool(search))
        ),
        "search": search,
        "languages": digest(archive.edition_languages),
    }
    parts |= {f"entity {name}": digest(item.value) for name, item in archive.entities.items()}
    parts |= {f"page {name} {tag}": digest(item.value) for (name, tag), item in archive.pages.items()}
    templates = Templates(theme_folders(settings.root, "templates"), memo)
    return World(settings, archive, routes, assets, templates, search, parts)


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the digest of our code and of the libraries that may change a page's bytes."""
    code = {
        path.relative_to(PACKAGE_FOLDER).as_posix(): digest_bytes(path.read_bytes())
        for path in sorted(PACKAGE_FOLDER.rglob("*.py"))
    }
    return digest((code, {name: version(name) for name in RENDERING_LIBRARIES}))


def theme_folders(root: Path, name: str) -> tuple[Path, ...]:
    """Return the site's own folder of templates or assets, then the default theme's."""
    return tuple(dict.fromkeys(folder.resolve() / name for folder in (root, theme_folder())))


def _asset_files(root: Path) -> Mapping[str, bytes]:
    files: dict[str, bytes] = {}
    for folder in reversed(theme_folders(root, "assets")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files
