"""DuckDB gives the rows of every portable rule and view that SQLite gives, faults among them."""

import shutil
import sqlite3
from contextlib import closing

import duckdb
import pytest

import engines
from attested import schema, tables
from engines import DuckDB, SQLite
from made import ROOT


def compared(root, folder):
    """The rows of each portable query by its name: on SQLite, and on DuckDB."""
    package = schema.load(root)
    contents = {table.name: tables.read(root, table) for table in package.tables.values()}
    with closing(sqlite3.connect(":memory:")) as connection:
        engines.fill(connection, package, contents)
        engines.write_parquet(folder, connection, package)
        both = SQLite(connection), DuckDB(package, folder)
        asked = engines.portable(package, "duckdb")
        return {query.name: [each.ask(query.view) for each in both] for query in asked}


def test_the_engines_agree_on_the_record(tmp_path):
    found = compared(ROOT, tmp_path / "parquet")
    assert {name for name, (sqlite, other) in found.items() if sqlite != other} == set()
    assert found["incidents_flat"][0].count > 100


def test_the_engines_agree_on_what_breaks_the_rules(sample_template, tmp_path):
    package, broken = schema.load(sample_template), set()
    for number, spoil in enumerate((engines.spoil_all_rules, engines.spoil_last_rule)):
        root = shutil.copytree(sample_template, tmp_path / f"package-{number}")
        spoil(root)
        found = compared(root, tmp_path / f"parquet-{number}")
        assert {name for name, (sqlite, other) in found.items() if sqlite != other} == set()
        broken |= {name for name, (sqlite, _) in found.items() if sqlite.count}
    rules = {query.name for query in engines.portable(package, "duckdb") if query.kind == "rule"}
    assert rules - broken == set()


def test_a_row_more_a_type_or_a_value_is_a_difference():
    rows = [(1, "a"), (None, "b")]
    assert engines.reduced(rows) == engines.reduced(reversed(rows))
    for other in ([*rows, rows[0]], rows[:1], [("1", "a"), rows[1]], [(1.0, "a"), rows[1]]):
        assert engines.reduced(other) != engines.reduced(rows)


def test_the_views_read_the_files_in_place(sample, tmp_path):
    compared(sample, tmp_path / "parquet")
    there = DuckDB(schema.load(sample), tmp_path / "parquet")
    shutil.rmtree(tmp_path / "parquet" / "incidents")
    with pytest.raises(duckdb.IOException):
        there.ask("incidents_flat")
