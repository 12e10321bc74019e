"""What a publication does to which file, in its order. Refuses to do it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple, overload

_DIGEST_BYTES: Final = 32
_NO_DIGEST: Final = bytes(_DIGEST_BYTES)
_REMOVAL: Final = -1


class Step(NamedTuple):
    """Put a staged file in place; where `staged` is empty, remove the file at `path`.

    `replaces` tells whether one of our files was at `path` when the step was planned.
    """

    path: str
    staged: str = ""
    sha256: str = ""
    replaces: bool = False


class Steps(Sequence[Step]):
    """Steps in a third of the memory: a first build has some hundreds of thousands.

    Args:
        steps: those whose staged files are called by numbers.
        behind: those that come behind them, called however they like.
    """

    def __init__(self, steps: Iterable[Step], behind: Sequence[Step] = ()) -> None:
        self._paths: list[str] = []
        self._staged = array("q")
        self._digests = bytearray()
        self._replaces = bytearray()
        self._behind = behind
        for path, staged, sha256, replaces in steps:
            self._paths.append(path)
            self._staged.append(int(staged) if staged else _REMOVAL)
            self._digests += bytes.fromhex(sha256) if staged else _NO_DIGEST
            self._replaces.append(replaces)

    @overload
    def __getitem__(self, place: int) -> Step: ...

    @overload
    def __getitem__(self, place: slice) -> list[Step]: ...

    def __getitem__(self, place: int | slice) -> Step | list[Step]:
        if isinstance(place, slice):
            return [self._at(number) for number in range(*place.indices(len(self)))]
        return self._at(range(len(self))[place])

    def __iter__(self) -> Iterator[Step]:
        return chain(map(self._at, range(len(self._paths))), self._behind)

    def __len__(self) -> int:
        return len(self._paths) + len(self._behind)

    def _at(self, number: int) -> Step:
        if number >= len(self._paths):
            return self._behind[number - len(self._paths)]
        staged = self._staged[number]
        if staged == _REMOVAL:
            return Step(self._paths[number])
        digest = self._digests[_DIGEST_BYTES * number : _DIGEST_BYTES * (number + 1)]
        return Step(self._paths[number], f"{staged}", digest.hex(), bool(self._replaces[number]))
