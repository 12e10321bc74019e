"""Bundles hold every record once, and an edit reaches one of them."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from irrefutable.model.search import RecordEntry
from irrefutable.search.bundles import bundles, years_of

MOST = 4

records = st.lists(
    st.builds(
        lambda number, language, year: RecordEntry(
            f"case-{number}", language, f"{language}/cases/case-{number}/index.html", year, f"{number}"
        ),
        st.integers(0, 200),
        st.sampled_from(["en", "ru"]),
        st.sampled_from([0, 1066, *range(2003, 2027)]),
    ),
    unique_by=lambda record: (record.case_id, record.language),
    max_size=60,
)


@given(records, st.randoms(use_true_random=False))
def test_every_record_is_in_one_bundle_whatever_their_order(
    found: list[RecordEntry], order: random.Random
) -> None:
    made = bundles(found, MOST)
    assert sorted(record for bundle in made for record in bundle.records) == sorted(found)
    assert all(0 < len(bundle.records) <= MOST for bundle in made)
    assert all({record.language for record in bundle.records} == {bundle.language} for bundle in made)
    assert len({bundle.folder for bundle in made}) == len(made)
    order.shuffle(found)
    assert bundles(found, MOST) == made


@given(records, st.integers(0))
def test_a_changed_record_reaches_no_bundle_but_its_own(found: list[RecordEntry], place: int) -> None:
    if not found:
        return
    before = {bundle.folder: bundle for bundle in bundles(found, MOST)}
    at = place % len(found)
    found[at] = found[at]._replace(digest="another")
    after = {bundle.folder: bundle for bundle in bundles(found, MOST)}
    assert before.keys() == after.keys()
    assert len([folder for folder in before if before[folder] != after[folder]]) == 1


@given(records)
def test_a_new_record_reaches_one_bundle_or_divides_it(found: list[RecordEntry]) -> None:
    """All bundles with other records are as they were, and have their names."""
    if not found:
        return
    *old, new = found
    before = {bundle.folder: set(bundle.records) for bundle in bundles(old, MOST)}
    after = {bundle.folder: set(bundle.records) for bundle in bundles(found, MOST)}
    lost = [folder for folder in before if before[folder] != after.get(folder)]
    gained = [folder for folder in after if after[folder] != before.get(folder)]
    assert len(lost) <= 1
    assert set().union(*(after[folder] for folder in gained)) == {new}.union(*(before[f] for f in lost))


def test_a_small_language_is_one_bundle_and_a_large_one_goes_by_years() -> None:
    def record(number: int, language: str, year: int) -> RecordEntry:
        return RecordEntry(f"case-{number}", language, "", year, "")

    few = [record(number, "ru", 2000 + number) for number in range(3)]
    many = [record(number, "en", 2010 + number) for number in range(12)]
    made = bundles([*few, *many], MOST)
    assert [(bundle.language, bundle.name, years_of(bundle)) for bundle in made] == [
        ("en", "2020-2023", (2020, 2021)),
        ("en", "2016-2019", (2016, 2019)),
        ("en", "2012-2015", (2012, 2015)),
        ("en", "2008-2011", (2010, 2011)),
        ("ru", "all", (2000, 2002)),
    ]


def test_a_year_with_many_cases_goes_by_their_ids() -> None:
    made = bundles([RecordEntry(f"case-{number}", "en", "", 2017, "") for number in range(9)], MOST)
    assert len(made) > 2
    assert all(bundle.name.startswith("2017-part-") for bundle in made)
