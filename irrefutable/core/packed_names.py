"""Many words in one piece of memory. Refuses to hold anything but words, and to change them."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Self, overload


class PackedNames(Sequence[str]):
    """Words in the order that they are given in.

    A word takes as many bytes as it has, and eight for its place; as an object of its own it would take
    fifty more, and each process that looks at it would have a copy of it.
    """

    def __init__(self, names: Iterable[str]) -> None:
        content = bytearray()
        self._ends: Sequence[int] = (ends := array("Q"))
        for name in names:
            content += name.encode("utf-8", "surrogatepass")
            ends.append(len(content))
        self._content: bytes | memoryview = bytes(content)

    @classmethod
    def of(cls, content: memoryview, ends: memoryview) -> Self:
        """Return words that lie where others may have them as well.

        Args:
            content: the words, in UTF-8, one behind the other.
            ends: where in it each ends.
        """
        found = cls(())
        found._content, found._ends = content, ends
        return found

    @property
    def pieces(self) -> tuple[bytes, bytes]:
        """What `of` takes, as values that can be written; of use on this machine."""
        return bytes(self._content), array("Q", self._ends).tobytes()

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        ends = self._ends
        end = ends[place]
        number = place if place >= 0 else place + len(ends)
        return str(self._content[ends[number - 1] if number else 0 : end], "utf-8", "surrogatepass")

    def place_of(self, name: str) -> int | None:
        """Return the first place of a word; None where it is not among them, or empty."""
        content, wanted = bytes(self._content), name.encode("utf-8", "surrogatepass")
        start = content.find(wanted) if wanted else -1
        while start >= 0:
            # The first that ends behind where it begins.
            number = bisect_right(self._ends, start)
            if self[number] == name:
                return number
            start = content.find(wanted, start + 1)
        return None

    def __len__(self) -> int:
        return len(self._ends)
