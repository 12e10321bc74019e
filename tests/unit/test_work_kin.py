"""A case has its nearest relatives in time, so that a new one changes the pages of few."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from irrefutable.core.packing import pack
from irrefutable.model.entries import CaseFacts, ClaimFacts, Relative
from irrefutable.store.ledger import Ledger
from irrefutable.store.memo import Memo
from irrefutable.work.kin import BOND, Kin, entries_of
from irrefutable.work.knowledge import FACTS, Knowledge
from irrefutable.work.shelf import Shelf
from tests.unit.test_plan_chains import NOTHING, about

YEARS = range(2010, 2020)


def of_a_claimant(year: int, status: str = "published") -> CaseFacts:
    return NOTHING._replace(
        status=status, claims=(ClaimFacts("main", "eve", "", f"{year}"),), filed=(("topic", "sea"),)
    )


def known(fresh: Mapping[str, CaseFacts | None], before: Mapping[str, CaseFacts] | None = None) -> Kin:
    ledger = Ledger(None)
    for case_id, facts in (before or {}).items():
        ledger.put(FACTS, case_id, pack(facts))
        for name in entries_of(case_id, facts):
            ledger.put(BOND, name, b"")

    def reread(_case_id: str) -> None:
        raise AssertionError("nothing is read again")

    shelf = Shelf()
    for case_id, told in fresh.items():
        shelf.put(case_id, pack(told) if told else b"")
    names = sorted(name for case_id, facts in fresh.items() for name in entries_of(case_id, facts))
    return Kin(Knowledge(Path(), Memo(None), ledger, shelf, before is None, 0.0, False, reread), names)


def relatives(kin: Kin, case_id: str) -> list[str]:
    return [item.case for kinship in kin.of(case_id) for item in (*kinship.earlier, *kinship.later)]


@pytest.mark.parametrize("is_read_now", [True, False])
def test_relatives_are_the_nearest_in_time(*, is_read_now: bool) -> None:
    """Whether a case was read now or by an earlier build makes no difference."""
    all_of_them = {f"c{year}": of_a_claimant(year) for year in YEARS}
    kin = known(all_of_them) if is_read_now else known({}, all_of_them)
    assert relatives(kin, "c2014") == ["c2013", "c2015"]
    assert relatives(kin, "c2010") == ["c2011"]
    (kinship,) = kin.of("c2019")
    assert (kinship.kind, kinship.key, kinship.earlier) == (
        "claimant",
        "eve sea",
        (Relative("c2018", "main"),),
    )


def test_what_was_read_now_stands_for_what_was_known() -> None:
    before = {f"c{year}": of_a_claimant(year) for year in YEARS}
    fresh = {"c2013": None, "c2015": of_a_claimant(2000), "new": of_a_claimant(2014)}
    assert relatives(known(fresh, before), "c2014") == ["c2012", "new"]


def test_case_that_no_list_shows_is_nobodys_relative() -> None:
    facts = {f"c{year}": of_a_claimant(year, "retracted" if year == 2015 else "published") for year in YEARS}
    assert relatives(known(facts), "c2014") == ["c2013", "c2016"]


def test_picture_has_two_relatives_in_each_direction() -> None:
    facts = {f"c{year}": about((f"{year}", ("file x",))) for year in YEARS}
    assert relatives(known(facts), "c2014") == ["c2012", "c2013", "c2015", "c2016"]


@pytest.mark.parametrize("is_read_now", [True, False])
def test_places_and_platforms_have_lists_where_another_case_is_listed(*, is_read_now: bool) -> None:
    def named(*places: str, status: str = "published") -> CaseFacts:
        return NOTHING._replace(status=status, claims=(), filed=tuple(("place", place) for place in places))

    facts = {
        "one": named("SY/aleppo", "SY/homs", "SY/hama"),
        "two": named("SY/aleppo"),
        "gone": named("SY/homs", status="retracted"),
    }
    kin = known(facts) if is_read_now else known({}, facts)
    assert kin.lists_of("one") == kin.lists_of("two") == (("place", "SY/aleppo"),)
    assert kin.of("one") == ()
    assert is_read_now or kin.around("new", named("SY/hama")) == {"one"}


def test_case_that_comes_concerns_its_neighbours_alone() -> None:
    before = {f"c{year}": of_a_claimant(year) for year in YEARS}
    kin = known({"new": of_a_claimant(2014)}, before)
    assert kin.around("new", of_a_claimant(2014)) == {"c2014", "c2015"}
    assert kin.around("new", None) == set()
