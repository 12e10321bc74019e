"""Records of one size by their names, in few pieces of memory. Refuses to hold anything else.

A dictionary of a quarter of a million paths takes a hundred megabytes, and a process that was forked copies
all of it as soon as the other one looks at it. Here each name takes as many bytes as it has and a dozen more;
reading and writing all of it takes as long as copying it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from struct import iter_unpack
from typing import Final
from zlib import crc32

_FEWEST_SLOTS: Final = 16
_ROWS_AT_ONCE: Final = 4096
_PIECE_BYTES: Final = 1 << 20
"""Memory for more at once would be asked of the system, piece by piece, each time anew."""


class PackedRecords:
    """A mapping of names to records of `size_bytes` each; those that were put last come last.

    No name has a NUL, and no record consists of the byte 255 alone: that is what is left of a removed one.
    """

    def __init__(self, size_bytes: int) -> None:
        self._size_bytes = size_bytes
        self._names = bytearray()
        """Each with a NUL behind it."""
        self._ends = array("I")
        """Where the NUL of each is."""
        self._records = bytearray()
        self._slots = array("I", bytes(4 * _FEWEST_SLOTS))
        """The number of a row, from 1 on, at the first free place from the name's checksum on; else 0."""
        self._removed = 0
        self._is_shared = False
        """Whether another one has the same pieces, so that they are copied before they change."""

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> PackedRecords:
        """Return what had these pieces.

        Raises:
            ValueError: these are not all of them, or something else.
        """
        remaining = iter(pieces)
        head = array("Q")
        head.frombytes(next(remaining, b""))
        size_bytes, removed, *lengths = head
        found = cls(size_bytes)
        found._removed = removed
        found._slots = array("I")
        parts: tuple[Callable[[bytes], None], ...] = (
            found._names.extend,
            found._ends.frombytes,
            found._records.extend,
            found._slots.frombytes,
        )
        for add, length in zip(parts, lengths, strict=True):
            missing = length
            while missing > 0 and (piece := next(remaining, b"")):
                add(piece)
                missing -= len(piece)
            if missing:
                raise ValueError("a piece is missing, or longer than it was")
        return found

    def pieces(self) -> Iterator[bytes]:
        """Yield all of it, as values that can be written; of use on this machine."""
        parts = [memoryview(part).cast("B") for part in (self._names, self._ends, self._records, self._slots)]
        yield array("Q", (self._size_bytes, self._removed, *map(len, parts))).tobytes()
        for part in parts:
            for start in range(0, len(part), _PIECE_BYTES):
                yield bytes(part[start : start + _PIECE_BYTES])

    def copy(self) -> PackedRecords:
        """Return another one, equal to this one; nothing is copied before one of the two changes."""
        twin = PackedRecords(self._size_bytes)
        twin._removed = self._removed
        twin._names, twin._records = self._names, self._records
        twin._ends, twin._slots = self._ends, self._slots
        self._is_shared = twin._is_shared = True
        return twin

    def get(self, name: str) -> bytes | None:
        """Return the record of a name; None where there is none."""
        row = self._slots[self._slot(name.encode("utf-8", "surrogatepass"))]
        if not row:
            return None
        record = bytes(self._records[(row - 1) * self._size_bytes : row * self._size_bytes])
        return None if record == self._gone else record

    def put(self, name: str, record: bytes) -> None:
        """Set the record of a name.

        Raises:
            ValueError: the record has another size, or there is a NUL in the name.
        """
        encoded = name.encode("utf-8", "surrogatepass")
        if len(record) != self._size_bytes or b"\0" in encoded:
            raise ValueError(f"{name!r} cannot be packed")
        if self._is_shared:
            self._names, self._records = self._names[:], self._records[:]
            self._ends, self._slots = self._ends[:], self._slots[:]
            self._is_shared = False
        slot = self._slot(encoded)
        row = self._slots[slot]
        if row:
            place = slice((row - 1) * self._size_bytes, row * self._size_bytes)
            self._removed -= self._records[place] == self._gone
            self._records[place] = record
            return
        self._ends.append(len(self._names) + len(encoded))
        self._names += encoded + b"\0"
        self._records += record
        self._slots[slot] = len(self._ends)
        if 2 * len(self._ends) > len(self._slots):
            self._grow()

    def remove(self, name: str) -> None:
        """Remove a name, if it is there."""
        if self.get(name) is not None:
            self.put(name, self._gone)
            self._removed += 1

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Yield names and records; what is put meanwhile may be left out."""
        for names, records in self.runs(_ROWS_AT_ONCE):
            yield from self.present(names, records)

    def runs(self, rows: int) -> Iterator[tuple[list[str], bytearray]]:
        """Yield the names of at most so many rows, and their records behind each other.

        What was removed is among them: `present` leaves it out.
        """
        size_bytes = self._size_bytes
        for first, last in self._runs(rows):
            names = self._names_of(first, last).decode("utf-8", "surrogatepass").split("\0")
            yield names, self._records[first * size_bytes : last * size_bytes]

    def present(self, names: list[str], records: bytearray) -> Iterator[tuple[str, bytes]]:
        """Yield names and records of a run, without those that were removed."""
        gone = self._gone
        for name, (record,) in zip(names, iter_unpack(f"{self._size_bytes}s", records), strict=True):
            if record != gone:
                yield name, record

    def __len__(self) -> int:
        return len(self._ends) - self._removed

    @property
    def _gone(self) -> bytes:
        return b"\xff" * self._size_bytes

    def _slot(self, encoded: bytes) -> int:
        """Return the slot of a name, or the free one where it would have its place."""
        slots, ends = self._slots, self._ends
        last = len(slots) - 1
        slot = crc32(encoded) & last
        while row := slots[slot]:
            start = ends[row - 2] + 1 if row > 1 else 0
            if self._names[start : ends[row - 1]] == encoded:
                break
            slot = (slot + 1) & last
        return slot

    def _grow(self) -> None:
        slots = self._slots = array("I", bytes(16 * len(self._slots)))
        last = len(slots) - 1
        for first, end in self._runs(_ROWS_AT_ONCE):
            for row, name in enumerate(self._names_of(first, end).split(b"\0"), first + 1):
                slot = crc32(name) & last
                while slots[slot]:
                    slot = (slot + 1) & last
                slots[slot] = row

    def _runs(self, rows: int) -> Iterator[tuple[int, int]]:
        """Yield the first row of each run of rows, and the one behind its last."""
        every = len(self._ends)
        for first in range(0, every, rows):
            yield first, min(first + rows, every)

    def _names_of(self, first: int, last: int) -> bytearray:
        return self._names[self._ends[first - 1] + 1 if first else 0 : self._ends[last - 1]]
