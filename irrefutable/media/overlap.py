"""Two pictures in one frame, as a placement lays them over each other. Refuses to weigh what that shows.

The frame is the part of the claimed picture that the original covers, no finer than the coarser of the two.
Matrices are 2 × 3 and map working pixels, whose corners, not centres, are whole numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from irrefutable.media.features import Floats, Grey, Singles, View, apply

Mask: TypeAlias = NDArray[np.bool_]
LEAST_OVERLAP_PX: Final = 24


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """The two pictures in their common frame."""

    claimed: Grey
    original: Grey
    covered: Mask
    """Where there is something to compare in both."""
    to_claimed: Floats
    """From frame pixels to the claimed picture's."""

    def continued(self) -> Overlap:
        """Return the frame with the nearest covered pixel wherever the original does not reach.

        The black corner of a turned picture is no edge of what it shows. The seam is a mixture of both.
        """
        if self.covered.all():
            return self
        inside = cv2.erode(self.covered.astype(np.uint8), np.ones((9, 9), np.uint8), borderValue=0)
        if not inside.any():
            return self
        away = 1 - inside
        kind = cv2.DIST_LABEL_PIXEL
        _, labels = cv2.distanceTransformWithLabels(away, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=kind)
        nearest = np.zeros(int(labels.max()) + 1, np.int64)
        flat = np.flatnonzero(inside)
        nearest[labels.reshape(-1)[flat]] = flat
        source = nearest[labels]
        return replace(
            self,
            claimed=self.claimed.reshape(-1)[source],
            original=self.original.reshape(-1)[source],
        )


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
    theirs, covered = sampled(original.grey, to_original, (width, height))
    for view, to_view in ((claimed, to_claimed), (original, to_original)):
        _uncover(covered, view, to_view)
    return Overlap(ours.astype(np.uint8, copy=False), theirs, covered, to_claimed)


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


def sampled(grey: Grey, matrix: Floats, size: tuple[int, int]) -> tuple[Grey, Mask]:
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


def _uncover(covered: Mask, view: View, to_view: Floats) -> None:
    """Take out of a frame what is hidden in a picture."""
    if not view.hidden:
        return
    left = covered.astype(np.uint8)
    for x, y, width, height in view.hidden:
        corners = np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], np.float64)
        near = np.clip(apply(inverse(to_view), corners / view.scale) * 16, -(2**20), 2**20)
        cv2.fillConvexPoly(left, np.rint(near).astype(np.int32), 0, shift=4)
    # What is hidden reaches into the pixels around it when a picture is made smaller.
    np.copyto(covered, cv2.erode(left, np.ones((3, 3), np.uint8)).astype(np.bool_))


def compose(outer: Floats, inner: Floats) -> Floats:
    """Return the matrix that applies `inner`, then `outer`."""
    return np.column_stack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2]])


def inverse(matrix: Floats) -> Floats:
    """Return the matrix of the way back."""
    back = np.linalg.inv(matrix[:, :2])
    return np.column_stack([back, -back @ matrix[:, 2]])


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
