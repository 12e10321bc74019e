"""The dumps below `/data/`: records that were published with their cases, put together part by part.

A part of the pipeline. A part is made of the records of its cases and of nothing else, so it is made again
when its members are others. When one of them is made, its record is put in the place of the former one.
What it asks for are its records: `record ID`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, cast

from irrefutable.core.packing import pack, unpack
from irrefutable.core.workers import Crew
from irrefutable.export.feed import data_feed, feed_item
from irrefutable.export.lines import document, line
from irrefutable.export.parts import parts_of, year_of
from irrefutable.export.tables import as_csv, case_row, claim_rows
from irrefutable.model.archive import Archive
from irrefutable.model.entries import DumpCounts, PageEntry, UnitEntry
from irrefutable.model.output import Turn
from irrefutable.model.record import CaseRecord, CaseRow, ClaimRow
from irrefutable.plan.dump_files import DUMP_FILES
from irrefutable.plan.routes import Routes
from irrefutable.plan.structured import claim_reviews
from irrefutable.store.ledger import DamagedLedgerError
from irrefutable.work.builder import Builder
from irrefutable.work.cases import UNIT
from irrefutable.work.findings import ASKED
from irrefutable.work.units import Units

if TYPE_CHECKING:
    from irrefutable.work.pages import Catalogue

COUNTS = "counts"
"""The kind of the ledger's entries about how much there is in a part of the dumps, or in a year."""
DUMP_PARTS = ("address", "site")
"""The parts of the world that stand at the head of the dumps."""
_INDEX: Final = "data index"
_SCHEMA: Final = "data schema"
_PARTS_AT_ONCE: Final = 2

Heading: TypeAlias = Mapping[str, object]


class Planned(NamedTuple):
    """A part that is to be made."""

    name: str
    records: tuple[tuple[str, str], ...]
    """Where each record lies, and its SHA-256."""


class MadePart(NamedTuple):
    """A part as it is published."""

    counts: DumpCounts
    files: tuple[bytes, ...]
    """In the order of `DUMP_FILES`."""


@dataclass(frozen=True, slots=True)
class PartsDesk:
    """What it takes to make a part, in whichever process."""

    routes: Routes
    heading: Heading


def heading(archive: Archive) -> Heading:
    """Return what stands at the head of a dump."""
    site = archive.site.value
    default = site.languages[0]
    publisher = {
        "@type": "Organization",
        "name": site.publisher.name.phrase(default, default).text,
        "url": site.publisher.url,
    }
    return {
        "name": site.title.phrase(default, default).text,
        "description": site.tagline.phrase(default, default).text,
        "license": site.licence_url or site.licence,
        "publisher": {name: value for name, value in publisher.items() if value},
    }


# ----------------------------------------------------------------------------------------------- parts


def make_parts(desk: PartsDesk, batch: Sequence[Planned]) -> list[MadePart]:
    """Make a batch of parts.

    Raises:
        DamagedLedgerError: a record is not what was published.
    """
    return [_made(desk, planned) for planned in batch]


def _made(desk: PartsDesk, planned: Planned) -> MadePart:
    from irrefutable.model.dictionary import columns  # noqa: PLC0415 - few edits change tables

    lines = [_read(path, sha256) for path, sha256 in planned.records]
    records = [cast("CaseRecord", json.loads(item)) for item in lines]
    claims = [row for record in records for row in claim_rows(record)]
    address = desk.routes.data_part("claimreview", planned.name, "json").url
    dates = [date for record in records if (date := _changed_on(record))]
    head = {"@id": desk.routes.canonical(address), **desk.heading, "dateModified": max(dates, default=None)}
    pages = [item for record in records for item in _feed_items(record)]
    return MadePart(
        DumpCounts(len(records), len(claims), sum(len(reviews) for _, reviews in pages)),
        (
            b"".join(lines),
            as_csv(columns(CaseRow), (case_row(record) for record in records)),
            b"".join(map(line, claims)),
            as_csv(columns(ClaimRow), claims),
            data_feed({name: value for name, value in head.items() if value}, (item for item, _ in pages)),
        ),
    )


def _feed_items(record: CaseRecord) -> Iterator[tuple[Mapping[str, object], Sequence[object]]]:
    """Yield what the feed says of each page of a case, and the ClaimReviews of its markup."""
    for edition in record["editions"]:
        reviews = tuple(claim_reviews(record, edition))
        if reviews:
            created, modified = record.get("published", ""), record.get("updated", "")
            yield feed_item(edition["url"], reviews, created=created, modified=modified), reviews


def _told_elsewhere(content: bytes) -> bytes:
    """Return what a record tells the tables and the feed."""
    record = cast("CaseRecord", json.loads(content))
    items = (item for item, _ in _feed_items(record))
    told = (case_row(record), *claim_rows(record), *items, {"changed": _changed_on(record)})
    return b"".join(map(line, told))


def _changed_on(record: CaseRecord) -> str:
    return record.get("updated", record.get("published", ""))


def _read(path: str, sha256: str) -> bytes:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise DamagedLedgerError(str(error)) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedLedgerError(f"{path} is not what was published")
    return content


# ----------------------------------------------------------------------------------------------- all of it


def make_dumps(
    builder: Builder,
    units: Units,
    catalogue: Catalogue | None,
    *,
    altered: Collection[str],
    taken: Collection[str],
) -> None:
    """Make the dumps, as far as they are not right.

    Args:
        builder: what changed.
        units: where they go.
        catalogue: the archive as its lists see it; None where they have the cases that they had.
        altered: the cases of which lists may show something else than before.
        taken: the cases that were made.
    """
    world = builder.desk.world
    assert world  # noqa: S101 - pages were planned from it
    # Of everything, every part is made.
    renewed = () if builder.is_whole else taken
    touched = builder.damage.dumps.union(*(builder.former.askers(f"record {case_id}") for case_id in renewed))
    is_all = builder.is_whole or any(
        builder.world_parts[name] != builder.former.parts.get(name) for name in DUMP_PARTS
    )
    if not (is_all or altered or touched):
        return
    desk = PartsDesk(world.routes, heading(world.archive))
    dumps = Dumps(desk, units, builder.workers, builder.is_whole)
    if catalogue:
        years = dumps.move(catalogue.exported, touched)
    else:
        years = dumps.renew(touched, taken, wholly=touched if is_all else builder.damage.dumps)
    years |= {unit.removeprefix("year ") for unit in touched if unit.startswith("year ")}
    dumps.list(years, is_all=is_all)
    if is_all or _SCHEMA in touched:
        dumps.write_schema()


@lru_cache(maxsize=1)
def _schema() -> bytes:
    """Return what a record may hold, which our code alone decides."""
    from irrefutable.model.dictionary import record_schema  # noqa: PLC0415 - made once

    return document(record_schema())


@dataclass(frozen=True, slots=True)
class Dumps:
    """The dumps of one build."""

    desk: PartsDesk
    units: Units
    workers: int
    is_whole: bool
    """Whether nothing is left of an earlier build."""

    def move(self, cases: Iterable[tuple[str, float]], touched: Collection[str]) -> set[str]:
        """Make the parts that an archive has now, as far as they are not right; return the years concerned.

        Args:
            cases: the id of each case that readers may see, and when it was published.
            touched: the units whose records are others, or whose files are damaged.
        """
        wanted = {f"part {name}": ids for name, ids in parts_of(cases).items()}
        known = {} if self.is_whole else self._members(self.units.ledger.names(UNIT, "part "))
        gone = known.keys() - wanted.keys()
        for unit in gone:
            self._forget(unit)
        missing = {unit: ids for unit, ids in wanted.items() if unit in touched or known.get(unit) != ids}
        self._make(missing)
        return {_year(unit) for unit in (*gone, *missing)}

    def renew(self, touched: Collection[str], taken: Collection[str], *, wholly: Collection[str]) -> set[str]:
        """Make parts again that have the members they had; return the years concerned.

        Args:
            touched: the units whose records are others, or whose files are damaged.
            taken: the cases that were made; all other records are as they were.
            wholly: the units of which more may differ than these records.
        """
        members = self._members(unit for unit in touched if unit.startswith("part "))
        reworded = {
            unit for unit, ids in members.items() if unit not in wholly and self._reword(unit, ids, taken)
        }
        self._make({unit: ids for unit, ids in members.items() if unit not in reworded})
        return {_year(unit) for unit in members}

    def list(self, years: Collection[str], *, is_all: bool) -> None:
        """Write the indexes of years, or of all of them, and the index of the years."""
        known = {} if self.is_whole else dict.fromkeys(self.units.ledger.names(UNIT, "year "))
        every = {_year(unit) for unit in self.units.ledger.names(UNIT, "part ")}
        for unit in known:
            if unit.removeprefix("year ") not in every:
                self._forget(unit)
        for year in sorted(every if is_all else every & set(years)):
            self._list_year(year)
        self._list_years(sorted(every))

    def write_schema(self) -> None:
        """Write what a record may hold, which no case decides."""
        self.units.forget(_SCHEMA)
        route = self.desk.routes.data_schema()
        file = self.units.write_file(_SCHEMA, route.path, _schema(), Turn.INDEX)
        self.units.keep(_SCHEMA, UnitEntry((), (), (), (file,)))

    def _make(self, parts: Mapping[str, Sequence[str]]) -> None:
        planned = []
        for unit, case_ids in parts.items():
            self._forget(unit)
            paths = [self.desk.routes.record(case_id).path for case_id in case_ids]
            stage = self.units.stage
            records = tuple((str(stage.place(path)), stage.planned[path].sha256) for path in paths)
            planned.append(Planned(unit.removeprefix("part "), records))
        with Crew(self.desk, _same, workers=self.workers) as crew:
            results = crew.run(make_parts, planned, size=_PARTS_AT_ONCE)
            for (unit, case_ids), (name, _), made in zip(parts.items(), planned, results, strict=True):
                files = tuple(
                    self.units.write_file(
                        unit,
                        self.desk.routes.data_part(kind.folder, name, kind.ending).path,
                        content,
                        Turn.PAGE,
                    )
                    for kind, content in zip(DUMP_FILES, made.files, strict=True)
                )
                asked = tuple(f"record {case_id}" for case_id in case_ids)
                self._keep(unit, UnitEntry(_parts(files[0]), asked, (), files), made.counts)

    def _reword(self, unit: str, case_ids: Sequence[str], taken: Collection[str]) -> bool:
        """Put records in the place of former ones where only they tell of it; return whether that was all.

        Most edits change words that no table and no feed has, so one of a part's files is another.
        """
        stage, entry = self.units.stage, self._entry(unit)
        file, *others = entry.files
        lines = (stage.published(file.path) or b"").splitlines(keepends=True)
        if len(lines) != len(case_ids):
            return False
        for number, case_id in enumerate(case_ids):
            if case_id in taken:
                path = self.desk.routes.record(case_id).path
                record = _read(str(stage.place(path)), stage.planned[path].sha256)
                if _told_elsewhere(lines[number]) != _told_elsewhere(record):
                    return False
                lines[number] = record
        stage.drop(file.path)
        file = self.units.write_file(unit, file.path, b"".join(lines), Turn.PAGE)
        self.units.keep(unit, entry._replace(parts=_parts(file), files=(file, *others)))
        return True

    def _list_year(self, year: str) -> None:
        units = list(self.units.ledger.names(UNIT, f"part {year}"))
        counts = self._counts(units)
        distribution = [
            {
                "@type": "DataDownload",
                "name": f"{unit.removeprefix('part ')} {kind.folder}",
                "contentUrl": self._address(file.path),
                "encodingFormat": kind.media_type,
                "contentSize": f"{file.size_bytes} B",
                "sha256": file.sha256,
                "records": getattr(counts[unit], kind.counted),
            }
            for unit in units
            for kind, file in zip(DUMP_FILES, self._entry(unit).files, strict=True)
        ]
        total = DumpCounts(*(sum(numbers) for numbers in zip(*counts.values(), strict=True)))
        route = self.desk.routes.data_index(year)
        content = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": self._address(route.path),
            **self.desk.heading,
            "name": f"{self.desk.heading['name']}: {year}",
            "isPartOf": self._address(self.desk.routes.data_index().path),
            "temporalCoverage": year,
            **total._asdict(),
            "distribution": distribution,
        }
        unit = f"year {year}"
        self._forget(unit)
        file = self.units.write_file(unit, route.path, document(content), Turn.INDEX)
        self._keep(unit, UnitEntry((), (), (), (file,)), total)

    def _list_years(self, years: Sequence[str]) -> None:
        units = [f"year {year}" for year in years]
        counts = self._counts(units)
        total = DumpCounts(*(sum(numbers) for numbers in zip((0, 0, 0), *counts.values(), strict=True)))
        routes = self.desk.routes
        content = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": self._address(routes.data_index().path),
            **self.desk.heading,
            "url": routes.canonical(routes.data(routes.default_language).url),
            "schema": self._address(routes.data_schema().path),
            **total._asdict(),
            "hasPart": [
                {
                    "@type": "Dataset",
                    "@id": self._address(file.path),
                    "temporalCoverage": year,
                    **counts[unit]._asdict(),
                    "sha256": file.sha256,
                }
                for year, unit in zip(years, units, strict=True)
                for file in self._entry(unit).files
            ],
        }
        self.units.forget(_INDEX)
        file = self.units.write_file(_INDEX, routes.data_index().path, document(content), Turn.INDEX)
        self.units.keep(_INDEX, UnitEntry((), (), (), (file,)))

    # ------------------------------------------------------------------------------------------ the ledger

    def _members(self, units: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the ids of the cases in each part of the last build."""
        entries = {unit: self._entry(unit) for unit in sorted(units)}
        return {
            unit: tuple(question.removeprefix("record ") for question in entry.asked)
            for unit, entry in entries.items()
        }

    def _entry(self, unit: str) -> UnitEntry:
        stored = self.units.ledger.get(UNIT, unit)
        if stored is None:
            raise DamagedLedgerError(f"{unit} is missing")
        return UnitEntry(*unpack(stored))

    def _counts(self, units: Sequence[str]) -> Mapping[str, DumpCounts]:
        stored = self.units.ledger.get_many(COUNTS, units)
        if len(stored) < len(units):
            raise DamagedLedgerError("the counts of a part are missing")
        return {unit: DumpCounts(*unpack(stored[unit])) for unit in units}

    def _keep(self, unit: str, entry: UnitEntry, counts: DumpCounts) -> None:
        for question in entry.asked:
            self.units.ledger.put(ASKED, f"{question}\0{unit}", b"")
        self.units.keep(unit, entry)
        self.units.ledger.put(COUNTS, unit, pack(tuple(counts)))

    def _forget(self, unit: str) -> None:
        self.units.forget(unit)
        if not self.is_whole:
            self.units.ledger.remove(COUNTS, unit)

    def _address(self, path: str) -> str:
        return self.desk.routes.canonical(self.desk.routes.file(path).url)


def _parts(records: PageEntry) -> tuple[tuple[str, str], ...]:
    return (("its records", records.sha256),)


def _year(unit: str) -> str:
    return year_of(unit.removeprefix("part "))


def _same(desk: PartsDesk) -> PartsDesk:
    return desk
