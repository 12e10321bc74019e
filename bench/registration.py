"""Measures how surely claimed pictures are found in their originals. Refuses to round a failure away.

Run it as `make bench-registration`; it writes the tables of `docs/registration.md`. The pictures are split
once, by their names: rules and weights are made on the tuning half alone, and measured on the held-out half
unless `--half tuning` is asked for, which also names each failure. Pairs that must not match are drawn within
a half. `--pictures N` takes the first N pictures and a like share of the pairs, `--pairs` another share;
`--print` leaves the page alone, and `--only logo "quality 10" "burst neighbour"` prints the changes,
strengths and pairs of these names alone. Success and error are the same on every run with the same libraries;
times are CPU time of this machine.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from PIL import Image
from registration_build import measure_build
from registration_changes import Apart, changes, compressed, strangers
from registration_fit import fit, placements_of_picture, placements_of_strangers
from registration_outcomes import (
    CACHE,
    Outcome,
    known_pictures,
    measure_picture,
    measure_strangers,
)
from registration_pictures import Picture
from registration_scenes import LONGER_PX
from registration_tables import (
    calibration_table,
    changes_table,
    failures,
    kinds_table,
    quantiles,
    strangers_table,
)

from irrefutable.core.workers import run_each
from irrefutable.media.features import View
from irrefutable.media.register import register

Item = TypeVar("Item")
Result = TypeVar("Result")

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/registration.md"
HALVES = ("held-out", "tuning")
PATTERNS = {"tuning": range(48), "held-out": range(48, 96)}
"""Repeated textures, in families of sixteen, that each half draws pairs from."""
TIMED = 25
"""Pairs that time is taken of, without features found before."""
BLOCK = 40
"""Pairs that must not match and share pictures, measured in one go."""


def _cost(known: Sequence[Picture]) -> str:
    """Return time and memory of pairs whose features nobody has found before."""
    large = [picture for picture in known if max(picture.make().size) == LONGER_PX][:TIMED]
    times = []
    for picture in large:
        original = picture.make()
        claimed = compressed(original, 60)
        start = time.process_time()
        register(View.of(claimed), View.of(original))
        times.append(time.process_time() - start)
    return (
        f"A pair of 1600 px, nothing known before: {_median(times)} s of CPU in the median, "
        f"{max(times, default=0.0):.2f} s at most ({len(times)} pairs, JPEG 60)."
    )


def _median(times_s: Sequence[float]) -> str:
    """Return the median as it is printed; a few pictures may have no time of a kind."""
    return f"{statistics.median(times_s):.2f}" if times_s else "–"


def _memory(paths: Sequence[str]) -> str:
    """Return the peak memory of this process after it registered these pictures, each with the next."""
    for one, other in pairwise(paths):
        with Image.open(one) as claimed, Image.open(other) as original:
            register(View.of(claimed), View.of(original))
    # Not `getrusage`: its peak begins with that of the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_mib = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return (
        f"Peak memory of a process that registers {len(paths) - 1} unrelated pairs of 1600 px, "
        f"with the interpreter and the libraries: {peak_mib:.0f} MiB."
    )


def report(found: Sequence[Outcome], apart: Sequence[Outcome], taken: Sequence[Picture]) -> str:
    """Return all tables with the sentences that hold figures."""
    right = [each.error_px for each in found if each.match]
    median, worst = quantiles(right)
    wrong = sum(each.match and not each.right for each in found)
    large = [picture for picture in taken if max(picture.make().size) == LONGER_PX][:4]
    paths = [str(CACHE / f"large-{number}.png") for number in range(len(large))]
    for picture, path in zip(large, paths, strict=True):
        picture.make().save(path)
    command = [sys.executable, __file__, "--memory", *paths]
    memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    versions = f"Python {platform.python_version()}, OpenCV {cv2.__version__}, NumPy {np.__version__}"
    placed = (
        f"Of all matches with a changed copy, {wrong} lie in a wrong place. Corner error of all matches, "
        f"in pixels of the original: {median} in the median, {worst} at the 95th percentile."
    )
    times = (
        f"With the original's features known: {_median([each.cpu_s for each in found])} s of CPU "
        "in the median. A pair that does not match, features known for most: "
        f"{_median([each.cpu_s for each in apart])} s."
    )
    parts = [
        "#### Changes",
        f"{len(taken)} pictures, {len(found)} pairs; {versions}.",
        changes_table(found),
        placed,
        kinds_table(found),
        "#### Pairs that must not match",
        strangers_table(apart),
        "#### Confidence",
        calibration_table([*found, *apart]),
        "#### Cost",
        _cost(taken),
        memory,
        times,
    ]
    return "\n\n".join(parts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=0, help="take only the first N pictures")
    parser.add_argument("--half", choices=HALVES, default="held-out", help="which pictures to measure")
    parser.add_argument("--pairs", type=float, default=0.5, help="share of the pairs that must not match")
    parser.add_argument("--only", nargs="+", default=[], help="print changes and pairs of these names alone")
    parser.add_argument("--print", action="store_true", help="print the tables instead of writing the page")
    parser.add_argument("--workers", type=int, default=1, help="processes to measure in")
    parser.add_argument(
        "--fit", action="store_true", help="print the weights of the confidence, fitted on the tuning half"
    )
    parser.add_argument(
        "--build", type=int, default=0, help="measure instead how N pairs use the processors in a build"
    )
    parser.add_argument("--memory", nargs="+", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Measure what was asked for, and write the page or print it."""
    arguments = _arguments()
    cv2.setNumThreads(1)
    if arguments.memory:
        print(_memory(arguments.memory))
        return
    if arguments.fit:
        arguments.half = "tuning"
    is_held_out = arguments.half == "held-out"
    known = [picture for picture in known_pictures().values() if picture.is_held_out == is_held_out]
    taken = known[: arguments.pictures] if arguments.pictures else known
    if arguments.build:
        print(measure_build(taken, arguments.build))
        return
    pairs = strangers(taken, arguments.pairs * len(taken) / len(known), PATTERNS[arguments.half])
    names, blocks = (
        [picture.name for picture in taken],
        [pairs[start : start + BLOCK] for start in range(0, len(pairs), BLOCK)],
    )
    if arguments.only:
        _print_some(frozenset(arguments.only), names, pairs, arguments)
        return
    if arguments.fit:
        print(
            fit(
                [
                    *_each(placements_of_picture, names, arguments),
                    *_each(placements_of_strangers, blocks, arguments),
                ]
            )
        )
        return
    found = _each(measure_picture, names, arguments)
    apart = _each(measure_strangers, blocks, arguments)
    if not is_held_out:
        print(*failures([*found, *apart]), sep="\n", file=sys.stderr)
    text = report(found, apart, taken)
    if arguments.print:
        print(text)
    else:
        begin, end = (f"<!-- {arguments.half}: {edge} -->" for edge in ("begin", "end"))
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
        PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def _print_some(
    only: frozenset[str], names: Sequence[str], pairs: Sequence[Apart], arguments: argparse.Namespace
) -> None:
    changed = only & {name for change in changes() for name in (change.name, change.strength)}
    unknown = only - changed - {pair.kind for pair in pairs}
    if unknown:
        raise SystemExit(f"No change and no kind of pair is called {', '.join(sorted(unknown))}.")
    some = [pair for pair in pairs if pair.kind in only]
    found = _each(partial(measure_picture, only=changed), names if changed else [], arguments)
    apart = _each(
        measure_strangers, [some[start : start + BLOCK] for start in range(0, len(some), BLOCK)], arguments
    )
    if arguments.half == "tuning":
        print(*failures([*found, *apart]), sep="\n", file=sys.stderr)
    print(changes_table(found), strangers_table(apart), calibration_table([*found, *apart]), sep="\n\n")


def _each(
    work: Callable[[Item], list[Result]], items: Sequence[Item], arguments: argparse.Namespace
) -> list[Result]:
    results: list[Result] = []
    for number, some in enumerate(run_each(work, items, workers=arguments.workers), 1):
        results += some
        print(f"{number}/{len(items)}", file=sys.stderr)
    return results


if __name__ == "__main__":
    main()
