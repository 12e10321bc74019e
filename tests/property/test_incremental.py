"""Whatever is edited, an incremental build leaves exactly what a clean build makes of the same files.

A state machine edits, renames, deletes, touches, breaks and mends a small site, damages its cache, its
ledger and its output, and builds after every step, in one process or in two, or in a fresh clone that goes
on from another one. The clean build has a copy of the site of its own and shares no cache.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.digest import digest
from irrefutable.export import parts
from irrefutable.results import PATIENCE_SECONDS, Build
from irrefutable.store import division
from irrefutable.store.errors import ForeignFileError
from irrefutable.store.foreign import foreign_files
from irrefutable.store.manifest import is_of_manifest
from irrefutable.store.snapshot import look
from irrefutable.work import publication, searching
from tests.property.edited_site import (
    CASE_VALUES,
    CHANGES,
    COLOURS,
    FLAWS,
    IDS,
    SITE_VALUES,
    Case,
    Site,
    following,
)
from tests.site_builder import NOW, build, png, tree, write_files

pytestmark = pytest.mark.slow

LATER = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
INPUTS = ("content", "templates", "assets")

STRANGERS = ("notes.txt", "cases/notes.txt", "cases/cave/index.html", "cases/cave/notes.txt", "mine/a/b")
WAYS = ("plainly", "at the same time", "by another name", "as a link")

State = Mapping[str, tuple[int, ...]]

_clean_builds: dict[str, tuple[tuple[Diagnostic, ...], Mapping[str, bytes] | None]] = {}
"""What a clean build made of the same files, so that it is not asked twice."""


def clean_build(root: Path, now: dt.datetime) -> tuple[tuple[Diagnostic, ...], Mapping[str, bytes] | None]:
    """Build a copy of a site that has no cache and no output; None where errors kept it from publishing."""
    key = digest(({name: tree(root / name) for name in INPUTS}, now.isoformat()))
    if key not in _clean_builds:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            for name in INPUTS:
                if (root / name).is_dir():
                    shutil.copytree(root / name, copy / name)
            result = build(copy, now=now)
            _clean_builds[key] = result.diagnostics, tree(copy / "site") if result.published else None
    return _clean_builds[key]


def put(path: Path, content: bytes, how: str) -> None:
    """Write a file as an editor might."""
    path.parent.mkdir(parents=True, exist_ok=True)
    times = path.stat() if path.exists() else None
    if how == "as a link":
        target = path.parents[2] / ".shelf" / f"{path.parent.name}-{path.name}"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
        path.unlink(missing_ok=True)
        path.symlink_to(target)
    elif how == "by another name":
        other = path.with_name(".saved")
        other.write_bytes(content)
        if times:
            os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
        other.replace(path)
    else:
        path.write_bytes(content)
        if times and how == "at the same time":
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def state(*folders: Path) -> State:
    """Return what any write would change: names, inodes, sizes and times of all that is in folders."""
    found: dict[str, tuple[int, ...]] = {}
    for folder in folders:
        for parent, _folders, names in os.walk(folder):
            # A folder's time changes with what is made in it and removed again, as a lock is.
            found[parent] = (os.lstat(parent).st_ino,)
            for path in (f"{parent}/{name}" for name in names):
                status = os.lstat(path)
                found[path] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def overwritten(path: Path, content: bytes) -> None:
    """Put other bytes of the same number into a file, and give it its old time back."""
    before = path.stat()
    assert before.st_size == len(content)
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


class Edits(RuleBasedStateMachine):
    """A site that is edited, and built after every step."""

    def __init__(self) -> None:
        super().__init__()
        # Parts of the dumps are divided as soon as they have two cases.
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(parts, "MOST_CASES", 1)
        # So is the list of all files as soon as there are a few.
        self.patch.setattr(division, "LINES_TOGETHER", 8)
        self.patch.setattr(division, "MOST_LINES", 32)
        # And no two cases are searched in one index, or have their pictures published together.
        self.patch.setattr(searching, "MOST_RECORDS", 1)
        self.patch.setattr(publication, "_CASES_AT_ONCE", 1)
        self.folder = Path(tempfile.mkdtemp())
        self.root = self.folder / "archive"
        self.out = self.root / "site"
        self.site = Site()
        self.now = NOW
        self.written: dict[str, str | bytes] = {}
        self.foreign: dict[str, bytes] = {}
        self.earlier_ledger = b""
        self.workers = 1
        self.shared = ""
        """The address of a shared cache, where the next build is of a fresh clone."""
        self.is_sound = True
        self.is_ledger_damaged = False
        """Whether an entry may be damaged that no build has asked for since."""

    @initialize()
    def begin(self) -> None:
        self.sync()

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)

    def sync(self, how: str = "plainly") -> None:
        """Write what differs from what was written last, and delete what is gone."""
        files = self.site.files()
        for path in self.written.keys() - files.keys():
            (self.root / path).unlink()
            folder = (self.root / path).parent
            if not any(folder.iterdir()):
                folder.rmdir()
        for path, content in files.items():
            if self.written.get(path) != content:
                # No link leads out of the content.
                is_content = path.startswith("content/cases/")
                written = content.encode() if isinstance(content, str) else content
                put(self.root / path, written, how if is_content or how != "as a link" else "plainly")
        self.written = files

    # ------------------------------------------------------------------------------------------- edits

    @rule(changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4), how=st.sampled_from(WAYS))
    def alter(self, changes: list[tuple[str, str]], how: str) -> None:
        self.mend()
        for case_id, name in changes:
            if case_id:
                case = self.site.cases.get(case_id, Case())
                value = following(CASE_VALUES[name], getattr(case, name))
                self.site.cases[case_id] = replace(case, **{name: value})  # type: ignore[arg-type]
            else:
                setattr(self.site, name, following(SITE_VALUES[name], getattr(self.site, name)))
        self.sync(how)

    def mend(self) -> None:
        """Take out what led nowhere: a site that stays broken tells nothing new."""
        if not self.is_sound:
            for case_id, case in self.site.cases.items():
                self.site.cases[case_id] = replace(
                    case, link="", related="", repeats="", edition="", claim="main"
                )
            self.site.page = "How we work."

    @rule(case_id=st.sampled_from(IDS), flaw=st.sampled_from(tuple(FLAWS)[1:]))
    def break_and_mend(self, case_id: str, flaw: str) -> None:
        self.mend()
        before = self.site.cases.get(case_id)
        self.site.cases[case_id] = Case(title="Never published", flaw=flaw)
        self.sync()
        self.incremental_is_clean()
        if before:
            self.site.cases[case_id] = before
            self.sync()
        else:
            self.delete(case_id)

    @rule(case_id=st.sampled_from(IDS))
    def delete(self, case_id: str) -> None:
        self.site.cases.pop(case_id, None)
        self.sync()

    @precondition(lambda self: self.site.cases)
    @rule(new_id=st.sampled_from(IDS), leaves_redirect=st.booleans(), chosen=st.integers(0, 2))
    def rename(self, new_id: str, leaves_redirect: bool, chosen: int) -> None:
        old_id = sorted(self.site.cases)[chosen % len(self.site.cases)]
        case = self.site.cases.pop(old_id)
        self.site.cases[new_id] = replace(case, former_slug=old_id if leaves_redirect else "")
        self.sync()

    @rule()
    def replace_a_picture_unseen(self) -> None:
        """Same name, size and time: only its bytes tell."""
        for case_id, case in self.site.cases.items():
            if case.colour:
                colour = COLOURS[1 - COLOURS.index(case.colour)]
                path = f"content/cases/{case_id}/view.png"
                overwritten(self.root / path, png(colour=colour))
                self.site.cases[case_id] = replace(case, colour=colour)
                self.written = self.site.files()
                return

    @rule()
    def touch(self) -> None:
        for path in (self.root / "content").rglob("*"):
            path.touch()

    @rule()
    def let_time_pass(self) -> None:
        self.now = LATER

    # ---------------------------------------------------------------------------- cache and output

    @rule(name=st.sampled_from((".cache", ".cache/memo.sqlite", ".cache/ledger-*", ".cache/blobs")))
    def lose_the_cache(self, name: str) -> None:
        for path in self.root.glob(name):
            if path.is_file():
                path.unlink()
            else:
                shutil.rmtree(path, ignore_errors=True)

    @rule(name=st.sampled_from(("memo.sqlite", "ledger-*.sqlite", "blobs/*/*")))
    def damage_the_cache(self, name: str) -> None:
        for path in (self.root / ".cache").glob(name):
            path.write_bytes(b"damaged")

    @rule(
        changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2),
        place=st.floats(0, 1, exclude_max=True),
        mask=st.integers(1, 255),
    )
    def damage_a_byte_of_the_ledger(self, changes: list[tuple[str, str]], place: float, mask: int) -> None:
        for path in (self.root / ".cache").glob("ledger-*.sqlite"):
            content = bytearray(path.read_bytes())
            content[int(place * len(content))] ^= mask
            path.write_bytes(content)
        self.is_ledger_damaged = True
        self.alter(changes, "plainly")

    @precondition(lambda self: self.earlier_ledger)
    @rule()
    def be_killed_before_the_ledger_is_kept(self) -> None:
        for path in (self.root / ".cache").glob("ledger-*.sqlite"):
            path.write_bytes(self.earlier_ledger)

    @rule()
    def share_the_work(self) -> None:
        self.workers = 2
        for path in self.root.glob(".cache/ledger-*"):
            path.unlink()

    @precondition(lambda self: not self.foreign)
    @rule()
    def go_on_in_a_clone(self) -> None:
        """It takes what the clone before it has left."""
        for folder in (self.root / ".cache", self.out):
            shutil.rmtree(folder, ignore_errors=True)
        self.shared = (self.folder / "shared").as_uri()

    @rule(chosen=st.integers(0, 10_000), is_unseen=st.booleans())
    def tamper_with_the_site(self, chosen: int, is_unseen: bool) -> None:
        ours = sorted(path for path in tree(self.out) if not (path in self.foreign or is_of_manifest(path)))
        if ours:
            path = self.out / ours[chosen % len(ours)]
            if is_unseen:
                overwritten(path, bytes(reversed(path.read_bytes())))
            else:
                path.unlink()

    @rule(
        path=st.sampled_from(
            ("notes.txt", "cases/notes.txt", "cases/cave/index.html", "cases/cave/notes.txt", "mine/a/b")
        )
    )
    def put_a_foreign_file(self, path: str) -> None:
        if not (self.out / path).exists():
            content = b"not ours"
            write_files(self.out, {path: content})
            self.foreign[path] = content

    @precondition(lambda self: self.foreign)
    @rule()
    def remove_the_foreign_files(self) -> None:
        for path in self.foreign:
            (self.out / path).unlink()
            folder = (self.out / path).parent
            if not any(folder.iterdir()):
                folder.rmdir()
        self.foreign.clear()

    @rule()
    def build_a_preview(self) -> None:
        """It shares the cache, and shows what readers must not see."""
        build(self.root, self.root / ".cache" / "preview", now=self.now, is_preview=True)

    # ---------------------------------------------------------------------------------------- the law

    @invariant()
    def incremental_is_clean(self) -> None:
        diagnostics, clean = clean_build(self.root, self.now)
        self.is_sound = clean is not None
        ledgers = [path.read_bytes() for path in (self.root / ".cache").glob("ledger-*.sqlite")]
        workers, self.workers = self.workers, 1
        shared, self.shared = self.shared, ""
        before, state_before = tree(self.out), state(self.out)
        if clean is not None and self.foreign.keys() & clean.keys():
            with pytest.raises(ForeignFileError):
                build(self.root, now=self.now)
            assert state(self.out) == state_before
            return
        patience_seconds = PATIENCE_SECONDS if shared else 0.0
        result = build(
            self.root, now=self.now, workers=workers, shared_cache=shared, patience_seconds=patience_seconds
        )
        # Only a build that takes an address away can say so.
        assert tuple(item for item in result.diagnostics if item.code != "address-lost") == diagnostics
        if clean is None:
            assert result.published is None
            assert state(self.out) == state_before
            return
        self.check_published(result, before, clean)
        if ledgers and result.published and result.published.written:
            self.earlier_ledger = ledgers[0]
        after = self.state_of_results()
        # Once with a plan in which nothing is new, once without any plan.
        for patience in (0.0, PATIENCE_SECONDS):
            again = build(self.root, now=self.now, patience_seconds=patience)
            if self.is_ledger_damaged and again.rendered:
                # It asked for what was damaged, and made everything again: once, for it left another ledger.
                self.is_ledger_damaged = False
                assert len(again.rendered) == again.pages
                assert tree(self.out) == {**clean, **self.foreign}
                after = self.state_of_results()
                again = build(self.root, now=self.now, patience_seconds=patience)
            assert again.rendered == ()
            assert again.diagnostics == diagnostics
            assert self.state_of_results() == after

    def state_of_results(self) -> State:
        """Return the state of the site and of the cache, but for the ledger of the last build."""
        found = state(self.out, self.root / ".cache")
        return {path: value for path, value in found.items() if "/.cache/ledger-" not in path}

    def check_published(self, result: Build, before: Mapping[str, bytes], clean: Mapping[str, bytes]) -> None:
        assert result.published
        assert tree(self.out) == {**clean, **self.foreign}
        differing = {path for path, content in clean.items() if before.get(path) != content}
        written = set(result.published.written)
        # What a clone took was written before.
        assert (
            written <= differing
            if result.taken
            else written == {path for path in differing if not is_of_manifest(path)}
        )
        assert result.published.foreign == foreign_files(look(self.out, {}).signs, clean)


Edits.TestCase.settings = settings(
    derandomize=True,
    max_examples=5,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestEdits = Edits.TestCase
