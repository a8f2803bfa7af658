"""Paging loses nothing: every allowed sort gives every row once, in order, at any page size."""

import csv
import io
from urllib.parse import urlsplit

import pytest

from attested import check, schema
from attested.portal import sorting
from made import ROOT
from portal_site import Page, Site, multiplied

TABLES = list(schema.load(ROOT).tables)
SIZES = (17, 40, 75)
each_table = pytest.mark.parametrize("table", TABLES)


@pytest.fixture(scope="module")
def site(sample_template):
    result = check.check(sample_template)
    assert result.problems == []
    return Site(result.package, multiplied(result.package, result.contents, 80, 160))


def sorts(site, table):
    """The query strings of all orders that a table offers, and the SQL that gives the same."""
    allowed = site.datasette.table_metadata("working", table)["sortable_columns"]
    for column in allowed:
        yield f"_sort={column}", f"{column}"
        yield f"_sort_desc={column}", f"{column} DESC"
    yield "", site.datasette.table_metadata("working", table)["sort"]


def relative(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def walk_json(site, address):
    while address:
        page = site.get(address).json()
        yield from (row[page["columns"].index("id")] for row in page["rows"])
        address = page["next_url"] and relative(page["next_url"])


def walk_html(site, address):
    while address:
        page = Page(site.get(address).text)
        yield from cells_of_first_column(page)
        following = [a["href"] for tag, a in page.tags if tag == "a" and a.get("rel") == "next"]
        address = following[0] if following else None


def cells_of_first_column(page):
    inside = False
    for tag, attributes in page.tags:
        if tag == "td":
            inside = attributes.get("data-label") == "id"
        elif tag == "a" and inside:
            yield attributes["href"].rsplit("/", 1)[1]
            inside = False


def chrono(site, row_id):
    return site.rows(f"SELECT chrono FROM incidents WHERE id = '{row_id}'")[0][0]


def stream_csv(site, address):
    return [row["id"] for row in csv.DictReader(io.StringIO(site.get(address).text))]


@each_table
def test_every_allowed_sort_gives_each_row_once_and_in_order(site, table):
    total = site.rows(f'SELECT count(*) FROM "{table}"')[0][0]
    assert total > max(SIZES)
    for asked, order in sorts(site, table):
        ids = [row[0] for row in site.rows(f'SELECT id FROM "{table}" ORDER BY {order}')]
        for size in SIZES:
            query = f"?{asked}&_size={size}&_nofacet=1"
            assert list(walk_json(site, f"/v/working/{table}.json{query}")) == ids, query
            assert list(walk_html(site, f"/v/working/{table}{query}&_col=id")) == ids, query
            assert stream_csv(site, f"/v/working/{table}.csv{query}&_stream=on") == ids, query


@each_table
def test_sortable_columns_are_unique_and_never_empty(site, table):
    for column in site.datasette.table_metadata("working", table)["sortable_columns"]:
        query = f'SELECT count(*), count(DISTINCT "{column}") FROM "{table}"'
        rows, values = site.rows(query)[0]
        assert rows == values


def test_paging_without_the_sorted_column_loses_nothing(site):
    address = "/v/working/incidents.json?_nocol=chrono&_size=17"
    ids = [row[0] for row in site.rows("SELECT id FROM incidents ORDER BY chrono")]
    assert list(walk_json(site, address)) == ids


@pytest.mark.parametrize("table", ["contract_fields", "contract_categories"])
def test_the_codebook_tables_are_paged_by_their_keys(site, table):
    address, found = f"/v/working/{table}.json?_size=7", []
    while address:
        page = site.get(address).json()
        found += map(tuple, page["rows"])
        address = page["next_url"] and relative(page["next_url"])
    assert sorted(found, key=repr) == sorted(site.rows(f"SELECT * FROM {table}"), key=repr)


def test_views_are_paged_and_streamed_whole(site):
    for view in site.views():
        rows = sorted(map(repr, site.rows(f"SELECT * FROM {view}")))
        address, found = f"/v/working/{view}.json?_size=97", []
        while address:
            page = site.get(address).json()
            found += [repr(tuple(row)) for row in page["rows"]]
            address = page["next_url"] and relative(page["next_url"])
        assert sorted(found) == rows, view
        text = site.get(f"/v/working/{view}.csv?_stream=on&_size=max").text
        assert len(list(csv.reader(io.StringIO(text)))) == len(rows) + 1, view


@pytest.mark.parametrize("asked", ["_sort", "_sort_desc"])
def test_every_other_sort_is_refused_in_words(site, asked):
    for table in [*site.tables(), *site.views()]:
        allowed = site.datasette.table_metadata("working", table)["sortable_columns"]
        columns = site.get(f"/v/working/{table}.json?_size=1").json()["columns"]
        for column in {*columns, "rowid", "nothing"} - set(allowed):
            answer = site.get(f"/v/working/{table}.json?{asked}={column}")
            assert answer.status_code == 400, (table, column)
            assert "rows would be lost between pages" in answer.json()["error"]


@pytest.mark.parametrize("ending", ["", ".csv", ".json?_shape=array&", ".csv?_stream=on&"])
def test_a_sort_is_refused_in_every_form(site, ending):
    for table in [*site.tables(), *site.views()]:
        answer = site.get(
            f"/v/working/{table}{ending if '?' in ending else ending + '?'}_sort=kind"
        )
        assert answer.status_code == 400
        assert "rows would be lost between pages" in answer.text


def test_two_sorts_at_once_are_refused(site):
    answer = site.get("/v/working/incidents.json?_sort=id&_sort_desc=id")
    assert answer.status_code == 400
    assert "ask for one" in answer.json()["error"]


def test_the_box_for_the_reverse_order_leads_to_an_allowed_sort(site):
    answer = site.get("/v/working/incidents?_sort=chrono&_sort_by_desc=on")
    assert answer.status_code == 302
    shown = list(cells_of_first_column(site.page(answer.headers["location"])))
    assert len(shown) == 100
    assert shown == sorted(shown, key=lambda id: chrono(site, id), reverse=True)
    answer = site.get("/v/working/incidents?_sort=kind&_sort_by_desc=on")
    assert site.get(answer.headers["location"]).status_code == 400


def test_hidden_index_tables_have_no_page(site):
    assert site.get("/v/working/incidents_fts?_sort=title").status_code == 404
    assert site.get("/v/working/incidents_fts_docsize?_sort=id").status_code == 404


@pytest.mark.parametrize(
    ("asked", "allowed", "words"),
    [
        (["", ""], ["id"], None),
        (["id", ""], ["id"], None),
        (["", "chrono"], ["id", "chrono"], None),
        (["kind", ""], ["id", "chrono"], "Sort by id or chrono"),
        (["kind", ""], [], "a fixed order"),
        (["id", "id"], ["id"], "ask for one"),
    ],
)
def test_fault_says_by_what_to_sort(asked, allowed, words):
    found = sorting.fault(asked, allowed)
    assert found is None if words is None else words in found
