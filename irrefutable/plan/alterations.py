"""Which lists cases make others than they were in the last build. Refuses to know what a list looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from irrefutable.model.archive import Archive
from irrefutable.model.entries import CaseFacts
from irrefutable.model.fields import Text
from irrefutable.plan.index import ENTITY_KINDS, NAMED_BY_CASES, Index, filings
from irrefutable.plan.paging import Paging

_ALL: Final = ("all", "")
LabelsOf = Callable[[str], Mapping[tuple[str, str], Text]]
"""Returns the names that a case gives, by kind and key of what it names."""


@dataclass(frozen=True, slots=True)
class Alterations:
    """The lists that may be others than in the last build."""

    kept: Mapping[tuple[str, str], int] | None = None
    """By kind and key of each of them, how many of its oldest entries are as they were; None where any list
    may be another throughout."""
    entities: frozenset[str] = frozenset()
    """The people and organisations that have a page now and had none then, or the other way round."""

    def reach(self, kind: str, key: str) -> bool:
        """Whether a list may be another."""
        return self.kept is None or (kind, key) in self.kept

    def reach_entity(self, entity_id: str) -> bool:
        """Whether the page of a person or an organisation may be another."""
        return entity_id in self.entities or any(self.reach(kind, entity_id) for kind in ENTITY_KINDS)

    def standing(self, kind: str, key: str, paging: Paging) -> range:
        """Return the numbers of the pages of a list that are as they were."""
        if self.kept is None:
            return range(0)
        return paging.standing(self.kept[kind, key]) if self.reach(kind, key) else paging.numbers


EVERYWHERE: Final = Alterations()
"""Any list may be another."""


class AlteredCase(NamedTuple):
    """A case that is another for lists than in the last build."""

    then: CaseFacts | None
    """None where it was not there."""
    now: CaseFacts | None
    """None where it is there no more."""


def alterations(
    then: Index, now: Index, altered: Mapping[str, AlteredCase], archive: Archive, labels: LabelsOf
) -> Alterations:
    """Return the lists that some cases are in, or were, where nothing else is another.

    Args:
        then: what the cases were filed under in the last build; its facts are not asked for.
        now: what they are filed under.
        altered: the cases by their ids.
        archive: whose ratings they name.
        labels: of the cases that there are now.
    """
    kept: dict[tuple[str, str], int] = {}
    for case_id, case in altered.items():
        for index, facts in ((then, case.then), (now, case.now)):
            for at in (_ALL, *filings(facts, archive)) if facts else ():
                shorter = min(len(then.cases(*at)), len(now.cases(*at)))
                kept[at] = min(kept.get(at, shorter), _older(index.cases(*at), case_id))
    for kind, key in kept:
        if kind in NAMED_BY_CASES and _is_renamed(then, now, (kind, key), altered, labels):
            kept[kind, key] = 0
        if kind == "topic" and bool(then.happened.get(key)) != bool(now.happened.get(key)):
            kept[kind, key] = 0
    return Alterations(kept, then.named ^ now.named)


def _older(cases: Sequence[str], case_id: str) -> int:
    """Return how many entries of a list are older than a case; all where it is not among them."""
    try:
        return len(cases) - 1 - cases.index(case_id)
    except ValueError:
        return len(cases)


def _is_renamed(
    then: Index, now: Index, at: tuple[str, str], altered: Mapping[str, AlteredCase], labels: LabelsOf
) -> bool:
    """Whether a list may have another name: its latest case gives it one."""
    before, after = (index.cases(*at)[:1] for index in (then, now))
    if not (before and after):
        return True
    one, other = before[0], after[0]
    if one != other:
        # What it was called by an altered case is not known any more.
        return one in altered or _name(now, one, at, labels) != _name(now, other, at, labels)
    case = altered.get(one)
    return bool(case and case.then and case.now and case.then.labels != case.now.labels)


def _name(index: Index, case_id: str, at: tuple[str, str], labels: LabelsOf) -> tuple[Text | None, str]:
    """Return what a case calls something, and in which language."""
    return labels(case_id).get(at), index.facts[case_id].language
