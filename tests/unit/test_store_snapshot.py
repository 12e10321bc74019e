"""What the file system says of a tree: no edit goes unseen, and nothing is seen where nothing was edited."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from irrefutable.store.snapshot import UNSETTLED, Look, look, signs_beside
from tests.site_builder import write_files

FILES = {
    "a.md": "one",
    "cases/ark/case.md": "two",
    "cases/bell/case.md": "three",
    "cases/bell/view.png": "four",
}


def settled(root: Path) -> Look:
    """Look until every sign tells of the next edit."""
    found = look(root, {})
    time.sleep(max(0.0, (found.settles_at_ns - time.time_ns()) / 1e9))
    found = look(root, {})
    assert found.is_settled
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small tree."""
    return write_files(tmp_path / "tree", FILES)


def test_first_look_finds_everything_new(root: Path) -> None:
    found = settled(root)
    folders = {"", "cases/", "cases/ark/", "cases/bell/"}
    assert found.changed == found.signs.keys() == {*FILES, *folders}


def test_untouched_tree_is_the_same_object(root: Path) -> None:
    signs = settled(root).signs
    again = look(root, signs)
    assert again.changed == frozenset()
    assert again.signs is signs
    assert again.settles_at_ns == 0


def in_place(file: Path) -> None:
    """Another byte, with the size and the time of the one before."""
    before = file.stat()
    file.write_bytes(bytes(reversed(file.read_bytes())))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def renamed_over(file: Path) -> None:
    other = file.with_name("other")
    other.write_bytes(bytes(reversed(file.read_bytes())))
    shutil.copystat(file, other)
    other.replace(file)


def exchanged(file: Path) -> None:
    """Moved away, and a copy of the same bytes and times put in its place."""
    away = file.with_name("away")
    file.rename(away)
    shutil.copy2(away, file)
    away.unlink()


def with_the_clock_set_back(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"x")
    os.utime(file, (1, 1))


def ahead_of_its_time(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"x")
    os.utime(file, (time.time() + 1e8,) * 2)


def made_a_link(file: Path) -> None:
    target = file.parents[3] / "elsewhere"
    file.rename(target)
    file.symlink_to(target)


def made_a_hard_link(file: Path) -> None:
    os.link(file, file.parents[3] / "elsewhere")


EDITS = (
    in_place,
    renamed_over,
    exchanged,
    with_the_clock_set_back,
    ahead_of_its_time,
    made_a_link,
    made_a_hard_link,
)


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_is_seen(root: Path, edit: Callable[[Path], None]) -> None:
    signs = settled(root).signs
    edit(root / "cases" / "bell" / "case.md")
    found = look(root, signs)
    assert found.changed == {"cases/bell/case.md"}
    assert found.signs.keys() == signs.keys()


@pytest.mark.parametrize("edit", EDITS)
def test_edit_is_seen_among_many_files(tmp_path: Path, edit: Callable[[Path], None]) -> None:
    """Signs are compared by the run; what stands beside an edited file in one was not edited."""
    root = write_files(tmp_path / "tree", {f"cases/{number}/case.md": "one" for number in range(300)})
    before = settled(root).signs
    (root / "cases/7/case.md").unlink()
    signs = look(root, before).signs
    edit(root / "cases" / "250" / "case.md")
    (root / "cases/7/case.md").write_text("back")
    found = look(root, signs)
    assert found.changed == {"cases/7/case.md", "cases/250/case.md"}
    assert found.signs.keys() == before.keys()


def test_sign_that_an_edit_to_come_could_leave_is_not_trusted(root: Path) -> None:
    signs = settled(root).signs
    file = root / "a.md"
    file.write_bytes(b"six")
    found = look(root, signs)
    assert found.signs["a.md"] == UNSETTLED
    assert not found.is_settled
    assert look(root, found.signs).changed == {"a.md"}
    time.sleep(max(0.0, (found.settles_at_ns - time.time_ns()) / 1e9))
    again = look(root, found.signs)
    assert again.changed == {"a.md"}
    assert again.is_settled
    assert look(root, again.signs).changed == frozenset()


def test_link_is_never_trusted(root: Path) -> None:
    made_a_link(root / "cases" / "ark" / "case.md")
    (root / "cases" / "shelf").symlink_to(root / "cases" / "bell")
    first = look(root, {})
    for _ in range(2):
        found = look(root, first.signs)
        assert found.changed >= {"cases/ark/case.md", "cases/shelf"}
        assert not found.is_settled
    # What lies behind it is not of this tree.
    assert not {path for path in first.signs if path.startswith("cases/shelf/")}


def folder_to_file(root: Path) -> None:
    shutil.rmtree(root / "cases" / "bell")
    (root / "cases" / "bell").write_bytes(b"x")


def folder_to_link(root: Path) -> None:
    (root / "cases" / "bell").rename(root.parent / "bell")
    (root / "cases" / "bell").symlink_to(root.parent / "bell")


def file_to_folder(root: Path) -> None:
    (root / "a.md").unlink()
    write_files(root, {"a.md/x/y.md": "five"})


def renamed_folder(root: Path) -> None:
    (root / "cases" / "bell").rename(root / "cases" / "cave")


def exchanged_folders(root: Path) -> None:
    (root / "cases" / "ark").rename(root / "x")
    (root / "cases" / "bell").rename(root / "cases" / "ark")
    (root / "x").rename(root / "cases" / "bell")


def removed_tree(root: Path) -> None:
    shutil.rmtree(root)


def replaced_tree(root: Path) -> None:
    shutil.rmtree(root)
    write_files(root, {"a.md": "one", "b/c.md": "two"})


def deep_folder(root: Path) -> None:
    write_files(root, {"cases/dove/x/y/z.md": "five"})


def file_to_pipe(root: Path) -> None:
    (root / "a.md").unlink()
    os.mkfifo(root / "a.md")


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (folder_to_file, {"cases/bell", "cases/bell/", "cases/bell/case.md", "cases/bell/view.png"}),
        (folder_to_link, {"cases/bell"}),
        (file_to_folder, {"a.md", "a.md/", "a.md/x/", "a.md/x/y.md"}),
        (
            renamed_folder,
            {f"cases/{name}/{file}" for name in ("bell", "cave") for file in ("", "case.md", "view.png")},
        ),
        (
            exchanged_folders,
            {f"cases/{path}" for path in ("ark/case.md", "ark/view.png", "bell/case.md", "bell/view.png")},
        ),
        (removed_tree, {*FILES, "", "cases/", "cases/ark/", "cases/bell/"}),
        (replaced_tree, {*FILES, "b/", "b/c.md", "cases/", "cases/ark/", "cases/bell/"}),
        (deep_folder, {"cases/dove/", "cases/dove/x/", "cases/dove/x/y/", "cases/dove/x/y/z.md"}),
        (file_to_pipe, {"a.md"}),
    ],
)
def test_every_change_of_the_tree_is_seen(
    root: Path, edit: Callable[[Path], None], changed: set[str]
) -> None:
    signs = settled(root).signs
    edit(root)
    found = look(root, signs)
    assert found.changed >= changed
    # What another look from nothing finds is what this one knows.
    fresh = look(root, {})
    assert {path for path in found.signs if "cases/bell" not in path} == {
        path for path in fresh.signs if "cases/bell" not in path
    }
    assert look(root, found.signs).changed <= found.changed


@pytest.mark.parametrize(
    "name", [b"caf\xe9.md", b"new\nline", b" ", b"-", b"a\\b", b"\xf0\x9f\x90\x88", b"a" * 255]
)
def test_any_name_is_a_name(root: Path, name: bytes) -> None:
    signs = settled(root).signs
    file = root / os.fsdecode(name)
    file.write_bytes(b"x")
    found = look(root, signs)
    assert found.changed == {os.fsdecode(name)}
    file.unlink()
    assert look(root, found.signs).changed == {os.fsdecode(name)}


def test_folder_that_is_passed_over_is_not_looked_into(root: Path) -> None:
    write_files(root, {"cases/skip/x": "1"})
    signs = look(root, {}, ("skip",)).signs
    assert not {path for path in signs if "skip" in path}
    write_files(root, {"cases/skip/y": "1", "skip/z": "1"})
    assert not {path for path in look(root, signs, ("skip",)).changed if "skip" in path}


def test_nothing_but_the_wanted_files_is_looked_at(root: Path) -> None:
    signs = settled(root).signs
    in_place(root / "cases" / "ark" / "case.md")
    in_place(root / "cases" / "bell" / "case.md")
    write_files(root, {"cases/bell/new.md": "five"})
    (root / "cases" / "bell" / "view.png").unlink()
    found = look(
        root, signs, (), ["cases/bell/case.md", "cases/bell/new.md", "cases/bell/view.png", "none/x"]
    )
    assert found.changed == {"cases/bell/case.md", "cases/bell/new.md", "cases/bell/view.png"}
    assert found.signs["cases/ark/case.md"] == signs["cases/ark/case.md"]
    assert look(root, found.signs).changed >= {"cases/ark/case.md"}


def test_tree_that_is_not_there_has_no_signs(tmp_path: Path) -> None:
    found = look(tmp_path / "none", {})
    assert (found.signs, found.changed) == ({}, frozenset())
    write_files(tmp_path / "none", {"a": "b"})
    assert look(tmp_path / "none", found.signs).changed == {"", "a"}


def test_file_that_is_gone_as_soon_as_it_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signs = settled(root).signs
    write_files(root, {"cases/bell/.swap": "x", "cases/bell/case.md~": "x"})
    scandir = os.scandir

    def and_delete(path: str) -> object:
        entries = list(scandir(path))
        (root / "cases" / "bell" / ".swap").unlink(missing_ok=True)

        class Entries(list):  # type: ignore[type-arg]
            def __enter__(self) -> Entries:
                return self

            def __exit__(self, *_: object) -> None:
                pass

        return Entries(entries)

    monkeypatch.setattr(os, "scandir", and_delete)
    assert look(root, signs).changed == {"cases/bell/case.md~"}
    write_files(root, {"cases/bell/.swap": "x"})
    assert "cases/bell/case.md" in look(root, {}).changed


@pytest.mark.parametrize(
    ("there", "changed"),
    [
        (FILES, set()),
        ({**FILES, "a.md": "other"}, {"a.md"}),
        ({**FILES, "cases/gone/case.md": "five"}, {"cases/gone/", "cases/gone/case.md"}),
        ({path: text for path, text in FILES.items() if "view" not in path}, {"cases/bell/view.png"}),
        ({"a.md": "one"}, {"cases/", "cases/ark/", "cases/bell/", *FILES} - {"a.md"}),
        ({}, {"cases/", "cases/ark/", "cases/bell/", *FILES}),
    ],
)
def test_a_look_finds_what_differs_from_another_machine(
    there: dict[str, str], changed: set[str], root: Path
) -> None:
    same = {path for path, text in there.items() if FILES.get(path) == text}
    assert look(root, signs_beside(settled(root).signs, there, same)).changed - {""} == changed


def test_a_tree_that_is_on_neither_machine_is_the_same(tmp_path: Path) -> None:
    assert signs_beside(look(tmp_path / "none", {}).signs, (), ()) == {}
