"""Many pieces of bytes, on disk where they are more than memory should hold; gone with their process."""

from __future__ import annotations

import os
import tempfile
import weakref
from array import array
from typing import Final

_IN_MEMORY_BYTES: Final = 4 * 1024 * 1024


class Spool:
    """Pieces of bytes by their numbers, from 0 on."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the spool
        weakref.finalize(self, self._file.close)
        self._ends = array("Q")

    def put(self, content: bytes) -> int:
        """Add a piece; return its number."""
        self._file.seek(0, os.SEEK_END)
        self._file.write(content)
        self._ends.append(self._file.tell())
        return len(self._ends) - 1

    def get(self, number: int) -> bytes:
        """Return a piece."""
        start = self._ends[number - 1] if number else 0
        self._file.seek(start)
        return self._file.read(self._ends[number] - start)
