"""What readers can search for, before and after it is indexed. Refuses to know how an index is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class SearchRecord(NamedTuple):
    """A case in one language, as the index sees it."""

    case_id: str
    language: str
    path: str
    """The file of its page."""
    year: int
    """Of its first claim; 0 where nobody knows."""
    html: bytes
    """A page of its own, with weights and filters in the attributes that Pagefind reads."""


class RecordEntry(NamedTuple):
    """A record, as far as it decides which bundle it is in and whether that is right."""

    case_id: str
    language: str
    path: str
    year: int
    digest: str
    """Of its bytes: where they are remembered."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Records that are indexed together: an edit to one makes no other bundle anew."""

    language: str
    name: str
    """The span of years that it is for, and of each year which part; unique within its language."""
    records: tuple[RecordEntry, ...]
    """In the order of their case ids."""

    @property
    def folder(self) -> str:
        """Where its files are published."""
        return folder_of(self.language, self.name)


@dataclass(frozen=True, slots=True)
class BundleIndex:
    """What the engine made of a bundle."""

    files: Mapping[str, bytes]
    """Contents by their paths within the bundle's folder."""
    tag: str
    """Changes with any of them."""
    stemmer: str
    """The engine's own name of the language's rules for word endings; `unknown` where it has none."""


INDEX_FOLDER = "search-index"
INDEX_LIST = f"{INDEX_FOLDER}/index.json"
"""Says which bundles there are: the one file that a reader's browser fetches anew each time."""


def folder_of(language: str, name: str) -> str:
    """Return where a bundle's files are published."""
    return f"{INDEX_FOLDER}/{language}/{name}/"
