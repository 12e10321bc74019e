"""What a build finds, and what it keeps of it: values, and the names under which the ledger has them.

A part of the pipeline. Refuses to find anything itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from irrefutable.core.diagnostics import Diagnostic, in_order
from irrefutable.core.packing import unpack
from irrefutable.model.archive import Archive
from irrefutable.plan.routes import Routes
from irrefutable.store.ledger import Ledger

Progress = Callable[[str, int, int], None]
"""Told how far long work is: its name, how much is done, and how much there is."""

_FEWEST_AT_ONCE = 20
"""Made in less time than it takes to begin a process."""
FEWEST_LISTS_AT_ONCE = 48
"""The same of pages of no single case, which take a third of the time."""
OUTLINES_AT_ONCE = 500
"""Asked for in the ledger together."""
_CASES_AT_ONCE = 24
"""Sent to another process together, where there are many."""
_BATCHES_OF_A_PROCESS = 4
"""At least as many, so that none waits long for another."""
ASKED = "asked"
"""The kind of the ledger's entries that say who asked for what: the question, then the case."""
SAID = "said"
"""The kind of the ledger's entries about what is wrong, nothing of it an error."""
IDS = "ids"
"""The kind of the ledger's entries about the fragments of a page."""
OWNER = "owner"
"""The kind of the ledger's entries that say which pages a file was made with."""
INDEX = "index"
"""The kind of the ledger's entry about the order of the cases."""
ORIGINALS = "originals"
"""The kind of the ledger's entries about what the originals of pictures carry."""
ASSETS = "assets"
"""The unit of the files that are published as they are."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An archive that was read and checked; None where the site's own files could not be read."""

    archive: Archive | None
    """Without its cases."""
    cases: int
    """How many could be read."""
    diagnostics: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Whether nothing may be published."""
        return self.archive is None or any(item.is_error for item in self.diagnostics)


class Plan(NamedTuple):
    """What is to be made."""

    dirty: tuple[str, ...]
    """The cases whose pages may have to be made again."""
    altered: frozenset[str]
    """Those of which lists and other cases may show something else than before."""


def batch_size(items: int, workers: int, fewest: int = _FEWEST_AT_ONCE) -> int:
    """Return how many items a process is handed at a time: few enough that all have some."""
    return max(fewest, min(_CASES_AT_ONCE, items // (workers * _BATCHES_OF_A_PROCESS)))


@dataclass
class Found:
    """What is wrong, by whom it was said; what an untouched part of the archive said before still holds."""

    is_whole: bool = False
    """Whether nothing holds of what was said before, so that it need not be known who says nothing now."""
    by_name: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    has_errors: bool = False
    """Whether nothing may be published."""

    def add(self, name: str, diagnostics: Iterable[Diagnostic]) -> None:
        """Take note of what is wrong."""
        found = tuple(diagnostics)
        if self.is_whole and not found:
            return
        self.by_name[name] = (*self.by_name.get(name, ()), *found)
        self.has_errors = self.has_errors or any(item.is_error for item in found)

    def all(self, ledger: Ledger | None = None) -> tuple[Diagnostic, ...]:
        """Return everything that is wrong, in order; with what an earlier build said and still holds."""
        said = list(self.by_name.values())
        for name, value in ledger.items(SAID) if ledger else ():
            if name not in self.by_name:
                said.append(tuple(unpack(value)))
        return in_order(item for found in said for item in found)


def path_of(address: str, routes: Routes) -> str:
    """Return the file that an address means: with its host or without, with its last slash or not."""
    parts = urlsplit(routes.base_url)
    below = address.removeprefix(f"{parts.scheme}://{parts.netloc}").partition("#")[0].partition("?")[0]
    path = f"{below}/".removeprefix(f"{routes.base_path}/").strip("/")
    return path if "." in path.rpartition("/")[2] or path == "_headers" else f"{path}/index.html".lstrip("/")
