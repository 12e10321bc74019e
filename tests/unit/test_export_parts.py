"""Whether parts are small, and whether a case stays where it is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irrefutable.export import parts
from irrefutable.export.parts import parts_of, year_of

DAYS = st.dates(dt.date(2016, 11, 1), dt.date(2018, 2, 28))
ARCHIVES = st.dictionaries(st.from_regex(r"[a-z]{1,6}", fullmatch=True), DAYS, max_size=40)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_CASES", 3)


def at(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC).timestamp()


def parted(archive: dict[str, dt.date]) -> dict[str, tuple[str, ...]]:
    return dict(parts_of((case_id, at(day)) for case_id, day in archive.items()))


pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")


@given(ARCHIVES)
def test_every_case_is_in_one_part_and_no_part_is_large(archive: dict[str, dt.date]) -> None:
    found = parted(archive)
    held = [case_id for ids in found.values() for case_id in ids]
    assert sorted(held) == sorted(archive)
    assert all(0 < len(ids) <= 3 for ids in found.values())
    for name, ids in found.items():
        assert all(f"{archive[case_id].year}" == year_of(name) for case_id in ids)


@given(ARCHIVES)
def test_parts_do_not_depend_on_the_order_of_cases(archive: dict[str, dt.date]) -> None:
    assert parted(archive) == parted(dict(reversed(archive.items())))


@given(ARCHIVES, st.from_regex(r"[A-Z]{1,6}", fullmatch=True), DAYS)
def test_new_case_changes_one_part_or_divides_it(
    archive: dict[str, dt.date], case_id: str, day: dt.date
) -> None:
    """No other part is fetched again because of it."""
    before, after = parted(archive), parted({**archive, case_id: day})
    changed = {name for name in before if after.get(name) != before[name]}
    assert len(changed) <= 1
    grown = {name for name in after if before.get(name) != after[name]}
    if changed & after.keys() or not changed:
        assert len(grown) == 1
    else:
        (divided,) = changed
        assert all(name.startswith(divided) for name in grown)


def test_parts_are_named_by_time_and_then_by_digest() -> None:
    days = {f"case-{number}": dt.date(2017, 3, 1) for number in range(12)}
    found = parted({**days, "other": dt.date(2017, 4, 1), "older": dt.date(2016, 1, 1)})
    assert next(iter(found)) == "2016"
    assert "2017-04" in found
    assert {name[:8] for name in found if name.startswith("2017-03")} == {"2017-03-"}
    assert all(set(name[8:]) <= {"0", "1"} for name in found if name.startswith("2017-03"))


def test_case_without_a_date_has_a_part() -> None:
    assert dict(parts_of([("draft", float("inf"))])) == {"undated": ("draft",)}
