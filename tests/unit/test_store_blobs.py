"""A blob is whole or it is a miss."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NoReturn

import pytest

from irrefutable.store.blobs import Blobs
from irrefutable.store.errors import OutputError
from irrefutable.store.listing import Content

KEY = "ab" * 20


def test_blob_is_found_by_a_later_build(tmp_path: Path) -> None:
    file = Blobs(tmp_path / "blobs").put(KEY, b"picture")
    assert file == tmp_path / "blobs" / "ab" / KEY
    assert file.read_bytes() == b"picture"
    assert Blobs(tmp_path / "blobs").path(KEY) == file


def test_content_is_known_without_reading(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    assert blobs.content(KEY) is None
    blobs.put(KEY, b"picture")
    assert blobs.content(KEY) == Content(hashlib.sha256(b"picture").hexdigest(), 7)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    assert blobs.path(KEY) is None
    blobs.prune([])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"pictur", b"picturE", b"pictures"])
def test_damaged_blob_is_a_miss_and_can_be_put_again(tmp_path: Path, content: bytes) -> None:
    blobs = Blobs(tmp_path)
    blobs.put(KEY, b"picture").write_bytes(content)
    assert blobs.path(KEY) is None
    assert blobs.put(KEY, b"picture") == blobs.path(KEY)


@pytest.mark.parametrize("seal", [None, b"", b"nonsense", b"0" * 64 + b" 7\n", b"g" * 64 + b" 7\n"])
def test_blob_without_its_true_digest_is_a_miss(tmp_path: Path, seal: bytes | None) -> None:
    blobs = Blobs(tmp_path)
    file = blobs.put(KEY, b"picture")
    beside = file.with_name(f"{KEY}.sha256")
    if seal is None:
        beside.unlink()
    else:
        beside.write_bytes(seal)
    assert blobs.path(KEY) is None


def test_key_cannot_lead_elsewhere(tmp_path: Path) -> None:
    for key in ("../../etc/passwd", "", "AB" * 20, "a/b", "ab"):
        with pytest.raises(ValueError, match="not a digest"):
            Blobs(tmp_path).path(key)


def test_full_disk_leaves_no_half_blob(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        Blobs(tmp_path).put(KEY, b"picture")
    assert list(tmp_path.glob("*/*")) == []


def test_surplus_is_deleted_once_it_outnumbers_what_is_kept(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    keys = [f"{number:040x}" for number in range(4)]
    for key in keys:
        blobs.put(key, b"picture")
    blobs.prune(keys[:2])
    assert all(blobs.path(key) for key in keys)
    blobs.prune(keys[:1])
    assert [key for key in keys if blobs.path(key)] == keys[:1]
    assert sorted(path.name for path in tmp_path.glob("*/*")) == [keys[0], f"{keys[0]}.sha256"]
