"""What readers can search: records of cases on their way into bundles, and these into the output directory.

A part of the pipeline. The ledger has an entry for each record, the order in which they are divided, how many
there are of each year, and an entry for each bundle that was published. A bundle is looked at only if one of
its records is another, or if what was published is damaged; and it is indexed only if its records are neither
in the one that was published nor in one among the blobs, here or in the shared cache.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from irrefutable.core.digest import digest, digest_bytes
from irrefutable.core.packing import UnpackingError, pack, unpack
from irrefutable.core.spool import Spool
from irrefutable.core.workers import WORTH_A_POOL, run_each
from irrefutable.model.output import Turn
from irrefutable.model.search import (
    INDEX_FOLDER,
    INDEX_LIST,
    Bundle,
    BundleIndex,
    RecordEntry,
    SearchRecord,
    folder_of,
)
from irrefutable.search import pagefind
from irrefutable.search.bundles import MOST_RECORDS, Span, divided, is_in, part_of, spans
from irrefutable.store.blobs import Blobs
from irrefutable.store.ledger import DamagedLedgerError, Ledger
from irrefutable.store.memo import Memo
from irrefutable.store.publish import Stage

if TYPE_CHECKING:
    from irrefutable.work.sharing import Sharing

RECORD: Final = "record"
"""The kind of the ledger's entries about records, by their cases, and of the memo's values that hold them."""
FILED: Final = "record filed"
"""The kind of the ledger's entries that have records in the order in which they are divided."""
COUNT: Final = "records"
"""The kind of the ledger's entries that say how many records a year of a language has."""
BUNDLE: Final = "bundle"
"""The kind of the ledger's entries about bundles that were published."""


class _Job(NamedTuple):
    """A bundle to be indexed."""

    language: str
    pages: tuple[tuple[str, bytes], ...]
    """Paths, and HTML as it is remembered."""


class _Told(NamedTuple):
    """A bundle, as the ledger has it."""

    key: str
    """Of the blob that holds its index."""
    tag: str
    stemmer: str
    """As `BundleIndex` has them; empty until it is indexed."""
    records: int
    first: int
    """The earliest year of its records; 0 stands for one that nobody knows."""
    last: int


class _Year(NamedTuple):
    """The records of a year in a language: what bundles are divided by."""

    language: str
    year: int

    @property
    def name(self) -> str:
        """What its entries in the ledger begin with."""
        return f"{self.language}\0{self.year:05d}\0"


@dataclass
class Searching:
    """The index of one build. `is_new` tells whether all of it is to be looked at."""

    ledger: Ledger
    memo: Memo
    blobs: Blobs
    stage: Stage
    is_new: bool
    keys: list[str] = field(default_factory=list)
    """Of the blobs that hold the bundles."""
    root_keys: list[str] = field(default_factory=list)
    """Of those that hold what bundles have in common: the engine, which is shared with no other machine."""
    made: tuple[str, ...] = ()
    """The folders of the bundles that had to be indexed."""
    _spool: Spool = field(default_factory=Spool)
    """The records of this build."""
    _spooled: dict[str, int] = field(default_factory=dict)
    """Where each of them lies there, by its digest."""
    _touched: dict[_Year, set[str]] = field(default_factory=dict)
    """The parts of the cases that have other records than before, by the years that have or had these."""
    _gained: Counter[_Year] = field(default_factory=Counter)
    """How many records more a year has than before."""

    # ------------------------------------------------------------------------------------------ records

    def take(self, case_id: str, records: Iterable[SearchRecord]) -> None:
        """Take note of what can be searched of a case, in place of what it was in the last build."""
        before = self._known(case_id)
        for record in records:
            entry = RecordEntry(
                record.case_id, record.language, record.path, record.year, digest_bytes(record.html)
            )
            self._put(before.pop(record.language, None), entry)
            content = zlib.compress(record.html, 6)
            self.memo.put(RECORD, entry.digest, content)
            if entry.digest not in self._spooled:
                self._spooled[entry.digest] = self._spool.put(content)
        for entry in before.values():
            self._remove(entry)

    def forget(self, case_id: str) -> None:
        """Take note that nothing of a case can be searched."""
        for entry in self._known(case_id).values():
            self._remove(entry)

    def _known(self, case_id: str) -> dict[str, RecordEntry]:
        """Return the records that a case had in the last build, by their languages."""
        names = list(self.ledger.names(RECORD, f"{case_id}\0"))
        entries = (RecordEntry(*unpack(value)) for value in self.ledger.get_many(RECORD, names).values())
        return {entry.language: entry for entry in entries}

    def _put(self, before: RecordEntry | None, entry: RecordEntry) -> None:
        if before == entry:
            return
        if before and before.year != entry.year:
            self._remove(before)
            before = None
        self.ledger.put(RECORD, f"{entry.case_id}\0{entry.language}", pack(tuple(entry)))
        if before is None:
            self.ledger.put(FILED, _filed(entry), b"")
        self._touch(entry, 0 if before else 1)

    def _remove(self, entry: RecordEntry) -> None:
        self.ledger.remove(RECORD, f"{entry.case_id}\0{entry.language}")
        self.ledger.remove(FILED, _filed(entry))
        self._touch(entry, -1)

    def _touch(self, entry: RecordEntry, gained: int) -> None:
        year = _Year(entry.language, entry.year)
        self._touched.setdefault(year, set()).add(part_of(entry.case_id))
        self._gained[year] += gained

    # ---------------------------------------------------------------------------------------- publishing

    def publish(
        self,
        sharing: Sharing | None,
        *,
        workers: int,
        damaged: Collection[str],
        progress: Callable[[int, int], None],
    ) -> None:
        """Bring the index up to date.

        Args:
            sharing: what others indexed.
            workers: the number of processes that index.
            damaged: the published files that are not what they were.
            progress: told how many of how many bundles are indexed.

        Raises:
            IndexingError: Pagefind failed.
            DamagedLedgerError: the memo has lost a record that the ledger knows.
        """
        is_damaged = any(path.startswith(f"{INDEX_FOLDER}/") for path in damaged)
        if not (self.is_new or is_damaged or self._touched):
            return
        published = {folder: _Told(*unpack(value)) for folder, value in self.ledger.items(BUNDLE)}
        known = {} if self.is_new or is_damaged else published
        told: dict[str, _Told] = {}
        missing: list[Bundle] = []
        for language, name, cases in self._divided(known):
            if cases is None:
                folder = folder_of(language, name)
                told[folder] = known[folder]
                continue
            bundle = self._bundle(language, name, cases)
            standing, now = known.get(bundle.folder), _told(bundle)
            told[bundle.folder] = now
            if standing and standing.key == now.key:
                told[bundle.folder] = now._replace(tag=standing.tag, stemmer=standing.stemmer)
            else:
                missing.append(bundle)
        lacking = [key for bundle in missing if self.blobs.content(key := told[bundle.folder].key) is None]
        if sharing:
            sharing.take_bundles(lacking, self.blobs)
        keys = {folder: each.key for folder, each in told.items()}
        for bundle, index in self._indexed(missing, keys, workers, progress):
            self._replace(bundle.folder, index.files)
            told[bundle.folder] = told[bundle.folder]._replace(tag=index.tag, stemmer=index.stemmer)
        self.keys = list(keys.values())
        for folder in published.keys() - told.keys():
            self._replace(folder, {})
            self.ledger.remove(BUNDLE, folder)
        for folder, each in told.items():
            if published.get(folder) != each:
                self.ledger.put(BUNDLE, folder, pack(tuple(each)))
        self._publish_roots(told)

    def _divided(self, known: Collection[str]) -> Iterator[tuple[str, str, Collection[str] | None]]:
        """Yield language and name of each bundle of the archive, and its cases; the latest years first.

        Of those among the `known` that no record of this build is in, or was, there is None for the cases.
        """
        for language, years in sorted(self._count().items()):
            for span in spans(years, MOST_RECORDS):
                touched = {
                    part
                    for year, parts in self._touched.items()
                    if year.language == language and span.covers(year.year)
                    for part in parts
                }
                if span.is_divided:
                    yield from self._parts(language, span, touched, known)
                elif touched or folder_of(language, span.name) not in known:
                    within = [_Year(language, year) for year in years if span.covers(year)]
                    yield language, span.name, [each for year in within for _, each in self._filed_in(year)]
                else:
                    yield language, span.name, None

    def _parts(
        self, language: str, span: Span, touched: Collection[str], known: Collection[str]
    ) -> Iterator[tuple[str, str, Collection[str] | None]]:
        """Yield the bundles of a year that has many, as `_divided` does."""
        start = folder_of(language, span.name).removesuffix("/")
        standing = sorted(folder for folder in known if folder.startswith(start))
        if standing and not touched:
            for folder in standing:
                yield language, folder.split("/")[2], None
            return
        for name, cases in divided(span, list(self._filed_in(_Year(language, span.first))), MOST_RECORDS):
            is_new = folder_of(language, name) not in known or any(
                is_in(name, span, part) for part in touched
            )
            yield language, name, cases if is_new else None

    def _count(self) -> dict[str, dict[int, int]]:
        """Have the ledger know how many records each year of each language has, and return it."""
        counts = {name: int(value) for name, value in self.ledger.items(COUNT)}
        for year, gained in self._gained.items():
            count = counts.get(year.name, 0) + gained
            if count:
                self.ledger.put(COUNT, year.name, b"%d" % count)
                counts[year.name] = count
            elif counts.pop(year.name, None):
                self.ledger.remove(COUNT, year.name)
        by_language: dict[str, dict[int, int]] = {}
        for name, count in counts.items():
            language, number, _ = name.split("\0")
            by_language.setdefault(language, {})[int(number)] = count
        return by_language

    def _filed_in(self, year: _Year) -> Iterator[tuple[str, str]]:
        """Yield the id of each case that has a record of a year, after its part."""
        for name in self.ledger.names(FILED, year.name):
            part, _, case_id = name.removeprefix(year.name).partition("\0")
            yield part, case_id

    def _bundle(self, language: str, name: str, case_ids: Collection[str]) -> Bundle:
        """Return a bundle with the records of its cases.

        Raises:
            DamagedLedgerError: one of them is lost.
        """
        names = [f"{case_id}\0{language}" for case_id in sorted(case_ids)]
        stored = self.ledger.get_many(RECORD, names)
        if len(stored) != len(names):
            raise DamagedLedgerError(f"records of {name} in {language}")
        return Bundle(language, name, tuple(RecordEntry(*unpack(stored[each])) for each in names))

    def remove(self) -> None:
        """Publish no index."""
        folders = [folder for folder, _ in self.ledger.items(BUNDLE)]
        for folder in folders:
            self.ledger.remove(BUNDLE, folder)
        for kind in (RECORD, FILED, COUNT):
            for name in list(self.ledger.names(kind, "")):
                self.ledger.remove(kind, name)
        self._replace(f"{INDEX_FOLDER}/", {})

    def _publish_roots(self, told: Mapping[str, _Told]) -> None:
        """Publish what the bundles of a language have in common, and the list of all bundles."""
        listed: dict[str, list[object]] = {}
        stemmers: dict[str, str] = {}
        for folder, bundle in told.items():
            _, language, name, _ = folder.split("/")
            stemmers[language] = bundle.stemmer
            listed.setdefault(language, []).append(
                {
                    "name": name,
                    "tag": bundle.tag,
                    "records": bundle.records,
                    "years": [bundle.first, bundle.last],
                }
            )
        self._drop(self._roots(f"{INDEX_FOLDER}/"))
        for language, stemmer in stemmers.items():
            for name, content in self._root(language, stemmer).items():
                self.stage.write(f"{INDEX_FOLDER}/{language}/{name}", content, Turn.ASSET)
        told_of_all = json.dumps({"version": pagefind.engine(), "languages": listed}, separators=(",", ":"))
        self.stage.write(INDEX_LIST, told_of_all.encode(), Turn.INDEX)

    def _roots(self, folder: str) -> Iterator[str]:
        """Yield the files of the last publication that are of no single bundle."""
        before = self.stage.planned.before
        for path in before.inside(folder):
            if path == INDEX_LIST:
                yield path
            elif path.endswith("/"):
                yield from (file for file in before.inside(path) if not file.endswith("/"))

    def _root(self, language: str, stemmer: str) -> Mapping[str, bytes]:
        key = digest((pagefind.maker(), language, stemmer))
        self.root_keys.append(key)
        index = self._kept(key)
        if index is None:
            index = BundleIndex(pagefind.root(language, stemmer), "", stemmer)
            self._keep(key, index)
        return index.files

    def _indexed(
        self,
        missing: Sequence[Bundle],
        keys: Mapping[str, str],
        workers: int,
        progress: Callable[[int, int], None],
    ) -> Iterator[tuple[Bundle, BundleIndex]]:
        unknown = []
        for bundle in missing:
            index = self._kept(keys[bundle.folder])
            if index:
                yield bundle, index
            else:
                unknown.append(bundle)
        self.made = tuple(bundle.folder for bundle in unknown)
        size = max(WORTH_A_POOL, 2 * workers)
        for start in range(0, len(unknown), size):
            group = unknown[start : start + size]
            jobs = [_Job(bundle.language, tuple(self._pages(bundle))) for bundle in group]
            indexes = run_each(_index, jobs, workers=workers)
            for number, (bundle, index) in enumerate(zip(group, indexes, strict=True), start + 1):
                progress(number, len(unknown))
                self._keep(keys[bundle.folder], index)
                yield bundle, index

    def _pages(self, bundle: Bundle) -> Iterator[tuple[str, bytes]]:
        earlier = self.memo.get_many(RECORD, [record.digest for record in bundle.records])
        for record in bundle.records:
            place = self._spooled.get(record.digest)
            content = earlier.get(record.digest) if place is None else self._spool.get(place)
            if content is None:
                raise DamagedLedgerError(f"nothing remembers {record.path}")
            yield record.path, content

    def _kept(self, key: str) -> BundleIndex | None:
        path = self.blobs.path(key)
        if path is None:
            return None
        try:
            return BundleIndex(*unpack(path.read_bytes()))
        except (UnpackingError, TypeError, OSError):
            return None

    def _keep(self, key: str, index: BundleIndex) -> None:
        self.blobs.put(key, pack((dict(index.files), index.tag, index.stemmer)))

    def _replace(self, folder: str, files: Mapping[str, bytes]) -> None:
        self._drop(self.stage.planned.carried(folder))
        for name, content in files.items():
            self.stage.write(f"{folder}{name}", content, Turn.ASSET)

    def _drop(self, paths: Iterable[str]) -> None:
        for path in list(paths):
            self.stage.drop(path)


def _filed(entry: RecordEntry) -> str:
    """Return the name of a record among those of its year."""
    return f"{_Year(entry.language, entry.year).name}{part_of(entry.case_id)}\0{entry.case_id}"


def _told(bundle: Bundle) -> _Told:
    """Return what the ledger will have of a bundle that is to be indexed."""
    records = [(record.path, record.digest) for record in bundle.records]
    years = [record.year for record in bundle.records]
    key = digest((pagefind.maker(), bundle.language, records))
    return _Told(key, "", "", len(records), min(years), max(years))


def _index(job: _Job) -> BundleIndex:
    return pagefind.indexed(((path, zlib.decompress(html)) for path, html in job.pages), job.language)
