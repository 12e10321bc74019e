"""The steps of a publication, carried out so that a kill at any point can be completed. Refuses to plan them.

Everything is inside the output directory, because only a rename within one file system is whole: the
new files in `.irrefutable/stage`, the ones they replace in `.irrefutable/old`, the steps in
`.irrefutable/journal.json`. Steps are done in order, and the staged file of a step is gone once it is
done; so the last one that is gone tells where a killed publication stood. A file that was removed stands
in `old`, so whatever is at its path again was put there by someone else.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice, takewhile
from pathlib import Path

from irrefutable.store.errors import ForeignFileError, OutputError, PlanError
from irrefutable.store.files import is_file_inside, is_folder, is_same_file, sha256_of
from irrefutable.store.listing import Content
from irrefutable.store.manifest import Manifest, is_of_manifest, read_manifest, sha256_of_part
from irrefutable.store.paths import (
    MANIFEST_PATH,
    PARTS_FOLDER,
    WORKSPACE_PATH,
    check_path,
    fold,
    folders_above,
)
from irrefutable.store.steps import Step

_VERSION = 2
_SYNCED_APART = 64
"""From more files on, it is quicker to have the system write out all that it holds back."""
_STEPS_AT_ONCE = 1_000
"""As text they are some hundred kilobytes."""


class Workspace:
    """The folder inside an output directory where a publication is prepared."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = root / WORKSPACE_PATH
        self._stage = self._folder / "stage"
        self._old = self._folder / "old"
        self._journal = self._folder / "journal.json"
        self._has_stage = False

    def staged(self, name: str) -> Path:
        """Return where a file is staged; makes the folder."""
        if not self._has_stage:
            self._stage.mkdir(parents=True, exist_ok=True)
            self._has_stage = True
        return self._stage / name

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Yield where a folder may be made for what is needed for a while; at the end it is gone.

        If the build is killed, the next one removes it.
        """
        folder = self._folder / "scratch"
        try:
            yield folder
        finally:
            if folder.exists():
                shutil.rmtree(folder)
                with suppress(OSError):
                    # Something is staged by now, perhaps.
                    self._folder.rmdir()

    def clear(self) -> None:
        """Delete the stage, and first the journal: without it, what is left means nothing."""
        self._has_stage = False
        if os.path.lexists(self._folder):
            self._journal.unlink(missing_ok=True)
            shutil.rmtree(self._folder)

    def prepare(self, steps: Sequence[Step], *, is_durable: bool = False) -> None:
        """Write the journal. Once it has its name, the publication will be completed, by whichever build.

        Args:
            steps: what is to be done.
            is_durable: whether what was staged must have reached the disk before: then a power cut, too,
                leaves nothing half-written.

        Raises:
            OSError: the file system refused; nothing was begun.
        """
        self._old.mkdir(parents=True, exist_ok=True)
        draft = self._journal.with_suffix(".new")
        _write_steps(draft, steps)
        if is_durable:
            staged = (self._stage / step.staged for step in steps if step.staged)
            _reach_disk(chain((draft,), staged))
        draft.replace(self._journal)
        if is_durable:
            _reach_disk([self._folder])

    def carry_out(self, steps: Sequence[Step]) -> None:
        """Do the steps; where the file system refuses one, take all of them back.

        Raises:
            OutputError: it refused.
        """
        for number, step in enumerate(steps):
            try:
                self._do(number, step)
            except OSError as error:
                self._take_back(steps[: number + 1], error)
                raise OutputError(self.root / step.path, error) from error
        # A leftover is cleared by the next build.
        with suppress(OSError):
            self.clear()

    def recover(self) -> bool:
        """Complete a publication that was killed, or discard its stage; return whether it was completed.

        Raises:
            ForeignFileError: meanwhile someone put a file where one of ours must go.
            OSError: the file system refused; the next build tries again.
        """
        if not os.path.lexists(self._folder):
            return False
        if not is_folder(self._folder):
            raise ForeignFileError(self.root, (WORKSPACE_PATH,))
        with uninterrupted():
            steps = self._read_journal()
            self._complete(steps)
            if self._journal.exists() and not self._is_list_new(steps):
                self._own_what_arrived(steps)
            self.clear()
        return bool(steps)

    def _complete(self, steps: Sequence[Step]) -> None:
        pending = self._pending(steps)
        coming = {step.path for _, step in pending}
        parts = (step for step in steps if step.staged and sha256_of_part(step.path))
        if not all(step.path in coming or self._is_done(step) for step in parts):
            # A manifest counts only with all of its parts.
            pending = [item for item in pending if not (item[1].staged and item[1].path == MANIFEST_PATH)]
        leaving = {step.path for number, step in pending if not (step.staged or self._is_removed(number))}
        replaced = {step.path for _, step in pending if step.replaces}
        arriving = [step.path for _, step in pending if step.staged and not self._is_done(step)]
        if blocked := obstacles(self.root, arriving, replaced, leaving):
            raise ForeignFileError(self.root, blocked)
        are_last = (not step.staged and sha256_of_part(step.path) for _, step in pending)
        first_old_part = next((at for at, is_last in enumerate(are_last) if is_last), len(pending))
        self._do_all(pending[:first_old_part])
        # Where the manifest that is to follow is damaged, the one before it keeps its parts.
        if self._is_list_new(steps):
            self._do_all(pending[first_old_part:])

    def _do_all(self, steps: Sequence[tuple[int, Step]]) -> None:
        for number, step in steps:
            self._old.mkdir(exist_ok=True)
            self._do(number, step)

    def _read_journal(self) -> list[Step]:
        try:
            journal = json.loads(self._journal.read_bytes())
            steps = [Step(*step) for step in journal["steps"]] if journal["version"] == _VERSION else []
            for step in steps:
                if not is_of_manifest(step.path):
                    check_path(step.path)
                if step.staged not in ("", MANIFEST_PATH):
                    check_path(step.staged)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, PlanError):
            # It is renamed into place whole, so this is not a kill but damage. The next plan mends the site.
            return []
        return steps

    def _pending(self, steps: Sequence[Step]) -> list[tuple[int, Step]]:
        """Return the steps after the last one that was surely done, without those whose file is damaged."""
        first = 0
        for number, step in enumerate(steps):
            if step.staged and not (self._stage / step.staged).exists():
                first = number + 1
        pending = list(enumerate(steps))[first:]
        return [
            (number, step)
            for number, step in pending
            if not step.staged or self._has(f"{WORKSPACE_PATH}/stage/{step.staged}", step.sha256)
        ]

    def _is_removed(self, number: int) -> bool:
        """Whether a removal was done: what is at its path now is someone else's."""
        return os.path.lexists(self._old / str(number))

    def _is_done(self, step: Step) -> bool:
        if step.staged:
            return self._has(step.path, step.sha256)
        return not is_file_inside(self.root, step.path)

    def _is_list_new(self, steps: Sequence[Step]) -> bool:
        """Whether the manifest tells of all that was put in place."""
        return any(self._is_done(step) for step in steps if step.path == MANIFEST_PATH)

    def _has(self, path: str, sha256: str) -> bool:
        """Whether a regular file has these bytes."""
        return is_file_inside(self.root, path) and sha256_of(self.root / path) == sha256

    def _own_what_arrived(self, steps: Sequence[Step]) -> None:
        """Put into the manifest what a publication put in place whose own manifest cannot follow."""
        owned = read_manifest(self.root)
        parts_in = (self._stage, self.root / PARTS_FOLDER)
        planned = dict(read_manifest(self._stage, parts_in=parts_in).files)
        for step in steps:
            if step.staged and not is_of_manifest(step.path) and self._is_done(step):
                planned[step.path] = Content(step.sha256, (self.root / step.path).stat().st_size)
        arrived = {
            path: content
            for path, content in planned.items()
            if path not in owned.files and self._has(path, content.sha256)
        }
        for path in planned.keys() - arrived.keys():
            self._remove_folders_above(path)
        if arrived and owned.is_ours and not owned.damage:
            lists = list(Manifest({**owned.files, **arrived}).written())
            paths = [path for path, _ in lists]
            if blocked := obstacles(self.root, paths, paths, ()):
                raise ForeignFileError(self.root, blocked)
            for path, content in lists:
                draft, file = self.staged("arrived"), self.root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                draft.write_bytes(content or b"")
                draft.replace(file)

    def _do(self, number: int, step: Step) -> None:
        target = self.root / step.path
        if step.staged:
            if not is_folder(target.parent):
                target.parent.mkdir(parents=True, exist_ok=True)
            if is_folder(target):
                _remove_empty_folders(target)
            elif os.path.lexists(target):
                old = self._old / str(number)
                old.unlink(missing_ok=True)
                _give_second_name(target, old)
            (self._stage / step.staged).replace(target)
        else:
            if is_file_inside(self.root, step.path) and not self._is_removed(number):
                target.replace(self._old / str(number))
            self._remove_folders_above(step.path)

    def _take_back(self, steps: Sequence[Step], cause: OSError) -> None:
        try:
            for number, step in reversed(list(enumerate(steps))):
                target = self.root / step.path
                old = self._old / str(number)
                staged = self._stage / step.staged
                is_placed = bool(step.staged) and not staged.exists()
                # The second name of a file that was not replaced may be half a copy.
                has_old = os.path.lexists(old) and (is_placed or not step.staged)
                if is_placed and not has_old:
                    target.replace(staged)
                elif has_old:
                    if is_placed:
                        # Staged again before the old file is back: the order of the steps still tells all.
                        # A full disk may refuse even that; readers get the old file all the same.
                        with suppress(OSError):
                            _give_second_name(target, staged)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    old.replace(target)
                if step.staged:
                    self._remove_folders_above(step.path)
            self.clear()
        except OSError as error:
            consequence = f"Taking it back failed, too ({error.strerror}), and the next build completes it"
            raise OutputError(self.root, cause, consequence) from error

    def _remove_folders_above(self, path: str) -> None:
        """Remove the folders that a path was the last one in."""
        folders = list(takewhile(is_folder, (self.root / folder for folder in folders_above(path))))
        for folder in reversed(folders):
            try:
                folder.rmdir()
            except OSError:
                # It is not empty, or not ours to remove: no reader sees the difference.
                return


def _write_steps(file: Path, steps: Sequence[Step]) -> None:
    """Write a journal, of hundreds of thousands of steps perhaps, without all of it in memory as text."""
    with file.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"version": {_VERSION}, "steps": [')
        for start in range(0, len(steps), _STEPS_AT_ONCE):
            some = json.dumps(steps[start : start + _STEPS_AT_ONCE])[1:-1]
            stream.write(f", {some}" if start else some)
        stream.write("]}")


def _reach_disk(paths: Iterable[Path]) -> None:
    some = list(islice(paths, _SYNCED_APART + 1))
    if len(some) > _SYNCED_APART:
        os.sync()
        return
    for path in some:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait for the end of what readers must not see half done. Other threads get none anyway."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interruptions: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _frame: interruptions.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if interruptions:
        signal.raise_signal(signal.SIGINT)


def obstacles(
    root: Path, arriving: Sequence[str], owned: Collection[str], leaving: Collection[str]
) -> list[str]:
    """Return the files that are not ours and in the way of the paths that are to be written."""
    found = {blocked for path in arriving for blocked in _in_the_way(root, path, owned, leaving)}
    if not found:
        return []
    # On hosts that ignore case, a file that only its case sets apart from a leaving one is that one.
    left = {fold(path): path for path in leaving}
    return sorted(path for path in found if not is_same_file(root, path, left.get(fold(path))))


def parts_in(root: Path, listed: Collection[str]) -> Iterator[str]:
    """Yield the paths of the parts of manifests in an output directory, of this one or of one before it.

    Args:
        root: the output directory.
        listed: those of this one. Others are parts if they are what their names say.
    """
    if all(is_folder(root / folder) for folder in folders_above(f"{PARTS_FOLDER}/")):
        for file in sorted((root / PARTS_FOLDER).iterdir()):
            path = f"{PARTS_FOLDER}/{file.name}"
            sha256 = sha256_of_part(path)
            if path in listed or (sha256 and sha256_of(file) == sha256):
                yield path


def _in_the_way(root: Path, path: str, owned: Collection[str], leaving: Collection[str]) -> Iterator[str]:
    for folder in folders_above(path):
        if is_folder(f"{root}/{folder}"):
            continue
        if os.path.lexists(root / folder) and folder not in leaving:
            yield folder
        return
    target = root / path
    if is_folder(target):
        for file in target.rglob("*"):
            inside = file.relative_to(root).as_posix()
            if inside not in leaving and not is_folder(file):
                yield inside
    elif os.path.lexists(target) and path not in owned:
        yield path


def _remove_empty_folders(folder: Path) -> None:
    for inside, _, _ in os.walk(folder, topdown=False):
        Path(inside).rmdir()


def _give_second_name(file: Path, name: Path) -> None:
    try:
        os.link(file, name, follow_symlinks=False)
    except OSError:
        # Some file systems have no hard links.
        shutil.copy2(file, name, follow_symlinks=False)
