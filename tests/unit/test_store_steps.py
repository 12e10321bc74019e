"""Packed steps are the steps that were packed."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from irrefutable.store.steps import Step, Steps

paths = st.text(min_size=1, max_size=20)
digests = st.binary().map(lambda content: hashlib.sha256(content).hexdigest())
removals = paths.map(Step)
numbered = st.tuples(paths, st.integers(0, 2**40).map(str), digests, st.booleans()).map(Step._make)
named = st.tuples(paths, st.just("manifest.json"), digests, st.booleans()).map(Step._make)


@given(st.lists(removals | numbered), st.lists(removals | named), st.data())
def test_steps_are_as_they_were(steps: list[Step], behind: list[Step], data: st.DataObject) -> None:
    packed, everything = Steps(steps, behind), [*steps, *behind]
    assert list(packed) == everything
    assert len(packed) == len(everything)
    places = st.integers(-len(everything) - 1, len(everything) + 1)
    start, end = data.draw(places), data.draw(places)
    assert packed[start:end] == everything[start:end]
    if everything:
        place = data.draw(st.integers(-len(everything), len(everything) - 1))
        assert packed[place] == everything[place]
