"""Many words in one piece of memory. Refuses to hold anything but words, and to change them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import overload


class PackedNames(Sequence[str]):
    """Words in the order that they are given in.

    A word takes as many bytes as it has, and eight for its place; as an object of its own it would take
    fifty more, and each process that looks at it would have a copy of it.
    """

    def __init__(self, names: Iterable[str]) -> None:
        content = bytearray()
        self._ends = array("Q")
        for name in names:
            content += name.encode("utf-8", "surrogatepass")
            self._ends.append(len(content))
        self._content = bytes(content)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        start = self._ends[number - 1] if number else 0
        return self._content[start : self._ends[number]].decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self._ends)
