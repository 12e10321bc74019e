"""The record of a case's published states, `history.jsonl`, to values and back. Refuses to mend it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from typing import Any, Final

from irrefutable.core.diagnostics import Diagnostic
from irrefutable.core.spans import SourceText, Span
from irrefutable.load import rules
from irrefutable.load.characters import decoded
from irrefutable.model.history import PublishedState

_FIELDS: Final = {"at", "commit", "words"}
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_HINT: Final = (
    "take the file back from git (git checkout -- FILE), or delete it and run `irrefutable history`"
)


def read_history(path: str, content: bytes) -> tuple[tuple[PublishedState, ...], tuple[Diagnostic, ...]]:
    """Return the states that a record holds, the first one first; none of them where it is damaged."""
    source, found = decoded(path, content)
    if source is None:
        return (), found
    states = []
    for number, line in enumerate(source.text.removesuffix("\n").split("\n"), 1):
        try:
            states.append(_state(json.loads(line)))
        except (ValueError, RecursionError) as error:
            return (), (_damaged(source, number, error),)
        if len(states) > 1 and not states[-1].words:
            return (), (_damaged(source, number, ValueError("it changes nothing")),)
    return tuple(states), ()


def written(states: Sequence[PublishedState]) -> str:
    """Return the lines that say these states."""
    return "".join(
        json.dumps({"at": state.at, "commit": state.commit, "words": dict(state.words)}, ensure_ascii=False)
        + "\n"
        for state in states
    )


def _state(value: Any) -> PublishedState:
    """Return a state from its line.

    Raises:
        ValueError: the line says something else.
    """
    if not isinstance(value, dict) or value.keys() != _FIELDS:
        raise ValueError("a state has the fields at, commit and words")
    at, commit, words = value["at"], value["commit"], value["words"]
    if not isinstance(at, str) or not _MOMENT.fullmatch(at):
        raise ValueError('"at" is an instant such as 2026-01-31T12:00:00Z')
    dt.datetime.fromisoformat(at)
    is_formed = isinstance(commit, str) and isinstance(words, dict)
    if not is_formed or not all(said is None or isinstance(said, str) for said in words.values()):
        raise ValueError('"commit" is text, and "words" a map of places to text, or to null')
    return PublishedState(at, commit, words)


def _damaged(source: SourceText, number: int, error: Exception) -> Diagnostic:
    column = error.colno if isinstance(error, json.JSONDecodeError) else 1
    said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    message = f"this line is no published state: {said}"
    return rules.DAMAGED_HISTORY.at(Span(source.path, number, column), message, _HINT, source=source)
