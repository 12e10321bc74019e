"""How the details of two pictures agree, window by window. Refuses to draw a conclusion."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from irrefutable.media.features import Floats, Grey, Singles
from irrefutable.media.overlap import Mask, Overlap

WINDOW_PX: Final = 15
STRIDE_PX: Final = 7
_PLAIN_TEXTURE: Final = 6.0
SAME_TONE_LEVELS: Final = 8.0
_TONE_RIDGE: Final = 100.0
_TONE_WINDOWS: Final = 8.0
_COARSER: Final = 4
_LEAST_PERIOD_PX: Final = 6
_FITS: Final = 0.5
_CLEARLY: Final = 0.1
"""Of correlation. Compression and resampling decide by less."""
_LEAST_LEAD: Final = 0.01
_MOST_FOR_RIVAL: Final = 0.3
NOISE: Final = 1.5
"""Grey levels of standard deviation that grain and compression leave in a smooth place after blurring."""
UNDECIDED: Final = 0.8
PRIOR: Final = 6.0
"""Windows of undecided outcome that are counted in, so that a handful proves nothing."""


def texture_agreement(ours: Grey, theirs: Grey, covered: Mask, noise: float) -> tuple[Floats, Floats]:
    """Return each window's texture and how far it agrees, both 0 to 1, on a grid."""
    weight, alike = _alike(_detail(ours), _detail(theirs), noise)
    share = cv2.blur(covered.astype(np.float32), (WINDOW_PX, WINDOW_PX))[grid_of_windows()]
    return weight * (share > 0.9), np.clip((alike - 0.2) / 0.5, 0, 1)


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


def _detail(grey: Grey) -> Singles:
    """Return what is neither grain nor a slow gradient, which skies share."""
    values = grey.astype(np.float32)
    return cv2.GaussianBlur(values, (0, 0), 1.2) - cv2.GaussianBlur(values, (0, 0), 12.0)


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
    gain = min(2.5, max(0.3, (both + _TONE_RIDGE) / (spread + _TONE_RIDGE)))
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
    weight, agrees = texture_agreement(one, other, seen > 0, NOISE / 2)
    agreeing = float((weight * agrees).sum())
    return (agreeing + PRIOR * UNDECIDED) / (float(weight.sum()) + PRIOR)


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
