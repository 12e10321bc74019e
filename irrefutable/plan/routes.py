"""Every address of the site, in one place. Refuses to know what stands there.

An address has two forms: the path of a file relative to the site (`cases/x/index.html`) and the URL
readers use (`/cases/x/`). The first language of a site has no prefix; the others stand below `/LANG/`.
A case in its own language stands at `/cases/ID/`, whatever that language is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlsplit


@dataclass(frozen=True, slots=True)
class Route:
    """Where a page stands."""

    path: str
    """The file, relative to the site."""
    url: str
    """The address readers use, with the site's base path."""


@dataclass(frozen=True, slots=True)
class Routes:
    """The addresses of one site."""

    base_url: str
    default_language: str

    @property
    def base_path(self) -> str:
        """The path of the site on its host, without a slash at its end; empty at the root."""
        return _host_and_path(self.base_url)[1]

    def canonical(self, url: str) -> str:
        """Return the whole address of a URL of this site."""
        return f"{_host_and_path(self.base_url)[0]}{url}"

    def home(self, language: str) -> Route:
        """The front page."""
        return self._folder(language, "")

    def cases(self, language: str, number: int = 0) -> Route:
        """A page of the list of all cases."""
        return self._list(language, "cases/", number)

    def case(self, case_id: str) -> Route:
        """A case in its own language."""
        return self._at(f"cases/{case_id}/")

    def record(self, case_id: str) -> Route:
        """A case, in all its languages, for programs."""
        return self.file(f"cases/{case_id}/case.json")

    def linked_data(self, case_id: str) -> Route:
        """What the pages of a case say in JSON-LD."""
        return self.file(f"cases/{case_id}/case.jsonld")

    def iiif(self, case_id: str) -> Route:
        """The pictures of a case for IIIF viewers."""
        return self.file(f"cases/{case_id}/iiif.json")

    def versions(self, case: Route) -> Route:
        """The versions of a case that readers could see, in one of its languages."""
        return self._at(f"{case.path.removesuffix('index.html')}versions/")

    def version(self, case: Route, number: int) -> Route:
        """A version of a case, from 1, in one of its languages."""
        return self._at(f"{case.path.removesuffix('index.html')}versions/{number}/")

    def edition(self, case_id: str, language: str) -> Route:
        """A case in another language."""
        return self._at(f"{language}/cases/{case_id}/")

    def beside(self, page: Route, name: str) -> Route:
        """A file in the folder of a page."""
        return self.file(f"{page.path.removesuffix('index.html')}{name}")

    def embed(self, case: Route, comparison_id: str) -> Route:
        """A comparison of a case in one of its languages, for frames on other sites."""
        return self._at(f"{case.path.removesuffix('index.html')}embed/{comparison_id}/")

    def facet(self, facet: str, language: str, number: int = 1) -> Route:
        """A page that lists all of what cases are filed under: ratings, topics, years and so on."""
        return self._list_from_first(language, f"{facet}/", number)

    def rating(self, key: str, language: str, number: int = 0) -> Route:
        """A page of the cases with a rating; `key` is `scheme/key` outside the site's own scheme."""
        return self._list(language, f"ratings/{key}/", number)

    def topic(self, topic_id: str, language: str, number: int = 0) -> Route:
        """A page of the cases on a topic."""
        return self._list(language, f"topics/{topic_id}/", number)

    def claimant(self, entity_id: str, language: str, number: int = 0) -> Route:
        """A page of the cases with a claim by someone."""
        return self._list(language, f"claimants/{entity_id}/", number)

    def year(self, year: int, language: str, number: int = 0) -> Route:
        """A page of the cases of a year."""
        return self._list(language, f"years/{year:04d}/", number)

    def month(self, month: str, language: str, number: int = 0) -> Route:
        """A page of the cases of a month, which is written `2017-11`."""
        return self._list(language, f"years/{month.replace('-', '/')}/", number)

    def technique(self, technique: str, language: str, number: int = 0) -> Route:
        """A page of the cases with a picture that misleads in one way."""
        return self._list(language, f"techniques/{technique}/", number)

    def country(self, code: str, language: str, number: int = 0) -> Route:
        """A page of the cases in a country; `code` is that of ISO 3166-1."""
        return self._list(language, f"places/{code.lower()}/", number)

    def place(self, key: str, language: str, number: int = 0) -> Route:
        """A page of the cases in a place; `key` is `COUNTRY/place`."""
        return self._list(language, f"places/{key.lower()}/", number)

    def platform(self, key: str, language: str, number: int = 0) -> Route:
        """A page of the cases with a claim that appeared there."""
        return self._list(language, f"platforms/{key}/", number)

    def in_language(self, tag: str, language: str, number: int = 0) -> Route:
        """A page of the cases that can be read in a language."""
        return self._list(language, f"languages/{tag.lower()}/", number)

    def rating_and_topic(self, key: str, topic_id: str, language: str, number: int = 0) -> Route:
        """A page of the cases with a rating on a topic; `key` is as that of `rating`."""
        return self._list(language, f"topics/{topic_id}/ratings/{key}/", number)

    def technique_and_year(self, technique: str, year: str, language: str, number: int = 0) -> Route:
        """A page of the cases of a year with a picture that misleads in one way."""
        return self._list(language, f"techniques/{technique}/{year}/", number)

    def table(self, name: str, language: str, number: int = 1) -> Route:
        """A page of a table of counts: `ratings-and-topics` or `techniques-and-years`."""
        return self._list_from_first(language, f"browse/{name}/", number)

    def timeline(self, topic_id: str, language: str, number: int = 1) -> Route:
        """A page of what happened in the cases on a topic."""
        return self._list_from_first(language, f"topics/{topic_id}/timeline/", number)

    def chains(self, language: str, number: int = 1) -> Route:
        """A page of the pictures that several cases are about."""
        return self._list_from_first(language, "pictures/", number)

    def browse(self, language: str) -> Route:
        """The page that leads to every list."""
        return self._folder(language, "browse/")

    def sample(self, language: str) -> Route:
        """Cases from all over the archive, of which a script opens one."""
        return self._folder(language, "random/")

    def search(self, language: str) -> Route:
        """The page to search on."""
        return self._folder(language, "search/")

    def check(self, language: str) -> Route:
        """The page to ask on whether a picture has been checked."""
        return self._folder(language, "check/")

    def lookup_record(self, case_id: str) -> Route:
        """What that page needs to know of a case: its pictures' details, and what to say of them."""
        return self.file(f"cases/{case_id}/lookup.json")

    def open_search(self, language: str) -> Route:
        """How the site is searched, for browsers."""
        return self.file(f"{self._prefix(language)}opensearch.xml")

    def web_manifest(self, language: str) -> Route:
        """What the site is called among installed apps."""
        return self.file(f"{self._prefix(language)}site.webmanifest")

    def entity(self, entity_id: str, language: str) -> Route:
        """A person or an organisation."""
        return self._folder(language, f"entities/{entity_id}/")

    def corrections(self, language: str, number: int = 0) -> Route:
        """A page of the log of all corrections."""
        return self._list(language, "corrections/", number)

    def changes(self, language: str, ending: str) -> Route:
        """The feed of verdicts and corrections: `xml` for Atom, `json` for JSON Feed."""
        return self.file(f"{self._prefix(language)}changes.{ending}")

    def text_page(self, page_id: str, language: str) -> Route:
        """A page in the archive's own voice."""
        return self._folder(language, f"{page_id}/")

    def subscribe(self, language: str) -> Route:
        """The page about the feeds."""
        return self._folder(language, "subscribe/")

    def data(self, language: str, year: str = "") -> Route:
        """What there is for programs, or that of a year."""
        return self._folder(language, f"data/{year}/" if year else "data/")

    def data_index(self, year: str = "") -> Route:
        """The same for programs."""
        return self.file(f"data/{year}/index.json" if year else "data/index.json")

    def data_schema(self) -> Route:
        """The JSON Schema of a case's record."""
        return self.file("data/case.schema.json")

    def data_part(self, folder: str, part: str, ending: str) -> Route:
        """A file of what there is for programs."""
        return self.file(f"data/{folder}/{part}.{ending}")

    def file(self, path: str) -> Route:
        """A file at its own path."""
        return _route(self.base_url, path, path)

    def _list(self, language: str, folder: str, number: int) -> Route:
        """Return where a page of a list stands; `number` is 0 for the one at the list's own address."""
        return self._folder(language, f"{folder}page/{number}/" if number else folder)

    def _list_from_first(self, language: str, folder: str, number: int) -> Route:
        """Return the same for a list whose first entries, at its own address, are on page 1."""
        return self._list(language, folder, 0 if number == 1 else number)

    def _folder(self, language: str, folder: str) -> Route:
        return self._at(f"{self._prefix(language)}{folder}")

    def _prefix(self, language: str) -> str:
        return "" if language == self.default_language else f"{language}/"

    def _at(self, folder: str) -> Route:
        return _route(self.base_url, f"{folder}index.html", folder)


@lru_cache(maxsize=16)
def _host_and_path(base_url: str) -> tuple[str, str]:
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")


@lru_cache(maxsize=2048)
def _route(base_url: str, path: str, bare: str) -> Route:
    """Return where a page stands; `bare` is what its URL has of its path."""
    return Route(path, f"{_host_and_path(base_url)[1]}/{quote(bare)}")
