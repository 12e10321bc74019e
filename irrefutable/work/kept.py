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
from irrefutable.plan.index import Index
from irrefutable.store.manifest import Manifest
from irrefutable.unchanged import CONTENT, Sight
from irrefutable.work.world import World


@dataclass(frozen=True, slots=True)
class Kept:
    """What was known at the end of the last build."""

    loaded: Loaded
    """Everything but the cases."""
    world: World
    facts: Mapping[str, CaseFacts]
    """Of every case."""
    index: Index | None
    """How the cases hang together; None where nobody asked."""
    manifest: Manifest


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


def is_of_cases_alone(seen: Sight) -> bool:
    """Whether nothing changed in the content but cases."""
    return all(path.startswith("cases/") and path != "cases/" for path in seen.changed(CONTENT))


def is_theme_same(seen: Sight) -> bool:
    """Whether nothing changed among the templates and what is published as it is."""
    return not any(
        seen.changed(name) for name in seen.looks if name.partition(" ")[0] in ("templates", "assets")
    )
