"""Migrations: cited queries keep their hash in another version of SQLite and in another engine."""

import os
import subprocess
import sys

import pytest

import attested
from attested.citing import asking, cite, model, recheck
from attested.citing.answers import Answer
from attested.timeline import snapshot
from conftest import REQUIRE_ALL, require_or_skip
from made import ROOT

PORTABLE = [
    "select id, title from incidents",
    "select kind, count(*) as n from incidents group by kind",
    "select c.id, s.name, c.low from claims as c join sources as s on s.id = c.source",
    "select distinct stance from claims where incident is not null order by stance desc",
    "select id from incidents union select id from claims order by 1 limit 5",
]
VIEWS = "select * from {}"
OTHER = "pysqlite3-binary==0.5.4.post2"
SCRIPT = """
import sys
import pysqlite3
sys.modules["sqlite3"] = pysqlite3
import sqlite3
from pathlib import Path
from attested.citing import asking
from attested.timeline import snapshot
print(sqlite3.sqlite_version)
source = snapshot.open_version(Path(sys.argv[1]), "working")
for sql in sys.argv[2:]:
    print(asking.again(source, sql).hash)
"""


@pytest.fixture(scope="module")
def record():
    return snapshot.open_version(ROOT, "working")


@pytest.mark.parametrize("sql", PORTABLE)
def test_a_cited_form_has_the_same_hash_in_duckdb(record, sql):
    query, answer = asking.cited(record, sql)
    # Only the place of empty cells is another there, unless it is asked for.
    found = attested.load("working", ROOT).duckdb()
    found.execute("SET default_null_order = 'nulls_first_on_asc_last_on_desc'")
    migrated = Answer(answer.columns, found.execute(query).fetchall())
    assert migrated.hash == answer.hash


def other_sqlite():
    """A folder with another version of SQLite; not beside Datasette, which would take it."""
    folder = ROOT / "build/other-sqlite"
    if not folder.is_dir():
        require_or_skip(REQUIRE_ALL, f"{folder} is not there; ATTESTED_REQUIRE_ALL=1 makes it")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
        subprocess.run([*command, folder, OTHER], check=True)
    return folder


@pytest.mark.long
def test_cited_forms_have_the_same_hash_in_another_version_of_sqlite(record):
    other = other_sqlite()
    views = [view.name for view in record.views]
    cited = [asking.cited(record, sql) for sql in [*PORTABLE, *map(VIEWS.format, views)]]
    command = [sys.executable, "-c", SCRIPT, str(ROOT), *(query for query, _ in cited)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'scripts'}{os.pathsep}{other}"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    version, *hashes = done.stdout.splitlines()
    assert version != snapshot.sqlite3.sqlite_version, done.stderr
    assert hashes == [answer.hash for _, answer in cited]


def test_every_citation_that_the_record_keeps_is_the_same():
    """The queries of R14: each one is re-run on the files of its release."""
    for text in cite.stored_texts(ROOT):
        verdict = recheck.recheck(ROOT, model.read(text))
        assert verdict.is_same, "\n".join(verdict.lines())
