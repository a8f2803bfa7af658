"""One row with everything linked to it, as text for a terminal."""

import sqlite3
from collections.abc import Iterator

from attested import ddl, derived
from attested.schema import Package, Table

WIDTH = 16
Cells = dict[str, str | int | float | None]


def show(connection: sqlite3.Connection, package: Package, row_id: str) -> str | None:
    """The row, the rows that point at it and its evidence; None when no row has that id."""
    connection.row_factory = sqlite3.Row
    query = "SELECT table_name FROM row_ids WHERE id = ? ORDER BY table_name = 'retired'"
    found = connection.execute(query, [row_id]).fetchone()
    if found is None:
        return None
    table = package.tables[found["table_name"]]
    lines = [*_row(connection, package, table, row_id)]
    lines += _linked(connection, package, table, row_id)
    lines += _evidence(connection, row_id)
    return "\n".join(lines) + "\n"


def _select(connection: sqlite3.Connection, table: Table, column: str, value: str) -> list[Cells]:
    query = f"SELECT * FROM {ddl.quoted(table.name)} WHERE {ddl.quoted(column)} = ? ORDER BY id"
    return [dict(row) for row in connection.execute(query, [value])]


def _row(
    connection: sqlite3.Connection, package: Package, table: Table, row_id: str
) -> Iterator[str]:
    row = _select(connection, table, "id", row_id)[0]
    yield f"{row_id}  {table.title}: {row[derived.label_column(table)]}"
    for field in table.fields[1:]:
        value = row[field.name]
        if value is not None:
            target = table.targets.get(field.name)
            far = f"  {_label(connection, package, target, str(value))}" if target else ""
            shown = ("yes" if value else "no") if field.type == "boolean" else value
            unit = f" {field.unit}" if field.unit else ""
            yield f"  {field.name:<{WIDTH}} {shown}{unit}{far}"


def _label(
    connection: sqlite3.Connection, package: Package, target: str, row_id: str
) -> str | int | float | None:
    table = package.tables[target]
    return _select(connection, table, "id", row_id)[0][derived.label_column(table)]


def _linked(
    connection: sqlite3.Connection, package: Package, target: Table, row_id: str
) -> Iterator[str]:
    for table in package.tables.values():
        for column, far in table.targets.items():
            rows = _select(connection, table, column, row_id) if far == target.name else []
            if rows:
                yield f"\n{table.title} ({column})"
            for row in rows:
                yield f"  {row['id']}  {_line(connection, package, table, column, row)}"


def _line(
    connection: sqlite3.Connection, package: Package, table: Table, column: str, row: Cells
) -> str:
    """What a linked row says: its label and the labels of the other rows it names."""
    parts = [str(row[derived.label_column(table)])]
    for name, target in table.targets.items():
        value = row[name]
        if name != column and value is not None and table.schema.label != [name]:
            parts.append(f"{name} {_label(connection, package, target, str(value))}")
    return "; ".join(parts)


def _evidence(connection: sqlite3.Connection, row_id: str) -> Iterator[str]:
    query = """
        SELECT e.id, coalesce(e.field, '(the row)') AS field, e.basis, e.reason, e.reference,
          e.accessed, p.id AS passage, p.article, p.start, p.tokens
        FROM evidence AS e LEFT JOIN passages AS p ON p.id = e.passage
        WHERE e.row = ? ORDER BY e.field, e.id"""
    rows = connection.execute(query, [row_id]).fetchall()
    if rows:
        yield "\nEvidence (re-check with: attested verify --texts DIR)"
    for e in rows:
        reason = f": {e['reason']}" if e["reason"] else ""
        yield f"  {e['id']}  {e['field']:<{WIDTH}} {e['basis']} {_place(e)}{reason}"


def _place(e: sqlite3.Row) -> str:
    if e["passage"] is None:
        return f"{e['reference']} (consulted {e['accessed']})"
    last = e["start"] + e["tokens"] - 1
    return f"{e['passage']} in {e['article']}, tokens {e['start']} to {last}"
