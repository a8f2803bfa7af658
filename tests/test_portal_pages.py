"""The pages over the record and over the sample: all answer, nothing comes from elsewhere."""

import html
import re
import sqlite3
from contextlib import closing
from urllib.parse import unquote, urlsplit

import pytest
from datasette import hookimpl
from datasette.plugins import pm

from attested import check, schema
from attested.portal import records, routes
from attested.portal.cells import WIKIDATA_PAGE
from made import ROOT
from portal_site import Site, real_site

PACKAGE = schema.load(ROOT)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ENDLESS = "with recursive n(i) as (select 1 union all select i from n) select count(*) from n"
OWN = ["/", "/v/working", "/v/working/questions", "/v/working/codebook", "/v/working/tables"]
each_table = pytest.mark.parametrize("table", PACKAGE.tables)


@pytest.fixture(scope="module", params=["real", "sample"])
def site(request, sample_template):
    if request.param == "real":
        return real_site()
    result = check.check(sample_template)
    return Site(result.package, result.contents)


@pytest.fixture(scope="module")
def sample(sample_template):
    result = check.check(sample_template)
    return Site(result.package, result.contents)


def ids(site, table, limit=1):
    return [r for (r,) in site.rows(f'SELECT id FROM "{table}" ORDER BY id LIMIT {limit}')]


def paths(site):
    """One page of every type: all incidents, and a row of each other table."""
    yield from OWN
    yield from (f"/v/working/{name}" for name in [*site.tables(), *site.views()])
    for table in site.tables():
        limit = -1 if table == "incidents" else 1
        yield from (f"/v/working/{table}/{row_id}" for row_id in ids(site, table, limit))
    yield from (f"/v/working/{name}" for name in ("contract_fields", "contract_fields/claims,id"))
    yield from (f"/v/working/{query}" for query in ("who_says_so", "at_place?place=China"))
    yield from (f"/v/working/{page}" for page in routes.PAGES)
    yield from ("/about", "/policy", "/datasheet", "/versions", "/v/working/search?q=lockdown")
    yield "/v/working?sql=select+1+as+one"


def test_every_page_answers_states_its_rights_and_brings_nothing_from_elsewhere(site):
    for path in paths(site):
        page = site.page(path)
        assert LICENCE in page.links, path
        assert "as coded by The Attested maintainers" in page.text, path
        assert ("html", {"lang": "en"}) in page.tags, path
        assert page.text.count("Attested") >= 2
        assert len(page.ids) == len(set(page.ids)), path
        assert foreign(page) == [], path


def foreign(page):
    """What a page would fetch from another host, or run that stands inside it."""
    found = []
    for tag, attributes in page.tags:
        fetched = [attributes.get(name) for name in ("src", "srcset", "action", "data", "poster")]
        if tag == "link" and attributes.get("rel") in ("stylesheet", "icon", "preload", "manifest"):
            fetched.append(attributes.get("href"))
        found += [address for address in fetched if address and not address.startswith("/")]
        found += [name for name in attributes if name.startswith("on") or name == "style"]
        found += [tag] if tag in ("style", "iframe", "base", "object", "embed") else []
        if tag == "script" and "src" not in attributes:
            found += [] if attributes.get("type") == "application/ld+json" else [tag]
    return found


def test_links_off_the_site_are_values_of_the_record(site):
    with closing(sqlite3.connect(site.database)) as connection:
        held = "\n".join(connection.iterdump())
    found = {link: path for path in paths(site) for link in site.page(path).links}
    for link, path in found.items():
        value = link.removeprefix(WIKIDATA_PAGE)  # its page is named by the id, which is held
        assert not urlsplit(link).scheme or link == LICENCE or f"'{value}'" in held, (path, link)


def test_every_internal_link_of_the_main_pages_leads_somewhere(site):
    rows = {f"/v/working/{table}/{r}" for table in site.tables() for r in ids(site, table, -1)}
    pages = [*OWN, *(f"/v/working/incidents/{r}" for r in ids(site, "incidents", -1))]
    found = {path: site.page(path) for path in pages}
    targets = {
        link if link[0] != "#" else path + link
        for path, page in found.items()
        for link in page.links
        if not urlsplit(link).scheme
    }
    for target in sorted(targets - rows):
        path, _, anchor = target.partition("#")
        assert path in found or site.get(path).status_code == 200, target
        assert not anchor or unquote(anchor) in found[path].ids, target


@each_table
def test_a_table_page_says_what_the_table_and_its_columns_are(table):
    page = real_site().page(f"/v/working/{table}")
    assert PACKAGE.tables[table].description in page.text
    for field in PACKAGE.tables[table].fields:
        assert " ".join(field.description.split()) in page.text, field.name


@each_table
def test_json_and_csv_hold_every_column(table):
    shown = real_site().get(f"/v/working/{table}.json").json()
    assert set(PACKAGE.tables[table].columns) <= set(shown["columns"])
    text = real_site().get(f"/v/working/{table}.csv?_stream=on&_size=max").text
    count = real_site().rows(f'SELECT count(*) FROM "{table}"')[0][0]
    assert len(text.splitlines()) == count + 1


@each_table
def test_a_row_page_shows_every_cell_and_its_evidence(sample, table):
    row_id = ids(sample, table)[0]
    page = sample.page(f"/v/working/{table}/{row_id}")
    shown = sample.get(f"/v/working/{table}/{row_id}.json?_shape=objects").json()["rows"][0]
    columns = PACKAGE.tables[table].field
    for name, value in shown.items():
        field = columns.get(name)
        if isinstance(value, str) and field and not field.is_edtf and not field.categories:
            assert all(part in page.text for part in value.split("|")), name
    query = f"SELECT id, passage FROM evidence WHERE row = '{row_id}'"
    for evidence, passage in sample.rows(query):
        assert f"/v/working/evidence/{evidence}" in page.links
        assert not passage or f"/v/working/passages/{passage}" in page.links


@each_table
def test_rows_that_point_at_a_row_are_linked_from_its_page(sample, table):
    for row_id in ids(sample, table, -1):
        links = sample.page(f"/v/working/{table}/{row_id}").links
        for near in PACKAGE.tables.values():
            columns = [name for name, far in near.targets.items() if far == table]
            for column in columns:
                if (table, near.name) != ("articles", "passages"):
                    query = f'SELECT id FROM "{near.name}" WHERE "{column}" = \'{row_id}\''
                    for (pointing,) in sample.rows(query):
                        assert f"/v/working/{near.name}/{pointing}" in links, (row_id, pointing)


def test_an_article_leads_to_its_passages_in_text_order(sample):
    assert (
        "/v/working/article_in_order?article=A000001"
        in sample.page("/v/working/articles/A000001").links
    )


def test_a_passage_leads_to_what_it_attests(sample):
    query = "SELECT passage, row FROM evidence WHERE passage IS NOT NULL"
    for passage, row_id in sample.rows(query):
        links = sample.page(f"/v/working/passages/{passage}").links
        assert [link for link in links if link.endswith(f"/{row_id}")], (passage, row_id)


def test_only_the_first_of_many_linked_rows_are_listed(sample_template, monkeypatch):
    monkeypatch.setattr(records, "LISTED", 1)
    result = check.check(sample_template)
    sample = Site(result.package, result.contents)
    used = sample.rows("SELECT article, count(*) FROM coded_units GROUP BY article")
    assert used
    for article, total in used:
        assert total > 1
        page = sample.page(f"/v/working/articles/{article}")
        assert f"All {total} rows" in page.text
        rest = sample.page(f"/v/working/coded_units?article={article}")
        assert f"/v/working/coded_units?article={article}" in page.links
        assert f"{total} rows" in rest.text


def test_the_home_page_says_what_this_is_and_is_not():
    page = real_site().page("/")
    articles, outlets = real_site().rows(
        "SELECT count(*), count(DISTINCT publisher) FROM articles WHERE coding = 'full'"
    )[0]
    for sentence in (
        "Claims, not verdicts.",
        f"The rows come from {articles} article",
        f"of {outlets} outlet",
        "No rate and no trend can be read from them.",
        "Every count here shows the coding, not the world",
        "Coding is done with language-model assistance in independent passes, then adjudicated; "
        "passes of one model measure stability, not validity, and no row has been checked by a "
        "human.",
    ):
        assert sentence in page.text
    for table in ("incidents", "officials", "sources", "articles"):
        assert f"/v/working/{table}" in page.links
    questions = [link for link in page.links if link.startswith("/v/working/")]
    assert "/v/working/codebook" in page.links
    assert len({*questions} & {f"/v/working/{q}" for q in _question_names()}) == 10


def _question_names():
    return real_site().datasette.metadata("databases")["working"]["queries"]


def test_the_codebook_defines_every_table_column_and_value():
    page = real_site().page("/v/working/codebook")
    for table in PACKAGE.tables.values():
        assert table.description in page.text
        for field in table.fields:
            assert f"{table.name}.{field.name}" in page.ids
            assert " ".join(field.description.split()) in page.text
            for category in field.categories:
                value = str(category.value).replace(" ", "-")
                assert f"{table.name}.{field.name}.{value}" in page.ids
                assert category.exclude in page.text


def test_the_incident_page_tells_both_sides(site):
    for row_id in ids(site, "incidents", -1):
        page = site.page(f"/v/working/incidents/{row_id}")
        title, summary = site.rows(f"SELECT title, summary FROM incidents WHERE id = '{row_id}'")[0]
        assert title in page.text
        assert summary in page.text
        assert "attested verify --texts DIR" in page.text
        query = f"SELECT in_words FROM corroboration WHERE incident = '{row_id}'"
        assert site.rows(query)[0][0] in page.text
        query = f"SELECT id, statement, doubt_note FROM claims WHERE incident = '{row_id}'"
        for claim, statement, note in site.rows(query):
            assert claim in page.ids
            assert statement in page.text
            assert not note or note in page.text


def test_claims_stand_in_order_of_time_within_their_side(site):
    for row_id in ids(site, "incidents", -1):
        page = site.page(f"/v/working/incidents/{row_id}")
        for sides in (("reports", "content"), ("disputes",)):
            marks = ", ".join(f"'{side}'" for side in sides)
            ordered = site.rows(
                f"SELECT id FROM claims WHERE incident = '{row_id}' AND bearing IN ({marks})"
                " ORDER BY said_first IS NULL, said_first, id"
            )
            wanted = [claim for (claim,) in ordered]
            assert [anchor for anchor in page.ids if anchor in wanted] == wanted


def test_an_official_never_stands_without_how_the_part_is_reported(site):
    columns = "incident, name, reported_by, hands, hedged, disputes, claim"
    for row in site.rows(f"SELECT {columns} FROM official_record"):
        incident, name, voice, hands, hedged, disputes, claim = row
        page = site.page(f"/v/working/incidents/{incident}")
        section = page.text.split("Officials, as reported")[1]
        assert name in section
        assert f"Reported by {voice}" in section
        assert not hands or f"through {hands} hand" in section
        assert not hedged or "hedged" in section
        assert ("dispute" if disputes else "no claim disputes") in section
        assert claim in section


def test_chinese_names_are_marked_wherever_they_stand(site):
    query = "SELECT id, name_own_script FROM officials WHERE name_own_script IS NOT NULL"
    for row_id, own in site.rows(query):
        for path in ("/v/working/officials", f"/v/working/officials/{row_id}"):
            text = site.page(path).html
            bare = re.sub(r'<span lang="zh-Hans">[^<]*</span>', "", text)
            assert own not in html.unescape(bare), path


def test_a_dispute_of_a_source_stands_on_the_pages_that_rest_on_it(sample):
    about = sample.rows(
        "SELECT d.id, c.incident FROM claims AS d JOIN claims AS c ON c.source = d.about"
        " WHERE d.bearing = 'disputes' AND c.bearing IN ('reports', 'content')"
    )
    assert about
    for claim, incident in about:
        assert claim in sample.page(f"/v/working/incidents/{incident}").ids


def test_a_claim_is_never_headed_by_its_statement_alone(site):
    for row_id in ids(site, "claims", -1):
        source, stance = site.rows(
            "SELECT s.label, c.stance FROM claims AS c JOIN sources AS s ON s.id = c.source"
            f" WHERE c.id = '{row_id}'"
        )[0]
        page = site.page(f"/v/working/claims/{row_id}")
        assert f"{source} {stance}:" in page.text.split("One row is")[0]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "Not found"),
        ("/v/working/nothing", 404, "no table, view or question"),
        ("/v/working/incidents/I999999", 404, "Record not found"),
        ("/v/working/incidents?_size=x", 400, "_size must be"),
        ("/v/working/incidents?_next=x,y,z", 400, ""),
        ("/v/working/corroboration?_next=x", 400, "cannot be read"),
        ("/v/working/incidents?id__in=[1", 400, "cannot be read"),
        ("/v/working/incidents?_through=x", 400, "cannot be read"),
        ("/v/working/incidents?_col=nothing", 400, "invalid columns"),
        ("/v/working/incidents?_where=nowhere=1", 400, "no such column"),
        ("/v/working?sql=drop+table+incidents", 400, "SELECT"),
        (f"/v/working?sql={ENDLESS}", 400, "SQL query took too long."),
    ],
)
def test_what_cannot_be_shown_is_said_in_words(path, status, words, capfd):
    answer = real_site().get(path)
    assert answer.status_code == status
    assert words in html.unescape(answer.text)
    assert LICENCE in answer.text
    assert "Traceback" not in capfd.readouterr().err


def test_a_fault_of_the_portal_is_logged_and_said_plainly(sample_template, caplog):
    plugin = Broken()
    pm.register(plugin)
    try:
        result = check.check(sample_template)
        found = Site(result.package, result.contents)
        answers = [found.get("/broken"), found.get("/broken?x=1")]
    finally:
        pm.unregister(plugin)
    for answer in answers:
        assert answer.status_code == 500
        assert "fault of the portal" in answer.text
    assert caplog.text.count("KeyError") == 2


class Broken:
    """A plugin whose page fails."""

    __name__ = "broken"

    @hookimpl
    def register_routes(self):
        return [("^/broken$", lambda: {}["fault"])]


def test_errors_come_as_json_where_json_was_asked():
    answer = real_site().get("/v/working/incidents/I999999.json")
    assert answer.status_code == 404
    assert answer.json() == {
        "ok": False, "status": 404, "title": "Not found", "error": "Record not found"
    }  # fmt: skip


def test_markup_in_an_address_is_not_reflected():
    for asked in ("incidents?_search", "incidents?_sort", "incidents?kind", "who_says_so?incident"):
        answer = real_site().get(f"/v/working/{asked}=<script>alert(1)</script>")
        assert "<script>" not in answer.text
        assert "alert(1)" in html.unescape(answer.text)


def test_the_host_that_a_visitor_names_is_not_echoed():
    for path in ("/", "/v/working/claims?_size=2", "/v/working/claims?_facet=stance&stance=denies"):
        assert "evil.example" not in real_site().get(path, host="evil.example").text


def test_booleans_are_words_and_facets_too():
    page = real_site().page("/v/working/claims?_facet=hedged")
    assert "hedged" in page.text
    assert re.search(r"hedged (no|yes) \d+", page.text)


def test_a_filter_can_be_set_and_is_shown():
    asked = "_filter_column=stance&_filter_op=exact&_filter_value=denies"
    answer = real_site().get(f"/v/working/claims?{asked}")
    page = real_site().page(answer.headers["location"])
    assert 'stance = "denies"' in page.text
    shown = {a["data-label"] for tag, a in page.tags if tag == "td"}
    assert "stance" in shown
    everything = real_site().page("/v/working/claims")
    assert page.html.count("<tr>") < everything.html.count("<tr>")


def test_the_database_can_be_downloaded():
    answer = real_site().get("/v/working.db")
    assert answer.content == real_site().database.read_bytes()


def test_a_memory_bomb_is_refused():
    bomb = "/v/working?sql=select+length(hex(zeroblob(400000000)))"
    assert real_site().get(bomb).status_code == 400
    assert "too big" in real_site().get(bomb).text


def test_a_long_answer_says_that_it_is_cut():
    many = "with recursive n(i) as (select 1 union select i %2B 1 from n where i < 5000)"
    page = real_site().page(f"/v/working?sql={many} select i from n")
    assert "The first 2000 rows only" in page.text
    assert not [link for link in page.links if ".csv" in link]
