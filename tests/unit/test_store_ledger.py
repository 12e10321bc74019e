"""The ledger gives back what was written, or says that it cannot; and keeps nothing by halves."""

from __future__ import annotations

import errno
import pickle
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from irrefutable.core.workers import Crew
from irrefutable.store import ledger as module
from irrefutable.store.errors import OutputError
from irrefutable.store.ledger import DamagedLedgerError, Ledger

ENTRIES = {("case", f"c{number:02}"): f"value {number}".encode() * number for number in range(40)}
ENTRIES |= {("other", "c01"): b"", ("other", "\udce9\0 x"): b"odd", ("case", "\U0010ffff"): b"last"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger with some entries."""
    file = tmp_path / "folder" / "ledger.sqlite"
    with Ledger(file) as ledger:
        for (kind, name), value in ENTRIES.items():
            ledger.put(kind, name, value)
        ledger.commit()
    return file


def everything(ledger: Ledger) -> dict[tuple[str, str], bytes]:
    return {(kind, name): value for kind in ("case", "other") for name, value in ledger.items(kind)}


def test_what_was_committed_is_there(file: Path) -> None:
    with Ledger(file) as ledger:
        assert everything(ledger) == ENTRIES
        assert ledger.size() == len(ENTRIES)
        for (kind, name), value in ENTRIES.items():
            assert ledger.get(kind, name) == value
        assert ledger.get("case", "none") is None
        assert ledger.get("none", "c01") is None
        names = [name for kind, name in ENTRIES if kind == "case"]
        found = ledger.get_many("case", [*names * 40, "none"])
        assert found == {name: ENTRIES["case", name] for name in names}
        assert [name for name, _ in ledger.items("case")] == sorted(names)


def test_names_are_found_by_their_beginning(tmp_path: Path) -> None:
    names = ["a", "a\0b", "a\0c", "a\0\U0010ffff", "a\0\udce9", "a\1", "ab", "b", "%", "_"]
    with Ledger(tmp_path / "ledger") as ledger:
        for name in names:
            ledger.put("asked", name, b"")
        for prefix in ("a", "a\0", "a\0b", "", "%", "_", "c"):
            assert set(ledger.names("asked", prefix)) == {name for name in names if name.startswith(prefix)}


def test_nothing_is_kept_that_was_not_committed(file: Path) -> None:
    with Ledger(file) as ledger:
        ledger.put("case", "new", b"x")
        ledger.remove("case", "c01")
        assert ledger.get("case", "new") == b"x"
        assert ledger.get("case", "c01") is None
    with Ledger(file) as ledger:
        assert everything(ledger) == ENTRIES
        ledger.clear()
        assert everything(ledger) == {}
    with Ledger(file) as ledger:
        assert everything(ledger) == ENTRIES


def test_error_on_the_way_keeps_nothing(file: Path) -> None:
    def clear_and_fail() -> None:
        with Ledger(file) as ledger:
            ledger.clear()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        clear_and_fail()
    with Ledger(file) as ledger:
        assert everything(ledger) == ENTRIES


def test_more_can_be_written_after_a_commit(file: Path) -> None:
    with Ledger(file) as ledger:
        ledger.put("case", "new", b"x")
        ledger.commit()
        ledger.put("case", "newer", b"x")
        ledger.commit()
        ledger.commit()
    with Ledger(file) as ledger:
        assert everything(ledger).keys() == {*ENTRIES, ("case", "new"), ("case", "newer")}


def test_forgotten_ledger_is_empty_and_usable(file: Path) -> None:
    with Ledger(file) as ledger:
        ledger.put("case", "new", b"x")
        ledger.forget()
        assert everything(ledger) == {}
        assert ledger.size() == 0
        assert not file.exists()
        ledger.put("case", "newer", b"x")
        ledger.commit()
    with Ledger(file) as ledger:
        assert everything(ledger) == {("case", "newer"): b"x"}


def test_durable_ledger_reaches_the_disk_whoever_closes_it_last(file: Path) -> None:
    """SQLite writes back what was committed when the last connection closes, and as that one was told."""
    for ledger in (opened := Ledger(file, is_durable=True), pickle.loads(pickle.dumps(opened))):  # noqa: S301
        with ledger:
            assert ledger._connection
            assert ledger._connection.execute("PRAGMA synchronous").fetchone() == (1,)


def test_ledger_without_a_file_lasts_as_long_as_its_object() -> None:
    with Ledger(None) as ledger:
        assert ledger.begin()
        ledger.put("case", "a", b"x")
        ledger.commit()
        assert everything(ledger) == {("case", "a"): b"x"}
    with Ledger(None) as ledger:
        assert everything(ledger) == {}


# ----------------------------------------------------------------------------------------- damage


def entries_of(file: Path) -> dict[tuple[str, str], bytes] | None:
    """Read everything, and write it where that is possible; None where the ledger says that it is damaged."""
    with Ledger(file) as ledger:
        try:
            found = {
                (kind, name): value for kind, name in ENTRIES if (value := ledger.get(kind, name)) is not None
            }
            assert everything(ledger).items() <= ENTRIES.items()
            if not ledger.begin():
                return found
            for kind, name in ENTRIES:
                ledger.put(kind, name, b"new")
            ledger.remove("case", "c39")
            ledger.commit()
        except DamagedLedgerError:
            ledger.forget()
            ledger.put("case", "c01", b"new")
            ledger.commit()
            assert ledger.get("case", "c01") == b"new"
            return None
        return found


@pytest.mark.slow
def test_damage_of_any_byte_is_told_or_a_miss(file: Path) -> None:
    """Never another value, and never a ledger that cannot be begun anew."""
    content = file.read_bytes()
    whole = 0
    # Every byte that says how the file is made, and some of all others.
    places = [*range(120), *range(120, len(content), 37)]
    for place in places:
        damaged = bytearray(content)
        damaged[place] ^= 0b10101
        for leftover in file.parent.glob(f"{file.name}-*"):
            leftover.unlink()
        file.write_bytes(damaged)
        found = entries_of(file)
        assert found is None or found.items() <= ENTRIES.items(), place
        whole += found == ENTRIES
    assert 0 < whole < len(places)


@pytest.mark.parametrize("length", [0, 1, 15, 16, 99, 100, 511, 4095, 4096, 5000, 8192])
def test_shortened_file_is_no_ledger(file: Path, length: int) -> None:
    content = file.read_bytes()
    assert len(content) > length
    file.write_bytes(content[:length])
    found = entries_of(file)
    assert not found or found.items() <= ENTRIES.items()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET value = 'text' WHERE name = x'633031'",
        "UPDATE entry SET value = 7 WHERE name = x'633031'",
        "UPDATE entry SET value = x'' WHERE name = x'633031'",
        "UPDATE entry SET value = (SELECT value FROM entry WHERE name = x'633032') WHERE name = x'633031'",
        "UPDATE entry SET name = 'c01' WHERE kind = 'case' AND name = x'633031'",
        "UPDATE entry SET name = 7 WHERE kind = 'case' AND name = x'633031'",
        "UPDATE entry SET kind = 'other', name = x'00' WHERE kind = 'case' AND name = x'633031'",
        "DROP TABLE entry",
    ],
)
def test_entry_that_was_never_written_is_told(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
    with Ledger(file) as ledger, pytest.raises(DamagedLedgerError):
        everything(ledger)


def test_missing_table_is_told_where_it_is_written_to(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE entry")
    with Ledger(file) as ledger, pytest.raises(DamagedLedgerError):
        ledger.put("case", "c01", b"x")
    with Ledger(file) as ledger, pytest.raises(DamagedLedgerError):
        ledger.size()


@pytest.mark.parametrize("pragma", ["user_version = 1", "application_id = 7"])
def test_ledger_of_another_version_is_none(file: Path, pragma: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA {pragma}")
    with Ledger(file) as ledger:
        assert everything(ledger) == {}
        assert ledger.begin()


# ----------------------------------------------------------------------------- places and processes


def test_folder_in_place_of_the_file_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    with Ledger(tmp_path / "ledger") as ledger:
        assert everything(ledger) == {}
        assert not ledger.begin()


def test_folder_that_cannot_be_made_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with Ledger(tmp_path / "file" / "ledger") as ledger:
        assert not ledger.begin()
        assert everything(ledger) == {}


def test_folder_that_may_not_be_written_is_no_place(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with Ledger(file.parents[1] / "elsewhere" / "ledger") as ledger:
        assert not ledger.begin()


def test_full_disk_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def execute(self, *_: object) -> None:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    with Ledger(file) as ledger:
        assert ledger.begin()
        monkeypatch.setattr(ledger, "_writer", Full)
        with pytest.raises(OutputError, match="full"):
            ledger.put("case", "c01", b"x")


def values(ledger: Ledger, names: Sequence[str]) -> list[bytes | None]:
    return [ledger.get("case", name) for name in names]


def reopened(ledger: Ledger) -> Ledger:
    other = Ledger(ledger.file)
    other.__enter__()
    return other


def test_other_processes_read_what_was_committed_while_this_one_writes(file: Path) -> None:
    names = [name for kind, name in ENTRIES if kind == "case"]
    with Ledger(file) as ledger:
        ledger.clear()
        ledger.put("case", "c01", b"new")
        with Crew(ledger, reopened, workers=2) as crew:
            found = list(crew.run(values, names, size=10))
        assert found == [ENTRIES["case", name] for name in names]
        assert ledger.get("case", "c01") == b"new"


def test_second_writer_is_refused_and_harms_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOCK_SECONDS", 0.0)
    with Ledger(file) as one, Ledger(file) as other:
        one.put("case", "c01", b"one")
        assert not other.begin()
        assert other.get("case", "c01") == ENTRIES["case", "c01"]
        one.commit()
        assert other.begin()
        assert other.get("case", "c01") == b"one"


def test_ledger_reaches_another_process_as_its_name(file: Path) -> None:
    with Ledger(file) as ledger:
        assert ledger.get("case", "c01")
        found = pickle.loads(pickle.dumps(ledger))  # noqa: S301 - just dumped
        assert found.file == file
        with found:
            assert found.get("case", "c01") == ENTRIES["case", "c01"]
