"""Puts an original through what the claimed picture went through: compression and blur. Refuses to judge.

What these took away is no difference between two pictures, so the original loses it as well before both are
compared.
"""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from irrefutable.media.compression import compressed
from irrefutable.media.features import Floats, Grey, Singles, View
from irrefutable.media.overlap import Mask, Overlap, sampled

_BLURS_PX: Final = (0.6, 0.8, 1.0, 1.3, 1.6, 2.0, 2.5)
"""Standard deviations, in pixels of the frame."""
_DETAIL_PX: Final = (0.8, 12.0)
_CLEARLY: Final = 0.005
"""Of correlation. Resampling decides by less."""


def likened(claimed: View, original: View, matrix: Floats, frame: Overlap) -> Grey:
    """Return a frame's original with the compression and the blur of the claimed picture.

    It is the frame's own where neither is seen.
    """
    grey = frame.original
    step = claimed.compression_step
    if step:
        pixels, _ = sampled(original.grey, matrix, claimed.size)
        height, width = grey.shape
        left, top = np.rint(frame.to_claimed[:, 2]).astype(int)
        right, bottom = np.rint(frame.to_claimed @ (width, height, 1.0)).astype(int)
        crop = compressed(pixels, step)[top:bottom, left:right]
        grey = cv2.resize(crop, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return _blurred(frame.claimed, grey, frame.covered)


def _blurred(ours: Grey, theirs: Grey, covered: Mask) -> Grey:
    """Return the original with the blur at which its details correlate best with the claimed picture's."""
    ground, details = _ground(theirs), _near(ours) - _ground(ours)
    best, most = theirs, _correlation(details, _near(theirs) - ground, covered) + _CLEARLY
    for sigma_px in _BLURS_PX:
        softer = cv2.GaussianBlur(theirs, (0, 0), sigma_px).astype(np.uint8, copy=False)
        # So little blur leaves the ground as it is, and that costs most.
        correlation = _correlation(details, _near(softer) - ground, covered)
        if correlation <= most:
            break
        best, most = softer, correlation
    return best


def _near(grey: Grey) -> Singles:
    return cv2.GaussianBlur(grey.astype(np.float32), (0, 0), _DETAIL_PX[0]).astype(np.float32, copy=False)


def _ground(grey: Grey) -> Singles:
    return cv2.GaussianBlur(grey.astype(np.float32), (0, 0), _DETAIL_PX[1]).astype(np.float32, copy=False)


def _correlation(one: Singles, other: Singles, covered: Mask) -> float:
    a, b = one[covered], other[covered]
    return float((a * b).sum()) / (math.sqrt(float((a * a).sum()) * float((b * b).sum())) + 1e-6)
