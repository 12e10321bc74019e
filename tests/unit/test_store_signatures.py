"""A file is not read twice, and no edit is missed."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path
from unittest.mock import patch

import pytest

from irrefutable.store import signatures as signatures_module
from irrefutable.store.memo import Memo
from irrefutable.store.signatures import Signatures, stamp_of


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read."""
    names: list[str] = []
    read = hashlib.file_digest

    def recorded(stream: object, name: str) -> object:
        names.append(Path(f"/proc/self/fd/{stream.fileno()}").readlink().name)  # type: ignore[attr-defined]
        return read(stream, name)  # type: ignore[arg-type]

    monkeypatch.setattr(hashlib, "file_digest", recorded)
    return names


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of someone who builds an hour later."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 3600 * 10**9)


def look(root: Path, file: Path, path: str = "a") -> str | None:
    with Memo(file) as memo:
        return Signatures(memo, root, "test").sha256(path)


@pytest.mark.usefixtures("settled")
def test_unchanged_file_is_read_once(tmp_path: Path, reads: list[str]) -> None:
    (tmp_path / "a").write_bytes(b"one")
    for _ in range(3):
        assert look(tmp_path, tmp_path / "memo") == digest(b"one")
    assert reads == ["a"]


@pytest.mark.usefixtures("settled")
def test_edit_with_equal_size_and_time_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    before = file.stat()
    assert look(tmp_path, tmp_path / "memo") == digest(b"one")
    while True:
        # Until the clock of the file system has ticked; within a tick, the signature would be racy.
        file.write_bytes(b"two")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        if file.stat().st_ctime_ns != before.st_ctime_ns:
            break
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert look(tmp_path, tmp_path / "memo") == digest(b"two")


@pytest.mark.usefixtures("settled")
def test_other_file_in_its_place_is_seen(tmp_path: Path) -> None:
    file, other = tmp_path / "a", tmp_path / "b"
    file.write_bytes(b"one")
    other.write_bytes(b"two")
    assert look(tmp_path, tmp_path / "memo") == digest(b"one")
    other.replace(file)
    assert look(tmp_path, tmp_path / "memo") == digest(b"two")


def test_edit_within_the_same_tick_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    frozen = file.stat()
    # A file system whose clock stands still, as it does between two ticks.
    monkeypatch.setattr(signatures_module, "stamp_of", lambda _: stamp_of(frozen))
    assert look(tmp_path, tmp_path / "memo") == digest(b"one")
    file.write_bytes(b"two")
    assert look(tmp_path, tmp_path / "memo") == digest(b"two")


@pytest.mark.parametrize(
    ("ctime_ns", "age_ms", "expected_reads"),
    [
        (1_700_000_000_123_456_789, 49, 2),
        (1_700_000_000_123_456_789, 50, 1),
        (1_700_000_000_000_000_000, 1999, 2),
        (1_700_000_000_000_000_000, 2000, 1),
        (1_700_000_000_123_000_000, 1999, 2),
        (1_700_000_000_123_456_789, -10_000, 2),
    ],
)
def test_signature_is_trusted_once_its_clock_has_moved_on(
    tmp_path: Path, reads: list[str], ctime_ns: int, age_ms: int, expected_reads: int
) -> None:
    (tmp_path / "a").write_bytes(b"one")
    stamp = stamp_of((tmp_path / "a").stat())._replace(mtime_ns=ctime_ns, ctime_ns=ctime_ns)
    with (
        patch.object(signatures_module, "stamp_of", lambda _: stamp),
        patch.object(time, "time_ns", lambda: ctime_ns + age_ms * 10**6),
    ):
        look(tmp_path, tmp_path / "memo")
        look(tmp_path, tmp_path / "memo")
    assert len(reads) == expected_reads


def test_time_that_passes_is_no_reason_to_write(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    memo_file = tmp_path / "memo"
    (tmp_path / "a").write_bytes(b"one")
    look(tmp_path, memo_file)
    before = memo_file.stat().st_mtime_ns, memo_file.read_bytes()
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 3600 * 10**9)
    look(tmp_path, memo_file)
    assert (memo_file.stat().st_mtime_ns, memo_file.read_bytes()) == before
    assert reads == ["a", "a"]
    with Memo(memo_file) as memo:
        Signatures(memo, tmp_path, "test").sha256("a")
        memo.put("anything", "else", b"")
    look(tmp_path, memo_file)
    assert reads == ["a", "a", "a"], "written with something else, the signature is trusted from then on"


@pytest.mark.usefixtures("settled")
def test_touched_file_is_read_once_more(tmp_path: Path, reads: list[str]) -> None:
    (tmp_path / "a").write_bytes(b"one")
    look(tmp_path, tmp_path / "memo")
    os.utime(tmp_path / "a", ns=(0, 0))
    for _ in range(2):
        assert look(tmp_path, tmp_path / "memo") == digest(b"one")
    assert reads == ["a", "a"]


@pytest.mark.usefixtures("settled")
def test_edit_while_the_file_is_read_is_seen_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    read = hashlib.file_digest

    def edited_meanwhile(stream: object, name: str) -> object:
        result = read(stream, name)  # type: ignore[arg-type]
        file.write_bytes(b"longer")
        return result

    with monkeypatch.context() as patched:
        patched.setattr(hashlib, "file_digest", edited_meanwhile)
        look(tmp_path, tmp_path / "memo")
    assert look(tmp_path, tmp_path / "memo") == digest(b"longer")


@pytest.mark.usefixtures("settled")
def test_moved_root_keeps_its_signatures(tmp_path: Path, reads: list[str]) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a").write_bytes(b"one")
    look(tmp_path / "old", tmp_path / "memo")
    (tmp_path / "old").rename(tmp_path / "new")
    assert look(tmp_path / "new", tmp_path / "memo") == digest(b"one")
    assert reads == ["a"]


def test_only_regular_files_have_a_digest(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"one")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    with Memo(None) as memo:
        signatures = Signatures(memo, tmp_path, "test")
        for path in ("absent", "absent/a", "folder", "link", "pipe", "file/inside"):
            assert signatures.sha256(path) is None
        assert signatures.sha256("file") == digest(b"one")


@pytest.mark.usefixtures("settled")
def test_damaged_record_is_a_miss(tmp_path: Path, reads: list[str]) -> None:
    (tmp_path / "a").write_bytes(b"one")
    with Memo(tmp_path / "memo") as memo:
        memo.put("signature of test", "a", b"short")
    assert look(tmp_path, tmp_path / "memo") == digest(b"one")
    assert reads == ["a"]
