"""Spark gives the rows of every portable rule and view that SQLite gives; by hand, as it is large.

`ATTESTED_SPARK=1` asks for it: it needs Java and the group `spark` of pyproject.toml, and minutes.
"""

import os
import sqlite3
from contextlib import closing
from importlib.util import find_spec

import pytest

import engines
from attested import schema, tables
from engines import Spark, SQLite

if os.environ.get("ATTESTED_SPARK") != "1":
    pytest.skip("ATTESTED_SPARK=1 is not set, see docs/engines.md", allow_module_level=True)
if find_spec("pyspark") is None:
    pytest.skip("pyspark is not installed, see docs/engines.md", allow_module_level=True)


def test_the_engines_agree_on_what_breaks_the_rules(sample, tmp_path):
    engines.spoil_all_rules(sample)
    package = schema.load(sample)
    contents = {table.name: tables.read(sample, table) for table in package.tables.values()}
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        engines.spark_session() as session,
    ):
        engines.fill(connection, package, contents)
        engines.write_parquet(tmp_path / "parquet", connection, package)
        both = SQLite(connection), Spark(session, package, tmp_path / "parquet")
        asked = engines.portable(package, "spark")
        found = {query.name: [each.ask(query.view) for each in both] for query in asked}
    assert {name for name, (sqlite, other) in found.items() if sqlite != other} == set()
    rules = {query.name for query in asked if query.kind == "rule"}
    assert {name for name in rules if not found[name][0].count} <= {"incident-claims"}
