"""Bundles hold every record once, and an edit reaches one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irrefutable.search.bundles import divided, is_in, part_of, spans

MOST = 4


class Record(NamedTuple):
    case_id: str
    year: int


records = st.lists(
    st.builds(
        lambda number, year: Record(f"case-{number}", year),
        st.integers(0, 200),
        st.sampled_from([0, 1066, *range(2003, 2027)]),
    ),
    unique_by=lambda record: record.case_id,
    max_size=60,
)


def bundles(found: Iterable[Record]) -> Mapping[str, set[Record]]:
    """Return the records of each bundle of a language by its name, the latest years first."""
    found = list(found)
    made: dict[str, set[Record]] = {}
    for span in spans(Counter(record.year for record in found), MOST):
        inside = {record.case_id: record for record in found if span.covers(record.year)}
        cases = [(part_of(case_id), case_id) for case_id in inside]
        parts = divided(span, cases, MOST) if span.is_divided else [(span.name, list(inside))]
        for name, case_ids in parts:
            assert name not in made
            made[name] = {inside[case_id] for case_id in case_ids}
    return made


@given(records)
def test_every_record_is_in_one_bundle(found: list[Record]) -> None:
    made = bundles(found)
    assert sorted(record for bundle in made.values() for record in bundle) == sorted(found)
    assert all(0 < len(bundle) <= MOST for bundle in made.values())


@given(records)
def test_a_new_record_reaches_one_bundle_or_divides_it(found: list[Record]) -> None:
    """All bundles with other records are as they were, and have their names."""
    if not found:
        return
    *old, new = found
    before, after = bundles(old), bundles(found)
    lost = [name for name in before if before[name] != after.get(name)]
    gained = [name for name in after if after[name] != before.get(name)]
    assert len(lost) <= 1
    assert set().union(*(after[name] for name in gained)) == {new}.union(*(before[name] for name in lost))


def test_a_small_language_is_one_bundle_and_a_large_one_goes_by_years() -> None:
    def years(count: int, first: int) -> Mapping[str, list[int]]:
        made = bundles(Record(f"case-{number}", first + number) for number in range(count))
        return {name: sorted(record.year for record in found) for name, found in made.items()}

    assert years(3, 2000) == {"all": [2000, 2001, 2002]}
    many = years(12, 2010)
    assert many == {
        "2020-2023": [2020, 2021],
        "2016-2019": [2016, 2017, 2018, 2019],
        "2012-2015": [2012, 2013, 2014, 2015],
        "2008-2011": [2010, 2011],
    }
    assert list(many) == ["2020-2023", "2016-2019", "2012-2015", "2008-2011"]


def test_a_year_with_many_cases_goes_by_their_ids() -> None:
    found = [Record(f"case-{number}", 2017) for number in range(9)]
    made = bundles(found)
    assert len(made) > 2
    assert list(made) == sorted(made)
    (span,) = spans({2017: 9}, MOST)
    for name, inside in made.items():
        assert name.startswith("2017-part-")
        assert {record for record in found if is_in(name, span, part_of(record.case_id))} == inside


@pytest.mark.parametrize(("count", "name"), [(MOST, "all"), (MOST + 1, "2017-part-")])
def test_a_bundle_may_be_full(count: int, name: str) -> None:
    (span,) = spans({2017: count}, MOST)
    assert span.name == name
