"""How often each value occurs: `portal_counts` for closed lists and for yes or no, and how many
cells of each column are filled: `portal_filled`."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby

from attested.ddl import quoted
from attested.portal.accounts import tabling

COUNTS, FILLED = "portal_counts", "portal_filled"
_LISTED = """
SELECT f.table_name, f.field FROM contract_fields AS f
WHERE f.type = 'boolean' OR EXISTS (
  SELECT 1 FROM contract_categories AS c WHERE c.table_name = f.table_name AND c.field = f.field
)"""
_COLUMNS = "SELECT table_name, field FROM contract_fields ORDER BY table_name, position"
Row = tuple[str | int, ...]


def add(connection: sqlite3.Connection) -> None:
    """Adds the tables; a value without a row is not in them."""
    key = 'PRIMARY KEY ("table_name", "field"'
    counts = f'"table_name" TEXT, "field" TEXT, "value" TEXT, "rows" INTEGER, {key}, "value")'
    tabling.table(connection, COUNTS, counts, _counts(connection))
    filled = f'"table_name" TEXT, "field" TEXT, "filled" INTEGER, "empty" INTEGER, {key})'
    tabling.table(connection, FILLED, filled, _filled(connection))


def _counts(connection: sqlite3.Connection) -> Iterator[Row]:
    for table, field in connection.execute(_LISTED).fetchall():
        column = quoted(field)
        yield from connection.execute(
            f"SELECT ?, ?, CAST({column} AS TEXT), count(*) FROM {quoted(table)}"
            f" WHERE {column} IS NOT NULL GROUP BY {column}",
            (table, field),
        ).fetchall()


def _filled(connection: sqlite3.Connection) -> Iterator[Row]:
    found = connection.execute(_COLUMNS).fetchall()
    for table, group in groupby(found, lambda row: str(row[0])):
        fields = [str(field) for _, field in group]
        each = ", ".join(f"count({quoted(field)})" for field in fields)
        total, *filled = connection.execute(
            f"SELECT count(*), {each} FROM {quoted(table)}"
        ).fetchone()
        for field, number in zip(fields, filled, strict=True):
            yield table, field, number, total - number
