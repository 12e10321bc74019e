"""What readers can search: records of cases on their way into bundles, and these into the output directory.

A part of the pipeline. The ledger has an entry for each record, and one for each bundle that was published.
A bundle is indexed only if its records are neither in the one that was published nor in one among the
blobs, here or in the shared cache.
"""

from __future__ import annotations

import json
import zlib
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
)
from irrefutable.search import pagefind
from irrefutable.search.bundles import bundles, years_of
from irrefutable.store.blobs import Blobs
from irrefutable.store.ledger import DamagedLedgerError, Ledger
from irrefutable.store.memo import Memo
from irrefutable.store.publish import Stage

if TYPE_CHECKING:
    from irrefutable.work.sharing import Sharing

RECORD: Final = "record"
"""The kind of the ledger's entries about records, and of the memo's values that hold them."""
BUNDLE: Final = "bundle"
"""The kind of the ledger's entries about bundles that were published."""


class _Job(NamedTuple):
    """A bundle to be indexed."""

    language: str
    pages: tuple[tuple[str, bytes], ...]
    """Paths, and HTML as it is remembered."""


@dataclass
class Searching:
    """The index of one build. `is_due` tells whether anything may have to be indexed or published again."""

    ledger: Ledger
    memo: Memo
    blobs: Blobs
    stage: Stage
    is_due: bool
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

    # ------------------------------------------------------------------------------------------ records

    def take(self, case_id: str, records: Iterable[SearchRecord]) -> None:
        """Take note of what can be searched of a case, in place of what it was in the last build."""
        before = dict(self._known(case_id))
        for record in records:
            entry = RecordEntry(
                record.case_id, record.language, record.path, record.year, digest_bytes(record.html)
            )
            name, value = f"{case_id}\0{record.language}", pack(tuple(entry))
            if before.pop(name, None) != value:
                self.is_due = True
                self.ledger.put(RECORD, name, value)
            content = zlib.compress(record.html, 6)
            self.memo.put(RECORD, entry.digest, content)
            if entry.digest not in self._spooled:
                self._spooled[entry.digest] = self._spool.put(content)
        self._remove(before)

    def forget(self, case_id: str) -> None:
        """Take note that nothing of a case can be searched."""
        self._remove(dict(self._known(case_id)))

    def _known(self, case_id: str) -> Iterator[tuple[str, bytes]]:
        names = list(self.ledger.names(RECORD, f"{case_id}\0"))
        return iter(self.ledger.get_many(RECORD, names).items())

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            self.is_due = True
            self.ledger.remove(RECORD, name)

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
        if not (self.is_due or is_damaged):
            return
        wanted = bundles(RecordEntry(*unpack(value)) for _, value in self.ledger.items(RECORD))
        keys = {bundle.folder: _key(bundle) for bundle in wanted}
        known = {} if is_damaged else {name: unpack(value) for name, value in self.ledger.items(BUNDLE)}
        missing = [bundle for bundle in wanted if known.get(bundle.folder, ("",))[0] != keys[bundle.folder]]
        lacking = [key for bundle in missing if self.blobs.content(key := keys[bundle.folder]) is None]
        if sharing:
            sharing.take_bundles(lacking, self.blobs)
        told = {folder: value for folder, value in known.items() if keys.get(folder) == value[0]}
        for bundle, index in self._indexed(missing, keys, workers, progress):
            self._replace(bundle.folder, index.files)
            told[bundle.folder] = (keys[bundle.folder], index.tag, index.stemmer)
        self.keys = list(keys.values())
        for folder in {name for name, _ in self.ledger.items(BUNDLE)} - keys.keys():
            self._replace(folder, {})
            self.ledger.remove(BUNDLE, folder)
        for folder, value in told.items():
            self.ledger.put(BUNDLE, folder, pack(value))
        self._publish_roots(wanted, told)

    def remove(self) -> None:
        """Publish no index."""
        folders = [folder for folder, _ in self.ledger.items(BUNDLE)]
        for folder in folders:
            self.ledger.remove(BUNDLE, folder)
        for name in [name for name, _ in self.ledger.items(RECORD)]:
            self.ledger.remove(RECORD, name)
        self._replace(f"{INDEX_FOLDER}/", {})

    def _publish_roots(self, wanted: Sequence[Bundle], told: Mapping[str, tuple[str, str, str]]) -> None:
        """Publish what the bundles of a language have in common, and the list of all bundles."""
        listed: dict[str, list[object]] = {}
        stemmers: dict[str, str] = {}
        for bundle in wanted:
            first, last = years_of(bundle)
            _, tag, stemmers[bundle.language] = told[bundle.folder]
            listed.setdefault(bundle.language, []).append(
                {"name": bundle.name, "tag": tag, "records": len(bundle.records), "years": [first, last]}
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


def _key(bundle: Bundle) -> str:
    records = [(record.path, record.digest) for record in bundle.records]
    return digest((pagefind.maker(), bundle.language, records))


def _index(job: _Job) -> BundleIndex:
    return pagefind.indexed(((path, zlib.decompress(html)) for path, html in job.pages), job.language)
