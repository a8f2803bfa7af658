"""Resolution rules: the published ones on hand-made rows, a user's own, and unfit ones."""

import pytest
from click.testing import CliRunner

from attested import cli, resolutions
from attested.resolutions import ResolutionError
from made import ROOT, connection

ARTICLE = {"id": "A000001", "publisher": "S000001"}
SECOND = {"id": "A000002", "publisher": "S000002", "url": "https://example.org/2"}
SOURCES = [
    {"id": "S000001", "name": "One Paper", "kind": "outlet"},
    {"id": "S000002", "name": "Another Paper", "kind": "outlet"},
    {"id": "S000003", "name": "Ministry", "kind": "authority"},
    {"id": "S000004", "name": "Files", "kind": "documents"},
    {"id": "S000005", "name": "Government", "kind": "authority"},
]
PART = {"id": "V000001", "incident": "I000001", "source": "S000003", "role": "carried out"}


def claim(number, source, **cells):
    return {
        "id": f"C{number:06d}",
        "article": "A000001",
        "source": source,
        "incident": "I000001",
        "stance": "asserts",
        "bearing": "reports",
    } | cells


def stands(rule, **tables):
    tables = {"sources": SOURCES, "articles": [ARTICLE, SECOND], **tables}
    made = connection(incidents=[{"id": "I000001"}], **tables)
    made.row_factory = None
    return resolutions.answers(made, resolutions.named(ROOT, rule))["I000001"].stands


def test_any_source_is_enough_but_a_dispute_is_none():
    assert stands("any-source", claims=[claim(1, "S000001")])
    assert not stands("any-source", claims=[claim(1, "S000003", bearing="disputes")])


def test_two_roots_need_two_publishers_and_two_voices():
    one = claim(1, "S000001")
    assert not stands("two-roots", claims=[one, claim(2, "S000003")])
    assert stands("two-roots", claims=[one, claim(2, "S000002", article="A000002")])


def test_an_authority_that_acted_acknowledges():
    said = claim(1, "S000003")
    part = PART | {"claim": "C000001"}
    assert stands("acknowledged", claims=[said], involvements=[part])
    assert not stands("acknowledged", claims=[said])
    other = [claim(1, "S000001")]
    assert not stands("acknowledged", claims=other, involvements=[part])


def test_the_body_to_which_it_belongs_acknowledges_too():
    tie = {"id": "T000001", "source": "S000003", "other": "S000005", "kind": "belongs to"}
    tables = {"claims": [claim(1, "S000005")], "involvements": [PART | {"claim": "C000001"}]}
    assert not stands("acknowledged", **tables)
    assert stands("acknowledged", **tables, ties=[tie | {"disputed": "no"}])
    assert not stands("acknowledged", **tables, ties=[tie | {"disputed": "yes"}])


def test_what_only_leaked_files_show_is_no_acknowledgement():
    relay = {"id": "R000001", "claim": "C000001", "step": "1", "source": "S000004"}
    tables = {"claims": [claim(1, "S000003")], "involvements": [PART | {"claim": "C000001"}]}
    assert not stands("acknowledged", **tables, relays=[relay])


def run(*words):
    return CliRunner().invoke(cli.main, ["--package", str(ROOT), "resolve", *words])


@pytest.mark.parametrize("name", [rule.name for rule in resolutions.read(ROOT)])
def test_each_published_rule_answers_for_every_incident(name):
    result = run("--rule", name)
    assert result.exit_code == 0
    incidents = (ROOT / "data/incidents.csv").read_text("utf-8").count("\n") - 1
    assert f" of {incidents} incidents stand; " in result.output


def test_a_rule_of_the_users_own_shows_which_incidents_change(tmp_path):
    mine = tmp_path / "mine.sql"
    mine.write_text(
        "-- Mine: only what is dated stands.\n"
        "SELECT id AS incident, date IS NOT NULL AS stands, coalesce(date, 'undated') AS because\n"
        "FROM incidents;\n"
    )
    result = run("--rule", str(mine))
    assert result.exit_code == 0
    assert "I000003 falls: " in result.output
    assert "(undated)" in result.output
    assert "I000002 " not in result.output


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT 1", "does not begin with"),
        ("-- Mine.\nSELECT 1", "selects"),
        ("-- Mine.\nSELEC 1", "that can run"),
        ("-- Mine.\nDELETE FROM claims", "that can run"),
        ("-- Mine.\nATTACH 'other.db' AS other", "that can run"),
        ("-- Mine.\nPRAGMA user_version = 3", "that can run"),
        (
            "-- Mine.\nSELECT 'I000001' AS incident, 1 AS stands, 'x' AS because"
            " UNION ALL SELECT 'I000001', 0, 'y'",
            "answers twice for I000001",
        ),
        (
            "-- Mine.\nSELECT 'I000001' AS incident, 'no' AS stands, 'x' AS because",
            "no clear answer",
        ),
        ("-- Mine.\nSELECT 'I000001' AS incident, 1 AS stands, NULL AS because", "no clear answer"),
        (
            "-- Mine.\nSELECT 'I000001' AS incident, 1 AS stands, 'x' AS because",
            "says nothing of I000002",
        ),
    ],
)
def test_an_unfit_rule_is_refused_with_a_reason(tmp_path, sql, message):
    path = tmp_path / "unfit.sql"
    path.write_text(sql)
    result = run("--rule", str(path))
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_rule_that_is_no_rule_and_no_file_is_named():
    result = run("--rule", "three-roots")
    assert result.exit_code == 1
    assert "is no rule and no file; use acknowledged, any-source, two-roots" in result.output


def test_a_rule_cannot_write(tmp_path):
    made = connection(sources=SOURCES, articles=[ARTICLE])
    rule = resolutions.Resolution("x", "", "DELETE FROM sources RETURNING id AS incident")
    with pytest.raises(ResolutionError):
        resolutions.answers(made, rule)
    assert made.execute("SELECT count(*) FROM sources").fetchone()[0] == len(SOURCES)
