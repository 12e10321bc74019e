"""Which records are indexed together. Pure: the same records always lead to the same bundles.

The years of a language are halved, and halved again, until what is left has few enough records; a year that
has too many alone is halved by a digest of the cases' ids. So a bundle depends on nothing outside its own
span: an edit touches the one that the record is in, and one that has grown too large becomes two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from irrefutable.model.search import Bundle, RecordEntry

MOST_RECORDS: Final = 250
"""In one bundle. An edit indexes them all again, at some six milliseconds each, and a first search fetches of
each word what all of them say; each bundle more that a search needs costs the reader three requests."""
_YEAR_BITS: Final = 14
_PART_BITS: Final = 16


def bundles(records: Iterable[RecordEntry], most: int = MOST_RECORDS) -> list[Bundle]:
    """Return the bundles of an archive: by language, the latest years first.

    Args:
        records: in any order.
        most: how many records a bundle has room for.
    """
    by_language: dict[str, list[RecordEntry]] = {}
    for record in sorted(records):
        by_language.setdefault(record.language, []).append(record)
    return [
        bundle
        for language, found in sorted(by_language.items())
        for bundle in _halved(language, found, 0, 1 << _YEAR_BITS, most)
    ]


def _halved(
    language: str, records: Sequence[RecordEntry], first: int, years: int, most: int
) -> Iterator[Bundle]:
    """Yield the bundles of the years from `first` on, as many as `years` says: a power of two."""
    if not records:
        return
    if len(records) <= most:
        # Years that every archive has in common need not be told.
        name = "all" if years == 1 << _YEAR_BITS else f"{first}-{first + years - 1}"
        yield Bundle(language, f"{first}" if years == 1 else name, tuple(records))
    elif years == 1:
        yield from _parted(
            language, [(_part(item.case_id), item) for item in records], f"{first}-part-", 0, most
        )
    else:
        half = first + years // 2
        yield from _halved(language, [item for item in records if item.year >= half], half, years // 2, most)
        yield from _halved(language, [item for item in records if item.year < half], first, years // 2, most)


def _parted(
    language: str, records: Sequence[tuple[int, RecordEntry]], name: str, bits: int, most: int
) -> Iterator[Bundle]:
    """Yield the bundles of a part of a year, which has the cases whose digests begin with its `bits` bits.

    Args:
        language: of the records.
        records: in that part, each with the first bits of its case's digest.
        name: of the part.
        bits: how many bits these records have in common.
        most: how many records a bundle has room for.
    """
    if not records:
        return
    if bits and (len(records) <= most or bits == _PART_BITS):
        yield Bundle(language, name, tuple(item for _, item in records))
        return
    for bit in (0, 1):
        found = [each for each in records if each[0] >> (_PART_BITS - bits - 1) & 1 == bit]
        yield from _parted(language, found, f"{name}{bit}", bits + 1, most)


def _part(case_id: str) -> int:
    return int.from_bytes(hashlib.sha256(case_id.encode()).digest()[: _PART_BITS // 8])


def years_of(bundle: Bundle) -> tuple[int, int]:
    """Return the first and the last year of a bundle's records; 0 stands for one that nobody knows."""
    years = [record.year for record in bundle.records]
    return min(years), max(years)
