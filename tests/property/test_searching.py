"""Whatever comes, goes and moves, an index that was kept up to date is that of an archive read anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irrefutable.core.digest import digest
from irrefutable.model.output import Turn
from irrefutable.model.search import INDEX_LIST, BundleIndex, SearchRecord
from irrefutable.search import pagefind
from irrefutable.store.blobs import Blobs
from irrefutable.store.ledger import DamagedLedgerError, Ledger
from irrefutable.store.memo import Memo
from irrefutable.work import searching
from irrefutable.work.searching import Searching

MOST = 3
LANGUAGES = ("en", "ru")

Case = tuple[tuple[str, int, str], ...]
"""Language, year and text of each of its records."""

cases = st.lists(
    st.tuples(
        st.sampled_from(LANGUAGES), st.sampled_from([0, 2011, 2012, 2017, 2026]), st.sampled_from("ab")
    ),
    unique_by=lambda record: record[0],
    max_size=2,
).map(tuple)
builds = st.lists(
    st.dictionaries(st.integers(0, 14).map("case-{}".format), st.none() | cases, max_size=15),
    min_size=2,
    max_size=6,
)
"""What each build finds of the cases that changed: None where a case has gone."""


class Site:
    """Stands for a stage whose plan is carried out at once."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.planned = SimpleNamespace(carried=self._carried, before=SimpleNamespace(inside=self._inside))

    def write(self, path: str, content: bytes, turn: Turn) -> None:
        assert turn in (Turn.ASSET, Turn.INDEX)
        self.files[path] = content

    def drop(self, path: str) -> None:
        del self.files[path]

    def _carried(self, folder: str) -> Iterator[str]:
        return (path for path in self.files if path.startswith(folder))

    def _inside(self, folder: str) -> Iterator[str]:
        found = (path.removeprefix(folder).partition("/") for path in self._carried(folder))
        return iter(sorted({f"{folder}{name}{slash}" for name, slash, _ in found}))


@pytest.fixture(scope="module", autouse=True)
def engine() -> Iterator[None]:
    """Index by writing down what is indexed, in bundles that are soon full."""

    def indexed(pages: Iterable[tuple[str, bytes]], language: str) -> BundleIndex:
        files = {f"fragment/{digest(path)}": html for path, html in pages}
        return BundleIndex(files, digest((language, tuple(files.items()))), language)

    def root(language: str, stemmer: str) -> Mapping[str, bytes]:
        return {"engine": f"{language} {stemmer}".encode()}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pagefind, "indexed", indexed)
        patch.setattr(pagefind, "root", root)
        patch.setattr(searching, "MOST_RECORDS", MOST)
        yield


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    return Blobs(tmp_path_factory.mktemp("blobs"))


class Archive:
    """A site whose index is built again and again."""

    def __init__(self, blobs: Blobs) -> None:
        self.site, self.ledger, self.memo, self._blobs = Site(), Ledger(None), Memo(None), blobs

    def build(self, found: Mapping[str, Case | None], *, is_new: bool = False) -> None:
        """Have a build find these cases anew."""
        build = Searching(self.ledger, self.memo, self._blobs, cast("Any", self.site), is_new)
        for case_id, case in found.items():
            if case is None:
                build.forget(case_id)
            else:
                build.take(case_id, _records(case_id, case))
        build.publish(None, workers=1, damaged=(), progress=lambda _, __: None)


def _records(case_id: str, case: Case) -> list[SearchRecord]:
    return [
        SearchRecord(
            case_id,
            language,
            f"{language}/cases/{case_id}/index.html",
            year,
            f"{case_id} {language} {text}".encode(),
        )
        for language, year, text in case
    ]


@given(builds)
@settings(max_examples=150)
def test_an_index_that_is_kept_up_to_date_is_that_of_a_clean_build(
    blobs: Blobs, found: list[dict[str, Case | None]]
) -> None:
    kept = Archive(blobs)
    now: dict[str, Case] = {}
    for number, changed in enumerate(found):
        kept.build(changed, is_new=not number)
        now |= {case_id: case for case_id, case in changed.items() if case is not None}
        now = {case_id: case for case_id, case in now.items() if changed.get(case_id, case) is not None}
        clean = Archive(blobs)
        clean.build(now, is_new=True)
        assert kept.site.files == clean.site.files
        words = [record.html for case_id, case in now.items() for record in _records(case_id, case)]
        fragments = [content for path, content in kept.site.files.items() if "/fragment/" in path]
        assert sorted(fragments) == sorted(words)
        listed = json.loads(kept.site.files[INDEX_LIST])["languages"] if words else {}
        assert sum(bundle["records"] for bundles in listed.values() for bundle in bundles) == len(words)
        assert list(kept.ledger.entries()) == list(clean.ledger.entries())


def test_an_edit_looks_at_no_record_of_another_bundle(blobs: Blobs) -> None:
    """Nor in what order those of another year stand that has many, like its own."""
    own, other = ({f"{year}-{n}": (("en", year, "a"),) for n in range(9)} for year in (2017, 2011))
    archive = Archive(blobs)
    archive.build({**own, **other, "translated": (("ru", 2017, "a"),)}, is_new=True)
    before = archive.site.files.copy()
    by_bundle = _cases_by_bundle(before)
    (inside,) = [folder for folder, found in by_bundle.items() if "2017-0" in found]
    assert len(by_bundle) > 4
    for name, _ in [*archive.ledger.items(searching.RECORD)]:
        if name.partition("\0")[0] not in by_bundle[inside]:
            archive.ledger.remove(searching.RECORD, name)
    for name in [*archive.ledger.names(searching.FILED, "en\x0002011")]:
        archive.ledger.remove(searching.FILED, name)
    archive.build({"2017-0": (("en", 2017, "b"),)})
    after = archive.site.files
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert {path for path in changed if not path.startswith(inside)} == {INDEX_LIST}
    with pytest.raises(DamagedLedgerError):
        archive.build({"2017-new": (("ru", 2017, "a"),)})


def _cases_by_bundle(files: Mapping[str, bytes]) -> dict[str, set[str]]:
    """Return the cases in each bundle, by its folder."""
    found: dict[str, set[str]] = {}
    for path, content in files.items():
        folder, is_fragment, _ = path.partition("/fragment/")
        if is_fragment:
            found.setdefault(f"{folder}/", set()).add(content.decode().split()[0])
    return found
