"""A digest is equal exactly where the value is, whatever order it was put together in."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from irrefutable.core.digest import digest


@dataclass(frozen=True)
class Pair:
    left: Any
    right: Any


# Few different ones, so that equal values and near misses come up often.
scalars = st.one_of(
    st.sampled_from(
        [None, True, False, 0, 1, 10, -1, "", "0", "1", "a", "b", "ab", "é", b"", b"a", 0.0, 1.0, -0.0]
    ),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=4),
    st.binary(max_size=4),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from("abc") | st.integers(0, 2), inner, max_size=3),
        st.frozensets(st.sampled_from(["a", "b", "c", 1, 2]), max_size=4),
        st.builds(Pair, inner, inner),
    ),
    max_leaves=8,
)


def form(value: Any) -> Any:
    """Return what a value is, with the types that Python's equality passes over (1, 1.0, True)."""
    match value:
        case tuple():
            return "list", [form(item) for item in value]
        case dict():
            return "map", sorted(repr((form(key), form(item))) for key, item in value.items())
        case frozenset():
            return "set", sorted(repr(form(item)) for item in value)
        case Pair():
            return "pair", form(value.left), form(value.right)
        case _:
            return type(value).__name__, repr(value)


@given(values, values)
@example(("a", "b"), ("ab",))
@example(("a", "bsc"), ("asb", "c"))
@example(1, True)
@example({"a": 1, "b": 2}, {"b": 2, "a": 1})
@example((("a",), "b"), ("a", ("b",)))
@example({1: "a"}, {"1": "a"})
@example(frozenset({"a"}), ("a",))
@example(Pair("a", "b"), ("a", "b"))
def test_digests_are_equal_exactly_where_values_are(one: Any, other: Any) -> None:
    assert (digest(one) == digest(other)) is (form(one) == form(other))


@given(values, st.randoms(use_true_random=False))
def test_the_order_of_building_leaves_no_trace(value: Any, chance: random.Random) -> None:
    assert digest(rebuilt(value, chance)) == digest(value)


def rebuilt(value: Any, chance: random.Random) -> Any:
    """Return an equal value with every map filled in another order, and lists where tuples were."""
    match value:
        case tuple():
            return [rebuilt(item, chance) for item in value]
        case dict():
            items = [(key, rebuilt(item, chance)) for key, item in value.items()]
            chance.shuffle(items)
            return dict(items)
        case frozenset():
            members = list(value)
            chance.shuffle(members)
            return set(members)
        case Pair():
            return Pair(rebuilt(value.left, chance), rebuilt(value.right, chance))
        case _:
            return value
