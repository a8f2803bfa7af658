"""The ten questions: each has words, answers on the record, and always in the same order."""

import csv
import io
import re
from datetime import date

import pytest

from attested.portal import queries
from portal_site import real_site

QUERIES = {query.name: query for query in queries.read()}
each_query = pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
REAL = {
    "who_says_so": ("incident", "SELECT id FROM incidents"),
    "reported_acts": ("official", "SELECT official FROM official_record"),
    "denials_and_replies": ("incident", "SELECT incident FROM replies WHERE incident IS NOT NULL"),
    "one_root": ("kind", "SELECT kind FROM incidents JOIN corroboration ON incident = id"
                 " WHERE roots_min <= 1"),
    "figures_to_add": ("measure", "SELECT measure FROM figures"),
    "from_source": ("source", "SELECT source FROM claims UNION SELECT source FROM relays"),
    "between_days": ("first_day", "SELECT date_first FROM incidents WHERE date_first IS NOT NULL"),
    "at_place": ("place", "SELECT place FROM incident_places WHERE place IS NOT NULL"),
    "from_elsewhere": ("table", "SELECT table_name FROM evidence JOIN row_ids ON row_ids.id = row"
                       " WHERE basis = 'elsewhere'"),
    "article_in_order": ("article", "SELECT article FROM passages"),
}  # fmt: skip


def answer(name, **values):
    """The rows of a canned query, as dicts."""
    asked = "&".join(f"{key}={value}" for key, value in values.items())
    response = real_site().get(f"/v/working/{name}.json?_shape=array&{asked}")
    assert response.status_code == 200
    return response.json()


def test_there_are_ten_and_each_is_tried_below():
    assert len(QUERIES) == 10
    assert set(QUERIES) == set(REAL)


def test_no_question_hides_a_table_or_view():
    assert not set(QUERIES) & {*real_site().tables(), *real_site().views()}


@each_query
def test_words_and_parameters_are_given(query):
    assert query.title.endswith("?")
    assert query.description.startswith("One row is ")
    assert query.description.endswith(".")
    assert set(re.findall(r"(?<!:):([a-z_]+)", query.sql)) == set(query.parameters)
    assert all(query.parameters.values())


@each_query
def test_the_order_is_fixed_to_the_last_row(query):
    rows = answer(query.name)
    order = re.search(r"ORDER BY ([^()]+)\Z", query.sql)[1]
    columns = [part.split()[0].split(".")[-1] for part in order.split(",") if " IS " not in part]
    ids = ("claim", "incident", "evidence", "involvement", "incident_place", "id")
    assert columns[-1] in ids
    assert len({repr(row) for row in rows}) == len(rows)


@each_query
def test_every_value_of_the_record_gets_an_answer(query):
    parameter, values = REAL[query.name]
    found = {row[0] for row in real_site().rows(values)}
    assert found
    for value in sorted(found):
        assert answer(query.name, **{parameter: value}), value


@each_query
def test_an_unknown_value_gets_no_row(query):
    first = next(iter(query.parameters))
    unknown = "9999-12-31" if "day" in first else "nothing of the kind"
    rows = answer(query.name, **{first: unknown})
    assert [row for row in rows if not _goes_on(row)] == []


def _goes_on(row):
    """What is told as going on has no last day, so that it lies between any two later ones."""
    return "date_last" in row and row["date_first"] and row["date_last"] is None


@each_query
def test_the_page_and_the_file_hold_the_same_rows(query):
    site = real_site()
    page = site.page(f"/v/working/{query.name}")
    assert query.title in page.text
    text = site.get(f"/v/working/{query.name}.csv?_size=max").text
    shown = sum(1 for tag, _ in page.tags if tag == "tr")
    assert len(list(csv.reader(io.StringIO(text)))) == shown > 1


def test_who_says_so_gives_each_claim_about_the_incident_with_its_passage():
    rows = answer("who_says_so", incident="I000002")
    claims = real_site().rows("SELECT id FROM claims WHERE incident = 'I000002'")
    assert {row["claim"] for row in rows} == {row[0] for row in claims}
    assert all(re.fullmatch("[0-9a-f]{64}", row["fingerprint"]) for row in rows if row["passage"])


def test_an_official_is_found_by_either_script_and_by_id():
    for official, name, own in real_site().rows("SELECT id, name, name_own_script FROM officials"):
        rows = answer("reported_acts", official=official)
        assert answer("reported_acts", official=name) == rows
        assert not own or answer("reported_acts", official=own) == rows


def test_replies_come_after_days_that_the_dates_allow():
    for row in answer("denials_and_replies"):
        if row["days_min"] is not None:
            assert row["days_min"] <= row["days_max"]
        assert row["stance"] == "denies" or row["bearing"] == "disputes" or row["answers"]


def test_between_days_keeps_what_its_bounds_allow():
    rows = answer("between_days", first_day="2022-05-01", last_day="2022-05-31")
    assert rows
    for row in rows:
        assert date.fromisoformat(row["date_first"] or "0001-01-01") <= date(2022, 5, 31)
        assert date.fromisoformat(row["date_last"] or "9999-12-31") >= date(2022, 5, 1)
    assert any(row["date"] is None for row in answer("between_days"))


def test_a_place_brings_its_parts():
    country = answer("at_place", place="China")
    parts = real_site().rows(
        "SELECT l.id FROM incident_places AS l JOIN places AS g ON g.id = l.place"
        " WHERE g.parent = (SELECT id FROM places WHERE name = 'China')"
    )
    assert {row[0] for row in parts} <= {row["incident_place"] for row in country}


def test_a_source_is_found_as_speaker_and_as_relay():
    parts = {row["part"] for row in answer("from_source")}
    assert parts == {"makes the claim", "passes it on"}


def test_passages_come_in_text_order_and_reasons_can_be_picked():
    rows = answer("article_in_order", article="A000001")
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    aside = answer("article_in_order", article="A000001", reason="heading")
    assert aside
    assert {row["set_aside"] for row in aside} == {"heading"}
    assert all(row["set_aside_means"] for row in aside)


def test_a_query_file_is_read_by_its_comments(tmp_path):
    text = "-- Why?\n-- One row is\n-- :name part of a name\n-- an answer.\nSELECT :name -- here\n"
    (tmp_path / "01-why.sql").write_text(text, "utf-8")
    made = queries.Query(
        "why", "Why?", "One row is an answer.", {"name": "part of a name"}, "SELECT :name -- here"
    )
    assert queries.read(tmp_path) == [made]
