"""The memo gives back exactly what was put, or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from irrefutable.store import memo as memo_module
from irrefutable.store.memo import Memo


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A memo with one entry, put by an earlier build."""
    file = tmp_path / ".cache" / "memo.sqlite"
    with Memo(file) as memo:
        memo.put("page", "key", b"value")
    yield file
    with Memo(file) as memo:
        memo.put("page", "after", b"mended")
    with Memo(file) as memo:
        assert memo.get("page", "after") == b"mended", "whatever happened, the next build mends the memo"


def state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in (folder, *folder.rglob("*"))
    }


def test_value_is_found_by_a_later_build(file: Path) -> None:
    with Memo(file) as memo:
        assert memo.get("page", "key") == b"value"
        assert memo.trouble == ""


def test_kinds_do_not_share_keys(file: Path) -> None:
    with Memo(file) as memo:
        assert memo.get("case", "key") is None


def test_value_is_found_before_it_is_flushed(file: Path) -> None:
    with Memo(file) as memo:
        memo.put("page", "key", b"newer")
        assert memo.get_many("page", ["key", "other"]) == {"key": b"newer"}


def test_many_keys_are_found_at_once(file: Path) -> None:
    expected = {f"key {number} ключ": b"%d" % number for number in range(1234)}
    with Memo(file) as memo:
        for key, value in expected.items():
            memo.put("many", key, value)
    with Memo(file) as memo:
        assert memo.get_many("many", [*expected, "absent"]) == expected


def test_nothing_put_writes_nothing(file: Path) -> None:
    before = state(file.parent)
    with Memo(file) as memo:
        memo.get("page", "key")
        memo.get("page", "absent")
        memo.prune("page", [])
    assert state(file.parent) == before


def test_nothing_put_makes_no_cache(tmp_path: Path) -> None:
    with Memo(tmp_path / ".cache" / "memo.sqlite") as memo:
        assert memo.get("page", "key") is None
    assert list(tmp_path.iterdir()) == []


def test_what_another_process_put_and_asked_for_is_kept(file: Path) -> None:
    with Memo(file) as memo:
        memo.put("page", "old", b"1")
        memo.put("page", "asked", b"2")
    with Memo(file) as elsewhere:
        elsewhere.put("page", "new", b"3")
        assert elsewhere.get("page", "asked") == b"2"
        drained = elsewhere.drain()
        assert elsewhere.get("page", "new") is None
    with Memo(file) as memo:
        memo.absorb(drained)
        memo.prune_unasked("page")
    with Memo(file) as memo:
        found = memo.get_many("page", ["old", "asked", "new"])
        assert {"asked": b"2", "new": b"3"}.items() <= found.items()


def test_large_puts_do_not_pile_up_in_memory(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo_module, "_BUFFER_BYTES", 100)
    memo = Memo(file)
    memo.put("page", "large", bytes(101))
    with Memo(file) as other:
        assert other.get("page", "large") == bytes(101)
    memo.close()


def test_memo_without_a_file_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Memo(None) as memo:
        memo.put("page", "key", b"value")
    with Memo(None) as memo:
        assert memo.get("page", "key") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET value = CAST('valuE' AS BLOB)",
        "UPDATE entry SET value = 'value'",
        "UPDATE entry SET value = 17",
        "UPDATE entry SET digest = CAST('x' AS BLOB)",
        "UPDATE entry SET digest = ''",
        "UPDATE entry SET key = CAST('other' AS BLOB)",
        "UPDATE entry SET kind = 'case'",
    ],
)
def test_poisoned_entry_is_a_miss(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with Memo(file) as memo:
        assert memo.get("page", "key") is None
        assert memo.get("page", "other") is None
        assert memo.get("case", "key") is None


@pytest.mark.parametrize("size", [0, 1, 50, 100, 1000, 4096, 5000, 8192, 10000])
def test_truncated_file_is_a_miss_and_is_replaced(file: Path, size: int) -> None:
    os.truncate(file, size)
    with Memo(file) as memo:
        assert memo.get("page", "key") is None
        memo.put("page", "key", b"again")
    with Memo(file) as memo:
        assert memo.get("page", "key") == b"again"
        assert memo.trouble == ""


@pytest.mark.parametrize("offset", range(0, 12288, 512))
def test_damaged_bytes_never_give_a_wrong_value(file: Path, offset: int) -> None:
    content = bytearray(file.read_bytes())
    content[offset : offset + 64] = bytes(byte ^ 0x5A for byte in content[offset : offset + 64])
    file.write_bytes(content)
    with Memo(file) as memo:
        assert memo.get("page", "key") in (b"value", None)
        memo.put("page", "key", b"again")


@pytest.mark.parametrize("content", [b"not SQLite at all\n" * 100, b"SQLite format 3\0" + b"\xff" * 9000])
def test_foreign_file_is_a_miss_and_is_replaced(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with Memo(file) as memo:
        assert memo.get("page", "key") is None
        memo.put("page", "key", b"again")
    with Memo(file) as memo:
        assert memo.get("page", "key") == b"again"


@pytest.mark.parametrize(
    "statement", ["PRAGMA user_version = 999", "PRAGMA application_id = 1", "DROP TABLE entry"]
)
def test_other_schema_is_a_miss_and_is_replaced(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(statement)
    connection.close()
    with Memo(file) as memo:
        assert memo.get("page", "key") is None
        memo.put("page", "key", b"again")
    with Memo(file) as memo:
        assert memo.get("page", "key") == b"again"


def test_journal_of_a_killed_build_is_rolled_back(file: Path) -> None:
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")
    writer.execute("PRAGMA synchronous = OFF")
    writer.execute("BEGIN")
    writer.execute("UPDATE entry SET value = zeroblob(100000)")
    writer.execute("INSERT INTO entry VALUES ('page', CAST('x' AS BLOB), '', zeroblob(100000))")
    copies = {path.name: path.read_bytes() for path in file.parent.iterdir()}
    writer.close()
    assert len(copies) == 2, "the journal must be there for this test to mean anything"
    for name, content in copies.items():
        (file.parent / name).write_bytes(content)
    with Memo(file) as memo:
        assert memo.get("page", "key") == b"value"


def test_locked_memo_is_a_miss(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo_module, "_LOCK_SECONDS", 0.0)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with Memo(file) as memo:
        assert memo.get("page", "key") is None
        memo.put("page", "key", b"lost")
    assert "locked" in memo.trouble
    other.close()
    with Memo(file) as memo:
        assert memo.get("page", "key") == b"value"


def test_full_disk_keeps_what_was_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(memo_module, "_forget", full)
        with Memo(file) as memo:
            memo.put("page", "key", b"lost")
            memo.prune("page", [])
    assert "full" in memo.trouble
    with Memo(file) as memo:
        assert memo.get("page", "key") == b"value"


def test_read_only_cache_is_no_memo(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "mkdir", refuse)
        with Memo(tmp_path / "elsewhere" / "memo.sqlite") as memo:
            memo.put("page", "key", b"lost")
    assert "Read-only" in memo.trouble
    assert sorted(path.name for path in tmp_path.iterdir()) == [".cache"]


def test_folder_in_the_place_of_the_file_is_no_memo(tmp_path: Path) -> None:
    file = tmp_path / "memo.sqlite"
    file.mkdir()
    with Memo(file) as memo:
        assert memo.get("page", "key") is None
        memo.put("page", "key", b"lost")
    assert memo.trouble
    assert file.is_dir()


def test_surplus_is_forgotten_once_it_outnumbers_what_is_kept(file: Path) -> None:
    with Memo(file) as memo:
        for number in range(6):
            memo.put("kind", str(number), b"")
    keys = [str(number) for number in range(6)]
    with Memo(file) as memo:
        memo.put("page", "new", b"")
        memo.prune("kind", keys[:3])
    with Memo(file) as memo:
        assert sorted(memo.get_many("kind", keys)) == keys, "as many to keep as not"
    with Memo(file) as memo:
        memo.put("page", "newer", b"")
        memo.prune("kind", keys[:2])
    with Memo(file) as memo:
        assert sorted(memo.get_many("kind", keys)) == keys[:2]
        assert memo.get("page", "key") == b"value", "another kind is not touched"


def test_path_with_marks_of_an_address_is_found(tmp_path: Path) -> None:
    file = tmp_path / "what? #1 100% ü" / "memo.sqlite"
    with Memo(file) as memo:
        memo.put("page", "key", b"value")
    with Memo(file) as memo:
        assert memo.get("page", "key") == b"value"


def test_what_is_adopted_counts_as_neither_asked_for_nor_added(file: Path) -> None:
    """It was made elsewhere, and may be of no use here."""
    with Memo(file) as memo:
        memo.adopt("page", "elsewhere", b"value")
        memo.put("page", "here", b"value")
        assert memo.asked("page") == memo.added("page") == {"here"}
        assert memo.get("page", "elsewhere") == b"value"
        assert memo.asked("page") == {"here", "elsewhere"}
        assert memo.added("page") == {"here"}
    with Memo(file) as memo:
        assert memo.get("page", "elsewhere") == b"value"
        assert not memo.added("page")


def test_what_is_lacking_is_found_without_asking(file: Path) -> None:
    with Memo(file) as memo:
        memo.put("page", "new", b"value")
        assert memo.lacks("page", ["key", "new", "absent"]) == {"absent"}
        assert memo.lacks("case", ["key"]) == {"key"}
        assert memo.asked("page") == {"new"}


def test_what_other_processes_asked_for_and_put_counts(file: Path) -> None:
    """Their memos hand it over case by case; this one writes it, and knows of it by hashes alone."""
    with Memo(file) as memo:
        for number in range(8):
            memo.put("kind", f"{number}", b"earlier")
    with Memo(file) as abroad, Memo(file) as memo:
        abroad.get("kind", "0")
        abroad.put("kind", "new", b"value")
        memo.absorb(abroad.drain())
        abroad.get("kind", "absent")
        memo.absorb(abroad.drain())
        memo.get("kind", "1")
        assert memo.asked("kind") == {"0", "1", "new"}
        assert memo.added("kind") == {"new"}
        memo.prune_unasked("kind")
        memo.flush()
        assert memo.lacks("kind", ["0", "1", "2", "7", "new"]) == {"2", "7"}
