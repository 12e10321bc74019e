"""Whatever is published over whatever, and whenever it is killed, readers meet whole files only.

Run as a module, it kills publications in children of its own, away from the threads of a test runner.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irrefutable.model.output import Turn
from irrefutable.store.errors import ForeignFileError, OutputError
from irrefutable.store.listing import Content
from irrefutable.store.manifest import Manifest, read_manifest
from irrefutable.store.publish import OutputDirectory
from irrefutable.store.published import Published
from tests.publications import have_parts

pytestmark = pytest.mark.slow

Tree = Mapping[str, bytes]


def publish(out: Path, tree: Tree) -> Published:
    with OutputDirectory(out) as output:
        stage = output.stage()
        for number, (path, content) in enumerate(tree.items()):
            sha256 = hashlib.sha256(content).hexdigest()
            if output.holds(path, sha256):
                stage.keep(path, sha256, len(content))
            else:
                stage.write(path, content, list(Turn)[number % 3])
        return stage.commit()


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def site_of(tree: Tree) -> dict[str, bytes]:
    """The files of a site with nothing but this tree."""
    contents = {
        path: Content(hashlib.sha256(content).hexdigest(), len(content)) for path, content in tree.items()
    }
    return {**tree, **{path: content or b"" for path, content in Manifest(contents).written()}}


def flattened(nested: Mapping[str, object], prefix: str = "") -> dict[str, bytes]:
    tree: dict[str, bytes] = {}
    for name, value in nested.items():
        if isinstance(value, bytes):
            tree[prefix + name] = value
        elif isinstance(value, dict):
            tree |= flattened(value, f"{prefix}{name}/")
    return tree


names = st.sampled_from("abc")
contents = st.sampled_from([b"", b"one", b"two"])
trees = st.dictionaries(
    names, st.recursive(contents, lambda inner: st.dictionaries(names, inner, max_size=3), max_leaves=6)
).map(flattened)


@settings(max_examples=40, deadline=None)
@given(plans=st.lists(st.tuples(trees, trees), min_size=1, max_size=5))
def test_site_is_always_the_last_plan_and_what_is_foreign(plans: list[tuple[Tree, Tree]]) -> None:
    """Between publications someone else puts files there; those in the way stop the next one."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "site"
        ours: Tree = {}
        foreign: dict[str, bytes] = {}
        for plan, others in plans:
            for path, content in others.items():
                if path not in ours and can_be_written(out / path, out):
                    (out / path).parent.mkdir(parents=True, exist_ok=True)
                    (out / path).write_bytes(content)
                    foreign[path] = content
            adopted = {path for path in foreign if plan.get(path) == foreign[path]}
            in_the_way = {
                path for path in foreign.keys() - adopted if any(touches(path, planned) for planned in plan)
            }
            before = files(out)
            refused: set[str] = set()
            try:
                publish(out, plan)
            except ForeignFileError as error:
                refused = set(error.paths)
            assert refused == in_the_way
            if refused:
                assert files(out) == before
                continue
            ours = plan
            for path in adopted:
                del foreign[path]
            assert files(out) == {**foreign, **site_of(ours)}
            assert publish(out, plan).written == ()


def can_be_written(file: Path, out: Path) -> bool:
    """Whether nothing of the site has to give way to a file."""
    above = [folder for folder in file.parents if folder.is_relative_to(out)]
    return not file.is_dir() and all(folder.is_dir() or not folder.exists() for folder in above)


def touches(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}/") or other.startswith(f"{path}/")


OLD: Tree = {
    "index.html": b"old home",
    "same.css": b"same",
    "removed/page/index.html": b"old page",
    "removed.css": b"old",
    "file": b"old file",
    "folder/a": b"old a",
    "folder/b/c": b"old c",
    "cases/x/index.html": b"old x",
    "moved/from": b"moved",
}
NEW: Tree = {
    "index.html": b"new home",
    "same.css": b"same",
    "added/page/index.html": b"new page",
    "file/index.html": b"new in the place of a file",
    "folder": b"new in the place of a folder",
    "cases/x/index.html": b"new x",
    "moved/to": b"moved",
}
FOREIGN: Tree = {"CNAME": b"example.org", "removed/notes": b"mine", ".git/HEAD": b"ref"}
CHANGES = frozenset(("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "shutil.rmtree"))
"""The events, as CPython names them to its auditors, around which the file system changes."""


@pytest.mark.parametrize("manifest", ["one list", "parts"])
def test_publication_that_is_killed_anywhere_is_whole_and_completed(manifest: str, tmp_path: Path) -> None:
    """Kill it at every change of the file system, and its completion likewise."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.property.test_publish", str(tmp_path), manifest],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    kills, taken_back, completed, second_kills, refused = map(int, result.stdout.split())
    assert kills == taken_back + completed
    assert taken_back > 10
    assert completed > 30
    assert second_kills > 50
    assert refused > 50


def pristine_site(folder: Path) -> Path:
    pristine = folder / "pristine"
    publish(pristine, OLD)
    for path, content in FOREIGN.items():
        (pristine / path).parent.mkdir(exist_ok=True)
        (pristine / path).write_bytes(content)
    return pristine


def kill_everywhere(folder: Path, pristine: Path) -> tuple[int, ...]:
    taken_back = completed = second_kills = 0
    for number in range(1, 1000):
        out = folder / str(number)
        shutil.copytree(pristine, out, copy_function=os.link)
        was_killed = run_and_kill(partial(publish, out, NEW), number)
        check_whole(out)
        if not was_killed:
            assert files(out) == {**FOREIGN, **site_of(NEW)}
            return number - 1, taken_back, completed, second_kills
        has_journal = (out / ".irrefutable" / "journal.json").exists()
        # A third of them is enough: completions that begin side by side take the same way.
        is_one_of_three = number % 3 == 0
        for second in (1, 2, 3, 5, 8, 13, 21) if is_one_of_three else ():
            if not run_and_kill(partial(open_only, out), second):
                break
            second_kills += 1
            check_whole(out)
        open_only(out)
        found = files(out)
        if found == {**FOREIGN, **site_of(OLD)}:
            assert not has_journal
            taken_back += 1
        else:
            assert found == {**FOREIGN, **site_of(NEW)}
            completed += 1
        assert not list(out.glob(".irrefutable"))
        if is_one_of_three:
            publish(out, NEW)
            assert files(out) == {**FOREIGN, **site_of(NEW)}
            assert not (out / "removed" / "page").exists()
    raise AssertionError("it never ends")


def kill_while_taking_back(folder: Path, pristine: Path) -> int:
    """Have the file system refuse a step, and kill what takes the others back at each change."""
    kills = 0
    for refused in (2, 6, 10, 14):
        for number in range(1, 1000):
            out = folder / f"{refused}-{number}"
            shutil.copytree(pristine, out, copy_function=os.link)
            was_killed = run_and_kill(partial(publish_refused, out, refused, number), 0)
            check_whole(out)
            open_only(out)
            assert files(out) in ({**FOREIGN, **site_of(OLD)}, {**FOREIGN, **site_of(NEW)}), (refused, number)
            publish(out, NEW)
            assert files(out) == {**FOREIGN, **site_of(NEW)}
            if not was_killed:
                break
            kills += 1
    return kills


def publish_refused(out: Path, refused: int, number: int) -> None:
    """Publish until the `refused`-th rename, which fails; die at the `number`-th change after it."""
    replace = os.replace
    calls = count()

    def refusing(source: str, target: str) -> None:
        if next(calls) == refused:
            die_at(number)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        replace(source, target)

    os.replace = refusing  # type: ignore[assignment]
    with suppress(OutputError):
        publish(out, NEW)


def open_only(out: Path) -> None:
    with OutputDirectory(out):
        pass


def die_at(number: int) -> None:
    """Have this process killed at its `number`-th change from now on; at none with 0."""
    remaining = number

    def watch(event: str, _: tuple[object, ...]) -> None:
        nonlocal remaining
        if event in CHANGES:
            remaining -= 1
            if not remaining:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def run_and_kill(action: Callable[[], object], number: int) -> bool:
    """Run an action in a child that is killed at its `number`-th change; return whether it got there."""
    child = os.fork()
    if not child:
        try:
            die_at(number)
            action()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert status == 0, "the publication failed by itself"
    return False


def check_whole(out: Path) -> None:
    """What a reader can fetch at this moment is an old file or a new one, and whole."""
    old, new = site_of(OLD), site_of(NEW)
    found = {path: content for path, content in files(out).items() if not path.startswith(".irrefutable/")}
    for path, content in found.items():
        assert content in (old.get(path), new.get(path), FOREIGN.get(path)), path
    missing = (old.keys() & new.keys() | FOREIGN.keys()) - found.keys()
    assert not missing, missing
    assert not read_manifest(out).damage


@pytest.mark.parametrize("pages", [3, 100])
def test_files_reach_the_disk_before_they_get_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    """Whatever is in place after a power cut was written whole before."""
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def name_of(descriptor: int) -> str:
        return Path(f"/proc/self/fd/{descriptor}").readlink().name

    def watched_fsync(descriptor: int) -> None:
        order.append(f"fsync {name_of(descriptor)}")
        fsync(descriptor)

    def watched_sync() -> None:
        order.append("sync")

    def watched_replace(self: Path, target: Path) -> Path:
        order.append(f"name {Path(target).name}")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "sync", watched_sync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    with OutputDirectory(tmp_path / "site", is_durable=True) as output:
        stage = output.stage()
        for number in range(pages):
            stage.write(f"page-{number}.html", b"words", Turn.PAGE)
        stage.commit()
    names = [place for place, event in enumerate(order) if event.startswith("name ")]
    assert order[names[0]] == "name journal.json"
    before = order[: names[0]]
    assert before == ["sync"] or {f"fsync {number}" for number in range(pages)} <= set(before)
    assert order[names[0] + 1] == "fsync .irrefutable"


if __name__ == "__main__":
    place = Path(sys.argv[1])
    if sys.argv[2] == "parts":
        have_parts(pytest.MonkeyPatch())
    original = pristine_site(place)
    sys.stdout.write(" ".join(map(str, kill_everywhere(place, original))))
    sys.stdout.write(f" {kill_while_taking_back(place, original)}")
