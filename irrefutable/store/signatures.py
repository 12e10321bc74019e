"""The SHA-256 of files without reading them again. Refuses to trust what an edit could have left equal.

As in git's index, a file is taken as read before if its size, its times of modification and change, and
its inode are what they were. A signature that was taken so soon after the last change that another edit
could have got the same times is racy, and the file is read again.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from irrefutable.store.memo import Memo

_COARSE_NS = 2_000_000_000
"""FAT keeps times to two seconds, the coarsest of the file systems in use."""
_FINE_NS = 50_000_000
"""Where times have more digits than milliseconds, they are of Linux's clock tick, 10 ms at most."""
_RECORD = struct.Struct(">QqQq?32s")


class Stamp(NamedTuple):
    """What the file system says of a file's last change."""

    size_bytes: int
    mtime_ns: int
    inode: int
    ctime_ns: int


class _Record(NamedTuple):
    stamp: Stamp
    is_settled: bool
    sha256: str


class Signatures:
    """The digests of the files of one folder. `role` names it in the memo: the folder itself may move."""

    def __init__(self, memo: Memo, root: Path, role: str) -> None:
        self._memo = memo
        self._root = os.fspath(root)
        self._kind = f"signature of {role}"
        self._records: dict[str, _Record | None] = {}

    def prime(self, paths: Iterable[str]) -> None:
        """Look up the signatures of many files at once."""
        wanted = [path for path in paths if path not in self._records]
        found = self._memo.get_many(self._kind, wanted)
        for path in wanted:
            self._records[path] = _decoded(found.get(path))

    def sha256(self, path: str) -> str | None:
        """Return the SHA-256 of a file, or None where there is no regular file.

        Raises:
            OSError: the file cannot be read.
        """
        file = f"{self._root}/{path}"
        try:
            status = os.lstat(file)
        except (FileNotFoundError, NotADirectoryError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        if path not in self._records:
            self.prime((path,))
        known = self._records[path]
        if known and known.is_settled and known.stamp == stamp_of(status):
            return known.sha256
        return self._read(path, file)

    def remember(self, path: str, sha256: str, stamp: Stamp, seen_at_ns: int) -> None:
        """Record the SHA-256 of a file that had `stamp` at the instant `seen_at_ns` or later."""
        known = self._records.get(path)
        record = _Record(stamp, seen_at_ns >= settles_at_ns(stamp), sha256)
        if record == known:
            return
        self._records[path] = record
        if known and known._replace(is_settled=record.is_settled) == record:
            # Nothing happened but time: a build without changes writes nothing.
            self._memo.offer(self._kind, path, _encoded(record))
        else:
            self._memo.put(self._kind, path, _encoded(record))

    def prune(self, keep: Iterable[str]) -> None:
        """Let go of files that are no longer there, in the memo's own time."""
        self._memo.prune(self._kind, keep)

    def _read(self, path: str, file: str) -> str | None:
        seen_at_ns = time.time_ns()
        try:
            # Not to wait for a writer where a pipe took the file's place.
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, "rb") as stream:
            # From before the reading: an edit meanwhile leaves the file with another one.
            stamp = stamp_of(os.fstat(descriptor))
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        self.remember(path, sha256, stamp, seen_at_ns)
        return sha256


def stamp_of(status: os.stat_result) -> Stamp:
    """Return the part of a file's status that every edit changes."""
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)


def settles_at_ns(stamp: Stamp) -> int:
    """Return the instant from which no further edit can get the same times."""
    granule = _FINE_NS if stamp.ctime_ns % 1_000_000 else _COARSE_NS
    return max(stamp.mtime_ns, stamp.ctime_ns) + granule


def _encoded(record: _Record) -> bytes:
    return _RECORD.pack(*record.stamp, record.is_settled, bytes.fromhex(record.sha256))


def _decoded(value: bytes | None) -> _Record | None:
    if value is None or len(value) != _RECORD.size:
        return None
    *stamp, is_settled, sha256 = _RECORD.unpack(value)
    return _Record(Stamp(*stamp), is_settled, sha256.hex())
