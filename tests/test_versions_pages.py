"""The difference of two versions, walked: each line of changes.csv is on it, and is there once."""

import re
import shutil
from collections import Counter

import pytest

import histories
import versions_site
from attested import check
from attested.portal import mounts
from attested.releases import history as past
from attested.timeline import between
from made import ROOT
from versions_site import anchors, changes, site_of, told, walk

REAL = [*zip(past.versions(ROOT), past.versions(ROOT)[1:], strict=False)]


@pytest.fixture(scope="module")
def real():
    return site_of(ROOT)


@pytest.fixture(scope="module")
def invented(history_template, tmp_path_factory):
    root = shutil.copytree(history_template, tmp_path_factory.mktemp("versions") / "package")
    return site_of(root)


def written(root, version):
    """The lines of a release's changes.csv, the cells of a withdrawn row together."""
    lines, gone = [], {}
    for change in past.changes_of(root, version):
        if change.op == "remove":
            gone.setdefault((change.table, change.id), {})[change.field] = change.before
        else:
            lines.append((change.op, change.table, change.id, change.field, change.before))
    return lines, gone


def anchor(change):
    """The anchor of a change on its page."""
    return ".".join(part for part in (change["table"], change["id"], change.get("field")) if part)


def assert_walk_is_written(site, root, old, new):
    lines, gone = written(root, new)
    found = changes(site, old, new)
    whole = [(c["table"], c["id"], c["cells"]) for c in found if c["op"] == "remove"]
    other = [c for c in found if c["op"] != "remove"]
    assert Counter(
        (c["op"], c["table"], c["id"], c.get("field", ""), c.get("before", "")) for c in other
    ) == Counter(lines)
    assert len(whole) == len(gone)
    for table, row_id, cells in whole:
        assert cells | {"id": row_id} == gone[table, row_id]
    assert anchors(site, old, new) == [*map(anchor, found)]


@pytest.mark.long
@pytest.mark.parametrize(("old", "new"), REAL)
def test_each_change_of_the_record_is_on_the_walk_once(real, old, new):
    assert_walk_is_written(real, ROOT, old, new)


@pytest.mark.parametrize(("old", "new"), [("0.1.0", "0.2.0"), ("0.2.0", "0.3.0")])
def test_each_change_of_invented_rows_is_on_the_walk_once(invented, old, new):
    assert_walk_is_written(invented, invented.package.root, old, new)


def test_two_releases_apart_differ_as_the_command_says(invented):
    said = between.corrections(invented.package.root, "0.1.0", "0.3.0")
    found = [
        (c["version"], c["op"], c["table"], c["id"], c.get("field", ""), c.get("before", ""),
         c.get("after", ""), c["reason"] or "", c["evidence"] or "")
        for c in changes(invented, "0.1.0", "0.3.0")
    ]  # fmt: skip
    whole = [
        (s.version, c.op, c.table, c.id, *(("", "", "") if c.op == "remove" else
         (c.field, c.before, c.after)), c.reason, c.evidence)
        for s in said for c in [s.change]
    ]  # fmt: skip
    assert Counter(found) == Counter(whole)
    assert ("0.3.0", "set", "incidents", "I000001", "title") in [each[:5] for each in found]


def test_a_page_is_bounded_and_the_counts_are_those_of_the_walk(real):
    old, new = REAL[-1]
    pages = [*walk(real, old, new)]
    assert [page["page"] for page in pages] == [*range(1, pages[0]["pages"] + 1)]
    assert {len(page["changes"]) for page in pages[:-1]} == {100}
    found = [change for page in pages for change in page["changes"]]
    assert len(found) == pages[0]["total"]
    counted = Counter((c["table"], c["kind"]) for c in found)
    counts = pages[0]["counts"]
    assert counted == {(t, kind): n for t in counts for kind, n in counts[t].items()}


def test_a_table_and_a_kind_show_what_they_name_and_nothing_is_lost(real):
    old, new = REAL[-1]
    whole = changes(real, old, new)
    for table in ("incidents", "claims"):
        part = changes(real, old, new, f"table={table}")
        assert part == [c for c in whole if c["table"] == table]
        kind = changes(real, old, new, f"table={table}&kind=corrected")
        assert kind == [c for c in part if c["kind"] == "corrected"]
        assert kind
    assert changes(real, old, new, "table=places") == []


def test_the_page_says_before_after_why_and_by_which_evidence(invented):
    page = invented.page("/versions/0.1.0/0.2.0?table=claims")
    assert "C000003" in page.text
    assert "after 2021-03-05 The said was misread. Evidence: P000001 ." in page.text
    assert "/v/0.2.0/passages/P000001" in page.links
    assert "/v/0.2.0/claims/C000003" in page.links


def test_a_withdrawn_row_is_told_with_its_reason_and_its_cells(invented):
    page = invented.page("/versions/0.2.0/0.3.0?table=terms")
    assert "withdrawn W000009 Exampleish" in page.text
    assert "Nobody says it." in page.text
    assert "/v/0.2.0/terms/W000009" in page.links


def test_a_claim_is_never_headed_by_its_statement_alone(real):
    old, new = REAL[-1]
    called = dict(real.rows("SELECT c.id, c.label FROM claims AS c"))
    page = real.page(f"/versions/{old}/{new}?table=claims")
    rows = [given["id"] for tag, given in page.tags if tag == "li" and "card" in str(given)]
    assert len(rows) > 20
    for row_id in (row.removeprefix("claims.") for row in rows):
        assert f" {row_id} {called[row_id]}" in page.text


def test_a_part_is_headed_as_a_report_even_when_it_is_withdrawn(real):
    old, new = REAL[-1]
    for kind in ("withdrawn", "corrected", "added"):
        page = real.page(f"/versions/{old}/{new}?table=involvements&kind={kind}")
        headings = re.findall(r"<h3>.*?</h3>", page.html, re.DOTALL)
        assert headings
        assert all(", role as reported: " in heading for heading in headings)


def test_a_row_is_called_as_in_the_release_that_is_compared(history):
    (source,) = {r["source"] for r in histories.read(history, "claims") if r["id"] == "C000003"}
    (name,) = {r["name"] for r in histories.read(history, "sources") if r["id"] == source}
    histories.edit(history, "sources", source, name="Office of Renamed Examples", aliases=name)
    histories.release(history, "0.4.0")
    site = site_of(history, public=True)
    for new, called in (("0.2.0", name), ("0.4.0", "Office of Renamed Examples")):
        page = site.page(f"/versions/0.1.0/{new}?table=claims")
        assert f" C000003 {called} " in page.text
    assert told(site, "/v/0.4.0/history/C000003.json")["label"].startswith("Office of Renamed")


def test_raw_codings_and_tombstones_are_no_rows_of_the_record(real):
    old, new = REAL[-1]
    lines = Counter(c.table for c in past.changes_of(ROOT, new) if c.op == "add")
    raw = {"coded_units", "coded_passages", "coded_values", "disagreements"}
    record = sum(n for table, n in lines.items() if table not in {*raw, "retired"})
    codings = sum(lines[table] for table in raw)
    assert lines["retired"] and record and codings  # noqa: PT018
    text = real.page("/versions").text
    assert f"What changed since {old} : {record:,} rows added (" in text
    assert f"; {codings:,} rows of raw codings added (" in text
    assert f"{lines['involvements']} in involvements, {lines['sources']} in sources" in text
    assert "Retired ids" not in text


def test_the_form_leads_to_the_plain_address_with_the_earlier_version_first(invented):
    for asked in ("old=0.1.0&new=0.3.0&table=&kind=", "old=0.3.0&new=0.1.0"):
        response = invented.get(f"/versions?{asked}")
        assert (response.status_code, response.headers["location"]) == (
            302,
            "/versions/0.1.0/0.3.0",
        )
    response = invented.get("/versions?old=0.1.0&new=0.2.0&table=claims&kind=")
    assert response.headers["location"] == "/versions/0.1.0/0.2.0?table=claims"
    response = invented.get("/versions/0.3.0/0.1.0.json?table=claims")
    assert response.headers["location"] == "/versions/0.1.0/0.3.0.json?table=claims"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/versions/0.1.0/9.9.9", 404, "9.9.9 is no version; there are: 0.1.0, 0.2.0, 0.3.0."),
        ("/versions/lost/0.1.0.json", 404, "lost is no version; there are: 0.1.0, 0.2.0, 0.3.0."),
        ("/versions/0.1.0/working", 404, "working is no version; there are: 0.1.0, 0.2.0, 0.3.0."),
        ("/versions/0.1.0/0.1.0", 404, "0.1.0 does not differ from itself"),
        ("/versions?old=0.1.0&new=0.1.0", 400, "0.1.0 does not differ from itself"),
        ("/versions?old=0.1.0", 404, "is no version"),
        ("/versions/0.1.0/0.2.0?page=400", 404, "there is no page 400"),
        ("/versions/0.1.0/0.2.0?page=0", 400, "page is a number from 1 on"),
        ("/versions/0.1.0/0.2.0?page=1e3", 400, "page is a number from 1 on"),
        ("/versions/0.1.0/0.2.0?page=%D9%A3", 400, "page is a number from 1 on"),
        ("/versions/0.1.0/0.2.0?page=99999999999999999999", 400, "page is a number from 1 on"),
        ("/versions/0.1.0/0.2.0?table=lost", 400, "There is no table lost; choose one of articles"),
        ("/versions/0.1.0/0.2.0?kind=lost", 400, "There is no kind lost; choose one of added"),
        ("/v/0.3.0/history/I999999", 404, "No release has a row I999999; look for it"),
        ("/v/0.3.0/history/lost.json", 404, "an id is a letter and six digits or more"),
        ("/v/9.9.9/history/I000001", 404, "does not serve 9.9.9"),
    ],
)
def test_what_is_not_there_is_told_in_words(invented, path, status, words):
    response = invented.get(path)
    assert response.status_code == status
    if ".json" in path:
        assert words in response.json()["error"]
    else:
        assert words in versions_site.Page(response.text).text


def test_all_versions_are_listed_with_their_counts(invented):
    page = invented.page("/versions")
    assert [a["id"] for tag, a in page.tags if tag == "li" and "id" in a] == [
        "v0.3.0", "v0.2.0", "v0.1.0",
    ]  # fmt: skip
    assert {"/versions/0.1.0/0.2.0", "/versions/0.2.0/0.3.0", "/v/0.1.0"} <= {*page.links}
    listed = told(invented, "/versions.json")["versions"]
    assert [each["version"] for each in listed] == histories.VERSIONS[::-1]
    assert [each["date"] for each in listed] == [*histories.DAYS.values()][::-1]
    assert listed[0]["since_before"] == {
        "incidents": {"corrected": 1},
        "terms": {"withdrawn": 1},
    }
    assert ": 1 cell corrected, 1 row withdrawn. table" in page.text
    assert "none: released without a registry" in page.text


def test_releases_that_are_not_mounted_are_there_as_files_and_can_be_compared(
    history_template, tmp_path_factory
):
    root = shutil.copytree(history_template, tmp_path_factory.mktemp("few") / "package")
    result = check.check(root)
    served = mounts.mounts(root, result, limit=1)
    site = versions_site.Site(result.package, result.contents, served=served, root=str(root))
    page = site.page("/versions")
    assert "as files only, in data/releases/0.1.0/" in page.text
    assert "/v/0.1.0" not in page.links
    links = site.page("/versions/0.1.0/0.2.0").links
    assert not [link for link in links if link.startswith(("/v/0.1.0", "/v/0.2.0"))]
    for link in {link for link in links if link.startswith("/v/0.3.0/history/")}:
        assert site.get(link).status_code == 200, link


@pytest.mark.long
def test_every_link_of_the_difference_answers(real):
    old, new = REAL[-1]
    for query in ("?table=claims", "?table=incidents", "?kind=withdrawn", "?kind=withdrawn&page=1"):
        html = real.page(f"/versions/{old}/{new}{query}").html
        page = versions_site.Page(html.split("<main")[1].split("</main>")[0])
        for link in {x for x in page.links if x.startswith(("/v/0", "/versions"))}:
            assert real.get(link).status_code == 200, link


def test_the_changelog_is_served_as_text(real):
    response = real.get("/versions/changelog.md")
    assert response.text == (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert response.headers["content-type"].startswith("text/plain")
