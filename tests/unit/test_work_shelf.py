"""A shelf says of each case what was read of it, however many there are."""

from __future__ import annotations

import pickle

import pytest

from irrefutable.core.packing import pack
from irrefutable.work.shelf import FACTS_HELD, Shelf
from tests.unit.test_plan_chains import NOTHING


def test_facts_come_back_however_many_there_are() -> None:
    """More than are held unpacked, and asked for twice."""
    facts = {f"c{number}": NOTHING._replace(record=f"r{number}") for number in range(FACTS_HELD + 9)}
    shelf = Shelf()
    for case_id, item in facts.items():
        shelf.put(case_id, pack(item))
    assert dict(shelf) == dict(shelf) == facts


def test_case_without_facts_is_known_and_is_none() -> None:
    shelf = Shelf()
    shelf.put("here", pack(NOTHING))
    shelf.put("gone", b"")
    assert list(shelf) == ["here", "gone"]
    assert shelf.cases() == ["here"]
    assert shelf["here"] == NOTHING
    assert shelf["gone"] is None
    assert "elsewhere" not in shelf
    with pytest.raises(KeyError):
        shelf["elsewhere"]


def test_what_pages_show_of_a_case_lies_beside_its_facts() -> None:
    """Also where a case is put twice, as one that is read again, and where one has nothing to show."""
    shelf = Shelf()
    shelf.put("a", pack(NOTHING), b"summary of a", b"timeline of a")
    shelf.put("b", pack(NOTHING))
    shelf.put("c", pack(NOTHING), b"summary of c", b"timeline of c")
    shelf.put("a", pack(NOTHING), b"another summary", b"another timeline")
    shown = {name: (shelf.summary(name), shelf.timeline(name)) for name in "abcd"}
    assert shown == {
        "a": (b"another summary", b"another timeline"),
        "b": (b"", b""),
        "c": (b"summary of c", b"timeline of c"),
        "d": (b"", b""),
    }


def test_another_process_gets_the_facts_alone() -> None:
    """Where it is not forked, all that it is to know goes through a pipe."""
    shelf = Shelf()
    shelf.put("a", pack(NOTHING), b"its summary", b"its timeline")
    sent = pickle.loads(pickle.dumps(shelf))  # noqa: S301 - our own bytes
    assert (dict(sent), sent.summary("a"), sent.timeline("a")) == ({"a": NOTHING}, b"", b"")
