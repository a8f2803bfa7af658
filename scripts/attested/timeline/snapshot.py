"""A version of the record in memory: its contract, its tables and its views, proved by hashes."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from attested import database, schema, strict, tables, views
from attested.releases import history, manifest, rowproofs, state
from attested.releases.rowhash import row_hash
from attested.schema import Package
from attested.tables import Content
from attested.timeline import asof

_ALTERED = "is not what was released; restore the history"


class SnapshotError(Exception):
    """The version cannot be opened, or its files are not what was released."""


@dataclass(frozen=True)
class Snapshot:
    """The contract, the rows of each table, and the views of one version."""

    version: str
    package: Package
    contents: dict[str, Content]
    views: list[views.View]

    def sqlite(self, disturbed: bool = False) -> sqlite3.Connection:
        """A new database in memory with all tables and views.

        A disturbed one holds the same rows in another order and reads them backwards, so that an
        answer that rests on an order nobody asked for comes out differently.
        """
        connection = sqlite3.connect(":memory:", cached_statements=0)
        database.load(connection, self.package, self._shuffled() if disturbed else self.contents)
        try:
            for view in self.views:
                connection.execute(view.create_statement)
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            raise SnapshotError(f"a view of {self.version} cannot be made ({error})") from error
        connection.commit()
        if disturbed:
            connection.execute("PRAGMA reverse_unordered_selects = ON")
        return connection

    def row(self, table: str, row_id: str) -> tables.Cells | None:
        """The cells of a row; None when there is no such row or table."""
        return self._index.get(table, {}).get(row_id)

    @cached_property
    def _index(self) -> dict[str, dict[str | None, tables.Cells]]:
        return {n: {row["id"]: row for row in c.rows} for n, c in self.contents.items()}

    def _shuffled(self) -> dict[str, Content]:
        return {
            name: Content(content.table, sorted(content.rows, key=_scattered))
            for name, content in self.contents.items()
        }


def _scattered(cells: tables.Cells) -> bytes:
    return hashlib.sha256(str(cells["id"]).encode()).digest()


def open_version(root: Path, version: str) -> Snapshot:
    """The snapshot of a released version, or of the `working` tables.

    Raises SnapshotError when a released file has another hash than its manifest says, or when a
    table cannot be read; the history's own errors for an unknown version.
    """
    if version in history.PRESENT:
        return read(version, root)
    files = history.rebuild(root, version)
    faults = list(_altered(root, version, files))
    if faults:
        raise SnapshotError("\n".join(faults))
    with asof.unpacked(root, version, files) as folder:
        return read(version, folder)


def newest(root: Path) -> str:
    """The newest released version; raises SnapshotError when there is none."""
    released = history.versions(root)
    if not released:
        raise SnapshotError("there is no release yet; the tables as they stand are `working`")
    return released[-1]


def read(version: str, folder: Path) -> Snapshot:
    """The snapshot of the package in a folder; raises SnapshotError when it cannot be read."""
    try:
        contract, shown = schema.load(folder), views.read(folder)
    except strict.ContractError as error:
        raise SnapshotError(str(error)) from error
    contents = {table.name: tables.read(folder, table) for table in contract.tables.values()}
    problems = [problem for content in contents.values() for problem in content.problems]
    if problems:
        raise SnapshotError("\n".join(map(str, problems)))
    return Snapshot(version, contract, contents, shown)


def _altered(root: Path, version: str, files: dict[str, bytes]) -> Iterator[str]:
    """A line for every table, or row of a redacted table, that is not what was released."""
    made, found = manifest.read(root, version), state.of_files(files)
    rows = rowproofs.proved(root, version)
    for name, proof in made.tables.items():
        path = found.path(name)
        if proof.sha256 is None:
            for row_id in found.table(name).rows:
                digest = row_hash(name, found.table(name).cells(row_id))
                if rows.get((name, row_id)) != digest:
                    yield f"{path}: {row_id} of {version} {_ALTERED}"
        elif proof.sha256 != manifest.sha256(files[path]):
            yield f"{path} of {version} {_ALTERED}"
