"""Draws the land, and finds the middle of each country, for the map of places.

The outlines are Natural Earth's (public domain), as the npm package world-atlas has them in TopoJSON. What is
written is committed, so that nobody who builds an archive needs the package: `templates/_land.html` has the
land, and `irrefutable/plan/country_points.py` the points. Borders are in neither.

usage: make map
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import asin, cos, hypot, inf, radians, sin, sqrt
from pathlib import Path
from typing import Any, Final, TypeAlias

from babel.core import get_global

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = "world-atlas@2.0.2"
INTEGRITY: Final = "IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ=="
"""The SHA-512 of the package, as npm writes it."""

WIDTH: Final = 1600
"""Of the map, in its own units: all of the world from west to east."""
NORTH, SOUTH = 84.0, -57.0
"""Degrees. Nobody lives beyond."""
COARSEST: Final = 3.0
"""Square units. A point whose triangle with its neighbours is smaller is left out, and so is an island."""
STEPS: Final = 10
"""How many points a country is tried at in each direction, to find the one that is deepest inside."""
ROUNDS: Final = 4
"""How often that is done again, ever closer around the best one."""
UNNUMBERED: Final = {"Kosovo": "XK"}
"""What cases can name as a country, and ISO 3166-1 gives no number."""
OVERSEAS: Final = {
    "BQ": (-68.3, 12.2),
    "BV": (3.4, -54.4),
    "CC": (96.8, -12.2),
    "CX": (105.6, -10.5),
    "GF": (-53.0, 4.0),
    "GP": (-61.5, 16.2),
    "MQ": (-61.0, 14.6),
    "RE": (55.5, -21.1),
    "SJ": (16.0, 78.5),
    "TK": (-171.8, -9.2),
    "YT": (45.2, -12.8),
}
"""What has a code of its own, and is a part of another country in the outlines: degrees east and north."""

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]


class WrongPackageError(Exception):
    """The package is not the one that was looked at."""


def main() -> None:
    """Write both files."""
    with tempfile.TemporaryDirectory() as folder:
        maps = fetched(Path(folder))
    land = [part for polygon in polygons(maps["110m"], "land") for ring in polygon for part in parted(ring)]
    rings = [ring for ring in map(simplified, map(projected, land)) if ring]
    height = round(y_of(SOUTH))
    template = ROOT / "templates" / "_land.html"
    template.write_text(_TEMPLATE % (WIDTH, height, "".join(map(path_of, rings))), encoding="utf-8")
    lines = (
        f'    "{code}": ({x / WIDTH * 100:.2f}, {y / height * 100:.2f}),\n'
        for code, (x, y) in sorted(middles(maps["10m"], maps["50m"]).items())
    )
    module = ROOT / "irrefutable" / "plan" / "country_points.py"
    module.write_text(_MODULE % "".join(lines), encoding="utf-8")


_TEMPLATE: Final = """\
{#- The land of the world in Equal Earth. `make map` wrote it: Natural Earth, public domain. -#}
{%% macro land() -%%}
<svg viewBox="0 0 %d %d" preserveAspectRatio="none" aria-hidden="true"><path class="land" d="%s"/></svg>
{%%- endmacro %%}
"""
_MODULE: Final = '''\
"""Where each country has its mark on the map. `make map` wrote it: Natural Earth, public domain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COUNTRY_POINTS: Final[Mapping[str, tuple[float, float]]] = {
%s}
"""By ISO 3166-1 alpha-2 code: per cent of the width from the left, and of the height from the top."""
'''


def fetched(folder: Path) -> Mapping[str, Any]:
    """Return the countries of the world by the scale they are drawn for.

    Raises:
        WrongPackageError: the package has other bytes.
    """
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (package,) = folder.glob("*.tgz")
    if base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode() != INTEGRITY:
        raise WrongPackageError(f"{PACKAGE} is not the package whose outlines were looked at")
    maps = {}
    with tarfile.open(package) as archive:
        for scale in ("110m", "50m", "10m"):
            file = archive.extractfile(f"package/countries-{scale}.json")
            assert file  # noqa: S101 - of these bytes, what is in them is known
            maps[scale] = json.load(file)
    return maps


# ------------------------------------------------------------------------------------------- outlines


def polygons(topology: Mapping[str, Any], name: str, *, of: int | None = None) -> Iterator[list[Ring]]:
    """Yield the polygons of an object, or of one of its geometries, as closed rings: degrees east, north."""
    geometries = topology["objects"][name]["geometries"]
    for geometry in geometries if of is None else [geometries[of]]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in parts:
            yield [list(_joined(topology, ring)) for ring in polygon]


def _joined(topology: Mapping[str, Any], arcs: Iterable[int]) -> Iterator[Point]:
    """Yield the points of arcs that follow each other; one written as its complement runs backwards."""
    for number, index in enumerate(arcs):
        points = list(_degrees(topology, topology["arcs"][index if index >= 0 else ~index]))
        yield from (points if index >= 0 else points[::-1])[bool(number) :]


def _degrees(topology: Mapping[str, Any], arc: Sequence[Sequence[int]]) -> Iterator[Point]:
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + left, y * scale_y + bottom


def parted(ring: Ring) -> Iterator[Ring]:
    """Yield the parts of a ring on either side of the 180th meridian, which the outlines run across."""
    whole = [ring[0]]
    for east, north in ring[1:]:
        whole.append((east - 360 * round((east - whole[-1][0]) / 360), north))
    # Around a pole, a ring does not come back to where it began.
    if whole[0] != whole[-1]:
        return
    for turn in (-360, 0, 360):
        part = _cut(_cut([(east + turn, north) for east, north in whole], 180, 1), -180, -1)
        if part:
            yield part


def _cut(ring: Ring, meridian: float, side: int) -> Ring:
    """Return what of a closed ring is west of a meridian, or with a negative side, east of it."""
    part: Ring = []
    for (x1, y1), (x2, y2) in pairwise(ring):
        is_in, is_next_in = (side * (meridian - x) >= 0 for x in (x1, x2))
        if is_in:
            part.append((x1, y1))
        if is_in != is_next_in:
            part.append((meridian, y1 + (y2 - y1) * (meridian - x1) / (x2 - x1)))
    return [*part, *part[:1]]


# ------------------------------------------------------------------------------------------ projection


def projected(ring: Iterable[Point]) -> Ring:
    """Return a ring on the map, from its degrees."""
    return [(x_of(east, north), y_of(north)) for east, north in ring]


# Šavrič, Patterson and Jenny 2018: areas keep their sizes.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M: Final = sqrt(3) / 2
_UNITS: Final = WIDTH / 2 / (radians(180) / (_M * _A1))
"""Of the map, for a unit of the globe's radius."""


def x_of(east: float, north: float) -> float:
    """Return how far a place is from the left edge."""
    angle = asin(_M * sin(radians(north)))
    stretch = 9 * _A4 * angle**8 + 7 * _A3 * angle**6 + 3 * _A2 * angle**2 + _A1
    return WIDTH / 2 + _UNITS * radians(east) * cos(angle) / (_M * stretch)


def y_of(north: float) -> float:
    """Return how far a place is from the upper edge."""
    return _UNITS * (_height(NORTH) - _height(north))


def _height(north: float) -> float:
    angle = asin(_M * sin(radians(north)))
    return _A4 * angle**9 + _A3 * angle**7 + _A2 * angle**3 + _A1 * angle


# ------------------------------------------------------------------------------------------- the land


def simplified(ring: Ring) -> Ring:
    """Return a ring on whole units without the points that nobody would miss; empty for a small island.

    Visvalingam and Whyatt 1993: the point with the smallest triangle goes first.
    """
    kept = [(float(round(x)), float(round(y))) for x, y in ring[:-1]]
    while len(kept) > 3:
        areas = [
            abs(area_of([kept[number - 1], point, kept[(number + 1) % len(kept)]]))
            for number, point in enumerate(kept)
        ]
        smallest = min(range(len(kept)), key=areas.__getitem__)
        if areas[smallest] >= COARSEST:
            break
        del kept[smallest]
    return kept if abs(area_of(kept)) >= COARSEST else []


def area_of(ring: Sequence[Point]) -> float:
    """Return the area inside a ring; one that runs the other way has a negative one."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise((*ring, ring[0]))) / 2


def path_of(ring: Ring) -> str:
    """Return a ring as a part of an SVG path: where it begins, then steps."""
    numbers = [round(step) for (x1, y1), (x2, y2) in pairwise(ring) for step in (x2 - x1, y2 - y1)]
    # A minus sign parts two numbers as well as a space does.
    steps = " ".join(map(str, numbers)).replace(" -", "-")
    return f"M{ring[0][0]:.0f} {ring[0][1]:.0f}l{steps}z"


# ------------------------------------------------------------------------------------------- countries


def middles(*maps: Mapping[str, Any]) -> Mapping[str, Point]:
    """Return a point on the map for each country, deep inside its largest part; later maps go first."""
    codes = get_global("territory_aliases")
    largest: dict[str, Ring] = {}
    for topology in maps:
        rings: dict[str, list[Ring]] = {}
        for number, geometry in enumerate(topology["objects"]["countries"]["geometries"]):
            code = UNNUMBERED.get(geometry["properties"]["name"]) or codes.get(geometry.get("id"), [""])[0]
            for polygon in polygons(topology, "countries", of=number):
                rings.setdefault(code, []).extend(map(projected, parted(polygon[0])))
        for code, found in rings.items():
            largest[code] = max(found, key=lambda ring: abs(area_of(ring)), default=[])
    points = {code: deepest(ring) for code, ring in largest.items() if code and ring}
    # Antarctica is south of the map.
    points = {code: point for code, point in points.items() if point[1] < y_of(SOUTH)}
    return points | {code: (x_of(*place), y_of(place[1])) for code, place in OVERSEAS.items()}


def deepest(ring: Ring) -> Point:
    """Return the point inside a ring that is farthest from its edge, nearly."""
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    best, depth = ((left + right) / 2, (top + bottom) / 2), -inf
    width, height = right - left, bottom - top
    for _ in range(ROUNDS):
        middle = best
        for column in range(STEPS + 1):
            for row in range(STEPS + 1):
                point = (middle[0] + width * (column / STEPS - 0.5), middle[1] + height * (row / STEPS - 0.5))
                if (found := depth_of(point, ring)) > depth:
                    best, depth = point, found
        width, height = width / STEPS * 2, height / STEPS * 2
    return best


def depth_of(point: Point, ring: Ring) -> float:
    """Return how far a point is from the edge of a ring; negative outside of it."""
    x, y = point
    is_inside, nearest = False, inf
    for (x1, y1), (x2, y2) in pairwise((*ring, ring[0])):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            is_inside = not is_inside
        length = (x2 - x1) ** 2 + (y2 - y1) ** 2
        along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
        nearest = min(nearest, hypot(x1 + along * (x2 - x1) - x, y1 + along * (y2 - y1) - y))
    return nearest if is_inside else -nearest


if __name__ == "__main__":
    main()
