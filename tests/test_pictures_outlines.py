"""The outlines of the map: small, fresh, and where the earth has them."""

import json
import re
import runpy
import sys
from itertools import pairwise
from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attested.portal.pictures import land, outlines, shapes
from attested.portal.pictures.projection import HEIGHT, UNIT_KM, WIDTH, Point, is_in_frame, project
from web_tools import outlines_source

ON_LAND = {"Urumqi": (43.8, 87.6), "Wuhan": (30.58, 114.27), "Lhasa": (29.65, 91.1)}
AT_SEA = {"East China Sea": (29.0, 125.0), "South China Sea": (18.0, 115.0)}
NUMBERS = re.compile(r"-?[0-9]+")


def rings():
    for drawn in land.path().split("z")[:-1]:
        first, steps = drawn[1:].split("l")
        x, y = map(int, first.split())
        points, numbers = [Point(x, y)], list(map(int, NUMBERS.findall(steps)))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append(Point(x, y))
        yield points


def is_land(latitude, longitude):
    point, crossings = project(latitude, longitude), 0
    for ring in rings():
        for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
            if (a.y > point.y) != (b.y > point.y):
                crossings += point.x < a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
    return crossings % 2 == 1


def test_the_outlines_are_those_of_the_package():
    made = outlines.generated(json.loads(outlines_source()))
    assert land.TARGET.read_text("utf-8") == made, f"run `{outlines.COMMAND}` in scripts/"


def test_the_outlines_are_small_and_end_just_outside_the_frame():
    assert land.TARGET.stat().st_size < 25_000
    points = [point for ring in rings() for point in ring]
    edge = outlines.MARGIN + 1
    assert {min(p.x for p in points), min(p.y for p in points)} == {-outlines.MARGIN}
    assert all(p.x <= WIDTH + edge and p.y <= HEIGHT + edge for p in points)


@pytest.mark.parametrize("name", [*ON_LAND, *AT_SEA])
def test_points_on_land_lie_in_an_outline_and_points_at_sea_in_none(name):
    assert is_land(*(ON_LAND | AT_SEA)[name]) == (name in ON_LAND)


@given(st.floats(18, 52), st.floats(75, 133))
def test_a_patch_of_ground_has_the_same_area_wherever_it_lies(latitude, longitude):
    corners = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1)]
    ring = [project(latitude + up, longitude + east) for up, east in corners]
    on_sheet = shapes.area(ring) * UNIT_KM**2
    side = radians(0.1) * 6371
    assert on_sheet == pytest.approx(side**2 * cos(radians(latitude + 0.05)), rel=0.001)


def test_a_place_on_the_other_side_of_the_earth_is_outside_the_frame():
    assert not is_in_frame(project(51.5, -0.1))
    assert not is_in_frame(project(38.9, -77.0))
    assert is_in_frame(project(39.9, 116.4))


POINTS = st.lists(st.builds(Point, st.integers(0, 100), st.integers(0, 100)), min_size=2)


@given(POINTS)
def test_a_simplified_line_keeps_its_ends_and_its_course(line):
    kept = shapes.simplified(line, 5)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert set(kept) <= set(line)
    stretches = list(pairwise(kept))
    assert all(min(shapes._distance(p, a, b) for a, b in stretches) <= 5.001 for p in line)


def test_a_ring_is_cut_at_the_edges():
    square = [Point(-10, -10), Point(10, -10), Point(10, 10), Point(-10, 10)]
    assert shapes.area(shapes.clipped(square, 0, 0, 20, 20)) == pytest.approx(100)
    assert shapes.clipped(square, 50, 50, 60, 60) == []


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SystemExit, match="name the file"):
        outlines.main([])
    with pytest.raises(SystemExit, match="is missing; install the npm package"):
        outlines.main([str(tmp_path / "none.json")])


def test_the_module_runs_by_itself(monkeypatch, recwarn):
    monkeypatch.setattr(sys, "argv", ["outlines"])
    monkeypatch.delitem(sys.modules, "attested.portal.pictures.outlines")
    with pytest.raises(SystemExit, match="countries-50m"):
        runpy.run_module("attested.portal.pictures.outlines", run_name="__main__")
    assert not [w for w in recwarn if "unpredictable" in str(w.message)]
