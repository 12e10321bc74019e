"""Which lists cases make others than they were in the last build. Refuses to know what a list looks like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from irrefutable.model.archive import Archive
from irrefutable.model.entries import CaseFacts
from irrefutable.plan.index import Index, filings
from irrefutable.plan.paging import Paging

ENTITY_KINDS: Final = frozenset(("claimant", "checker", "responder", "author", "reviewer"))
"""What a case is filed under that is a person or an organisation."""
NAMED_BY_CASES: Final = ("place", "platform")
"""What the latest case gives a name."""
_ALL: Final = ("all", "")


@dataclass(frozen=True, slots=True)
class Alterations:
    """The lists that may be others than in the last build."""

    kept: Mapping[tuple[str, str], int] | None = None
    """By kind and key of each of them, how many of its oldest entries are as they were; None where any list
    may be another throughout."""

    def reach(self, kind: str, key: str) -> bool:
        """Whether a list may be another."""
        return self.kept is None or (kind, key) in self.kept

    def reach_entity(self, entity_id: str) -> bool:
        """Whether any of the lists may be another that are of a person or an organisation."""
        return any(self.reach(kind, entity_id) for kind in ENTITY_KINDS)

    def standing(self, kind: str, key: str, paging: Paging) -> range:
        """Return the numbers of the pages of a list that are as they were."""
        if self.kept is None:
            return range(0)
        return paging.standing(self.kept[kind, key]) if self.reach(kind, key) else paging.numbers


EVERYWHERE: Final = Alterations()
"""Any list may be another."""


class AlteredCase(NamedTuple):
    """A case that is another for lists than in the last build; None where it was not there, or is no more."""

    id: str
    then: CaseFacts | None
    now: CaseFacts | None


def alterations(then: Index, now: Index, altered: Mapping[str, AlteredCase], archive: Archive) -> Alterations:
    """Return the lists that some cases are in, or were, where nothing else is another.

    Args:
        then: what the cases were filed under in the last build; its facts are not asked for.
        now: what they are filed under.
        altered: the cases, by their ids.
        archive: whose ratings they name.
    """
    kept: dict[tuple[str, str], int] = {}
    for case_id, *both in altered.values():
        for facts in filter(None, both):
            for at in (_ALL, *filings(facts, archive)):
                lists = then.cases(*at), now.cases(*at)
                kept[at] = min(kept.get(at, len(lists[0])), *(_older(cases, case_id) for cases in lists))
    for kind, key in kept:
        latest = then.cases(kind, key)[:1], now.cases(kind, key)[:1]
        if kind in NAMED_BY_CASES and (latest[0] != latest[1] or not altered.keys().isdisjoint(latest[1])):
            kept[kind, key] = 0
        if kind == "topic" and bool(then.happened.get(key)) != bool(now.happened.get(key)):
            kept[kind, key] = 0
    return Alterations(kept)


def _older(cases: Sequence[str], case_id: str) -> int:
    """Return how many entries of a list are older than a case; all where it is not among them."""
    try:
        return len(cases) - 1 - cases.index(case_id)
    except ValueError:
        return len(cases)
