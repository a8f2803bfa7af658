"""Values the database adds to a row: typed cells, first and last days, labels, order of time."""

import sqlite3

from attested import dates, ddl
from attested.schema import Field, Package, Table
from attested.tables import Cells

Value = str | int | float | None
UNDATED = "9999-99-99"


def record(table: Table, cells: Cells) -> dict[str, Value]:
    """A row ready to be inserted: typed values and derived days, labels still empty."""
    row: dict[str, Value] = {field.name: _typed(field, cells[field.name]) for field in table.fields}
    for field in table.fields:
        if field.is_edtf:
            cell = cells[field.name]
            first, last = dates.bounds(cell) if cell else (None, None)
            row[f"{field.name}_first"], row[f"{field.name}_last"] = first, last
    if table.schema.chronology:
        row["chrono"] = f"{row[table.schema.chronology + '_first'] or UNDATED}_{row['id']}"
    return row


def _typed(field: Field, cell: str | None) -> Value:
    if cell is None:
        return None
    if field.type == "integer":
        return int(cell)
    if field.type == "number":
        return float(cell)
    if field.type == "boolean":
        return int(cell in (field.true_values or []))
    return cell


def label_column(table: Table) -> str:
    """The column that says what a row of the table is."""
    return "label" if needs_label(table) else table.schema.label[0]


def needs_label(table: Table) -> bool:
    """True when no single column of the table says what a row is."""
    return "label" in ddl.derived_columns(table)


def fill_labels(connection: sqlite3.Connection, package: Package) -> None:
    """Writes the derived labels, those that build on another table's label last."""
    done: set[str] = set()
    for table in package.tables.values():
        _fill_label(connection, package, table, done)


def _fill_label(
    connection: sqlite3.Connection, package: Package, table: Table, done: set[str]
) -> None:
    if table.name in done:
        return
    done.add(table.name)
    if not needs_label(table):
        return
    for name in table.schema.label:
        if name in table.targets:
            _fill_label(connection, package, package.tables[table.targets[name]], done)
    *before, last = [_part(package, table, name) for name in table.schema.label]
    said = f"{_joined(before)} || ': ' || {last}" if _quotes(table) else None
    label = said or _joined([*before, last])
    connection.execute(f"UPDATE {ddl.quoted(table.name)} SET label = {label}")


def _quotes(table: Table) -> bool:
    """True for labels in which somebody is said to state something, as those of claims."""
    *before, last = table.schema.label
    return len(before) > 1 and table.field[last].is_prose


def _joined(parts: list[str]) -> str:
    """SQL of the parts that are not empty, a space between them."""
    spaced = " || ".join(f"coalesce({part} || ' ', '')" for part in parts)
    return f"rtrim({spaced})"


def _part(package: Package, table: Table, name: str) -> str:
    column = f"{ddl.quoted(table.name)}.{ddl.quoted(name)}"
    if name not in table.targets:
        return column
    target = package.tables[table.targets[name]]
    return (
        f"(SELECT far.{ddl.quoted(label_column(target))} FROM {ddl.quoted(target.name)} AS far"
        f" WHERE far.id = {column})"
    )
