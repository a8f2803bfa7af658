"""The SQLite file: the built database, and a table that says which release it is.

The bytes depend on the version of SQLite, so the content hash stands beside the file's.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from attested import database
from attested.artefacts import values
from attested.artefacts.content import Rows
from attested.artefacts.meta import Metadata
from attested.ddl import quoted
from attested.schema import Package, Table
from attested.tables import Cells, Content

RELEASE_TABLE = "contract_release"
_COLUMNS = "fact TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL"


def write(target: Path, package: Package, contents: dict[str, Content], metadata: Metadata) -> None:
    """Builds the database and adds the facts of the release to it."""
    database.build(package, contents, target)
    target.with_name(f".{target.name}.lock").unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute(f"CREATE TABLE {RELEASE_TABLE} ({_COLUMNS}) STRICT")
        connection.executemany(f"INSERT INTO {RELEASE_TABLE} VALUES (?, ?)", facts(metadata))
        connection.commit()
        connection.execute("VACUUM")


def facts(metadata: Metadata) -> list[tuple[str, str]]:
    """What the release table says, empty facts left out."""
    said = {
        "concept_doi": metadata.release.concept_doi if metadata.release else None,
        "date": metadata.date,
        "doi": metadata.doi,
        "licence": metadata.licence.path,
        "name": metadata.name,
        "title": metadata.title,
        "version": metadata.version,
    }
    return [(fact, value) for fact, value in said.items() if value]


def read(path: Path, package: Package) -> Rows:
    """The rows of the contract's tables in such a file, derived columns left out."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return {name: _rows(connection, table) for name, table in package.tables.items()}


def _rows(connection: sqlite3.Connection, table: Table) -> list[Cells]:
    columns = ", ".join(map(quoted, table.columns))
    query = f"SELECT {columns} FROM {quoted(table.name)} ORDER BY rowid"
    return [
        {f.name: values.cell(f, cell) for f, cell in zip(table.fields, row, strict=True)}
        for row in connection.execute(query)
    ]
