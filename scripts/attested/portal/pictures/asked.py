"""What the pictures ask of the database and of an address."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any

Row = dict[str, Any]
Run = Callable[[str, Mapping[str, Any] | Sequence[Any]], list[Row]]


class Unreadable(ValueError):
    """A parameter of an address cannot be read; the message says which and what to do."""


def of(connection: sqlite3.Connection) -> Run:
    """A function that runs a query and returns its rows as dicts."""

    def run(sql: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> list[Row]:
        cursor = connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    return run


def has(run: Run, table: str) -> bool:
    """Whether the database has a table of that name."""
    return bool(run("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [table]))


def has_columns(connection: sqlite3.Connection, needed: Mapping[str, set[str]]) -> bool:
    """Whether the database has the tables with the columns, which older versions may lack."""
    return all(columns <= _columns(connection, table) for table, columns in needed.items())


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    found = connection.execute("SELECT name FROM pragma_table_info(?)", [table])
    return {str(name) for (name,) in found}


def number(args: Mapping[str, str], name: str, low: float, high: float) -> float | None:
    """A number of an address, None when it is not given; raises Unreadable outside the bounds."""
    text = args.get(name)
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or not low <= value <= high:
        raise Unreadable(f"{name} is a number from {low:g} to {high:g}; correct or remove it.")
    return value
