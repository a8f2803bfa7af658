"""Which corrections made a query's answer another: found by making them, one row at a time.

A correction is a cause when it alone, made in the old version, changes the answer there; or, where
none does, when it alone, unmade in the new version, changes the answer there. Where neither finds
one, all corrections of what the query reads are named, since they act together.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable
from itertools import groupby

from attested import ddl, derived
from attested.citing.answers import Answer, Reader
from attested.citing.queries import QueryError
from attested.schema import Table
from attested.tables import Cells
from attested.timeline.between import Correction
from attested.timeline.snapshot import Snapshot

SECONDS = 30
ALONE = "because of"
TOGETHER = "because of these together"
UNSURE = "because of some of these (which ones takes too long to find out)"
Row = list[Correction]


def causes(
    old: Snapshot, new: Snapshot, query: str, read: frozenset[tuple[str, str]], found: Row
) -> tuple[str, Row]:
    """Those of the corrections from the old version to the new one that changed the answer.

    The text before them says how sure that is.
    """
    tables = {table for table, _ in read}
    named = {far for table in tables & old.package.tables.keys() for far in _labelled(old, table)}
    relevant = [each for each in found if each.change.table in tables | named]
    rows = [list(group) for _, group in groupby(relevant, key=_row_of)]
    until = time.monotonic() + SECONDS
    try:
        alone = _effective(old, new, query, rows, until) or _effective(new, old, query, rows, until)
    except TimeoutError:
        return UNSURE, relevant
    return (ALONE, alone) if alone else (TOGETHER, relevant)


def _row_of(correction: Correction) -> tuple[str, str]:
    return correction.change.table, correction.change.id


def _labelled(snapshot: Snapshot, table: str) -> set[str]:
    """The tables whose cells stand in the derived label of a table."""
    parts = snapshot.package.tables[table]
    far = {parts.targets[name] for name in parts.schema.label if name in parts.targets} - {table}
    return far | {further for name in far for further in _labelled(snapshot, name)}


def _effective(here: Snapshot, there: Snapshot, query: str, rows: list[Row], until: float) -> Row:
    """The corrections that change the answer when their cells are taken over from there."""
    effective: Row = []
    with Reader(here.sqlite()) as reader:
        reader.connection.execute("PRAGMA ignore_check_constraints = ON")
        before = reader.ask(query)

        def matters(corrections: Iterable[Correction]) -> bool:
            if time.monotonic() > until:
                raise TimeoutError
            return _try(reader, query, before, lambda: _take_over(reader, here, there, corrections))

        for row in rows:
            if matters(row):
                effective += [each for each in row if matters([each])] or row
    return effective


def _try(reader: Reader, query: str, before: Answer, change: Callable[[], None]) -> bool:
    """Whether the change changes the answer; it is undone."""
    reader.connection.execute("SAVEPOINT trial")
    try:
        change()
        return reader.ask(query) != before
    except (sqlite3.Error, QueryError):
        return False  # a state that the contract forbids is no cause
    finally:
        reader.connection.execute("ROLLBACK TO trial")
        reader.connection.execute("RELEASE trial")


def _take_over(
    reader: Reader, here: Snapshot, there: Snapshot, corrections: Iterable[Correction]
) -> None:
    for each in corrections:
        change = each.change
        table = here.package.tables.get(change.table)
        if table is None:
            continue
        own, other = _cells(here, change.table, change.id), _cells(there, change.table, change.id)
        if change.op == "set" and own is not None and other is not None:
            other = own | {change.field: other.get(change.field)}
        _write(reader.connection, table, change.id, other)
    derived.fill_labels(reader.connection, here.package)


def _write(connection: sqlite3.Connection, table: Table, row_id: str, cells: Cells | None) -> None:
    """Puts the row with these cells in place of what stands there; none when there are none."""
    name = ddl.quoted(table.name)
    current = connection.execute(f"SELECT * FROM {name} WHERE id = ?", [row_id])
    stood = current.fetchone()
    if cells is None:
        connection.execute(f"DELETE FROM {name} WHERE id = ?", [row_id])
        return
    record = derived.record(table, {column: cells.get(column) for column in table.columns})
    values = {ddl.quoted(column): value for column, value in record.items()}
    if stood is None:
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {name} ({', '.join(values)}) VALUES ({marks})"
        connection.execute(sql, list(values.values()))
    else:
        sets = ", ".join(f"{column} = ?" for column in values)
        connection.execute(f"UPDATE {name} SET {sets} WHERE id = ?", [*values.values(), row_id])


def _cells(snapshot: Snapshot, table: str, row_id: str) -> Cells | None:
    return snapshot.row(table, row_id)
