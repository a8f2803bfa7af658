"""Data quality: every rule stands with what it found in these rows, and what is missing is told."""

import html
import re
import sqlite3
from contextlib import closing

import pytest

from attested import check, rules, schema, tables
from attested.portal import mounts
from attested.portal.accounts import reading
from made import ROOT
from portal_site import Site, real_site
from releasing import set_cell

RULES = rules.read(ROOT)
PAGE = "/v/working/quality"


@pytest.fixture(scope="module")
def releases(history_template):
    served = mounts.mounts(history_template, check.check(history_template))
    result = check.check(history_template)
    return Site(result.package, result.contents, served=served, root=str(history_template))


def part(text, name):
    """What the page says of one rule."""
    return text.split(f'<li id="{name}"', 1)[1].split("</details>", 1)[0]


def facts(site):
    with closing(sqlite3.connect(site.database)) as connection:
        return dict(connection.execute("SELECT fact, number FROM portal_facts"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_stands_with_its_sentence_its_query_and_what_it_found(rule):
    text = part(real_site().get(PAGE).text, rule.name)
    holds, _, otherwise = rule.sentence.partition("; ")
    plain = html.unescape(re.sub(r"<[^>]+>", "", text))
    assert holds in plain
    assert otherwise in plain
    assert rule.sql.partition("\n")[2].strip() in plain
    assert "0 offenders" in plain


def test_an_offender_is_counted_and_named(sample):
    clean = check.check(sample)
    assert clean.problems == []
    rows = clean.contents["incident_places"].rows
    first, second = [row for row in rows if row["role"] != "online"][:2]
    first["precision"] = second["precision"] = None
    spoilt = Site(clean.package, clean.contents)
    text = part(spoilt.get(PAGE).text, "incident-place")
    assert "2 offenders" in text
    assert f"/v/working/incident_places/{first['id']}" in text
    assert f"/v/working/incident_places/{second['id']}" in text
    (number,) = re.findall(r"<strong>(\d+) rules? found offenders</strong>", spoilt.get(PAGE).text)
    assert int(number) == spoilt.get(PAGE).text.count('class="broken"') >= 1
    assert "no rule found an offender" not in spoilt.get(PAGE).text


def test_what_an_offender_holds_is_shown_and_not_obeyed(sample):
    clean = check.check(sample)
    clean.contents["incidents"].rows[0]["title"] = "The Zzyzx <script>alert(1)</script> march"
    text = Site(clean.package, clean.contents).get(PAGE).text
    assert "1 offender<" in part(text, "names-known")
    assert "Zzyzx" in part(text, "names-known")
    assert "<script>alert" not in text


def test_more_offenders_than_are_named_are_counted(sample):
    clean = check.check(sample)
    evidence = clean.contents["evidence"].rows
    wanted = len([row for row in evidence if row["row"][0] in "ICVL"])
    assert wanted > 20
    clean.contents["evidence"].rows[:] = [row for row in evidence if row["row"][0] not in "ICVL"]
    text = part(Site(clean.package, clean.contents).get(PAGE).text, "evidence-missing")
    found = int(re.search(r"([\d,]+) offenders", text)[1].replace(",", ""))
    assert text.count("<li>") == 21
    assert f"and {found - 20} more" in text


def test_a_rule_that_does_not_run_is_said_not_to_have_run(sample):
    (sample / "schemas/rules/tie-self.sql").write_text(
        "-- It holds; mend it.\nSELECT unheard FROM ties\n"
    )
    result = check.check(sample)
    text = Site(result.package, result.contents or check_contents(sample)).get(PAGE).text
    assert "did not run: no such column: unheard" in part(text, "tie-self")
    assert "1 rule did not run" in text


def check_contents(root):
    package = schema.load(root)
    return {t.name: tables.read(root, t) for t in package.tables.values()}


def test_a_release_shows_its_own_rules_over_its_own_rows(releases):
    young, old = (releases.get(f"/v/{v}/quality").text for v in ("0.3.0", "0.1.0"))
    assert 'id="coding-rule-row"' in young
    assert 'id="coding-rule-row"' not in old
    names = {path.stem for path in (releases.package.root / "schemas/rules").glob("*.sql")}
    assert {name for name in names if f'<li id="{name}"' in young} == names
    assert "no rule found an offender" in old


def test_the_facts_are_those_of_the_rows():
    found, contents = facts(real_site()), check.check(ROOT).contents
    incidents, places = contents["incidents"].rows, contents["incident_places"].rows
    placed = {row["incident"] for row in places if row["place"]}
    told = {row["incident"] for row in places}
    attested = {(row["row"], row["field"]) for row in contents["evidence"].rows}
    package = real_site().package
    needed = [
        (row["id"], field.name)
        for table in package.tables.values()
        for field in table.fields
        if field.evidence
        for row in contents[table.name].rows
        if row[field.name] is not None
    ]
    assert found["undated"] == sum(row["date"] is None for row in incidents)
    assert found["unplaced"] == sum(row["id"] not in placed for row in incidents)
    assert found["nowhere"] == sum(row["id"] not in told for row in incidents)
    assert found["in doubt"] == sum(row["doubt"] is not None for row in contents["claims"].rows)
    assert found["cells needed"] == len(needed)
    assert found["cells attested"] == sum(cell in attested for cell in needed) > 0
    assert found["checked by a human"] == package.descriptor.rows_checked_by_humans == 0


def test_the_page_shows_the_facts_and_that_no_human_checked_a_row():
    page = real_site().page(PAGE)
    found = facts(real_site())
    assert f"incidents without a date {found['undated']}" in page.text
    assert f"claims whose wording is in doubt {found['in doubt']}" in page.text
    assert "Rows with a human check: none." in page.text


def test_evidence_that_is_taken_away_lowers_its_share(sample):
    clean = check.check(sample)
    before = facts(Site(clean.package, clean.contents))
    rows = clean.contents["evidence"].rows
    rows.remove(next(row for row in rows if row["field"] == "kind"))
    after = facts(Site(clean.package, clean.contents))
    assert after["cells needed"] == before["cells needed"] == before["cells attested"]
    assert after["cells attested"] == before["cells attested"] - 1


def test_passages_are_counted_by_length():
    rows = check.check(ROOT).contents["passages"].rows
    page = real_site().page(PAGE)
    for first, last in ((1, 3), (4, 8), (9, 12), (13, 20), (21, 40)):
        wanted = sum(first <= int(row["tokens"]) <= last for row in rows)
        assert f"{first} to {last} {wanted:,}" in page.text


def test_constraints_are_counted():
    package, contents = real_site().package, check.check(ROOT).contents
    required = [
        (t.name, f.name)
        for t in package.tables.values()
        for f in t.fields
        if f.constraints.required
    ]
    cells = sum(row[name] is not None for t, name in required for row in contents[t].rows)
    text = real_site().page(PAGE).text
    assert f"the cell is not empty {len(required):,} {cells:,}" in text


def test_a_database_without_the_tables_has_pages_that_say_so(sample_template):
    result = check.check(sample_template)
    site = Site(result.package, result.contents)
    with closing(sqlite3.connect(site.database)) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master")]
        for name in names:
            if name.startswith("portal_") and name in vars_of_accounts():
                connection.execute(f'DROP TABLE "{name}"')
        connection.commit()
    assert "holds no account of its rules" in site.get(PAGE).text
    assert site.get("/v/working/codebook").status_code == 200
    assert "does not tell how much" in site.get("/v/working/agreement").text


def vars_of_accounts():
    """The names of the tables that the pages of this package read."""
    modules = (reading.counting, reading.binding, reading.facts, reading.covering)
    modules += (reading.differing, reading.ruling)
    return {v for m in modules for v in vars(m).values() if isinstance(v, str)}


def test_a_rule_that_would_write_is_not_let(sample):
    (sample / "schemas/rules/tie-self.sql").write_text(
        "-- It holds; mend it.\n"
        "DELETE FROM ties RETURNING 'ties' AS table_name, id, NULL AS field\n"
    )
    contents = check_contents(sample)
    before = len(contents["ties"].rows)
    package = check.check(sample).package
    site = Site(package, contents)
    assert site.rows("SELECT count(*) FROM ties") == [(before,)]
    assert "did not run: attempt to write" in part(site.get(PAGE).text, "tie-self")


def test_a_broken_row_of_the_files_is_what_the_page_counts(sample):
    row = set_cell(sample, "incidents", 0, "date", "")
    contents = check_contents(sample)
    site = Site(check.check(sample).package, contents)
    assert facts(site)["undated"] == sum(r["date"] is None for r in contents["incidents"].rows)
    assert row in {r["id"] for r in contents["incidents"].rows if r["date"] is None}
