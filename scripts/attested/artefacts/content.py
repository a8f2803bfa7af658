"""The content hash: one number for the rows of all tables, whatever file they stand in.

The hash of a table is the SHA-256 of its canonical CSV, so it is also that of its file under data/.
The hash of a set of tables is the SHA-256 of the lines that `sha256sum` prints for their files, in
the order of their paths. With the CSV zip unpacked, and no tool of ours, it is the output of

    LC_ALL=C sha256sum data/*.csv | sha256sum
"""

import hashlib
from collections.abc import Mapping

from attested.schema import Package, Table
from attested.tables import Cells, Content, write_rows

Rows = dict[str, list[Cells]]
METHOD = (
    "The hash of a table is the SHA-256 of its canonical CSV, as in data/ of the CSV zip. The hash"
    " of all tables is the SHA-256 of what `LC_ALL=C sha256sum data/*.csv` prints there. That of a"
    " GeoJSON file is the SHA-256 of its features as CSV: id, properties, longitude, latitude."
)


def csv_bytes(table: Table, rows: list[Cells]) -> bytes:
    """The canonical CSV of a table's rows, UTF-8."""
    return write_rows(table.columns, rows).encode("utf-8")


def table_hash(table: Table, rows: list[Cells]) -> str:
    """The hash of one table, hexadecimal."""
    return hashlib.sha256(csv_bytes(table, rows)).hexdigest()


def table_hashes(package: Package, contents: dict[str, Content]) -> dict[str, str]:
    """The hash of each table of the contract by its name."""
    tables = package.tables.values()
    return {table.name: table_hash(table, contents[table.name].rows) for table in tables}


def set_hash(hashes: Mapping[str, str]) -> str:
    """The hash of a set of tables from the hash of each by its name, hexadecimal."""
    paths = {f"data/{name}.csv": found for name, found in hashes.items()}
    lines = "".join(f"{paths[path]}  {path}\n" for path in sorted(paths))
    return hashlib.sha256(lines.encode()).hexdigest()


def hash_of_rows(package: Package, rows: Rows) -> str:
    """The content hash of rows that a file gave back; KeyError when it lacks a table."""
    return set_hash({name: table_hash(t, rows[name]) for name, t in package.tables.items()})
