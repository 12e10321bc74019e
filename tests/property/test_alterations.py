"""A page that is said to stand as before is as before, whichever cases come, go or move.

Of the others no more is said than of every page when nothing is known, and all stand in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from irrefutable.corpus import Corpus, write_corpus
from irrefutable.model.entries import CaseFacts
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


@dataclass(frozen=True)
class Edits:
    """Which cases are others in an index than in the archive."""

    gone: AbstractSet[str] = frozenset()
    moved: AbstractSet[str] = frozenset()
    """Published on an earlier day."""
    renamed: AbstractSet[str] = frozenset()
    """Another name of its platform, and an entity that no other case names."""
    odd: str = ""
    """The case that calls its platform otherwise than all others, as they are."""
    told: AbstractSet[str] | None = None
    """The only ones with a timeline; None where all have theirs."""

    def facts(self, plans: Plans) -> dict[str, CaseFacts]:
        """Return the facts of all cases."""
        kept = {case_id: item for case_id, item in plans.index.facts.items() if case_id not in self.gone}
        for case_id in self.moved & kept.keys():
            kept[case_id] = kept[case_id]._replace(published_at=kept[case_id].published_at - 300 * DAY_S)
        unnamed = min(plans.materials.archive.entities.keys() - plans.index.named)
        for case_id in self.renamed & kept.keys():
            names = (*kept[case_id].names, unnamed)
            kept[case_id] = kept[case_id]._replace(labels="others", names=names)
        for case_id in kept.keys() - self.told if self.told is not None else ():
            kept[case_id] = kept[case_id]._replace(moments=())
        return kept

    def index(self, plans: Plans) -> Index:
        """Return what the cases are filed under."""
        facts, archive = self.facts(plans), plans.materials.archive
        return unpacked(packed(facts, archive, now_at=NOW.timestamp(), is_preview=False), facts)

    def labels(self, case_id: str) -> Labels:
        """Return the name that a case gives its platform."""
        own = f"{case_id == self.odd} {case_id in self.renamed}"
        return {("platform", "twitter"): Text(f"Twitter, {own}")}

    def pages(self, plans: Plans) -> SitePages:
        """Return the pages that show them."""
        return SitePages(replace(plans.materials, labels=self.labels), self.index(plans))


@settings(max_examples=80, deadline=None)
@given(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), st.booleans())
# The latest case gives its name to a list.
@example(({CASES - 1}, set(), set(), set()), False)
@example((set(), {CASES - 1}, set(), set()), False)
@example((set(), set(), set(), {CASES - 1}), False)
# A case is the only one on its topics with a timeline.
@example((set(), set(), {CASES // 2}, set()), True)
@example((set(), {CASES - 1}, set(), set()), True)
def test_page_that_stands_as_before_is_as_before(
    found: Found, numbers: Sequence[set[int]], is_quiet: bool
) -> None:
    plans = found()
    ids = list(reversed(plans.index.listed))
    come, gone, moved, renamed = ({ids[number] for number in some} for some in numbers)
    then = Edits(come, odd=ids[-1], told=gone if is_quiet else None)
    now = Edits(gone, moved, renamed, odd=ids[-1], told=moved | come if is_quiet else None)
    earlier, later = then.pages(plans), now.pages(plans)
    old, new = earlier.index.facts, later.index.facts
    altered = {
        case_id: AlteredCase(old.get(case_id), new.get(case_id))
        for case_id in ids
        if old.get(case_id) != new.get(case_id)
    }
    reach = alterations(earlier.index, later.index, altered, plans.materials.archive, now.labels)
    before = {item.path: item for item in earlier.outlines()}
    for item, full in zip(later.outlines(reach), later.outlines(), strict=True):
        assert (item.name, item.path, item.url) == (full.name, full.path, full.url)
        assert (item.versions, item.is_indexable) == (full.versions, full.is_indexable)
        if item.is_as_before:
            assert before[item.path] == full
            assert altered.keys().isdisjoint((*full.cases, *full.timelines))
        else:
            assert item == full


def test_most_pages_stand_when_a_case_comes(found: Found) -> None:
    """Of the list of all cases, of that of its platform, which had its name before, and of others' lists."""
    plans = found()
    latest = plans.index.listed[0]
    then, now = Edits({latest}).pages(plans), Edits().pages(plans)
    altered = {latest: AlteredCase(None, now.index.facts[latest])}
    labels = plans.materials.labels
    reach = alterations(then.index, now.index, altered, plans.materials.archive, labels)
    names = {item.name for item in now.outlines(reach) if item.is_as_before}
    for kind, key in (("all", ""), ("platform", "twitter")):
        assert {("list", kind, key, f"{number}") for number in range(1, 18)} <= names
        assert ("list", kind, key, "0") not in names
    assert len({name[2] for name in names if name[:2] == ("list", "claimant")}) > 5
    assert len({name[1] for name in names if name[0] == "timeline"}) > 3
    assert len({name[1] for name in names if name[0] == "entity"}) > 30


def test_places_of_many_cases_are_those_of_each(found: Found) -> None:
    """They are found otherwise than those of a few."""
    listed = Edits().index(found()).listed
    assert [listed.index(case_id) for case_id in listed] == list(range(CASES))
    with pytest.raises(ValueError, match="not among them"):
        listed.index("nothing")
