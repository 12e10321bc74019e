"""Everything that a site is made of but its cases: what every page may show, and the theme.

A part of the pipeline. Each part has a digest of its own, so that a page can be told apart by those it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from irrefutable.core.digest import digest, digest_bytes
from irrefutable.model.archive import Archive
from irrefutable.plan.routes import Routes
from irrefutable.plan.templates import CASE_TEMPLATES, SITE_TEMPLATES
from irrefutable.render.assets import Asset, publish_assets
from irrefutable.render.templates import Templates
from irrefutable.results import PACKAGE_FOLDER, Settings, theme_folder

RENDERING_LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "nh3", "pydantic")
"""Libraries whose version may change the bytes of a page."""
_CODE = frozenset((".po", ".py"))
"""The suffixes of our code and of the interface's words."""


@dataclass(frozen=True, slots=True)
class World:
    """A site without its cases."""

    settings: Settings
    archive: Archive
    """Without cases."""
    routes: Routes
    assets: Mapping[str, str]
    """The paths of files that are published as they are, by the names that pages ask for."""
    templates: Templates
    parts: Mapping[str, str]
    """The digest of each part by its name: `site`, `ratings`, `entity ID` and so on."""
    known_templates: Mapping[str, str]
    """The digests of templates that are as in the last build, as `case_templates` and `list_templates`."""

    @property
    def is_searchable(self) -> bool:
        """Whether the site has a page to search on."""
        return bool(self.parts["search"])

    @property
    def has_lookup(self) -> bool:
        """Whether the site has a page to ask on about a picture."""
        return bool(self.parts["lookup"])

    @property
    def asset_urls(self) -> Mapping[str, str]:
        """The URL of each asset by the name that pages ask for."""
        return {name: self.routes.file(path).url for name, path in self.assets.items()}

    def asset_files(self) -> Mapping[str, bytes]:
        """Return the bytes of each asset by its path."""
        return {asset.path: asset.content for asset in _assets(self.settings).values()}

    def case_templates(self, languages: Iterable[str]) -> Mapping[str, str]:
        """Return the digest of each template of a case's pages in each language."""
        return {
            _of_case(name, language): self.template_part(name, language)
            for language in languages
            for name in CASE_TEMPLATES
        }

    def list_templates(self) -> Mapping[str, str]:
        """Return the digest of each template of a page that is of no single case."""
        return {
            _of_list(name, language): self.template_part(name, language)
            for language in self.archive.site.value.languages
            for name in SITE_TEMPLATES
        }

    def template_part(self, template: str, language: str) -> str:
        """Return the digest of a template with all that it includes and the interface's words."""
        name = (_of_case if template in CASE_TEMPLATES else _of_list)(template, language)
        return self.known_templates.get(name) or self.templates.closure(template, language)


class Before(NamedTuple):
    """What the last build found and this one would find as well, so that nobody need look."""

    parts: Mapping[str, str] = {}
    """Of the site's own files; empty where one of them changed."""
    templates: Mapping[str, str] = {}
    """As `World.known_templates`; empty where one of them changed."""
    assets: Mapping[str, str] = {}
    """As `World.assets`; empty where one of them changed."""


def world(settings: Settings, archive: Archive, templates: Templates, engine: str, before: Before) -> World:
    """Bring together what a site is made of.

    Raises:
        TemplateError, AssetError: the theme is broken.
    """
    site = archive.site.value
    # A preview stands at the root of its own host.
    base_url = urljoin(site.base_url, "/") if settings.is_preview else site.base_url
    assets = before.assets or {name: asset.path for name, asset in _assets(settings).items()}
    search = before.parts["search"] if before.parts else _search_engine(settings, archive)
    parts = dict(before.parts) or {
        "engine": engine,
        "address": digest((base_url, settings.is_preview)),
        # Where a cache stands decides nothing.
        "site": digest(site.model_copy(update={"build": site.build.model_copy(update={"cache": None})})),
        "ratings": digest(archive.ratings.value),
        "topics": digest(archive.topics.value),
        # Pages are in the navigation of every other one by their titles.
        "navigation": digest(
            ([(key, page.value.title, page.value.order) for key, page in archive.pages.items()], bool(search))
        ),
        "search": search,
        # A preview, made with every save, has none.
        "lookup": "yes" if site.build.lookup and not settings.is_preview else "",
        **{f"entity {name}": digest(item.value) for name, item in archive.entities.items()},
        **{f"page {name} {tag}": digest(item.value) for (name, tag), item in archive.pages.items()},
    }
    parts["assets"] = digest(assets)
    parts["languages"] = digest(archive.edition_languages)
    return World(
        settings=settings,
        archive=archive,
        routes=Routes(base_url, site.languages[0]),
        assets=assets,
        templates=templates,
        parts=parts,
        known_templates=before.templates,
    )


def wants_search(settings: Settings, archive: Archive) -> bool:
    """Whether the site is to have a search, if that can be; a preview, made with every save, has none."""
    return archive.site.value.build.search and not settings.is_preview


def _search_engine(settings: Settings, archive: Archive) -> str:
    """Return the version of the search engine; empty where the site has no search."""
    if not wants_search(settings, archive):
        return ""
    from irrefutable.search.pagefind import engine  # noqa: PLC0415 - the last build has asked it already

    return engine()


def is_template(part: str) -> bool:
    """Whether a part is a template in a language."""
    return part.startswith(("template ", "list template "))


def _of_case(template: str, language: str) -> str:
    return f"template {template} in {language}"


def _of_list(template: str, language: str) -> str:
    return f"list template {template} in {language}"


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the digest of our code and of the libraries that may change a page's bytes."""
    # With the pages of a case to make, reading what libraries say of themselves would be a part of the work.
    from importlib.metadata import version  # noqa: PLC0415

    code = {
        path.relative_to(PACKAGE_FOLDER).as_posix(): digest_bytes(path.read_bytes())
        for path in sorted(PACKAGE_FOLDER.rglob("*"))
        if path.suffix in _CODE
    }
    return digest((code, {name: version(name) for name in RENDERING_LIBRARIES}))


def theme_folders(root: Path, name: str) -> tuple[Path, ...]:
    """Return the site's own folder of templates or assets, then the default theme's."""
    return tuple(dict.fromkeys(folder.resolve() / name for folder in (root, theme_folder())))


def _assets(settings: Settings) -> Mapping[str, Asset]:
    files: dict[str, bytes] = {}
    for folder in reversed(theme_folders(settings.root, "assets")):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return publish_assets(files)
