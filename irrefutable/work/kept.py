"""What a process that builds again and again keeps in memory; never what a changed file may decide.

A part of the pipeline. All of it is as the last build left it that ended well; it saves reading again what
the ledger and the memo would say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from irrefutable.load.archive import Loaded
from irrefutable.model.entries import CaseFacts
from irrefutable.work.world import World


@dataclass(frozen=True, slots=True)
class Kept:
    """What was known at the end of the last build."""

    loaded: Loaded
    """Everything but the cases."""
    world: World
    facts: Mapping[str, CaseFacts]
    """Of every case."""


class Attention(Protocol):
    """Whoever looks at pages while the site is built."""

    def wanted(self) -> Sequence[str]:
        """Return the paths of pages that are looked at, each of them once in a build."""

    def shown(self, paths: Sequence[str]) -> None:
        """Hear that files are in place, the last ones of a build included."""


class Nobody:
    """Looks at nothing."""

    def wanted(self) -> Sequence[str]:
        """Return no path."""
        return ()

    def shown(self, paths: Sequence[str]) -> None:
        """Hear nothing."""
