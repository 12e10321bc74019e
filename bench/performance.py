"""Measures our builds beside those of other generators, on the same work, and writes docs/performance.md.

Run it as `make bench`; `bench/README.md` says how the others are installed and what is compared.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Final

from performance_generators import OURS, PEERS, Found, Generator, find
from performance_machine import machine
from performance_scenarios import Contest, Measured, Scenario, measure, scenarios_of, start_up
from performance_tables import Report, page

_ROOT: Final = Path(__file__).parents[1]
_STARTS: Final = 15
_OF_FURTHER_SIZES: Final = (Scenario.COLD, Scenario.UNCHANGED, Scenario.CASE, Scenario.ADDED)
"""What editors do all day. The others take as long again, and say what they say at the usual sizes."""


def main() -> None:
    """Measure, and write the page."""
    options = _parser().parse_args()
    found = _chosen(find(options.peers.resolve()), options.only)
    load = os.getloadavg()[0]
    starts = tuple(start_up(_STARTS))
    measured, rounds = Measured(), {}
    for contest in _contests(found.generators, options):
        measure(contest, options.work.resolve(), measured)
        rounds[contest.cases] = contest.rounds
        report = Report(
            found=found,
            measured=measured,
            rounds=dict(rounds),
            starts=starts,
            machine=machine(load),
            day=datetime.now(UTC).date(),
        )
        # A long measurement that is ended early has what it came to.
        options.out.write_text(page(report), encoding="utf-8")
        print(f"{options.out} has {contest.cases} cases", flush=True)


def _contests(generators: tuple[Generator, ...], options: argparse.Namespace) -> Iterator[Contest]:
    smallest = min(options.cases)
    sizes = sorted({*options.cases, *options.alone})
    for cases, rounds in zip(sizes, chain(options.runs, repeat(options.runs[-1])), strict=False):
        if cases in options.cases:
            small = options.small if cases != smallest else ()
            there = tuple(each for each in generators if each.name.lower() not in small)
            scenarios = {each.name: scenarios_of(each, is_smallest=cases == smallest) for each in there}
            yield Contest(cases, rounds, there, scenarios)
        else:
            yield Contest(cases, rounds, generators[:1], {OURS: _OF_FURTHER_SIZES})


def _chosen(found: Found, only: list[str] | None) -> Found:
    if only is None:
        return found
    wanted = {OURS.lower(), *only}
    left_out = [each.name for each in found.generators if each.name.lower() not in wanted]
    return Found(
        tuple(each for each in found.generators if each.name.lower() in wanted),
        (*found.missing, *left_out),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--cases", type=int, nargs="+", default=[1000, 10000], help="sizes for all generators"
    )
    parser.add_argument(
        "--alone",
        type=int,
        nargs="*",
        default=[],
        help="further sizes, for ours alone: cold, nothing changed, one case edited or added",
    )
    parser.add_argument(
        "--runs",
        type=int,
        nargs="+",
        default=[5],
        help="rounds of each size from the smallest on, the last number for all further ones; "
        "the page has their medians",
    )
    peers = [name.lower() for name in PEERS]
    parser.add_argument(
        "--only",
        nargs="*",
        type=str.lower,
        choices=peers,
        help="the peers to measure, of those that are installed",
    )
    parser.add_argument(
        "--small",
        nargs="*",
        type=str.lower,
        choices=peers,
        default=[],
        help="those of them to measure at the smallest size only",
    )
    parser.add_argument("--peers", type=Path, default=_ROOT / ".cache/peers", help="where they are installed")
    parser.add_argument(
        "--work", type=Path, default=_ROOT / ".cache/bench", help="where archives are written"
    )
    parser.add_argument("--out", type=Path, default=_ROOT / "docs/performance.md", help="the page to write")
    return parser


if __name__ == "__main__":
    main()
