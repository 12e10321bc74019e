"""Puts a build into its output directory, all of it or nothing. Refuses to touch files that are not ours.

Nothing a reader can fetch changes before `Stage.commit`. A build that is killed is completed by the next
one that opens the directory, and at every moment each file is whole: either the old one or the new one.
A file counts as in place only after its bytes were seen there, so damage by others is mended, too.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from irrefutable.core.packed_records import PackedRecords
from irrefutable.model.output import Turn
from irrefutable.store.errors import (
    DamagedManifestError,
    ForeignFileError,
    OutputError,
    PlanError,
    StoreError,
)
from irrefutable.store.files import is_file_inside, is_folder, is_same_file, sha256_of
from irrefutable.store.foreign import foreign_files
from irrefutable.store.journal import Workspace, obstacles, parts_in, uninterrupted
from irrefutable.store.listing import Content, Planned
from irrefutable.store.lock import DirectoryLock
from irrefutable.store.manifest import Manifest, is_of_manifest, read_manifest
from irrefutable.store.paths import (
    MANIFEST_PATH,
    WORKSPACE_PATH,
    check_beside,
    check_path,
    check_together,
    fold,
    folders_above,
)
from irrefutable.store.published import Published
from irrefutable.store.snapshot import look
from irrefutable.store.steps import Step, Steps

_CHUNK_BYTES = 1024 * 1024
_NUMBER_BYTES = 4


class OutputDirectory:
    """The directory that readers are served from, locked for one build. Use it as a context manager.

    `untouched` holds the files that are surely as the last publication left them; all others are read before
    they are relied upon. `is_durable` says whether a publication must survive a power cut, not a kill alone:
    files then reach the disk before they get their names. `completed` tells whether opening it completed an
    earlier publication that was killed; `damage` what is wrong with its manifest, if anything: then no file
    in it counts as ours.
    """

    def __init__(
        self,
        out: Path,
        *,
        untouched: Container[str] = frozenset(),
        is_durable: bool = False,
    ) -> None:
        self.root = out.resolve()
        self._is_durable = is_durable
        self.completed = False
        self._manifest = Manifest()
        self._untouched = untouched
        self._workspace = Workspace(self.root)
        self._lock = DirectoryLock(self.root)
        self._real_folders: dict[str, bool] = {"": True}
        self._is_new = False
        self._open_stage: Stage | None = None

    @property
    def damage(self) -> str:
        """What is wrong with the manifest that was found; empty where all is well."""
        return self._manifest.damage

    @property
    def manifest(self) -> Manifest:
        """What is ours."""
        return self._manifest

    def __enter__(self) -> OutputDirectory:
        """Take the lock and complete what an earlier build left.

        Raises:
            LockedError: another build has it.
            ForeignFileError: a killed publication cannot be completed because of someone's file.
            OutputError: the file system refused.
        """
        with _told(self.root):
            self._is_new = not self.root.exists()
            self.root.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        try:
            with _told(self.root, "An earlier build, which was killed, is still not complete"):
                self.completed = self._workspace.recover()
            with _told(self.root):
                self._manifest = read_manifest(self.root, untouched=() if self.completed else self._untouched)
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._open_stage:
                # The first error is the one to tell; a leftover is discarded by the next build.
                with suppress(OutputError) if error else nullcontext():
                    self._open_stage.discard()
            if self._is_new:
                with suppress(OSError):
                    self.root.rmdir()
        finally:
            self._lock.release()

    def holds(self, path: str, sha256: str) -> bool:
        """Whether a file is ours and in place with these bytes.

        Raises:
            OutputError: it cannot be read.
        """
        content = self._manifest.files.get(path)
        return content is not None and content.sha256 == sha256 and self._has(path, sha256)

    def stage(self) -> Stage:
        """Begin a publication; one that was begun earlier is discarded."""
        with _told(self.root):
            self._workspace.clear()
        self._open_stage = Stage(self)
        return self._open_stage

    def _has(self, path: str, sha256: str) -> bool:
        try:
            if not self._is_real(path.rpartition("/")[0]):
                return False
            if path in self._untouched and path in self._manifest.files:
                return self._manifest.files[path].sha256 == sha256
            return sha256_of(self.root / path) == sha256
        except OSError as error:
            raise OutputError(self.root / path, error) from error

    def _is_real(self, folder: str) -> bool:
        """Whether a folder is reached without following a link, as of the first time it was asked."""
        known = self._real_folders.get(folder)
        if known is None:
            known = self._is_real(folder.rpartition("/")[0]) and is_folder(f"{self.root}/{folder}")
            self._real_folders[folder] = known
        return known


class Stage:
    """A publication in preparation. `keep`, `write` or `copy` every file of the site, then `commit`."""

    def __init__(self, output: OutputDirectory) -> None:
        self._output = output
        self._manifest = output._manifest
        self._workspace = output._workspace
        self._planned = Planned({})
        self.manifest_sha256 = ""
        """Of the `manifest.json` that was published."""
        self.own: Collection[str] = ()
        """The files of the manifest."""
        self.lists: Sequence[str] = ()
        """Those of them that were written, and those that were removed."""
        self._carries_over = False
        self._staged = PackedRecords(_NUMBER_BYTES)
        """The number that each new file is called by until the publication."""
        self._turns = bytearray()
        """The turns of the new files, by their numbers."""
        self._owned_by_fold: dict[str, str] = {}

    @property
    def planned(self) -> Planned:
        """What the site will be."""
        return self._planned

    @property
    def gone(self) -> Collection[str]:
        """The files that were published before and are not planned."""
        return self._moved()[1]

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Yield where a folder may be made for what is needed for a while, as `Workspace.scratch` does.

        Raises:
            OutputError: the file system refused.
        """
        with _told(self._workspace.root), self._workspace.scratch() as folder:
            yield folder

    def carry_over(self) -> None:
        """Plan every file that was published before; `drop` what is to be planned anew, or no more."""
        self._planned = Planned(self._manifest.files)
        self._carries_over = True

    def drop(self, path: str) -> None:
        """Plan a file no more."""
        self._planned.drop(path)

    def keep(self, path: str, sha256: str, size_bytes: int) -> None:
        """Plan a file that the output directory holds.

        Raises:
            PlanError: the path cannot be published, or twice.
            ValueError: the file is not ours with these bytes; `OutputDirectory.holds` tells.
        """
        content = Content(sha256, size_bytes)
        if self._manifest.files.get(path) != content:
            raise ValueError(f"{path} is to be kept, but was never published with these bytes")
        self._plan(path, content)

    def write(self, path: str, content: bytes, turn: Turn) -> None:
        """Plan a file with these bytes; they go to the stage unless they are in place already.

        Raises:
            PlanError: the path cannot be published, or twice.
            OutputError: the file system refused; the stage is discarded.
        """
        planned = Content(hashlib.sha256(content).hexdigest(), len(content))
        self._plan(path, planned)
        if not self._is_in_place(path, planned):

            def fill(stream: BinaryIO) -> None:
                stream.write(content)

            self._put(path, turn, fill)

    def copy(self, path: str, source: Path, turn: Turn) -> None:
        """Plan a file with the bytes of another one, which must not change meanwhile.

        They are copied, not linked: what edits the one in place must never reach the other.

        Raises:
            PlanError: the path cannot be published, or twice.
            OutputError: the file system refused; the stage is discarded.
        """
        with self._discarded_on_error(source), source.open("rb") as original:
            sha256 = hashlib.file_digest(original, "sha256").hexdigest()
            planned = Content(sha256, original.tell())
        self._plan(path, planned)
        if self._is_in_place(path, planned):
            return

        def fill(stream: BinaryIO) -> None:
            state = hashlib.sha256()
            with source.open("rb") as original:
                while chunk := original.read(_CHUNK_BYTES):
                    state.update(chunk)
                    stream.write(chunk)
            if state.hexdigest() != planned.sha256:
                raise OSError(None, "it changed while it was read", str(source))

        self._put(path, turn, fill)

    def place(self, path: str) -> Path:
        """Return where the bytes of a planned file lie until the publication."""
        number = self._number(path)
        return self._output.root / path if number is None else self._workspace.staged(f"{number}")

    def published(self, path: str) -> bytes | None:
        """Return the bytes that were published at a path before; None where they are no longer there."""
        content, file = self._manifest.files.get(path), self._output.root / path
        try:
            if content is None or not stat.S_ISREG(file.lstat().st_mode):
                return None
            found = file.read_bytes()
        except OSError:
            return None
        return found if hashlib.sha256(found).hexdigest() == content.sha256 else None

    def commit(self) -> Published:
        """Put everything in place, remove what is no longer planned, write the manifest last.

        Without a difference, nothing at all is written.

        Raises:
            PlanError: two planned paths cannot stand side by side.
            ForeignFileError: files that are not ours are in the way; names all of them.
            DamagedManifestError: files are in the way, and nothing tells whether they are ours.
            OutputError: the file system refused.
            In each case the site is as it was and the stage is discarded.
        """
        return self._commit(Manifest(self._planned))

    def discard(self) -> None:
        """Forget the plan and delete what was staged."""
        self._output._open_stage = None
        with _told(self._workspace.root):
            self._workspace.clear()

    def _plan(self, path: str, content: Content) -> None:
        check_path(path)
        if path in self._planned:
            raise PlanError(f"{path} is planned twice")
        self._planned.put(path, content)

    def _is_in_place(self, path: str, content: Content) -> bool:
        """Whether the bytes are there: from an earlier build, or in a file that becomes ours by it."""
        owned = self._manifest.files.get(path)
        if owned not in (None, content) or not self._output._has(path, content.sha256):
            return False
        return owned is not None or not self._is_leaving(path)

    def _is_leaving(self, path: str) -> bool:
        """Whether a path is another one's file, found under it because the host ignores case."""
        if not self._owned_by_fold:
            self._owned_by_fold = {fold(owned): owned for owned in self._manifest.files}
        return is_same_file(self._workspace.root, path, self._owned_by_fold.get(fold(path)))

    def _put(self, path: str, turn: Turn, fill: Callable[[BinaryIO], None]) -> None:
        number = len(self._staged)
        with self._discarded_on_error(self._workspace.root, path):
            with self._workspace.staged(f"{number}").open("xb") as stream:
                fill(stream)
            self._staged.put(path, number.to_bytes(_NUMBER_BYTES))
            self._turns.append(turn)

    def _number(self, path: str) -> int | None:
        number = self._staged.get(path)
        return None if number is None else int.from_bytes(number)

    def _commit(self, manifest: Manifest | None) -> Published:
        root = self._workspace.root
        with self._discarded_on_error(root):
            leaving: list[str] = []
            is_moved, gone = self._moved()
            if is_moved:
                if self._carries_over:
                    check_beside(self._planned.added, self._planned)
                else:
                    check_together(self._planned)
                leaving = sorted(path for path in gone if is_file_inside(root, path))
            arriving = self._arriving()
            lists = self._lists(manifest)
            if not (arriving or leaving or lists):
                self._output._open_stage = None
                return Published(kept=len(self._planned))
            self._refuse_to_overwrite(arriving, leaving, lists)
            steps = Steps(self._steps(arriving, leaving), lists)
            self.lists = [step.path for step in lists]
        with uninterrupted():
            with self._discarded_on_error(root):
                # From here on the workspace decides: what has begun is never just discarded.
                self._workspace.prepare(steps, is_durable=self._output._is_durable)
            self._output._open_stage = None
            self._workspace.carry_out(steps)
        self._staged = PackedRecords(_NUMBER_BYTES)
        self._output._manifest = Manifest(self._planned)
        self._output._real_folders = {"": True}
        return Published(tuple(arriving), tuple(leaving), len(self._planned) - len(arriving))

    def _moved(self) -> tuple[bool, Collection[str]]:
        """Return whether any file is new or gone, and which are gone."""
        if self._carries_over:
            gone = self._planned.gone
            return bool(gone or self._planned.added), gone
        planned, before = self._planned.keys(), self._manifest.files.keys()
        return planned != before, before - planned

    def _lists(self, manifest: Manifest | None) -> list[Step]:
        """Return the steps of the manifest's own files, those that are new being staged.

        Its parts have other names than those before them, which are removed behind it: so at every moment all
        parts are there that it lists.
        """
        steps: list[Step] = []
        staying: set[str] = set()
        for path, content in manifest.written(self._manifest) if manifest else ():
            staying.add(path)
            sha256 = hashlib.sha256(content).hexdigest() if content else ""
            if path == MANIFEST_PATH:
                self.manifest_sha256 = sha256
            if content and not self._output._has(path, sha256):
                name = path.rpartition("/")[2]
                self._workspace.staged(name).write_bytes(content)
                steps.append(self._arrival(path, name, sha256))
        self.own = frozenset(staying)
        if self._manifest.is_ours:
            root = self._workspace.root
            listed = {MANIFEST_PATH, *(part.path for part in self._manifest.parts)}
            ours = (path for path in (MANIFEST_PATH, *parts_in(root, listed)) if path not in staying)
            steps.extend(Step(path) for path in ours if is_file_inside(root, path))
        return steps

    def _refuse_to_overwrite(
        self, arriving: Sequence[str], leaving: Collection[str], lists: Sequence[Step]
    ) -> None:
        root = self._workspace.root
        listed = [step.path for step in lists if step.staged]
        blocked = obstacles(root, arriving, self._manifest.files, frozenset(leaving))
        blocked += obstacles(root, listed, listed if self._manifest.is_ours else (), frozenset(leaving))
        if blocked and self._manifest.damage and self._manifest.is_ours:
            raise DamagedManifestError(self._workspace.root, self._manifest.damage)
        if blocked:
            raise ForeignFileError(self._workspace.root, blocked)

    def _arriving(self) -> list[str]:
        """Return the new files: what others refer to comes first."""
        by_turn: dict[int, list[str]] = {}
        for path, number in self._staged.items():
            by_turn.setdefault(self._turns[int.from_bytes(number)], []).append(path)
        return [path for turn in sorted(by_turn) for path in sorted(by_turn[turn])]

    def _steps(self, arriving: Sequence[str], leaving: Collection[str]) -> Iterator[Step]:
        """Yield the steps in their order: a file that a new one needs the place of leaves just before it."""
        remaining = dict.fromkeys(leaving)
        inside: dict[str, list[str]] = {}
        by_fold: dict[str, list[str]] = {}
        for path in leaving:
            by_fold.setdefault(fold(path), []).append(path)
            for folder in folders_above(path):
                if self._number(folder) is not None:
                    inside.setdefault(folder, []).append(path)
        for new in arriving:
            apart_by_case = by_fold.get(fold(new), ()) if by_fold else ()
            for path in (*folders_above(new), *inside.get(new, ()), *apart_by_case):
                if path in remaining:
                    del remaining[path]
                    yield Step(path)
            yield self._arrival(new, f"{self._number(new)}", self._planned[new].sha256)
        yield from map(Step, remaining)

    def _arrival(self, path: str, name: str, sha256: str) -> Step:
        is_ours = path in self._manifest.files or is_of_manifest(path)
        return Step(path, name, sha256, is_ours and os.path.lexists(self._workspace.root / path))

    @contextmanager
    def _discarded_on_error(self, folder: Path, path: str = "") -> Iterator[None]:
        try:
            with _told(folder, path=path):
                yield
        except BaseException:
            # The first error is the one to tell; a leftover is discarded by the next build.
            with suppress(OutputError):
                self.discard()
            raise


def complete(out: Path) -> bool:
    """Complete a publication that was killed, where that is possible: no site should stay half a new one.

    Raises nothing: whatever is in the way is told by the next build that publishes.

    Returns:
        whether there was one.
    """
    if is_folder(out / WORKSPACE_PATH):
        with suppress(StoreError), OutputDirectory(out) as directory:
            return directory.completed
    return False


def remove_all(out: Path) -> Published:
    """Remove every file that we published in a directory, and the manifest; name the files that stay.

    Raises:
        LockedError: a build is writing to it.
        DamagedManifestError: nothing tells what we published; nothing was removed.
        OutputError: the file system refused; nothing was removed.
    """
    if not out.is_dir():
        return Published()
    with OutputDirectory(out) as output:
        if output.damage and output._manifest.is_ours:
            raise DamagedManifestError(output.root, output.damage)
        published = output.stage()._commit(None)
        with _told(out):
            foreign = foreign_files(look(out, {}).signs, {})
        with suppress(OSError):
            output.root.rmdir()
    return replace(published, foreign=foreign)


@contextmanager
def _told(folder: Path, *consequence: str, path: str = "") -> Iterator[None]:
    """Turn what the operating system says, of a folder or a path in it, into our own error."""
    try:
        yield
    except OSError as error:
        raise OutputError(folder / path, error, *consequence) from error
