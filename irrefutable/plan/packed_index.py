"""The index of an archive as one piece of bytes: made from the facts of its cases, and read where it lies.

Refuses to hold all facts, or all lists, at once. What a list holds are places among the cases that have a
page, four bytes each. Its bytes may lie in a file that many processes look at: nothing of them is copied
before somebody asks for it.
"""

from __future__ import annotations

import marshal
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from mmap import mmap
from sys import intern
from typing import Any, Final, TypeAlias, overload
from zlib import crc32

from irrefutable.core.packed_names import PackedNames
from irrefutable.model.archive import Archive
from irrefutable.model.entries import CaseFacts
from irrefutable.model.vocabulary import Status
from irrefutable.plan.chains import Chain, ChainLink, chains, uses_of
from irrefutable.plan.index import Index, filings, is_out

Buffer: TypeAlias = bytes | mmap
"""Where an index lies."""
SAMPLE_SIZE: Final = 48
"""Of the cases that a reader may be led to by chance."""
_FEW: Final = 32
"""Cases, of which the places are looked for one by one."""
_LENGTH_BYTES: Final = 8
_LISTED: Final = ("listed", "")
_SAMPLE: Final = ("sample", "")


def packed(facts: Mapping[str, CaseFacts], archive: Archive, *, now_at: float, is_preview: bool) -> bytes:
    """File the cases that readers may see; return the index as `unpacked` reads it.

    Args:
        facts: of every case, in the order of their ids; looked through once.
        archive: whose ratings and entities they name.
        now_at: the instant up to which embargoes have passed, in seconds since 1970.
        is_preview: whether drafts and embargoed cases are shown too.
    """
    columns = _Columns()
    for case_id, item in facts.items():
        if is_out(item, now_at, is_preview=is_preview):
            columns.take(case_id, item, archive)
    return columns.packed(facts)


@dataclass
class _Columns:
    """What is known of the cases, by their numbers in the order of their ids."""

    ids: list[str] = field(default_factory=list)
    published: array[float] = field(default_factory=lambda: array("d"))
    filed: dict[tuple[str, str], array[int]] = field(default_factory=dict)
    moments: dict[int, tuple[str, ...]] = field(default_factory=dict)
    corrections: list[tuple[float, int, int]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    users: dict[int, int] = field(default_factory=dict)
    """The first case with a mark of a picture, by the hash of the mark."""
    sharing: set[int] = field(default_factory=set)
    """The cases that may share a picture."""

    def take(self, case_id: str, facts: CaseFacts, archive: Archive) -> None:
        """File a case; each has to come after those with smaller ids."""
        number = len(self.ids)
        self.ids.append(case_id)
        self.published.append(facts.published_at)
        self.named.update(facts.names)
        self.corrections += ((moment, number, place) for place, moment in enumerate(facts.corrected_at))
        if facts.status == Status.RETRACTED:
            return
        for at in (_LISTED, *filings(facts, archive)):
            numbers = self.filed.get(at)
            if numbers is None:
                numbers = self.filed[at] = array("I")
            numbers.append(number)
        if facts.moments:
            self.moments[number] = tuple(map(intern, facts.moments))
        for picture in facts.pictures:
            for mark in map(hash, picture.marks):
                first = self.users.setdefault(mark, number)
                if first != number:
                    self.sharing |= {first, number}

    def packed(self, facts: Mapping[str, CaseFacts]) -> bytes:
        """Return the index, every list with the latest case first."""
        # Ids begin with a date by custom, so of two cases of one day the later event comes first.
        order = sorted(range(len(self.ids)), key=self.published.__getitem__)
        order.reverse()
        places = array("I", order)
        for place, number in enumerate(order):
            places[number] = place
        filed = {
            at: array("I", sorted(map(places.__getitem__, numbers))) for at, numbers in self.filed.items()
        }
        filed[_SAMPLE] = array("I", map(places.__getitem__, self._sample()))
        # Of two on one day, that of the later case comes first, and the later one of a case.
        corrections = sorted(self.corrections, reverse=True)
        uses = [use for number in self.sharing for use in uses_of(self.ids[number], facts[self.ids[number]])]
        body = _Body()
        return body.behind(
            (
                [body.put(piece) for piece in PackedNames(self.ids[number] for number in order).pieces],
                [(*at, body.put(filed[at].tobytes())) for at in sorted(filed)],
                [
                    (key, body.put(self._happened(key, places)))
                    for kind, key in sorted(self.filed)
                    if kind == "topic"
                ],
                [(tuple(map(tuple, links)), *reasons) for links, *reasons in chains(uses)],
                body.put(_pairs((places[number], place) for _, number, place in corrections)),
                sorted(self.named),
            )
        )

    def _sample(self) -> list[int]:
        def chance(number: int) -> tuple[int, str]:
            return crc32(self.ids[number].encode()), self.ids[number]

        return nsmallest(SAMPLE_SIZE, self.filed.get(_LISTED, ()), key=chance)

    def _happened(self, topic: str, places: Sequence[int]) -> bytes:
        entries = sorted(
            (moment, number, entry)
            for number in self.filed["topic", topic]
            for entry, moment in enumerate(self.moments.get(number, ()))
        )
        return _pairs((places[number], entry) for _, number, entry in entries)


def _pairs(entries: Iterable[tuple[int, int]]) -> bytes:
    return array("I", chain.from_iterable(entries)).tobytes()


class _Body:
    """Pieces of bytes, each known by where it begins and ends."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._end = 0

    def put(self, piece: bytes) -> tuple[int, int]:
        """Add a piece; return its place."""
        start = self._end
        self._pieces.append(piece)
        self._end += len(piece)
        return start, self._end

    def behind(self, head: Any) -> bytes:
        """Return all of them behind what knows their places, and that behind its length."""
        written = marshal.dumps(head)
        return b"".join((len(written).to_bytes(_LENGTH_BYTES), written, *self._pieces))


def unpacked(content: Buffer, facts: Mapping[str, CaseFacts]) -> Index:
    """Return an index as it was packed; each list in it is looked at where it lies.

    Args:
        content: what `packed` returned.
        facts: of every case.
    """
    whole = memoryview(content)
    behind = _LENGTH_BYTES + int.from_bytes(whole[:_LENGTH_BYTES])
    # The ledger vouches for its bytes.
    names, lists, happened, found, corrections, named = marshal.loads(whole[_LENGTH_BYTES:behind])  # noqa: S302

    def piece(place: tuple[int, int]) -> memoryview:
        return whole[behind + place[0] : behind + place[1]]

    built = _Built.of(piece(names[0]), piece(names[1]).cast("Q"))
    filed: dict[str, dict[str, Sequence[str]]] = {kind: {} for kind in _KINDS}
    for kind, key, place in lists:
        filed.setdefault(kind, {})[key] = _Cases(built, piece(place))
    return Index(
        facts=facts,
        built=built,
        listed=filed["listed"].get("", ()),
        by_rating=filed["rating"],
        by_topic=filed["topic"],
        by_claimant=filed["claimant"],
        by_year={int(key): cases for key, cases in filed["year"].items()},
        by_month=filed["month"],
        by_technique=filed["technique"],
        by_country=filed["country"],
        by_place=filed["place"],
        by_platform=filed["platform"],
        by_language=filed["language"],
        by_rating_and_topic=filed["rating and topic"],
        by_technique_and_year=filed["technique and year"],
        sample=tuple(filed["sample"].get("", ())),
        happened={topic: _Entries(built, piece(place)) for topic, place in happened},
        chains=tuple(Chain(tuple(ChainLink(*link) for link in links), *reasons) for links, *reasons in found),
        by_responder=filed["responder"],
        by_checker=filed["checker"],
        by_author=filed["author"],
        by_reviewer=filed["reviewer"],
        by_part=filed["part"],
        corrections=_Entries(built, piece(corrections)),
        named=frozenset(named),
    )


_KINDS: Final = (
    *("listed", "sample", "rating", "topic", "claimant", "year", "month", "technique", "country", "place"),
    *("platform", "language", "rating and topic", "technique and year"),
    *("responder", "checker", "author", "reviewer", "part"),
)


class _Built(PackedNames):
    """The cases that have a page; it is remembered where those stand that were asked for."""

    @cached_property
    def _places(self) -> dict[str, int | None]:
        return {}

    @cached_property
    def _all_places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self)}

    def place_of(self, name: str) -> int | None:
        """Return the place of a case; None where it has no page."""
        if name not in self._places:
            # Each is looked for through all of them, so more are found sooner at once.
            is_one_of_few = len(self._places) < _FEW
            self._places[name] = super().place_of(name) if is_one_of_few else self._all_places.get(name)
        return self._places[name]


class _Cases(Sequence[str]):
    """Cases, from their places among those that have a page."""

    def __init__(self, built: _Built, places: memoryview) -> None:
        self._built = built
        self._places = places.cast("I")

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...

    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(map(self._built.__getitem__, self._places[place]))
        return self._built[self._places[place]]

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """Return the place of a case, without looking through all of them.

        Raises:
            ValueError: it is not among them.
        """
        place = self._built.place_of(value) if isinstance(value, str) else None
        if place is not None:
            within = range(len(self))[start:stop]
            number = bisect_left(self._places, place, within.start, within.stop)
            if number in within and self._places[number] == place:
                return number
        raise ValueError(f"{value!r} is not among them")

    def __contains__(self, case_id: object) -> bool:
        try:
            return self.index(case_id) >= 0
        except ValueError:
            return False

    def __iter__(self) -> Iterator[str]:
        return map(self._built.__getitem__, self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Entries(Sequence[tuple[str, int]]):
    """Cases and numbers, from places among the cases that have a page; each made when it is asked for."""

    def __init__(self, built: Sequence[str], content: memoryview) -> None:
        self._built = built
        self._numbers = content.cast("I")

    @overload
    def __getitem__(self, place: int) -> tuple[str, int]: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[tuple[str, int], ...]: ...

    def __getitem__(self, place: int | slice) -> tuple[str, int] | tuple[tuple[str, int], ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        at = 2 * range(len(self))[place]
        return self._built[self._numbers[at]], self._numbers[at + 1]

    def __len__(self) -> int:
        return len(self._numbers) // 2
