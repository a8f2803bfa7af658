"""history.db: every row of every release in one SQLite file, with the span in which it held.

Each table of the record is a table here, with the columns of all releases as text. A row stands
once for each state it was in: from the release `valid_from` on, and no more from `valid_to` on,
which is null while the newest release has it. Versions do not sort as texts, so their numbers
stand beside them: what held in release number N has `from_number <= N AND (to_number IS NULL OR
to_number > N)`.
`releases` numbers the releases, `columns` says which release had which column, and `corrections`
holds what each release changed, with reason and evidence.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple
from pathlib import Path

from filelock import FileLock

from attested import files
from attested.ddl import quoted
from attested.releases import history, manifest
from attested.releases.rowhash import row_hash
from attested.releases.state import State
from attested.timeline.spans import Span, spans, states

NAME = "history.db"
SPAN = {
    "valid_from": "TEXT NOT NULL",
    "valid_to": "TEXT",
    "from_number": "INTEGER NOT NULL",
    "to_number": "INTEGER",
    "row_hash": "TEXT NOT NULL",
}
_BESIDE = """
CREATE TABLE releases (number INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE,
  date TEXT NOT NULL, doi TEXT, concept_doi TEXT, codebook TEXT NOT NULL) STRICT;
CREATE TABLE columns (number INTEGER NOT NULL, table_name TEXT NOT NULL, position INTEGER NOT NULL,
  field TEXT NOT NULL, PRIMARY KEY (number, table_name, field)) STRICT;
CREATE TABLE corrections (version TEXT NOT NULL, line INTEGER NOT NULL, op TEXT NOT NULL,
  table_name TEXT NOT NULL, id TEXT NOT NULL, field TEXT, before TEXT, after TEXT, reason TEXT,
  evidence TEXT, PRIMARY KEY (version, line)) STRICT;
CREATE INDEX corrections_id ON corrections (id);
"""


def build(root: Path, target: Path) -> None:
    """Writes the database of all releases to `target`, whole or not at all."""
    found = states(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_name(f".{target.name}.lock")):
        files.remove_partial(target)
        with (
            files.replacing(target) as temporary,
            closing(sqlite3.connect(temporary)) as connection,
        ):
            connection.execute("PRAGMA journal_mode = OFF")
            fill(connection, root, found)
            connection.commit()
            connection.execute("VACUUM")


def fill(connection: sqlite3.Connection, root: Path, found: list[tuple[str, State]]) -> None:
    """Makes and fills the tables in an empty database."""
    connection.executescript(_BESIDE)
    _fill_releases(connection, root, found)
    versions = [version for version, _ in found]
    columns = _columns(found)
    for table, names in columns.items():
        _create(connection, table, names)
    for span in spans(found):
        _insert(connection, span, columns[span.table], versions)


def _columns(found: Iterable[tuple[str, State]]) -> dict[str, list[str]]:
    """The columns of each table over all releases, those of the newest first."""
    columns: dict[str, list[str]] = {}
    for _, state in reversed(list(found)):
        for name in state.resources:
            known = columns.setdefault(name, [])
            known += [column for column in state.columns(name) if column not in known]
    return columns


def _create(connection: sqlite3.Connection, table: str, columns: list[str]) -> None:
    taken = [column for column in columns if column in SPAN]
    if taken or table in ("releases", "columns", "corrections"):
        raise ValueError(f"{table}: {', '.join(taken)} has a name of the history; rename it")
    lines = [f"{quoted(column)} TEXT" for column in columns]
    lines += [f"{quoted(name)} {kind}" for name, kind in SPAN.items()]
    body = ", ".join([*lines, "PRIMARY KEY (id, from_number)"])
    connection.execute(f"CREATE TABLE {quoted(table)} ({body}) STRICT")


def _insert(
    connection: sqlite3.Connection, span: Span, columns: list[str], versions: list[str]
) -> None:
    cells = [span.cells.get(column) for column in columns]
    until = None if span.end is None else versions[span.end]
    held = [versions[span.first], until, span.first, span.end, row_hash(span.table, span.cells)]
    marks = ", ".join("?" * (len(cells) + len(held)))
    connection.execute(f"INSERT INTO {quoted(span.table)} VALUES ({marks})", [*cells, *held])


def _fill_releases(
    connection: sqlite3.Connection, root: Path, found: list[tuple[str, State]]
) -> None:
    for number, (version, state) in enumerate(found):
        made = manifest.read(root, version)
        record = [number, version, made.date, made.doi, made.concept_doi, made.codebook]
        connection.execute("INSERT INTO releases VALUES (?, ?, ?, ?, ?, ?)", record)
        connection.executemany(
            "INSERT INTO columns VALUES (?, ?, ?, ?)",
            [
                (number, table, position, column)
                for table in state.resources
                for position, column in enumerate(state.columns(table))
            ],
        )
        connection.executemany(
            "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (version, line, *(text or None for text in astuple(change)))
                for line, change in enumerate(history.changes_of(root, version), 2)
            ],
        )
