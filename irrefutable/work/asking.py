"""The archive as one case, or one page, may see it. Refuses to forget what it was asked.

A part of the pipeline. A case that is being checked or planned sees itself whole, and of any other only
what pages may show of it (`summary_of`). Whatever it asks for is written down, found or not, because an
answer that changes is a reason to ask again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from irrefutable.model.archive import CaseFiles, Located
from irrefutable.model.entries import CaseFacts
from irrefutable.model.site import Entity
from irrefutable.plan.cards import CardShelf, Shown
from irrefutable.work.knowledge import Knowledge

Value = TypeVar("Value")

EVERY_CASE = "case *"
EVERY_ENTITY = "entity *"

_TIMELINES_HELD = 512


class _OfEveryCase(Mapping[str, Value], ABC):
    """Something of every case, read one by one."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @abstractmethod
    def _of(self, case_id: str) -> Value | None: ...

    def __getitem__(self, case_id: str) -> Value:
        found = self._of(case_id)
        if found is None:
            raise KeyError(case_id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._knowledge.ids())

    def __len__(self) -> int:
        return len(self._knowledge.ids())


class Facts(_OfEveryCase[CaseFacts]):
    """The facts of cases."""

    def _of(self, case_id: str) -> CaseFacts | None:
        return self._knowledge.facts(case_id)


class Cases(Mapping[str, CaseFiles]):
    """The cases as one of them sees them. `asked` gathers what was asked for."""

    def __init__(self, knowledge: Knowledge, own: Mapping[str, CaseFiles], asked: set[str]) -> None:
        self._knowledge = knowledge
        self._own = own
        self._asked = asked

    def __getitem__(self, case_id: str) -> CaseFiles:
        if case_id in self._own:
            return self._own[case_id]
        self._asked.add(f"case {case_id}")
        found = self._knowledge.summary(case_id)
        if found is None:
            raise KeyError(case_id)
        return found

    def __contains__(self, case_id: object) -> bool:
        if case_id in self._own:
            return True
        self._asked.add(f"case {case_id}")
        return self._knowledge.facts(str(case_id)) is not None

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERY_CASE)
        return iter(self._knowledge.ids())

    def __len__(self) -> int:
        self._asked.add(EVERY_CASE)
        return len(self._knowledge.ids())


class Timelines(_OfEveryCase[CaseFiles]):
    """The cases as timelines of many cases see them."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__(knowledge)
        self._timeline = lru_cache(_TIMELINES_HELD)(knowledge.timeline)

    def __reduce__(self) -> tuple[type[Timelines], tuple[Knowledge]]:
        """Reach another process with nothing held."""
        return Timelines, (self._knowledge,)

    def _of(self, case_id: str) -> CaseFiles | None:
        return self._timeline(case_id)


class WholeCases(_OfEveryCase[CaseFiles]):
    """The cases with all that is known of them."""

    def _of(self, case_id: str) -> CaseFiles | None:
        return self._knowledge.whole(case_id)

    def __contains__(self, case_id: object) -> bool:
        return self._knowledge.facts(str(case_id)) is not None


class FormerSlugs(Mapping[str, str]):
    """The case that stood at each former address. `asked` gathers what was asked for."""

    def __init__(self, knowledge: Knowledge, asked: set[str]) -> None:
        self._knowledge = knowledge
        self._asked = asked

    def __getitem__(self, slug: str) -> str:
        self._asked.add(f"case {slug}")
        found = self._knowledge.former_owner(slug)
        if found is None:
            raise KeyError(slug)
        return found

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERY_CASE)
        return iter([slug for _, facts in self._knowledge.all() for slug in facts.former_slugs])

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Entities(Mapping[str, Located[Entity]]):
    """People and organisations. `asked` gathers what was asked for."""

    def __init__(self, entities: Mapping[str, Located[Entity]], asked: set[str]) -> None:
        self._entities = entities
        self._asked = asked

    def __getitem__(self, entity_id: str) -> Located[Entity]:
        self._asked.add(f"entity {entity_id}")
        return self._entities[entity_id]

    def __contains__(self, entity_id: object) -> bool:
        self._asked.add(f"entity {entity_id}")
        return entity_id in self._entities

    def __iter__(self) -> Iterator[str]:
        self._asked.add(EVERY_ENTITY)
        return iter(self._entities)

    def __len__(self) -> int:
        self._asked.add(EVERY_ENTITY)
        return len(self._entities)


def shown_to(asked: set[str], shelf: CardShelf, case_id: str, language: str) -> Shown:
    """Return what pages in a language show of a case. `asked` gathers what that depends on."""
    shown = shelf.shown(case_id, language)
    asked.update(shown.asked)
    return shown


class Listed:
    """Tells whether lists show a case. `asked` gathers what was asked for."""

    def __init__(self, knowledge: Knowledge, asked: set[str]) -> None:
        self._knowledge = knowledge
        self._asked = asked

    def __contains__(self, case_id: object) -> bool:
        self._asked.add(f"case {case_id}")
        return self._knowledge.is_listed(str(case_id))
