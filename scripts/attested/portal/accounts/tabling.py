"""Makes prepared tables of rows that no single query gives."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from attested.ddl import quoted


def table(
    connection: sqlite3.Connection, name: str, columns: str, rows: Iterable[Sequence[Any]]
) -> None:
    """Makes a table anew; `columns` is the inside of its CREATE TABLE statement."""
    connection.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
    connection.execute(f"CREATE TABLE {quoted(name)} ({columns}) WITHOUT ROWID")
    for row in rows:
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {quoted(name)} VALUES ({marks})", row)
