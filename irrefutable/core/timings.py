"""How long the phases of a piece of work take, by the clock and by the processors. Refuses to judge it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the work."""

    name: str
    wall_seconds: float
    cpu_seconds: float
    """Of this process and of those that it started and that have ended."""


@dataclass(slots=True)
class Stopwatch:
    """Times phases, one after the other."""

    phases: list[Phase] = field(default_factory=list)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        wall, cpu = time.perf_counter(), _cpu_seconds()
        try:
            yield
        finally:
            self.phases.append(Phase(name, time.perf_counter() - wall, _cpu_seconds() - cpu))


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
