"""Whether two pictures are copies of each other, by their fingerprints alone, and how sure that is.

Candidates are told by the hash and by words; a candidate counts only if the places of its details agree. Each
pair of alike details proposes a scale and a shift, all proposals are counted out, and nothing is left to
chance. `assets/js/lookup-match.js` does the same, operation by operation, so both find the same number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from irrefutable.media.fingerprint import LEVELS, Detail, placed
from irrefutable.model.lookup import Fingerprint

SURELY_WHOLE: Final = 31
"""Bits of the hash by which a whole copy may differ, as the authors of PDQ advise, whatever its details."""
PERHAPS_WHOLE: Final = 96
"""Bits by which it may differ if its details agree."""
LEAST_CONTRAST: Final = 6000
"""Below this a hash tells little, because there is little to hash."""
WORD_BITS: Final = 3
"""Bits by which two words may differ."""
LEAST_WORDS: Final = 2
"""Words in common, in places that agree, that make a candidate."""
LEAST_AGREEING: Final = 8
SURELY_AGREEING: Final = 20
"""Details in the same place, from which a match is said to be sure."""
LEAST_TOLD: Final = 20
"""A picture whose details tell less, all of them, is told by its hash alone."""

_LEAST_TELLING: Final = 3
"""What agreeing details must tell together. Of the tuning half of the benchmark's pictures, gradients
that have nothing in common reached 0.6. What is lost are parts of gradients, and the smallest parts."""
_ALIKE_BITS: Final = 32
_APART_BITS: Final = 5
"""By so much the next best must differ more."""
_SAME_PLACE_PX: Final = 8.0
_MOST_PAIRS: Final = 160
_PROPOSALS: Final = 8
_CELL_PX: Final = 6
_LEVELS_APART: Final = 2
_WORD_LEVELS_APART: Final = 1
_ROUGHLY_PX: Final = 10.0
_GRID: Final = 5
_LEAST_SPREAD: Final = 0.6

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f: x' = a·x + c·y + e, y' = b·x + d·y + f, in pixels of the working sizes."""
Pair: TypeAlias = tuple[Detail, Detail]


class Match(NamedTuple):
    """How an asked picture sits in a known one."""

    agreeing: int
    """Details in the same place."""
    matrix: Matrix
    """From the asked picture to the known one."""
    shown: float
    """How much of the known picture the asked one shows, 0 to 1."""
    filled: float
    """How much of the asked picture is the known one, 0 to 1."""


def distance(one: bytes, other: bytes) -> int:
    """Return how many bits of two hashes differ."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def votes(asked: Fingerprint, words: bytes, places: bytes) -> int:
    """Return how many words of a known picture another has too, in places that agree with each other."""
    if not (asked.details and words):
        return 0
    ours = np.frombuffer(asked.details, "<u4").reshape(-1, 5)
    theirs = np.frombuffer(words, "<u4")
    differing = np.bitwise_count(theirs[:, None] ^ ours[None, :, 1])
    best = differing.argmin(axis=1)
    hits = np.flatnonzero((differing[np.arange(len(theirs)), best] <= WORD_BITS) & (theirs != 0))
    if len(hits) < LEAST_WORDS:
        return len(hits)
    coarse = np.frombuffer(places, "<u2")
    known = [(8 * (at & 63) + 4, 8 * (at >> 6 & 63) + 4, at >> 12) for at in coarse[hits].tolist()]
    return _together([_whereabouts(asked, at) for at in ours[best[hits], 0].tolist()], known)


Whereabouts: TypeAlias = tuple[int, int, int]
"""Column and row in pixels of the working size, roughly, and level."""


def _whereabouts(asked: Fingerprint, at: int) -> Whereabouts:
    level = at >> 20
    across, down = ((side * LEVELS[level] + 512) >> 10 for side in (asked.width_px, asked.height_px))
    return (at & 1023) * asked.width_px // across, (at >> 10 & 1023) * asked.height_px // down, level


def _together(ours: Sequence[Whereabouts], theirs: Sequence[Whereabouts]) -> int:
    """Return how many pairs agree with the scale and the shift of one of them, at most."""
    most = 0
    for (x, y, level), (u, v, other) in zip(ours, theirs, strict=True):
        steps = other - level
        scale = scale_of(steps)
        count = 0
        for (x2, y2, level2), (u2, v2, other2) in zip(ours, theirs, strict=True):
            if abs(other2 - level2 - steps) > _WORD_LEVELS_APART:
                continue
            across, down = x2 - x, y2 - y
            miss_x, miss_y = u2 - u - scale * across, v2 - v - scale * down
            allowed = _ROUGHLY_PX + 0.25 * scale * math.sqrt(across * across + down * down)
            count += miss_x * miss_x + miss_y * miss_y < allowed * allowed
        most = max(most, count)
    return most


def compare(asked: Fingerprint, known: Fingerprint) -> Match | None:
    """Find one picture in another; None where too few details agree, or only those of a frame around it."""
    pairs = _pairs(placed(asked), placed(known))
    if len(pairs) < LEAST_AGREEING:
        return None
    best: Match | None = None
    agreeing = _agreeing(pairs)
    order = sorted(range(len(pairs)), key=lambda place: (-len(agreeing[place]), place))
    for place in order[:_PROPOSALS]:
        found = _settled(pairs, [pairs[each] for each in agreeing[place]])
        if found is None:
            continue
        matrix, supporters = found
        count = min(_distinct(item for item, _ in supporters), _distinct(item for _, item in supporters))
        if count < LEAST_AGREEING or (best and count <= best.agreeing):
            continue
        corners = _corners(matrix, asked)
        is_telling = (
            min(
                telling(asked, [item.bits for item, _ in supporters]),
                telling(known, [item.bits for _, item in supporters]),
            )
            >= _LEAST_TELLING
        )
        if is_telling and _is_spread(supporters, known, corners):
            best = Match(count, matrix, *_shares(corners, matrix, asked, known))
    return best


def is_plain(asked: Fingerprint) -> bool:
    """Whether a picture shows too little detail for its parts to be told from those of others."""
    return telling(asked, [item.bits for item in placed(asked)]) < LEAST_TOLD


def telling(print_: Fingerprint, bits: Iterable[bytes]) -> float:
    """Return how much details tell together: one that looks like n others of its picture, 1 / (n + 1).

    The waves of a drawing, and what is left of a gradient, look alike wherever they lie; so do those of two
    pictures that have nothing in common.
    """
    chosen = np.frombuffer(b"".join(bits), "<u8").reshape(-1, 2)
    every = np.frombuffer(b"".join(item.bits for item in placed(print_)), "<u8").reshape(-1, 2)
    differing = np.bitwise_count(chosen[:, None, :] ^ every[None, :, :]).sum(axis=2)
    told = 0.0
    for alike in (differing <= _ALIKE_BITS).sum(axis=1).tolist():
        told += 1.0 / alike
    return told


# ------------------------------------------------------------------------------------------------- pairs


def _pairs(ours: Sequence[Detail], theirs: Sequence[Detail]) -> list[Pair]:
    """Return details that are alike, the most alike first."""
    if not (ours and theirs):
        return []
    differing = _differing(ours, theirs)
    best = differing.argmin(axis=1)
    least = differing[np.arange(len(ours)), best]
    places = np.array([(item.x, item.y) for item in theirs])
    gaps = np.abs(places[best][:, None, :] - places[None, :, :]).sum(axis=2)
    rival = np.where(gaps < _SAME_PLACE_PX, 999, differing).min(axis=1)
    good = np.flatnonzero((least <= _ALIKE_BITS) & (least + _APART_BITS <= rival))
    order = good[np.argsort(least[good], kind="stable")][:_MOST_PAIRS]
    return [(ours[int(place)], theirs[int(best[place])]) for place in order]


def _differing(ours: Sequence[Detail], theirs: Sequence[Detail]) -> NDArray[np.int64]:
    one, other = (
        np.frombuffer(b"".join(item.bits for item in items), "<u8").reshape(-1, 2) for items in (ours, theirs)
    )
    counts = np.bitwise_count(one[:, None, :] ^ other[None, :, :]).sum(axis=2)
    whole: NDArray[np.int64] = counts.astype(np.int64)
    return whole


def _agreeing(pairs: Sequence[Pair]) -> list[list[int]]:
    """Return, for each pair, the pairs that agree with the scale and the shift that it proposes."""
    found = []
    for ours, theirs in pairs:
        steps = theirs.level - ours.level
        scale = scale_of(steps)
        reach = 8.0 * max(1.0, scale)
        agreeing = []
        for place, (one, other) in enumerate(pairs):
            if abs(other.level - one.level - steps) > _LEVELS_APART:
                continue
            x, y = one.x - ours.x, one.y - ours.y
            miss_x, miss_y = theirs.x + scale * x - other.x, theirs.y + scale * y - other.y
            allowed = reach + 0.2 * scale * math.sqrt(x * x + y * y)
            if miss_x * miss_x + miss_y * miss_y < allowed * allowed:
                agreeing.append(place)
        found.append(agreeing)
    return found


def scale_of(steps: int) -> float:
    """Return how much larger a picture is of which the same detail is found so many levels further."""
    whole = 2.0 ** (steps // 2)
    return whole * 1.4142135623730951 if steps % 2 else whole


def _settled(pairs: Sequence[Pair], supporters: Sequence[Pair]) -> tuple[Matrix, list[Pair]] | None:
    """Return the map that a proposal settles on, with the pairs that agree with it; None where it fails."""
    matrix: Matrix | None = None
    kept = list(supporters)
    for reach in (10.0, 6.0, 4.0):
        if len(kept) < 4:
            return None
        matrix = _fitted(kept, is_similarity=reach == 10.0)
        if matrix is None or not _is_plausible(matrix):
            return None
        a, b, c, d, e, f = matrix
        allowed = reach * max(1.0, math.sqrt(a * d - b * c))
        kept = []
        for ours, theirs in pairs:
            x = a * ours.x + c * ours.y + e - theirs.x
            y = b * ours.x + d * ours.y + f - theirs.y
            if x * x + y * y < allowed * allowed:
                kept.append((ours, theirs))
    return (matrix, kept) if matrix else None


def _is_plausible(matrix: Matrix) -> bool:
    """Whether a map neither turns far, nor mirrors, nor squeezes."""
    a, b, c, d, _, _ = matrix
    area = a * d - b * c
    if not 0.01 < area < 100.0:
        return False
    return a * a + b * b + c * c + d * d < 2.7 * area and abs(b - c) < 1.2 * math.sqrt(area)


def _fitted(pairs: Sequence[Pair], *, is_similarity: bool) -> Matrix | None:
    """Return the map with the least squared distance; None where the places lie in a row."""
    # Not `sum`, which newer Pythons compensate for rounding and browsers do not.
    count = float(len(pairs))
    mean_x = mean_y = mean_u = mean_v = 0.0
    for ours, theirs in pairs:
        mean_x += ours.x
        mean_y += ours.y
        mean_u += theirs.x
        mean_v += theirs.y
    mean_x, mean_y, mean_u, mean_v = mean_x / count, mean_y / count, mean_u / count, mean_v / count
    xx = yy = xy = xu = yu = xv = yv = 0.0
    for ours, theirs in pairs:
        x, y, u, v = ours.x - mean_x, ours.y - mean_y, theirs.x - mean_u, theirs.y - mean_v
        xx += x * x
        yy += y * y
        xy += x * y
        xu += x * u
        yu += y * u
        xv += x * v
        yv += y * v
    spread = xx + yy
    if spread < 1.0:
        return None
    if is_similarity:
        a, b = (xu + yv) / spread, (xv - yu) / spread
        c, d = -b, a
    else:
        area = xx * yy - xy * xy
        if area < 0.001 * spread * spread:
            return None
        a, c = (xu * yy - yu * xy) / area, (yu * xx - xu * xy) / area
        b, d = (xv * yy - yv * xy) / area, (yv * xx - xv * xy) / area
    return a, b, c, d, mean_u - a * mean_x - c * mean_y, mean_v - b * mean_x - d * mean_y


def _distinct(details: Iterable[Detail]) -> int:
    """Return how many places details are at, close ones counted once."""
    return len({(math.floor(item.x / _CELL_PX), math.floor(item.y / _CELL_PX)) for item in details})


# ------------------------------------------------------------------------------------------------ the whole


def _corners(matrix: Matrix, asked: Fingerprint) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what the asked picture covers of the known one's plane."""
    a, b, c, d, e, f = matrix
    ends = [(x, y) for x in (0, asked.width_px) for y in (0, asked.height_px)]
    across = [a * x + c * y + e for x, y in ends]
    down = [b * x + d * y + f for x, y in ends]
    return min(across), min(down), max(across), max(down)


def _is_spread(
    supporters: Sequence[Pair], known: Fingerprint, corners: tuple[float, float, float, float]
) -> bool:
    """Whether details agree wherever there are any, and not in a caption, a logo or a frame alone."""
    left, top = max(0.0, corners[0]), max(0.0, corners[1])
    width = min(float(known.width_px), corners[2]) - left
    height = min(float(known.height_px), corners[3]) - top
    if width < 1.0 or height < 1.0:
        return False
    there = [0] * (_GRID * _GRID)
    for detail in placed(known):
        x = math.floor((detail.x - left) * _GRID / width)
        y = math.floor((detail.y - top) * _GRID / height)
        if 0 <= x < _GRID and 0 <= y < _GRID:
            there[y * _GRID + x] += 1
    agreeing = set()
    for _, detail in supporters:
        x = math.floor((detail.x - left) * _GRID / width)
        y = math.floor((detail.y - top) * _GRID / height)
        if 0 <= x < _GRID and 0 <= y < _GRID:
            agreeing.add(y * _GRID + x)
    cells = sum(count > 1 for count in there)
    if cells < 2:
        return False
    lucky = 1.0
    for _ in supporters:
        lucky *= 1.0 - 1.0 / cells
    return len(agreeing) >= _LEAST_SPREAD * cells * (1.0 - lucky)


def _shares(
    corners: tuple[float, float, float, float], matrix: Matrix, asked: Fingerprint, known: Fingerprint
) -> tuple[float, float]:
    """Return how much of each picture the other shows, as far as upright boxes tell."""
    a, b, c, d, _, _ = matrix
    width = min(float(known.width_px), corners[2]) - max(0.0, corners[0])
    height = min(float(known.height_px), corners[3]) - max(0.0, corners[1])
    area = width * height
    whole = (a * d - b * c) * asked.width_px * asked.height_px
    return min(1.0, area / (known.width_px * known.height_px)), min(1.0, area / whole)
