"""Pages before and after rendering."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Turn(IntEnum):
    """When a file is put in place: what others refer to comes first."""

    ASSET = 0
    PAGE = 1
    INDEX = 2


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page that is to be rendered: its template sees the fields of `context` and nothing else.

    `path` is the file's path relative to the site; `url` the address readers use.
    """

    path: str
    url: str
    template: str
    language: str
    context: object
    turn: Turn = Turn.PAGE
