"""A shelf says of each case what was read of it, however many there are."""

from __future__ import annotations

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
