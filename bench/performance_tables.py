"""The page with what was measured: targets first, then each scenario. Rounds nothing before it compares."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from performance_generators import OURS, Found
from performance_process import Run
from performance_scenarios import Measured, Scenario
from performance_targets import Figures, targets

_MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Report:
    """A whole measurement."""

    found: Found
    measured: Measured
    rounds: Mapping[int, int]
    """How often each size was measured, by its number of cases."""
    starts: tuple[Run, ...]
    """Runs of `irrefutable --help`."""
    machine: str
    day: date


def page(report: Report) -> str:
    """Return the page as Markdown."""
    parts = [
        _head(report),
        _targets(report),
        *(_builds(report, cases) for cases in report.rounds),
        _outputs(report),
        _growth(report),
        *(_phases(report, cases) for cases in report.rounds),
        _method(),
    ]
    return "\n\n".join(parts) + "\n"


def _head(report: Report) -> str:
    versions = ", ".join(f"{each.name} {each.version}" for each in report.found.generators)
    largest = max(report.rounds)
    sizes = _listed([f"{cases:,} cases ({_often(rounds)})" for cases, rounds in report.rounds.items()])
    notes = ""
    if small := _left_small(report):
        notes += f"\n- Measured at the smallest size only: {', '.join(small)}."
    if report.found.missing:
        notes += f"\n- Left out, as not installed or not chosen: {', '.join(report.found.missing)}."
    return (
        "# Performance\n\n"
        f"`make bench` wrote this page on {report.day.isoformat()}; `bench/README.md` says what is compared, "
        "and how to repeat it.\nEvery figure is of one machine and one day: read the ratios rather than the "
        "seconds.\n\n"
        f"- Archives of {sizes}.\n"
        f"  The largest has {largest:,} cases: nothing here says how a larger one fares.\n"
        f"- Machine: {report.machine}\n"
        f"- Measured: {versions}.{notes}"
    )


def _targets(report: Report) -> str:
    rows = [
        (
            target.name,
            target.wanted,
            target.seen or "—",
            {True: "reached", False: "**missed**", None: "not measured"}[target.is_reached],
        )
        for target in targets(Figures(report.measured, report.starts))
    ]
    return "## Targets\n\n" + _table(("", "wanted", "seen", ""), rows)


def _builds(report: Report, cases: int) -> str:
    tables = []
    for scenario in Scenario:
        rows = list(_build_rows(report, cases, scenario))
        if rows:
            heads = ("", "CPU s", "× ours", "wall s", "× ours", "peak MiB")
            tables.append(f"### {cases:,} cases: {scenario.lower()}\n\n{_table(heads, rows)}")
    return f"## {cases:,} cases\n\n" + "\n\n".join(tables)


def _build_rows(report: Report, cases: int, scenario: Scenario) -> Iterator[Sequence[str]]:
    ours = report.measured.runs.get((OURS, cases, scenario), [])
    for generator in report.found.generators:
        runs = report.measured.runs.get((generator.name, cases, scenario), [])
        if not runs or not ours:
            continue
        pairs = list(zip(runs, ours, strict=True))
        peaks = [run.peak_bytes for run in runs if run.peak_bytes]
        yield (
            generator.name,
            f"{median(run.cpu_seconds for run in runs):.2f}",
            f"{median(theirs.cpu_seconds / own.cpu_seconds for theirs, own in pairs):.2f}",
            f"{median(run.wall_seconds for run in runs):.2f}",
            f"{median(theirs.wall_seconds / own.wall_seconds for theirs, own in pairs):.2f}",
            f"{median(peaks) / _MIB:.0f}" if peaks else "—",
        )


def _outputs(report: Report) -> str:
    rows = [
        (
            name,
            f"{cases:,}",
            f"{output.pages:,}",
            f"{output.html_bytes / 1e6:.1f}",
            f"{output.case_bytes / 1000:.1f}",
        )
        for (name, cases), output in report.measured.outputs.items()
    ]
    return "## What each wrote\n\n" + _table(("", "cases", "pages", "HTML in MB", "kB of a case page"), rows)


def _growth(report: Report) -> str:
    rows = []
    for generator in report.found.generators:
        for cases in report.rounds:
            runs = report.measured.runs.get((generator.name, cases, Scenario.COLD), [])
            if runs:
                cpu = median(run.cpu_seconds for run in runs)
                rows.append((generator.name, f"{cases:,}", f"{cpu / cases * 1000:.2f}"))
    start = median(run.cpu_seconds for run in report.starts) * 1000
    return (
        "## Cost of a case, cold\n\n"
        + _table(("", "cases", "CPU ms of a case"), rows)
        + f"\n\n`irrefutable --help` takes {start:.0f} ms of CPU."
    )


def _phases(report: Report, cases: int) -> str:
    columns = {
        scenario: _phase_seconds(report.measured.runs[OURS, cases, scenario])
        for scenario in Scenario
        if (OURS, cases, scenario) in report.measured.runs
    }
    names = list(dict.fromkeys(name for seconds in columns.values() for name in seconds))
    rows = [
        (name, *(f"{seconds[name]:.2f}" if name in seconds else "" for seconds in columns.values()))
        for name in names
    ]
    return f"## Our phases at {cases:,} cases, CPU s\n\n" + _table(("", *columns), rows)


def _phase_seconds(runs: Sequence[Run]) -> dict[str, float]:
    """Return the median CPU seconds of each phase that any of the runs went through."""
    seconds: dict[str, list[float]] = {}
    for run in runs:
        for phase in json.loads(run.output):
            seconds.setdefault(phase["name"], []).append(phase["cpu_seconds"])
    return {name: median(values) for name, values in seconds.items()}


def _method() -> str:
    return """\
## How to read it

CPU is user and system time of the whole tree of processes.
"× ours" is the median, over the rounds, of a figure by ours of the same round: above 1, ours took less.
The peak is the most memory that the whole tree was seen to hold; pages that processes share count once.
A generator that builds everything each time is measured with edits at the smallest size only."""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    line = "|" + "|".join("---" if place == 0 else "---:" for place in range(len(heads))) + "|"
    return "\n".join(f"| {' | '.join(row)} |" if row is not None else line for row in (heads, None, *rows))


def _left_small(report: Report) -> list[str]:
    """Return the peers that were not measured at all the sizes at which others were."""
    sizes: dict[str, set[int]] = {}
    for name, cases, _ in report.measured.runs:
        if name != OURS:
            sizes.setdefault(name, set()).add(cases)
    common = set().union(*sizes.values())
    return [name for name, measured in sizes.items() if measured != common]


def _often(rounds: int) -> str:
    return f"medians of {rounds} rounds" if rounds > 1 else "one round"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
