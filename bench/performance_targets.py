"""What our builds should reach, and whether they do. A target at a size that was not measured stays open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from performance_generators import OURS
from performance_process import Run
from performance_scenarios import Measured, Scenario

_PYTHON_PEERS: Final = ("Pelican", "MkDocs", "Nikola")
_MIB: Final = 2**20

Taken = Callable[[Run], float]


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: what is wanted, what was seen, and whether that is enough."""

    name: str
    wanted: str
    seen: str | None
    is_reached: bool | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to judge."""

    measured: Measured
    starts: Sequence[Run]
    """Runs of `irrefutable --help`."""

    def ours(self, cases: int, scenario: Scenario, taken: Taken) -> float | None:
        """Return a median of ours; None if it was not measured."""
        return self._median(OURS, cases, scenario, taken)

    def ratio(self, cases: int, peer: str, taken: Taken) -> float | None:
        """Return the median, over the rounds, of our cold build's figure by a peer's."""
        runs = self.measured.runs
        ours, theirs = (runs.get((name, cases, Scenario.COLD)) for name in (OURS, peer))
        if not ours or not theirs:
            return None
        return median(taken(own) / taken(other) for own, other in zip(ours, theirs, strict=True))

    def fastest(self, cases: int, peers: Sequence[str], taken: Taken) -> str | None:
        """Return the peer with the least figure of a cold build."""
        figures = {peer: self._median(peer, cases, Scenario.COLD, taken) for peer in peers}
        known = {peer: figure for peer, figure in figures.items() if figure is not None}
        return min(known, key=lambda peer: known[peer], default=None)

    def _median(self, name: str, cases: int, scenario: Scenario, taken: Taken) -> float | None:
        runs = self.measured.runs.get((name, cases, scenario))
        return median(taken(run) for run in runs) if runs else None


def targets(figures: Figures) -> Iterator[Target]:
    """Yield every target with what was seen of it."""
    yield _target("Cold, 10,000 cases: CPU", 1.0, "× Hugo", figures.ratio(10_000, "Hugo", _cpu))
    yield _target("Cold, 10,000 cases: wall", 1.0, "× Hugo", figures.ratio(10_000, "Hugo", _wall))
    best = figures.fastest(10_000, _PYTHON_PEERS, _wall)
    seen = figures.ratio(10_000, best, _wall) if best else None
    yield _target("Cold, 10,000 cases: wall", 0.2, f"× {best or 'the fastest other in Python'}", seen)
    for cases, unchanged in ((10_000, 0.35), (60_000, 1.2)):
        for scenario, wanted in ((Scenario.UNCHANGED, unchanged), (Scenario.CASE, unchanged + 0.1)):
            seen = figures.ours(cases, scenario, _cpu)
            yield _target(f"{scenario}, {cases:,} cases: CPU", wanted, "s", seen)
    for cases, mebibytes in ((10_000, 250), (60_000, 500)):
        seen = figures.ours(cases, Scenario.COLD, lambda run: (run.peak_bytes or 0) / _MIB)
        yield _target(f"Cold, {cases:,} cases: memory", mebibytes, "MiB", seen or None)
    small, large = (figures.ours(cases, Scenario.COLD, _cpu) for cases in (1_000, 60_000))
    growth = (large / 60_000) / (small / 1_000) if small and large else None
    yield _target("CPU of a case among 60,000, by one among 1,000", 1.15, "×", growth)
    start_ms = median(run.cpu_seconds for run in figures.starts) * 1000
    yield _target("`irrefutable --help`: CPU", 120, "ms", start_ms)


def _target(name: str, wanted: float, unit: str, seen: float | None) -> Target:
    digits = 0 if wanted >= 100 else 2
    shown = None if seen is None else f"{seen:.{digits}f} {unit}"
    return Target(name, f"≤ {wanted:.{digits}f} {unit}", shown, None if seen is None else seen <= wanted)


def _cpu(run: Run) -> float:
    return run.cpu_seconds


def _wall(run: Run) -> float:
    return run.wall_seconds
