"""Placements of pictures with hardly a feature: skies, walls, blurs. Refuses to choose one.

The claimed picture is laid over the original at every place, in every size and at a few angles, both small
and without their slow gradients, and the best correlations are proposed. What stands out far more than nearly
all of the original does, such as letters laid over a sky, is left out in both. Of a picture that was cut out
and not scaled, the finest details are left as well, such as the edge of each grey level: they tell one place
of a soft shape from the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from irrefutable.media.features import Floats, Grey, Singles, View
from irrefutable.media.overlap import compose, inverse, overlap
from irrefutable.media.windows import FINE_PX, evened, surprise_of

_LEAST_ORIGINAL_PX: Final = 168
_MOST_ORIGINAL_PX: Final = 480
_CLAIMED_PX: Final = 96
_REACH_PX: Final = 6.0
_SMALLEST: Final = 0.19
_LARGEST: Final = 1.06
_STEP: Final = 1.1
_ANGLES: Final = (0, -4, 4, -8, 8)
_LEAST_PX: Final = 20
_LEAST_CORRELATION: Final = 0.35
_MOST: Final = 3
_SLID_PX: Final = (120, 240)
_SLIDES: Final = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 50, 1e-4)
_NEARLY_ALL: Final = 95
"""Per cent of the original's places."""
_FAR_MORE: Final = 2.5
"""Times as much as nearly all of the original. An editor raises contrast by less."""
_GRAIN_LEVELS: Final = 2
_MARGIN_PX: Final = 2
"""Around what is left out: compression smears its edges."""
_LEAST_SPREAD: Final = 0.05
"""Standard deviation of details, of which a textured place has about one."""
_CUT_OUT_PX: Final = 800
_BEYOND_CHANCE: Final = 8.0
"""Standard deviations. The best of a hundred thousand places by chance has five."""


def cut_out(claimed: View, original: View) -> list[tuple[Floats, bool]]:
    """Return where the claimed picture is upright at its own size, if fine details correlate beyond chance.

    There is one placement at most as it is, then one mirrored, as in `sweep`. A whole picture has none.
    """
    shrink = min(1.0, _CUT_OUT_PX / max(original.size))
    size = round(original.size[0] * shrink), round(original.size[1] * shrink)
    per_original = np.array(size) / original.size
    growth = np.array(claimed.scale) / original.scale
    wide, high = (int(side) for side in np.rint(claimed.size * growth * per_original))
    is_within = wide <= size[0] and high <= size[1] and (wide, high) != size
    if not is_within or min(wide, high) < _LEAST_PX:
        return []
    ours, theirs = (
        evened(_shrunk(view.grey, to).astype(np.uint8), FINE_PX)
        for view, to in ((claimed, (wide, high)), (original, size))
    )
    found = []
    for mirrored in (False, True):
        turned = np.ascontiguousarray(ours[:, ::-1]) if mirrored else ours
        _, best, _, place = cv2.minMaxLoc(_correlations(turned, theirs))
        if surprise_of(best, wide * high, FINE_PX) > _BEYOND_CHANCE:
            across, down = growth
            x, y = np.array(place) / per_original
            if mirrored:
                x, across = x + across * claimed.size[0], -across
            found.append((np.array([[across, 0.0, x], [0.0, down, y]]), mirrored))
    return found


def sweep(claimed: View, original: View) -> list[tuple[Floats, bool]]:
    """Return up to three placements, as 2 × 3 matrices of working pixels, and whether each is mirrored."""
    found: list[tuple[float, Floats, bool]] = []
    share = _LARGEST
    while share > _SMALLEST:
        found += _of_size(claimed, original, share)
        share /= _STEP
    found.sort(key=lambda each: -each[0])
    kept = _different(found, claimed.size)
    return [(_slid(claimed, original, matrix), mirrored) for matrix, mirrored in kept]


def _slid(claimed: View, original: View, matrix: Floats) -> Floats:
    """Return a placement after the pictures slid over each other to where they correlate best.

    Soft shapes have no points that could be tracked (Evangelidis and Psarakis 2008).
    """
    for longer_px in _SLID_PX:
        frame = overlap(claimed, original, matrix, longer_px)
        if frame is None:
            break
        ours, theirs = frame.claimed.astype(np.float32), frame.original.astype(np.float32)
        reach_px, most = longer_px / _SLID_PX[0] * _REACH_PX, _most(theirs)
        seen = frame.covered.astype(np.uint8) & _quiet(theirs, most)
        ours, theirs = (_details(each, most, reach_px) for each in (ours, theirs))
        try:
            _, moved = cv2.findTransformECC(
                ours, theirs, np.eye(2, 3, dtype=np.float32), cv2.MOTION_EUCLIDEAN, _SLIDES, seen, 1
            )
        except cv2.error:  # They do not correlate at all.
            break
        step = np.asarray(moved, np.float64)
        step[:, 2] += (0.5, 0.5) - step[:, :2] @ (0.5, 0.5)
        matrix = compose(compose(matrix, frame.to_claimed), compose(step, inverse(frame.to_claimed)))
    return matrix


def _of_size(claimed: View, original: View, share: float) -> Iterator[tuple[float, Floats, bool]]:
    """Yield where the claimed picture correlates, if it spans a share of the original's width or height."""
    width, height = original.size
    longer_px = min(max(_LEAST_ORIGINAL_PX, _CLAIMED_PX / share), _MOST_ORIGINAL_PX)
    shrink = longer_px / max(width, height)
    # Sizes are rounded to whole pixels, so that each axis has its own factor.
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    factor = share * min(size[0] / claimed.size[0], size[1] / claimed.size[1])
    wide, high = round(claimed.size[0] * factor), round(claimed.size[1] * factor)
    if min(wide, high) < _LEAST_PX:
        return
    margin = round(0.08 * longer_px)
    ours, theirs = _shrunk(claimed.grey, (wide, high)), _shrunk(original.grey, size)
    most = _most(theirs)
    ours = _details(ours, most, _REACH_PX)
    theirs = np.pad(_details(theirs, most, _REACH_PX), margin, mode="reflect")
    per_original = np.array((size[0] / width, size[1] / height))
    for mirrored in (False, True):
        for angle in _ANGLES:
            correlation, matrix = _laid(ours[:, ::-1] if mirrored else ours, theirs, angle)
            if correlation < _LEAST_CORRELATION:
                continue
            to_small = np.diag([wide / claimed.size[0], high / claimed.size[1], 1.0])
            if mirrored:
                to_small = np.array([[-1.0, 0, wide], [0, 1.0, 0], [0, 0, 1.0]]) @ to_small
            placed = matrix @ to_small
            placed[:, 2] -= margin
            yield correlation, placed / per_original[:, None], mirrored


def _shrunk(grey: Grey, size: tuple[int, int]) -> Singles:
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _steps(small: Singles) -> Singles:
    return cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)).astype(np.float32)


def _most(small: Singles) -> float:
    """Return the steepest step in grey levels that may still be a part of the original."""
    return _FAR_MORE * float(np.percentile(_steps(small), _NEARLY_ALL)) + _GRAIN_LEVELS


def _quiet(small: Singles, most: float) -> Grey:
    """Return one where nothing near stands out more than that, and nought elsewhere."""
    side = 2 * _MARGIN_PX + 1
    quiet = (_steps(small) <= most).astype(np.uint8)
    return cv2.erode(quiet, np.ones((side, side), np.uint8)).astype(np.uint8, copy=False)


def _details(small: Singles, most: float, reach_px: float) -> Singles:
    """Return what is neither grain nor slow, as strong everywhere; nought where more stands out."""
    kept = _quiet(small, most).astype(np.float32)
    detail = (_averaged(small, kept, 1.0) - _averaged(small, kept, reach_px)) * kept
    spread = np.sqrt(_averaged(detail * detail, kept, reach_px))
    return (detail / (spread + 1.0)).astype(np.float32)


def _averaged(values: Singles, kept: Singles, sigma_px: float) -> Singles:
    """Return Gaussian averages of what is kept."""
    total, weight = (cv2.GaussianBlur(each, (0, 0), sigma_px) for each in (values * kept, kept))
    return (total / np.maximum(weight, 1e-3)).astype(np.float32)


def _laid(ours: Singles, theirs: Singles, angle: float) -> tuple[float, Floats]:
    """Return the best correlation of a turned picture within the original, and the matrix of its place."""
    height, width = ours.shape
    radians = math.radians(angle)
    cosine, sine = math.cos(radians), math.sin(radians)
    # The largest upright box inside the turned picture is near enough for angles this small.
    inner_width = math.floor(width * cosine - height * abs(sine))
    inner_height = math.floor(height * cosine - width * abs(sine))
    is_large = inner_width > theirs.shape[1] or inner_height > theirs.shape[0]
    if is_large or min(inner_width, inner_height) < _LEAST_PX:
        return 0.0, np.zeros((2, 3))
    turn = np.array([[cosine, -sine], [sine, cosine]])
    shift = np.array([inner_width / 2, inner_height / 2]) - turn @ (width / 2, height / 2)
    matrix = np.column_stack([turn, shift])
    centred = matrix.copy()
    centred[:, 2] += turn @ (0.5, 0.5) - 0.5
    turned = cv2.warpAffine(np.ascontiguousarray(ours), centred, (inner_width, inner_height))
    _, best, _, (x, y) = cv2.minMaxLoc(_correlations(turned.astype(np.float32), theirs))
    matrix[:, 2] += (x, y)
    # A small piece correlates well somewhere by chance.
    return best * (1 - 4 / math.sqrt(inner_width * inner_height)), matrix


def _correlations(ours: Singles, theirs: Singles) -> Singles:
    """Return the correlation of a small picture with each place of a larger one.

    Where next to nothing is, as on one colour, it is next to nothing: OpenCV's normalised form has one there.
    """
    height, width = ours.shape
    places = slice(theirs.shape[0] - height + 1), slice(theirs.shape[1] - width + 1)
    mean, square = (
        cv2.boxFilter(each, -1, (width, height), anchor=(0, 0))[places] for each in (theirs, theirs * theirs)
    )
    spread = np.sqrt(np.maximum(square - mean * mean, 0)) + _LEAST_SPREAD
    both = cv2.matchTemplate(theirs, ours, cv2.TM_CCOEFF) / (width * height)
    correlations: Singles = (both / (spread * (ours.std() + _LEAST_SPREAD))).astype(np.float32)
    return correlations


def _different(found: list[tuple[float, Floats, bool]], size: tuple[int, int]) -> list[tuple[Floats, bool]]:
    kept: list[tuple[Floats, bool]] = []
    corners = np.array([(0, 0, 1), (size[0], 0, 1), (size[0], size[1], 1), (0, size[1], 1)], np.float64)
    for _, matrix, mirrored in found:
        spots = corners @ matrix.T
        apart = [np.abs(spots - corners @ other.T).max() / np.ptp(spots) for other, _ in kept]
        if all(each > 0.15 for each in apart):
            kept.append((matrix, mirrored))
        if len(kept) == _MOST:
            break
    return kept
