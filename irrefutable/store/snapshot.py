"""What the file system says of a whole tree, from one build to the next. Refuses to open a file.

A file counts as untouched while its size, its times of modification and change, and its inode are what they
were; a folder likewise, and then no name in it is new or gone. So an untouched tree costs one question for
each file and folder. A sign that was taken so soon after the last change that another edit could have left
the same one is kept as unsettled, and never equals anything.
"""

from __future__ import annotations

import os
import stat
import struct
import time
from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping, Set, ValuesView
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from irrefutable.core.packed_records import PackedRecords
from irrefutable.store.paths import folders_above

Signs = Mapping[str, bytes]
"""A sign for each file, and for each folder with a slash at its end, by paths relative to the tree's root."""
Renewed = Mapping[str, bytes | None]
"""Signs that are others than before; None for what is gone."""
_SIGN_BYTES = 32
UNSETTLED = bytes(_SIGN_BYTES)
_PACK = struct.Struct(">qqqq").pack
_ROWS_AT_ONCE: Final = 128
"""Where one of them differs, all of them are looked at once more."""
_COARSE_NS = 2_000_000_000
"""FAT keeps times to two seconds, the coarsest of the file systems in use."""
_FINE_NS = 50_000_000
"""Where times have more digits than milliseconds, they are of Linux's clock tick, 10 ms at most."""


class PackedSigns(Signs):
    """Signs in a quarter of the memory that a dictionary of them takes."""

    def __init__(self, records: PackedRecords | None = None) -> None:
        self.records = PackedRecords(_SIGN_BYTES) if records is None else records

    def __getitem__(self, path: str) -> bytes:
        sign = self.records.get(path)
        if sign is None:
            raise KeyError(path)
        return sign

    def __iter__(self) -> Iterator[str]:
        return (path for path, _ in self.records.items())

    def __len__(self) -> int:
        return len(self.records)

    def items(self) -> ItemsView[str, bytes]:
        """Return paths and signs."""
        return _Items(self)

    def values(self) -> ValuesView[bytes]:
        """Return the signs."""
        return _Values(self)


class _Items(ItemsView[str, bytes]):
    _mapping: PackedSigns

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return self._mapping.records.items()


class _Values(ValuesView[bytes]):
    _mapping: PackedSigns

    def __iter__(self) -> Iterator[bytes]:
        return (sign for _, sign in self._mapping.records.items())

    def __contains__(self, sign: object) -> bool:
        return any(sign == known for known in self)


@dataclass(frozen=True, slots=True)
class Look:
    """A tree as it is now, and what changed in it since the look before."""

    signs: Signs
    renewed: Renewed
    """The signs themselves, where there were none before."""
    changed: Set[str]
    """Files that are new, gone, or may have other bytes; folders, with a slash, that are new or gone."""
    seen_at_ns: int
    """The instant at which the look began."""
    settles_at_ns: int
    """The instant from which another look would find every sign settled; an earlier one if this did."""

    @property
    def is_first(self) -> bool:
        """Whether there was none before, so that everything counts as changed."""
        return self.renewed is self.signs

    @property
    def is_settled(self) -> bool:
        """Whether every sign tells of every edit to come."""
        # A sign that was not settled before is another now, whatever it is.
        return UNSETTLED not in self.renewed.values()


def look(
    root: str | os.PathLike[str],
    before: Signs,
    passed_over: Collection[str] = (),
    only: Iterable[str] | None = None,
) -> Look:
    """Look at a tree.

    Args:
        root: the folder; it need not exist.
        before: the signs of the last look; empty for the first one.
        passed_over: names of folders that are not looked into.
        only: paths of files and folders that may have changed; nothing but these, what is below them, and the
            folders that they are in is looked at.

    Raises:
        OSError: a folder cannot be read.
    """
    walk = _Walk(os.fspath(root), before, frozenset(passed_over))
    return walk.look(_with_folders(only, before) if only is not None and before else before)


def _with_folders(paths: Iterable[str], before: Signs) -> Signs:
    named = {path.rstrip("/") for path in paths}
    wanted = {""} | {f"{folder}/" for path in named for folder in folders_above(path)} | named
    # A folder that took the place of another one has the names of its files, and none of their bytes.
    folders = tuple(f"{path}/" for path in named if f"{path}/" in before)
    if folders:
        wanted.update(path for path in before if path.startswith(folders))
    # What is new is found in its folder.
    return {path: before[path] for path in wanted if path in before}


def look_closer(root: str | os.PathLike[str], first: Look, passed_over: Collection[str] = ()) -> Look:
    """Look once more at what a look could not settle; return what both saw.

    Raises:
        OSError: a folder cannot be read.
    """
    unsettled = {path: sign for path, sign in first.renewed.items() if sign == UNSETTLED}
    again = _Walk(os.fspath(root), first.signs, frozenset(passed_over)).look(unsettled)
    return both(first, again)


def both(first: Look, again: Look) -> Look:
    """Return what a look saw that began where another had ended, with what had changed by that one."""
    if first.is_first:
        return replace(again, changed=again.signs.keys(), renewed=again.signs)
    return replace(again, changed=first.changed | again.changed, renewed={**first.renewed, **again.renewed})


def with_renewed(signs: Signs, renewed: Renewed) -> PackedSigns:
    """Return signs with some of them others, or gone."""
    if isinstance(signs, PackedSigns):
        records = signs.records.copy()
    else:
        records = PackedRecords(_SIGN_BYTES)
        for path, sign in signs.items():
            records.put(path, sign)
    for path, renewed_sign in renewed.items():
        if renewed_sign is None:
            records.remove(path)
        else:
            records.put(path, renewed_sign)
    return PackedSigns(records)


def signs_beside(signs: Signs, there: Collection[str], same: Collection[str]) -> Signs:
    """Return signs after which a look at a tree finds what differs from another machine's.

    Args:
        signs: those of the tree here.
        there: the paths of all files there.
        same: those of them that have the same bytes here.
    """
    if not there and "" not in signs:
        return {}
    names, names_there = _names_by_folder(signs), _names_by_folder(there)
    are_same = (*same, *(folder for folder, inside in names_there.items() if names.get(folder) == inside))
    return dict.fromkeys((*there, *names_there), UNSETTLED) | {
        path: signs[path] for path in are_same if path in signs
    }


def _names_by_folder(paths: Iterable[str]) -> dict[str, set[str]]:
    """Return the paths of what is in each folder, folders with a slash at their ends; the root is empty."""
    names: dict[str, set[str]] = {"": set()}
    for path in paths:
        inside = path
        while inside:
            folder = inside.rstrip("/").rpartition("/")[0]
            above = names.setdefault(f"{folder}/" if folder else "", set())
            if inside in above:
                break
            above.add(inside)
            inside = f"{folder}/" if folder else ""
    return names


class _Walk:
    def __init__(self, root: str, before: Signs, passed_over: frozenset[str]) -> None:
        self._root = root
        self._before = before
        self._passed_over = passed_over
        self._seen_at_ns = time.time_ns()
        self._settles_at_ns = 0
        self._new = PackedRecords(_SIGN_BYTES)
        self._gone: list[str] = []
        self._changed: set[str] = set()

    def look(self, wanted: Signs) -> Look:
        try:
            root = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY)
        except (FileNotFoundError, NotADirectoryError):
            for path in wanted:
                self._lose(path)
        else:
            try:
                self._compare(wanted, root)
            finally:
                os.close(root)
        if not self._before:
            self._enter("")
        times = self._seen_at_ns, self._settles_at_ns
        if not self._before:
            signs = PackedSigns(self._new)
            return Look(signs, signs, signs.keys(), *times)
        renewed = {**dict(self._new.items()), **dict.fromkeys(self._gone)}
        after = with_renewed(self._before, renewed) if renewed else self._before
        return Look(after, renewed, frozenset(self._changed), *times)

    def _compare(self, wanted: Signs, root: int) -> None:
        if not isinstance(wanted, PackedSigns):
            self._compare_each(wanted.items(), root)
            return
        records, pack, lstat = wanted.records, _PACK, os.lstat
        for paths, known in records.runs(_ROWS_AT_ONCE):
            try:
                # From the root on, the system has less of a path to walk.
                statuses = [lstat(path or ".", dir_fd=root) for path in paths]
            except OSError:
                # What was removed is among them, too; each that is wanted is asked for again.
                found = b""
            else:
                found = b"".join(
                    [pack(now.st_size, now.st_mtime_ns, now.st_ino, now.st_ctime_ns) for now in statuses]
                )
            if found != known:
                self._compare_each(records.present(paths, known), root)

    def _compare_each(self, wanted: Iterable[tuple[str, bytes]], root: int) -> None:
        for path, known in wanted:
            try:
                status = os.lstat(path or ".", dir_fd=root)
            except (FileNotFoundError, NotADirectoryError):
                self._lose(path)
                continue
            if _sign_of(status) != known:
                self._differs(path, status)

    def _differs(self, path: str, status: os.stat_result) -> None:
        if path.endswith("/") or not path:
            if stat.S_ISDIR(status.st_mode):
                self._list(path, status)
            else:
                self._lose(path)
                self._file(path.rstrip("/"), status)
        elif stat.S_ISDIR(status.st_mode):
            self._lose(path)
            self._enter(f"{path}/")
        else:
            self._file(path, status)

    def _file(self, path: str, status: os.stat_result) -> None:
        self._change(path)
        # What a link leads to has times of its own, which nobody watches.
        self._sign(path, status, is_watched=stat.S_ISREG(status.st_mode))

    def _sign(self, path: str, status: os.stat_result, *, is_watched: bool = True) -> None:
        settles = _settles_at_ns(status)
        is_settled = is_watched and settles <= self._seen_at_ns
        if is_watched:
            self._settles_at_ns = max(self._settles_at_ns, settles)
        self._new.put(path, _sign_of(status) if is_settled else UNSETTLED)

    def _change(self, path: str) -> None:
        # Where there was nothing, everything is new.
        if self._before:
            self._changed.add(path)

    def _lose(self, path: str) -> None:
        self._change(path)
        self._gone.append(path)

    def _list(self, folder: str, status: os.stat_result) -> None:
        """Find what is new in a folder that was there before; what is gone is asked for by its name."""
        self._sign(folder, status)
        with os.scandir(f"{self._root}/{folder}") as entries:
            for entry in entries:
                path = folder + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if f"{path}/" not in self._before and entry.name not in self._passed_over:
                        self._enter(f"{path}/")
                elif path not in self._before:
                    self._entry(entry, path)

    def _enter(self, folder: str) -> None:
        """Take in a folder that was not there before, with all that is below it."""
        waiting = [folder]
        while waiting:
            inside = waiting.pop()
            try:
                status = os.lstat(f"{self._root}/{inside}")
                if not stat.S_ISDIR(status.st_mode):
                    self._file(inside.rstrip("/"), status)
                    continue
                with os.scandir(f"{self._root}/{inside}") as entries:
                    found = list(entries)
            except (FileNotFoundError, NotADirectoryError):
                continue
            self._change(inside)
            self._sign(inside, status)
            for entry in found:
                path = inside + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in self._passed_over:
                        waiting.append(f"{path}/")
                else:
                    self._entry(entry, path)

    def _entry(self, entry: os.DirEntry[str], path: str) -> None:
        # An editor's own file may be gone as soon as it is seen.
        with suppress(FileNotFoundError):
            self._file(path, entry.stat(follow_symlinks=False))


def _sign_of(status: os.stat_result) -> bytes:
    return _PACK(status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)


def _settles_at_ns(status: os.stat_result) -> int:
    """Return the instant from which no further edit can get the same times."""
    granule = _FINE_NS if status.st_ctime_ns % 1_000_000 else _COARSE_NS
    return max(status.st_mtime_ns, status.st_ctime_ns) + granule
