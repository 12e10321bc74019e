"""The work on cases, a batch at a time, in whichever process: reading, checking, planning, rendering.

A part of the pipeline. Each case is worked on alone, with what the others let it see; so the result does not
depend on the order of the cases, nor on how they were divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from irrefutable.check import addresses, comparisons, editorial, languages, marks, pictures, references, texts
from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.digest import digest
from irrefutable.core.packing import pack, unpack
from irrefutable.export.lines import line
from irrefutable.load.documents import Names
from irrefutable.model.archive import Archive, CaseFiles
from irrefutable.model.entries import CaseFacts, UnitEntry
from irrefutable.plan.cards import CardShelf
from irrefutable.plan.case_pages import case_companions, case_pages, offline_pages
from irrefutable.plan.index import is_out
from irrefutable.plan.records import case_record
from irrefutable.render.templates import Templates
from irrefutable.store.ledger import Ledger
from irrefutable.store.memo import Drained, Memo
from irrefutable.work.asking import Cases, Entities, FormerSlugs, Listed, shown_to
from irrefutable.work.facts import Remembered, facts_of, packed_labels
from irrefutable.work.kin import Kin, entries_of
from irrefutable.work.knowledge import Knowledge, packed_summary, packed_timeline
from irrefutable.work.materials import materials_of
from irrefutable.work.reading import take_up
from irrefutable.work.rendering import Rendered, questions_of, rendered, without_own_links
from irrefutable.work.shelf import Shelf
from irrefutable.work.world import World

if TYPE_CHECKING:
    from irrefutable.model.drawing import Drawing, Made, Subject
    from irrefutable.model.lookup import Imprint
    from irrefutable.model.media import Placement
    from irrefutable.model.search import SearchRecord

T = TypeVar("T")

UNIT = "unit"
"""The kind of the ledger's entries about pages that are made together."""
CASE_PARTS = ("engine", "address", "site", "ratings", "topics", "assets", "navigation", "languages")
"""The parts of the world that any page of a case may show, or its check may ask for."""


class ReadCase(NamedTuple):
    """A case's folder, read and judged by itself."""

    id: str
    facts: bytes
    """Its facts, packed; empty where it cannot be built, or is gone."""
    summary: bytes
    timeline: bytes
    """What pages of other cases may show of it, packed."""
    bonds: tuple[str, ...]
    """What it can share with others, as `entries_of` has it."""
    broken: CaseFiles | None
    """What could be read of it, where there are errors."""
    is_there: bool
    """Whether there is a folder at all."""
    diagnostics: tuple[Diagnostic, ...]
    drained: Drained
    """For the memo, where another process read it."""


class MadeCase(NamedTuple):
    """What is published of a case."""

    id: str
    parts: Mapping[str, str]
    """Names and digests of all that decides its pages."""
    asked: tuple[str, ...]
    is_new: bool
    """Whether `parts` are others than those of the last build; if not, nothing was made."""
    pages: tuple[Rendered, ...]
    made: tuple[Made, ...]
    """The picture files that belong to it."""
    files: Mapping[str, bytes]
    """Other files, by their paths."""
    searchable: tuple[SearchRecord, ...]
    """What readers can search for, where the site has a search."""
    originals: str
    """What the files of its pictures carry that is not published, as lines of JSON."""
    diagnostics: tuple[Diagnostic, ...]
    drained: Drained
    records: tuple[tuple[str, bytes], ...] = ()
    """What programs read of the case, after the path of each file."""
    imprints: tuple[Imprint, ...] = ()
    """What its pictures are known by, where readers can ask for them."""
    offline: tuple[tuple[str, str], ...] = ()
    """The path of each page that has a copy for reading without a network, and that of the copy."""


@dataclass
class Desk:
    """What the work on a case needs. Open files are this process's own."""

    root: Path
    memo: Memo
    ledger: Ledger
    names: Names
    """The ids of entities by their names, for hints."""
    engine: str
    """The digest of our code and of the libraries that may change a page's bytes."""
    world: World | None = None
    """None while cases are only read."""
    archive: Archive | None = None
    """Without cases; None where the site's own files could not be read."""
    fresh: Shelf = field(default_factory=Shelf)
    bonds: Sequence[str] = ()
    """What the cases that were read just now can share with others, in order."""
    is_whole: bool = False
    now_at: float = 0.0
    is_preview: bool = False
    forced: frozenset[str] = frozenset()
    """The cases whose pages are made whether anything is new or not."""
    renders: bool = True
    """Whether pages are made, or cases only checked."""
    is_abroad: bool = False
    known: Mapping[str, CaseFacts] | None = None
    """What the ledger says of every case, where it was read before; None where it is to be asked."""
    _knowledge: Knowledge | None = None
    _kin: Kin | None = field(default=None, init=False)
    _cards: CardShelf | None = field(default=None, init=False)

    def __getstate__(self) -> dict[str, object]:
        """Reach another process without what this one has looked up."""
        return {**vars(self), "_knowledge": None, "_kin": None, "_cards": None}

    @property
    def knowledge(self) -> Knowledge:
        """What is known of all cases."""
        if self._knowledge is None:
            self._knowledge = Knowledge(
                self.root,
                self.memo,
                self.ledger,
                self.fresh,
                self.is_whole,
                self.now_at,
                self.is_preview,
                self._reread,
                self.known,
            )
        return self._knowledge

    @property
    def kin(self) -> Kin:
        """The relatives of cases."""
        if self._kin is None:
            self._kin = Kin(self.knowledge, self.bonds)
        return self._kin

    @property
    def cards(self) -> CardShelf:
        """What pages show of cases as lists do."""
        if self._cards is None:
            assert self.world  # noqa: S101 - nothing is made without one
            assert self.archive  # noqa: S101 - nor without the other
            asked: set[str] = set()
            archive = replace(
                self.archive,
                cases=Cases(self.knowledge, {}, asked),
                entities=Entities(self.archive.entities, asked),
            )
            listed = Listed(self.knowledge, asked)
            self._cards = CardShelf(materials_of(self.world, archive, listed, self.memo, set()), asked)
        return self._cards

    def remember(self, kind: str, told: str, value: bytes) -> str:
        """Keep a value in the memo, where there is one and it is not there yet; return its key.

        Args:
            kind: of value.
            told: the digest of what it tells.
            value: as our code writes it, which another version may write otherwise.
        """
        if not value:
            return ""
        key = digest((self.engine, told))
        if self.memo.get(kind, key) is None:
            self.memo.put(kind, key, value)
        return key

    def drained(self) -> Drained:
        """Return what the memo of another process must be told."""
        return self.memo.drain() if self.is_abroad else Drained()

    def _reread(self, case_id: str) -> CaseFiles | None:
        loaded, _ = take_up(self.root, case_id, self.names, self.memo, self.engine)
        return loaded.files if loaded else None


def abroad(desk: Desk) -> Desk:
    """Return a desk for another process, with open files of its own."""
    ledger = Ledger(desk.ledger.file, is_durable=desk.ledger.is_durable)
    ledger.__enter__()
    memo = Memo(desk.memo.file)
    world = desk.world
    if world:
        world = replace(world, templates=Templates(world.templates.folders, memo))
    return replace(desk, world=world, memo=memo, ledger=ledger, is_abroad=True, _knowledge=None)


# ----------------------------------------------------------------------------------------------- reading


def read_cases(desk: Desk, names: Sequence[str]) -> list[ReadCase]:
    """Read what has these names in `content/cases`, and remember what is sound."""
    return [_read(desk, name) for name in names]


def _read(desk: Desk, name: str) -> ReadCase:
    loaded, found = take_up(desk.root, name, desk.names, desk.memo, desk.engine)
    facts = summary = timeline = b""
    bonds: tuple[str, ...] = ()
    if loaded and loaded.files:
        summary_told, summary = packed_summary(loaded.files)
        timeline_told, timeline = packed_timeline(loaded.files)
        remembered = Remembered(
            record=loaded.record,
            summary=desk.remember("summary", summary_told, summary),
            timeline=desk.remember("timeline", timeline_told, timeline),
            labels=desk.remember("labels", *packed_labels(loaded.files.case.value)),
        )
        found_facts = facts_of(loaded.files, remembered, loaded.paths)
        facts, bonds = pack(found_facts), entries_of(name, found_facts)
    broken = loaded.broken if loaded else None
    is_there = loaded is not None
    return ReadCase(name, facts, summary, timeline, bonds, broken, is_there, tuple(found), desk.drained())


# ---------------------------------------------------------------------------------------------- making


def make_cases(desk: Desk, case_ids: Sequence[str]) -> list[MadeCase]:
    """Check cases against the archive; make the pages of those that readers may see, if anything is new."""
    return [_same(desk, case_id) or _Work(desk, case_id).made() for case_id in case_ids]


def _same(desk: Desk, case_id: str) -> MadeCase | None:
    """Return what says that a case is as the last build made it; None where it is not."""
    stored = None if desk.is_whole or case_id in desk.forced else desk.ledger.get(UNIT, f"case {case_id}")
    if stored is None or not desk.renders:
        return None
    entry = UnitEntry(*unpack(stored))
    if dict(entry.parts) != parts_of(desk, case_id, entry.asked):
        return None
    return MadeCase(case_id, dict(entry.parts), entry.asked, False, (), (), {}, (), "", (), desk.drained())


def parts_of(desk: Desk, case_id: str, asked: Iterable[str]) -> dict[str, str]:
    """Return names and digests of everything that decides the pages of a case, given what it asks for."""
    world, knowledge = desk.world, desk.knowledge
    assert world  # noqa: S101 - nothing is made without one
    facts = knowledge.facts(case_id)
    assert facts  # noqa: S101 - only a case that is there is made
    parts = {name: world.parts[name] for name in CASE_PARTS}
    parts |= world.case_templates((facts.language, *facts.editions))
    parts["its files"] = facts.record
    parts["its kin"] = digest((desk.kin.of(case_id), desk.kin.lists_of(case_id)))
    parts["its time"] = str(is_out(facts, desk.now_at, is_preview=desk.is_preview))
    parts |= {name: world.parts.get(name, "") for name in asked if name.startswith("entity ")}
    parts |= {name: _answer(knowledge, name) for name in asked if name.startswith("case ")}
    return parts


def _answer(knowledge: Knowledge, question: str) -> str:
    case_id = question.removeprefix("case ")
    facts = knowledge.facts(case_id)
    shown = facts.shown if facts else ()
    return digest(
        (facts.summary if facts else "", shown, knowledge.is_listed(case_id), knowledge.former_owner(case_id))
    )


class _Work:
    """The work on one case."""

    def __init__(self, desk: Desk, case_id: str) -> None:
        self.desk = desk
        self.id = case_id
        self.asked: set[str] = set()

    def made(self) -> MadeCase:
        desk, files = self.desk, self.desk.knowledge.whole(self.id)
        assert files  # noqa: S101 - only a case that is there is made
        assert desk.archive  # noqa: S101 - and only where the site could be read
        archive = replace(
            desk.archive,
            cases=Cases(desk.knowledge, {self.id: files}, self.asked),
            former_slugs=FormerSlugs(desk.knowledge, self.asked),
            entities=Entities(desk.archive.entities, self.asked),
        )
        found = list(check(archive, files))
        placements: Mapping[tuple[str, str], Placement] = {}
        if files.files:
            from irrefutable.work.placements import place_all  # noqa: PLC0415 - as are illustrations

            placements, diagnostics = place_all([files], desk.root, desk.memo)
            found += diagnostics
        self.asked.discard(f"case {self.id}")
        asked = tuple(sorted(self.asked))
        nothing = MadeCase(self.id, {}, asked, True, (), (), {}, (), "", tuple(found), Drained())
        if not desk.renders or desk.world is None or any(item.is_error for item in found):
            return nothing._replace(drained=desk.drained())
        facts = desk.knowledge.facts(self.id)
        assert facts  # noqa: S101 - it was found above
        if files.files:
            from irrefutable.work.originals import inspected  # noqa: PLC0415 - as are illustrations

            nothing = nothing._replace(originals=inspected(files, desk.root, desk.memo, desk.engine))
        if not is_out(facts, desk.now_at, is_preview=desk.is_preview):
            return nothing._replace(parts=parts_of(desk, self.id, asked), drained=desk.drained())
        return self._planned(desk.world, archive, files, placements, nothing)

    def _planned(
        self,
        world: World,
        archive: Archive,
        files: CaseFiles,
        placements: Mapping[tuple[str, str], Placement],
        nothing: MadeCase,
    ) -> MadeCase:
        desk, memo = self.desk, self.desk.memo
        listed = Listed(desk.knowledge, self.asked)
        is_shown = self.id in listed
        made: dict[str, Made] = {}
        described: dict[str, bytes] = {}
        imprints: tuple[Imprint, ...] = ()
        hrefs: set[str] = set()
        materials = replace(
            materials_of(world, archive, listed, memo, hrefs), shown=partial(shown_to, self.asked, desk.cards)
        )
        if is_shown and files.files:
            from irrefutable.work.illustrations import illustrated  # noqa: PLC0415 - see there

            shown = illustrated(files, placements, world.routes, desk.root, memo)
            made.update((item.path, item) for item in shown.made)
            described.update(shown.described)
            materials = replace(materials, placements=placements, heat_maps=shown.heat_maps, cuts=shown.cuts)
        if is_shown:
            if files.files or archive.site.value.build.share_cards:
                from irrefutable.plan.drawings import pair_sheets, share_cards  # noqa: PLC0415 - as are illustrations

                cards = _drawings(share_cards(materials, self.id), self.id, memo)
                pairs = _drawings(pair_sheets(materials, self.id), self.id, memo)
                made.update((item.path, item) for item in (*cards.values(), *pairs.values()))
                materials = replace(materials, cards=cards, pairs=pairs)
            kin, has_list = desk.kin.of(self.id), frozenset(desk.kin.lists_of(self.id))
            materials = replace(materials, kin=kin, has_list=has_list)
        if is_shown and files.files and world.has_lookup:
            from irrefutable.work.imprints import imprinted  # noqa: PLC0415 - as are illustrations

            told = imprinted(files, materials, desk.root, memo)
            imprints = told.imprints
            described.update(told.described)
        record = case_record(materials, self.id)
        planned = list(case_pages(materials, record))
        pages = tuple(rendered(page, world.templates) for page in planned)
        searchable: tuple[SearchRecord, ...] = ()
        if world.is_searchable:
            from irrefutable.plan.search_records import search_record  # noqa: PLC0415 - some sites have none

            searchable = tuple(filter(None, (search_record(materials, page) for page in planned)))
        self.asked |= questions_of(hrefs, pages, world.routes.base_path)
        self.asked.discard(f"case {self.id}")
        asked = tuple(sorted(self.asked))
        records = tuple(
            (path, line(content)) for path, content in case_companions(materials, record, planned)
        )
        own_files = (*made, *described, *(path for path, _ in records))
        return nothing._replace(
            parts=parts_of(desk, self.id, asked),
            asked=asked,
            pages=without_own_links(pages, own_files, world.routes.base_path),
            made=tuple(made.values()),
            files=described,
            searchable=searchable,
            drained=desk.drained(),
            records=records,
            imprints=imprints,
            offline=tuple(offline_pages(world.routes, planned)),
        )


def check(archive: Archive, files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield what is wrong with a case that could be read."""
    yield from references.check_case(archive, files)
    yield from marks.check_case(files)
    yield from texts.check_case(archive, files)
    yield from addresses.check_case(archive, files)
    yield from languages.check_case(archive, files)
    yield from editorial.check_case(archive, files)
    yield from comparisons.check_case(files)
    yield from pictures.check_case(files)


def check_broken(archive: Archive, files: CaseFiles) -> Iterator[Diagnostic]:
    """Yield what else is wrong with a case that has errors."""
    yield from references.check_case(archive, files, is_whole=False)
    # What seems to be uncited may be cited where the file could not be read.
    yield from (item for item in marks.check_case(files) if item.code != marks.UNCITED_SOURCE.code)


def _drawings(subjects: Iterable[tuple[T, Subject]], folder: str, memo: Memo) -> dict[T, Drawing]:
    wanted = tuple(subjects)
    if not wanted:
        return {}
    from irrefutable.work.illustrations import drawings  # noqa: PLC0415 - see there

    return drawings(wanted, folder, memo)
