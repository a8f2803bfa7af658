"""Tables of other libraries: pandas, polars and DuckDB, typed by the contract.

None of the three is needed by the rest; each is imported when it is asked for.
"""

import importlib
from typing import Any

from attested import extras
from attested.ddl import quoted
from attested.schema import Field, Table

_PANDAS = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
    "datetime": "datetime64[s, UTC]",
}
_POLARS = {
    "string": "String",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "Boolean",
    "date": "Date",
    "datetime": "Datetime",
}
_DUCKDB = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP WITH TIME ZONE",
}
Columns = dict[str, list[Any]]


def pandas(table: Table, columns: Columns) -> Any:
    """A pandas.DataFrame with the typed cells of the columns; an empty cell is missing."""
    library = _library("pandas")
    return library.DataFrame(
        {
            field.name: library.Series(columns[field.name], dtype=_pandas_type(field))
            for field in table.fields
        }
    )


def _pandas_type(field: Field) -> str:
    return "object" if field.separator else _PANDAS[field.type]


def polars(table: Table, columns: Columns) -> Any:
    """A polars.DataFrame with the typed cells of the columns; an empty cell is null."""
    library = _library("polars")
    types = {field.name: getattr(library, _POLARS[field.type]) for field in table.fields}
    instants = [field.name for field in table.fields if field.type == "datetime"]
    types |= {name: library.Datetime("us", "UTC") for name in instants}
    lists = [field.name for field in table.fields if field.separator]
    types |= {name: library.List(library.String) for name in lists}
    return library.DataFrame(columns, schema=types)


def duckdb(connection: Any, table: Table, columns: Columns) -> None:
    """Makes the table with its typed cells on a DuckDB connection; an empty cell is NULL."""
    name = quoted(table.name)
    types = {field.name: _duckdb_type(field) for field in table.fields}
    lines = ", ".join(f"{quoted(column)} {kind}" for column, kind in types.items())
    connection.execute(f"CREATE TABLE {name} ({lines})")
    if columns["id"]:
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in types.values())
        values = [columns[column] for column in types]
        connection.execute(f"INSERT INTO {name} SELECT {lists}", values)


def _duckdb_type(field: Field) -> str:
    return f"{_DUCKDB[field.type]}[]" if field.separator else _DUCKDB[field.type]


def duckdb_connection() -> Any:
    """A new DuckDB connection in memory, which reads nothing from elsewhere."""
    connection = _library("duckdb").connect(":memory:")
    connection.execute("SET enable_external_access = false")
    return connection


def _library(name: str) -> Any:
    extras.require(name, name)
    return importlib.import_module(name)
