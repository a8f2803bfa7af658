"""The database: checked rows loaded into SQLite, with derived columns, search and views.

The same rows give the same bytes with the same version of SQLite. A build writes to a temporary
name and moves it into place when everything is sound, so a killed one leaves the old database
whole.
"""

import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from attested import (
    agreement_sql,
    claim_roots,
    contract_sql,
    ddl,
    derived,
    files,
    halves,
    insertion,
    processes,
    proving,
    search,
    views,
)
from attested.coding.alpha import FLOOR
from attested.halves import Contents
from attested.progress import Progress, Silence, Tally, Told, counted
from attested.schema import Package

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x41545354
CACHE = 64_000  # KiB of pages that a build keeps in memory, and another process of it
ANALYSED = 1000  # rows of an index that are looked at
Says = Callable[[str], Progress]


def load(
    connection: sqlite3.Connection,
    package: Package,
    contents: Contents,
    told: Told = lambda rows: None,
) -> None:
    """Fills an empty database: tables in key order, contract tables and generated views."""
    with _database(connection).atomic():
        _create_tables(connection, package)
        _insert(connection, package, contents, told)
        claim_roots.add(connection)
        _add_contract(connection, package)


def _database(connection: sqlite3.Connection) -> "Database":
    """The connection in the hands of sqlite-utils, without plug-ins that others installed."""
    # Where Pandas is installed this loads it too, which takes longer than a clean check.
    from sqlite_utils import Database

    return Database(connection, execute_plugins=False)


def _create_tables(connection: sqlite3.Connection, package: Package) -> None:
    for table in package.tables.values():
        connection.execute(ddl.create_table(table))


def _add_contract(connection: sqlite3.Connection, package: Package) -> None:
    contract_sql.add_tables(connection, package)
    for statement in contract_sql.create_views(package).values():
        connection.execute(statement)


def _insert(
    connection: sqlite3.Connection, package: Package, contents: Contents, told: Told
) -> None:
    insertion.prepare(connection)
    for table in derived.label_order(package):
        if table.name in contents:
            rows = counted(contents[table.name].records(), told)
            insertion.insert(connection, package, table, rows)


def build(package: Package, contents: Contents, target: Path, says: Says = Silence) -> None:
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


def fill(path: Path, package: Package, contents: Contents, says: Says = Silence) -> None:
    """Fills the empty file with the database; the caller sees to it that nobody else does.

    Raises DatabaseError when it fails SQLite's own checks.
    """
    with closing(sqlite3.connect(path)) as connection:
        _prepare(connection)
        if halves.are_worthwhile(package, contents):
            _fill_by_halves(connection, path, package, contents, says)
            return
        loading, known = says("loading rows"), _count(contents)
        load(connection, package, contents, lambda rows: loading.add(rows, known))
        loading.end()
        _index(connection, package, contents, says("indexing"))
        steps = (
            partial(_add_views, connection, package),
            partial(_prove, connection),
            partial(connection.execute, "VACUUM"),
        )
        _run(steps, says("proving"))


def _fill_by_halves(
    connection: sqlite3.Connection, path: Path, package: Package, contents: Contents, says: Says
) -> None:
    """Makes some tables while another process makes the others in a file of its own.

    While those are then taken over, that process's successor proves the first ones. The file is not
    packed, which would take a third of the time again; none of its pages is free.
    """
    ours, theirs = halves.parted(package, contents)
    loading, tally = says("loading rows"), Tally()
    with files.companion(path) as other:
        with processes.started(_make_half, other, package, theirs, tally.add) as making:
            _create_tables(connection, package)
            _insert(connection, package, ours, tally.told(loading, _count(contents)))
            loading.end()
            _index(connection, package, ours, says("indexing"))
            connection.commit()
            making.result()
        finished = set(proving.tables(connection)) - theirs.keys()
        with proving.proving(path, finished):
            steps = (
                partial(halves.take_over, connection, other),
                partial(_add_contract, connection, package),
                partial(_add_views, connection, package),
                partial(_analyse, connection),
                partial(_prove, connection, finished),
            )
            _run(steps, says("joining and proving"))


def _make_half(path: Path, package: Package, contents: Contents, told: Told) -> None:
    with closing(sqlite3.connect(path)) as connection:
        _prepare(connection)
        for name in contents:
            connection.execute(ddl.create_table(package.tables[name]))
        _insert(connection, package, contents, told)
        claim_roots.add(connection)
        _index(connection, package, contents, Silence())
        connection.commit()


def _count(contents: Contents) -> int:
    return sum(content.count for content in contents.values())


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


def _index(
    connection: sqlite3.Connection, package: Package, contents: Contents, progress: Progress
) -> None:
    """Adds indexes and search to the tables that are among the contents."""
    database = _database(connection)
    steps: list[Callable[[], object]] = [
        partial(database.table(name).create_index, [column])
        for name, table in package.tables.items()
        if name in contents
        for column in ddl.index_columns(table)
    ]
    steps += [
        partial(search.add_index, database, table)
        for table in search.tables(package)
        if table.name in contents
    ]
    _run(steps, progress)


def _run(steps: Sequence[Callable[[], object]], progress: Progress) -> None:
    for step in steps:
        step()
        progress.add(1, len(steps))
    progress.end()


def _add_views(connection: sqlite3.Connection, package: Package) -> None:
    agreement_sql.add(connection, package.root, FLOOR)
    views.make(connection, package.root)
    connection.commit()


def _analyse(connection: sqlite3.Connection) -> None:
    """Tells SQLite how selective the indexes are; else it takes that of a few categories before
    that of a row's id, and a view over a hundred thousand rows takes minutes."""
    connection.execute(f"PRAGMA analysis_limit = {ANALYSED}")
    connection.execute("ANALYZE")
    connection.commit()


def _prove(connection: sqlite3.Connection, proved: Collection[str] = ()) -> None:
    connection.execute("PRAGMA ignore_check_constraints = OFF")
    proving.prove(connection, proved)
