"""SQLite's own checks of a finished database: its integrity, its constraints and its keys."""

import sqlite3
from contextlib import closing
from pathlib import Path

from attested import processes
from attested.ddl import literal, quoted

LARGE = 250_000  # pages, a gigabyte: from there on a second process takes half of the tables


class DatabaseError(Exception):
    """The finished database is not sound."""


def is_large(connection: sqlite3.Connection) -> bool:
    """Whether two processes check the database."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    return int(pages) > LARGE


def prove(connection: sqlite3.Connection) -> None:
    """Raises DatabaseError when SQLite finds something wrong with the database."""
    if not is_large(connection):
        _expect_none(_faults_of(connection, "PRAGMA integrity_check"), _key_faults(connection))
        return
    path = next(file for _, name, file in connection.execute("PRAGMA database_list"))
    ours, theirs = _halves(connection)
    with processes.started(_other_half, path, theirs) as other:
        _expect_none(_table_faults(connection, ours))
        _expect_none(other.result())


def _halves(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """The tables in two lists of about as many rows."""
    named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    rows = {name: _rows(connection, name) for (name,) in connection.execute(named).fetchall()}
    halves: tuple[list[str], list[str]] = ([], [])
    sizes = [0, 0]
    for name in sorted(rows, key=lambda name: -rows[name]):
        less = sizes.index(min(sizes))
        halves[less].append(name)
        sizes[less] += rows[name]
    return halves


def _rows(connection: sqlite3.Connection, table: str) -> int:
    """The greatest rowid of a table; 0 where there is none."""
    try:
        return int(connection.execute(f"SELECT max(rowid) FROM {quoted(table)}").fetchone()[0] or 0)
    except sqlite3.OperationalError:
        return 0


def _other_half(path: str, tables: list[str]) -> list[object]:
    with closing(sqlite3.connect(f"{Path(path).as_uri()}?mode=ro", uri=True)) as connection:
        return _table_faults(connection, tables) or _key_faults(connection)


def _table_faults(connection: sqlite3.Connection, tables: list[str]) -> list[object]:
    checks = [f"PRAGMA integrity_check({literal(table)})" for table in tables]
    return [fault for check in checks for fault in _faults_of(connection, check)]


def _faults_of(connection: sqlite3.Connection, check: str) -> list[object]:
    return [row for row in connection.execute(check) if row[0] != "ok"]


def _key_faults(connection: sqlite3.Connection) -> list[object]:
    return connection.execute("PRAGMA foreign_key_check").fetchall()


def _expect_none(*faults: list[object]) -> None:
    for fault in (fault for found in faults for fault in found):
        raise DatabaseError(f"the database is not sound: {fault}")
