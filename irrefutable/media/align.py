"""Where a claimed picture sits in its original, from points that a person placed in both.

Pure mathematics. Refuses points that do not decide the answer, instead of returning a wild one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

from irrefutable.model.media import Affine, Placement
from irrefutable.model.picture import PointPair

Size: TypeAlias = tuple[int, int]
Points: TypeAlias = Sequence[tuple[float, float]]

LEAST_SPREAD: Final = 0.01
"""Of the picture's diagonal. Points nearer together, or nearer to one line, magnify a slip of the hand
by more than a hundred at the picture's edge."""


class AlignmentError(ValueError):
    """The points give no placement; the message says why, in an editor's words."""


class DegeneratePointsError(AlignmentError):
    """There are too few points, they are too close together, or they lie on one line."""


class MirroredPointsError(AlignmentError):
    """The points show a mirror image where none was declared, or the other way round."""


def place(claimed_size: Size, original_size: Size, pairs: Sequence[PointPair], mirrored: bool) -> Placement:
    """Return where the claimed picture lies in its original, in pixels of the upright original.

    Two pairs give a similarity (turn, scale, shift, and a reflection where `mirrored`), which meets
    them exactly. Three or more give the affine map with the least squared distance; three are met
    exactly too, so that only from the fourth on the residual says how well they agree.

    Raises:
        DegeneratePointsError: the points do not decide a placement.
        MirroredPointsError: three or more points contradict `mirrored`.
    """
    claimed = [pair.claimed for pair in pairs]
    original = [pair.original for pair in pairs]
    if len(pairs) < 2:
        raise DegeneratePointsError("two pairs of points are needed at least")
    for points, size, name in ((claimed, claimed_size, "claimed"), (original, original_size, "original")):
        _refuse_narrow(points, size, name)
    transform = _similarity(claimed, original, mirrored) if len(pairs) == 2 else _affine(claimed, original)
    if len(pairs) > 2 and (transform.a * transform.d < transform.b * transform.c) != mirrored:
        raise MirroredPointsError(
            "the points do not show a mirror image, but `mirrored` is set"
            if mirrored
            else "the points show a mirror image, but `mirrored` is not set"
        )
    residuals = residuals_px(transform, pairs)
    return Placement(transform, _outline(transform, claimed_size), max(residuals), residuals_px=residuals)


def residuals_px(transform: Affine, pairs: Sequence[PointPair]) -> tuple[float, ...]:
    """Return for each pair how far its original point is from where the map puts the claimed one."""
    return tuple(math.dist(transform.apply(*pair.claimed), pair.original) for pair in pairs)


def identity(claimed_size: Size, original_size: Size, mirrored: bool = False) -> Placement:
    """Return the placement of pictures of the same view: one scaled, or flipped and scaled, to the other."""
    across = original_size[0] / claimed_size[0]
    down = original_size[1] / claimed_size[1]
    if mirrored:
        transform = Affine(-across, 0.0, 0.0, down, float(original_size[0]), 0.0)
    else:
        transform = Affine(across, 0.0, 0.0, down, 0.0, 0.0)
    return Placement(transform, _outline(transform, claimed_size), 0.0)


def _refuse_narrow(points: Points, size: Size, name: str) -> None:
    least = LEAST_SPREAD * math.hypot(*size)
    if len(points) == 2:
        if math.dist(*points) <= least:
            raise DegeneratePointsError(f"the points in the {name} picture are too close together")
        return
    xx, xy, yy = _scatter(points)
    # The smaller eigenvalue of the scatter is the squared distance from the line that fits best.
    across_line = (xx + yy - math.hypot(xx - yy, 2 * xy)) / 2
    if math.sqrt(max(0.0, across_line)) <= least:
        raise DegeneratePointsError(
            f"the points in the {name} picture lie on one line, or too close together"
        )


def _scatter(points: Points) -> tuple[float, float, float]:
    centre_x, centre_y = _centre(points)
    return (
        math.fsum((x - centre_x) ** 2 for x, _ in points),
        math.fsum((x - centre_x) * (y - centre_y) for x, y in points),
        math.fsum((y - centre_y) ** 2 for _, y in points),
    )


def _centre(points: Points) -> tuple[float, float]:
    count = len(points)
    return math.fsum(x for x, _ in points) / count, math.fsum(y for _, y in points) / count


def _similarity(claimed: Points, original: Points, mirrored: bool) -> Affine:
    # As complex numbers a similarity is z' = factor · z + shift; a reflected one takes z's conjugate.
    before = [complex(x, -y if mirrored else y) for x, y in claimed]
    after = [complex(x, y) for x, y in original]
    factor = (after[1] - after[0]) / (before[1] - before[0])
    shift = after[0] - factor * before[0]
    down = -1.0 if mirrored else 1.0
    return Affine(factor.real, factor.imag, -factor.imag * down, factor.real * down, shift.real, shift.imag)


def _affine(claimed: Points, original: Points) -> Affine:
    # Around the two centres the shift falls out, and the normal equations are two by two.
    xx, xy, yy = _scatter(claimed)
    (from_x, from_y), (to_x, to_y) = _centre(claimed), _centre(original)
    pairs = list(zip(claimed, original, strict=True))
    x_to_x = math.fsum((x - from_x) * (u - to_x) for (x, _), (u, _) in pairs)
    y_to_x = math.fsum((y - from_y) * (u - to_x) for (_, y), (u, _) in pairs)
    x_to_y = math.fsum((x - from_x) * (v - to_y) for (x, _), (_, v) in pairs)
    y_to_y = math.fsum((y - from_y) * (v - to_y) for (_, y), (_, v) in pairs)
    determinant = xx * yy - xy * xy
    a = (x_to_x * yy - y_to_x * xy) / determinant
    c = (y_to_x * xx - x_to_x * xy) / determinant
    b = (x_to_y * yy - y_to_y * xy) / determinant
    d = (y_to_y * xx - x_to_y * xy) / determinant
    return Affine(a, b, c, d, to_x - a * from_x - c * from_y, to_y - b * from_x - d * from_y)


def _outline(transform: Affine, size: Size) -> tuple[tuple[float, float], ...]:
    width, height = size
    return tuple(transform.apply(x, y) for x, y in ((0, 0), (width, 0), (width, height), (0, height)))
