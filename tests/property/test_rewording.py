"""Whatever two wordings are, their pieces are both of them, and nothing is shown as changed that is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from irrefutable.core.rewording import Fate, Piece, reworded
from irrefutable.model.prose import plain_words

WORDS = st.lists(
    st.sampled_from(
        (
            "the ",
            "cloud",
            " ",
            "\n",
            "\n\n",
            ", ",
            ".",
            "writ",
            "写",
            "真",
            "ไทย",
            "السحابة ",
            "é",
            "🙂",
            "a\u0301",
        )
    ),
    max_size=12,
).map("".join)


@given(WORDS, WORDS)
@example("a\r\nb", "a\nb")
def test_pieces_are_both_wordings(before: str, after: str) -> None:
    pieces = reworded(before, after)
    assert "".join(text for fate, text in pieces if fate is not Fate.INSERTED) == before
    assert "".join(text for fate, text in pieces if fate is not Fate.DELETED) == after
    assert all(text for _, text in pieces)
    assert all(one.fate is not other.fate for one, other in pairwise(pieces))


@given(WORDS)
def test_same_wording_has_no_change(text: str) -> None:
    assert all(fate is Fate.KEPT for fate, _ in reworded(text, text))


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("The cloud was painted.", "The cloud was drawn.", [("deleted", "painted"), ("inserted", "drawn")]),
        ("One.\n\nTwo words.\n", "One.\n\nTwo other words.\n", [("inserted", "other ")]),
        ("同じ写真です", "同じ絵です", [("deleted", "写真"), ("inserted", "絵")]),
        ("12 people", "21 people", [("deleted", "12"), ("inserted", "21")]),
    ],
)
def test_whole_words_are_shown_as_changed(before: str, after: str, changed: list[tuple[str, str]]) -> None:
    """Parts of words are not, where words have spaces between them; a reader would have to puzzle."""
    assert [(fate.value, text) for fate, text in reworded(before, after) if fate is not Fate.KEPT] == changed


def test_long_texts_without_a_common_line_are_shown_whole() -> None:
    before, after = " a" * 3000, " b" * 3000
    assert reworded(before, after) == (Piece(Fate.DELETED, before), Piece(Fate.INSERTED, after))


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("It was *not* **so** [@a; @b].", "It was not so."),
        ('## Heading\n\n[[timeline]]\n\n[A link](https://x.test/a?b=1 "t")', "Heading\n\n\n\nA link"),
        ("It was old[^when].\n\n[^when]: In 2016.", "It was old.\n\nIn 2016."),
        ("2*3*4 and snake_case", "2*3*4 and snake_case"),
    ],
)
def test_plain_words_have_no_marks(markdown: str, words: str) -> None:
    assert plain_words(markdown) == words
