"""Makes a placement exact, and weighs how the pixels of two pictures agree. Refuses to find one.

Everything is compared in a common frame: the part of the claimed picture that the original covers, no finer
than the coarser of the two. Matrices are 2 × 3 and map working pixels, whose corners, not centres, are whole
numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from irrefutable.media.features import (
    Floats,
    Grey,
    Singles,
    View,
    apply,
    fit_affine,
    fit_similarity,
)

Mask: TypeAlias = NDArray[np.bool_]

LEAST_OVERLAP_PX: Final = 24
_ROUNDS: Final = ((400, 3, 6.0), (800, 2, 3.0), (800, 1, 1.5))
"""Longer side of the frame, levels of its pyramid, and the miss in frame pixels at which a point is
forgotten."""
_LEVELLED_PX: Final = 27
_MOST_POINTS: Final = 400
_LEAST_POINTS: Final = 8
_STEADY_PX: Final = 0.75
_CLEAR_LEVELS: Final = 5.0
_F_LIMIT: Final = 8.0
"""Four numbers are taken for six only where chance would do so once in a thousand times (F test)."""

_COMPARED_PX: Final = 480
_WINDOW_PX: Final = 15
_STRIDE_PX: Final = 7
_NOISE: Final = 1.5
"""Grey levels of standard deviation that grain and compression leave in a smooth place after blurring."""
_PLAIN_TEXTURE: Final = 6.0
_FAIR: Final = 0.65
"""How far a window must agree to speak for the part. Above a half: agreement around a picture must not
outweigh it."""
_PLAIN_GAIN: Final = 0.01
_PLAIN_LOSS: Final = 0.3
_TONE_LEVELS: Final = 32.0
"""A strong tint moves the grey of a saturated colour by a third as much."""
_SAME_TONE_LEVELS: Final = 8.0
_TONE_GAIN: Final = 0.03
"""A plain place of the very tone that the rest lets expect speaks a little: skies fall off alike."""
_TONE_RIDGE: Final = 100.0
_TONE_WINDOWS: Final = 8.0
_WHOLE: Final = 0.6
_SPREAD_AREA: Final = 0.5
_SPREAD_SHARE: Final = 0.45
"""Agreement all over the picture, between captions for example, is not a picture within a screenshot."""
_LEAST_PIECE: Final = 0.05
"""Of what speaks for the best rectangle."""
_BARRIER: Final = 10.0
"""More than any window can lose, so that no rectangle of dissent reaches across a piece."""
_NEAR_EDGE: Final = 0.015
_COARSER: Final = 4
_UNDECIDED: Final = 0.8
_PRIOR: Final = 6.0
"""Windows of undecided outcome that are counted in, so that a handful proves nothing."""
_FLAT_LEVELS: Final = 2
"""Between the darkest and the brightest of nine pixels. Grain and compression leave more in a photograph."""
_FLAT_SHARE: Final = 0.45
"""Screenshots and captions have 0.6 and more, photographs and paintings 0.42 at most."""
_OVERLAID_FLAT_SHARE: Final = 0.35
"""Of captions, whose letters are larger: 0.46 and more over screenshots. Other photographs have up to 0.2."""
_SPEAKS: Final = 0.3
_LEAST_PERIOD_PX: Final = 6
_FITS: Final = 0.5
_CLEARLY: Final = 0.1
"""Of correlation. Compression and resampling decide by less."""
_LEAST_LEAD: Final = 0.01
_MOST_FOR_RIVAL: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """The two pictures in their common frame."""

    claimed: Grey
    original: Grey
    covered: Mask
    to_claimed: Floats
    """From frame pixels to the claimed picture's."""


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

    def steady_within(self, part: tuple[float, float, float, float]) -> tuple[float, int]:
        """Return the share of the part's clear points that are steady, and how many steady points it has."""
        x, y = self.points.T
        inside = (x >= part[0]) & (x <= part[2]) & (y >= part[1]) & (y <= part[3])
        counted = inside & self.clear
        share = (float((self.steady & counted).sum()) + 2) / (float(counted.sum()) + 4)
        return share, int((self.steady & inside).sum())


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a comparison of small windows says about a placement."""

    part: tuple[float, float, float, float]
    """Left, top, right and bottom of the part of the claimed picture that shows the original."""
    core: tuple[float, float, float, float]
    """The rectangle that agrees best. It is smaller than the part where captions divide the picture."""
    core_area: float
    """Of the claimed picture's area."""
    pieces: tuple[tuple[float, float, float, float], ...]
    """Up to three such rectangles, the best first, between which captions may lie."""
    dissent: float
    """Of the common frame, the largest rectangle that disagrees and has no piece within."""
    is_overlaid: bool
    """What disagrees is drawn, as captions are, and not another picture."""
    is_graphic: bool
    """What agrees stands on flat ground, as the letters of captions and of programs do."""
    share: float
    """Of the part's texture, how much agrees."""
    coarse_share: float
    """The same, seen from four times as far: a repeated pattern agrees near by only."""
    is_repeated: bool
    """The claimed picture fits the original as well elsewhere as here."""


def overlap(claimed: View, original: View, matrix: Floats, longer_px: int) -> Overlap | None:
    """Return both pictures in one frame, or None where they hardly meet."""
    box = _covered_box(claimed.size, original.size, matrix)
    if box is None:
        return None
    left, top, right, bottom = box
    per_claimed = math.sqrt(abs(np.linalg.det(matrix[:, :2])))
    finest = min(1.0, per_claimed, longer_px / max(right - left, bottom - top))
    width, height = max(1, round((right - left) * finest)), max(1, round((bottom - top) * finest))
    if min(width, height) < LEAST_OVERLAP_PX:
        return None
    crop = claimed.grey[top:bottom, left:right]
    ours = crop if finest == 1 else cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA)
    to_claimed = np.array([[(right - left) / width, 0.0, left], [0.0, (bottom - top) / height, top]])
    to_original = compose(matrix, to_claimed)
    theirs, covered = _sampled(original.grey, to_original, (width, height))
    return Overlap(ours.astype(np.uint8, copy=False), theirs, covered, to_claimed)


def compose(outer: Floats, inner: Floats) -> Floats:
    """Return the matrix that applies `inner`, then `outer`."""
    return np.column_stack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2]])


def inverse(matrix: Floats) -> Floats:
    """Return the matrix of the way back."""
    back = np.linalg.inv(matrix[:, :2])
    return np.column_stack([back, -back @ matrix[:, 2]])


def refine(claimed: View, original: View, matrix: Floats) -> Refined:
    """Return the placement that a few hundred tracked points agree on, to a fraction of a pixel."""
    points, steady, clear = np.zeros((0, 2)), np.zeros(0, np.bool_), np.zeros(0, np.bool_)
    for longer_px, levels, forgiven_px in _ROUNDS:
        frame = overlap(claimed, original, matrix, longer_px)
        if frame is None:
            break
        before, after, clear = _tracks(frame, levels)
        points, steady = apply(frame.to_claimed, before), np.zeros(len(before), np.bool_)
        if len(before) < _LEAST_POINTS:
            break
        step, steady = _settled(before, after, forgiven_px)
        if step is None:
            break
        # A thing at `before` in the claimed picture is at `after` in the original laid over it.
        matrix = compose(compose(matrix, frame.to_claimed), compose(step, inverse(frame.to_claimed)))
    return Refined(matrix, points, steady, clear)


def compare(claimed: View, original: View, matrix: Floats) -> Agreement | None:
    """Return how well the pixels agree, window by window, and in which part of the claimed picture."""
    frame = overlap(claimed, original, matrix, _COMPARED_PX)
    if frame is None:
        return None
    weight, agrees = _windows(frame.claimed, frame.original, frame.covered, _NOISE)
    if not weight.any():
        return None
    rows, columns = weight.shape
    height, width = frame.claimed.shape
    # What is plain in both hardly speaks for the part; but it speaks against it where the tone is another.
    off_tone = _off_tone(frame, weight * agrees)
    is_graphic = _flat_share(frame.original, weight * agrees > _SPEAKS) > _FLAT_SHARE
    # Flat grounds are alike in many graphics; skies and shades fall off alike in one photograph.
    tone_gain = _PLAIN_GAIN if is_graphic else _TONE_GAIN
    plain = np.where(off_tone < _SAME_TONE_LEVELS, tone_gain, _PLAIN_GAIN)
    plain = np.where(off_tone > _TONE_LEVELS, -_PLAIN_LOSS, plain)
    pieces = _best_rectangles(weight * (agrees - _FAIR) + (1 - weight) * plain)
    inside = np.zeros(weight.shape, np.bool_)
    for top, bottom, left, right in pieces:
        inside[top:bottom, left:right] = True
    within = float(weight[inside].sum())
    agreeing = float((weight * agrees)[inside].sum())
    loss = weight * (_FAIR - agrees) + (1 - weight) * np.where(plain < 0, _PLAIN_LOSS, 0.0)
    dissent = _dissent(np.where(inside, -_BARRIER, loss))
    differs = ~inside & (weight * (1 - agrees) > _SPEAKS)
    is_overlaid = _flat_share(frame.claimed, differs) > _OVERLAID_FLAT_SHARE
    top, bottom, left, right = pieces[0]
    claimed_area = claimed.size[0] * claimed.size[1]
    per_pixel = float(frame.to_claimed[0, 0] * frame.to_claimed[1, 1])
    covered_area = float(frame.covered.sum()) * per_pixel / claimed_area
    share_of_frame = (bottom - top) * (right - left) / (rows * columns)
    is_whole = share_of_frame * width * height * per_pixel > _WHOLE * claimed_area
    is_spread = covered_area > _SPREAD_AREA and float((weight * agrees).sum()) > _SPREAD_SHARE * weight.sum()
    boxes = [
        _grown(
            left * width // columns,
            top * height // rows,
            right * width // columns,
            bottom * height // rows,
            frame,
        )
        for top, bottom, left, right in pieces
    ]
    found = boxes[0]
    if is_whole or is_spread:
        left, top, right, bottom = 0, 0, width, height
    else:
        left, top, right, bottom = found
    x, y = slice(found[0], found[2]), slice(found[1], found[3])
    coarse_share = _from_afar(frame.claimed[y, x], frame.original[y, x], frame.covered[y, x])
    part, core = (_snapped(box, frame, claimed.size) for box in ((left, top, right, bottom), found))
    return Agreement(
        part=part,
        core=core,
        core_area=(core[2] - core[0]) * (core[3] - core[1]) / claimed_area,
        pieces=tuple(_snapped(box, frame, claimed.size) for box in boxes),
        dissent=dissent,
        is_overlaid=is_overlaid,
        is_graphic=is_graphic,
        share=(agreeing + _PRIOR * _UNDECIDED) / (within + _PRIOR),
        coarse_share=coarse_share,
        is_repeated=_is_repeated(frame.claimed[y, x], frame.original[y, x]),
    )


def _off_tone(frame: Overlap, agreement: Floats) -> Floats:
    """Return by how many grey levels each window is not as bright as those that agree let expect."""
    total = float(agreement.sum())
    if total < _TONE_WINDOWS:
        return np.full(agreement.shape, _SAME_TONE_LEVELS)
    box, grid = (_WINDOW_PX, _WINDOW_PX), _grid()
    ours, theirs = (
        cv2.blur(each.astype(np.float32), box)[grid].astype(np.float64)
        for each in (frame.claimed, frame.original)
    )
    share = agreement / total
    centre_ours, centre_theirs = float((share * ours).sum()), float((share * theirs).sum())
    both = float((share * (ours - centre_ours) * (theirs - centre_theirs)).sum())
    spread = float((share * (theirs - centre_theirs) ** 2).sum())
    gain = min(2.5, max(0.3, (both + _TONE_RIDGE) / (spread + _TONE_RIDGE)))
    expected = np.clip(centre_ours + gain * (theirs - centre_theirs), 0, 255)
    off: Floats = np.abs(ours - expected)
    return off


def _grid() -> tuple[slice, slice]:
    return slice(_STRIDE_PX // 2, None, _STRIDE_PX), slice(_STRIDE_PX // 2, None, _STRIDE_PX)


def _grown(left: int, top: int, right: int, bottom: int, frame: Overlap) -> tuple[int, int, int, int]:
    # A window that reaches over the part's edge disagrees, so the edge lies half a window further out.
    height, width = frame.claimed.shape
    reach = _WINDOW_PX // 2
    return max(0, left - reach), max(0, top - reach), min(width, right + reach), min(height, bottom + reach)


def _snapped(
    box: tuple[int, int, int, int], frame: Overlap, size: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return a box of the frame in claimed pixels; its edges lie on the picture's where they nearly do."""
    (left, top), (right, bottom) = apply(frame.to_claimed, np.array(box, np.float64).reshape(2, 2))
    near_x, near_y = (_NEAR_EDGE * side for side in size)
    return (
        0.0 if left < near_x else float(left),
        0.0 if top < near_y else float(top),
        float(size[0]) if right > size[0] - near_x else float(right),
        float(size[1]) if bottom > size[1] - near_y else float(bottom),
    )


def _from_afar(ours: Grey, theirs: Grey, covered: Mask) -> float:
    """Return how much of the texture agrees at a quarter of the size."""
    height, width = ours.shape
    size = max(1, width // _COARSER), max(1, height // _COARSER)
    if min(size) < _WINDOW_PX:
        return _UNDECIDED
    one, other, seen = (
        cv2.resize(each, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        for each in (ours, theirs, covered.astype(np.uint8))
    )
    weight, agrees = _windows(one, other, seen > 0, _NOISE / 2)
    agreeing = float((weight * agrees).sum())
    return (agreeing + _PRIOR * _UNDECIDED) / (float(weight.sum()) + _PRIOR)


def _flat_share(grey: Grey, windows: Mask) -> float:
    """Return how much of some windows is flat, as it is around what is drawn: letters and lines."""
    height, width = grey.shape
    # Single windows are there by accident.
    together = cv2.morphologyEx(windows.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    where = cv2.resize(together, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    flat = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) <= _FLAT_LEVELS
    return float(flat[where].mean()) if where.any() else 0.0


def _is_repeated(ours: Grey, theirs: Grey) -> bool:
    """Return whether the picture fits the likeliest other place as well, window by window."""
    height, width = (side // 2 for side in theirs.shape)
    if min(height, width) < 4 * _WINDOW_PX:
        return False
    one, other = (
        _detail(cv2.resize(each, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8))
        for each in (ours, theirs)
    )
    y, x = height // 4, width // 4
    middle = (slice(y, height - y), slice(x, width - x))
    elsewhere = cv2.matchTemplate(other, one[middle], cv2.TM_CCOEFF_NORMED)
    reach = _LEAST_PERIOD_PX
    # A blurred picture is like itself all around; only another peak is another place.
    peaks = elsewhere >= cv2.dilate(elsewhere, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    peaks[[0, -1], :] = peaks[:, [0, -1]] = False
    peaks[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1] = False
    if not peaks.any():
        return False
    elsewhere = np.where(peaks, elsewhere, -1).astype(np.float32)
    _, _, _, (column, row) = cv2.minMaxLoc(elsewhere)
    # Both placements are weighed wherever the original reaches, not in the middle alone.
    down, across = row - y, column - x
    rows = slice(max(0, -down), height - max(0, down))
    columns = slice(max(0, -across), width - max(0, across))
    piece = one[rows, columns]
    rival = other[rows.start + down : rows.stop + down, columns.start + across : columns.stop + across]
    weight, here = _alike(piece, other[rows, columns], _NOISE)
    rival_weight, there = _alike(piece, rival, _NOISE)
    # Where neither fits, something was laid over the picture, or neither is right.
    counts = np.maximum(weight, rival_weight) * (np.maximum(here, there) > _FITS)
    total = float(counts.sum())
    if not total:
        return False
    for_this = float((counts * np.maximum(here - there - _CLEARLY, 0)).sum()) / total
    for_rival = float((counts * np.maximum(there - here - _CLEARLY, 0)).sum()) / total
    return for_this < _LEAST_LEAD or for_rival > _MOST_FOR_RIVAL * for_this


def structural_similarity(one: Grey, other: Grey, where: Mask) -> float:
    """Return the mean SSIM of two grey pictures (Wang et al. 2004: 11 × 11 Gaussian window, 1.5 px)."""
    a, b = one.astype(np.float32), other.astype(np.float32)
    mean_a, mean_b = _smoothed(a), _smoothed(b)
    var_a = _smoothed(a * a) - mean_a * mean_a
    var_b = _smoothed(b * b) - mean_b * mean_b
    both = _smoothed(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    luminance = (2 * mean_a * mean_b + c1) / (mean_a * mean_a + mean_b * mean_b + c1)
    structure = (2 * both + c2) / (var_a + var_b + c2)
    return float((luminance * structure)[where].mean()) if where.any() else 0.0


def _smoothed(values: Singles) -> Singles:
    return cv2.GaussianBlur(values, (11, 11), 1.5).astype(np.float32, copy=False)


def _covered_box(
    claimed_size: tuple[int, int], original_size: tuple[int, int], matrix: Floats
) -> tuple[int, int, int, int] | None:
    width, height = original_size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    seen = apply(inverse(matrix), corners).astype(np.float32)
    if not np.isfinite(seen).all():
        return None
    wide, high = claimed_size
    own = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    area, shape = cv2.intersectConvexConvex(own, seen)
    if area < LEAST_OVERLAP_PX**2 or shape is None:
        return None
    points = shape.reshape(-1, 2)
    left, top = np.floor(points.min(axis=0) + 1e-3).astype(int)
    right, bottom = np.ceil(points.max(axis=0) - 1e-3).astype(int)
    return max(0, int(left)), max(0, int(top)), min(wide, int(right)), min(high, int(bottom))


def _sampled(grey: Grey, matrix: Floats, size: tuple[int, int]) -> tuple[Grey, Mask]:
    """Return the pixels of a picture where a matrix from the frame points, without aliasing."""
    step = math.sqrt(abs(np.linalg.det(matrix[:, :2])))
    height, width = grey.shape
    if step > 1.2:
        shrunk = max(1, round(width / step)), max(1, round(height / step))
        grey = cv2.resize(grey, shrunk, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        matrix = np.diag([shrunk[0] / width, shrunk[1] / height]) @ matrix
        height, width = grey.shape
    centred = matrix.copy()
    centred[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    pixels = cv2.warpAffine(grey, centred, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    corners = apply(inverse(matrix), np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64))
    covered = np.zeros((size[1], size[0]), np.uint8)
    near = np.clip((corners - 0.5) * 16, -(2**20), 2**20)
    cv2.fillConvexPoly(covered, np.rint(near).astype(np.int32), 1, shift=4)
    return pixels.astype(np.uint8, copy=False), covered.astype(np.bool_)


def _levelled(grey: Grey) -> Grey:
    """Return a picture without its local brightness and contrast, which editing changes."""
    values = grey.astype(np.float32)
    box = (_LEVELLED_PX, _LEVELLED_PX)
    mean = cv2.blur(values, box)
    spread = np.sqrt(np.maximum(cv2.blur(values * values, box) - mean * mean, 0))
    return np.clip(128 + 48 * (values - mean) / (spread + 2.0), 0, 255).astype(np.uint8)


def _tracks(frame: Overlap, levels: int) -> tuple[Floats, Floats, Mask]:
    ours, theirs = _levelled(frame.claimed), _levelled(frame.original)
    usable = cv2.erode(frame.covered.astype(np.uint8), np.ones((9, 9), np.uint8), borderValue=0)
    area = float(usable.sum())
    apart = max(5.0, math.sqrt(area / _MOST_POINTS) * 0.6)
    corners = cv2.goodFeaturesToTrack(theirs, _MOST_POINTS, 0.004, apart, mask=usable, blockSize=5)
    if corners is None:
        return np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0, np.bool_)
    points = corners.astype(np.float32)
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 30, 0.005)
    moved, status, _ = cv2.calcOpticalFlowPyrLK(
        theirs, ours, points, np.empty_like(points), winSize=(21, 21), maxLevel=levels, criteria=criteria
    )
    kept = status.reshape(-1) == 1
    after = corners.reshape(-1, 2)[kept].astype(np.float64) + 0.5
    before = moved.reshape(-1, 2)[kept].astype(np.float64) + 0.5
    return before, after, _clear(frame.claimed, before) & _clear(frame.original, after)


def _clear(grey: Grey, points: Floats) -> Mask:
    values = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.0)
    mean = cv2.blur(values, (9, 9))
    spread = np.sqrt(np.maximum(cv2.blur(values * values, (9, 9)) - mean * mean, 0))
    height, width = grey.shape
    x = np.clip(points[:, 0].astype(np.int64), 0, width - 1)
    y = np.clip(points[:, 1].astype(np.int64), 0, height - 1)
    return np.asarray(spread[y, x] > _CLEAR_LEVELS)


def _settled(before: Floats, after: Floats, forgiven_px: float) -> tuple[Floats | None, Mask]:
    """Return the map from `before` to `after` that most points agree on, and which points keep to it."""
    miss = np.hypot(*(after - before - np.median(after - before, axis=0)).T)
    step = None
    for factor in (3.0, 2.0, 1.4, 1.0, 1.0):
        weights = np.square(np.maximum(0.0, 1 - np.square(miss / (forgiven_px * factor))))
        if (weights > 0).sum() < _LEAST_POINTS:
            return None, miss < _STEADY_PX
        step = fit_similarity(before, after, weights)
        miss = np.hypot(*(apply(step, before) - after).T)
    trusted = miss < forgiven_px
    if trusted.sum() >= 3 * _LEAST_POINTS:
        freer = fit_affine(before, after, np.square(np.maximum(0.0, 1 - np.square(miss / forgiven_px))))
        freer_miss = np.hypot(*(apply(freer, before) - after).T)
        strict, loose = float((miss[trusted] ** 2).sum()), float((freer_miss[trusted] ** 2).sum())
        if (strict - loose) / 2 > _F_LIMIT * loose / (2 * int(trusted.sum()) - 6):
            step, miss = freer, freer_miss
    return step, miss < _STEADY_PX


def _windows(ours: Grey, theirs: Grey, covered: Mask, noise: float) -> tuple[Floats, Floats]:
    """Return each window's texture and how far it agrees, both 0 to 1, on a grid."""
    weight, alike = _alike(_detail(ours), _detail(theirs), noise)
    share = cv2.blur(covered.astype(np.float32), (_WINDOW_PX, _WINDOW_PX))[_grid()]
    return weight * (share > 0.9), np.clip((alike - 0.2) / 0.5, 0, 1)


def _alike(one: Singles, other: Singles, noise: float) -> tuple[Floats, Floats]:
    """Return each window's texture, 0 to 1, and the correlation of its details, on a grid."""
    box, grid = (_WINDOW_PX, _WINDOW_PX), _grid()
    mean_one, mean_other = cv2.blur(one, box), cv2.blur(other, box)
    var_one = np.maximum(cv2.blur(one * one, box) - mean_one**2, 0)
    var_other = np.maximum(cv2.blur(other * other, box) - mean_other**2, 0)
    both = cv2.blur(one * other, box) - mean_one * mean_other
    alike = both / np.sqrt((var_one + 0.5) * (var_other + 0.5))
    weight = np.clip((np.sqrt(np.maximum(var_one, var_other)) - noise) / _PLAIN_TEXTURE, 0, 1)
    return weight[grid].astype(np.float64), alike[grid].astype(np.float64)


def _detail(grey: Grey) -> Singles:
    """Return what is neither grain nor a slow gradient, which skies share."""
    values = grey.astype(np.float32)
    return cv2.GaussianBlur(values, (0, 0), 1.2) - cv2.GaussianBlur(values, (0, 0), 12.0)


def _best_rectangles(gain: Floats) -> list[tuple[int, int, int, int]]:
    """Return up to three rectangles that agree, the best first: captions divide a picture."""
    rest = gain.copy()
    pieces: list[tuple[int, int, int, int]] = []
    least = 0.0
    for _ in range(3):
        top, bottom, left, right = _best_rectangle(rest)
        total = float(rest[top:bottom, left:right].sum())
        if pieces and total < least:
            break
        least = least or _LEAST_PIECE * total
        pieces.append((top, bottom, left, right))
        rest[top:bottom, left:right] = -rest.size
    return pieces


def _dissent(loss: Floats) -> float:
    """Return the share of the frame that the largest rectangle takes that disagrees all over."""
    top, bottom, left, right = _best_rectangle(loss - 1e-3)
    return (bottom - top) * (right - left) / loss.size


def _best_rectangle(gain: Floats) -> tuple[int, int, int, int]:
    """Return top, bottom, left and right of the rectangle with the largest sum."""
    rows, columns = gain.shape
    sums = np.vstack([np.zeros(columns), np.cumsum(gain, axis=0)])
    best, answer = -np.inf, (0, rows, 0, columns)
    for top in range(rows):
        # For every bottom at once: the best run of columns between two row sums.
        strips = sums[top + 1 :] - sums[top]
        running = np.hstack([np.zeros((len(strips), 1)), np.cumsum(strips, axis=1)])
        lowest = np.minimum.accumulate(running, axis=1)
        run = running - lowest
        flat = int(run.argmax())
        bottom, right = divmod(flat, columns + 1)
        if run[bottom, right] > best:
            best = float(run[bottom, right])
            left = int(running[bottom, : right + 1].argmin())
            answer = (top, top + 1 + bottom, left, right)
    return answer
