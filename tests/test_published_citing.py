"""Citations on the pages: the same as `attested cite` makes, of every row, table and question."""

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing

import pytest

import published_site
from attested.citing import cite, forms, model, recheck
from attested.portal import contract, queries
from attested.portal.published import asked, citing
from attested.portal.published.forms import FORMS
from attested.releases import rowproofs
from made import ROOT
from portal_site import real_site

V = "0.3.0"
NASTY = [
    "o'clock",
    '"',
    "'; DROP TABLE incidents; --",
    "%",
    "a:b",
    ":kind",
    "\\",
    "新",
    "a\nb",
    "?1",
]


@pytest.fixture(scope="module")
def root(history_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cited") / "package"
    return shutil.copytree(history_template, folder)


@pytest.fixture(scope="module")
def site(root):
    return published_site.over(root)


@pytest.fixture(scope="module")
def public(root):
    return published_site.over(root, **published_site.PUBLIC)


@pytest.fixture(scope="module")
def source(root):
    return cite.opened(root, V)


def rows(source):
    """Each row but the tombstones, by its table."""
    return [
        (table, row["id"])
        for table, content in source.contents.items()
        for row in content.rows
        if table != "retired"
    ]


def records(site, sql):
    """The rows of a query with their names."""
    with closing(sqlite3.connect(site.database)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(sql).fetchall()


def read(site, address, **headers):
    response = site.get(address, **headers)
    assert response.status_code == 200, (address, response.text[-300:])
    return response.text


@pytest.mark.long
def test_every_row_is_cited_as_the_command_cites_it(site, root, source):
    expected = {(t, i): cite.row(root, source, i) for t, i in rows(source)}
    found = {
        (table, row_id): model.read(read(site, f"/v/{V}/cite/{table}/{row_id}.attested.json"))
        for table, row_id in rows(source)
    }
    assert len(found) > 100
    assert found == expected


def test_every_row_of_the_record_has_the_hash_that_the_release_gave_it():
    mounted = published_site.released_site()
    version = mounted.database.stem
    tables = contract.read(lambda sql: map(dict, records(mounted, sql))).tables
    proofs = rowproofs.proved(ROOT, version)
    with closing(sqlite3.connect(mounted.database)) as connection:
        cells = connection.execute("SELECT table_name, id, field, value FROM cells").fetchall()
    found = {}
    for table, row_id, field, value in cells:
        column = tables[table].fields[field]
        found.setdefault((table, row_id), {})[field] = citing.spelt(column, value)
    assert len(found) > 5000
    assert {key: citing.row_hash(key[0], cells) for key, cells in found.items()} == {
        key: digest for key, digest in proofs.items() if key in found
    }


@pytest.mark.parametrize("ending", FORMS)
def test_each_form_is_that_of_the_command(site, root, source, ending):
    write, whole = forms.FORMATS[FORMS[ending].name], cite.metadata(root, source)
    row = cite.row(root, source, "I000001")
    response = site.get(f"/v/{V}/cite/incidents/I000001.{ending}")
    assert response.text == write(row, whole)
    assert response.headers["content-type"].startswith(FORMS[ending].media)
    release = cite.release(root, source)
    assert read(site, f"/v/{V}/cite.{ending}") == write(release, whole)


@pytest.mark.parametrize("query", queries.read(), ids=lambda query: query.name)
def test_a_question_is_cited_as_the_command_cites_its_query(site, root, source, query):
    for value in ("", "I000001", "S000001", "nobody's"):
        values = tuple((name, value) for name in query.parameters)
        expected = cite.query(root, source, asked.filled(query.sql, values)).query
        address = f"/v/{V}/cite/{query.name}.attested.json"
        parameters = "&".join(f"{name}={value}" for name in query.parameters)
        found = model.read(read(site, f"{address}?{parameters}")).query
        assert found.sql == expected.sql
        assert (found.hash, found.id, found.rows) == (expected.hash, expected.id, expected.rows)
        assert found.answer == expected.answer


@pytest.mark.parametrize("value", NASTY)
def test_a_value_is_a_text_in_the_query_and_nothing_else(site, value):
    (query,) = [query for query in queries.read() if query.name == "from_source"]
    with closing(sqlite3.connect(site.database)) as connection:
        filled = connection.execute(asked.filled(query.sql, (("source", value),))).fetchall()
        assert filled == connection.execute(query.sql, {"source": value}).fetchall()
        sql = "SELECT :source AS given"
        assert connection.execute(asked.filled(sql, (("source", value),))).fetchone() == (value,)


def test_an_answer_longer_than_its_page_is_not_cited_but_the_reader_told_how(site, monkeypatch):
    monkeypatch.setattr(site.datasette, "max_returned_rows", 3)
    response = site.get(f"/v/{V}/cite/article_in_order.txt?article=A000001")
    assert response.status_code == 400
    page = site.page(f"/v/{V}/article_in_order?article=A000001")
    assert citing.LONG in page.text


def test_a_value_that_no_query_can_hold_is_told(site):
    assert citing.UNSPEAKABLE in site.page(f"/v/{V}/one_root?kind=a%00").text
    response = site.get(f"/v/{V}/cite/one_root.txt?kind=%00")
    assert response.status_code == 400
    assert "NUL" in response.text


def test_a_table_is_cited_with_the_hash_of_its_file(site, root):
    digest = hashlib.sha256((root / f"data/releases/{V}/data/incidents.csv").read_bytes())
    for ending in ("txt", "bib", "ris", "json"):
        text = read(site, f"/v/{V}/cite/incidents.{ending}")
        assert digest.hexdigest() in text
        assert "Incidents" in text
    (item,) = json.loads(read(site, f"/v/{V}/cite/incidents.json"))
    assert item["title"] == "Incidents"
    assert item["version"] == V


def test_a_view_is_cited_with_the_hash_of_all_tables(site, root, source):
    whole = cite.release(root, source).release
    assert whole.content in read(site, f"/v/{V}/cite/corroboration.txt")


def test_a_part_of_a_table_is_cited_as_a_part(site, public):
    """The reference names the filter, and the page says that the hash is not that of the part."""
    filtered = "kind=detention&kind=x%26y&_search=hall"
    for shown in (f"{filtered}&_facet=kind&_size=5", f"_sort=id&{filtered}"):
        page = site.page(f"/v/{V}/incidents?{shown}")
        assert citing.PART in page.text
        assert f"; of it the rows with {filtered}]" in page.text
        (text,) = [link for link in page.links if "/cite/incidents.txt" in link]
        assert text == f"/v/{V}/cite/incidents.txt?{filtered}"
        assert site.get(text).text.strip() in page.text
    there = read(public, f"/v/{V}/cite/incidents.txt?{filtered}", **published_site.AT_HOME)
    assert f" {published_site.ORIGIN}/v/{V}/incidents?{filtered} [Table" in there


@pytest.mark.parametrize("query", ["", "?_facet=kind&_size=5&_sort=id&_col=kind", "?_next=I000001"])
def test_a_whole_table_is_cited_as_a_whole(site, query):
    page = site.page(f"/v/{V}/incidents{query}")
    assert citing.PART not in page.text
    assert f"/v/{V}/cite/incidents.txt" in page.links
    assert "of it the rows" not in page.text


def test_a_hostile_filter_stays_a_text_in_every_form(site):
    asked = "_search=%3Cscript%3E%7D%22%0AUR++-+x"
    assert "<script>}" not in read(site, f"/v/{V}/incidents?{asked}")
    for ending in ("txt", "bib", "ris", "json"):
        text = read(site, f"/v/{V}/cite/incidents.{ending}?{asked}")
        assert "<script>" not in text
        assert "\nUR  - x" not in text


def test_without_an_origin_the_homepage_of_the_data_set_is_the_address(history_template, tmp_path):
    root = shutil.copytree(history_template, tmp_path / "package")
    path = root / f"data/releases/{V}/datapackage.json"
    told = json.loads(path.read_text("utf-8"))
    assert "homepage" not in told
    path.write_text(json.dumps(told | {"homepage": "https://home.example/"}), "utf-8")
    text = read(published_site.over(root), f"/v/{V}/cite/incidents/I000001.txt")
    assert " https://home.example/ [" in text


def test_the_page_shows_the_reference_and_links_each_form(site):
    for address in (
        f"/v/{V}",
        f"/v/{V}/incidents",
        f"/v/{V}/terms/W000001",
        f"/v/{V}/one_root?kind=detention",
    ):
        page = site.page(address)
        files = [link for link in page.links if "/cite" in link]
        assert len(files) >= 4, address
        (text,) = [link for link in files if ".txt" in link]
        reference = site.get(text).text
        assert reference.split(", asked ")[0].strip() in page.text
        assert all(site.get(link).status_code == 200 for link in files)
        assert "cite" in page.ids


def test_unreleased_tables_are_said_not_to_be_citable():
    site = real_site()
    assert citing.UNRELEASED in site.page("/v/working/terms/W000001").text
    for address in ("/v/working/cite/terms/W000001.txt", "/v/working/cite.bib"):
        response = site.get(address)
        assert response.status_code == 404
    assert site.get("/v/working/cite/terms/W000001.json").json()["error"] == citing.UNRELEASED


def test_what_is_not_there_is_not_cited(site):
    for path in ("incidents/I999999", "nothing", "codebook", "incidents/C000001", "terms_fts"):
        assert site.get(f"/v/{V}/cite/{path}.txt").status_code == 404, path
    assert site.get("/v/9.9.9/cite.txt").status_code == 404
    assert site.get(f"/v/{V}/cite/incidents.attested.json").status_code == 404


def test_a_public_portal_gives_its_permanent_address_and_no_other_does(site, public):
    for path in ("cite/incidents/I000001", "cite/incidents", "cite"):
        address = f"{published_site.ORIGIN}/v/{V}{path.removeprefix('cite')}"
        there = read(public, f"/v/{V}/{path}.txt", **published_site.AT_HOME)
        assert f" {address} [" in there
        assert "http" not in read(site, f"/v/{V}/{path}.txt")
    asked = read(public, f"/v/{V}/cite/one_root.ris?kind=a%20b&x=<y>", **published_site.AT_HOME)
    assert f"UR  - {published_site.ORIGIN}/v/{V}/one_root?kind=a+b\n" in asked


def test_a_doi_goes_before_the_address_and_none_is_made_up(history_template, tmp_path):
    root = shutil.copytree(history_template, tmp_path / "package")
    public = published_site.over(root, **published_site.PUBLIC)
    path = root / f"data/releases/{V}/manifest.json"
    told = json.loads(path.read_text("utf-8"))
    assert told["doi"] is None
    path.write_text(json.dumps(told | {"doi": "10.5072/example"}), "utf-8")
    text = read(public, f"/v/{V}/cite/incidents/I000001.txt", **published_site.AT_HOME)
    assert " https://doi.org/10.5072/example [" in text
    older = read(public, "/v/0.2.0/cite/incidents/I000001.txt", **published_site.AT_HOME)
    assert "doi" not in older


@pytest.mark.parametrize("path", ["", "/incidents/I000001", "/who_says_so"])
def test_a_citation_from_the_portal_can_be_checked_again(site, root, path):
    citation = model.read(read(site, f"/v/{V}/cite{path}.attested.json"))
    assert recheck.recheck(root, citation).is_same


def test_words_that_choose_no_rows_do_not_enter_a_reference(site):
    said = "somebody+ordered+it"
    for table in ("incidents", "corroboration"):
        answer = site.get(f"/v/{V}/cite/{table}.txt?{said}=1")
        assert answer.status_code == 404
        assert "[Data set]" not in answer.text
    assert site.get(f"/v/{V}/cite/incidents.txt?kind__exact=protest").status_code == 200
