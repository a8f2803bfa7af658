"""The history of a row on its page: what the command `attested history` says, and no more."""

import html
import re
import shutil

import pytest

import histories
from attested.problems import shown
from attested.releases import history as past
from attested.timeline import telling
from made import ROOT
from versions_site import changes, site_of, told


@pytest.fixture(scope="module")
def real():
    return site_of(ROOT)


@pytest.fixture(scope="module")
def invented(history_template, tmp_path_factory):
    root = shutil.copytree(history_template, tmp_path_factory.mktemp("rows") / "package")
    return site_of(root)


def lines(answer):
    """A history as JSON, in the lines of the command, each cell's lines sorted by its column."""
    yield f"{answer['id']}  {answer['table']}"
    for step in answer["history"]:
        yield f"\n{step['version']} ({step['date']})"
        if step["what"] == "first":
            cells = step["cells"].items()
            yield from (f"  {name:<16} {value}" for name, value in sorted(cells) if name != "id")
        for cell in sorted(step.get("changed", []), key=lambda cell: cell["field"]):
            turn = f"{in_words(cell['before'])} -> {in_words(cell['after'])}"
            why = "; ".join(text for text in (cell["reason"], cell["evidence"]) if text)
            yield f"  {cell['field']:<16} {turn}\n  {'':<16} {why or 'no reason on record'}"
        if step["what"] == "withdrawn":
            heir = f"; its place takes {step['replaced_by']}" if step["replaced_by"] else ""
            yield f"  withdrawn: {step['reason']}{heir}"


def in_words(value):
    return shown(value, 300) if value else "empty"


def said(root, row_id):
    """The lines of the command, sorted alike within a release."""
    releases = "\n".join(telling.history_of(root, row_id)).split("\n\n")
    for number, release in enumerate(releases):
        head, *rest = release.split("\n")
        yield ("\n" if number else "") + head
        yield from sorted(joined(rest))


def joined(rest):
    """Each cell with the line of its reason."""
    found = []
    for line in rest:
        if line.startswith(" " * 18):
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


def ids(root):
    """The rows that any release changed, and the first of each table."""
    changed = {c.id for version in past.versions(root) for c in past.changes_of(root, version)}
    return changed | {f"{letter}000001" for letter in "ACEILOPRSTVGK"}


def test_the_history_of_invented_rows_is_that_of_the_command(invented):
    root, compared = invented.package.root, 0
    for row_id in sorted(ids(root)):
        response = invented.get(f"/v/0.3.0/history/{row_id}.json")
        if response.status_code == 404:
            with pytest.raises(telling.UnknownError):
                [*telling.history_of(root, row_id)]
            continue
        assert [*lines(response.json())] == [*said(root, row_id)]
        compared += 1
    assert compared > 8


@pytest.mark.parametrize("op", ["set", "remove", "add"])
def test_the_history_of_rows_of_the_record_is_that_of_the_command(real, op):
    version = past.versions(ROOT)[-1]
    found = [c.id for c in past.changes_of(ROOT, version) if c.op == op and c.table != "retired"]
    for row_id in sorted({*found})[:: max(1, len({*found}) // 3)][:3]:
        assert [*lines(told(real, f"/v/{version}/history/{row_id}.json"))] == [*said(ROOT, row_id)]


def test_each_state_has_the_hash_of_its_row(invented):
    answer = told(invented, "/v/0.1.0/history/I000001.json")
    hashes = [step["row_hash"] for step in answer["history"]]
    folder = invented.package.root / "data/releases"
    rows = [(folder / version / "rows.csv").read_text("utf-8") for version in histories.VERSIONS]
    assert len({*hashes}) == 3
    for found, written in zip(hashes, rows, strict=True):
        assert found in written


def test_the_page_shows_each_state_with_its_turns(invented):
    page = invented.page("/v/0.2.0/history/I000001")
    assert "The row in 0.1.0" in page.text
    for version in histories.VERSIONS:
        assert f"/v/{version}/incidents/I000001" in page.links
    assert page.text.index("0.1.0 2026-01-01") < page.text.index("0.3.0 2026-03-01")
    assert "before People kept in a hall in Norvale after People held in a hall" in page.text
    assert "The title was misread." in page.text


def test_a_withdrawn_row_ends_with_its_tombstone(invented):
    answer = told(invented, "/v/0.3.0/history/W000009.json")
    assert [step["what"] for step in answer["history"]] == ["first", "withdrawn"]
    assert answer["history"][1]["reason"] == "Nobody says it."
    page = invented.page("/v/0.3.0/history/W000009")
    assert "withdrawn Nobody says it." in page.text
    assert "/v/0.2.0/terms/W000009" in page.links
    assert "/v/0.3.0/terms/W000009" not in page.links


def test_the_page_of_a_row_tells_its_history_in_a_line(invented):
    page = invented.page("/v/0.2.0/incidents/I000001")
    assert "First in 0.1.0 of 2026-01-01; last changed in 0.3.0 (1 cell)." in page.text
    assert "/v/0.2.0/history/I000001" in page.links
    assert {"/v/0.1.0/incidents/I000001", "/v/0.3.0/incidents/I000001"} <= {*page.links}
    page = invented.page("/v/0.2.0/terms/W000009")
    assert "First in 0.2.0 of 2026-02-01; not changed since; withdrawn in 0.3.0." in page.text


CALLED = ["claims", "sources", "ties", "incident_links", "relays", "evidence", "incidents"]


@pytest.mark.parametrize("table", CALLED)
def test_a_row_is_called_as_its_table_calls_it(real, table):
    column = "title" if table == "incidents" else "label"
    rows = real.rows(f"SELECT id, {column} FROM {table} ORDER BY id")
    for row_id, label in rows if table == "claims" else rows[:3] + rows[-3:]:
        assert told(real, f"/v/0.2.0/history/{row_id}.json")["label"] == label


def test_the_history_of_a_claim_is_never_headed_by_its_statement_alone(real, invented):
    for site, version in ((real, "0.2.0"), (invented, "0.3.0")):
        rows = site.rows(
            "SELECT c.id, s.label, c.stance, c.statement FROM claims AS c"
            " JOIN sources AS s ON s.id = c.source ORDER BY c.stance = 'asserts', c.id LIMIT 20"
        )
        assert "denies" in {stance for _, _, stance, _ in rows}
        for row_id, source, stance, statement in rows:
            path = f"/v/{version}/history/{row_id}"
            assert told(site, f"{path}.json")["label"] == f"{source} {stance}: {statement}"
            assert first_heading(site.page(path)) == f"{source} {stance}: {statement}"


def test_a_part_is_headed_as_a_report_wherever_it_has_a_page(real):
    rows = real.rows(
        "SELECT v.id, coalesce(o.name, s.label), v.role FROM involvements AS v"
        " LEFT JOIN officials AS o ON o.id = v.official LEFT JOIN sources AS s ON s.id = v.source"
        " ORDER BY v.official IS NULL, v.id"
    )
    assert rows
    for row_id, who, role in rows[:5] + rows[-5:]:
        heading = f"{who}, role as reported: {role}"
        assert first_heading(real.page(f"/v/0.2.0/history/{row_id}")) == heading
        assert first_heading(real.page(f"/v/0.2.0/involvements/{row_id}")) == heading
        assert told(real, f"/v/0.2.0/history/{row_id}.json")["label"] == heading


def first_heading(page):
    """The text of the heading of a page."""
    inside = page.html.split("<h1>")[1].split("</h1>")[0]
    return " ".join(html.unescape(re.sub("<[^>]+>", "", inside)).split())


def test_unreleased_tables_stand_beside_the_releases(history):
    histories.edit(history, "incidents", "I000001", title="People shut in two halls in Norvale")
    histories.add(history, "terms", id="W000010", term="Sampleish", rule="allowed", reason="One.")
    site = site_of(history)
    found = changes(site, "0.3.0", "working")
    assert [(c["op"], c["id"], c["version"]) for c in found] == [
        ("set", "I000001", "working"),
        ("add", "W000010", "working"),
    ]
    assert "Not released yet." in site.page("/versions/0.3.0/working").text
    assert "not released yet" in site.page("/v/working/history/I000001").text
    assert told(site, "/v/working/history/W000010.json")["history"][0]["version"] == "working"
    page = site.page("/v/working/incidents/I000001")
    assert "These tables are not released; they may change and are not to be cited." in page.text
    assert "/v/0.3.0/incidents/I000001" in page.links
    histories.edit(history, "incidents", "I000001", title="People shut in three halls in Norvale")
    again = changes(site_of(history), "0.3.0", "working")
    assert again[0]["after"] == "People shut in three halls in Norvale"


def test_the_public_portal_does_not_know_unreleased_tables(history):
    histories.edit(history, "incidents", "I000001", title="People shut in two halls in Norvale")
    site_of(history)
    site = site_of(history, public=True)
    for path in ("/versions/0.3.0/working", "/v/working/history/I000001"):
        assert site.get(path).status_code == 404
    for path in ("/versions", "/v/0.3.0/history/I000001", "/versions.json"):
        assert "working" not in site.get(path).text
        assert "two halls" not in site.get(path).text


def test_a_package_without_a_release_says_so(sample):
    site = site_of(sample)
    assert "There is no release yet." in site.page("/versions").text
    assert told(site, "/versions.json") == {"versions": []}
    assert site.get("/v/working/history/I000001").status_code == 404
    assert "There is no release yet." in site.page("/v/working/incidents/I000001").text
