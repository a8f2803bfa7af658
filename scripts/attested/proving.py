"""SQLite's own checks of a finished database: its integrity, its constraints and its keys."""

import multiprocessing
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

from attested import processes
from attested.ddl import literal

CACHE = 32_000  # KiB of pages that another process keeps


class DatabaseError(Exception):
    """The finished database is not sound."""


def prove(connection: sqlite3.Connection, proved: Collection[str] = ()) -> None:
    """Raises DatabaseError when SQLite finds something wrong, tables already proved left out."""
    if proved:
        _expect_none(_table_faults(connection, set(tables(connection)) - set(proved)))
    else:
        _expect_none(_faults_of(connection, "PRAGMA integrity_check"))
    _expect_none(connection.execute("PRAGMA foreign_key_check").fetchall())


def tables(connection: sqlite3.Connection) -> list[str]:
    """The tables that have pages, those behind a search index too."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    return [name for (name,) in connection.execute(query)]


@contextmanager
def proving(path: Path, names: Collection[str]) -> Iterator[None]:
    """Another process proves these tables while the block adds others to the file.

    Their pages are as they will be in the finished file, so that it reads without a lock. Raises
    DatabaseError at the end of the block when something is wrong with them.
    """
    ready = multiprocessing.Event()
    with processes.started(_prove, path, sorted(names), ready) as task:
        task.wait_for(ready)
        yield
        _expect_none(task.result())


def _prove(path: Path, names: list[str], ready: Event) -> list[object]:
    # Not read-only, since SQLite then takes no notice of CHECK constraints.
    place = f"{path.absolute().as_uri()}?mode=rw&nolock=1"
    with closing(sqlite3.connect(place, uri=True, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
        connection.execute("BEGIN")  # what the file holds is read once, before others add to it
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        ready.set()
        return _table_faults(connection, names)


def _table_faults(connection: sqlite3.Connection, names: Collection[str]) -> list[object]:
    checks = [f"PRAGMA integrity_check({literal(name)})" for name in sorted(names)]
    return [fault for check in checks for fault in _faults_of(connection, check)]


def _faults_of(connection: sqlite3.Connection, check: str) -> list[object]:
    return [row for row in connection.execute(check) if row[0] != "ok"]


def _expect_none(faults: list[object]) -> None:
    for fault in faults:
        raise DatabaseError(f"the database is not sound: {fault}")
