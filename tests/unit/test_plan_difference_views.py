"""Where a box is, in words, and whether an editor's region says the same."""

from __future__ import annotations

import pytest

from irrefutable.model.media import BoxPx
from irrefutable.plan.difference_views import is_covered, place, whereabouts
from irrefutable.plan.wording import wording

SIZE = (900, 600)


@pytest.mark.parametrize(
    ("box", "where"),
    [
        ((10, 10, 100, 60), "at the top left"),
        ((400, 10, 100, 60), "at the top"),
        ((790, 10, 100, 60), "at the top right"),
        ((10, 280, 100, 60), "on the left"),
        ((400, 280, 100, 60), "in the middle"),
        ((790, 280, 100, 60), "on the right"),
        ((10, 530, 100, 60), "at the bottom left"),
        ((400, 530, 100, 60), "at the bottom"),
        ((790, 530, 100, 60), "at the bottom right"),
        ((0, 0, 900, 60), "along the top"),
        ((0, 540, 900, 60), "along the bottom"),
        ((100, 250, 700, 100), "across the middle"),
        ((0, 0, 60, 600), "along the left side"),
        ((420, 50, 60, 500), "down the middle"),
        ((50, 50, 800, 500), "over most of the picture"),
    ],
)
def test_place_of_a_box_is_named_by_its_third_or_its_side(box: BoxPx, where: str) -> None:
    assert whereabouts(box, SIZE) == where


def test_size_of_a_box_is_said_in_the_readers_language() -> None:
    assert (
        place(wording("en"), (790, 10, 100, 60), SIZE)
        == "at the top right, about 1\N{NO-BREAK SPACE}% of the picture"
    )
    assert (
        place(wording("en"), (10, 10, 10, 10), SIZE)
        == "at the top left, less than 1\N{NO-BREAK SPACE}% of the picture"
    )
    assert (
        place(wording("ru"), (0, 540, 900, 60), SIZE)
        == "вдоль нижнего края, около 10\N{NO-BREAK SPACE}% снимка"
    )


@pytest.mark.parametrize(
    ("regions", "is_said"),
    [
        ([], False),
        ([(100, 100, 100, 100)], True),
        ([(0, 0, 900, 600)], True),
        ([(130, 100, 100, 100)], True),
        ([(131, 100, 100, 100)], False),
        ([(100, 100, 50, 100), (150, 100, 50, 100)], False),
        ([(500, 500, 10, 10), (90, 90, 200, 200)], True),
    ],
)
def test_region_covers_a_box_that_lies_mostly_in_it(regions: list[BoxPx], is_said: bool) -> None:
    """In one region: two that share a box are two findings, and the box is a third."""
    assert is_covered((100, 100, 100, 100), regions) is is_said
