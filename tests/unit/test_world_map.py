"""The map of places has its outlines and its points from TopoJSON, on either side of the 180th meridian."""

from __future__ import annotations

from pathlib import Path

import pytest

from irrefutable.model.fields import Phrase
from irrefutable.plan.contexts.browse import Tally
from irrefutable.plan.country_points import COUNTRY_POINTS
from irrefutable.plan.place_map import map_view
from scripts.world_map import WIDTH, deepest, parted, path_of, polygons, simplified, x_of, y_of

TOPOLOGY = {
    "transform": {"scale": [0.5, 0.25], "translate": [-10, 20]},
    # A square of two arcs; the second is written from its end.
    "arcs": [[[0, 0], [20, 0], [0, 40]], [[0, 0], [0, 40], [20, 0]]],
    "objects": {"land": {"geometries": [{"type": "Polygon", "arcs": [[0, ~1]]}]}},
}


def test_arcs_that_follow_each_other_are_a_ring() -> None:
    ((ring,),) = polygons(TOPOLOGY, "land")
    assert ring == [(-10, 20), (0, 20), (0, 30), (-10, 30), (-10, 20)]


def test_ring_across_the_180th_meridian_has_two_parts() -> None:
    ring = [(170.0, 0.0), (-170.0, 0.0), (-170.0, 10.0), (170.0, 10.0), (170.0, 0.0)]
    parts = [sorted({east for east, _ in part}) for part in parted(ring)]
    assert sorted(parts) == [[-180, -170], [170, 180]]
    around_a_pole = [(0.0, -80.0), (120.0, -80.0), (-120.0, -80.0), (0.0, -80.0)]
    assert list(parted(around_a_pole)) == []


def test_what_nobody_would_miss_is_left_out() -> None:
    square = [(0.0, 0.0), (50.0, 0.01), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)]
    assert path_of(simplified(square)) == "M0 0l100 0 0 100-100 0z"
    assert simplified([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]) == []


def test_mark_stands_deep_inside_its_country() -> None:
    """Not in the middle of its bounds, which is outside of a country that is bent."""
    bent = [(0.0, 0.0), (100.0, 0.0), (100.0, 10.0), (30.0, 10.0), (30.0, 100.0), (0.0, 100.0)]
    x, y = deepest(bent)
    assert 10 < x < 25
    assert 10 < y < 90


@pytest.mark.parametrize(
    ("code", "east", "north"),
    [
        ("SY", 38.5, 35),
        ("UA", 31, 49),
        ("NZ", 172, -43),
        ("US", -100, 40),
        ("MT", 14.4, 35.9),
        ("XK", 21, 42.6),
    ],
)
def test_points_are_where_the_countries_are(code: str, east: float, north: float) -> None:
    x, y = COUNTRY_POINTS[code]
    assert x == pytest.approx(x_of(east, north) / WIDTH * 100, abs=2)
    assert y == pytest.approx(y_of(north) / y_of(-57) * 100, abs=3)


def test_all_points_are_on_the_map_and_the_land_is_small() -> None:
    assert len(COUNTRY_POINTS) > 240
    assert all(0 < x < 100 and 0 < y < 100 for x, y in COUNTRY_POINTS.values())
    assert Path("templates/_land.html").stat().st_size < 40_000


def test_mark_grows_in_steps() -> None:
    counts = {"SY": 250, "US": 99, "GB": 2, "IQ": 1, "AQ": 1}
    tallies = [(code, Tally(Phrase(code, "en"), f"/{code}/", count)) for code, count in counts.items()]
    view = map_view(tallies)
    assert view
    radii = {mark.country.label.text: mark.radius_px for mark in view.marks}
    assert radii["SY"] > radii["US"] > radii["GB"] > radii["IQ"]
    assert "AQ" not in radii
    assert [step.label for step in view.steps] == ["1", "2–9", "10–99", "100+"]
    assert map_view(tallies[-1:]) is None
