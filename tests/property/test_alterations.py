"""A page that is said to stand as before is as before, whichever cases come, go or move.

Of the others no more is said than of every page when nothing is known, and all stand in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from irrefutable.corpus import Corpus, write_corpus
from irrefutable.model.fields import Text
from irrefutable.plan.alterations import AlteredCase, alterations
from irrefutable.plan.index import Index
from irrefutable.plan.packed_index import packed, unpacked
from irrefutable.plan.pages import SitePages
from irrefutable.work.facts import Labels
from tests.plans import Plans, plans_of
from tests.site_builder import NOW

pytestmark = pytest.mark.slow

CASES = 40
NUMBERS = st.sets(st.integers(0, CASES - 1), max_size=3)
DAY_S = 86_400

Found = Callable[[], Plans]
"""Gives an archive, of which Hypothesis would otherwise write down every word."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    root = tmp_path_factory.mktemp("corpus")
    write_corpus(root, Corpus(cases=CASES, seed=5))
    with (root / "content" / "site.yaml").open("a", encoding="utf-8") as site_file:
        site_file.write("build: { page_size: 2 }\n")
    plans = plans_of(root)
    return lambda: plans


def index_of(plans: Plans, *, without: set[str], moved: set[str]) -> Index:
    """Return the index without some cases, and with some that are older and alone have a timeline."""
    facts = {
        case_id: item._replace(published_at=item.published_at - 300 * DAY_S)
        if case_id in moved
        else item._replace(moments=())
        for case_id, item in plans.index.facts.items()
        if case_id not in without
    }
    content = packed(facts, plans.materials.archive, now_at=NOW.timestamp(), is_preview=False)
    return unpacked(content, facts)


def pages_of(plans: Plans, index: Index, renamed: set[str]) -> SitePages:
    """Return the pages where each case has a name of its own for its platform, and some have another."""

    def labels(case_id: str) -> Labels:
        return {("platform", "twitter"): Text(f"{case_id} again" if case_id in renamed else case_id)}

    return SitePages(replace(plans.materials, labels=labels), index)


@settings(max_examples=60, deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
# The latest case gives its name to a list; the other one becomes the only one on its topics with a timeline.
@example(set(), {CASES - 1}, set(), set())
@example(set(), set(), set(), {CASES - 1})
@example(set(), set(), {CASES // 2}, set())
def test_page_that_stands_as_before_is_as_before(
    found: Found, come: set[int], gone: set[int], moved: set[int], renamed: set[int]
) -> None:
    plans = found()
    ids = list(reversed(plans.index.listed))

    def named(numbers: set[int]) -> set[str]:
        return {ids[number] for number in numbers}

    then = index_of(plans, without=named(come), moved=set())
    now = index_of(plans, without=named(gone), moved=named(moved))
    altered = {
        case_id: AlteredCase(case_id, then.facts.get(case_id), now.facts.get(case_id))
        for case_id in named(come | gone | moved | renamed)
    }
    reach = alterations(then, now, altered, plans.materials.archive)
    before = {item.path: item for item in pages_of(plans, then, set()).outlines()}
    pages = pages_of(plans, now, named(renamed))
    for item, full in zip(pages.outlines(reach), pages.outlines(), strict=True):
        assert (item.name, item.path, item.url) == (full.name, full.path, full.url)
        assert (item.versions, item.is_indexable) == (full.versions, full.is_indexable)
        if item.is_as_before:
            assert before[item.path] == full
            assert altered.keys().isdisjoint((*full.cases, *full.timelines))
        else:
            assert item == full


def test_most_pages_stand_when_a_case_comes(found: Found) -> None:
    """Of the list of all cases, and of the lists that it is not in."""
    plans = found()
    latest = plans.index.listed[0]
    then, now = index_of(plans, without={latest}, moved=set()), plans.index
    altered = {latest: AlteredCase(latest, None, now.facts[latest])}
    reach = alterations(then, now, altered, plans.materials.archive)
    outlines = list(SitePages(plans.materials, now).outlines(reach))
    lists = {item.name for item in outlines if item.is_as_before and item.name[0] == "list"}
    assert {("list", "all", "", f"{number}") for number in range(1, 18)} <= lists
    assert ("list", "all", "", "0") not in lists
    assert len({name[2] for name in lists if name[1] == "claimant"}) > 5
