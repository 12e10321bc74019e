"""What two pictures have in common, point by point. Refuses to say whether they are the same picture.

SIFT keypoints (Lowe 2004) spread evenly over the picture, compared by their Hellinger distance
(Arandjelović and Zisserman 2012). Every keypoint has a place, a size and a direction, so a single pair of
them proposes a whole placement; all proposals are counted out, and nothing is left to chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from irrefutable.media.compression import compression_step
from irrefutable.model.media import BoxPx

Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]
Grey: TypeAlias = NDArray[np.uint8]
Indices: TypeAlias = NDArray[np.int64]

WORKING_PX: Final = 1600
"""The longer side that registration works on. More would cost time and memory, and gain nothing visible."""

LEVELS: Final = ((480, 800), (1200, 4000))
"""The longer side at which features are looked for, and how many are kept: at a glance, then closely."""

_TILE_PX: Final = 600
"""The pyramid of a larger tile would not fit the 300 MiB that registration may take."""
_MARGIN_PX: Final = 32
_UPSCALED_PX: Final = 700
"""A smaller picture is enlarged for the closer look: a feature needs a dozen pixels around it."""

_CONTRAST_THRESHOLD: Final = 0.006
"""A seventh of Lowe's: skies and walls have no more, and the places are rationed anyway."""
_EDGE_THRESHOLD: Final = 12.0
_FEW: Final = 0.25
"""Of the features that a level keeps. Where fewer stand out, the picture is looked at with more contrast."""
_CELLS_ALONG: Final = 12

_RATIO: Final = 0.88
"""Of the distance to the best match to that of the next: looser than Lowe's 0.8, since votes decide."""
_SAME_PLACE_PX: Final = 6.0
_LENGTH: Final = 512.0
"""Of a descriptor. Sums of products of whole numbers below it are exact in single precision, in any order."""
_ROWS: Final = 512
"""Descriptors that are compared at a time; all at once would take a hundred megabytes."""
_MOST_PROPOSALS: Final = 160
_LEAST_VOTES: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Keypoints of a picture; places and sizes in its working pixels, directions in radians."""

    places: Singles
    sizes: Singles
    directions: Singles
    descriptors: Singles
    are_faint: bool = False
    """The picture had to be given more contrast before they were found."""

    def __len__(self) -> int:
        return len(self.sizes)

    def mirrored(self, width: float) -> Features:
        """Return what would be found in the picture's mirror image."""
        places = self.places.copy()
        places[:, 0] = width - places[:, 0]
        return Features(
            places,
            self.sizes,
            np.float32(math.pi) - self.directions,
            self.descriptors[:, _MIRROR],
            self.are_faint,
        )


@dataclass(frozen=True, eq=False)
class View:
    """A picture as registration sees it: grey, of bounded size, with features that are found when needed."""

    grey: Grey
    full_size: tuple[int, int]
    """Width and height of the picture itself."""
    scale: tuple[float, float] = field(init=False)
    """Pixels of the picture for each working pixel, across and down."""
    hidden: tuple[BoxPx, ...] = ()
    """Boxes of the picture in which nothing is left to compare, such as redacted ones; in its own pixels."""
    _found: dict[int, Features] = field(init=False, default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        height, width = self.grey.shape
        object.__setattr__(self, "scale", (self.full_size[0] / width, self.full_size[1] / height))

    @classmethod
    def of(cls, image: Image.Image, hidden: Sequence[BoxPx] = ()) -> View:
        """Return the view of an upright picture; what is transparent is seen on white.

        Args:
            image: the picture.
            hidden: boxes of it in which nothing is left to compare.
        """
        full_size = image.size
        # Box averages first: a picture of a hundred megapixels is never held in floating point.
        image = image.reduce(max(1, max(full_size) // WORKING_PX))
        if image.mode == "RGBA":
            white = Image.new("RGB", image.size, "white")
            white.paste(image, mask=image.getchannel("A"))
            image = white
        return cls(_within(np.asarray(image.convert("L")), WORKING_PX), full_size, hidden=tuple(hidden))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in working pixels."""
        height, width = self.grey.shape
        return width, height

    @cached_property
    def compression_step(self) -> int:
        """In which step JPEG rounded the means of blocks; nought where none is seen in the working pixels."""
        return compression_step(self.grey) if self.size == self.full_size else 0

    def features(self, level: int) -> Features:
        """Return the features of one of the `LEVELS`; they are looked for once."""
        found = self._found.get(level)
        if found is None:
            longer_px, most = LEVELS[level]
            grey = _within(self.grey, longer_px)
            if level and max(grey.shape) < _UPSCALED_PX:
                grey = _resized(grey, min(2.0, _UPSCALED_PX / max(grey.shape)), cv2.INTER_CUBIC)
            found = _features(grey, self.size, most)
            if len(found) < _FEW * most:
                found = replace(_features(_strengthened(grey), self.size, most), are_faint=True)
            self._found[level] = found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A placement that features agree on: a map of working pixels as a 2 × 3 matrix, and its supporters."""

    matrix: Floats
    supporters: int
    reach: Floats
    """Width and height, in the original, of what the middle half of the supporters span."""


def propose(claimed: Features, original: Features) -> Proposal | None:
    """Return the placement that most pairs of alike features agree on, or None where there are too few."""
    if len(claimed) < _LEAST_VOTES or len(original) < _LEAST_VOTES:
        return None
    ours, theirs, ratios = _pairs(claimed, original)
    if len(ours) < _LEAST_VOTES:
        return None
    before, after = claimed.places[ours].astype(np.float64), original.places[theirs].astype(np.float64)
    growth = np.log(original.sizes[theirs] / claimed.sizes[ours]).astype(np.float64)
    turn = (original.directions[theirs] - claimed.directions[ours]).astype(np.float64)
    order = np.argsort(ratios, kind="stable")[:_MOST_PROPOSALS]
    votes = _votes(before, after, growth, turn, order)
    best: Proposal | None = None
    for index in np.argsort(-votes.sum(axis=1), kind="stable")[:6]:
        proposal = _settled(before, after, votes[index], math.exp(growth[order[index]]))
        if proposal is not None and (best is None or proposal.supporters > best.supporters):
            best = proposal
    return best


def fit_similarity(before: Floats, after: Floats, weights: Floats) -> Floats:
    """Return the 2 × 3 matrix of the turn, scale and shift with the least weighted squared distance."""
    total = weights.sum()
    centre_before, centre_after = weights @ before / total, weights @ after / total
    x, y = (before - centre_before).T
    u, v = (after - centre_after).T
    spread = weights @ (x * x + y * y)
    a, b = weights @ (x * u + y * v) / spread, weights @ (x * v - y * u) / spread
    turn = np.array([[a, -b], [b, a]])
    return np.column_stack([turn, centre_after - turn @ centre_before])


def fit_affine(before: Floats, after: Floats, weights: Floats) -> Floats:
    """Return the 2 × 3 matrix of the affine map with the least weighted squared distance."""
    total = weights.sum()
    centre_before, centre_after = weights @ before / total, weights @ after / total
    near, far = before - centre_before, after - centre_after
    weighted = near * weights[:, None]
    linear = np.linalg.solve(weighted.T @ near, weighted.T @ far).T
    return np.column_stack([linear, centre_after - linear @ centre_before])


def apply(matrix: Floats, points: Floats) -> Floats:
    """Return where a 2 × 3 matrix puts points."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def _within(grey: Grey, longer_px: int) -> Grey:
    factor = longer_px / max(grey.shape)
    return grey if factor >= 1 else _resized(grey, factor, cv2.INTER_AREA)


def _resized(grey: Grey, factor: float, interpolation: int) -> Grey:
    height, width = (max(1, round(side * factor)) for side in grey.shape)
    return cv2.resize(grey, (width, height), interpolation=interpolation).astype(np.uint8, copy=False)


def _strengthened(grey: Grey) -> Grey:
    """Return a picture whose faint shapes have the contrast of plain ones; grain is smoothed first."""
    values = cv2.GaussianBlur(grey, (0, 0), 1.0).astype(np.float32)
    reach = max(grey.shape) / 10
    detail = values - cv2.GaussianBlur(values, (0, 0), reach)
    spread = np.sqrt(cv2.GaussianBlur(detail * detail, (0, 0), reach))
    return np.clip(128 + 50 * detail / (spread + 0.7), 0, 255).astype(np.uint8)


def _features(grey: Grey, size: tuple[int, int], most: int) -> Features:
    height, width = grey.shape
    sift = cv2.SIFT.create(0, 3, _CONTRAST_THRESHOLD, _EDGE_THRESHOLD, 1.6, cv2.CV_32F, True)
    tiles = list(_tiles(width, height))
    places, sizes, directions, descriptors = [], [], [], []
    for left, top, right, bottom in tiles:
        x, y = max(0, left - _MARGIN_PX), max(0, top - _MARGIN_PX)
        tile = grey[y : bottom + _MARGIN_PX, x : right + _MARGIN_PX]
        found = [
            each
            for each in sift.detect(tile, None)
            if left <= each.pt[0] + x < right and top <= each.pt[1] + y < bottom
        ]
        kept = _spread(found, tile.shape[1], tile.shape[0], most // len(tiles))
        if not kept:
            continue
        described_points, described = sift.compute(tile, kept)
        kept = list(described_points)
        places.append(
            (np.array([each.pt for each in kept]) + np.array((x + 0.5, y + 0.5))).astype(np.float32)
        )
        sizes.append(np.array([each.size for each in kept], np.float32))
        directions.append(np.radians(np.array([each.angle for each in kept], np.float32)))
        descriptors.append(described)
    if not places:
        nothing = np.zeros(0, np.float32)
        return Features(np.zeros((0, 2), np.float32), nothing, nothing, np.zeros((0, 128), np.float32))
    across, down = size[0] / width, size[1] / height
    return Features(
        (np.concatenate(places) * (across, down)).astype(np.float32),
        np.concatenate(sizes) * np.float32(across),
        np.concatenate(directions),
        _rooted(np.concatenate(descriptors)),
    )


def _tiles(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    across, down = math.ceil(width / _TILE_PX), math.ceil(height / _TILE_PX)
    for row in range(down):
        for column in range(across):
            yield (
                width * column // across,
                height * row // down,
                width * (column + 1) // across,
                height * (row + 1) // down,
            )


def _spread(found: list[cv2.KeyPoint], width: int, height: int, most: int) -> list[cv2.KeyPoint]:
    """Return the strongest keypoints of each cell of the picture, so that no busy corner takes them all."""
    if len(found) <= most:
        return found
    strength = np.array([each.response for each in found])
    where = np.array([each.pt for each in found])
    columns = np.minimum(where[:, 0] * _CELLS_ALONG // width, _CELLS_ALONG - 1)
    rows = np.minimum(where[:, 1] * _CELLS_ALONG // height, _CELLS_ALONG - 1)
    cells = (rows * _CELLS_ALONG + columns).astype(np.int64)
    order = np.lexsort((-strength, cells))
    starts = np.searchsorted(cells[order], np.arange(_CELLS_ALONG**2))
    rank = np.arange(len(found)) - starts[cells[order]]
    chosen = np.sort(order[np.argsort(rank, kind="stable")[:most]])
    return [found[index] for index in chosen]


def _rooted(descriptors: Singles) -> Singles:
    """Return the square roots of the normalised histograms, as whole numbers."""
    shares = descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1)
    rooted: Singles = np.rint(np.sqrt(shares) * _LENGTH).astype(np.float32)
    return rooted


def _mirrored_bins() -> Indices:
    # Four rows and columns of eight directions: the mirror swaps the rows and turns the directions round.
    bins = np.arange(128).reshape(4, 4, 8)
    return bins[::-1, :, (8 - np.arange(8)) % 8].reshape(-1)


_MIRROR: Final = _mirrored_bins()


def _pairs(claimed: Features, original: Features) -> tuple[Indices, Indices, Floats]:
    """Return which features are alike, and the ratio of each pair's distance to the next best."""
    best = np.zeros(len(claimed), np.int64)
    ratio = np.zeros(len(claimed))
    for start in range(0, len(claimed), _ROWS):
        rows = slice(start, start + _ROWS)
        best[rows], ratio[rows] = _nearest(claimed.descriptors[rows], original)
    good = np.flatnonzero(ratio < _RATIO)
    return good, best[good], ratio[good]


def _nearest(descriptors: Singles, original: Features) -> tuple[Indices, Floats]:
    likeness = descriptors @ original.descriptors.T
    rows = np.arange(len(descriptors))
    best = likeness.argmax(axis=1)
    most = likeness[rows, best]
    likeness[rows, best] = -np.inf
    rival = likeness.argmax(axis=1)
    second = likeness[rows, rival]
    # A keypoint often has a twin of another direction or size: that is no rival.
    for _ in range(2):
        gap = original.places[rival] - original.places[best]
        twins = np.flatnonzero(np.hypot(gap[:, 0], gap[:, 1]) < _SAME_PLACE_PX)
        if not len(twins):
            break
        likeness[twins, rival[twins]] = -np.inf
        rival[twins] = likeness[twins].argmax(axis=1)
        second[twins] = likeness[twins, rival[twins]]
    length = _LENGTH**2
    ratio = np.sqrt(np.maximum(length - most, 1) / np.maximum(length - second, 1))
    return best, ratio.astype(np.float64)


def _votes(before: Floats, after: Floats, growth: Floats, turn: Floats, order: Indices) -> NDArray[np.bool_]:
    """Return which pairs agree with the placement that each pair of `order` proposes."""
    scale, angle = np.exp(growth[order]), turn[order]
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    x = before[None, :, 0] - before[order, 0][:, None]
    y = before[None, :, 1] - before[order, 1][:, None]
    miss_x = cosine[:, None] * x - sine[:, None] * y + after[order, 0][:, None] - after[None, :, 0]
    miss_y = sine[:, None] * x + cosine[:, None] * y + after[order, 1][:, None] - after[None, :, 1]
    # A keypoint's direction and size are good to about a twelfth, so the miss grows with the distance.
    allowed = 6.0 + 0.08 * scale[:, None] * np.hypot(x, y)
    turned = np.abs(np.remainder(turn[None, :] - angle[:, None] + math.pi, 2 * math.pi) - math.pi)
    grown = np.abs(growth[None, :] - growth[order][:, None])
    agree: NDArray[np.bool_] = (np.hypot(miss_x, miss_y) < allowed) & (turned < 0.35) & (grown < 0.5)
    return agree


def _settled(before: Floats, after: Floats, supports: NDArray[np.bool_], scale: float) -> Proposal | None:
    matrix = np.zeros((2, 3))
    for allowed in (12.0, 6.0, 4.0):
        if _distinct(before, after, supports) < _LEAST_VOTES:
            return None
        matrix = fit_similarity(before[supports], after[supports], np.ones(int(supports.sum())))
        miss = np.hypot(*(apply(matrix, before) - after).T)
        supports = miss < allowed * max(1.0, scale)
    supporters = _distinct(before, after, supports)
    if supporters < _LEAST_VOTES:
        return None
    first, last = np.quantile(after[supports], (0.25, 0.75), axis=0)
    return Proposal(matrix, supporters, last - first)


def _distinct(before: Floats, after: Floats, chosen: NDArray[np.bool_]) -> int:
    """Return how many places support a map, on the side where they are fewer."""
    return min(len(np.unique(np.rint(places[chosen] / 4), axis=0)) for places in (before, after))
