"""Which records are indexed together. Pure: the same records always lead to the same bundles.

The years of a language are halved, and halved again, until what is left has few enough records; a year that
has too many alone is halved by a digest of the cases' ids. So a bundle depends on nothing outside its own
span: an edit touches the one that the record is in, and one that has grown too large becomes two. How many
records each year has is all that the spans depend on, so nobody has to look at those of other years.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

MOST_RECORDS: Final = 250
"""In one bundle. An edit indexes them all again, at some six milliseconds each, and a first search fetches of
each word what all of them say; each bundle more that a search needs costs the reader three requests."""
_YEAR_BITS: Final = 14
_PART_BITS: Final = 16


class Span(NamedTuple):
    """Years of a language whose records are indexed together, or one that is divided further."""

    name: str
    """Of its bundle; where it is divided, what the names of these begin with."""
    first: int
    years: int
    """How many there are, with records or without: a power of two."""
    is_divided: bool

    def covers(self, year: int) -> bool:
        """Return whether a year is one of them."""
        return self.first <= year < self.first + self.years


def spans(records: Mapping[int, int], most: int) -> Iterator[Span]:
    """Yield the spans of a language, the latest years first.

    Args:
        records: how many each year has, at least one; 0 is the year of those that nobody knows.
        most: how many a bundle has room for.
    """
    yield from _halved(sorted(records.items()), 0, 1 << _YEAR_BITS, most)


def _halved(records: Sequence[tuple[int, int]], first: int, years: int, most: int) -> Iterator[Span]:
    """Yield the spans of the years from `first` on, as many as `years` says: a power of two."""
    if not records:
        return
    has_room = sum(count for _, count in records) <= most
    if years == 1:
        yield Span(f"{first}" if has_room else f"{first}-part-", first, 1, not has_room)
    elif has_room:
        # Years that every archive has in common need not be told.
        name = "all" if years == 1 << _YEAR_BITS else f"{first}-{first + years - 1}"
        yield Span(name, first, years, is_divided=False)
    else:
        half = first + years // 2
        yield from _halved([item for item in records if item[0] >= half], half, years // 2, most)
        yield from _halved([item for item in records if item[0] < half], first, years // 2, most)


def divided(span: Span, cases: Sequence[tuple[str, str]], most: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the bundles of a year with more records than one has room for: the name of each, and its cases.

    Args:
        span: that year.
        cases: the id of each case that has a record in it, after its `part_of`.
        most: how many records a bundle has room for.
    """
    yield from _parted(span.name, cases, 0, most)


def _parted(
    name: str, cases: Sequence[tuple[str, str]], bits: int, most: int
) -> Iterator[tuple[str, list[str]]]:
    """Yield the bundles of the cases whose digests have their first `bits` bits in common."""
    if not cases:
        return
    if bits and (len(cases) <= most or bits == _PART_BITS):
        yield name, [case_id for _, case_id in cases]
        return
    for bit in "01":
        found = [each for each in cases if each[0][bits] == bit]
        yield from _parted(f"{name}{bit}", found, bits + 1, most)


def part_of(case_id: str) -> str:
    """Return the first bits of a case's digest, by which a year is divided, as zeros and ones."""
    first = int.from_bytes(hashlib.sha256(case_id.encode()).digest()[: _PART_BITS // 8])
    return f"{first:0{_PART_BITS}b}"


def is_in(name: str, span: Span, part: str) -> bool:
    """Return whether a case is in a bundle of a year that is divided.

    Args:
        name: of the bundle.
        span: the year.
        part: the case's `part_of`.
    """
    return part.startswith(name.removeprefix(span.name))
