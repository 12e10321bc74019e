"""What moved together is told from what tracking missed, and from a placement that is a little off."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from irrefutable.media.features import View
from irrefutable.media.refine import Refined, settle

WHOLE = (0.0, 0.0, 400.0, 300.0)


def tracked(misses: NDArray[np.float64], *, is_pinned: bool = True) -> Refined:
    """Return points on a grid that miss the placement by so much, with a tenth of a pixel of noise."""
    misses = misses + np.random.default_rng(1).normal(0, 0.1, misses.shape)
    each = np.ones(len(misses), np.bool_)
    steady = np.hypot(*misses.T) < 0.75
    return Refined(np.eye(2, 3), grid(), steady, each, each & is_pinned, misses)


def grid() -> NDArray[np.float64]:
    across, down = np.meshgrid(np.linspace(10, 390, 16), np.linspace(10, 290, 12))
    return np.column_stack([across.ravel(), down.ravel()])


def near_surface() -> NDArray[np.float64]:
    """Return misses of two thirds of a pixel in the middle, which is too little to have moved by itself."""
    is_near = np.hypot(*(grid() - (200, 150)).T) < 110
    return np.outer(is_near, (0.6, 0.3))


def test_a_surface_that_shifted_by_less_than_a_pixel_is_seen() -> None:
    refined = tracked(near_surface())
    assert refined.drifting_within(WHOLE)[0] == 0
    assert refined.shifted_within(WHOLE) > 0.2


def test_points_that_miss_each_its_own_way_are_not_shifted() -> None:
    assert tracked(np.random.default_rng(2).normal(0, 1.0, (192, 2))).shifted_within(WHOLE) < 0.05


def test_a_placement_that_is_a_little_off_everywhere_shifts_nothing() -> None:
    turned = (grid() - (200, 150)) @ np.array([[0.004, 0.006], [-0.006, 0.002]]) + (0.5, -0.4)
    assert np.hypot(*turned.T).max() > 1
    assert tracked(turned).shifted_within(WHOLE) < 0.05


def test_points_that_slide_along_lines_are_not_asked() -> None:
    refined = tracked(near_surface(), is_pinned=False)
    assert refined.shifted_within(WHOLE) == 0
    assert refined.stayed_within(WHOLE, 0.8) == pytest.approx(0.8)


def test_points_in_one_line_are_weighed_all_the_same() -> None:
    refined = tracked(np.zeros((192, 2)))
    points = refined.points * (1.0, 0.0) + (0.0, 20.0)
    in_line = Refined(refined.matrix, points, refined.steady, refined.clear, refined.pinned, refined.misses)
    assert in_line.shifted_within(WHOLE) == 0


def test_a_point_on_a_straight_line_is_not_pinned_and_one_at_its_corner_is() -> None:
    image = Image.new("L", (400, 300), 90)
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, 340, 240), fill=200)
    for x in range(100, 320, 40):
        draw.line((x, 60, x + 2, 60), 150)
    refined = settle(View.of(image), View.of(image), np.eye(2, 3))
    corners = np.array([(60, 60), (341, 60), (60, 241), (341, 241)])
    from_corner = np.hypot(*(refined.points[:, None] - corners).transpose(2, 0, 1)).min(axis=1)
    assert (from_corner < 8).any()
    assert (from_corner > 30).any()
    assert refined.pinned[from_corner < 8].all()
    assert not refined.pinned[from_corner > 30].any()
