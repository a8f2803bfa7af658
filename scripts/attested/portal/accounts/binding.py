"""What binds single cells: `portal_bindings`, each kind of constraint with the number of columns
that have it and of cells that it binds."""

import sqlite3
from collections.abc import Iterable, Iterator

from attested.portal.accounts import tabling
from attested.portal.accounts.counting import FILLED
from attested.schema import Constraints, Field, Package, Table

BINDINGS = "portal_bindings"
KEY = "key"
TYPED = ("integer", "number", "boolean", "date", "datetime")
Cell = tuple[str, str]  # a table and its column


def add(connection: sqlite3.Connection, package: Package) -> None:
    """Adds the table; needs the counts of filled cells."""
    columns = '"kind" TEXT PRIMARY KEY, "columns" INTEGER, "cells" INTEGER'
    rows = ((kind, len(found), _cells(connection, found)) for kind, found in _kinds(package))
    tabling.table(connection, BINDINGS, columns, rows)


def _kinds(package: Package) -> Iterator[tuple[str, list[Cell]]]:
    """Each kind of constraint that the contract uses, with the columns that have it."""
    columns = [(table, field) for table in package.tables.values() for field in table.fields]
    for kind in Constraints.model_fields:
        yield from _used(kind, (at for at in columns if _has(at[1], kind)))
    for type_ in TYPED:
        yield from _used(type_, (at for at in columns if at[1].type == type_))
    yield from _used("edtf", (at for at in columns if at[1].is_edtf))
    yield from _used(KEY, (at for at in columns if at[1].name in at[0].targets))


def _has(field: Field, kind: str) -> bool:
    return getattr(field.constraints, kind) not in (None, False)


def _used(kind: str, found: Iterable[tuple[Table, Field]]) -> Iterator[tuple[str, list[Cell]]]:
    cells = [(table.name, field.name) for table, field in found]
    if cells:
        yield kind, cells


def _cells(connection: sqlite3.Connection, columns: list[Cell]) -> int:
    query = f"SELECT filled FROM {FILLED} WHERE table_name = ? AND field = ?"
    return sum(connection.execute(query, at).fetchone()[0] for at in columns)
