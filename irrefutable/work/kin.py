"""Which cases share a picture, a claimant and a topic, a place and a year, or a list; and which are nearest.

A part of the pipeline. A case shows its nearest relatives only, so a new one changes the pages of a few,
however many there are.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final, NamedTuple

from irrefutable.core.dates import parse
from irrefutable.model.entries import CaseFacts, Kinship, Relative
from irrefutable.work.knowledge import Knowledge

BOND: Final = "bond"
"""The kind of the ledger's entries about what cases share: what it is, when, the case and the claim."""
_REACH: Final[Mapping[str, int]] = {"picture": 2, "claimant": 1, "place": 1, "list": 1}
"""How many relatives a case has in each direction of time, by the kind of what they share."""
_LISTED: Final = ("place", "platform")
"""What there is a list of only where cases share it."""


class Bond(NamedTuple):
    """Something that cases can share."""

    kind: str
    key: str
    moment: str
    """When the claim was made by which the case has it, as a key that orders in time; empty for a list."""
    claim: str


def bonds_of(facts: CaseFacts) -> tuple[Bond, ...]:
    """Return what a case can share with others, each thing once."""
    bonds: dict[tuple[str, str], Bond] = {}
    for picture in facts.pictures:
        for mark in picture.marks:
            bonds.setdefault(("picture", mark), Bond("picture", mark, picture.moment, picture.claim))
    for claim in facts.claims[:1]:
        made = parse(claim.made)
        for kind, key in facts.filed:
            other = claim.claimant if kind == "topic" else f"{made.year}"
            if other and kind in ("topic", "place"):
                name = f"{other} {key}" if kind == "topic" else f"{key} {other}"
                sort = "claimant" if kind == "topic" else "place"
                bonds[sort, name] = Bond(sort, name, made.order(), claim.id)
    for kind, key in facts.filed:
        if kind in _LISTED:
            bonds["list", f"{kind} {key}"] = Bond("list", f"{kind} {key}", "", "")
    return tuple(bonds.values())


def entries_of(case_id: str, facts: CaseFacts | None) -> tuple[str, ...]:
    """Return the names under which the ledger has what a case can share."""
    return tuple(
        f"{bond.kind} {bond.key}\0{bond.moment}\0{case_id}\0{bond.claim}"
        for bond in (bonds_of(facts) if facts else ())
    )


@dataclass
class Kin:
    """The relatives of cases, as far as lists show them."""

    knowledge: Knowledge
    read: Sequence[str]
    """What the cases that were read just now can share, as `entries_of` has it, in order."""
    _latest: tuple[str, tuple[Kinship, ...], tuple[tuple[str, str], ...]] | None = None
    """The case that was asked about last, and what was said: its page and its parts ask the same."""

    def of(self, case_id: str) -> tuple[Kinship, ...]:
        """Return what a case shares with others that lists show, and the nearest of them."""
        return self._of(case_id)[1]

    def lists_of(self, case_id: str) -> tuple[tuple[str, str], ...]:
        """Return kind and key of the places and platforms of a case that there is a list of.

        It takes a second case that lists show.
        """
        return self._of(case_id)[2]

    def _of(self, case_id: str) -> tuple[str, tuple[Kinship, ...], tuple[tuple[str, str], ...]]:
        if self._latest is None or self._latest[0] != case_id:
            self._latest = case_id, self._relatives(case_id), self._lists(case_id)
        return self._latest

    def _relatives(self, case_id: str) -> tuple[Kinship, ...]:
        facts = self.knowledge.facts(case_id)
        found = []
        for bond in bonds_of(facts) if facts else ():
            if bond.kind == "list":
                continue
            earlier, later = (self._nearest(bond, case_id, later=later) for later in (False, True))
            if earlier or later:
                found.append(Kinship(bond.kind, bond.key, bond.claim, earlier[::-1], later))
        return tuple(found)

    def _lists(self, case_id: str) -> tuple[tuple[str, str], ...]:
        facts = self.knowledge.facts(case_id)
        shared = (
            bond.key.partition(" ")
            for bond in (bonds_of(facts) if facts else ())
            if bond.kind == "list" and any(self._nearest(bond, case_id, later=it) for it in (True, False))
        )
        return tuple((kind, key) for kind, _, key in shared)

    def around(self, case_id: str, facts: CaseFacts | None) -> set[str]:
        """Return the cases whose relatives may be others when a case with these facts comes or goes."""
        bonds = bonds_of(facts) if facts else ()
        return {
            relative.case
            for bond in bonds
            for later in (False, True)
            for relative in self._nearest(bond, case_id, later=later)
        }

    def _nearest(self, bond: Bond, case_id: str, *, later: bool) -> tuple[Relative, ...]:
        prefix = f"{bond.kind} {bond.key}\0"
        own = f"{prefix}{bond.moment}\0{case_id}"
        names = (name.rsplit("\0", 2)[1:] for name in self._names(prefix, own, later=later))
        listed = (
            Relative(other, claim)
            for other, claim in names
            if other != case_id and self.knowledge.is_listed(other)
        )
        return tuple(islice(listed, _REACH[bond.kind]))

    def _names(self, prefix: str, own: str, *, later: bool) -> Iterator[str]:
        """Yield what other cases have of the same, the nearest first."""
        read = self.read
        places = range(bisect_right(read, own), len(read)) if later else range(bisect_left(read, own))
        # Thousands may share a platform, and one of them is asked for.
        nearest = map(read.__getitem__, places if later else reversed(places))
        now = takewhile(lambda name: name.startswith(prefix), nearest)
        if self.knowledge.is_whole:
            return now
        known = self.knowledge.ledger.names_around(BOND, prefix, own, later=later)
        still = (name for name in known if name.rsplit("\0", 2)[1] not in self.knowledge.fresh)
        return heapq.merge(now, still, reverse=not later)
