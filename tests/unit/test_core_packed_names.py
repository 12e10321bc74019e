"""Packed words are the words that were packed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irrefutable.core.packed_names import PackedNames

WORDS = st.lists(st.text(st.characters(codec=None), max_size=6), max_size=12)


@given(WORDS, st.text(max_size=6))
def test_packed_words_are_a_sequence_like_any_other(words: list[str], wanted: str) -> None:
    """Half a character and the empty word included."""
    packed = PackedNames(words)
    assert list(packed) == words
    assert packed[1:-1] == words[1:-1]
    assert packed[::-2] == words[::-2]
    assert [packed[-place] for place in range(1, len(words) + 1)] == words[::-1]
    ordered = sorted(words)
    for find in (bisect_left, bisect_right):
        assert find(PackedNames(ordered), wanted) == find(ordered, wanted)


@given(WORDS, st.text(max_size=6))
def test_place_of_a_word_is_the_first_one(words: list[str], other: str) -> None:
    packed = PackedNames(words)
    for word in (*words, other):
        there = word in words and word != ""
        assert packed.place_of(word) == (words.index(word) if there else None)


@given(WORDS)
def test_words_are_read_where_they_lie(words: list[str]) -> None:
    content, ends = PackedNames(words).pieces
    there = PackedNames.of(memoryview(content), memoryview(ends).cast("Q"))
    assert list(there) == words
    assert [there.place_of(word) for word in words] == [PackedNames(words).place_of(word) for word in words]


def test_there_is_nothing_beyond_the_end() -> None:
    packed = PackedNames(["a", "b"])
    for place in (2, -3):
        with pytest.raises(IndexError):
            packed[place]
