"""Many pieces of bytes, on disk where they are more than memory should hold.

They are gone with their process, unless somebody has named a file for them, and removes it. What was put
before a process was forked can be read in both: they share a file, but no place in it.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from array import array
from pathlib import Path
from typing import IO, Final

_IN_MEMORY_BYTES: Final = 1024 * 1024


class Spool:
    """Pieces of bytes by their numbers, from 0 on.

    Args:
        path: the file for what memory should not hold, which its owner removes; None for one without a name.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
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

    def __getstate__(self) -> tuple[Path, array[int]] | list[bytes]:
        """Reach another process as the name of the file; without a name, as all of the pieces."""
        if self._path:
            self._move()
            return self._path, self._ends
        return [self.get(number) for number in range(len(self))]

    def __setstate__(self, state: tuple[Path, array[int]] | list[bytes]) -> None:
        if isinstance(state, list):
            self.__init__()  # type: ignore[misc]
            for piece in state:
                self.put(piece)
            return
        path, ends = state
        self.__init__(path)  # type: ignore[misc]
        self._ends, self._in_file_bytes = ends, ends[-1] if ends else 0
        # Its owner may remove its name at any time.
        self._open("r+b").seek(self._in_file_bytes)

    def _move(self) -> None:
        """Put into the file what is in memory; all of it at once, so that no piece is in both."""
        file = self._file or self._open("w+b")
        file.write(self._latest)
        file.flush()
        self._in_file_bytes += len(self._latest)
        self._latest.clear()

    def _open(self, mode: str) -> IO[bytes]:
        self._file = open(self._path, mode) if self._path else tempfile.TemporaryFile()  # noqa: PTH123, SIM115
        weakref.finalize(self, self._file.close)
        return self._file
