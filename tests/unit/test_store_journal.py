"""Refusals, kills, damage and Ctrl-C half-way through leave the old site or the new one."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from irrefutable.model.output import Turn
from irrefutable.store import journal
from irrefutable.store.errors import ForeignFileError, OutputError
from irrefutable.store.journal import Workspace
from irrefutable.store.publish import OutputDirectory
from irrefutable.store.published import Published
from tests.publications import Tree, files, have_parts, publish, state


@pytest.fixture(params=["one list", "parts"])
def out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "parts":
        have_parts(monkeypatch)
    # A publication of a large site writes its journal in pieces; here, each is.
    monkeypatch.setattr(journal, "_STEPS_AT_ONCE", 2)
    return tmp_path / "site"


Patch = Callable[[Callable[..., Any]], Callable[..., Any]]


def refusing(number: int, error: int) -> Patch:
    """Make a function of the operating system fail the `number`-th time it is called, counted from 0."""
    calls = iter(range(10_000))

    def patch(original: Callable[..., Any]) -> Callable[..., Any]:
        def patched(*arguments: Any, **options: Any) -> Any:
            if next(calls) == number:
                raise OSError(error, os.strerror(error))
            return original(*arguments, **options)

        return patched

    return patch


OLD = {"a": b"old", "b/c": b"old", "b/d": b"old", "e": b"old", "same": b"same"}
NEW = {"a": b"new", "b": b"new", "e/f/g": b"new", "h/i": b"new", "same": b"same"}


@pytest.mark.parametrize("function", ["replace", "mkdir", "link", "rmdir", "unlink"])
def test_refusal_at_any_point_leaves_the_site_as_it_was(
    out: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    refusals: list[str] = []
    for number in range(100):
        publish(out, OLD)
        manifest = (out / "manifest.json").read_bytes()
        patch = refusing(number, errno.ENOSPC)
        with monkeypatch.context() as patched:
            patched.setattr(os, function, patch(getattr(os, function)))
            refusal = attempt(out, NEW)
        if refusal:
            refusals.append(refusal)
            assert (out / "manifest.json").read_bytes() == manifest
            assert files(out) == OLD
            assert not (out / ".irrefutable").exists()
            continue
        # Where there is another way, a refusal is none: a copy for a link, the next build for a leftover.
        with OutputDirectory(out):
            assert files(out) == NEW
        if next_is_beyond(patch):
            break
    assert all("No space left on device" in refusal for refusal in refusals)
    assert len(refusals) >= {"replace": 8, "mkdir": 4}.get(function, 0)


def attempt(out: Path, tree: Tree) -> str:
    """Publish, and return what the file system refused, if anything."""
    try:
        publish(out, tree)
    except OutputError as error:
        return str(error)
    return ""


def next_is_beyond(patch: Patch) -> bool:
    """Whether a patched function was called too rarely to fail."""
    try:
        patch(lambda: None)()
    except OSError:
        return True
    return False


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_full_disk_while_staging_leaves_the_site_as_it_was(
    out: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    publish(out, OLD)
    before = state(out)
    patch = refusing(2, error)
    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "staged", patch(Workspace.staged))
        with pytest.raises(OutputError, match=os.strerror(error)):
            publish(out, {path: content + b"!" for path, content in OLD.items()})
    after = state(out)
    del before["."], after["."]
    assert after == before


@pytest.mark.parametrize("first", range(1, 8))
def test_refusal_that_cannot_be_taken_back_is_completed_by_the_next_build(
    out: Path, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    replace = os.replace
    for second in range(1, first + 1):
        publish(out, OLD)
        calls = iter(range(10_000))

        def failing(source: str, target: str, calls: Iterator[int] = calls, second: int = second) -> None:
            if next(calls) in (first, first + second):
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            replace(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", failing)
            refusal = attempt(out, NEW)
        is_unfinished = "the next build completes it" in refusal
        assert refusal
        with OutputDirectory(out) as output:
            assert output.completed == is_unfinished
        assert files(out) == (NEW if is_unfinished else OLD)
        assert is_unfinished or second > 1 or first == 1, "the first step of taking back was refused"
        publish(out, NEW)
        assert publish(out, NEW) == Published(kept=len(NEW))


@pytest.mark.parametrize(
    "journal",
    [
        b"",
        b"{}",
        b"[]",
        b'{"version":2,"steps":[["../../precious","",""]]}',
        b'{"version":2,"steps":[["a","../../precious",""]]}',
        b'{"version":2,"steps":[[1,2,3]]}',
        b'{"version":2,"steps":7}',
        b'{"version":3,"steps":[["same","",""]]}',
    ],
)
def test_damaged_journal_changes_nothing(tmp_path: Path, out: Path, journal: bytes) -> None:
    publish(out, OLD)
    (tmp_path / "precious").write_bytes(b"")
    (out / ".irrefutable" / "stage").mkdir(parents=True)
    (out / ".irrefutable" / "journal.json").write_bytes(journal)
    with OutputDirectory(out) as output:
        assert not output.completed
    assert files(out) == OLD
    assert (tmp_path / "precious").exists()


def test_completion_never_overwrites_a_file_that_came_meanwhile(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(out, {"a": b"old"})

    def kill(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", kill)
        with pytest.raises(KeyboardInterrupt):
            publish(out, {"a": b"new", "b": b"new"})
    (out / "b").write_bytes(b"mine")
    with pytest.raises(ForeignFileError, match=r"^b in"):
        publish(out, {"a": b"newer", "b": b"newer"})
    assert {path: (out / path).read_bytes() for path in "ab"} == {"a": b"old", "b": b"mine"}
    (out / "b").unlink()
    assert publish(out, {"a": b"newer", "b": b"newer"}).written == ("a", "b")


def test_damaged_stage_never_replaces_a_whole_file(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(out, {"a": b"old", "b": b"old"})

    def kill(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", kill)
        with pytest.raises(KeyboardInterrupt):
            publish(out, {"a": b"new", "b": b"new"})
    (out / ".irrefutable" / "stage" / "0").write_bytes(b"")
    with OutputDirectory(out) as output:
        assert output.completed
    assert files(out) == {"a": b"old", "b": b"new"}
    assert publish(out, {"a": b"new", "b": b"new"}).written == ("a",)


def killed_after(out: Path, tree: Tree, renames: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish until so many files were renamed, the journal among them, and leave it there."""
    calls = iter(range(10_000))
    replace = os.replace

    def dying(source: str, target: str) -> None:
        if next(calls) == renames:
            raise SystemExit
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", dying)
        with pytest.raises(SystemExit):
            publish(out, tree)


def test_file_that_came_after_a_removal_is_not_removed_by_its_completion(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address was free again, and what stands there now is someone else's."""
    publish(out, {"a": b"old", "gone/page": b"old", "last": b"old"})
    killed_after(out, {"a": b"new"}, 4, monkeypatch)
    assert not (out / "gone").exists()
    (out / "gone").mkdir()
    (out / "gone" / "page").write_bytes(b"mine")
    assert publish(out, {"a": b"new"}).foreign == ("gone/",)
    assert files(out) == {"a": b"new", "gone/page": b"mine"}


def test_file_that_came_in_the_place_of_a_removed_one_is_not_overwritten(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(out, {"a": b"old"})
    killed_after(out, {"a/index.html": b"new"}, 2, monkeypatch)
    (out / "a").rmdir()
    (out / "a").write_bytes(b"mine")
    with pytest.raises(ForeignFileError, match=r"^a in"):
        publish(out, {"a/index.html": b"new"})
    assert (out / "a").read_bytes() == b"mine"
    (out / "a").unlink()
    publish(out, {"a/index.html": b"new"})
    assert files(out) == {"a/index.html": b"new"}


def test_half_a_copy_never_takes_the_place_of_a_whole_file(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are no hard links, a full disk may end the copy of a file that is to be replaced."""

    def no_links(*_: Any, **__: Any) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    def half_a_copy(_source: Path, target: Path, **_: Any) -> None:
        target.write_bytes(b"ha")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    publish(out, {"a": b"whole"})
    with monkeypatch.context() as patched:
        patched.setattr(os, "link", no_links)
        patched.setattr(shutil, "copy2", half_a_copy)
        assert "No space left" in attempt(out, {"a": b"new"})
    assert files(out) == {"a": b"whole"}


@pytest.mark.parametrize("content", [b"same", b"other"])
def test_name_that_changes_in_case_alone_survives_hosts_that_ignore_case(content: bytes, out: Path) -> None:
    """There, both names lead to one file: the old one must have left before the new one comes."""
    publish(out, {"icons/Logo.svg": b"same"})
    # As such a host shows it.
    os.link(out / "icons" / "Logo.svg", out / "icons" / "logo.svg")
    published = publish(out, {"icons/logo.svg": content})
    assert published == Published(written=("icons/logo.svg",), removed=("icons/Logo.svg",))
    assert files(out) == {"icons/logo.svg": content}


def test_old_name_leaves_just_before_the_one_that_differs_in_case(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(out, {"Logo.svg": b"same"})
    renamed: list[tuple[str, str]] = []
    replace = os.replace

    def recorded(source: Path, target: Path) -> None:
        renamed.append((Path(source).name, Path(target).name))
        replace(source, target)

    monkeypatch.setattr(os, "replace", recorded)
    publish(out, {"logo.svg": b"same", "other": b""})
    names = [name for pair in renamed for name in pair if name.lower() == "logo.svg"]
    assert names == ["Logo.svg", "logo.svg"]


@pytest.mark.parametrize("damage", ["journal", "manifest", "part"])
@pytest.mark.parametrize("renames", [2, 3, 5, 7])
def test_what_arrived_before_the_journal_was_damaged_is_ours(
    damage: str, renames: int, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is planned next, no page of ours is called someone else's."""
    publish(out, OLD)
    killed_after(out, NEW, renames, monkeypatch)
    workspace = out / ".irrefutable"
    staged_lists = sorted((workspace / "stage").glob("*.json"))
    file = {
        "journal": workspace / "journal.json",
        "manifest": workspace / "stage/manifest.json",
        "part": staged_lists[0],
    }[damage]
    file.write_bytes(file.read_bytes()[:-7])
    with OutputDirectory(out) as output:
        assert output.damage == ""
    later = {"a": b"later", "e": b"later"}
    assert publish(out, later).foreign == ()
    assert files(out) == later
    assert not workspace.exists()


def test_list_of_what_arrived_is_not_written_through_a_link(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_parts(monkeypatch)
    publish(out, OLD)
    killed_after(out, NEW, 3, monkeypatch)
    journal_file = out / ".irrefutable" / "journal.json"
    journal_file.write_bytes(journal_file.read_bytes()[:-7])
    elsewhere = tmp_path / "elsewhere"
    (out / "data").rename(elsewhere)
    (out / "data").symlink_to(elsewhere)
    before = state(elsewhere)
    with pytest.raises(ForeignFileError, match="data"):
        publish(out, NEW)
    assert state(elsewhere) == before


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"format":"irrefutable-manifest","ver'])
def test_killed_publication_is_completed_without_the_manifest_before_it(
    content: bytes | None, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal knows by itself which of the files in its way are ours."""
    publish(out, OLD)
    killed_after(out, NEW, 1, monkeypatch)
    if content is None:
        (out / "manifest.json").unlink()
    else:
        (out / "manifest.json").write_bytes(content)
    with OutputDirectory(out) as output:
        assert output.completed
    assert files(out) == NEW
    assert publish(out, NEW) == Published(kept=len(NEW))


@pytest.mark.parametrize("renames", range(1, 9))
def test_interruption_while_files_are_put_in_place_waits_for_the_end(
    renames: int, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C, once or twice, leaves the old site or the new one, and then ends the command."""
    publish(out, OLD)
    calls = iter(range(10_000))
    replace = os.replace

    def interrupted(source: str, target: str) -> None:
        if next(calls) in (renames, renames + 1):
            signal.raise_signal(signal.SIGINT)
        replace(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    # Test runners may have their workers ignore it.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            publish(out, NEW)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, handler)
    assert files(out) == NEW
    assert not (out / ".irrefutable").exists()
    assert publish(out, NEW) == Published(kept=len(NEW))


def test_interruption_before_that_leaves_the_site_as_it_was(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(out, OLD)
    before = state(out)

    def interrupted(_: int) -> os.stat_result:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", interrupted)
        with pytest.raises(KeyboardInterrupt):
            publish(out, NEW)
    after = state(out)
    del before["."], after["."]
    assert after == before


def test_publication_outside_of_the_main_thread_needs_no_signals(out: Path) -> None:
    thread = threading.Thread(target=publish, args=(out, NEW))
    thread.start()
    thread.join()
    assert files(out) == NEW


def test_error_of_the_build_is_not_hidden_by_one_of_its_cleaning_up(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(out, OLD)

    def refused(*_: Any, **__: Any) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def failing() -> None:
        with OutputDirectory(out) as output:
            output.stage().write("a", b"new", Turn.PAGE)
            monkeypatch.setattr(shutil, "rmtree", refused)
            raise ValueError("a broken template")

    with pytest.raises(ValueError, match="a broken template"):
        failing()
    monkeypatch.undo()
    publish(out, NEW)
    assert files(out) == NEW
    assert not (out / ".irrefutable").exists()


def test_leftover_that_could_not_be_cleared_is_cleared_before_the_next_stage(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long session, as the preview's, publishes into one directory again and again."""

    def refused(*_: Any, **__: Any) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with OutputDirectory(out) as output:
        for number, tree in enumerate((OLD, NEW)):
            with monkeypatch.context() as patched:
                if not number:
                    patched.setattr(shutil, "rmtree", refused)
                stage = output.stage()
                for path, content in tree.items():
                    stage.write(path, content, Turn.PAGE)
                stage.commit()
    assert files(out) == NEW


def test_many_files_in_the_way_are_counted(out: Path) -> None:
    """A screen full of names tells less than their number."""
    for number in range(100, 150):
        (out / f"page-{number}").mkdir(parents=True)
        (out / f"page-{number}" / "index.html").write_bytes(b"mine")
    with pytest.raises(
        ForeignFileError, match=r"page-119/index\.html and 30 others in .* in the way"
    ) as caught:
        publish(out, {f"page-{number}": b"" for number in range(100, 150)})
    assert len(caught.value.paths) == 50


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (errno.ENOSPC, "free some space there, then build again"),
        (errno.EDQUOT, "free some space there, then build again"),
        (errno.EACCES, "give yourself the right to write there, or publish into another folder"),
        (errno.EROFS, "give yourself the right to write there, or publish into another folder"),
        (errno.EIO, "look after the disk: it answers with errors"),
        (errno.EMFILE, "mend that, then build again"),
    ],
)
def test_refusal_says_what_where_and_what_to_do(
    error: int, cure: str, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(out, OLD)
    with monkeypatch.context() as patched:
        patched.setattr(os, "mkdir", refusing(1, error)(os.mkdir))
        words = attempt(out, {"a": b"new"})
    assert words == f"cannot write {out}/a: {os.strerror(error)}. The site is as it was; {cure}"


def test_completion_that_is_refused_says_what_state_the_site_is_in(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(out, OLD)
    killed_after(out, NEW, 2, monkeypatch)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refusing(1, errno.ENOSPC)(os.replace))
        words = attempt(out, NEW)
    assert words == (
        f"cannot write {out}: No space left on device. An earlier build, which was killed, is still not "
        "complete; free some space there, then build again"
    )
    publish(out, NEW)
    assert files(out) == NEW
