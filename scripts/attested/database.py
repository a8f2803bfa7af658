"""The database: checked rows loaded into SQLite, with derived columns, search and views.

The same rows give the same bytes with the same version of SQLite. A build writes to a temporary
name and moves it into place when everything is sound, so a killed one leaves the old database
whole.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from filelock import FileLock
from sqlite_utils import Database

from attested import agreement_sql, claim_roots, contract_sql, ddl, derived, files, search, views
from attested.coding.alpha import FLOOR
from attested.schema import Package
from attested.tables import Content

APPLICATION_ID = 0x41545354


class DatabaseError(Exception):
    """The finished database is not sound."""


def load(connection: sqlite3.Connection, package: Package, contents: dict[str, Content]) -> None:
    """Fills an empty database: tables in key order, contract tables and generated views."""
    database = Database(connection, execute_plugins=False)
    with database.atomic():
        for table in package.tables.values():
            database.execute(ddl.create_table(table))
        for table in package.tables.values():
            rows = (derived.record(table, cells) for cells in contents[table.name].rows)
            database.table(table.name).insert_all(rows)
        derived.fill_labels(connection, package)
        claim_roots.add(connection)
        _add_contract(database, package)


def _add_contract(database: Database, package: Package) -> None:
    for statement in contract_sql.create_tables():
        database.execute(statement)
    for name, records in contract_sql.records(package).items():
        database.table(name).insert_all(records)
    for statement in contract_sql.create_views(package):
        database.execute(statement)


def build(package: Package, contents: dict[str, Content], target: Path) -> None:
    """Writes the database of checked rows to `target`, whole or not at all.

    Raises DatabaseError when the finished file fails SQLite's own checks of keys and integrity.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.with_name(f".{target.name}.lock")
    with FileLock(lock):
        files.remove_partial(target)
        with files.replacing(target) as temporary:
            fill(temporary, package, contents)


def fill(path: Path, package: Package, contents: dict[str, Content]) -> None:
    """Fills the empty file with the database; the caller sees to it that nobody else does.

    Raises DatabaseError when it fails SQLite's own checks.
    """
    with closing(sqlite3.connect(path)) as connection:
        _prepare(connection)
        load(connection, package, contents)
        _finish(connection, package)


def _prepare(connection: sqlite3.Connection) -> None:
    """Settings that make the bytes depend on the rows alone; the file is temporary until moved."""
    for pragma in (
        "page_size = 4096",
        "encoding = 'UTF-8'",
        "auto_vacuum = 0",
        "journal_mode = OFF",
        "synchronous = OFF",
        "foreign_keys = OFF",  # asked once at the end: each parent would search its children
        f"application_id = {APPLICATION_ID}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _finish(connection: sqlite3.Connection, package: Package) -> None:
    database = Database(connection, execute_plugins=False)
    for table in package.tables.values():
        for column in ddl.index_columns(table):
            database.table(table.name).create_index([column])
    search.add(connection, package)
    agreement_sql.add(connection, package.root, FLOOR)
    for view in views.read(package.root):
        database.execute(view.create_statement)
    connection.commit()
    _verify(connection)
    connection.execute("VACUUM")


def _verify(connection: sqlite3.Connection) -> None:
    faults = connection.execute("PRAGMA foreign_key_check").fetchall()
    faults += [r for r in connection.execute("PRAGMA integrity_check") if r[0] != "ok"]
    if faults:
        raise DatabaseError(f"the database is not sound: {faults[0]}")
