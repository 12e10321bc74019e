"""Pages before and after rendering."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


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
    context: NamedTuple
    turn: Turn = Turn.PAGE


@dataclass(frozen=True, slots=True)
class Outline:
    """A page of no single case, before it is planned: what it will show, as far as that decides its bytes."""

    name: tuple[str, ...]
    """What the plan makes it of."""
    language: str
    path: str
    url: str
    versions: tuple[tuple[str, str], ...]
    """Language and URL of the page in each language it exists in, itself included."""
    template: str
    cases: tuple[str, ...] = ()
    """The cases that it shows, in its order."""
    entities: tuple[str, ...] = ()
    """The people and organisations that it shows beside those of its cases."""
    pages: tuple[str, ...] = ()
    """The archive's own pages whose words it shows."""
    timelines: tuple[str, ...] = ()
    """The cases of which it shows entries of the timeline."""
    told: object = None
    """Whatever else it shows: counts, mostly."""
    is_indexable: bool = True
    is_as_before: bool = False
    """Whether the page is known to be as the last build left it; then only its place is told."""
