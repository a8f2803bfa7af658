"""A folder of Parquet that engines read in place: a folder per table, typed, sorted, in groups.

It is written from the database, whose derived days and labels it holds, a batch of rows at a time,
so that memory does not grow with the rows. A table of many rows has a folder per year.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from attested import claim_roots, contract_sql, ddl
from attested.artefacts import parquet_layout
from attested.artefacts.meta import Metadata
from attested.artefacts.parquet_layout import NO_YEAR, Sizes
from attested.artefacts.parquet_types import arrow_field, facts
from attested.ddl import quoted
from attested.schema import Package, Table

FILE = "data.parquet"
_BATCH = 10_000
_OTHERS = (claim_roots.NAME, *contract_sql.TABLES)
_SQL_TYPES = {"TEXT": pa.string(), "INTEGER": pa.int64(), "REAL": pa.float64()}
Row = tuple[Any, ...]


def write(
    target: Path,
    connection: sqlite3.Connection,
    package: Package,
    metadata: Metadata,
    sizes: Sizes | None = None,
) -> None:
    """Writes the tables of a built database, and those it derives, into an empty folder."""
    for table in package.tables.values():
        _write_table(target / table.name, connection, package, table, metadata, sizes or Sizes())
    for name in _OTHERS:
        columns = connection.execute(f"SELECT name, type FROM pragma_table_info('{name}')")
        schema = pa.schema([pa.field(column, _SQL_TYPES[kind]) for column, kind in columns])
        if schema.names:
            rows = connection.execute(f"SELECT * FROM {name} ORDER BY {schema.names[0]}")
            _write_file(target / name, schema, rows, sizes or Sizes(), [])


def _write_table(
    folder: Path,
    connection: sqlite3.Connection,
    package: Package,
    table: Table,
    metadata: Metadata,
    sizes: Sizes,
) -> None:
    schema = _schema(table, metadata)
    [(count,)] = connection.execute(f"SELECT count(*) FROM {quoted(table.name)}")
    parted = count >= sizes.parted_from and parquet_layout.has_year(package, table)
    rows = connection.execute(parquet_layout.query(package, table, schema.names, parted))
    order = parquet_layout.sort_columns(table)
    if not parted:
        _write_file(folder, schema, rows, sizes, order)
        return
    for year, of_year in groupby(rows, key=lambda row: row[-1]):
        part = folder / f"year={NO_YEAR if year is None else f'{year:04}'}"
        _write_file(part, schema, (row[:-1] for row in of_year), sizes, order)


def _schema(table: Table, metadata: Metadata) -> Any:
    derived = [
        pa.field(name, _derived_type(name), True, {"description": text})
        for name, text in ddl.derived_columns(table).items()
    ]
    return pa.schema([*map(arrow_field, table.fields), *derived], facts(table, metadata))


def _derived_type(name: str) -> Any:
    return pa.date32() if name.endswith(("_first", "_last")) else pa.string()


def _write_file(
    folder: Path, schema: Any, rows: Iterable[Row], sizes: Sizes, order: list[str]
) -> None:
    """Writes rows to the file of a folder; statistics and a page index let a filter skip them."""
    folder.mkdir(parents=True)
    sorting = pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in order])
    with pq.ParquetWriter(
        folder / FILE,
        schema,
        compression="zstd",
        write_statistics=True,
        write_page_index=True,
        sorting_columns=sorting or None,
    ) as writer:
        for group in _groups(schema, iter(rows), sizes.row_group):
            writer.write_table(group, row_group_size=sizes.row_group)


def _groups(schema: Any, rows: Iterator[Row], size: int) -> Iterator[Any]:
    """The rows as tables of one row group each; as rows, no more than a batch is in memory."""
    while batches := list(_batches(schema, islice(rows, size))):
        yield pa.Table.from_batches(batches, schema)


def _batches(schema: Any, rows: Iterator[Row]) -> Iterator[Any]:
    while batch := list(islice(rows, _BATCH)):
        columns = map(_column, schema, zip(*batch, strict=True))
        yield pa.record_batch(list(columns), schema=schema)


def _column(field: Any, cells: tuple[Any, ...]) -> Any:
    """The cells of the database with the type that the file has."""
    if pa.types.is_list(field.type):
        return pc.split_pattern(pa.array(cells, pa.string()), "|")
    if pa.types.is_boolean(field.type):
        return pa.array(cells, pa.int64()).cast(pa.bool_())
    if pa.types.is_temporal(field.type):
        return pa.array(cells, pa.string()).cast(field.type)
    return pa.array(cells, field.type)
