"""Where a claimed picture lies in its original, and when points cannot say."""

from __future__ import annotations

import cmath
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from irrefutable.media.align import (
    AlignmentError,
    DegeneratePointsError,
    MirroredPointsError,
    identity,
    place,
)
from irrefutable.model.media import Affine
from irrefutable.model.picture import PointPair

CLAIMED = (800, 600)
ORIGINAL = (5000, 4000)

points = st.tuples(st.floats(0, 800), st.floats(0, 600))
many_points = st.lists(points, min_size=3, max_size=12)
similarities = st.builds(
    lambda scale, turn, mirrored: (cmath.rect(scale, turn), complex(2500, 2000), mirrored),
    st.floats(0.3, 2.2),
    st.floats(-math.pi, math.pi),
    st.booleans(),
)


def pairs_of(*pairs: tuple[tuple[float, float], tuple[float, float]]) -> list[PointPair]:
    return [PointPair.model_construct(claimed=before, original=after) for before, after in pairs]


def moved(similarity: tuple[complex, complex, bool], point: tuple[float, float]) -> tuple[float, float]:
    factor, shift, mirrored = similarity
    z = complex(*point)
    after = factor * (z.conjugate() if mirrored else z) + shift
    return after.real, after.imag


def is_same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return math.dist(one, other) < 1e-4


@given(similarities, points, points, points)
def test_two_points_recover_any_similarity(
    similarity: tuple[complex, complex, bool],
    first: tuple[float, float],
    second: tuple[float, float],
    elsewhere: tuple[float, float],
) -> None:
    assume(math.dist(first, second) > 250)
    pairs = pairs_of((first, moved(similarity, first)), (second, moved(similarity, second)))
    placement = place(CLAIMED, ORIGINAL, pairs, mirrored=similarity[2])
    assert is_same(placement.transform.apply(*elsewhere), moved(similarity, elsewhere))
    assert placement.residual_px < 1e-6


@given(similarities, many_points, points)
def test_more_points_recover_any_similarity(
    similarity: tuple[complex, complex, bool],
    spots: list[tuple[float, float]],
    elsewhere: tuple[float, float],
) -> None:
    pairs = pairs_of(*((spot, moved(similarity, spot)) for spot in spots))
    try:
        placement = place(CLAIMED, ORIGINAL, pairs, mirrored=similarity[2])
    except DegeneratePointsError:
        assume(False)
    assert is_same(placement.transform.apply(*elsewhere), moved(similarity, elsewhere))
    corners = ((0, 0), (800, 0), (800, 600), (0, 600))
    for corner, expected in zip(placement.outline, corners, strict=True):
        assert is_same(corner, moved(similarity, expected))
    assert placement.residual_px < 1e-4


def test_three_points_recover_a_picture_that_was_stretched_and_slanted() -> None:
    truth = Affine(2.0, 0.25, -0.5, 3.0, 700.0, 300.0)
    spots = [(10.0, 20.0), (700.0, 50.0), (300.0, 580.0)]
    placement = place(
        CLAIMED, ORIGINAL, pairs_of(*((spot, truth.apply(*spot)) for spot in spots)), mirrored=False
    )
    assert is_same(placement.transform.apply(500, 400), truth.apply(500, 400))
    assert placement.residual_px < 1e-9


def test_the_outline_names_the_corners_clockwise_from_the_top_left() -> None:
    placement = place(CLAIMED, ORIGINAL, pairs_of(((0, 0), (100, 50)), ((800, 0), (900, 50))), mirrored=False)
    assert placement.outline == ((100, 50), (900, 50), (900, 650), (100, 650))


def test_a_mirrored_picture_turns_its_left_corners_to_the_right() -> None:
    pairs = pairs_of(((0, 0), (900, 50)), ((800, 0), (100, 50)))
    placement = place(CLAIMED, ORIGINAL, pairs, mirrored=True)
    assert placement.outline == ((900, 50), (100, 50), (100, 650), (900, 650))


def test_the_residual_is_the_largest_miss() -> None:
    square = [(100.0, 100.0), (700.0, 100.0), (700.0, 500.0), (100.0, 500.0)]
    misses = [(4.0, 0.0), (-4.0, 0.0), (4.0, 0.0), (-4.0, 0.0)]
    pairs = pairs_of(
        *((spot, (spot[0] + dx, spot[1] + dy)) for spot, (dx, dy) in zip(square, misses, strict=True))
    )
    placement = place(CLAIMED, ORIGINAL, pairs, mirrored=False)
    # The four misses have no affine part, so the map stays where it was and each point misses by 4.
    assert placement.transform.apply(123, 456) == pytest.approx((123, 456))
    assert placement.residual_px == pytest.approx(4)


def test_one_wrong_point_pulls_the_map_less_than_itself() -> None:
    spots = [(100.0, 100.0), (700.0, 100.0), (700.0, 500.0), (100.0, 500.0), (400.0, 300.0)]
    pairs = pairs_of(*((spot, spot) for spot in spots[:-1]), (spots[-1], (410.0, 300.0)))
    assert place(CLAIMED, ORIGINAL, pairs, mirrored=False).residual_px == pytest.approx(8)


@pytest.mark.parametrize(
    ("spots", "message"),
    [
        ([], "two pairs"),
        ([(1, 1)], "two pairs"),
        ([(50, 50), (50, 50)], "claimed picture are too close"),
        ([(50, 50), (56, 50)], "claimed picture are too close"),
        ([(50, 50), (50, 50), (50, 50)], "claimed picture lie on one line"),
        ([(0, 0), (400, 300), (800, 600)], "claimed picture lie on one line"),
        ([(0, 0), (400, 303), (800, 600)], "claimed picture lie on one line"),
        ([(5, 0), (5, 300), (5, 600), (5, 10)], "claimed picture lie on one line"),
    ],
)
def test_points_that_decide_nothing_are_refused(spots: list[tuple[float, float]], message: str) -> None:
    away = [(100.0, 100.0), (4000.0, 200.0), (300.0, 3500.0), (4500.0, 3900.0)]
    with pytest.raises(DegeneratePointsError, match=message):
        place(CLAIMED, ORIGINAL, pairs_of(*zip(spots, away, strict=False)), mirrored=False)


def test_points_that_decide_nothing_in_the_original_are_refused() -> None:
    for count in (2, 3):
        spots = [(10.0, 10.0), (700.0, 100.0), (300.0, 500.0)][:count]
        pairs = pairs_of(*((spot, (spot[0] / 100, 5.0)) for spot in spots))
        with pytest.raises(DegeneratePointsError, match="original picture"):
            place(CLAIMED, ORIGINAL, pairs, mirrored=False)


@pytest.mark.parametrize("mirrored", [True, False])
def test_points_that_contradict_the_editor_are_refused(mirrored: bool) -> None:
    similarity = (complex(2, 1), complex(2000, 2000), not mirrored)
    spots = [(10.0, 10.0), (700.0, 100.0), (300.0, 500.0)]
    pairs = pairs_of(*((spot, moved(similarity, spot)) for spot in spots))
    with pytest.raises(
        MirroredPointsError, match="`mirrored` is set" if mirrored else "`mirrored` is not set"
    ):
        place(CLAIMED, ORIGINAL, pairs, mirrored=mirrored)


def test_every_refusal_can_be_caught_as_one() -> None:
    assert issubclass(DegeneratePointsError, AlignmentError)
    assert issubclass(MirroredPointsError, AlignmentError)
    assert issubclass(AlignmentError, ValueError)


def test_pictures_of_the_same_view_are_scaled_onto_each_other() -> None:
    placement = identity((800, 600), (1600, 900))
    assert placement.transform.apply(400, 300) == (800, 450)
    assert placement.outline == ((0, 0), (1600, 0), (1600, 900), (0, 900))
    assert placement.residual_px == 0


def test_a_mirror_image_of_the_same_view_is_flipped_and_scaled() -> None:
    placement = identity((800, 600), (1600, 900), mirrored=True)
    assert placement.transform.apply(0, 0) == (1600, 0)
    assert placement.transform.apply(800, 600) == (0, 900)
    assert placement.outline == ((1600, 0), (0, 0), (0, 900), (1600, 900))
