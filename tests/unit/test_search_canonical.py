"""Pagefind's tables get an order of their own, and nothing that is not understood passes."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irrefutable.search.canonical import (
    ENTRY,
    SIGNATURE,
    IndexFormatError,
    canonical,
    closed,
    decoded,
    empty,
    encoded,
    opened,
)

values = st.recursive(
    st.integers(-(2**63), 2**63) | st.text(), lambda inner: st.lists(inner, max_size=30), max_leaves=60
)


@given(values)
def test_a_value_survives(value: Any) -> None:
    assert decoded(encoded(value)) == value


@pytest.mark.parametrize(
    ("value", "content"),
    [(23, "17"), (24, "1818"), (1000, "1903e8"), (-25, "3818"), ("ü", "62c3bc"), ([1, [2]], "82018102")],
)
def test_a_value_is_written_as_the_standard_says(value: Any, content: str) -> None:
    """Examples of RFC 8949, appendix A."""
    assert encoded(value).hex() == content


@given(values, st.binary(min_size=1, max_size=3))
def test_more_or_less_than_a_value_is_refused(value: Any, more: bytes) -> None:
    content = encoded(value)
    for damaged in (content + more, content[:-1]):
        with pytest.raises(IndexFormatError):
            decoded(damaged)


@pytest.mark.parametrize("content", ["a0", "f5", "fb3ff0000000000000", "9f01ff", "c000", "41ff"])
def test_other_kinds_of_values_are_refused(content: str) -> None:
    with pytest.raises(IndexFormatError):
        decoded(bytes.fromhex(content))


def index_of(filters: list[list[Any]], names: list[list[str]]) -> dict[str, bytes]:
    """Return the files of an index as Pagefind names them: by digests of what it wrote."""
    files = {
        f"filter/{name}.pf_filter": closed(table) for (_, name), table in zip(names, filters, strict=True)
    }
    languages = {"en": {"hash": "en_1", "wasm": "en", "page_count": 2}}
    return {
        ENTRY: json.dumps({"version": "1.5.2", "languages": languages}).encode(),
        "pagefind.en_1.pf_meta": closed(["1.5.2", [["en_a", 3]], [], names, [], ["title"]]),
        "fragment/en_a.pf_fragment": b"as it was",
        **files,
    }


RATING = ["rating", [["false|False", [0, 2]], ["true|True", [1]]]]
YEAR = ["year", [["2016|2016", [1]], ["2017|2017", [0, 2]]]]


def test_the_order_of_tables_leaves_no_trace() -> None:
    shuffled_rating, shuffled_year = ["rating", RATING[1][::-1]], ["year", YEAR[1][::-1]]
    one = canonical(index_of([RATING, YEAR], [["rating", "en_7"], ["year", "en_8"]]))
    other = canonical(index_of([shuffled_year, shuffled_rating], [["year", "en_5"], ["rating", "en_6"]]))
    assert one == other
    assert one["fragment/en_a.pf_fragment"] == b"as it was"


def test_names_lead_to_the_tables() -> None:
    files = canonical(index_of([YEAR, RATING], [["year", "en_7"], ["rating", "en_8"]]))
    name = json.loads(files[ENTRY])["languages"]["en"]["hash"]
    index = decoded(opened(files[f"pagefind.{name}.pf_meta"]))
    assert [field for field, _ in index[3]] == ["rating", "year"]
    assert [decoded(opened(files[f"filter/{file}.pf_filter"])) for _, file in index[3]] == [RATING, YEAR]
    assert len(files) == 5


def test_another_table_is_another_index() -> None:
    one = canonical(index_of([RATING], [["rating", "en_7"]]))
    other = canonical(index_of([["rating", [["false|False", [0]]]]], [["rating", "en_7"]]))
    assert one[ENTRY] != other[ENTRY]


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("filter/en_7.pf_filter", closed([1, 2]), "is no filter"),
        ("filter/en_7.pf_filter", b"plain", "not compressed"),
        ("filter/en_7.pf_filter", gzip.compress(b"other" + encoded(RATING), mtime=0), "signature"),
        ("pagefind.en_1.pf_meta", closed([1]), "has not 6 parts"),
        ("pagefind.en_1.pf_meta", closed(["", [], [], [["year", "en_9"]], [], []]), "not there"),
        (ENTRY, b'{"languages": {}}', "not one language"),
    ],
)
def test_what_is_not_understood_is_refused(path: str, content: bytes, words: str) -> None:
    files = index_of([RATING], [["rating", "en_7"]]) | {path: content}
    with pytest.raises(IndexFormatError, match=words):
        canonical(files)


def test_an_index_without_a_page_names_its_engine() -> None:
    files = empty("1.5.2", "ar", "ar")
    (known,) = json.loads(files[ENTRY])["languages"].values()
    assert known["wasm"] == "ar"
    content = gzip.decompress(files[f"pagefind.{known['hash']}.pf_meta"])
    assert content.startswith(SIGNATURE)


def words_of(*names: str, weight: int = 900) -> list[Any]:
    return [[name, [[page, [-25, page * 7], []] for page in range(weight)], []] for name in names]


def test_the_index_is_divided_into_pieces_and_loses_no_word() -> None:
    """A reader's browser looks a word up between the first and the last one of a piece."""
    words = words_of("ark", "bell", "cave", "dune", "élan", "fjord", weight=2000)
    files = index_of([RATING], [["rating", "en_7"]])
    files["pagefind.en_1.pf_meta"] = closed(
        ["1.5.2", [], [["ark", "cave", "en_b"], ["dune", "fjord", "en_a"]], [["rating", "en_7"]], [], []]
    )
    files |= {"index/en_b.pf_index": closed([words[:3]]), "index/en_a.pf_index": closed([words[3:]])}
    result = canonical(files)
    name = json.loads(result[ENTRY])["languages"]["en"]["hash"]
    pieces = decoded(opened(result[f"pagefind.{name}.pf_meta"]))[2]
    inside = [decoded(opened(result[f"index/{file}.pf_index"])) for _, _, file in pieces]
    assert len(pieces) == 6
    assert [word for (piece,) in inside for word in piece] == words
    assert [(piece[0][0], piece[-1][0]) for (piece,) in inside] == [
        (first, last) for first, last, _ in pieces
    ]
    assert {path for path in result if path.startswith("index/")} == {
        f"index/{f}.pf_index" for _, _, f in pieces
    }


def test_small_words_share_a_piece() -> None:
    files = index_of([RATING], [["rating", "en_7"]])
    files["pagefind.en_1.pf_meta"] = closed(["1.5.2", [], [["a", "z", "en_b"]], [["rating", "en_7"]], [], []])
    names = [f"word{number:03}" for number in range(300)]
    files["index/en_b.pf_index"] = closed([words_of(*names, weight=10)])
    result = canonical(files)
    assert 2 < len([path for path in result if path.startswith("index/")]) < 10


@pytest.mark.parametrize("content", [b"\x80", b"\x81\x81\x9f", b"\x81\x82\x61", b"\x81\x81\x99\xff\xff\x01"])
def test_a_piece_that_is_not_understood_is_refused(content: bytes) -> None:
    files = index_of([RATING], [["rating", "en_7"]])
    files["index/en_b.pf_index"] = gzip.compress(SIGNATURE + content)
    with pytest.raises(IndexFormatError):
        canonical(files)
