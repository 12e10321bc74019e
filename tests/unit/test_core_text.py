"""Small questions about words."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from irrefutable.core.text import (
    address_part,
    did_you_mean,
    direction,
    in_one_line,
    is_language_tag,
    listed,
    may_be_in,
)


@pytest.mark.parametrize(
    "tag", ["en", "ru", "pt-BR", "sr-Latn", "zh-Hant-TW", "es-419", "de-1996", "sl-rozaj-biske", "ckb"]
)
def test_a_language_tag_in_its_usual_case(tag: str) -> None:
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "EN",
        "en-us",
        "pt_BR",
        "sr-latn",
        "e",
        "english",
        "en-",
        "-en",
        "en--US",
        "en US",
        "en\n",
        "ar-٠٠١",
    ],
)
def test_no_language_tag(tag: str) -> None:
    assert not is_language_tag(tag)


@pytest.mark.parametrize("tag", ["ar", "he", "fa-IR", "ckb", "ur-PK", "az-Arab", "pa-Arab-PK", "ff-Adlm"])
def test_written_from_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "ru", "ar-Latn", "he-Latn-IL", "az", "zh-Hant", "not a tag", ""])
def test_written_from_left_to_right(tag: str) -> None:
    """The script decides before the language does."""
    assert direction(tag) == "ltr"


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("ratng", ["rating", "made"], 'did you mean "rating"?'),
        ("TASS", ["tass", "reuters"], 'did you mean "tass"?'),
        ("tass", ["TASS"], 'did you mean "TASS"?'),
        ("zzz", ["b", "a", "b"], "known here: a, b"),
        ("zzz", "ABCDEFGHIJKL", "known here: A, B, C, D, E, F, G, H, I, J, K, L"),
        ("zzz", "ABCDEFGHIJKLM", "known here: A, B, C, D, E, F, G, H, I, J, K, L, …"),
        ("zzz", [], ""),
    ],
)
def test_did_you_mean(word: str, known: Iterable[str], hint: str) -> None:
    assert did_you_mean(word, known) == hint


def test_did_you_mean_does_not_depend_on_the_order() -> None:
    """Two words are equally near: a set's order, which changes from run to run, must not choose."""
    assert did_you_mean("cat", ["cab", "car"]) == did_you_mean("cat", ["car", "cab"])


def test_in_one_line() -> None:
    assert in_one_line("  one\n\ttwo\u00a0three ") == "one two three"
    assert in_one_line(" \n ") == ""


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(words: list[str], text: str) -> None:
    assert listed(iter(words)) == text


def test_same_words_are_the_same_part_of_an_address() -> None:
    assert (
        address_part("Channel One, its site")
        == address_part("channel one – its site")
        == "channel-one-its-site"
    )
    assert address_part("Café TV") == "cafe-tv"


def test_words_that_latin_cannot_say_are_told_apart() -> None:
    """What is left of them may be the same, or nothing."""
    parts = {
        address_part(words) for words in ("Голос", "Глас", "صوت", "Голос TV", "Глас TV", "x" * 60, "x" * 61)
    }
    assert len(parts) == 7
    assert all(part.isascii() and len(part) < 64 and "/" not in part for part in parts)


@pytest.mark.parametrize(
    ("words", "tag", "is_so"),
    [
        ("قناة السماء", "en", False),
        ("قناة السماء", "ar", True),
        ("Sky Channel", "ar", False),
        ("BBC عربي", "ar", True),
        ("BBC عربي", "en", True),
        ("2017", "ar", True),
    ],
)
def test_letters_tell_what_a_name_cannot_be_in(words: str, tag: str, is_so: bool) -> None:
    """A name that is given once for all languages passes for the first one of the site."""
    assert may_be_in(words, tag) is is_so
