"""Hand-made tables: rows given by the few cells a test is about, loaded into a database."""

import sqlite3
from pathlib import Path

from attested import database, schema, views
from attested.ddl import quoted
from attested.tables import Content

ROOT = Path(__file__).resolve().parent.parent


def contents(package: schema.Package, **tables: list[dict[str, str]]) -> dict[str, Content]:
    """Contents of all tables, empty but for the given rows; cells not given are empty."""
    made = {}
    for table in package.tables.values():
        rows = tables.get(table.name, [])
        cells = [{c: row.get(c) for c in table.columns} for row in rows]
        made[table.name] = Content(table, cells)
    return made


def connection(**tables: list[dict[str, str]]) -> sqlite3.Connection:
    """A database in memory with the given rows and all views; keys and checks are not enforced."""
    package = schema.load(ROOT)
    made = sqlite3.connect(":memory:")
    made.execute("PRAGMA ignore_check_constraints = ON")
    database.load(made, package, contents(package, **_filled(package, tables)))
    for view in views.read(ROOT):
        made.execute(view.create_statement)
    made.row_factory = sqlite3.Row
    return made


def _filled(package, tables):
    """Rows whose required cells hold the field's example where a test does not care."""
    filled = {}
    for name, rows in tables.items():
        fields = package.tables[name].fields
        default = {f.name: f.example for f in fields if f.constraints.required}
        filled[name] = [default | row for row in rows]
    return filled


def column(database, view: str, name: str, where: str = "1") -> list:
    """The values of one column of a view."""
    query = f"SELECT {quoted(name)} FROM {quoted(view)} WHERE {where}"
    return [row[0] for row in database.execute(query)]
