"""The record for programmers: typed rows of a release, with keys followed, checked and offline.

import attested
ds = attested.load()            # the newest release
ds = attested.load("0.1.0")     # an earlier one
ds = attested.load("working")   # the tables as they stand, released or not
"""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from pydantic import ValidationError

from attested import frames, linked, package
from attested.linked import LinkedRow
from attested.schema import Table
from attested.tables import Cells
from attested.timeline import snapshot
from attested.timeline.snapshot import Snapshot, SnapshotError


class Rows(Sequence[LinkedRow]):
    """The rows of a table in the order of their ids, found by position or by id."""

    def __init__(self, table: Table, rows: list[LinkedRow], record: "Record") -> None:
        self.table = table
        self._rows = rows
        self._record = record

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    @overload
    def __getitem__(self, key: int | str) -> Any: ...
    @overload
    def __getitem__(self, key: slice) -> list[Any]: ...
    def __getitem__(self, key: int | str | slice) -> Any:
        """The row with that id or at that position; the rows of a slice as a list."""
        return self._by_id[key] if isinstance(key, str) else self._rows[key]

    def __repr__(self) -> str:
        return f"<{len(self)} {self.table.name} of {self._record.version}>"

    @cached_property
    def _by_id(self) -> dict[str, Any]:
        return {row.id: row for row in self}

    @cached_property
    def columns(self) -> frames.Columns:
        """The typed cells of each column, ids for keys and a list for several values."""
        cells = [row.cells() for row in self._rows]
        return {name: [_plain(row[name]) for row in cells] for name in self.table.columns}

    def pandas(self) -> Any:
        """A pandas.DataFrame of the table; needs pandas."""
        return frames.pandas(self.table, self.columns)

    def polars(self) -> Any:
        """A polars.DataFrame of the table; needs polars."""
        return frames.polars(self.table, self.columns)

    def duckdb(self) -> Any:
        """A DuckDB relation of the table, on the connection of `Record.duckdb()`."""
        return self._record.duckdb().table(self.table.name)


class Record:
    """One version of the record. Tables are attributes: `record.incidents`."""

    def __init__(self, source: Snapshot) -> None:
        self.version = source.version
        self.package = source.package
        self._source = source
        models = linked.models(source.package)
        self.tables = {
            name: Rows(table, _rows(self, table, models[name]), self)
            for name, table in source.package.tables.items()
        }

    def __getattr__(self, name: str) -> Rows:
        found: Rows | None = self.__dict__.get("tables", {}).get(name)
        if found is None:
            raise AttributeError(f"{name} is no table; there are {', '.join(self.package.tables)}")
        return found

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    def __repr__(self) -> str:
        return f"<{self.package.descriptor.name} {self.version}>"

    @cached_property
    def _index(self) -> dict[str, Any]:
        """Every row by its id; a tombstone shares its id with no row."""
        return {row.id: row for rows in self.tables.values() for row in rows}

    @cached_property
    def _pointing(self) -> dict[tuple[str, str], dict[str, list[Any]]]:
        found: dict[tuple[str, str], dict[str, list[Any]]] = {}
        for name, rows in self.tables.items():
            for column in rows.table.targets:
                lists = found.setdefault((name, column), {})
                for row in rows:
                    lists.setdefault(getattr(row, column + linked.SUFFIX), []).append(row)
        return found

    def row(self, row_id: str) -> Any:
        """The row with that id, of whichever table; raises KeyError when there is none."""
        return self._index[row_id]

    def pointing(self, table: str, column: str, row_id: str) -> list[Any]:
        """The rows of a table whose key column holds the id."""
        return list(self._pointing[table, column].get(row_id, []))

    def evidence_for(self, row_id: str, field: str | None = None) -> list[Any]:
        """The evidence rows that attest a row, or only one cell of it."""
        rows = [row for row in self.evidence if row.row == row_id]
        return [row for row in rows if field is None or row.field == field]

    def sqlite(self) -> sqlite3.Connection:
        """A new database in memory with all tables and views, as `attested build` makes them."""
        return self._source.sqlite()

    def duckdb(self) -> Any:
        """A DuckDB connection in memory with all tables, the same one each time; needs duckdb."""
        return self._duckdb

    @cached_property
    def _duckdb(self) -> Any:
        connection = frames.duckdb_connection()
        for rows in self.tables.values():
            frames.duckdb(connection, rows.table, rows.columns)
        return connection


def load(version: str | None = None, root: Path | str | None = None) -> Record:
    """The record in a version: the newest release, the one named, or the `working` tables.

    Released tables are checked against the hashes of their manifest. Raises SnapshotError when a
    hash differs or a table cannot be read, HistoryError for an unknown version. Needs no network.
    """
    folder = Path(root) if root is not None else package.default_root()
    return Record(snapshot.open_version(folder, version or snapshot.newest(folder)))


def _rows(record: Record, table: Table, model: type[LinkedRow]) -> list[LinkedRow]:
    rows = []
    for line, cells in enumerate(record._source.contents[table.name].rows, 2):
        try:
            row = model.model_validate(cells)
        except ValidationError as error:
            raise SnapshotError(_refusal(table, line, cells, error)) from error
        row._links, row._table = record, table.name
        rows.append(row)
    return rows


def _plain(cell: Any) -> Any:
    return list(cell) if isinstance(cell, tuple) else cell


def _refusal(table: Table, line: int, cells: Cells, error: ValidationError) -> str:
    detail = error.errors()[0]
    place = f"{table.path}:{line}: {cells['id']} {detail['loc'][0]}"
    return f"{place}: is refused ({detail['msg']}); run attested check"
