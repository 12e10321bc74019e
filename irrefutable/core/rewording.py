"""What two wordings share, and what the later one deleted and inserted, in whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple

_NO_SPACES: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
)
"""Scripts that write words without spaces between them: each character counts for itself."""
_TOKEN: Final = re.compile(rf"[{_NO_SPACES}]|[^\W{_NO_SPACES}]+\s*|\s+|[^\w\s]\s*")
_MOST_PAIRS: Final = 4_000_000
"""Of words to compare with each other, which takes about a second; longer paragraphs are shown whole."""


class Fate(StrEnum):
    """What became of words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


class Piece(NamedTuple):
    """Words with one fate."""

    fate: Fate
    text: str


def reworded(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of two wordings in reading order; what was deleted stands before what replaced it."""
    paragraphs = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = _joined(_compared(*paragraphs, by_words=True))
    runs = groupby(pieces, key=lambda piece: piece.fate)
    return tuple(Piece(fate, "".join(piece.text for piece in run)) for fate, run in runs)


def _compared(before: Sequence[str], after: Sequence[str], *, by_words: bool) -> Iterator[Piece]:
    for kind, start, end, other_start, other_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        old, new = "".join(before[start:end]), "".join(after[other_start:other_end])
        if kind == "equal":
            yield Piece(Fate.KEPT, old)
        elif by_words and kind == "replace":
            tokens = _TOKEN.findall(old), _TOKEN.findall(new)
            if len(tokens[0]) * len(tokens[1]) <= _MOST_PAIRS:
                yield from _compared(*tokens, by_words=False)
            else:
                yield from (Piece(Fate.DELETED, old), Piece(Fate.INSERTED, new))
        else:
            yield from (Piece(Fate.DELETED, old), Piece(Fate.INSERTED, new))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours: punctuation alone between two changes belongs to both of them."""
    deleted = inserted = held = ""
    for fate, text in pieces:
        if fate is not Fate.KEPT:
            deleted += held + (text if fate is Fate.DELETED else "")
            inserted += held + (text if fate is Fate.INSERTED else "")
            held = ""
        elif (deleted or inserted) and not re.search(r"\w", text):
            held += text
        else:
            yield from _changed(deleted, inserted)
            deleted = inserted = ""
            yield Piece(fate, held + text)
            held = ""
    yield from _changed(deleted, inserted)
    if held:
        yield Piece(Fate.KEPT, held)


def _changed(deleted: str, inserted: str) -> Iterator[Piece]:
    # The white space that both end with is no part of the change.
    tail = deleted[len(deleted.rstrip()) :]
    tail = tail if tail and inserted.endswith(tail) else ""
    for fate, text in ((Fate.DELETED, deleted), (Fate.INSERTED, inserted)):
        if own := text[: len(text) - len(tail)]:
            yield Piece(fate, own)
    if tail:
        yield Piece(Fate.KEPT, tail)
