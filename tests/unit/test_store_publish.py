"""A publication changes what differs and nothing else, and never a file that is not ours."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from irrefutable.model.output import Turn
from irrefutable.store.errors import (
    DamagedManifestError,
    ForeignFileError,
    LockedError,
    OutputError,
    PlanError,
    StoreError,
)
from irrefutable.store.lock import DirectoryLock
from irrefutable.store.mirror import MirrorError
from irrefutable.store.publish import OutputDirectory, Stage, remove_all
from irrefutable.store.published import Published
from tests.publications import files, publish, state


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_first_publication_writes_everything(out: Path) -> None:
    published = publish(out, {"index.html": b"home", "cases/a/index.html": b"case"})
    assert published == Published(written=("cases/a/index.html", "index.html"))
    assert files(out) == {"index.html": b"home", "cases/a/index.html": b"case"}
    assert sorted(path.name for path in out.iterdir()) == ["cases", "index.html", "manifest.json"]


def test_manifest_names_every_file_with_its_digest(out: Path) -> None:
    publish(out, {"b": b"two", "a/b": b"one"})
    assert json.loads((out / "manifest.json").read_bytes())["files"] == [
        {"path": "a/b", "sha256": hashlib.sha256(b"one").hexdigest(), "size": 3},
        {"path": "b", "sha256": hashlib.sha256(b"two").hexdigest(), "size": 3},
    ]


def test_what_was_published_is_given_back_while_it_is_what_it_was(out: Path) -> None:
    publish(out, {"a": b"one", "b": b"two", "c": b"three", "empty": b""})
    (out / "b").write_bytes(b"owt")
    (out / "c").unlink()
    (out / "empty").unlink()
    (out / "empty").symlink_to(out / "a")
    with OutputDirectory(out) as directory:
        stage = directory.stage()
        found = {path: stage.published(path) for path in ("a", "b", "c", "empty", "unknown")}
        stage.discard()
    assert found == {"a": b"one", "b": None, "c": None, "empty": None, "unknown": None}


def test_second_publication_of_the_same_writes_nothing_anywhere(tmp_path: Path, out: Path) -> None:
    tree = {"index.html": b"home", "cases/a/index.html": b"case"}
    publish(out, tree)
    before = state(tmp_path)
    assert publish(out, tree) == Published(kept=2)
    assert publish(out, dict(reversed(list(tree.items())))) == Published(kept=2)
    assert state(tmp_path) == before


def test_writing_what_is_in_place_is_a_keep(tmp_path: Path, out: Path) -> None:
    publish(out, {"a": b"one", "b": b"two"})
    (tmp_path / "source").write_bytes(b"two")
    before = state(out)
    with OutputDirectory(out) as output:
        stage = output.stage()
        stage.write("a", b"one", Turn.PAGE)
        stage.copy("b", tmp_path / "source", Turn.ASSET)
        assert stage.commit() == Published(kept=2)
    assert state(out) == before


def test_only_what_differs_is_written(out: Path) -> None:
    publish(out, {"same": b"same", "old": b"old", "edited": b"before"})
    before = state(out)["same"]
    published = publish(out, {"same": b"same", "new": b"new", "edited": b"after"})
    assert published == Published(written=("edited", "new"), removed=("old",), kept=1)
    assert state(out)["same"] == before
    assert files(out) == {"same": b"same", "new": b"new", "edited": b"after"}


def test_assets_come_before_pages_and_pages_before_lists(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(out, {"removed": b""})
    targets: list[str] = []
    replace = os.replace

    def recorded(source: str, target: str) -> None:
        targets.append(Path(target).name)
        replace(source, target)

    monkeypatch.setattr(os, "replace", recorded)
    turns = {"a-list": Turn.INDEX, "b-page": Turn.PAGE, "c-page": Turn.PAGE, "d.css": Turn.ASSET}
    published = publish(out, dict.fromkeys(turns, b""), turns=turns)
    assert published.written == ("d.css", "b-page", "c-page", "a-list")
    assert targets[:6] == ["journal.json", "d.css", "b-page", "c-page", "a-list", "4"]
    assert targets[6:] == ["manifest.json"], "the manifest comes last, after the removals"


def test_nothing_changes_before_the_commit(tmp_path: Path, out: Path) -> None:
    publish(out, {"a": b"one", "b": b"two"})
    before = state(out)
    with OutputDirectory(out) as output:
        stage = output.stage()
        stage.write("a", b"changed", Turn.PAGE)
        stage.write("new", b"new", Turn.PAGE)
        assert files(out).items() >= {"a": b"one", "b": b"two"}.items()
        assert {path.split("/")[0] for path in files(out)} == {"a", "b", ".irrefutable"}
    after = state(out)
    # The folder itself held the stage for a while.
    assert after.keys() == before.keys()
    assert {path: after[path] for path in after if path != "."} == {
        path: before[path] for path in before if path != "."
    }


def test_failed_first_build_leaves_no_directory(out: Path) -> None:
    with OutputDirectory(out) as output:
        output.stage().write("a", b"never committed", Turn.PAGE)
    assert not out.exists()


def test_discarded_stage_is_gone_and_the_next_one_begins_anew(out: Path) -> None:
    with OutputDirectory(out) as output:
        output.stage().write("a", b"forgotten", Turn.PAGE)
        stage = output.stage()
        stage.write("b", b"kept", Turn.PAGE)
        assert stage.commit().written == ("b",)
    assert files(out) == {"b": b"kept"}


def test_one_session_publishes_several_times(out: Path) -> None:
    with OutputDirectory(out) as output:
        for content in (b"one", b"two"):
            stage = output.stage()
            stage.write("a/b", content, Turn.PAGE)
            assert stage.commit().written == ("a/b",)
            assert output.holds("a/b", hashlib.sha256(content).hexdigest())
        stage = output.stage()
        stage.keep("a/b", hashlib.sha256(b"two").hexdigest(), 3)
        assert stage.commit() == Published(kept=1)


def test_emptied_folders_go_and_others_stay(out: Path) -> None:
    publish(out, {"a/b/c/d": b"", "a/x": b"", "e/f": b""})
    (out / "e" / "notes").write_bytes(b"mine")
    published = publish(out, {"a/x": b""})
    assert published.removed == ("a/b/c/d", "e/f")
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*")) == [
        "a",
        "a/x",
        "e",
        "e/notes",
        "manifest.json",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("a",), ("a/index.html",)),
        (("a/index.html",), ("a",)),
        (("a/b/c", "a/d", "z"), ("a",)),
        (("a", "z"), ("a/b/c", "a/d")),
        (("a/b", "c"), ("a", "c/d")),
        (("a/b",), ("a/b/c",)),
    ],
)
def test_file_and_folder_change_places(out: Path, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    publish(out, {path: b"old " + path.encode() for path in old})
    tree = {path: b"new " + path.encode() for path in new}
    published = publish(out, tree)
    assert files(out) == tree
    assert set(published.removed) == set(old) - set(new)


def test_empty_folder_in_the_place_of_a_file_gives_way(out: Path) -> None:
    (out / "a" / "b").mkdir(parents=True)
    publish(out, {"a": b"file"})
    assert files(out) == {"a": b"file"}


def test_foreign_files_are_named_and_left_alone(out: Path) -> None:
    for path in ("CNAME", ".nojekyll", "cases/notes.txt", ".git/objects/ab/cd", "other/x/y"):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(b"mine")
    (out / "link").symlink_to(".git")
    before = state(out)
    for tree in ({"cases/a": b"one"}, {"cases/a": b"one"}, {"cases/a": b"two"}):
        assert publish(out, tree).foreign == (
            ".git/",
            ".nojekyll",
            "CNAME",
            "cases/notes.txt",
            "link",
            "other/",
        )
    after = state(out)
    untouched = before.keys() - {".", "cases"}
    assert {path: after[path] for path in untouched} == {path: before[path] for path in untouched}


def test_foreign_file_with_equal_bytes_becomes_ours(out: Path) -> None:
    out.mkdir()
    (out / "a").write_bytes(b"one")
    before = state(out)["a"]
    assert publish(out, {"a": b"one"}) == Published(kept=1)
    assert state(out)["a"] == before
    assert publish(out, {}) == Published(removed=("a",))


def test_foreign_files_in_the_way_stop_the_build_and_are_all_named(out: Path) -> None:
    publish(out, {"ours": b"one"})
    for path in ("a", "folder/x/y", "file"):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(b"mine")
    (out / "link").symlink_to("ours")
    (out / "linked").symlink_to("folder")
    (out / "folder" / "z").symlink_to("x")
    before = state(out)
    tree = {
        "ours": b"two",
        "a": b"x",
        "folder": b"x",
        "file/inside": b"x",
        "link": b"one",
        "linked/new": b"x",
    }
    with pytest.raises(ForeignFileError) as caught:
        publish(out, tree)
    assert caught.value.paths == ("a", "file", "folder/x/y", "folder/z", "link", "linked")
    assert str(caught.value) == (
        f"a, file, folder/x/y, folder/z, link and linked in {out} are in the way and not from an earlier "
        "build: move them elsewhere or delete them, then build again"
    )
    after = state(out)
    del before["."], after["."]
    assert after == before


def test_published_file_that_someone_edited_is_mended(out: Path) -> None:
    publish(out, {"a": b"one"})
    (out / "a").write_bytes(b"two")
    assert publish(out, {"a": b"one"}).written == ("a",)
    (out / "a").unlink()
    assert publish(out, {"a": b"one"}).written == ("a",)
    assert files(out) == {"a": b"one"}


def test_manifest_that_someone_edited_is_mended(out: Path) -> None:
    publish(out, {"a": b"one"})
    manifest = (out / "manifest.json").read_bytes()
    (out / "manifest.json").write_bytes(manifest.replace(b"\n", b" \n"))
    assert publish(out, {"a": b"one"}).kept == 1
    assert (out / "manifest.json").read_bytes() == manifest


def test_damaged_manifest_is_told_and_equal_files_are_taken_back(out: Path) -> None:
    publish(out, {"a": b"one", "b": b"two"})
    manifest = (out / "manifest.json").read_bytes()
    (out / "manifest.json").write_bytes(manifest[:-20])
    with OutputDirectory(out) as output:
        assert "damaged" in output.damage
        assert not output.holds("a", hashlib.sha256(b"one").hexdigest())
    assert publish(out, {"a": b"one", "b": b"two"}) == Published(kept=2)
    assert (out / "manifest.json").read_bytes() == manifest


def test_damaged_manifest_with_other_files_is_told_and_nothing_is_lost(out: Path) -> None:
    """Hundreds of our own pages must not be called somebody else's, to be deleted by hand."""
    publish(out, {"a": b"one", "b": b"two"})
    manifest = (out / "manifest.json").read_bytes()
    (out / "manifest.json").write_bytes(manifest[:-20])
    before = files(out)
    with pytest.raises(DamagedManifestError, match=r"damaged.*bring manifest\.json back from a copy"):
        publish(out, {"a": b"new", "b": b"two"})
    with pytest.raises(DamagedManifestError, match="nothing was changed"):
        remove_all(out)
    assert files(out) == before
    (out / "manifest.json").write_bytes(manifest)
    assert publish(out, {"a": b"new", "b": b"two"}).written == ("a",)


def test_manifest_of_another_program_is_in_the_way(out: Path) -> None:
    out.mkdir()
    (out / "manifest.json").write_bytes(b'{"name": "an app"}')
    with pytest.raises(ForeignFileError, match=r"manifest\.json"):
        publish(out, {"a": b"one"})
    assert files(out) == {}
    assert (out / "manifest.json").read_bytes() == b'{"name": "an app"}'


def test_links_are_never_followed_out_of_the_directory(tmp_path: Path, out: Path) -> None:
    publish(out, {"a/b/c": b"one", "d": b"two", "e/f": b"three"})
    outside = tmp_path / "outside"
    for path in ("b/c", "d", "f"):
        (outside / path).parent.mkdir(parents=True, exist_ok=True)
        (outside / path).write_bytes((out / {"b/c": "a/b/c", "d": "d", "f": "e/f"}[path]).read_bytes())
    for path in ("a/b/c", "d", "e/f"):
        (out / path).unlink()
    (out / "a" / "b").rmdir()
    (out / "a").rmdir()
    (out / "e").rmdir()
    (out / "a").symlink_to(outside)
    (out / "d").symlink_to(outside / "d")
    (out / "e").symlink_to(outside)
    before = state(outside)
    with OutputDirectory(out) as output:
        assert not output.holds("a/b/c", hashlib.sha256(b"one").hexdigest())
        assert not output.holds("d", hashlib.sha256(b"two").hexdigest())
    with pytest.raises(ForeignFileError, match=r"^e in"):
        publish(out, {"d": b"two", "e/f": b"three"})
    published = publish(out, {"d": b"two"})
    assert published == Published(written=("d",), removed=(), kept=0, foreign=("a", "e"))
    assert not (out / "d").is_symlink()
    assert state(outside) == before


def test_output_directory_may_itself_be_a_link(tmp_path: Path, out: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    out.symlink_to("elsewhere")
    publish(out, {"a": b"one"})
    assert out.is_symlink()
    assert files(tmp_path / "elsewhere") == {"a": b"one"}


@pytest.mark.parametrize("path", ["../a", "/a", "a/../b", "a\0b", "", "manifest.json", ".irrefutable/x"])
def test_unsafe_path_is_refused(out: Path, path: str) -> None:
    with pytest.raises(PlanError):
        publish(out, {path: b""})
    assert not out.exists()


@pytest.mark.parametrize("paths", [("a", "A"), ("a", "a/b")])
def test_paths_that_collide_somewhere_are_refused(out: Path, paths: tuple[str, ...]) -> None:
    publish(out, {"b": b""})
    with pytest.raises(PlanError):
        publish(out, dict.fromkeys(paths, b""))
    assert files(out) == {"b": b""}


def test_path_planned_twice_is_refused(out: Path) -> None:
    with OutputDirectory(out) as output:
        stage = output.stage()
        stage.write("a", b"one", Turn.PAGE)
        with pytest.raises(PlanError, match="planned twice"):
            stage.write("a", b"one", Turn.PAGE)


def test_keeping_what_was_never_published_is_refused(out: Path) -> None:
    publish(out, {"a": b"one"})
    with OutputDirectory(out) as output:
        stage = output.stage()
        for path, content in (("a", b"two"), ("b", b"one")):
            with pytest.raises(ValueError, match="never published"):
                stage.keep(path, hashlib.sha256(content).hexdigest(), 3)


def test_copy_is_independent_of_its_source(tmp_path: Path, out: Path) -> None:
    source = tmp_path / "picture.webp"
    source.write_bytes(b"picture" * 1_000_000)
    with OutputDirectory(out) as output:
        stage = output.stage()
        stage.copy("picture.webp", source, Turn.ASSET)
        stage.commit()
    source.write_bytes(b"edited")
    assert files(out) == {"picture.webp": b"picture" * 1_000_000}


def test_missing_source_is_told_and_the_stage_is_discarded(tmp_path: Path, out: Path) -> None:
    with OutputDirectory(out) as output:
        stage = output.stage()
        stage.write("a", b"one", Turn.PAGE)
        with pytest.raises(OutputError, match=r"absent\.webp: No such file"):
            stage.copy("b", tmp_path / "absent.webp", Turn.ASSET)
        assert list(out.iterdir()) == []


def test_source_that_changes_while_it_is_copied_is_told(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "picture.webp"
    source.write_bytes(b"picture")
    read = hashlib.file_digest

    def edited_after(stream: Any, name: str) -> Any:
        digest = read(stream, name)
        source.write_bytes(b"edited")
        return digest

    monkeypatch.setattr(hashlib, "file_digest", edited_after)
    with OutputDirectory(out) as output:
        with pytest.raises(OutputError, match="changed while it was read"):
            output.stage().copy("picture.webp", source, Turn.ASSET)
        assert list(out.iterdir()) == []


def test_second_build_is_locked_out(out: Path) -> None:
    with OutputDirectory(out):
        with pytest.raises(LockedError, match=f"another build is writing to {out}"):
            publish(out, {"a": b"one"})
        with pytest.raises(LockedError):
            remove_all(out)
    assert publish(out, {"a": b"one"}).written == ("a",)


def test_lock_ends_with_a_killed_build_though_its_workers_live(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib, irrefutable.store.lock as lock\n"
        "held = lock.DirectoryLock(pathlib.Path(sys.argv[1])); held.acquire()\n"
        "if os.fork() == 0:\n"
        "    print(os.getpid(), flush=True); sys.stdin.read()\n"
        "else:\n"
        "    os.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as build:
        assert build.stdout
        worker = int(build.stdout.readline())
        with pytest.raises(LockedError):
            DirectoryLock(tmp_path).acquire()
        build.send_signal(signal.SIGKILL)
        os.waitpid(build.pid, 0)
        os.kill(worker, 0)
        lock = DirectoryLock(tmp_path)
        lock.acquire()
        lock.release()
        lock.release()


OLD = {"a": b"old", "b/c": b"old", "b/d": b"old", "e": b"old", "same": b"same"}


def test_output_directory_that_is_a_file_is_told(out: Path) -> None:
    out.write_bytes(b"")
    with pytest.raises(OutputError, match="File exists"):
        publish(out, {"a": b""})


def test_foreign_workspace_is_in_the_way(tmp_path: Path, out: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_bytes(b"")
    out.mkdir()
    (out / ".irrefutable").symlink_to(tmp_path / "precious")
    with pytest.raises(ForeignFileError, match=r"\.irrefutable"):
        publish(out, {"a": b""})
    assert (tmp_path / "precious" / "file").exists()


def test_removing_all_leaves_what_is_not_ours(out: Path) -> None:
    publish(out, OLD)
    (out / "CNAME").write_bytes(b"example.org")
    published = remove_all(out)
    assert published == Published(removed=tuple(sorted(OLD)), foreign=("CNAME",))
    assert [path.name for path in out.iterdir()] == ["CNAME"]
    assert remove_all(out) == Published(foreign=("CNAME",))


def test_removing_all_of_ours_removes_the_directory(out: Path) -> None:
    publish(out, OLD)
    remove_all(out)
    assert not out.exists()
    assert remove_all(out) == Published()


def test_removing_all_knows_the_manifest_of_another_program(out: Path) -> None:
    out.mkdir()
    (out / "manifest.json").write_bytes(b"{}")
    assert remove_all(out) == Published(foreign=("manifest.json",))
    assert (out / "manifest.json").exists()


def test_every_error_is_of_one_tree() -> None:
    kinds = {PlanError, ForeignFileError, DamagedManifestError, LockedError, MirrorError, OutputError}
    assert kinds == set(StoreError.__subclasses__())


def test_stage_is_made_by_its_output_directory_only_when_needed(out: Path) -> None:
    with OutputDirectory(out) as output:
        assert isinstance(output.stage(), Stage)
        assert list(out.iterdir()) == []
