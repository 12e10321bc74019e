"""How the details of two pictures agree, window by window. Refuses to draw a conclusion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from irrefutable.media.features import Floats, Grey, Singles
from irrefutable.media.overlap import Mask, Overlap

WINDOW_PX: Final = 15
STRIDE_PX: Final = 7
_DETAIL_PX: Final = (1.2, 12.0)
_PLAIN_TEXTURE: Final = 6.0
_FAINT_PX: Final = (2.5, 6.0)
_FAINT_WINDOW_PX: Final = 39
_LEAST_FAINT: Final = 0.15
"""Grey levels of standard deviation. Rounding to whole levels leaves a tenth as much."""
_FAINT_WEIGHT: Final = 0.25
SAME_TONE_LEVELS: Final = 8.0
_GAINS: Final = (0.3, 2.5)
"""The least and the most by which contrast is changed."""
_TONE_RIDGE: Final = 100.0
_TONE_WINDOWS: Final = 8.0
FINE_PX: Final = (1.2, 2.4)
SMALL_PX: Final = (2.4, 4.8)
LARGE_PX: Final = (4.8, 9.6)
_LEAST_SPOTS: Final = 40
_LEAST_SPREAD: Final = 0.3
_COARSER: Final = 4
_LEAST_PERIOD_PX: Final = 6
_FITS: Final = 0.5
_CLEARLY: Final = 0.1
"""Of correlation. Compression and resampling decide by less."""
_LEAST_LEAD: Final = 0.01
_MOST_FOR_RIVAL: Final = 0.3
NOISE: Final = 1.5
"""Grey levels of standard deviation that grain and compression leave in a smooth place after blurring."""
STRONG: Final = 0.5
"""Of texture, from which a window has much."""
UNDECIDED: Final = 0.8
STRONG_UNDECIDED: Final = 0.95
"""Windows of much texture agree almost wholly in what shows the same."""
PRIOR: Final = 6.0
"""Windows of undecided outcome that are counted in, so that a handful proves nothing."""


def texture_agreement(
    ours: Grey, theirs: Grey, covered: Mask, *, is_faint_heard: bool
) -> tuple[Floats, Floats]:
    """Return each window's texture and how far it agrees, both 0 to 1, on a grid.

    Where there is hardly a texture, as in a sky, soft shapes of a few grey levels may be heard instead, in
    larger windows. By themselves they prove nothing: noise has such shapes as well.
    """
    weight, agrees = _agreement(_detail(ours), _detail(theirs), covered, NOISE)
    if not is_faint_heard:
        return weight, agrees
    faint, faint_agrees = _faint_agreement(ours, theirs, covered)
    added = np.maximum(faint - weight, 0)
    total = weight + added
    both = (weight * agrees + added * faint_agrees) / np.maximum(total, 1e-9)
    return total.astype(np.float64), both.astype(np.float64)


def _agreement(one: Singles, other: Singles, covered: Mask, noise: float) -> tuple[Floats, Floats]:
    weight, alike = _alike(one, other, noise)
    return weight * covered_windows(covered), np.clip((alike - 0.2) / 0.5, 0, 1)


def covered_windows(covered: Mask) -> Mask:
    """Return which windows both pictures reach, on the grid."""
    share = cv2.blur(covered.astype(np.float32), (WINDOW_PX, WINDOW_PX))[grid_of_windows()]
    reached: Mask = share > 0.9
    return reached


def _faint_agreement(ours: Grey, theirs: Grey, covered: Mask) -> tuple[Floats, Floats]:
    box, grid = (_FAINT_WINDOW_PX, _FAINT_WINDOW_PX), grid_of_windows()
    one, other = (between(each, _FAINT_PX) for each in (ours, theirs))
    var_one, var_other, both = (
        cv2.blur(each, box)[grid].astype(np.float64) for each in (one * one, other * other, one * other)
    )
    alike = both / np.sqrt(np.maximum(var_one * var_other, 0) + 1e-6)
    share = cv2.blur(covered.astype(np.float32), box)[grid]
    is_there = np.minimum(var_one, var_other) > _LEAST_FAINT**2
    weight: Floats = _FAINT_WEIGHT * (is_there & (share > 0.9)).astype(np.float64)
    agrees: Floats = np.clip((alike - 0.05) / 0.35, 0, 1)
    return weight, agrees


def between(grey: Grey, band_px: tuple[float, float]) -> Singles:
    """Return the details of a picture between two sizes."""
    values = grey.astype(np.float32)
    near, far = (cv2.GaussianBlur(values, (0, 0), sigma) for sigma in band_px)
    return near - far


def _alike(one: Singles, other: Singles, noise: float) -> tuple[Floats, Floats]:
    """Return each window's texture, 0 to 1, and the correlation of its details, on a grid."""
    box, grid = (WINDOW_PX, WINDOW_PX), grid_of_windows()
    mean_one, mean_other = cv2.blur(one, box), cv2.blur(other, box)
    var_one = np.maximum(cv2.blur(one * one, box) - mean_one**2, 0)
    var_other = np.maximum(cv2.blur(other * other, box) - mean_other**2, 0)
    both = cv2.blur(one * other, box) - mean_one * mean_other
    alike = both / np.sqrt((var_one + 0.5) * (var_other + 0.5))
    weight = np.clip((np.sqrt(np.maximum(var_one, var_other)) - noise) / _PLAIN_TEXTURE, 0, 1)
    return weight[grid].astype(np.float64), alike[grid].astype(np.float64)


def not_overlaid(ours: Grey, theirs: Grey, agrees: Floats, where: Mask) -> Mask:
    """Return the windows of much texture in the original in which the claimed picture has no more of it.

    What was laid over a picture adds texture; what moved away leaves less. By how much an editor changed all
    contrast is taken from the windows that agree.
    """
    one, other = (_deviation(_detail(each)) for each in (ours, theirs))
    strong = where & (other > NOISE + STRONG * _PLAIN_TEXTURE)
    agreeing = strong & (agrees > UNDECIDED)
    gain = float(np.median(one[agreeing] / other[agreeing])) if agreeing.sum() >= PRIOR else 1.0
    mask: Mask = strong & (one <= min(_GAINS[1], max(_GAINS[0], gain)) * other)
    return mask


def _deviation(detail: Singles) -> Floats:
    box = (WINDOW_PX, WINDOW_PX)
    variance = np.maximum(cv2.blur(detail * detail, box) - cv2.blur(detail, box) ** 2, 0)
    deviation: Floats = np.sqrt(variance[grid_of_windows()].astype(np.float64))
    return deviation


def _detail(grey: Grey) -> Singles:
    """Return what is neither grain nor a slow gradient, which skies share."""
    return between(grey, _DETAIL_PX)


def grid_of_windows() -> tuple[slice, slice]:
    """Return the rows and the columns in which the windows' middles lie."""
    return slice(STRIDE_PX // 2, None, STRIDE_PX), slice(STRIDE_PX // 2, None, STRIDE_PX)


def tone_difference(frame: Overlap, agreement: Floats) -> Floats:
    """Return by how many grey levels each window is not as bright as those that agree let expect."""
    total = float(agreement.sum())
    if total < _TONE_WINDOWS:
        return np.full(agreement.shape, SAME_TONE_LEVELS)
    box, grid = (WINDOW_PX, WINDOW_PX), grid_of_windows()
    ours, theirs = (
        cv2.blur(each.astype(np.float32), box)[grid].astype(np.float64)
        for each in (frame.claimed, frame.original)
    )
    share = agreement / total
    centre_ours, centre_theirs = float((share * ours).sum()), float((share * theirs).sum())
    both = float((share * (ours - centre_ours) * (theirs - centre_theirs)).sum())
    spread = float((share * (theirs - centre_theirs) ** 2).sum())
    gain = min(_GAINS[1], max(_GAINS[0], (both + _TONE_RIDGE) / (spread + _TONE_RIDGE)))
    expected = np.clip(centre_ours + gain * (theirs - centre_theirs), 0, 255)
    off: Floats = np.abs(ours - expected)
    return off


def agreement_from_afar(ours: Grey, theirs: Grey, covered: Mask) -> float:
    """Return how much of the texture agrees at a quarter of the size."""
    height, width = ours.shape
    size = max(1, width // _COARSER), max(1, height // _COARSER)
    if min(size) < WINDOW_PX:
        return UNDECIDED
    one, other, seen = (
        cv2.resize(each, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        for each in (ours, theirs, covered.astype(np.uint8))
    )
    weight, agrees = _agreement(_detail(one), _detail(other), seen > 0, NOISE / 2)
    agreeing = float((weight * agrees).sum())
    return (agreeing + PRIOR * UNDECIDED) / (float(weight.sum()) + PRIOR)


def surprise(ours: Grey, theirs: Sequence[Grey], covered: Mask, band_px: tuple[float, float]) -> float:
    """Return how far details between two sizes correlate, in standard deviations of chance.

    Every place counts alike, however faint its details are, and grain counts against it. There are as many
    independent details as spots of the band's size. Of several versions of the original, the likest counts.
    """
    one = evened(ours, band_px)[covered]
    power = float((one * one).sum())
    others = (evened(each, band_px)[covered] for each in theirs)
    correlations = [
        float((one * other).sum()) / (math.sqrt(power * float((other * other).sum())) + 1e-6)
        for other in others
    ]
    return surprise_of(max(correlations), one.size, band_px)


def surprise_of(correlation: float, pixels: int, band_px: tuple[float, float]) -> float:
    """Return a correlation of such details, over so many pixels, in standard deviations of chance."""
    spots = pixels / (4 * math.pi * band_px[0] ** 2)
    if spots < _LEAST_SPOTS:
        return 0.0
    return math.atanh(min(0.999, max(0.0, correlation))) * math.sqrt(spots - 3)


def evened(grey: Grey, band_px: tuple[float, float]) -> Singles:
    """Return the details of a picture between two sizes, as strong everywhere unless there is hardly any."""
    details = between(grey, band_px)
    spread = np.sqrt(cv2.GaussianBlur(details * details, (0, 0), 2 * band_px[1]))
    return (details / (spread + _LEAST_SPREAD)).astype(np.float32)


def is_repeated(ours: Grey, theirs: Grey) -> bool:
    """Return whether the picture fits the likeliest other place as well, window by window."""
    height, width = (side // 2 for side in theirs.shape)
    if min(height, width) < 4 * WINDOW_PX:
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
    weight, here = _alike(piece, other[rows, columns], NOISE)
    rival_weight, there = _alike(piece, rival, NOISE)
    # Where neither fits, something was laid over the picture, or neither is right.
    counts = np.maximum(weight, rival_weight) * (np.maximum(here, there) > _FITS)
    total = float(counts.sum())
    if not total:
        return False
    for_this = float((counts * np.maximum(here - there - _CLEARLY, 0)).sum()) / total
    for_rival = float((counts * np.maximum(there - here - _CLEARLY, 0)).sum()) / total
    return for_this < _LEAST_LEAD or for_rival > _MOST_FOR_RIVAL * for_this
