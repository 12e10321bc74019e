"""How the cases of an archive hang together: their order, and who and what they are filed under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from irrefutable.core.dates import Edtf
from irrefutable.model.archive import Archive, CaseFiles
from irrefutable.model.case import Case
from irrefutable.model.vocabulary import Status
from irrefutable.model.walk import references

Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Index:
    """Case ids by what they are filed under. Every list has the latest case first."""

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
    by_responder: Mapping[str, tuple[str, ...]]
    by_checker: Mapping[str, tuple[str, ...]]
    """By whom else a claim of the case was checked."""
    by_author: Mapping[str, tuple[str, ...]]
    by_reviewer: Mapping[str, tuple[str, ...]]
    named: frozenset[str]
    """The entities that a case with a page names. Of the others a reader does not learn: a draft may be
    about them."""


def index(archive: Archive, *, now: dt.datetime, is_preview: bool) -> Index:
    """File the cases that readers may see.

    Args:
        archive: everything that was read.
        now: the instant up to which embargoes have passed.
        is_preview: whether drafts and embargoed cases are shown too.
    """
    built = [
        case_id for case_id, files in archive.cases.items() if is_preview or _is_out(files.case.value, now)
    ]
    # Ids begin with a date by custom, so of two cases of one day the later event comes first.
    built.sort(reverse=True)
    built.sort(key=lambda case_id: _published_at(archive.cases[case_id]), reverse=True)
    listed = [case_id for case_id in built if archive.cases[case_id].case.value.status != Status.RETRACTED]
    cases = [(case_id, archive.cases[case_id].case.value) for case_id in listed]
    return Index(
        built=tuple(built),
        listed=tuple(listed),
        by_rating=_filed((i, (_rating_key(archive, c.rating) for c in case.claims)) for i, case in cases),
        by_topic=_filed((i, case.topics) for i, case in cases),
        by_claimant=_filed((i, (c.claimant for c in case.claims)) for i, case in cases),
        by_year=_filed((i, [year_of(case)]) for i, case in cases),
        by_responder=_filed((i, (r.by for r in case.rebuttals)) for i, case in cases),
        by_checker=_filed((i, (v.by for c in case.claims for v in c.other_verdicts)) for i, case in cases),
        by_author=_filed((i, case.authors) for i, case in cases),
        by_reviewer=_filed((i, case.reviewed_by) for i, case in cases),
        named=frozenset(entity_id for case_id in built for entity_id in _named(archive.cases[case_id])),
    )


def next_release(archive: Archive, now: dt.datetime) -> dt.datetime | None:
    """Return the next instant at which an embargo ends; None where none is pending."""
    embargoes = (files.case.value.publish_after for files in archive.cases.values())
    return min((end for date in embargoes if date and (end := instant(date)) > now), default=None)


def year_of(case: Case) -> int | None:
    """Return the year a case is filed under: that of its first claim."""
    return case.claims[0].made.year if case.claims else None


def instant(date: Edtf) -> dt.datetime:
    """Return the first instant of an exact date; a day begins at midnight, UTC."""
    moment = date.start
    if moment is None:
        raise ValueError(f"{date.text} has no beginning")
    return moment.time or dt.datetime.combine(moment.first, dt.time(), tzinfo=dt.UTC)


def _named(files: CaseFiles) -> Iterator[str]:
    for model in (files.case.value, *(edition.value for edition in files.editions.values())):
        yield from (item.id for item in references(model) if item.kind == "entity")


def _is_out(case: Case, now: dt.datetime) -> bool:
    if case.status not in (Status.PUBLISHED, Status.RETRACTED):
        return False
    return case.publish_after is None or instant(case.publish_after) <= now


def _published_at(files: CaseFiles) -> float:
    """Return when a case was published; a draft without a date counts as the newest."""
    published = files.case.value.published
    return instant(published).timestamp() if published else float("inf")


def _rating_key(archive: Archive, reference: str | None) -> str | None:
    found = archive.rating(reference) if reference else None
    return f"{found[0].id}/{found[1].key}" if found else None


def _filed(pairs: Iterable[tuple[str, Iterable[Key | None]]]) -> Mapping[Key, tuple[str, ...]]:
    filed: dict[Key, list[str]] = {}
    for case_id, keys in pairs:
        for key in dict.fromkeys(keys):
            if key is not None:
                filed.setdefault(key, []).append(case_id)
    return {key: tuple(case_ids) for key, case_ids in sorted(filed.items())}
