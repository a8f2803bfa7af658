"""Parquet: a typed file per table in a zip, with the words of the contract in its metadata.

The bytes depend on the version of pyarrow, so the content hash stands beside the file's. A date of
the EDTF profile is text, as no other type holds it.
"""

import datetime
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from attested import spelling
from attested.artefacts import values, zipped
from attested.artefacts.content import Rows
from attested.artefacts.meta import Metadata
from attested.artefacts.parquet_types import arrow_field, facts, type_of
from attested.schema import Field, Package, Table
from attested.tables import Cells, Content


def write(target: Path, contents: list[Content], metadata: Metadata) -> None:
    """Writes a zip with <table>.parquet for each table; the columns keep their order."""
    members = {f"{c.table.name}.parquet": _file(c, metadata) for c in contents}
    zipped.write(target, members, metadata.date or "")


def read(path: Path, package: Package) -> Rows:
    """The rows of the contract's tables in such a zip; ValueError when a value is unfit."""
    members = zipped.read(path)
    return {
        name: _cells(table, members[f"{name}.parquet"]) for name, table in package.tables.items()
    }


def _file(content: Content, metadata: Metadata) -> bytes:
    table = content.table
    columns = [_column(field, content.rows) for field in table.fields]
    buffer = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(columns, schema=_schema(table, metadata)), buffer, compression="zstd"
    )
    return buffer.getvalue()


def _schema(table: Table, metadata: Metadata) -> Any:
    return pa.schema(map(arrow_field, table.fields), facts(table, metadata))


def _column(field: Field, rows: list[Cells]) -> Any:
    return pa.array([_arrow(field, row[field.name]) for row in rows], type_of(field))


def _arrow(field: Field, cell: str | None) -> object:
    if cell and field.type == "date":
        return datetime.date.fromisoformat(cell)
    if cell and field.type == "datetime":
        return datetime.datetime.strptime(cell, spelling.INSTANT).replace(tzinfo=datetime.UTC)
    return values.value(field, cell)


def _cells(table: Table, data: bytes) -> list[Cells]:
    read = pq.read_table(io.BytesIO(data))
    if read.column_names != table.columns:
        raise ValueError(f"{table.name}.parquet has other columns than the schema")
    wrong = [f.name for f in table.fields if read.schema.field(f.name).type != type_of(f)]
    if wrong:
        raise ValueError(f"{table.name}.parquet gives {', '.join(wrong)} another type")
    return [
        {f.name: values.cell(f, _text(row[f.name])) for f in table.fields}
        for row in read.to_pylist()
    ]


def _text(read: object) -> object:
    if isinstance(read, datetime.datetime):
        return read.strftime(spelling.INSTANT)
    return read.isoformat() if isinstance(read, datetime.date) else read
