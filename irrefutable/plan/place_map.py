"""The map of the places: a mark for each country, larger where there are more. Refuses to draw a border."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from irrefutable.plan.contexts.browse import MapStep, MapView, MarkView, Tally
from irrefutable.plan.country_points import COUNTRY_POINTS

_FROM: Final = (1, 2, 10, 100)
"""The fewest cases of each size of mark."""
_RADII_PX: Final = (5, 7, 10, 14)
_STEPS: Final = tuple(
    MapStep(radius, f"{least}" if least == most else f"{least}–{most}" if most else f"{least}+")
    for least, most, radius in zip(_FROM, (*(least - 1 for least in _FROM[1:]), 0), _RADII_PX, strict=True)
)


def map_view(countries: Iterable[tuple[str, Tally]]) -> MapView | None:
    """Return the map; None where there is nothing to mark.

    Args:
        countries: the alpha-2 code of each, and the link to its cases; those with the most first, so that a
            smaller mark lies on a larger one.
    """
    marks = tuple(
        MarkView(tally, *COUNTRY_POINTS[code], _RADII_PX[bisect_right(_FROM, tally.count) - 1])
        for code, tally in countries
        if code in COUNTRY_POINTS and tally.count
    )
    used = {mark.radius_px for mark in marks}
    return MapView(marks, tuple(step for step in _STEPS if step.radius_px in used)) if marks else None
