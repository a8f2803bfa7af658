"""The SQL of the tables: it runs, keeps every value and refuses what the schema refuses."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from attested import ddl, derived, schema
from attested.derived import Value
from attested.schema import Field, Table

ROOT = Path(__file__).parents[1]
PACKAGE = schema.load(ROOT)
TABLES = list(PACKAGE.tables.values())
FIELDS = [(table, field) for table in TABLES for field in table.fields]
Cell = Value | bytes
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A database with all tables, empty, that minds its foreign keys."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for table in TABLES:
            connection.execute(ddl.create_table(table))
        yield connection


def example(table: Table) -> dict[str, Value]:
    return derived.record(table, {field.name: field.example for field in table.fields})


def insert(connection: sqlite3.Connection, table: Table, row: Mapping[str, Cell]) -> None:
    columns = ", ".join(map(ddl.quoted, row))
    marks = ", ".join("?" * len(row))
    statement = f"INSERT INTO {ddl.quoted(table.name)} ({columns}) VALUES ({marks})"
    connection.execute(statement, list(row.values()))


def unfit(field: Field) -> Iterator[Cell]:
    """Values that the column of a field must refuse."""
    limits = field.constraints
    if limits.required:
        yield None
    if limits.enum:
        yield "none of them" if field.type == "string" else max(map(int, limits.enum)) + 1
    if limits.minimum is not None:
        yield limits.minimum - 1
    if limits.maximum is not None:
        yield limits.maximum + 1
    if limits.max_length is not None:
        yield "x" * (limits.max_length + 1)
    if field.type == "boolean":
        yield 2
    yield b"bytes" if ddl.SQL_TYPES[field.type] == "TEXT" else "text"


REFUSED = [(table, field, value) for table, field in FIELDS for value in unfit(field)]


def test_every_table_is_strict(connection: sqlite3.Connection) -> None:
    listed = connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    assert {(table.name, 1) for table in TABLES} <= set(listed)


@each_table
def test_examples_come_back_unchanged(connection: sqlite3.Connection, table: Table) -> None:
    insert(connection, table, example(table))
    columns = ", ".join(map(ddl.quoted, table.columns))
    stored = connection.execute(f"SELECT {columns} FROM {ddl.quoted(table.name)}").fetchone()
    assert [printed(f, v) for f, v in zip(table.fields, stored, strict=True)] == [
        field.example for field in table.fields
    ]


def printed(field: Field, value: Value) -> str:
    """The cell that a stored value stands for."""
    if field.type == "boolean":
        return ((field.true_values if value else field.false_values) or [""])[0]
    return f"{value:.15g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(
    ("table", "field", "value"),
    REFUSED,
    ids=[f"{table.name}.{field.name}-{n}" for n, (table, field, _) in enumerate(REFUSED)],
)
def test_column_refuses(
    connection: sqlite3.Connection, table: Table, field: Field, value: Cell
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(connection, table, {**example(table), field.name: value})


@each_table
def test_what_must_differ_has_a_unique_index(connection: sqlite3.Connection, table: Table) -> None:
    query = (
        "SELECT group_concat(column.name) FROM pragma_index_list(?) AS list,"
        ' pragma_index_info(list.name) AS column WHERE list."unique" GROUP BY list.name'
    )
    keys = [["id"], *([field.name] for field in table.fields if field.constraints.unique)]
    keys += table.schema.unique_keys
    keys += [["chrono"]] if table.schema.chronology else []
    indexed = [columns for (columns,) in connection.execute(query, [table.name])]
    assert sorted(indexed) == sorted(",".join(key) for key in keys)


def test_id_cannot_stand_twice(connection: sqlite3.Connection) -> None:
    terms = PACKAGE.tables["terms"]
    insert(connection, terms, example(terms))
    with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE constraint failed: terms\.id"):
        insert(connection, terms, example(terms) | {"term": "another"})


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table in TABLES for column in table.targets]
)
def test_key_must_lead_somewhere(connection: sqlite3.Connection, table: Table, column: str) -> None:
    keys = {name: None for name in table.targets if not table.field[name].constraints.required}
    insert(connection, table, example(table) | keys | {column: "Z999999"})
    dangling = connection.execute(f"PRAGMA foreign_key_check({table.name})").fetchall()
    assert table.targets[column] in {parent for _, _, parent, _ in dangling}
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY constraint failed"):
        connection.commit()


def test_names_and_texts_are_quoted() -> None:
    assert ddl.quoted('a "b"') == '"a ""b"""'
    assert ddl.literal("it's") == "'it''s'"
    assert ddl.literal(-1.5) == "-1.5"
