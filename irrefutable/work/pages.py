"""The work on pages that are of no single case, a batch at a time, in whichever process.

A part of the pipeline.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Collection, Container, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final, NamedTuple, NewType, overload

from irrefutable.core.digest import digest
from irrefutable.core.packing import unpack
from irrefutable.core.spool import Spool
from irrefutable.core.workers import Crew
from irrefutable.export.parts import parts_of
from irrefutable.model.entries import UnitEntry
from irrefutable.model.output import Outline
from irrefutable.plan.alterations import EVERYWHERE, Alterations, AlteredCase, alterations
from irrefutable.plan.index import Index
from irrefutable.plan.packed_index import Buffer, packed, unpacked
from irrefutable.plan.pages import SitePages
from irrefutable.store.ledger import DamagedLedgerError
from irrefutable.store.memo import Drained
from irrefutable.work.asking import Cases, Facts, Listed, Timelines
from irrefutable.work.cases import UNIT, Desk
from irrefutable.work.findings import OUTLINES_AT_ONCE
from irrefutable.work.former import Former
from irrefutable.work.materials import materials_of
from irrefutable.work.rendering import Rendered, questions_of, rendered
from irrefutable.work.world import World

_PARTS = ("engine", "address", "site", "ratings", "topics", "assets", "navigation")
"""The parts of the world that any of these pages may show."""
_INDEX = "index"
_CASES_SEEN: Final = 4096
"""More than the lists show that are made one soon after another."""
PackedOutline = NewType("PackedOutline", bytes)


@dataclass(frozen=True)
class Catalogue:
    """The archive as its lists see it."""

    desk: Desk
    filed: Buffer
    """The index, packed."""

    @cached_property
    def index(self) -> Index:
        """What the cases are filed under."""
        return unpacked(self.filed, Facts(self.desk.knowledge))

    @property
    def exported(self) -> Sequence[tuple[str, float]]:
        """The cases that the dumps are of, and when each was published. A preview has no dumps."""
        built = () if self.desk.is_preview else self.index.built
        return [(case_id, self.index.facts[case_id].published_at) for case_id in built]

    def outlines(self, alterations: Alterations = EVERYWHERE) -> Iterator[Outline]:
        """Yield every page that is of no single case, as far as it takes to know whether it is right.

        Args:
            alterations: the lists that may be others than in the last build, where nothing else is.
        """
        return self._pages.outlines(alterations)

    def outlines_of(self, case_ids: Collection[str]) -> Iterator[Outline]:
        """Yield those of the outlines that show any of some cases."""
        return self._pages.outlines_of(case_ids)

    def outdated(
        self, outlines: Iterable[Outline], left: set[str], damaged: Container[str]
    ) -> Iterator[Outline]:
        """Yield the outlines of pages that are not as the last build made them.

        Args:
            outlines: of pages that are to be there.
            left: the units of the last build; those of the pages are taken out.
            damaged: the pages that are not as it left them.

        Raises:
            DamagedLedgerError: it knows nothing of a page that is said to be as before.
        """

        def is_open(outline: Outline) -> bool:
            name = f"page {outline.path}"
            if outline.is_as_before and name not in left:
                raise DamagedLedgerError(f"{name} is missing")
            left.discard(name)
            return not outline.is_as_before

        asked = filter(is_open, outlines)
        while some := list(islice(asked, OUTLINES_AT_ONCE)):
            stored = self.desk.ledger.get_many(UNIT, (f"page {item.path}" for item in some))
            for item in some:
                unit = stored.get(f"page {item.path}")
                is_same = unit is not None and dict(UnitEntry(*unpack(unit)).parts) == self.parts(item)
                if not is_same or item.path in damaged:
                    yield item

    def altered_lists(self, then: Catalogue | None, former: Former, case_ids: Iterable[str]) -> Alterations:
        """Return the lists that may be others than in the last build.

        Args:
            then: the archive as its lists saw it in that; None where more than cases is another.
            former: that build.
            case_ids: the cases that are others.
        """
        if then is None:
            return EVERYWHERE
        archive, facts = self.desk.archive, self.desk.knowledge.facts
        assert archive  # noqa: S101 - lists are made of one
        altered = {item: AlteredCase(former.facts(item), facts(item)) for item in case_ids}
        return alterations(then.index, self.index, altered, archive, self.desk.knowledge.labels)

    def by_time(self, outlines: Iterable[Outline], file: Path | None = None) -> Sequence[PackedOutline]:
        """Return outlines in such an order that pages with the same cases are made one soon after another.

        A case is in a dozen lists, and what was read of it is held for a while only.

        Args:
            outlines: of pages.
            file: where they may lie for other processes; None for this one alone.
        """

        def place(outline: Outline) -> tuple[str, float]:
            shown = outline.cases or outline.timelines
            return outline.language, self.index.facts[shown[len(shown) // 2]].published_at if shown else 0.0

        return _Sorted(outlines, place, file)

    def pages(self, outlines: Iterable[Outline]) -> list[MadePage]:
        """Make pages."""
        assert self.desk.world  # noqa: S101 - nothing is made without one
        return [self._made(outline, self.desk.world) for outline in outlines]

    def _made(self, outline: Outline, world: World) -> MadePage:
        self._hrefs.clear()
        self._asked.clear()
        page = rendered(self._pages.plan(outline), world.templates)
        asked = questions_of(self._hrefs, (page,), world.routes.base_path)
        return MadePage(page, self.parts(outline), tuple(sorted(asked)), self.desk.drained())

    def parts(self, outline: Outline) -> dict[str, str]:
        """Return names and digests of everything that decides the bytes of a page."""
        world = self.desk.world
        assert world  # noqa: S101 - nothing is made without one
        parts = {name: world.parts[name] for name in _PARTS}
        parts[f"template {outline.template}"] = world.template_part(outline.template, outline.language)
        parts["its cases"] = digest("\n".join(map(self._seen, outline.cases)))
        parts["its numbers"] = digest((outline.name, outline.versions, outline.told))
        if outline.timelines:
            parts["its timelines"] = digest([self.index.facts[item].timeline for item in outline.timelines])
        parts |= {f"entity {name}": world.parts[f"entity {name}"] for name in outline.entities}
        parts |= {f"page {name}": world.parts[f"page {name}"] for name in outline.pages}
        return parts

    def _seen(self, case_id: str) -> str:
        """Return what decides how lists show a case, in one line: ids and digests are words."""
        if case_id not in self._cases_seen:
            if len(self._cases_seen) == _CASES_SEEN:
                self._cases_seen.clear()
            world, facts = self.desk.world, self.index.facts[case_id]
            assert world  # noqa: S101 - nothing is made without one
            entities = (world.parts.get(f"entity {name}", "") for name in facts.shown)
            self._cases_seen[case_id] = " ".join((case_id, facts.summary, *entities))
        return self._cases_seen[case_id]

    @cached_property
    def _cases_seen(self) -> dict[str, str]:
        """What `_seen` says of the cases that were shown last."""
        return {}

    @cached_property
    def _hrefs(self) -> set[str]:
        """What the text of the page that is being made leads to."""
        return set()

    @cached_property
    def _asked(self) -> set[str]:
        """Takes what pages ask for, which nobody needs: their outlines name all of it."""
        return set()

    @cached_property
    def _pages(self) -> SitePages:
        desk = self.desk
        assert desk.world  # noqa: S101 - nothing is made without one
        assert desk.archive  # noqa: S101 - nor without the other
        archive = replace(desk.archive, cases=Cases(desk.knowledge, {}, self._asked))
        listed = Listed(desk.knowledge, self._asked)
        materials = replace(
            materials_of(desk.world, archive, listed, desk.memo, self._hrefs),
            timelines=Timelines(desk.knowledge),
            labels=desk.knowledge.labels,
            shown=desk.cards.shown,
        )
        return SitePages(materials, self.index, self._data_parts)

    def _data_parts(self) -> dict[str, int]:
        return {name: len(ids) for name, ids in parts_of(self.exported).items()}


class _Sorted(Sequence[PackedOutline]):
    """Outlines in the order of a key. There are about as many as cases: they lie on disk.

    Some have ten thousand addresses, so who only hands them on does not unpack them.
    """

    def __init__(
        self, outlines: Iterable[Outline], key: Callable[[Outline], tuple[str, float]], file: Path | None
    ) -> None:
        self._spool = Spool(file)
        places = [
            (key(outline), self._spool.put(pickle.dumps(outline, pickle.HIGHEST_PROTOCOL)))
            for outline in outlines
        ]
        self._order = array("Q", [number for _, number in sorted(places)])

    @overload
    def __getitem__(self, place: int) -> PackedOutline: ...

    @overload
    def __getitem__(self, place: slice) -> list[PackedOutline]: ...

    def __getitem__(self, place: int | slice) -> PackedOutline | list[PackedOutline]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        return PackedOutline(self._spool.get(self._order[place]))

    def __len__(self) -> int:
        return len(self._order)


def outline_of(packed: PackedOutline) -> Outline:
    """Return an outline of this build."""
    # Nobody but our processes has written there.
    outline: Outline = pickle.loads(packed)  # noqa: S301
    return outline


class MadePage(NamedTuple):
    """A finished page, what it asked for, and what the memo of another process must be told."""

    page: Rendered
    parts: Mapping[str, str]
    """Names and digests of everything that decides its bytes."""
    asked: tuple[str, ...]
    """What its text leads to."""
    drained: Drained


def filed(desk: Desk) -> bytes:
    """Return what the cases are filed under, packed."""
    assert desk.archive  # noqa: S101 - it was read
    return packed(Facts(desk.knowledge), desk.archive, now_at=desk.now_at, is_preview=desk.is_preview)


def plan_lists(desk: Desk, folder: Path) -> tuple[Sequence[PackedOutline], Drained]:
    """File the cases, and plan every page that is of no single case.

    Args:
        desk: what all of the work needs.
        folder: is made, and takes the packed index and what is too large for memory.

    Returns:
        The outlines, and what the memo of another process must be told.
    """
    folder.mkdir(parents=True)
    (folder / _INDEX).write_bytes(filed(desk))
    catalogue = catalogue_in(desk, folder)
    return catalogue.by_time(catalogue.outlines(), folder / "outlines"), desk.drained()


def catalogue_in(desk: Desk, folder: Path) -> Catalogue:
    """Return the catalogue with the index in a folder, which may be removed."""
    return Catalogue(desk, _mapped(folder / _INDEX))


def _mapped(file: Path) -> mmap:
    with file.open("rb") as stream:
        return mmap(stream.fileno(), 0, access=ACCESS_READ)


_there: dict[Path, Catalogue] = {}
"""The catalogue that this process was sent, by the folder of its index."""


def make_pages(desk: Desk, outlines: Sequence[PackedOutline], *, folder: Path) -> list[MadePage]:
    """Make a batch of pages in a process that does not have the catalogue yet.

    Args:
        desk: what all of the work needs.
        outlines: of the pages.
        folder: where the packed index lies.
    """
    if folder not in _there:
        _there.clear()
        _there[folder] = catalogue_in(desk, folder)
    return _there[folder].pages(map(outline_of, outlines))


def pages_from(  # noqa: PLR0917 - what pages are made of
    catalogue: Catalogue,
    outlines: Sequence[PackedOutline],
    crew: Crew[Desk],
    folder: Path,
    size: int,
    watch: Callable[[], None],
) -> Generator[MadePage, None, None]:
    """Yield the page of each outline, in their order.

    Args:
        catalogue: what the pages show.
        outlines: of the pages.
        crew: makes them; it need not have heard of the catalogue.
        folder: where its index lies for the crew; made if it is not there.
        size: of a batch.
        watch: as `Crew.run` has it.
    """
    if crew.is_alone(len(outlines), size):
        for start in range(0, len(outlines), size):
            yield from catalogue.pages(map(outline_of, outlines[start : start + size]))
        return
    if not folder.exists():
        folder.mkdir(parents=True)
        (folder / _INDEX).write_bytes(catalogue.filed)
    yield from crew.run(partial(make_pages, folder=folder), outlines, size=size, watch=watch)
