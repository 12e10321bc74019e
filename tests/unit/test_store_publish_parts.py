"""A manifest in parts is published as one: another one all at once, and nothing of it is left behind."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from irrefutable.store.errors import DamagedManifestError, ForeignFileError, PlanError
from irrefutable.store.manifest import read_manifest
from irrefutable.store.publish import OutputDirectory, remove_all
from irrefutable.store.published import Published
from tests.publications import files, have_parts, publish, state

TREE = {f"cases/{number:02}/index.html": b"%d" % number for number in range(40)}
EDITED = {**TREE, "cases/20/index.html": b"edited"}


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    have_parts(monkeypatch)
    return tmp_path / "site"


def parts_in(out: Path) -> set[str]:
    return {path.name for path in (out / "data" / "manifest").glob("*")}


def listed(out: Path) -> set[str]:
    return {part.name for part in read_manifest(out).parts}


def test_publication_leaves_the_parts_that_are_listed(out: Path) -> None:
    assert publish(out, TREE) == Published(written=tuple(sorted(TREE)))
    before = parts_in(out)
    assert len(before) > 10
    assert before == listed(out)
    untouched = {path: it for path, it in state(out).items() if path.startswith("data/manifest/")}
    assert publish(out, EDITED) == Published(written=("cases/20/index.html",), kept=39)
    after = parts_in(out)
    assert after == listed(out)
    assert len(after - before) == 1
    kept = {path: it for path, it in state(out).items() if Path(path).name in before & after}
    assert kept.items() <= untouched.items()
    assert publish(out, EDITED) == Published(kept=40)


def test_every_part_is_there_that_is_listed_at_any_moment(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(out, TREE)
    seen: list[set[str]] = []
    replace = os.replace

    def watched(source: str, target: str) -> None:
        replace(source, target)
        assert not read_manifest(out).damage
        seen.append(parts_in(out))

    monkeypatch.setattr(os, "replace", watched)
    publish(out, EDITED)
    assert len({frozenset(parts) for parts in seen}) == 3


def test_short_list_has_no_parts(out: Path) -> None:
    publish(out, TREE)
    publish(out, {"index.html": b"home"})
    assert not (out / "data").exists()
    assert publish(out, TREE).written == tuple(sorted(TREE))
    assert parts_in(out) == listed(out)


def test_what_a_damaged_journal_left_goes(out: Path) -> None:
    """A part that nobody lists is removed; what only has the name of one is somebody's."""
    publish(out, TREE)
    stale = out / "data" / "manifest" / f"{hashlib.sha256(b'stale').hexdigest()}.json"
    stale.write_bytes(b"stale")
    stranger = out / "data" / "manifest" / f"{'0' * 64}.json"
    stranger.write_bytes(b"stranger")
    assert publish(out, TREE).foreign == (f"data/manifest/{stranger.name}",)
    assert not stale.exists()
    assert stranger.exists()


def test_file_of_somebody_else_among_the_parts_is_named_and_stays(out: Path) -> None:
    publish(out, TREE)
    (out / "data" / "manifest" / "notes.txt").write_bytes(b"mine")
    assert publish(out, EDITED).foreign == ("data/manifest/notes.txt",)
    assert (out / "data" / "manifest" / "notes.txt").read_bytes() == b"mine"
    assert remove_all(out).foreign == ("data/",)


@pytest.mark.parametrize("is_link", [False, True])
def test_what_is_in_the_way_of_the_parts_stops_the_build(out: Path, tmp_path: Path, is_link: bool) -> None:
    (out / "data").mkdir(parents=True)
    if is_link:
        (tmp_path / "elsewhere").mkdir()
        (out / "data" / "manifest").symlink_to(tmp_path / "elsewhere")
    else:
        (out / "data" / "manifest").write_bytes(b"mine")
    before = state(out)
    with pytest.raises(ForeignFileError, match="data/manifest"):
        publish(out, TREE)
    del before["."]
    assert before.items() <= state(out).items()
    assert files(out).keys() <= {"data/manifest"}
    assert not list((tmp_path / "elsewhere").glob("*"))


@pytest.mark.parametrize("is_gone", [False, True])
def test_damaged_part_is_told_and_equal_files_are_taken_back(out: Path, is_gone: bool) -> None:
    publish(out, TREE)
    part = min((out / "data" / "manifest").iterdir())
    content = part.read_bytes()
    if is_gone:
        part.unlink()
    else:
        part.write_bytes(content.replace(b"cases", b"cages"))
    with OutputDirectory(out) as output:
        assert f"data/manifest/{part.name} is missing or damaged" in output.damage
    with pytest.raises(DamagedManifestError, match="with data/manifest/ if it has that"):
        publish(out, EDITED)
    assert publish(out, TREE) == Published(kept=40)
    assert part.read_bytes() == content


def test_removing_all_leaves_no_part(out: Path) -> None:
    publish(out, TREE)
    assert len(remove_all(out).removed) == 40
    assert not out.exists()


@pytest.mark.parametrize(
    "path", ["data/manifest", "data/manifest/x", "Data/Manifest/x", f"data/manifest/{'0' * 64}.json"]
)
def test_no_page_can_stand_among_the_parts(out: Path, path: str) -> None:
    with pytest.raises(PlanError, match="reserved"):
        publish(out, {path: b""})


def test_no_file_can_stand_where_their_folder_is(out: Path) -> None:
    with pytest.raises(PlanError, match="cannot be both a file and the folder"):
        publish(out, {"data": b""})
