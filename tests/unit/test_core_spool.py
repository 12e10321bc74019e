"""What a spool was given comes back, whether it is in memory or on disk by then."""

from __future__ import annotations

from irrefutable.core.spool import Spool


def test_pieces_come_back_by_their_numbers() -> None:
    """Reading between two writes moves nothing; the large piece is more than is held in memory."""
    spool = Spool()
    pieces = [b"one", b"", b"\0two", b"x" * 5_000_000, b"last"]
    for number, piece in enumerate(pieces):
        assert spool.put(piece) == number
        assert spool.get(0) == b"one"
    assert [spool.get(number) for number in range(len(pieces))] == pieces
