"""Why what stands at an address is, or is not, made again.

A part of the pipeline. Whatever was published belongs to a unit: a case with its pages, files and pictures,
a page of many cases, a part of the dumps. The parts that decide its bytes are compared with those of the last
build.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from irrefutable.export.parts import parts_of, year_of
from irrefutable.plan.dump_files import DUMP_FILES
from irrefutable.results import Build
from irrefutable.work.builder import Builder
from irrefutable.work.cases import UNIT, make_cases
from irrefutable.work.cases import parts_of as parts_of_case
from irrefutable.work.dumps import DUMP_PARTS
from irrefutable.work.findings import ASSETS, OWNER, Plan, path_of
from irrefutable.work.world import World


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a file is, or is not, made again."""

    path: str
    source: str
    """The template of a page; what else a file is made with."""
    is_new: bool
    changed: tuple[str, ...]
    """The parts that decide its bytes and differ from those of the last build."""
    parts: tuple[str, ...]
    """All of them."""


def explained(builder: Builder, address: str) -> Explanation | None:
    """Return why the file at an address is made again; None where none is planned."""
    plan = builder.planned()
    world = builder.desk.world
    if isinstance(plan, Build) or world is None:
        return None
    path = path_of(address, world.routes)
    asker = _Asker(builder, plan, world, path)
    return asker.of_many_cases() or asker.of_a_case() or asker.of_a_dump() or asker.of_assets()


@dataclass(frozen=True, slots=True)
class _Asker:
    builder: Builder
    plan: Plan
    world: World
    path: str

    def of_many_cases(self) -> Explanation | None:
        catalogue = self.builder.catalogue()
        for outline in catalogue.outlines():
            if outline.path == self.path:
                return self._compared(f"page {self.path}", outline.template, catalogue.parts(outline))
        return None

    def of_a_case(self) -> Explanation | None:
        for case_id in self._cases():
            desk = replace(self.builder.desk, forced=frozenset((case_id,)), _knowledge=None)
            for made in make_cases(desk, [case_id]):
                unit = f"case {case_id}"
                for page in made.pages:
                    if page.path == self.path:
                        return self._compared(unit, page.template, made.parts)
                if self.path in made.files or self._owner() == unit:
                    return self._compared(unit, f"the case {case_id}", made.parts)
        return None

    def _cases(self) -> Iterator[str]:
        """Yield the cases that the file may belong to, each once."""
        knowledge = self.builder.desk.knowledge
        owner = self._owner()
        named = [owner.removeprefix("case ")] if owner.startswith("case ") else []
        for name in dict.fromkeys((*named, *self.path.split("/"))):
            if case_id := name if knowledge.facts(name) else knowledge.former_owner(name):
                yield case_id

    def of_a_dump(self) -> Explanation | None:
        routes = self.world.routes
        wanted = parts_of(self.builder.catalogue().exported)
        for year in ("", *dict.fromkeys(map(year_of, wanted))):
            if self.path == routes.data_index(year).path:
                return self._of_records(f"year {year}" if year else "data index", f"part {year}", wanted)
        for name in wanted:
            files = (routes.data_part(kind.folder, name, kind.ending).path for kind in DUMP_FILES)
            if self.path in files:
                return self._of_records(f"part {name}", f"part {name}", wanted)
        return None

    def _of_records(self, unit: str, members: str, wanted: Mapping[str, tuple[str, ...]]) -> Explanation:
        """Return why a dump, or the index of some, is made again, of the parts whose units begin alike."""
        former, others = self.builder.former, frozenset(self._others())
        now = {
            f"record {case_id}": "another" if case_id in others else ""
            for name, case_ids in wanted.items()
            if f"part {name}".startswith(members)
            for case_id in case_ids
        }
        units = () if former.is_whole else self.builder.ledger.names(UNIT, members)
        entries = [entry for name in units if (entry := former.unit(name))]
        before = {question: "" for entry in entries for question in entry.asked}
        before |= {name: former.parts.get(name, "") for name in DUMP_PARTS}
        now |= {name: self.builder.world_parts[name] for name in DUMP_PARTS}
        return self._told("the records of its cases", before if former.unit(unit) else None, now)

    def _others(self) -> Iterator[str]:
        """Yield the cases whose records are made again."""
        for case_id in self.plan.dirty:
            entry = self.builder.former.unit(f"case {case_id}")
            if entry is None or dict(entry.parts) != parts_of_case(self.builder.desk, case_id, entry.asked):
                yield case_id

    def of_assets(self) -> Explanation | None:
        if self.path not in self.world.assets.values():
            return None
        return self._compared(ASSETS, "assets/", self.world.assets)

    def _owner(self) -> str:
        former = self.builder.former
        return "" if former.is_whole else (self.builder.ledger.get(OWNER, self.path) or b"").decode()

    def _compared(self, unit: str, source: str, parts: Mapping[str, str]) -> Explanation:
        entry = self.builder.former.unit(unit)
        return self._told(source, dict(entry.parts) if entry else None, parts)

    def _told(self, source: str, before: Mapping[str, str] | None, now: Mapping[str, str]) -> Explanation:
        """Return what differs; nothing where there was nothing before."""
        known = before or {}
        changed = sorted(name for name in {*now, *known} if now.get(name) != known.get(name))
        return Explanation(self.path, source, before is None, tuple(changed), tuple(sorted(now)))
