"""Which cases are about one picture. Refuses to say more than that: a file, or an address, is the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from irrefutable.model.entries import CaseFacts, PictureFacts


class ChainLink(NamedTuple):
    """A case in which a picture was used."""

    case: str
    claim: str
    """The claim about it there."""


class Chain(NamedTuple):
    """A picture that several cases are about."""

    links: tuple[ChainLink, ...]
    """In the order of time."""
    is_same_file: bool
    is_same_address: bool


class PictureUse(NamedTuple):
    """A picture in a case."""

    moment: str
    """When it was used, as a key that orders in time."""
    case: str
    picture: PictureFacts


def uses_of(case_id: str, facts: CaseFacts) -> Iterator[PictureUse]:
    """Yield the pictures of a case that can be told from others."""
    return (PictureUse(item.moment, case_id, item) for item in facts.pictures if item.marks)


def chains(uses: Sequence[PictureUse]) -> tuple[Chain, ...]:
    """Return the pictures that several cases are about, the one used last first.

    Pictures are one where they share a mark, if only by way of a third.
    """
    users: dict[str, list[int]] = {}
    for place, (_, _, picture) in enumerate(uses):
        for mark in picture.marks:
            users.setdefault(mark, []).append(place)
    shared = {mark: places for mark, places in users.items() if len({uses[item][1] for item in places}) > 1}
    found = []
    done: set[int] = set()
    for first in sorted({place for places in shared.values() for place in places}):
        if first in done:
            continue
        together, marks, waiting = {first}, set[str](), [first]
        while waiting:
            for mark in shared.keys() & set(uses[waiting.pop()][2].marks):
                marks.add(mark)
                waiting += [item for item in shared[mark] if item not in together]
                together.update(shared[mark])
        done |= together
        once: dict[str, tuple[str, str, str]] = {}
        for moment, case_id, picture in sorted(uses[item] for item in together):
            once.setdefault(case_id, (moment, case_id, picture.claim))
        kinds = {mark.partition(" ")[0] for mark in marks}
        links = tuple(ChainLink(case_id, claim) for _, case_id, claim in sorted(once.values()))
        found.append((max(once.values()), Chain(links, "file" in kinds, "address" in kinds)))
    return tuple(chain for _, chain in sorted(found, reverse=True))
