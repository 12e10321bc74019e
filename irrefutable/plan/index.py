"""How the cases of an archive hang together: their order, and who and what they are filed under."""

from __future__ import annotations

import datetime as dt
import marshal
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from typing import Final
from zlib import crc32

from irrefutable.core.dates import Edtf
from irrefutable.core.text import address_part
from irrefutable.model.archive import Archive
from irrefutable.model.case import Place
from irrefutable.model.entries import CaseFacts
from irrefutable.model.fields import Text
from irrefutable.model.vocabulary import Status
from irrefutable.plan.chains import Chain, ChainLink, chains

SAMPLE_SIZE: Final = 48
"""Of the cases that a reader may be led to by chance."""


@dataclass(frozen=True, slots=True)
class Index:
    """Case ids by what they are filed under. Every list has the latest case first."""

    facts: Mapping[str, CaseFacts]
    """Of every case that has a page."""
    built: tuple[str, ...]
    """Every case that has a page, tombstones included."""
    listed: tuple[str, ...]
    """Every case that lists show: those with a page that is no tombstone."""
    by_rating: Mapping[str, tuple[str, ...]]
    """By `scheme/key`, of any claim of the case."""
    by_topic: Mapping[str, tuple[str, ...]]
    by_claimant: Mapping[str, tuple[str, ...]]
    by_year: Mapping[int, tuple[str, ...]]
    """By the year in which the first claim was made."""
    by_month: Mapping[str, tuple[str, ...]]
    """By the month, as `2017-11`, in which the first claim was made; where that is known."""
    by_technique: Mapping[str, tuple[str, ...]]
    by_country: Mapping[str, tuple[str, ...]]
    by_place: Mapping[str, tuple[str, ...]]
    """By country and place, as `SY/aleppo`."""
    by_platform: Mapping[str, tuple[str, ...]]
    """By where a claim appeared."""
    by_language: Mapping[str, tuple[str, ...]]
    """By each language that there is a case in."""
    by_rating_and_topic: Mapping[str, tuple[str, ...]]
    """By both, with a space between."""
    by_technique_and_year: Mapping[str, tuple[str, ...]]
    """By both, with a space between."""
    by_responder: Mapping[str, tuple[str, ...]]
    by_checker: Mapping[str, tuple[str, ...]]
    """By whom else a claim of the case was checked."""
    by_author: Mapping[str, tuple[str, ...]]
    by_reviewer: Mapping[str, tuple[str, ...]]
    happened: Mapping[str, tuple[tuple[str, int], ...]]
    """What the timelines of a topic's cases hold, the earliest first: the case, and the place there."""
    sample: tuple[str, ...]
    """Cases from all over the archive: the same ones, however many others there are."""
    chains: tuple[Chain, ...]
    """Pictures that several cases are about."""
    corrections: tuple[tuple[str, int], ...]
    """Every correction of a case with a page, tombstones included, the latest first: the case, and its place
    among the corrections of the case."""
    named: frozenset[str]
    """The entities that a case with a page names. Of the others a reader does not learn: a draft may be
    about them."""


def index(
    cases: Iterable[tuple[str, CaseFacts]], archive: Archive, *, now_at: float, is_preview: bool
) -> Index:
    """File the cases that readers may see.

    Args:
        cases: the facts of every case in the order of their ids.
        archive: whose ratings and entities they name.
        now_at: the instant up to which embargoes have passed, in seconds since 1970.
        is_preview: whether drafts and embargoed cases are shown too.
    """
    facts = {case_id: item for case_id, item in cases if is_out(item, now_at, is_preview=is_preview)}
    # Ids begin with a date by custom, so of two cases of one day the later event comes first.
    built = sorted(facts, reverse=True)
    built.sort(key=lambda case_id: facts[case_id].published_at, reverse=True)
    listed = [case_id for case_id in built if facts[case_id].status != Status.RETRACTED]
    filed: dict[str, dict[str, list[str]]] = {}
    for case_id in listed:
        for kind, key in filings(facts[case_id], archive):
            filed.setdefault(kind, {}).setdefault(key, []).append(case_id)
    years = {int(year): tuple(ids) for year, ids in filed.get("year", {}).items()}
    return Index(
        facts=facts,
        built=tuple(built),
        listed=tuple(listed),
        by_rating=_sorted(filed.get("rating", {})),
        by_topic=_sorted(filed.get("topic", {})),
        by_claimant=_sorted(filed.get("claimant", {})),
        by_year=dict(sorted(years.items())),
        by_month=_sorted(filed.get("month", {})),
        by_technique=_sorted(filed.get("technique", {})),
        by_country=_sorted(filed.get("country", {})),
        by_place=_sorted(filed.get("place", {})),
        by_platform=_sorted(filed.get("platform", {})),
        by_language=_sorted(filed.get("language", {})),
        by_rating_and_topic=_sorted(filed.get("rating and topic", {})),
        by_technique_and_year=_sorted(filed.get("technique and year", {})),
        happened={topic: _happened(ids, facts) for topic, ids in filed.get("topic", {}).items()},
        sample=tuple(nsmallest(SAMPLE_SIZE, listed, key=lambda case_id: (crc32(case_id.encode()), case_id))),
        chains=chains(listed, facts),
        by_responder=_sorted(filed.get("responder", {})),
        by_checker=_sorted(filed.get("checker", {})),
        by_author=_sorted(filed.get("author", {})),
        by_reviewer=_sorted(filed.get("reviewer", {})),
        corrections=_corrections(built, facts),
        named=frozenset(entity_id for case_id in built for entity_id in facts[case_id].names),
    )


def filings(facts: CaseFacts, archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield kind and key of each list that shows a case, ratings as `scheme/key`; each once."""
    filed: dict[str, dict[str, None]] = {}
    for kind, written in facts.filed:
        found = archive.rating(written) if kind == "rating" else None
        if found or kind != "rating":
            key = f"{found[0].id}/{found[1].key}" if found else written
            filed.setdefault(kind, {})[key] = None
    for kind, keys in filed.items():
        yield from ((kind, key) for key in keys)
    for one, other in (("rating", "topic"), ("technique", "year")):
        both = ((first, second) for first in filed.get(one, ()) for second in filed.get(other, ()))
        yield from ((f"{one} and {other}", f"{first} {second}") for first, second in both)


def place_key(place: Place) -> str:
    """Return what the cases of a place are filed under: `SY/aleppo`."""
    return f"{place.country}/{place.id}"


def platform_key(platform: Text) -> str:
    """Return what the cases of a platform are filed under: a part of an address."""
    return address_part(platform.strings()[0])


def _happened(case_ids: Iterable[str], facts: Mapping[str, CaseFacts]) -> tuple[tuple[str, int], ...]:
    entries = sorted(
        (moment, case_id, number)
        for case_id in case_ids
        for number, moment in enumerate(facts[case_id].moments)
    )
    return tuple((case_id, number) for _, case_id, number in entries)


def _corrections(built: Sequence[str], facts: Mapping[str, CaseFacts]) -> tuple[tuple[str, int], ...]:
    dated = [
        (moment, case_id, place)
        for case_id in built
        for place, moment in enumerate(facts[case_id].corrected_at)
    ]
    # Of two on one day, that of the later case comes first, and the later one of a case.
    dated.sort(reverse=True)
    return tuple((case_id, place) for _, case_id, place in dated)


def _packed_pairs(entries: Sequence[tuple[str, int]], places: Mapping[str, int]) -> bytes:
    return array("I", chain.from_iterable((places[case_id], number) for case_id, number in entries)).tobytes()


def _unpacked_pairs(content: bytes, built: Sequence[str]) -> tuple[tuple[str, int], ...]:
    numbers = array("I", content)
    return tuple(zip(map(built.__getitem__, numbers[::2]), numbers[1::2], strict=True))


def packed(index: Index) -> bytes:
    """Return an index as bytes, without the facts."""
    places = {case_id: place for place, case_id in enumerate(index.built)}
    lists = {(name, ""): getattr(index, name) for name in _ORDERS}
    lists |= {(name, f"{key}"): ids for name in _FILED for key, ids in getattr(index, name).items()}
    packed_lists = [(at, array("I", map(places.__getitem__, ids)).tobytes()) for at, ids in lists.items()]
    happened = [(topic, _packed_pairs(entries, places)) for topic, entries in index.happened.items()]
    found = [(tuple(map(tuple, links)), *reasons) for links, *reasons in index.chains]
    corrections = _packed_pairs(index.corrections, places)
    return marshal.dumps((index.built, packed_lists, happened, found, corrections, sorted(index.named)))


def unpacked(content: bytes, facts: Mapping[str, CaseFacts]) -> Index:
    """Return an index as it was packed; each list in it is made when it is asked for.

    Args:
        content: what `packed` returned.
        facts: of every case that has a page.
    """
    # The ledger vouches for its bytes.
    built, lists, happened, found, corrections, named = marshal.loads(content)  # noqa: S302
    filed = {name: _Filed(built) for name in (*_ORDERS, *_FILED)}
    for (name, key), places in lists:
        filed[name].places[key] = places
    return Index(
        facts=facts,
        built=built,
        listed=filed["listed"][""],
        by_rating=filed["by_rating"],
        by_topic=filed["by_topic"],
        by_claimant=filed["by_claimant"],
        by_year={int(key): cases for key, cases in filed["by_year"].items()},
        by_month=filed["by_month"],
        by_technique=filed["by_technique"],
        by_country=filed["by_country"],
        by_place=filed["by_place"],
        by_platform=filed["by_platform"],
        by_language=filed["by_language"],
        by_rating_and_topic=filed["by_rating_and_topic"],
        by_technique_and_year=filed["by_technique_and_year"],
        sample=filed["sample"][""],
        happened=_Happened(built, dict(happened)),
        chains=tuple(Chain(tuple(ChainLink(*link) for link in links), *reasons) for links, *reasons in found),
        by_responder=filed["by_responder"],
        by_checker=filed["by_checker"],
        by_author=filed["by_author"],
        by_reviewer=filed["by_reviewer"],
        corrections=_unpacked_pairs(corrections, built),
        named=frozenset(named),
    )


_ORDERS = ("listed", "sample")
_FILED = (
    *("by_rating", "by_topic", "by_claimant", "by_year", "by_month"),
    *("by_technique", "by_country", "by_place", "by_platform", "by_language"),
    *("by_rating_and_topic", "by_technique_and_year"),
    *("by_responder", "by_checker", "by_author", "by_reviewer"),
)


class _Filed(Mapping[str, tuple[str, ...]]):
    """The cases under each key, from their places among those that have a page."""

    def __init__(self, built: Sequence[str]) -> None:
        self._built = built
        self._made: dict[str, tuple[str, ...]] = {}
        self.places: dict[str, bytes] = {}

    def __getitem__(self, key: str) -> tuple[str, ...]:
        if key not in self._made:
            self._made[key] = tuple(map(self._built.__getitem__, array("I", self.places[key])))
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self.places

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class _Happened(Mapping[str, tuple[tuple[str, int], ...]]):
    """What the timelines of a topic's cases hold, made when it is asked for."""

    def __init__(self, built: Sequence[str], entries: Mapping[str, bytes]) -> None:
        self._built = built
        self._entries = entries

    def __getitem__(self, topic: str) -> tuple[tuple[str, int], ...]:
        return _unpacked_pairs(self._entries[topic], self._built)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def is_out(facts: CaseFacts, now_at: float, *, is_preview: bool) -> bool:
    """Whether a case has a page, if only a tombstone."""
    if is_preview:
        return True
    is_public = facts.status in (Status.PUBLISHED, Status.RETRACTED)
    return is_public and (facts.release_at is None or facts.release_at <= now_at)


def is_listed(facts: CaseFacts, now_at: float, *, is_preview: bool) -> bool:
    """Whether lists show a case: it has a page, and that is no tombstone."""
    return is_out(facts, now_at, is_preview=is_preview) and facts.status != Status.RETRACTED


def _sorted(filed: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(filed[key]) for key in sorted(filed)}


def pages_of(count: int, size: int) -> int:
    """Return how many pages hold so many entries; an empty list has a page too."""
    return max(1, -(-count // size))


def instant(date: Edtf) -> dt.datetime:
    """Return the first instant of an exact date; a day begins at midnight, UTC."""
    moment = date.start
    if moment is None:
        raise ValueError(f"{date.text} has no beginning")
    return moment.time or dt.datetime.combine(moment.first, dt.time(), tzinfo=dt.UTC)
