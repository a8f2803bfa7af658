"""A state of the data set: contract and tables as files, of a release, a folder or the present.

A contract is read leniently here, as plain JSON: an old release need not satisfy what today's
contract asks. What it must have are a list of tables, their fields, and an `id` in each table.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from attested import plain

DESCRIPTOR = "datapackage.json"
SCHEMAS = "schemas/"
_TABLE_PATH = re.compile(r"data/[A-Za-z0-9_-]+\.csv")
_SCHEMA_PATH = re.compile(r"schemas/[A-Za-z0-9_/-]+\.json")


class StateError(Exception):
    """A state cannot be read; the text says where, what is wrong and what to do."""


@dataclass(frozen=True)
class TableState:
    """A table's cells: columns in order, and by id the cells of each row ("" for an empty one)."""

    name: str
    path: str
    columns: list[str]
    rows: dict[str, list[str]]

    def cells(self, row_id: str) -> dict[str, str]:
        """The cells of a row by column, empty ones as ""."""
        return dict(zip(self.columns, self.rows[row_id], strict=True))


class State:
    """Contract and tables as bytes by their paths, parsed when they are first asked for."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self._parsed: dict[str, TableState] = {}

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The JSON object of datapackage.json."""
        return self._json(DESCRIPTOR)

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The descriptor's entry of each table, by name and in order."""
        try:
            found = {str(entry["name"]): entry for entry in self.descriptor["resources"]}
            for entry in found.values():
                _expect(_TABLE_PATH, entry["path"])
                _expect(_SCHEMA_PATH, entry["schema"])
        except (KeyError, TypeError) as error:
            message = f"{DESCRIPTOR}: lists no tables as it should ({error}); correct it"
            raise StateError(message) from error
        return found

    @cached_property
    def contract(self) -> dict[str, bytes]:
        """The files of the contract: datapackage.json and everything under schemas/."""
        return {path: data for path, data in self.files.items() if is_contract(path)}

    def path(self, table: str) -> str:
        """The path of a table's file; raises StateError when there is no such table."""
        if table not in self.resources:
            raise StateError(f"{DESCRIPTOR}: lists no table {table}; restore it")
        return str(self.resources[table]["path"])

    def schema(self, table: str) -> dict[str, Any]:
        """The JSON object of a table's schema."""
        return self._json(self.resources[table]["schema"])

    def columns(self, table: str) -> list[str]:
        """The columns of a table in the order of its schema."""
        try:
            return [str(field["name"]) for field in self.schema(table)["fields"]]
        except (KeyError, TypeError) as error:
            path = self.resources[table]["schema"]
            raise StateError(f"{path}: lists no fields ({error}); correct it") from error

    def table(self, name: str) -> TableState:
        """The cells of a table; one without columns and rows when the state has no such table."""
        if name not in self.resources:
            return TableState(name, "", [], {})
        if name not in self._parsed:
            path = self.path(name)
            self._parsed[name] = _parse(name, path, self._bytes(path))
        return self._parsed[name]

    @property
    def tables(self) -> dict[str, TableState]:
        """All tables by name, in the order of the descriptor."""
        return {name: self.table(name) for name in self.resources}

    def _bytes(self, path: str) -> bytes:
        if path not in self.files:
            raise StateError(f"{path}: is missing; restore it")
        return self.files[path]

    def _json(self, path: str) -> dict[str, Any]:
        try:
            document = json.loads(self._bytes(path).decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise StateError(f"{path}: is not JSON ({error}); mend it") from error
        if not isinstance(document, dict):
            raise StateError(f"{path}: is no JSON object; mend it")
        return document


def of_files(files: dict[str, bytes]) -> State:
    """The state that the files are, with paths such as data/articles.csv."""
    return State(files)


def of_folder(root: Path) -> State:
    """The state of a folder with datapackage.json, schemas/ and data/; raises StateError."""
    try:
        contract = State({path: plain.read(root / path) for path in contract_paths(root)})
        tables = [contract.path(name) for name in contract.resources]
        return State(contract.files | {path: plain.read(root / path) for path in tables})
    except OSError as error:
        path = Path(error.filename or root)
        shown = path.relative_to(root) if path.is_relative_to(root) else path
        message = f"{shown.as_posix()}: cannot be read ({error.strerror}); restore it"
        raise StateError(message) from error


def contract_paths(root: Path) -> list[str]:
    """The paths of the files of the contract under a folder, hidden ones left out."""
    found = sorted((root / SCHEMAS).rglob("*"))
    paths = [path.relative_to(root).as_posix() for path in found if path.is_file()]
    return [DESCRIPTOR, *(path for path in paths if not re.search(r"(^|/)\.", path))]


def is_contract(path: str) -> bool:
    """Whether a path of a state is a file of the contract, not a table."""
    return path == DESCRIPTOR or path.startswith(SCHEMAS)


def as_csv(columns: list[str], records: Iterable[list[str]]) -> bytes:
    """Canonical CSV: header first, LF, quotes where they are needed, UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(records)
    return buffer.getvalue().encode("utf-8")


def from_csv(path: str, data: bytes) -> list[list[str]]:
    """The records of CSV bytes, header first; raises StateError with the line of a fault."""
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
        records = list(reader)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StateError(f"{path}:{line}: has a byte that is not UTF-8; restore it") from error
    except csv.Error as error:
        raise StateError(f"{path}:{reader.line_num}: is no CSV ({error}); mend it") from error
    if not records:
        raise StateError(f"{path}:1: is empty; restore it")
    for line, record in enumerate(records, 1):
        if len(record) != len(records[0]):
            message = f"has {len(record)} cells instead of {len(records[0])}; mend the commas"
            raise StateError(f"{path}:{line}: {message}")
    return records


def _parse(name: str, path: str, data: bytes) -> TableState:
    columns, *records = from_csv(path, data)
    if "id" not in columns or len(set(columns)) < len(columns):
        raise StateError(f"{path}:1: has no id, or a column twice; mend the header")
    key = columns.index("id")
    rows: dict[str, list[str]] = {}
    for line, record in enumerate(records, 2):
        if not record[key] or record[key] in rows:
            raise StateError(f"{path}:{line}: {record[key]} id: is empty or stands twice; mend it")
        rows[record[key]] = record
    return TableState(name, path, columns, rows)


def _expect(pattern: re.Pattern[str], path: str) -> None:
    if not pattern.fullmatch(path):
        raise StateError(f"{DESCRIPTOR}: names the path {path!r}; write {pattern.pattern}")
