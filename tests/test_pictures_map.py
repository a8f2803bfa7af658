"""The map counts once, hides nothing, and leads to every place."""

import random
from math import hypot
from urllib.parse import parse_qsl

import pytest

from attested.portal import pictures
from attested.portal.pictures import placed
from attested.portal.pictures.projection import WIDTH
from attested.portal.pictures.windows import NARROW, WIDE
from made import connection


def place(number, latitude=None, longitude=None, **cells):
    point = {"latitude": str(latitude), "longitude": str(longitude)} if latitude else {}
    named = {"id": f"G{number:06d}", "name": f"Place {number}", "level": "district", "parent": None}
    return {"latitude": None, "longitude": None} | named | point | cells


def there(number, incident, place_number, precision="3", role="at", **cells):
    target = f"G{place_number:06d}" if place_number else None
    row = {"id": f"L{number:06d}", "incident": f"I{incident:06d}", "place": target, "role": role}
    return row | {"precision": precision, "printed": "There", "reading": None} | cells


def opened(places, at):
    made = connection(places=places, incident_places=at)
    pictures.add(made)
    return pictures.runner(made)


def one_each(points):
    places = [place(n, *point) for n, point in enumerate(points, 1)]
    return opened(places, [there(n, n, n) for n in range(1, len(places) + 1)])


def scattered(count):
    chance = random.Random(11)
    return [(chance.uniform(22, 46), chance.uniform(84, 121)) for _ in range(count)]


def counts(run, number=1):
    row = run(f"SELECT * FROM {placed.PLACES} WHERE place = ?", [f"G{number:06d}"])[0]
    return {name: row[name] for name in ("exact", "near", "division", "region", "country")}


def test_an_incident_counts_once_for_a_place_at_its_finest_level():
    at = [there(1, 1, 1, "4"), there(2, 1, 1, "1", role="from"), there(3, 2, 1, "4")]
    run = opened([place(1, 31.2, 121.4)], at)
    assert counts(run) == {"exact": 1, "near": 0, "division": 0, "region": 1, "country": 0}
    (mark,) = pictures.map_small(run).marks
    assert mark.incidents == 2


def test_what_is_only_directed_at_a_place_makes_no_mark():
    run = opened(
        [place(1, 31.2, 121.4)], [there(1, 1, 1, role="target"), there(2, 2, 1, role="about")]
    )
    page = pictures.map_page(run, {})
    assert page.wide.marks == []
    assert [(row["incidents"], row["concerned"]) for row in page.not_drawn] == [(0, 2)]


def test_what_cannot_be_drawn_is_listed():
    places = [place(1), place(2, 51.5, -0.1), place(3, 35.0, 105.0)]
    at = [there(1, 1, 1), there(2, 1, 2), there(3, 1, 3, "6")]
    at += [
        there(4, 1, None, "6", printed="Garble", reading="Town"),
        there(5, 1, None, None, "online"),
    ]
    page = pictures.map_page(opened(places, at), {})
    assert page.wide.marks == []
    assert {row["place"] for row in page.not_drawn} == {"G000001", "G000002", "G000003"}
    assert [(row["printed"], row["reading"]) for row in page.unmatched] == [("Garble", "Town")]
    assert [row["first"] for row in page.online] == ["I000001"]


def test_the_area_of_a_mark_is_its_number_and_its_core_what_is_surer():
    at = [there(n, n, 1) for n in range(1, 10)] + [there(20, 20, 2, "4")]
    at += [there(n, n, 2, "1") for n in range(21, 24)]
    run = opened([place(1, 43.8, 87.6), place(2, 30.5, 114.2)], at)
    nine, four = pictures.map_page(run, {}).wide.marks
    assert nine.radius**2 / four.radius**2 == pytest.approx(9 / 4, rel=0.02)
    assert [disc.kind for disc in four.discs] == ["region", "exact"]
    assert four.discs[1].radius ** 2 / four.discs[0].radius ** 2 == pytest.approx(3 / 4, rel=0.02)


def test_marks_in_one_spot_stand_apart_and_point_home():
    page = pictures.map_page(one_each([(31.2, 121.4)] * 20), {})
    for drawing in (page.wide, page.narrow):
        marks = drawing.marks
        assert len(marks) == 20
        for n, mark in enumerate(marks):
            assert mark.reach <= mark.x <= drawing.sheet.width - mark.reach
            assert all(hypot(mark.x - m.x, mark.y - m.y) >= m.reach + mark.reach for m in marks[:n])
        assert sum(mark.leader is not None for mark in marks) == 19


def test_labels_meet_neither_each_other_nor_a_mark():
    marks = pictures.map_page(one_each(scattered(50)), {}).wide.marks
    labelled = [mark for mark in marks if mark.label]
    assert len(labelled) > 25
    for mark in labelled:
        left = {"start": 0, "end": 1, "middle": 0.5}[mark.label.anchor]
        start = mark.label.x - left * len(mark.name) * 7
        for other in marks:
            if other is not mark and abs(other.y - mark.label.y + 4) < other.radius:
                assert not start + 1 < other.x < start + len(mark.name) * 7 - 1


def reached(run, args, most):
    """The places to which the marks of a window lead, the windows that they open included."""
    page = pictures.map_page(run, args)
    assert len(page.wide.marks) <= WIDE.bears
    assert len(page.narrow.marks) <= NARROW.bears
    found = {mark.place for mark in page.wide.marks if mark.place}
    for mark in page.wide.marks:
        if mark.query and not mark.in_table:
            narrower = dict(parse_qsl(mark.query))
            assert float(narrower["km"]) < page.window.km
            assert most > 0
            found |= reached(run, narrower, most - 1)
    return found


def test_every_place_is_reached_from_the_whole_map():
    run = one_each(scattered(700))
    whole = pictures.map_page(run, {})
    assert sum(mark.places for mark in whole.wide.marks) == 700
    assert len(reached(run, {}, 8)) == 700


def test_more_places_in_one_spot_than_marks_open_the_table_of_places():
    (mark,) = pictures.map_page(one_each([(31.2, 121.4)] * 70), {}).wide.marks
    assert (mark.places, mark.in_table) == (70, True)
    assert dict(parse_qsl(mark.query))["latitude__gte"] == "31.2"


def test_a_small_window_has_no_outlines_and_a_scale_that_fits():
    page = pictures.map_page(one_each([(31.2, 121.4)]), {"lat": "31.2", "lon": "121.4", "km": "60"})
    assert page.wide.outline == ""
    assert page.wide.bar_km == 10
    assert page.wide.bar / WIDE.width == pytest.approx(10 / 60, rel=0.01)
    (mark,) = page.wide.marks
    assert (mark.x, mark.y) == pytest.approx((WIDE.width / 2, WIDE.height / 2), abs=1)


def test_a_window_stays_within_the_sheet():
    page = pictures.map_page(one_each([(31.2, 121.4)]), {"lat": "80", "lon": "0", "km": "1000"})
    assert page.window.west >= 0
    assert page.window.north >= 0
    assert page.window.west + page.window.width <= WIDTH


@pytest.mark.parametrize(
    "args", [{"lat": "x"}, {"lon": "nan"}, {"km": "1"}, {"lat": "91"}, {"km": "1e9"}]
)
def test_a_parameter_that_is_no_such_number_is_told(args):
    with pytest.raises(pictures.Unreadable, match=r"is a number from .*; correct or remove it"):
        pictures.map_page(one_each([(31.2, 121.4)]), args)


def test_a_version_without_a_column_has_no_map():
    made = connection()
    made.execute("ALTER TABLE incident_places DROP COLUMN reading")
    pictures.add(made)
    assert pictures.map_page(pictures.runner(made), {}) is None
    assert pictures.map_small(pictures.runner(made)) is None


def test_the_classes_cover_the_levels_that_are_drawn():
    levels = sorted(level for levels in placed.CLASSES.values() for level in levels)
    assert levels == [1, 2, 3, 4, 5]
