"""Divides an archive into parts, so that no file grows with it and an edit changes one part alone.

A year of publication is one part. When it would hold more than `MOST_CASES`, it is divided by months, and a
month that would hold more by the first bits of a digest of the id, one after the other. So a case stays in
its part, whatever comes before or after it; only a part that is full is ever divided. By time, because then
the parts of what is past hardly change, and who keeps a copy fetches the latest alone; not by numbers,
because a case that is dated back would move all later ones.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

MOST_CASES = 250
"""In one part: about a megabyte of long cases."""
UNDATED: Final = "undated"
"""The year of cases that have no date."""


def parts_of(cases: Iterable[tuple[str, float]]) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the cases in each part, by the names of the parts, all in order.

    Args:
        cases: the id of each case, and when it was published, in seconds since 1970.
    """
    months: dict[str, dict[str, list[str]]] = {}
    for case_id, published_at in cases:
        month = _month(published_at)
        months.setdefault(month.partition("-")[0], {}).setdefault(month, []).append(case_id)
    parts: dict[str, tuple[str, ...]] = {}
    for year in sorted(months):
        if sum(map(len, months[year].values())) <= MOST_CASES:
            parts[year] = tuple(sorted(case_id for ids in months[year].values() for case_id in ids))
        else:
            for month in sorted(months[year]):
                parts.update(_divided(month, sorted(months[year][month])))
    return parts


def year_of(part: str) -> str:
    """Return the year that a part is of."""
    return part.partition("-")[0]


def _month(published_at: float) -> str:
    if published_at == float("inf"):
        return UNDATED
    moment = dt.datetime.fromtimestamp(published_at, dt.UTC)
    return f"{moment.year:04}-{moment.month:02}"


def _divided(name: str, case_ids: list[str], depth: int = 0) -> Iterator[tuple[str, tuple[str, ...]]]:
    if len(case_ids) <= MOST_CASES:
        yield name, tuple(case_ids)
        return
    halves: tuple[list[str], list[str]] = ([], [])
    for case_id in case_ids:
        halves[_bit(case_id, depth)].append(case_id)
    for bit, half in enumerate(halves):
        if half:
            yield from _divided(f"{name}-{bit}" if depth == 0 else f"{name}{bit}", half, depth + 1)


def _bit(case_id: str, place: int) -> int:
    return hashlib.sha256(case_id.encode()).digest()[place // 8] >> (7 - place % 8) & 1
