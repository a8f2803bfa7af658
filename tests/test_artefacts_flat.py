"""incidents_flat.csv needs no join, and no sum over one of its columns misleads."""

import csv
import io
import sqlite3

import pytest

from artefact_made import real
from attested import rows, schema
from attested.artefacts import flat, zipped
from attested.artefacts.flat_columns import flat_table, measures
from made import ROOT, connection
from test_views import ARTICLE, INCIDENT, claim, source


def line(**tables):
    """The cells of the one incident that the tables hold."""
    tables = {"articles": [ARTICLE], "incidents": [INCIDENT], "sources": SOURCES} | tables
    database = connection(**tables)
    (row,) = flat.content(schema.load(ROOT), database).rows
    return row


SOURCES = [source(1, "outlet"), source(2)]
FIGURE = {"printed": "300", "measure": "people taking part", "counted": "people at the gate"}
FIGURE |= {"qualifier": "exact", "unit": "person", "low": "300", "high": "300"}


def test_every_incident_of_the_record_is_a_line_that_the_schema_accepts():
    text = zipped.read(real().path("-csv.zip"))["incidents_flat.csv"]
    assert text == real().path("incidents_flat.csv").read_bytes()
    lines = list(csv.DictReader(io.StringIO(text.decode())))
    table = flat_table(real().package)
    model = rows.row_model(table)
    for each in lines:
        model.model_validate({name: cell or None for name, cell in each.items()})
    incidents = real().contents["incidents"].rows
    assert [each["id"] for each in lines] == [each["id"] for each in incidents]


def test_no_cell_but_the_id_and_same_as_holds_an_id_of_a_row():
    text = real().path("incidents_flat.csv").read_text("utf-8")
    for each in csv.DictReader(io.StringIO(text)):
        labels = {name: cell for name, cell in each.items() if name not in ("id", "same_as")}
        ids = {row["id"] for c in real().contents.values() for row in c.rows}
        assert not ids & set(labels.values())


def test_what_the_flat_file_says_agrees_with_the_views():
    text = real().path("incidents_flat.csv").read_text("utf-8")
    lines = {each["id"]: each for each in csv.DictReader(io.StringIO(text))}
    with sqlite3.connect(real().path(".db")) as database:
        query = "SELECT id, articles, claims, roots_min, roots_max, contested, first_day, last_day"
        for row in database.execute(f"{query} FROM incidents_flat"):
            each = lines[row[0]]
            counts = [int(each[name]) for name in ("articles", "claims", "roots_min", "roots_max")]
            assert counts == list(row[1:5])
            assert (each["contested"] == "yes") == bool(row[5])
            assert (each["first_day"] or None, each["last_day"] or None) == row[6:]


def test_the_columns_of_a_measure_add_up_to_what_the_views_add_up():
    text = real().path("incidents_flat.csv").read_text("utf-8")
    lines = list(csv.DictReader(io.StringIO(text)))
    found = set()
    for measure in measures(real().package):
        column = str(measure.value).replace(" ", "_")
        for counted in {each[f"{column}_counted"] for each in lines} - {""}:
            same = [each for each in lines if each[f"{column}_counted"] == counted]
            lows = [each[f"{column}_low"] for each in same]
            highs = [each[f"{column}_high"] for each in same]
            low = sum(map(int, filter(None, lows))) if any(lows) else None
            high = sum(map(int, highs)) if all(highs) else None
            found.add((measure.value, counted, len(same), low, high))
    with sqlite3.connect(real().path(".db")) as database:
        query = "SELECT measure, counted, incidents, low, high FROM figure_sums"
        assert found == set(database.execute(query))
        assert found


def test_a_figure_that_may_not_be_added_stands_in_words_only():
    hedge = claim(1, 2, **FIGURE | {"doubt": "implausible", "doubt_note": "Too many for the hall."})
    row = line(claims=[hedge])
    assert row["people_taking_part_low"] is None
    assert row["figures"] == (
        "300 [300..300, unit person] people at the gate"
        " (not to be added: the figure is in doubt (implausible))"
    )


def test_two_tellings_of_one_figure_are_the_widest_bounds_and_not_their_sum():
    more = FIGURE | {"printed": "over 500", "low": "500", "qualifier": "more than"}
    del more["high"]
    row = line(claims=[claim(1, 2, **FIGURE), claim(2, 1, **more)])
    assert row["people_taking_part_low"] == "300"
    assert row["people_taking_part_high"] is None
    assert row["people_taking_part_counted"] == "people at the gate"


def test_figures_that_count_two_things_fill_no_number():
    other = FIGURE | {"counted": "people on the bridge"}
    row = line(claims=[claim(1, 2, **FIGURE), claim(2, 1, **other)])
    assert row["people_taking_part_low"] is None
    assert "people at the gate | 300 [300..300, unit person] people on the bridge" in row["figures"]


PLACES = [
    {"id": "G000001", "name": "Land", "level": "country", "latitude": "10", "longitude": "-20.5"},
    {"id": "G000002", "name": "Town", "level": "city", "latitude": "11", "longitude": "21"},
    {"id": "G000003", "name": "Hall", "level": "city"},
]


def at(number, place, precision, role="at", printed="the town"):
    cells = {"id": f"L{number:06d}", "incident": "I000001", "place": place, "role": role}
    return cells | {"printed": printed, "precision": precision}


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([at(1, "G000001", "6"), at(2, "G000002", "1")], ("Town", "1", "11.0", "21.0", "2")),
        ([at(1, "G000003", "1"), at(2, "G000001", "6")], ("Land", "6", "10.0", "-20.5", "2")),
        ([at(1, "", "5", printed="Hulu")], ("Hulu (not placed)", "5", None, None, "1")),
        ([at(1, "G000002", "1", role="target")], (None, None, None, None, "0")),
        ([], (None, None, None, None, "0")),
    ],
)
def test_point_precision_and_name_are_those_of_one_place(places, expected):
    row = line(claims=[claim(1, 2)], places=PLACES, incident_places=places)
    names = ("place", "precision", "latitude", "longitude", "places_at")
    assert tuple(row[name] for name in names) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2022-09-18", ("day", "2022-09-18", "2022-09-18")),
        ("2022-09", ("span", "2022-09-01", "2022-09-30")),
        ("2022-03-13/..", ("open", "2022-03-13", None)),
        ("", ("undated", None, None)),
    ],
)
def test_a_date_has_a_precision_and_two_ends(date, expected):
    row = line(claims=[claim(1, 2)], incidents=[INCIDENT | {"date": date}])
    assert tuple(row[name] for name in ("date_precision", "first_day", "last_day")) == expected


def test_beside_an_official_stand_role_office_reporter_hands_hedge_and_dispute():
    row = line(
        claims=[claim(1, 2, hedged="yes"), claim(2, 1, stance="denies", bearing="disputes")],
        relays=[{"id": "R000001", "claim": "C000001", "step": "1", "source": "S000001"}],
        officials=[{"id": "O000001", "name": "Alex Example", "country": "CN"}],
        involvements=[
            {
                "id": "V000001",
                "incident": "I000001",
                "official": "O000001",
                "office_printed": "the mayor",
                "role": "ordered",
                "claim": "C000001",
            }
        ],
    )
    assert row["officials"] == (
        "Alex Example (ordered, as the mayor, as reported by Body 2, through 1 hand, hedged,"
        " disputed)"
    )
    assert (row["contested"], row["disputes"], row["denials"]) == ("yes", "1", "1")
