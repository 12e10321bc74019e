"""Makes a placement exact by points that are tracked from one picture into the other. Refuses to find one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from irrefutable.media.features import Floats, Grey, View, apply, fit_affine, fit_similarity
from irrefutable.media.overlap import Mask, Overlap, compose, inverse, overlap

_ROUNDS: Final = ((400, 3, 6.0), (800, 2, 3.0), (800, 1, 1.5))
"""Longer side of the frame, levels of its pyramid, and the miss in frame pixels at which a point is
forgotten."""
_LEVELLED_PX: Final = 27
_TRACKED_PX: Final = (21, 21)
_MOST_POINTS: Final = 400
_LEAST_POINTS: Final = 8
_STEADY_PX: Final = 0.75
_CLEAR_LEVELS: Final = 5.0
_PRIOR: Final = 4.0
"""Points of undecided outcome that are counted in."""
_NEIGHBOURS: Final = 3
_MOVED_PX: Final = (1.0, 40.0)
_LIKE: Final = 0.4
"""Of a point's own miss: neighbours on one surface miss by no more than that differently."""
_LEAST_LIKE_PX: Final = 0.5
_SHIFTED_PX: Final = (0.35, 40.0)
"""Tracking misses by less where nothing moved: by a tenth of a pixel in sharp pictures."""
_FOLLOWED: Final = 4
_LIKE_OTHERS: Final = 0.5
_LEAST_LIKE_OTHERS_PX: Final = 0.15
_FORGIVEN_PX: Final = (6.0, 4.0, 2.0, 2.0)
_PINNED: Final = 0.1
"""Of the texture across a point, how much there must be along it."""
_F_LIMIT: Final = 8.0
"""Four numbers are taken for six only where chance would do so once in a thousand times (F test)."""

Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Refined:
    """A placement after points were tracked from one picture into the other."""

    matrix: Floats
    points: Floats
    """Where the tracked points are in the claimed picture."""
    steady: Mask
    """Which of them are where the placement says, to three quarters of a frame pixel."""
    clear: Mask
    """Which of them stand out from grain and compression in both pictures."""
    pinned: Mask
    """Which of them are on no straight line, along which a point slides."""
    misses: Floats
    """How far each is from where the placement says, across and down, in frame pixels."""

    def steady_within(self, part: Box, undecided: float) -> tuple[float, int]:
        """Return the share of the part's clear points that are steady, and how many steady points it has.

        Where nothing can be tracked, the share is `undecided`.
        """
        inside = self._inside(part)
        counted = inside & self.clear
        steady = float((self.steady & counted).sum())
        share = (steady + _PRIOR * undecided) / (float(counted.sum()) + _PRIOR)
        return share, int((self.steady & inside).sum())

    def drifting_within(self, part: Box) -> tuple[int, int]:
        """Return how many clear points of the part left with their neighbours, and how many stayed.

        What is laid over a picture leads points astray, each its own way. In the next frame of a burst whole
        surfaces move.
        """
        counted = self._inside(part) & self.clear
        places, misses = self.points[counted], self.misses[counted]
        stayed = int((self.steady & counted).sum())
        miss = np.hypot(*misses.T)
        if len(places) <= _NEIGHBOURS:
            return 0, stayed
        apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        nearest = np.argsort(apart, axis=1, kind="stable")[:, :_NEIGHBOURS]
        # Two points that were both lost have no difference, and are not alike.
        with np.errstate(invalid="ignore"):
            unlike = np.hypot(*(misses[nearest] - misses[:, None]).transpose(2, 0, 1))
        follow = (unlike < np.maximum(_LIKE * miss, _LEAST_LIKE_PX)[:, None]).sum(axis=1)
        has_moved = (miss > _MOVED_PX[0]) & (miss < _MOVED_PX[1])
        return int((has_moved & (follow >= _NEIGHBOURS - 1)).sum()), stayed

    def stayed_within(self, part: Box, undecided: float) -> float:
        """Return the share of the part's clear points that are steady, of those alone that cannot slide.

        Where nothing can be tracked, the share is `undecided`.
        """
        counted = self._inside(part) & self.clear & self.pinned
        stayed = float((self.steady & counted).sum())
        return (stayed + _PRIOR * undecided) / (float(counted.sum()) + _PRIOR)

    def shifted_within(self, part: Box) -> float:
        """Return the share of the part's clear points that are shifted as those around them are.

        Points of one picture miss the placement each its own way. In the next frame of a burst whole surfaces
        shift, if only by half a pixel. What one more turn, stretch or shift of all would explain is no such
        shift: the placement may be a little off.
        """
        counted = self._inside(part) & self.clear & self.pinned & np.isfinite(self.misses).all(axis=1)
        places, misses = self.points[counted], self.misses[counted]
        if len(places) < _LEAST_POINTS:
            return 0.0
        misses = _unexplained(places, misses)
        apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        nearest = np.argsort(apart, axis=1, kind="stable")[:, :_FOLLOWED]
        around = np.median(misses[nearest], axis=1)
        shift = np.hypot(*around.T)
        unlike = np.hypot(*(misses - around).T)
        is_like = unlike < np.maximum(_LIKE_OTHERS * shift, _LEAST_LIKE_OTHERS_PX)
        is_shifted = is_like & (shift > _SHIFTED_PX[0]) & (shift < _SHIFTED_PX[1])
        return float(is_shifted.sum()) / (len(places) + _PRIOR)

    def _inside(self, part: Box) -> Mask:
        x, y = self.points.T
        inside: Mask = (x >= part[0]) & (x <= part[2]) & (y >= part[1]) & (y <= part[3])
        return inside


def refine(claimed: View, original: View, matrix: Floats) -> Refined:
    """Return the placement that a few hundred tracked points agree on, to a fraction of a pixel."""
    points, misses = np.zeros((0, 2)), np.zeros((0, 2))
    clear, pinned = np.zeros(0, np.bool_), np.zeros(0, np.bool_)
    for longer_px, levels, forgiven_px in _ROUNDS:
        frame = overlap(claimed, original, matrix, longer_px)
        if frame is None:
            break
        before, after, clear, pinned = _tracks(frame, levels)
        points, misses = apply(frame.to_claimed, before), np.full((len(before), 2), np.inf)
        if len(before) < _LEAST_POINTS:
            break
        step, misses = _settled(before, after, forgiven_px)
        if step is None:
            break
        # A thing at `before` in the claimed picture is at `after` in the original laid over it.
        matrix = compose(compose(matrix, frame.to_claimed), compose(step, inverse(frame.to_claimed)))
    return _refined(matrix, points, clear, pinned, misses)


def settle(claimed: View, original: View, matrix: Floats) -> Refined:
    """Return a placement as it is, with the points that are tracked in it."""
    frame = overlap(claimed, original, matrix, _ROUNDS[-1][0])
    if frame is None:
        nowhere, none = np.zeros((0, 2)), np.zeros(0, np.bool_)
        return _refined(matrix, nowhere, none, none, nowhere)
    return tracked(frame, matrix)


def tracked(frame: Overlap, matrix: Floats) -> Refined:
    """Return a placement as it is, with the points that are tracked in its frame."""
    before, after, clear, pinned = _tracks(frame, _ROUNDS[-1][1])
    return _refined(matrix, apply(frame.to_claimed, before), clear, pinned, after - before)


def _refined(matrix: Floats, points: Floats, clear: Mask, pinned: Mask, misses: Floats) -> Refined:
    return Refined(matrix, points, np.hypot(*misses.T) < _STEADY_PX, clear, pinned, misses)


def _unexplained(places: Floats, misses: Floats) -> Floats:
    """Return what is left of misses without the turn, stretch and shift that most of them share."""
    near = places - places.mean(axis=0)
    known = np.column_stack([near / max(1.0, float(np.abs(near).max())), np.ones(len(places))])
    left = misses - np.median(misses, axis=0)
    for forgiven_px in _FORGIVEN_PX:
        weights = np.maximum(0.0, 1 - np.square(np.hypot(*left.T) / forgiven_px))[:, None]
        if (weights > 0).sum() < _LEAST_POINTS:
            return misses
        # Points in one line leave a stretch across it open; the least is taken.
        shared, *_ = np.linalg.lstsq(known * weights, misses * weights, rcond=None)
        left = misses - known @ shared
    return left


def _tracks(frame: Overlap, levels: int) -> tuple[Floats, Floats, Mask, Mask]:
    ours, theirs = _levelled(frame.claimed), _levelled(frame.original)
    usable = cv2.erode(frame.covered.astype(np.uint8), np.ones((9, 9), np.uint8), borderValue=0)
    area = float(usable.sum())
    apart = max(5.0, math.sqrt(area / _MOST_POINTS) * 0.6)
    corners = cv2.goodFeaturesToTrack(theirs, _MOST_POINTS, 0.004, apart, mask=usable, blockSize=5)
    if corners is None:
        nowhere, none = np.zeros((0, 2)), np.zeros(0, np.bool_)
        return nowhere, nowhere, none, none
    points = corners.astype(np.float32)
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 30, 0.005)
    moved, status, _ = cv2.calcOpticalFlowPyrLK(
        theirs, ours, points, np.empty_like(points), winSize=_TRACKED_PX, maxLevel=levels, criteria=criteria
    )
    kept = status.reshape(-1) == 1
    after = corners.reshape(-1, 2)[kept].astype(np.float64) + 0.5
    before = moved.reshape(-1, 2)[kept].astype(np.float64) + 0.5
    clear = _clear(frame.claimed, before) & _clear(frame.original, after)
    return before, after, clear, _pinned(theirs, after)


def _levelled(grey: Grey) -> Grey:
    """Return a picture without its local brightness and contrast, which editing changes."""
    values = grey.astype(np.float32)
    box = (_LEVELLED_PX, _LEVELLED_PX)
    mean = cv2.blur(values, box)
    spread = np.sqrt(np.maximum(cv2.blur(values * values, box) - mean * mean, 0))
    return np.clip(128 + 48 * (values - mean) / (spread + 2.0), 0, 255).astype(np.uint8)


def _clear(grey: Grey, points: Floats) -> Mask:
    values = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.0)
    mean = cv2.blur(values, (9, 9))
    spread = np.sqrt(np.maximum(cv2.blur(values * values, (9, 9)) - mean * mean, 0))
    return np.asarray(spread[_pixels(points, grey)] > _CLEAR_LEVELS)


def _pinned(levelled: Grey, points: Floats) -> Mask:
    """Return which points have texture both ways around them."""
    across, down = cv2.Sobel(levelled, cv2.CV_32F, 1, 0), cv2.Sobel(levelled, cv2.CV_32F, 0, 1)
    places = _pixels(points, levelled)
    xx, yy, xy = (
        cv2.blur(product, _TRACKED_PX)[places].astype(np.float64)
        for product in (across * across, down * down, across * down)
    )
    # The eigenvalues of the structure tensor (Harris and Stephens 1988).
    middle, reach = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    pinned: Mask = middle - reach > _PINNED * (middle + reach)
    return pinned


def _pixels(points: Floats, grey: Grey) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows and the columns of the pixels in which points are."""
    height, width = grey.shape
    x = np.clip(points[:, 0].astype(np.int64), 0, width - 1)
    y = np.clip(points[:, 1].astype(np.int64), 0, height - 1)
    return y, x


def _settled(before: Floats, after: Floats, forgiven_px: float) -> tuple[Floats | None, Floats]:
    """Return the map from `before` to `after` that most points agree on, and by how much each misses it."""
    misses = after - before - np.median(after - before, axis=0)
    miss = np.hypot(*misses.T)
    step = None
    for factor in (3.0, 2.0, 1.4, 1.0, 1.0):
        weights = np.square(np.maximum(0.0, 1 - np.square(miss / (forgiven_px * factor))))
        if (weights > 0).sum() < _LEAST_POINTS:
            return None, misses
        step = fit_similarity(before, after, weights)
        misses = after - apply(step, before)
        miss = np.hypot(*misses.T)
    trusted = miss < forgiven_px
    if trusted.sum() >= 3 * _LEAST_POINTS:
        freer = fit_affine(before, after, np.square(np.maximum(0.0, 1 - np.square(miss / forgiven_px))))
        freer_misses = after - apply(freer, before)
        freer_miss = np.hypot(*freer_misses.T)
        strict, loose = float((miss[trusted] ** 2).sum()), float((freer_miss[trusted] ** 2).sum())
        if (strict - loose) / 2 > _F_LIMIT * loose / (2 * int(trusted.sum()) - 6):
            return freer, freer_misses
    return step, misses
