"""What a build plans for the output directory, unit by unit, and what the ledger keeps of each unit.

A part of the pipeline. Refuses to make a page, and to decide which are made.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from irrefutable.check import output
from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.packing import pack, unpack
from irrefutable.core.spool import Spool
from irrefutable.model.entries import PageEntry, UnitEntry
from irrefutable.model.output import Turn
from irrefutable.store.ledger import Ledger
from irrefutable.store.publish import Stage
from irrefutable.work.cases import UNIT
from irrefutable.work.findings import ASKED, IDS, OWNER, Found
from irrefutable.work.rendering import Rendered, fragment_sum

if TYPE_CHECKING:
    from irrefutable.model.drawing import Made


class Illustrated(NamedTuple):
    """What a case has beside its pages, until it is published."""

    made: tuple[Made, ...]
    files: Mapping[str, bytes]


class IllustratedCases(Mapping[str, Illustrated]):
    """What cases have beside their pages, by their ids. It lies on disk: most cases have a share card."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._places: dict[str, tuple[int, int]] = {}
        """Of each case, where it lies and how many picture files it has."""

    def put(self, case_id: str, case: Illustrated) -> None:
        """Remember what a case has."""
        number = self._spool.put(pickle.dumps(tuple(case), pickle.HIGHEST_PROTOCOL))
        self._places[case_id] = number, len(case.made)

    @property
    def files(self) -> int:
        """How many picture files they have together."""
        return sum(files for _, files in self._places.values())

    def __getitem__(self, case_id: str) -> Illustrated:
        # Nobody but this process has written there.
        return Illustrated(*pickle.loads(self._spool.get(self._places[case_id][0])))  # noqa: S301

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Units:
    """The pages and files of one build, planned with the units that they are made with.

    Args:
        ledger: of the output directory.
        stage: where pages and files wait for the publication.
        found: what is wrong with them.
        pages: how many there are before anything is planned.
        base_path: the site's path on its host.
        is_whole: whether nothing is left of an earlier build.
    """

    def __init__(
        self, ledger: Ledger, stage: Stage, found: Found, base_path: str, *, pages: int, is_whole: bool
    ) -> None:
        self.ledger = ledger
        self.stage = stage
        self.page_count = pages
        self.rendered: list[str] = []
        self.lost: set[str] = set()
        """Files, and places of files, that were there before and are no more."""
        self.waiting: set[str] = set()
        """Cases that are still to be made."""
        self._found = found
        self._base_path = base_path
        self._is_whole = is_whole
        self._links: dict[output.Link, tuple[str, int, int]] = {}
        """Where each open address stands first."""
        self._ids_held: tuple[str, frozenset[int]] = ("", frozenset())
        """The page whose fragments were asked for last."""

    def forget(self, name: str) -> None:
        """Plan no more what a unit was in the last build."""
        stored = None if self._is_whole else self.ledger.get(UNIT, name)
        if stored is None:
            return
        entry = UnitEntry(*unpack(stored))
        for page in (*entry.pages, *entry.files):
            self.stage.drop(page.path)
            self.lost.add(page.path)
            self.lost.update(f"{page.path}#{item}" for item in self._ids(page.path))
            self.ledger.remove(OWNER, page.path)
            self.ledger.remove(IDS, page.path)
        case_id = name.removeprefix("case ")
        for question in entry.asked:
            self.ledger.remove(ASKED, f"{question}\0{case_id}")
        self.ledger.remove(UNIT, name)
        self.page_count -= len(entry.pages)

    def write(self, name: str, page: Rendered) -> PageEntry:
        """Plan a page of a unit."""
        if page.path in self.stage.planned and not self._is_whole:
            # What stood here may be about to move; if not, two want the place, and the stage says so.
            before = (self.ledger.get(OWNER, page.path) or b"").decode()
            if before.removeprefix("case ") in self.waiting:
                self.waiting.remove(before.removeprefix("case "))
                self.forget(before)
        self.rendered.append(page.path)
        self.page_count += 1
        if self.lost:
            self.lost -= {f"{page.path}#{item}" for item in page.ids}
        if page.ids:
            self.ledger.put(IDS, page.path, array("I", sorted(page.ids)).tobytes())
            self._ids_held = ("", frozenset())
        for href, line, column in page.links:
            if self._is_settled(href):
                continue
            link = output.Link(href, "" if href.startswith("/") else page.url)
            place = (page.path, line, column)
            # Pages are made in another order where few are.
            self._links[link] = min(place, self._links.get(link, place))
        self._found.add(name, page.diagnostics)
        return self.write_file(name, page.path, page.content, page.turn, url=page.url)

    def write_file(self, name: str, path: str, content: bytes, turn: Turn, *, url: str = "") -> PageEntry:
        """Plan a file of a unit; one that is no page has no `url`."""
        self.stage.write(path, content, turn)
        self.lost.discard(path)
        return self.own(name, PageEntry(path, url, *self.stage.planned[path]))

    def own(self, name: str, file: PageEntry) -> PageEntry:
        """Note that a planned file belongs to a unit."""
        self.ledger.put(OWNER, file.path, name.encode())
        return file

    def keep(self, name: str, entry: UnitEntry) -> None:
        """Write a unit into the ledger."""
        self.ledger.put(UNIT, name, pack(tuple(entry)))

    def add_files(self, name: str, files: Iterable[PageEntry]) -> None:
        """Add files to a unit that the ledger has already."""
        stored = self.ledger.get(UNIT, name)
        assert stored  # noqa: S101 - it was kept
        entry = UnitEntry(*unpack(stored))
        self.keep(name, entry._replace(files=(*entry.files, *files)))

    def dead_links(self, files: Container[str]) -> Iterator[Diagnostic]:
        """Yield where pages of this build lead to what is not there.

        Args:
            files: those that are still to be planned.
        """
        there = _Either(files, self.stage.planned)
        return output.check_links(self._links, there, self._lacks, self._base_path)

    def settle(self) -> None:
        """Remember no longer which addresses were open that are surely there by now."""
        self._links = {link: place for link, place in self._links.items() if not self._is_settled(link.href)}

    def place(self, path: str) -> Path | None:
        """Return where a planned file lies; None for one that is not planned."""
        return self.stage.place(path) if path in self.stage.planned else None

    def _is_settled(self, href: str) -> bool:
        """Whether what an address leads to is surely there: what a whole build plans, it never drops."""
        if not (self._is_whole and href.startswith(f"{self._base_path}/")):
            return False
        address, _, fragment = href.removeprefix(f"{self._base_path}/").partition("#")
        path = f"{address}index.html" if address.endswith("/") else address
        if path not in self.stage.planned:
            return False
        # What is written with percent signs is looked up at the end.
        return not fragment or not self._lacks(output.Target(path, fragment))

    def _lacks(self, target: output.Target) -> bool:
        if self._ids_held[0] != target.path:
            self._ids_held = target.path, frozenset(self._ids(target.path))
        return fragment_sum(target.fragment) not in self._ids_held[1]

    def _ids(self, path: str) -> Iterator[int]:
        stored = self.ledger.get(IDS, path)
        ids = array("I")
        ids.frombytes(stored or b"")
        return iter(ids)


class _Either:
    """What is in one of two containers."""

    def __init__(self, one: Container[str], other: Container[str]) -> None:
        self._containers = (one, other)

    def __contains__(self, item: object) -> bool:
        return any(item in container for container in self._containers)
