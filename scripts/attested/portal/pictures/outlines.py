"""The outlines of countries that the map is drawn on: a small file made from a large one.

    python -m attested.portal.pictures.outlines PATH_TO_countries-50m.json

reads the file of that name in the npm package world-atlas (Natural Earth at 1:50 million, public
domain, as TopoJSON) and writes outlines.json beside this module. A border that two countries share
is simplified once, so that no gap opens between them.
"""

import json
import sys
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from attested.files import write_text
from attested.portal.pictures import shapes
from attested.portal.pictures.land import TARGET
from attested.portal.pictures.projection import HEIGHT, WIDTH, Point, project

COMMAND = "python -m attested.portal.pictures.outlines PATH_TO_countries-50m.json"
ORIGIN = "Natural Earth 1:50m countries, public domain, from the npm package world-atlas"
TOLERANCE = 5  # units of the sheet, about 4 km
SMALLEST = 900  # square units: islands below 20 km by 20 km are left out
MARGIN = 60  # units around the frame, so that no edge of a cut shows
# Degrees around the frame; what lies outside of them cannot reach it.
_WEST, _EAST, _SOUTH, _NORTH = 40, 170, 0, 78


def generated(topology: dict[str, Any]) -> str:
    """The text of outlines.json for a TopoJSON topology of countries."""
    drawn = "".join(_drawn(ring) for ring in _rings(topology))
    content = {"origin": ORIGIN, "width": WIDTH, "height": HEIGHT, "path": drawn}
    return json.dumps(content, indent=1) + "\n"


def _rings(topology: dict[str, Any]) -> Iterator[shapes.Ring]:
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    lines = [shapes.simplified(_projected(arc), TOLERANCE) for arc in arcs]
    for numbers in _arc_numbers(topology["objects"]["countries"]["geometries"]):
        if not any(_is_near(arcs[max(n, ~n)]) for n in numbers):
            continue
        whole = _joined([lines[n] if n >= 0 else lines[~n][::-1] for n in numbers])
        ring = shapes.clipped(whole, -MARGIN, -MARGIN, WIDTH + MARGIN, HEIGHT + MARGIN)
        if len(ring) > 2 and shapes.area(ring) >= SMALLEST:
            yield ring


def _arc_numbers(geometries: list[dict[str, Any]]) -> Iterator[list[int]]:
    """The arcs of each ring; a number below zero is the complement of an arc that runs back."""
    for geometry in geometries:
        if geometry["type"] == "Polygon":
            yield from geometry["arcs"]
        elif geometry["type"] == "MultiPolygon":
            yield from (ring for polygon in geometry["arcs"] for ring in polygon)


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[float, float]]:
    """Longitudes and latitudes of an arc, which holds steps from point to point."""
    (across, up), (west, south) = transform["scale"], transform["translate"]
    xs, ys = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
    return [(west + x * across, south + y * up) for x, y in zip(xs, ys, strict=True)]


def _is_near(arc: list[tuple[float, float]]) -> bool:
    return any(_WEST < lon < _EAST and _SOUTH < lat < _NORTH for lon, lat in arc)


def _projected(arc: list[tuple[float, float]]) -> list[Point]:
    return [project(latitude, longitude) for longitude, latitude in arc]


def _joined(lines: list[list[Point]]) -> shapes.Ring:
    """One ring of lines each of which ends where the next begins."""
    return [point for line in lines for point in line[:-1]]


def _drawn(ring: shapes.Ring) -> str:
    """SVG path data of a ring: its first point, then steps in whole units."""
    points = [(round(p.x), round(p.y)) for p in ring]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
    numbers = " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{numbers}z"


def main(arguments: list[str]) -> None:
    """Writes outlines.json from the file that the first argument names."""
    if len(arguments) != 1:
        sys.exit(f"name the file of outlines: {COMMAND}")
    source = Path(arguments[0])
    if not source.is_file():
        sys.exit(f"{source} is missing; install the npm package world-atlas")
    write_text(TARGET, generated(json.loads(source.read_text("utf-8"))))


if __name__ == "__main__":
    main(sys.argv[1:])
