"""Keys of the tables: what stands twice, and what leads nowhere, asked set-wise of the rows."""

import sqlite3
from collections.abc import Iterator

from attested.ddl import quoted
from attested.problems import Problem
from attested.schema import Table

MOST = 1000  # rows of one table, as many as Frictionless reports faults of
Lines = set[int]


def unsound(connection: sqlite3.Connection, table: Table, is_ascending: bool) -> Lines:
    """Lines of the rows in which an id or unique cell stands twice, or a key leads nowhere.

    Of what stands twice, the first row is among them too. Ids that ascend stand once.
    """
    unique = [field.name for field in table.fields if field.constraints.unique]
    columns = unique if is_ascending else ["id", *unique]
    found = {line for column in columns for line in _repeated_cells(connection, table, column)}
    for column, target in table.targets.items():
        found |= _dangling(connection, table, column, target)
    return found


def _repeated_cells(connection: sqlite3.Connection, table: Table, column: str) -> Lines:
    """Lines of rows whose cell stands in an earlier one, and of that one."""
    name, cell = quoted(table.name), quoted(column)
    found = connection.execute(
        f"SELECT n, first FROM (SELECT rowid AS n, min(rowid) OVER (PARTITION BY {cell}) AS first"
        f" FROM {name} WHERE {cell} IN (SELECT {cell} FROM {name} WHERE {cell} IS NOT NULL"
        f" GROUP BY {cell} HAVING count(*) > 1)) WHERE n > first ORDER BY n LIMIT {MOST}"
    )
    return {row + 1 for twins in found for row in twins}


def _dangling(connection: sqlite3.Connection, table: Table, column: str, target: str) -> Lines:
    cell = quoted(column)
    return _lines(
        connection,
        f"SELECT near.rowid FROM {quoted(table.name)} AS near WHERE near.{cell} IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {quoted(target)} AS far WHERE far.id = near.{cell})",
    )


def _lines(connection: sqlite3.Connection, query: str) -> Lines:
    return {row + 1 for (row,) in connection.execute(f"{query} ORDER BY 1 LIMIT {MOST}")}


def repeated(connection: sqlite3.Connection, table: Table) -> Iterator[Problem]:
    """A Problem for every row that repeats the cells of one of the table's uniqueKeys."""
    for key in table.schema.unique_keys:
        for row, row_id, first in connection.execute(_repetitions(table, key)):
            message = f"repeats {' and '.join(key)} of {first}; keep one row"
            yield Problem(table.path, row + 1, row_id or "", key[-1], message)


def _repetitions(table: Table, key: list[str]) -> str:
    name, cells = quoted(table.name), ", ".join(map(quoted, key))
    filled = " AND ".join(f"{quoted(column)} IS NOT NULL" for column in key)
    return (
        f"SELECT n, id, first FROM (SELECT rowid AS n, id, first_value(id) OVER twins AS first,"
        f" row_number() OVER twins AS place FROM {name} WHERE {filled} AND ({cells}) IN"
        f" (SELECT {cells} FROM {name} WHERE {filled} GROUP BY {cells} HAVING count(*) > 1)"
        f" WINDOW twins AS (PARTITION BY {cells} ORDER BY rowid)) WHERE place > 1"
        f" ORDER BY n LIMIT {MOST}"
    )
