"""How the cases of an archive hang together: their order, and who and what they are filed under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from irrefutable.core.dates import Edtf
from irrefutable.core.text import address_part
from irrefutable.model.archive import Archive
from irrefutable.model.case import Place
from irrefutable.model.entries import CaseFacts
from irrefutable.model.fields import Text
from irrefutable.model.vocabulary import Status
from irrefutable.plan.chains import Chain

ENTITY_KINDS: Final = frozenset(("claimant", "checker", "responder", "author", "reviewer"))
"""What a case is filed under that is a person or an organisation."""
_PARTS: Final = ENTITY_KINDS - {"checker"}
"""What a person or an organisation has a part in a case as; who checked the claim elsewhere has none."""
NAMED_BY_CASES: Final = ("place", "platform")
"""What the latest case gives a name."""


@dataclass(frozen=True, slots=True)
class Index:
    """Case ids by what they are filed under. Every list has the latest case first."""

    facts: Mapping[str, CaseFacts]
    """Of every case that has a page."""
    built: Sequence[str]
    """Every case that has a page, tombstones included."""
    listed: Sequence[str]
    """Every case that lists show: those with a page that is no tombstone."""
    by_rating: Mapping[str, Sequence[str]]
    """By `scheme/key`, of any claim of the case."""
    by_topic: Mapping[str, Sequence[str]]
    by_claimant: Mapping[str, Sequence[str]]
    by_year: Mapping[int, Sequence[str]]
    """By the year in which the first claim was made."""
    by_month: Mapping[str, Sequence[str]]
    """By the month, as `2017-11`, in which the first claim was made; where that is known."""
    by_technique: Mapping[str, Sequence[str]]
    by_country: Mapping[str, Sequence[str]]
    by_place: Mapping[str, Sequence[str]]
    """By country and place, as `SY/aleppo`."""
    by_platform: Mapping[str, Sequence[str]]
    """By where a claim appeared."""
    by_language: Mapping[str, Sequence[str]]
    """By each language that there is a case in."""
    by_rating_and_topic: Mapping[str, Sequence[str]]
    """By both, with a space between."""
    by_technique_and_year: Mapping[str, Sequence[str]]
    """By both, with a space between."""
    by_responder: Mapping[str, Sequence[str]]
    by_checker: Mapping[str, Sequence[str]]
    """By whom else a claim of the case was checked."""
    by_author: Mapping[str, Sequence[str]]
    by_reviewer: Mapping[str, Sequence[str]]
    by_part: Mapping[str, Sequence[str]]
    """By each person and organisation that made a claim in the case, answered in it, wrote or reviewed it."""
    happened: Mapping[str, Sequence[tuple[str, int]]]
    """What the timelines of a topic's cases hold, the earliest first: the case, and the place there."""
    sample: tuple[str, ...]
    """Cases from all over the archive: the same ones, however many others there are."""
    chains: tuple[Chain, ...]
    """Pictures that several cases are about."""
    corrections: Sequence[tuple[str, int]]
    """Every correction of a case with a page, tombstones included, the latest first: the case, and its place
    among the corrections of the case."""
    named: frozenset[str]
    """The entities that a case with a page names. Of the others a reader does not learn: a draft may be
    about them."""

    def cases(self, kind: str, key: str) -> Sequence[str]:
        """Return the cases of a list; none where nothing is filed so. The list of kind `all` has no key."""
        return self.listed if kind == "all" else self.cases_by(kind).get(key, ())

    def cases_by(self, kind: str) -> Mapping[str, Sequence[str]]:
        """Return the cases of a kind of list by its keys, years in words; without what has no case."""
        if kind == "year":
            return {f"{year}": cases for year, cases in self.by_year.items()}
        return {
            "rating": self.by_rating,
            "topic": self.by_topic,
            "technique": self.by_technique,
            "claimant": self.by_claimant,
            "country": self.by_country,
            "place": self.by_place,
            "platform": self.by_platform,
            "language": self.by_language,
            "month": self.by_month,
            "rating and topic": self.by_rating_and_topic,
            "technique and year": self.by_technique_and_year,
            "responder": self.by_responder,
            "checker": self.by_checker,
            "author": self.by_author,
            "reviewer": self.by_reviewer,
            "part": self.by_part,
        }[kind]


def filings(facts: CaseFacts, archive: Archive) -> list[tuple[str, str]]:
    """Return kind and key of each list that shows a case, ratings as `scheme/key`; each once."""
    filed: dict[tuple[str, str], None] = {}
    by_kind: dict[str, list[str]] = {"rating": [], "topic": [], "technique": [], "year": []}
    for kind, key in facts.filed:
        at = kind, key
        if kind == "rating":
            found = archive.rating(key)
            if not found:
                continue
            at = kind, f"{found[0].id}/{found[1].key}"
        if at not in filed:
            filed[at] = None
            if kind in by_kind:
                by_kind[kind].append(at[1])
            if kind in _PARTS:
                filed["part", key] = None
    both = [
        (f"{one} and {other}", f"{first} {second}")
        for one, other in (("rating", "topic"), ("technique", "year"))
        for first in by_kind[one]
        for second in by_kind[other]
    ]
    return [*filed, *both]


def place_key(place: Place) -> str:
    """Return what the cases of a place are filed under: `SY/aleppo`."""
    return f"{place.country}/{place.id}"


def platform_key(platform: Text) -> str:
    """Return what the cases of a platform are filed under: a part of an address."""
    return address_part(platform.strings()[0])


def is_out(facts: CaseFacts, now_at: float, *, is_preview: bool) -> bool:
    """Whether a case has a page, if only a tombstone."""
    if is_preview:
        return True
    is_public = facts.status in (Status.PUBLISHED, Status.RETRACTED)
    return is_public and (facts.release_at is None or facts.release_at <= now_at)


def is_listed(facts: CaseFacts, now_at: float, *, is_preview: bool) -> bool:
    """Whether lists show a case: it has a page, and that is no tombstone."""
    return is_out(facts, now_at, is_preview=is_preview) and facts.status != Status.RETRACTED


def instant(date: Edtf) -> dt.datetime:
    """Return the first instant of an exact date; a day begins at midnight, UTC."""
    moment = date.start
    if moment is None:
        raise ValueError(f"{date.text} has no beginning")
    return moment.time or dt.datetime.combine(moment.first, dt.time(), tzinfo=dt.UTC)
