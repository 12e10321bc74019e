"""Fits the weights of the confidence on the tuning half. Refuses the held-out half.

Which placements are taken does not depend on the weights of the day, so that the fit gives the same numbers
whatever stands in the code. For a changed copy, placements are taken until one is right and not ruled out;
for a pair that must not match, all of them. Those that a rule rules out are no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from registration_changes import Apart, changes
from registration_outcomes import corner_error_px, is_right_place, known_pictures, view_of_stranger
from registration_scenes import generator

from irrefutable.media.features import View
from irrefutable.media.register import full_size, judgements

HARD = frozenset(
    {
        ("crop", "to 20% of the side"),
        ("JPEG", "quality 20"),
        ("JPEG", "quality 10"),
        ("text", "heavy, a third of the picture"),
        ("together", "crop 60 %, scale × 0.6, JPEG 30, text"),
        ("together", "crop 70 %, mirror, rotation 5°, JPEG 50"),
        ("post", "screenshot of a post with a crop to 80 %"),
    }
)
"""The changes whose placements are weighed. After lighter ones hardly anything is doubtful."""
_BEFORE = (-29.7, 5.48, 6.99, 3.79, 6.13, 0.0, 1.33, 1.87, 0.0)
"""The weights of an earlier fit, to which the ridge draws; nought for what was not asked for then."""
_RIDGE = 0.3
_RIDGE_OF_CONSTANT = 0.006
_COST_OF_FALSE = 3.0
"""A false match is worse than a missed one."""
_DAMPING = 0.01
_STEPS = 400


@dataclass(frozen=True, slots=True)
class Placed:
    """A placement that was judged: what the confidence is computed from, and the truth."""

    evidence: tuple[float, ...]
    is_right: bool


def placements_of_picture(name: str) -> list[Placed]:
    """Return what was judged for the hard changes to a picture."""
    picture = known_pictures()[name]
    original = picture.make()
    seen = View.of(original)
    placed = []
    for change in changes():
        if (change.name, change.strength) not in HARD:
            continue
        changed = change.make(original, generator(picture.name, change.name, change.strength))
        claimed = View.of(changed.image)
        for judgement in judgements(claimed, seen):
            matrix = np.array(full_size(judgement.refined.matrix, claimed, seen).matrix)
            error_px = corner_error_px(matrix, changed)
            is_right = is_right_place(error_px, original.size, judgement.mirrored, changed)
            if judgement.is_ruled_out:
                continue
            placed.append(Placed(judgement.evidence, is_right))
            if is_right:
                break
    return placed


def placements_of_strangers(pairs: Sequence[Apart]) -> list[Placed]:
    """Return what was judged for pairs that must not match."""
    return [
        Placed(judgement.evidence, is_right=False)
        for pair in pairs
        for judgement in judgements(view_of_stranger(pair.claimed), view_of_stranger(pair.original))
        if not judgement.is_ruled_out
    ]


def fit(placed: Iterable[Placed]) -> list[float]:
    """Return the weights of the confidence: logistic regression with a ridge, by Newton's method.

    The ridge keeps the weights near those of an earlier fit, since the evidence parts right from wrong wholly
    in most places.
    """
    taken = list(placed)
    x = np.array([(1.0, *each.evidence) for each in taken])
    y = np.array([each.is_right for each in taken], float)
    cost = np.where(y > 0, 1.0, _COST_OF_FALSE)
    before = np.array(_BEFORE)
    ridge = np.array([_RIDGE_OF_CONSTANT] + [_RIDGE] * (x.shape[1] - 1))
    weights = before.copy()
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        curve = (x * (cost * p * (1 - p))[:, None]).T @ x + np.diag(ridge + _DAMPING)
        slope = x.T @ (cost * (y - p)) - ridge * (weights - before)
        weights = weights + np.linalg.solve(curve, slope)
    return [round(float(weight), 2) for weight in weights]
