"""Values the database adds to a row: typed cells, first and last days, labels, order of time."""

import sqlite3
from collections.abc import Callable
from functools import partial

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


def label_order(package: Package) -> list[Table]:
    """The tables, each after those on whose labels its own label is built."""
    ordered: dict[str, Table] = {}
    for table in package.tables.values():
        _place(package, table, ordered)
    return list(ordered.values())


def labelled_by(package: Package, table: Table) -> list[str]:
    """The tables whose labels are built on those of the table."""
    return [
        other.name
        for other in package.tables.values()
        if other is not table
        and any(other.targets.get(name) == table.name for name in other.schema.label)
    ]


def _place(package: Package, table: Table, ordered: dict[str, Table]) -> None:
    if table.name in ordered:
        return
    for name in table.schema.label:
        target = table.targets.get(name, table.name)
        if target != table.name:
            _place(package, package.tables[target], ordered)
    ordered[table.name] = table


def fill_labels(connection: sqlite3.Connection, package: Package) -> None:
    """Writes the derived labels of tables that have none yet."""
    for table in label_order(package):
        if needs_label(table):
            label = label_sql(package, table, partial(_column, table))
            connection.execute(f"UPDATE {ddl.quoted(table.name)} SET label = {label}")


def label_sql(package: Package, table: Table, cell: Callable[[str], str]) -> str:
    """SQL of what a row is, `cell` being the SQL of a cell of the row by its column."""
    *before, last = [_part(package, table, name, cell) for name in table.schema.label]
    if _quotes(table):
        return f"{_joined(before)} || ': ' || {last}"
    return _joined([*before, last])


def _column(table: Table, name: str) -> str:
    return f"{ddl.quoted(table.name)}.{ddl.quoted(name)}"


def _quotes(table: Table) -> bool:
    """True for labels in which somebody is said to state something, as those of claims."""
    *before, last = table.schema.label
    return len(before) > 1 and table.field[last].is_prose


def _joined(parts: list[str]) -> str:
    """SQL of the parts that are not empty, a space between them."""
    spaced = " || ".join(f"coalesce({part} || ' ', '')" for part in parts)
    return f"rtrim({spaced})"


def _part(package: Package, table: Table, name: str, cell: Callable[[str], str]) -> str:
    if name not in table.targets:
        return cell(name)
    target = package.tables[table.targets[name]]
    return (
        f"(SELECT far.{ddl.quoted(label_column(target))} FROM {ddl.quoted(target.name)} AS far"
        f" WHERE far.id = {cell(name)})"
    )
