"""Who stood at an address before is known without looking through the archive for each address."""

from __future__ import annotations

import pickle
from collections.abc import ItemsView, Mapping
from pathlib import Path

from irrefutable.core.packing import pack
from irrefutable.core.spans import SourceText, SpanMap
from irrefutable.model.archive import CaseFiles, Located
from irrefutable.model.case import Case
from irrefutable.model.entries import CaseFacts
from irrefutable.model.fields import Text
from irrefutable.store.ledger import Ledger
from irrefutable.store.memo import Memo
from irrefutable.work.knowledge import FORMER, Knowledge, packed_case
from irrefutable.work.shelf import Shelf
from tests.unit.test_plan_chains import NOTHING


class Walked(Shelf):
    """Facts that tell how often somebody looked through all of them."""

    walks = 0

    def items(self) -> ItemsView[str, CaseFacts | None]:
        self.walks += 1
        return super().items()


def formerly(*slugs: str) -> CaseFacts:
    return NOTHING._replace(former_slugs=slugs)


def known(told: Mapping[str, CaseFacts | None], shelf: Shelf | None = None, **owners: str) -> Knowledge:
    fresh = shelved(told, Shelf() if shelf is None else shelf)
    ledger = Ledger(None)
    for slug, owner in owners.items():
        ledger.put(FORMER, slug, owner.encode())

    return Knowledge(Path(), Memo(None), ledger, fresh, not owners, 0.0, False, reread)


def shelved(told: Mapping[str, CaseFacts | None], shelf: Shelf) -> Shelf:
    for case_id, facts in told.items():
        shelf.put(case_id, pack(facts) if facts else b"")
    return shelf


def reread(case_id: str) -> None:
    raise AssertionError(f"{case_id} is read again")


def test_owner_is_the_case_that_says_so() -> None:
    knowledge = known({"a": formerly("x", "y"), "b": formerly("y"), "gone": None})
    assert [knowledge.former_owner(slug) for slug in "xyz"] == ["a", "a", None]


def test_what_was_read_now_stands_for_what_was_known() -> None:
    """A case that gave an address up, or is gone, has it no more; one that was not read keeps it."""
    knowledge = known({"b": formerly("y"), "c": formerly(), "gone": None}, x="c", y="a", z="gone", w="d")
    assert [knowledge.former_owner(slug) for slug in "xyzw"] == [None, "a", None, "d"]


def test_all_cases_are_walked_through_once() -> None:
    """Every case of an archive asks for the addresses of those that it names."""
    fresh = Walked()
    knowledge = known({f"c{number}": formerly(f"f{number}") for number in range(20)}, fresh)
    assert [knowledge.former_owner(f"f{number}") for number in range(20)] == [*fresh]
    assert fresh.walks == 1


CASE = Case.model_construct(id="a", language="en", title=Text("A convoy"))  # type: ignore[call-arg]
OF_CASE = NOTHING._replace(
    summary="its digest", timeline="of its dates", paths=(("", "content/cases/a/case.yaml"),)
)


def contents(case: Case) -> bytes:
    return packed_case(CaseFiles(Located(case, SpanMap(SourceText("", ""), {}, {}))))


def test_summaries_are_held_here_alone() -> None:
    """Related cases ask for each other's summaries, and a process that is sent what is known, for its own."""
    knowledge = known({"a": OF_CASE})
    knowledge.memo.put("summary", "its digest", contents(CASE))
    summary = knowledge.summary("a")
    assert summary
    assert summary.case.value == CASE
    assert knowledge.summary("a") is summary
    sent = pickle.loads(pickle.dumps(knowledge))  # noqa: S301 - our own bytes
    other = CASE.model_copy(update={"title": Text("Another")})
    sent.memo.put("summary", "its digest", contents(other))
    found = sent.summary("a")
    assert found
    assert found.case.value == other


def test_what_was_read_just_now_is_not_looked_for_in_the_memo() -> None:
    """The memo here is empty, and the case is not read again."""
    shelf = Shelf()
    dated = CASE.model_copy(update={"title": Text("Its dates")})
    shelf.put("a", pack(OF_CASE), contents(CASE), contents(dated))
    knowledge = known({}, shelf)
    summary, timeline = knowledge.summary("a"), knowledge.timeline("a")
    assert summary
    assert timeline
    assert (summary.case.value, timeline.case.value) == (CASE, dated)
