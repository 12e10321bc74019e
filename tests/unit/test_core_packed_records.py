"""Records by their names, held in few pieces of memory: what a dictionary of them would say."""

import random

import pytest

from irrefutable.core.packed_records import PackedRecords


def record(number: int) -> bytes:
    return number.to_bytes(8)


def test_records_are_found_after_as_many_as_an_archive_has() -> None:
    """Enough of them that the slots grow several times and runs of rows are more than one."""
    packed = PackedRecords(8)
    names = [f"cases/{number:05}/ŝildo/index.html" for number in range(9000)]
    for number, name in enumerate(names):
        packed.put(name, record(number))
    assert len(packed) == len(names)
    assert list(packed.items()) == [(name, record(number)) for number, name in enumerate(names)]
    assert [packed.get(name) for name in names] == [record(number) for number in range(len(names))]
    assert packed.get("cases/00000/ŝildo/index") is None
    assert packed.get("") is None


def test_packed_records_say_what_a_dictionary_would() -> None:
    """Whatever was put, replaced and removed before, in whichever order; an empty name is one as well."""
    chance, packed = random.Random(1), PackedRecords(8)  # noqa: S311
    expected: dict[str, bytes] = {}
    names = ["", "a", "b", "aa", "a/", "a/b", "ab", *(f"{number}" for number in range(60)), "\udce9"]
    for step in range(4000):
        name = chance.choice(names)
        if chance.random() < 0.3:
            packed.remove(name)
            expected.pop(name, None)
        else:
            packed.put(name, record(step))
            expected[name] = record(step)
        assert packed.get(name) == expected.get(name)
        assert len(packed) == len(expected)
    assert dict(packed.items()) == expected


def test_packed_records_are_the_same_after_they_were_written() -> None:
    packed = PackedRecords(8)
    for number in range(40_000):
        packed.put(f"{number:040}", record(number))
    packed.put("7", record(7))
    packed.remove("7")
    pieces = list(packed.pieces())
    assert max(map(len, pieces)) <= 1 << 20 < sum(map(len, pieces))
    again = PackedRecords.of(pieces)
    assert (dict(again.items()), len(again)) == (dict(packed.items()), 40_000)
    again.put("7", record(7))
    assert (again.get("7"), packed.get("7")) == (record(7), None)


@pytest.mark.parametrize("number", range(6))
def test_packed_records_without_one_of_their_pieces_are_refused(number: int) -> None:
    packed = PackedRecords(8)
    packed.put("a" * 1_200_000, record(1))
    pieces = list(packed.pieces())
    assert len(pieces) == 6
    with pytest.raises(ValueError, match=r"."):
        PackedRecords.of(pieces[:number] + pieces[number + 1 :])


def test_copy_of_packed_records_goes_its_own_way() -> None:
    packed = PackedRecords(8)
    packed.put("a", record(1))
    copy = packed.copy()
    copy.put("a", record(2))
    copy.put("b", record(3))
    assert dict(packed.items()) == {"a": record(1)}
    assert dict(copy.items()) == {"a": record(2), "b": record(3)}
    packed.put("a", record(4))
    assert (packed.get("a"), copy.get("a")) == (record(4), record(2))


def test_runs_of_packed_records_are_all_of_them_in_their_order() -> None:
    packed = PackedRecords(8)
    for number in range(10):
        packed.put(f"{number}", record(number))
    packed.remove("4")
    runs = list(packed.runs(4))
    assert [len(names) for names, _ in runs] == [4, 4, 2]
    assert all(len(records) == 8 * len(names) for names, records in runs)
    found = [item for names, records in runs for item in packed.present(names, records)]
    assert found == list(packed.items())


@pytest.mark.parametrize(("name", "content"), [("a", b"short"), ("a\0b", bytes(8))])
def test_what_cannot_be_packed_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ValueError, match="cannot be packed"):
        PackedRecords(8).put(name, content)
