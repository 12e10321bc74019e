"""What a spool was given comes back, whether it is in memory or on disk by then."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from irrefutable.core.spool import Spool

_LARGE = b"x" * 5_000_000
"""More than is held in memory."""
_PIECES = [b"one", b"", b"\0two", _LARGE, b"last"]


def test_pieces_come_back_by_their_numbers() -> None:
    """Reading between two writes moves nothing."""
    spool = Spool()
    for number, piece in enumerate(_PIECES):
        assert spool.put(piece) == number
        assert spool.get(0) == b"one"
    assert [spool.get(number) for number in range(len(spool))] == _PIECES


def test_fork_reads_what_was_put_and_disturbs_nothing() -> None:
    """It reads what lies on disk and what does not; meanwhile more is put here."""
    spool = _filled()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        found = [spool.get(number) for number in range(len(spool))]
        os.write(writer, b"same" if found == _PIECES else b"other")
        os._exit(0)
    numbers = [spool.put(_LARGE), spool.put(b"new")]
    os.waitpid(child, 0)
    assert os.read(reader, 9) == b"same"
    assert [spool.get(number) for number in numbers] == [_LARGE, b"new"]


def test_pieces_reach_a_process_that_was_not_forked() -> None:
    again = pickle.loads(pickle.dumps(_filled()))  # noqa: S301 - our own
    assert [again.get(number) for number in range(len(again))] == _PIECES


def _filled() -> Spool:
    spool = Spool()
    for piece in _PIECES:
        spool.put(piece)
    return spool


@pytest.mark.parametrize("pieces", [_PIECES, []])
def test_pieces_in_a_named_file_are_not_sent_but_read_there(tmp_path: Path, pieces: list[bytes]) -> None:
    """Its owner may remove the name as soon as the other process has opened it."""
    file = tmp_path / "spool"
    spool = Spool(file)
    for piece in pieces:
        spool.put(piece)
    sent = pickle.dumps(spool)
    assert len(sent) < 1000
    again = pickle.loads(sent)  # noqa: S301 - our own
    file.unlink()
    assert [again.get(number) for number in range(len(again))] == pieces
    for more in (_LARGE, b"more"):
        assert again.get(again.put(more)) == more
    assert [again.get(number) for number in range(len(pieces))] == pieces
