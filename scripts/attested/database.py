"""The database: checked rows loaded into SQLite, with derived columns, search and views.

The same rows give the same bytes with the same version of SQLite. A build writes to a temporary
name and moves it into place when everything is sound, so a killed one leaves the old database
whole.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from filelock import FileLock
from sqlite_utils import Database

from attested import (
    agreement_sql,
    claim_roots,
    contract_sql,
    ddl,
    derived,
    files,
    insertion,
    proving,
    search,
    views,
)
from attested.coding.alpha import FLOOR
from attested.progress import Progress, Silence
from attested.schema import Package
from attested.tables import Content

APPLICATION_ID = 0x41545354
CACHE = 128_000  # KiB of pages that a build keeps in memory
Says = Callable[[str], Progress]


def load(
    connection: sqlite3.Connection,
    package: Package,
    contents: dict[str, Content],
    progress: Progress | None = None,
) -> None:
    """Fills an empty database: tables in key order, contract tables and generated views."""
    database = Database(connection, execute_plugins=False)
    told = progress or Silence()
    known = sum(content.count for content in contents.values())
    with database.atomic():
        for table in package.tables.values():
            database.execute(ddl.create_table(table))
        insertion.prepare(connection)
        for table in derived.label_order(package):
            rows = told.counted(contents[table.name].records(), known)
            insertion.insert(connection, package, table, rows)
        told.end()
        claim_roots.add(connection)
        contract_sql.add_tables(connection, package)
        for statement in contract_sql.create_views(package).values():
            database.execute(statement)


def build(
    package: Package, contents: dict[str, Content], target: Path, says: Says = Silence
) -> None:
    """Writes the database of checked rows to `target`, whole or not at all.

    Rows are streamed from the tables' files, so that memory does not depend on their number.
    Raises DatabaseError when the finished file fails SQLite's own checks of keys and integrity,
    ChangedError when a table's file is not what it was when it was checked.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.with_name(f".{target.name}.lock")
    with FileLock(lock):
        files.remove_partial(target)
        with files.replacing(target) as temporary:
            fill(temporary, package, contents, says)


def fill(path: Path, package: Package, contents: dict[str, Content], says: Says = Silence) -> None:
    """Fills the empty file with the database; the caller sees to it that nobody else does.

    Raises DatabaseError when it fails SQLite's own checks.
    """
    with closing(sqlite3.connect(path)) as connection:
        _prepare(connection)
        load(connection, package, contents, says("loading rows"))
        _finish(connection, package, says("indexing and proving"))


def _prepare(connection: sqlite3.Connection) -> None:
    """Settings that make the bytes depend on the rows alone; the file is temporary until moved."""
    for pragma in (
        "page_size = 4096",
        "encoding = 'UTF-8'",
        "auto_vacuum = 0",
        "journal_mode = OFF",
        "synchronous = OFF",
        "foreign_keys = OFF",  # asked once at the end: each parent would search its children
        "ignore_check_constraints = ON",  # asked at the end too, with the integrity
        f"cache_size = -{CACHE}",
        f"application_id = {APPLICATION_ID}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _finish(connection: sqlite3.Connection, package: Package, progress: Progress) -> None:
    database = Database(connection, execute_plugins=False)
    steps: list[Callable[[], object]] = [
        partial(database.table(table.name).create_index, [column])
        for table in package.tables.values()
        for column in ddl.index_columns(table)
    ]
    steps += [partial(search.add_index, database, table) for table in search.tables(package)]
    steps.append(partial(agreement_sql.add, connection, package.root, FLOOR))
    steps.append(partial(views.make, connection, package.root))
    steps.append(connection.commit)
    steps.append(partial(_prove, connection))
    for step in steps:
        step()
        progress.add(1, len(steps))
    progress.end()


def _prove(connection: sqlite3.Connection) -> None:
    """Has SQLite check the finished file, and packs it, unless that would take as long again."""
    connection.execute("PRAGMA ignore_check_constraints = OFF")
    proving.prove(connection)
    if not proving.is_large(connection):
        connection.execute("VACUUM")
