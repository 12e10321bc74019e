"""Measures how surely claimed pictures are found in their originals. Refuses to round a failure away.

Run it as `make bench-registration`; it writes the tables of `docs/registration.md`. The pictures are split
once, by their names: rules and weights are made on the tuning half alone, and measured on the held-out half
unless `--half tuning` is asked for. Pairs that must not match are drawn within a half. `--pictures N` takes
the first N pictures and a like share of the pairs, `--pairs` another share; `--print` leaves the page alone.
Success and error are the same on every run with the same libraries; times are CPU time of this machine.
"""

from __future__ import annotations

import argparse
import math
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from registration_changes import Apart, Changed, changes, compressed, stranger, strangers
from registration_pictures import LONGER_PX, Picture, generator, pictures

from irrefutable.core.workers import run_each
from irrefutable.media.features import View
from irrefutable.media.register import judge, register
from irrefutable.model.media import Registration

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/registration.md"
HALVES = ("held-out", "tuning")
PATTERNS = {"tuning": range(48), "held-out": range(48, 96)}
"""Repeated textures, in families of sixteen, that each half draws pairs from."""
CACHE = ROOT / ".cache/registration"
RIGHT_WITHIN = 0.01
"""Of the original's longer side: a match whose corners are further off is counted as false."""
TIMED = 25
"""Pairs that time is taken of, without features found before."""
BLOCK = 60
"""Pairs that must not match and share pictures, measured in one go."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What registration said about one pair, and how right that was."""

    kind: str
    strength: str
    picture: str
    picture_kind: str
    match: bool
    right: bool
    confidence: float
    error_px: float
    cpu_s: float
    evidence: tuple[float, ...]


@lru_cache(maxsize=1)
def known_pictures() -> dict[str, Picture]:
    """Return every picture by its name, in the benchmark's order."""
    return {picture.name: picture for picture in pictures(CACHE)}


def measure_picture(work: tuple[str, bool]) -> list[Outcome]:
    """Return the outcomes of all changes to a picture; the original's features are found once."""
    name, wants_evidence = work
    picture = known_pictures()[name]
    original = picture.make()
    seen = View.of(original)
    outcomes = []
    for change in changes():
        changed = change.make(original, generator(picture.name, change.name, change.strength))
        claimed = View.of(changed.image)
        start = time.process_time()
        registration = register(claimed, seen)
        cpu_s = time.process_time() - start
        best = judge(claimed, seen) if wants_evidence else None
        error_px = _error_px(registration, changed)
        right = registration.match and error_px <= RIGHT_WITHIN * max(original.size)
        outcomes.append(
            Outcome(
                change.name,
                change.strength,
                picture.name,
                picture.kind,
                registration.match,
                right and registration.mirrored == changed.is_mirrored,
                registration.confidence,
                error_px,
                cpu_s,
                best.evidence if best and not best.is_ruled_out else (),
            )
        )
    return outcomes


def measure_strangers(work: tuple[Sequence[Apart], bool]) -> list[Outcome]:
    """Return the outcomes of pairs that must not match."""
    pairs, wants_evidence = work
    views: dict[str, View] = {}
    outcomes = []
    for pair in pairs:
        for name in (pair.claimed, pair.original):
            if name not in views:
                views[name] = View.of(stranger(name, known_pictures()))
        claimed, original = views[pair.claimed], views[pair.original]
        start = time.process_time()
        registration = register(claimed, original)
        cpu_s = time.process_time() - start
        best = judge(claimed, original) if wants_evidence else None
        evidence = best.evidence if best and not best.is_ruled_out else ()
        name = f"{pair.claimed} · {pair.original}"
        outcomes.append(
            Outcome(
                pair.kind,
                "",
                name,
                "",
                registration.match,
                False,
                registration.confidence,
                math.inf,
                cpu_s,
                evidence,
            )
        )
    return outcomes


def _error_px(registration: Registration, changed: Changed) -> float:
    """Return the largest distance of a corner of what shows the original from where it belongs."""
    if registration.transform is None:
        return math.inf
    left, top, right, bottom = changed.part
    corners = np.array([(left, top, 1), (right, top, 1), (right, bottom, 1), (left, bottom, 1)])
    miss = corners @ (np.array(registration.transform.matrix) - changed.to_original).T
    return float(np.hypot(miss[:, 0], miss[:, 1]).max())


def fit(outcomes: Iterable[Outcome]) -> list[float]:
    """Return the weights of the confidence: logistic regression, with a little ridge, by Newton's method."""
    used = [outcome for outcome in outcomes if outcome.evidence]
    x = np.array([(1.0, *outcome.evidence) for outcome in used])
    y = np.array([outcome.right for outcome in used], float)
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (y - p) - 0.02 * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + 0.02 * np.eye(x.shape[1])
        weights = weights + np.linalg.solve(curve, slope)
    return [round(float(weight), 3) for weight in weights]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(lines)


def _quantiles(values: Sequence[float]) -> tuple[str, str]:
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return "–", "–"
    return f"{np.percentile(finite, 50):.2f}", f"{np.percentile(finite, 95):.2f}"


def changes_table(found: Sequence[Outcome]) -> str:
    """Return success and corner error for each change and strength."""
    rows = []
    for change in changes():
        of_it = [each for each in found if (each.kind, each.strength) == (change.name, change.strength)]
        right = sum(each.right for each in of_it)
        median, worst = _quantiles([each.error_px for each in of_it if each.match])
        share = right / len(of_it)
        reached = "yes" if share >= change.target else "**no**"
        rows.append(
            (
                change.name,
                change.strength,
                f"{right}/{len(of_it)}",
                f"{share:.1%}",
                f"{change.target:.1%}",
                reached,
                median,
                worst,
            )
        )
    head = ("change", "strength", "found", "share", "wanted", "reached", "error px, median", "95 %")
    return _table(head, rows)


def kinds_table(found: Sequence[Outcome]) -> str:
    """Return success for each kind of picture."""
    rows = []
    for kind, group in groupby(
        sorted(found, key=lambda each: each.picture_kind), lambda each: each.picture_kind
    ):
        of_it = list(group)
        right = sum(each.right for each in of_it)
        count = len({each.picture for each in of_it})
        rows.append((kind, count, f"{right}/{len(of_it)}", f"{right / len(of_it):.1%}"))
    return _table(("kind of picture", "pictures", "found", "share"), rows)


def strangers_table(apart: Sequence[Outcome]) -> str:
    """Return the false matches for each kind of pair."""
    kinds = dict.fromkeys(each.kind for each in apart)
    rows: list[Sequence[object]] = []
    for kind in kinds:
        of_it = [each for each in apart if each.kind == kind]
        rows.append((kind, len(of_it), sum(each.match for each in of_it)))
    rows.append(("all", len(apart), sum(each.match for each in apart)))
    return _table(("pairs", "count", "false matches"), rows)


def calibration_table(outcomes: Sequence[Outcome]) -> str:
    """Return, for each range of confidence, how many of the matches given it were right."""
    edges = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0001)
    rows = []
    for low, high in pairwise(edges):
        of_it = [each for each in outcomes if each.match and low <= each.confidence < high]
        right = sum(each.right for each in of_it)
        rows.append(
            (f"{low:g} to {min(high, 1):g}", len(of_it), right, f"{right / len(of_it):.1%}" if of_it else "–")
        )
    return _table(("confidence", "matches", "right", "share"), rows)


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
        f"A pair of 1600 px, nothing known before: {statistics.median(times):.2f} s of CPU in the median, "
        f"{max(times):.2f} s at most ({len(times)} pairs, JPEG 60)."
    )


def _memory(paths: Sequence[str]) -> str:
    """Return the peak memory of this process after it registered these pictures, each with the next."""
    for one, other in pairwise(paths):
        with Image.open(one) as claimed, Image.open(other) as original:
            register(View.of(claimed), View.of(original))
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"Peak memory of a process that registers {len(paths) - 1} unrelated pairs of 1600 px, "
        f"with the interpreter and the libraries: {peak_mib:.0f} MiB."
    )


def report(found: Sequence[Outcome], apart: Sequence[Outcome], taken: Sequence[Picture]) -> str:
    """Return all tables with the sentences that hold figures."""
    right = [each.error_px for each in found if each.match]
    median, worst = _quantiles(right)
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
        f"With the original's features known: {statistics.median(each.cpu_s for each in found):.2f} s of CPU "
        "in the median. A pair that does not match, features known for most: "
        f"{statistics.median(each.cpu_s for each in apart):.2f} s."
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


def failures(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield a line for each pair that was not answered rightly."""
    for each in outcomes:
        if each.match if not each.picture_kind else not each.right:
            what = f"{each.picture} [{each.picture_kind or 'apart'}] {each.kind} {each.strength}".strip()
            yield f"{what}: match {each.match}, confidence {each.confidence}, error {each.error_px:.1f} px"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=0, help="take only the first N pictures")
    parser.add_argument("--half", choices=HALVES, default="held-out", help="which pictures to measure")
    parser.add_argument("--pairs", type=float, default=0.5, help="share of the pairs that must not match")
    parser.add_argument("--print", action="store_true", help="print the tables instead of writing the page")
    parser.add_argument("--workers", type=int, default=1, help="processes to measure in")
    parser.add_argument(
        "--fit", action="store_true", help="also print the weights of the confidence, fitted on this half"
    )
    parser.add_argument("--memory", nargs="+", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Measure everything and write the page, or print it."""
    arguments = _arguments()
    cv2.setNumThreads(1)
    if arguments.memory:
        print(_memory(arguments.memory))
        return
    is_held_out = arguments.half == "held-out"
    known = [picture for picture in known_pictures().values() if picture.is_held_out == is_held_out]
    taken = known[: arguments.pictures] if arguments.pictures else known
    found: list[Outcome] = []
    names = [(picture.name, arguments.fit) for picture in taken]
    for outcomes in run_each(measure_picture, names, workers=arguments.workers):
        found += outcomes
        print(f"{len(found) // len(changes())}/{len(taken)} {outcomes[0].picture}", file=sys.stderr)
    pairs = strangers(taken, arguments.pairs * len(taken) / len(known), PATTERNS[arguments.half])
    apart: list[Outcome] = []
    blocks = [(pairs[start : start + BLOCK], arguments.fit) for start in range(0, len(pairs), BLOCK)]
    for outcomes in run_each(measure_strangers, blocks, workers=arguments.workers):
        apart += outcomes
        print(f"{len(apart)}/{len(pairs)} pairs apart", file=sys.stderr)
    for line in failures([*found, *apart]):
        print(line, file=sys.stderr)
    if arguments.fit:
        if is_held_out:
            raise SystemExit("the held-out half is for measuring: fit on --half tuning")
        print(fit([*found, *apart]))
    text = report(found, apart, taken)
    if arguments.print:
        print(text)
    else:
        begin, end = (f"<!-- {arguments.half}: {edge} -->" for edge in ("begin", "end"))
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
        PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
