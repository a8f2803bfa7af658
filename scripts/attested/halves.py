"""Two halves of the tables: two processes fill a file each, then one takes over the other's rows.

A table goes to the other half only where no label, and no root of a claim, looks from one half into
the other.
"""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attested import claim_roots, derived
from attested.ddl import quoted
from attested.released import is_released
from attested.schema import Package, Table
from attested.tables import Content

SIZE = 32_000_000  # bytes of all tables from which on two processes share them
Contents = dict[str, Content]


def size_of(contents: Contents) -> int:
    """The bytes of all tables."""
    return sum(content.size for content in contents.values())


def are_worthwhile(package: Package, contents: Contents) -> bool:
    """Whether two processes are to share the tables.

    Another process can be given the contract of an old release only by a fork.
    """
    is_possible = multiprocessing.get_start_method() == "fork" or not is_released(package.root)
    return size_of(contents) > SIZE and is_possible


def parted(package: Package, contents: Contents) -> tuple[Contents, Contents]:
    """The tables on which no other depends, at most half of the bytes, and all others."""
    free = [table for table in package.tables.values() if not _is_bound(package, table)]
    room = size_of(contents) // 2
    apart: Contents = {}
    for table in sorted(free, key=lambda table: -contents[table.name].size):
        if contents[table.name].size <= room:
            apart[table.name] = contents[table.name]
            room -= contents[table.name].size
    return apart, {n: c for n, c in contents.items() if n not in apart}


def _is_bound(package: Package, table: Table) -> bool:
    looks = any(table.targets.get(name, table.name) != table.name for name in table.schema.label)
    return looks or bool(derived.labelled_by(package, table)) or table.name in claim_roots.NEEDS


def take_over(connection: sqlite3.Connection, path: Path) -> None:
    """Moves all that the database at `path` holds into that of the connection.

    Tables that are there already must be like those of the other, and empty.
    """
    with _attached(connection, path):
        there = {name for (name,) in connection.execute("SELECT name FROM main.sqlite_schema")}
        made = connection.execute(
            "SELECT name, sql FROM other.sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        for name, statement in made:
            if name not in there and not _exists(connection, name):  # a search index made it
                connection.execute(statement)
        for name, statement in made:
            if statement.startswith("CREATE TABLE"):
                place = quoted(name)
                connection.execute(f"DELETE FROM main.{place}")  # what a search index begins with
                connection.execute(f"INSERT INTO main.{place} SELECT * FROM other.{place}")
        connection.commit()


def _exists(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM main.sqlite_schema WHERE name = ?)"
    return bool(connection.execute(query, [name]).fetchone()[0])


@contextmanager
def _attached(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    connection.commit()
    connection.execute("ATTACH ? AS other", [str(path)])
    try:
        yield
    finally:
        connection.execute("DETACH other")
