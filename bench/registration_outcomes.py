"""What registration says about each pair of the benchmark, and how right that is. Refuses to sum it up."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from registration_changes import Apart, Changed, changes, stranger
from registration_pictures import Picture, pictures
from registration_scenes import generator

from irrefutable.media.features import View
from irrefutable.media.register import register
from irrefutable.model.media import Registration

CACHE = Path(__file__).parents[1] / ".cache/registration"
RIGHT_WITHIN = 0.01
"""Of the original's longer side: a match whose corners are further off is counted as false."""


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


@lru_cache(maxsize=1)
def known_pictures() -> dict[str, Picture]:
    """Return every picture by its name, in the benchmark's order."""
    return {picture.name: picture for picture in pictures(CACHE)}


def measure_picture(name: str, only: frozenset[str] = frozenset()) -> list[Outcome]:
    """Return the outcomes of the changes to a picture, all or those named; its features are found once.

    A name is that of a change, or of one of its strengths.
    """
    picture = known_pictures()[name]
    original = picture.make()
    seen = View.of(original)
    outcomes = []
    for change in changes():
        if only and not only & {change.name, change.strength}:
            continue
        changed = change.make(original, generator(picture.name, change.name, change.strength))
        claimed = View.of(changed.image)
        start = time.process_time()
        registration = register(claimed, seen)
        cpu_s = time.process_time() - start
        error_px = _error_px(registration, changed)
        is_right = is_right_place(error_px, original.size, registration.mirrored, changed)
        outcomes.append(
            Outcome(
                change.name,
                change.strength,
                picture.name,
                picture.kind,
                registration.match,
                registration.match and is_right,
                registration.confidence,
                error_px,
                cpu_s,
            )
        )
    return outcomes


def measure_strangers(pairs: Sequence[Apart]) -> list[Outcome]:
    """Return the outcomes of pairs that must not match."""
    outcomes = []
    for pair in pairs:
        claimed, original = view_of_stranger(pair.claimed), view_of_stranger(pair.original)
        start = time.process_time()
        registration = register(claimed, original)
        cpu_s = time.process_time() - start
        name = f"{pair.claimed} · {pair.original}"
        match, confidence = registration.match, registration.confidence
        outcomes.append(Outcome(pair.kind, "", name, "", match, False, confidence, math.inf, cpu_s))
    return outcomes


@lru_cache(maxsize=150)
def view_of_stranger(name: str) -> View:
    """Return a picture of a pair that must not match; its features are found once in each process."""
    return View.of(stranger(name, known_pictures()))


def corner_error_px(matrix: NDArray[np.float64], changed: Changed) -> float:
    """Return the largest distance of a corner of what shows the original from where it belongs.

    The matrix is 3 × 3, from the claimed picture's pixels to the original's.
    """
    left, top, right, bottom = changed.part
    corners = np.array([(left, top, 1), (right, top, 1), (right, bottom, 1), (left, bottom, 1)])
    miss = corners @ (matrix - changed.to_original).T
    return float(np.hypot(miss[:, 0], miss[:, 1]).max())


def is_right_place(error_px: float, size: tuple[int, int], mirrored: bool, changed: Changed) -> bool:
    """Return whether a placement is right: near enough, and its mirror named."""
    return error_px <= RIGHT_WITHIN * max(size) and mirrored == changed.is_mirrored


def _error_px(registration: Registration, changed: Changed) -> float:
    if registration.transform is None:
        return math.inf
    return corner_error_px(np.array(registration.transform.matrix), changed)
