"""Counting: single acts that occurred, months that dates allow, and networks of publishers."""

import sqlite3
from contextlib import closing

import pytest

from attested import check, database
from made import ROOT, column, connection

EVENT = {"form": "event", "realisation": "occurred", "kind": "protest"}


def incident(number, **cells):
    return {"id": f"I{number:06d}"} | EVENT | cells


def link(number, one, other, relation="possibly same"):
    return {
        "id": f"N{number:06d}",
        "incident": f"I{one:06d}",
        "relation": relation,
        "other": f"I{other:06d}",
    }


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"form": "event set"}, "it is no single event but of the form event set"),
        ({"form": "episode"}, "it is no single event but of the form episode"),
        ({"realisation": "ordered"}, "it is not reported as done (ordered)"),
    ],
)
def test_what_may_not_be_counted_says_why(cells, why):
    made = connection(incidents=[incident(1, **cells)])
    row = made.execute("SELECT may_be_counted, why_not FROM countable_incidents").fetchone()
    assert tuple(row) == (0, why)


def test_incidents_that_may_be_one_count_once_at_the_least():
    incidents = [incident(n, date="2022-05-21") for n in (1, 2, 3)]
    made = connection(incidents=incidents, incident_links=[link(1, 1, 2), link(2, 2, 3)])
    row = made.execute("SELECT at_least, at_most FROM incident_counts").fetchone()
    assert tuple(row) == (1, 3)


def test_incidents_joined_only_through_one_that_is_not_counted_are_still_one_at_the_least():
    incidents = [
        incident(1, date="2022-05"),
        incident(2, form="event set"),
        incident(3, date="2022-05"),
    ]
    made = connection(incidents=incidents, incident_links=[link(1, 1, 2), link(2, 2, 3)])
    assert column(made, "incident_counts", "at_least") == [1]


def test_other_links_join_nothing():
    incidents = [incident(n, date="2022-05-21") for n in (1, 2)]
    made = connection(incidents=incidents, incident_links=[link(1, 1, 2, "follows")])
    assert column(made, "incident_counts", "at_least") == [2]


def test_a_date_that_allows_two_months_is_certain_in_neither():
    made = connection(incidents=[incident(1, date="[2022-05-30..2022-06-02]"), incident(2)])
    rows = made.execute("SELECT month, at_least, at_most, undated FROM incident_counts").fetchall()
    assert [tuple(row) for row in rows] == [("2022-05", 0, 1, 1), ("2022-06", 0, 1, 1)]


def test_two_outlets_of_one_network_are_one_witness():
    sources = [{"id": f"S{n:06d}", "name": f"Outlet {n}", "kind": "outlet"} for n in (1, 2)]
    articles = [
        {"id": f"A{n:06d}", "publisher": f"S{n:06d}", "url": f"https://example.org/{n}"}
        for n in (1, 2)
    ]
    claims = [
        {
            "id": f"C{n:06d}",
            "article": f"A{n:06d}",
            "source": f"S{n:06d}",
            "incident": "I000001",
            "bearing": "reports",
        }
        for n in (1, 2)
    ]
    tables = {"sources": sources, "articles": articles, "claims": claims}
    tie = {"id": "T000001", "source": "S000001", "kind": "network", "other": "S000002"}
    for disputed, networks in (("no", (1, 1)), ("yes", (1, 2)), (None, (2, 2))):
        ties = [tie | {"disputed": disputed}] if disputed else []
        made = connection(incidents=[incident(1)], ties=ties, **tables)
        row = made.execute(
            "SELECT publishers, networks_min, networks_max FROM publisher_dependence"
        ).fetchone()
        assert tuple(row) == (2, *networks)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    result = check.check(ROOT)
    target = tmp_path_factory.mktemp("record") / "attested.db"
    database.build(result.package, result.contents, target)
    with closing(sqlite3.connect(target)) as made:
        made.row_factory = sqlite3.Row
        yield made


def test_protests_of_may_2022_in_the_record(record):
    """Counted by hand: two of an estate, one at a border, one behind a mayor, on 21 and 22 May."""
    month = "kind = 'protest' AND month = '2022-05'"
    assert column(record, "incident_counts", "at_least", month) == [4]
    assert column(record, "incident_counts", "at_most", month) == [4]
    naive = "kind = 'protest' AND date LIKE '2022-05%'"
    assert len(column(record, "countable_incidents", "incident", naive)) == 5
    reasons = column(record, "countable_incidents", "why_not", f"{naive} AND NOT may_be_counted")
    assert reasons == ["it is not reported as done (planned)"]


def test_no_doubted_crowd_is_added_up(record):
    crowd = record.execute(
        "SELECT * FROM figures WHERE printed = 'hundreds of thousands'"
    ).fetchone()
    assert (crowd["may_be_added"], "in doubt" in crowd["why_not"]) == (0, True)
    for row in record.execute("SELECT * FROM figure_sums WHERE measure = 'people taking part'"):
        assert row["high"] < 100_000


def test_a_ministry_answered_the_ban_a_day_later(record):
    query = "SELECT days_min, days_max FROM replies WHERE answered_by = 'Zhao Lijian'"
    rows = {tuple(row) for row in record.execute(query)}
    assert rows == {(1, 1)}
