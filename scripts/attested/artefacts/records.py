"""The JSON zip: an array of objects per table, typed, with null for an empty cell.

Croissant's record sets read these files: readers of CSV guess types, and turn the code 650000 into
650000.0 and the country NA into nothing.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from attested.artefacts import values, zipped
from attested.artefacts.content import Rows
from attested.schema import Package, Table
from attested.tables import Content


def write(target: Path, contents: list[Content], day: str) -> None:
    """Writes a zip with <table>.json for each table."""
    zipped.write(target, {f"{c.table.name}.json": _array(c) for c in contents}, day)


def read(path: Path, package: Package) -> Rows:
    """The rows of the contract's tables in such a zip; ValueError when a record is unfit."""
    members = zipped.read(path)
    return {
        name: [_cells(table, record) for record in json.loads(members[f"{name}.json"])]
        for name, table in package.tables.items()
    }


def _array(content: Content) -> bytes:
    """One record a line, so that a line tool can show what differs."""
    lines = ",\n".join(_lines(content))
    return f"[\n{lines}\n]\n".encode() if content.rows else b"[]\n"


def _lines(content: Content) -> Iterator[str]:
    for row in values.rows(content.table, content.rows):
        yield json.dumps(row, ensure_ascii=False)


def _cells(table: Table, record: dict[str, object]) -> dict[str, str | None]:
    if list(record) != table.columns:
        raise ValueError(f"a record of {table.name} has other keys than the schema")
    return {field.name: values.cell(field, record[field.name]) for field in table.fields}
