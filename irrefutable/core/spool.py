"""Many pieces of bytes, on disk where they are more than memory should hold; gone with their process.

What was put before a process was forked can be read in both: they share a file, but no place in it.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from array import array
from typing import IO, Final

_IN_MEMORY_BYTES: Final = 1024 * 1024


class Spool:
    """Pieces of bytes by their numbers, from 0 on."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._in_file_bytes = 0
        self._latest = bytearray()
        """The pieces behind those in the file."""
        self._ends = array("Q")

    def put(self, content: bytes) -> int:
        """Add a piece; return its number.

        Raises:
            OSError: there is no room for it.
        """
        self._latest += content
        self._ends.append(self._in_file_bytes + len(self._latest))
        if len(self._latest) > _IN_MEMORY_BYTES:
            self._move()
        return len(self._ends) - 1

    def get(self, number: int) -> bytes:
        """Return a piece."""
        start, end = self._ends[number - 1] if number else 0, self._ends[number]
        if start >= self._in_file_bytes:
            return bytes(self._latest[start - self._in_file_bytes : end - self._in_file_bytes])
        assert self._file  # noqa: S101 - something was moved there
        return os.pread(self._file.fileno(), end - start, start)

    def __len__(self) -> int:
        return len(self._ends)

    def __getstate__(self) -> list[bytes]:
        """Reach another process that was not forked from this one as all of the pieces."""
        return [self.get(number) for number in range(len(self))]

    def __setstate__(self, pieces: list[bytes]) -> None:
        self.__init__()  # type: ignore[misc]
        for piece in pieces:
            self.put(piece)

    def _move(self) -> None:
        """Put into the file what is in memory; all of it at once, so that no piece is in both."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
            weakref.finalize(self, self._file.close)
        self._file.write(self._latest)
        self._file.flush()
        self._in_file_bytes += len(self._latest)
        self._latest.clear()
