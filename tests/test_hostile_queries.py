"""Queries of strangers: rules, views, resolutions and citations end in time and change nothing."""

import resource

import pytest
from click.testing import CliRunner

from attested import check, resolutions
from attested.citing import answers, asking, queries
from attested.cli import main
from attested.commands import shared
from attested.timeline import snapshot
from test_hostile_patterns import no_hang

GROWTH = 1 << 30  # bytes
ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
TEXT = "replace(printf('%.*c', 9000, 'a'), 'a', printf('%.*c', 100, 'a'))"
QUERIES = {
    "a printed gigabyte": "SELECT printf('%.*c', 900000000, 'x') AS a",
    "a printed gigabyte by its format": "SELECT printf('%900000000d', 1) AS a",
    "rows without end": f"{ENDLESS} SELECT count(*) FROM c",
    "long rows without end": (
        f"WITH RECURSIVE c(n, t) AS (SELECT 1, {TEXT} UNION SELECT n + 1, {TEXT} || n FROM c) "
        "SELECT count(*) FROM c"
    ),
    "a long sort": f"{ENDLESS} SELECT n, printf('%.*c', 9000, 'x') AS t FROM c ORDER BY n",
    "a text that grows": f"SELECT replace({TEXT}, 'a', {TEXT}) AS a",
    "a text sought in a text": f"SELECT instr({TEXT}, {TEXT} || 'b') AS a",
    "a long pattern": f"SELECT {TEXT} GLOB '{'*a' * 300}*b' AS a",
    "a long pattern of LIKE": f"SELECT {TEXT} LIKE '{'%a' * 300}%b' AS a",
    "deep brackets": f"SELECT {'(' * 5_000}1{')' * 5_000} AS a",
    "deep conditions": f"SELECT {'1 OR ' * 5_000} 1 AS a",
    "many SELECTs": " UNION ALL ".join(["SELECT 1"] * 3_000),
    "deep JSON": f"SELECT json_extract('{'[' * 5_000}{']' * 5_000}', '$') AS a",
    "every row with every row": "SELECT count(*) FROM " + ", ".join(
        f"passages AS p{n}, evidence AS e{n}" for n in range(12)
    ),
    "a file read": "SELECT readfile('/etc/passwd') AS a",
    "a library loaded": "SELECT load_extension('x') AS a",
    "a file attached": "ATTACH 'x.db' AS x",
    "a file written": "VACUUM INTO 'x.db'",
    "a table of SQLite": "SELECT * FROM sqlite_master",
    "the clock": "SELECT date('now') AS a",
    "chance": "SELECT hex(randomblob(9)) AS a",
    "two statements": "SELECT 1; DROP TABLE incidents",
    "a NUL": "SELECT 'a\0b' AS a",
    "half a character": "SELECT '\ud800' AS a",
    "a terminal's escape": "SELECT \x1b[2J",
}  # fmt: skip
MAY_BE_ANSWERED = {"a long pattern", "a long pattern of LIKE", "a NUL"}


@pytest.fixture(scope="module")
def opened(sample_template):
    return snapshot.open_version(sample_template, "working")


@pytest.fixture
def small(monkeypatch):
    """Less patience, so that what never ends ends sooner here."""
    monkeypatch.setattr(answers, "SECONDS", 1.0)


def grown(block):
    """What a call gives, once it has not hung and not made the process much larger."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with no_hang():
        result = block()
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most) * 1024 < GROWTH
    return result


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_to_cite_ends_in_time_and_little_memory(opened, small, name):
    def ask():
        try:
            return asking.cited(opened, QUERIES[name])
        except queries.QueryError as error:
            return str(error)

    told = grown(ask)
    assert isinstance(told, str) or name in MAY_BE_ANSWERED
    if isinstance(told, str):
        assert len(told) < 2_000
        assert ";" in told


def test_a_citation_of_such_a_query_is_refused_by_the_command(sample, tmp_path, monkeypatch, small):
    monkeypatch.chdir(tmp_path)
    for name in ("a file attached", "a terminal's escape", "two statements", "a library loaded"):
        words = ["--package", str(sample), "cite", "--version", "working", "--sql", QUERIES[name]]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 1, name
        assert isinstance(done.exception, SystemExit)
        assert done.output.replace("\n", "").isprintable()
    assert list(tmp_path.glob("*.db")) == []


RESOLUTIONS = {
    "rows without end": f"{ENDLESS} SELECT n AS incident, 1 AS stands, 'x' AS because FROM c",
    "a file attached": "ATTACH 'x.db' AS x",
    "a file written": "VACUUM INTO 'x.db'",
    "a pragma": "PRAGMA writable_schema = 1",
    "a table dropped": "DROP TABLE incidents",
    "a library loaded": "SELECT load_extension('x') AS incident, 1 AS stands, 'x' AS because",
    "a gigabyte": "SELECT zeroblob(900000000) AS incident, 1 AS stands, 'x' AS because",
    "other columns": "SELECT 1 AS a",
    "a NUL": "SELECT '\0' AS incident, 1 AS stands, 'x' AS because",
}


@pytest.mark.parametrize("name", RESOLUTIONS)
def test_a_resolution_of_a_stranger_only_reads_and_ends(
    sample_template, tmp_path, name, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(resolutions, "SECONDS", 1.0)
    (tmp_path / "rule.sql").write_text(f"-- What stands.\n{RESOLUTIONS[name]}", "utf-8")
    rule = resolutions.named(sample_template, str(tmp_path / "rule.sql"))

    def ask():
        refused = pytest.raises(resolutions.ResolutionError, match=";")
        with shared.loaded(check.check(sample_template)) as connection, refused:
            resolutions.answers(connection, rule)

    grown(ask)
    assert list(tmp_path.glob("*.db")) == []


RULES = [
    ["VACUUM INTO 'x.db'"],
    ["ATTACH 'x.db' AS x", "CREATE TABLE x.y (z)"],
    ["PRAGMA query_only = OFF", "ATTACH 'x.db' AS x", "CREATE TABLE x.y AS SELECT 1 AS z"],
    ["PRAGMA query_only = OFF", "DELETE FROM incidents"],
    ["PRAGMA writable_schema = ON", "UPDATE sqlite_master SET sql = ''"],
    ["SELECT load_extension('x') AS table_name, 'a' AS id, 'b' AS field"],
    ["SELECT 'incidents' AS table_name, zeroblob(900000000) AS id, 'b' AS field"],
    ["SELECT 'incidents' AS table_name, '\x1b[2J' AS id, '\u202e' AS field"],
    ["SELECT 1; DROP TABLE incidents"],
]


@pytest.mark.parametrize("sql", RULES, ids=lambda sql: sql[-1][:30])
def test_a_rule_of_a_stranger_only_reads(sample, tmp_path, monkeypatch, sql):
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.chdir(spare)
    for number, each in enumerate(sql):
        path = sample / f"schemas/rules/aaa-{number}.sql"
        path.write_text(f"-- All is well; do nothing.\n{each}", "utf-8")
    found = grown(lambda: check.check(sample)).problems
    assert any(problem.path.startswith("schemas/rules/aaa-") or problem.id for problem in found)
    assert all(str(problem).isprintable() for problem in found)
    assert list(spare.iterdir()) == []
