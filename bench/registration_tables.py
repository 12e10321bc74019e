"""Tables of the benchmark of registration, in Markdown. Refuses to round a failure away."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np
from registration_changes import changes
from registration_outcomes import Outcome


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(lines)


def quantiles(values: Sequence[float]) -> tuple[str, str]:
    """Return the median and the 95th percentile of the finite values, as they are printed."""
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return "–", "–"
    return f"{np.percentile(finite, 50):.2f}", f"{np.percentile(finite, 95):.2f}"


def changes_table(found: Sequence[Outcome]) -> str:
    """Return success and corner error for each change and strength that was measured."""
    rows = []
    for change in changes():
        of_it = [each for each in found if (each.kind, each.strength) == (change.name, change.strength)]
        if not of_it:
            continue
        right = sum(each.right for each in of_it)
        median, worst = quantiles([each.error_px for each in of_it if each.match])
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
    edges = (0.65, 0.8, 0.9, 0.95, 0.99, 1.0001)
    rows = []
    for low, high in pairwise(edges):
        of_it = [each for each in outcomes if each.match and low <= each.confidence < high]
        right = sum(each.right for each in of_it)
        rows.append(
            (f"{low:g} to {min(high, 1):g}", len(of_it), right, f"{right / len(of_it):.1%}" if of_it else "–")
        )
    return _table(("confidence", "matches", "right", "share"), rows)


def failures(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield a line for each pair that was not answered rightly."""
    for each in outcomes:
        if each.match if not each.picture_kind else not each.right:
            what = f"{each.picture} [{each.picture_kind or 'apart'}] {each.kind} {each.strength}".strip()
            yield f"{what}: match {each.match}, confidence {each.confidence}, error {each.error_px:.1f} px"
