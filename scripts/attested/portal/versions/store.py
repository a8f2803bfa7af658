"""The tables of history.db: releases, the states of each row, and all differences between them.

`differences` is narrow, in the order in which a page tells it, so that a page of any two versions
is found by a walk over little; the words stand beside it in `texts`, under the same number.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import count, pairwise

from attested.portal.versions.differences import Difference
from attested.portal.versions.naming import naming
from attested.releases import told
from attested.releases.rowhash import row_hash
from attested.releases.schema_changes import schema_changes
from attested.releases.state import State
from attested.timeline.spans import Span

TABLES = """
CREATE TABLE made (mark TEXT NOT NULL) STRICT;
CREATE TABLE releases (number INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, date TEXT NOT NULL,
  doi TEXT, codebook TEXT NOT NULL, digest TEXT, rows INTEGER NOT NULL) STRICT;
CREATE TABLE tables (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  naming TEXT NOT NULL, first INTEGER, last INTEGER) STRICT;
CREATE TABLE contract (number INTEGER NOT NULL, position INTEGER NOT NULL, line TEXT NOT NULL,
  PRIMARY KEY (number, position)) STRICT;
CREATE TABLE states (id TEXT NOT NULL, table_name TEXT NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, row_hash TEXT NOT NULL, cells TEXT NOT NULL,
  PRIMARY KEY (id, table_name, first)) STRICT;
CREATE TABLE differences (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, position INTEGER NOT NULL,
  id TEXT NOT NULL, earlier_first INTEGER NOT NULL, earlier_last INTEGER NOT NULL,
  later_first INTEGER NOT NULL, later_last INTEGER NOT NULL) STRICT;
CREATE TABLE texts (n INTEGER PRIMARY KEY, field TEXT NOT NULL, before TEXT, after TEXT,
  reason TEXT NOT NULL, evidence TEXT NOT NULL) STRICT;
"""
DERIVED = """
CREATE INDEX differences_id ON differences (id);
CREATE INDEX differences_step ON differences (later_first, earlier_last, kind, position, id);
UPDATE tables SET
  first = (SELECT min(n) FROM differences AS d WHERE d.position = tables.position),
  last = (SELECT max(n) FROM differences AS d WHERE d.position = tables.position);
CREATE TABLE counts AS
SELECT kind, position, earlier_first, earlier_last, later_first, later_last, count(*) AS number
FROM differences GROUP BY 1, 2, 3, 4, 5, 6;
CREATE TABLE news AS
WITH firsts AS (
  SELECT later_first AS number, position, id, min(n) AS n FROM differences
  WHERE kind = 'corrected' AND earlier_last = later_first - 1
    AND position IN (SELECT position FROM tables WHERE name IN ('incidents', 'officials', 'claims'))
  GROUP BY later_first, position, id
),
ranked AS (
  SELECT number, n, position,
    row_number() OVER (PARTITION BY number, position ORDER BY n) AS turn
  FROM firsts
),
chosen AS (
  SELECT number, n, row_number() OVER (PARTITION BY number ORDER BY turn, position DESC) AS place
  FROM ranked WHERE turn <= 8
)
SELECT number, place, n FROM chosen WHERE place <= 8;
CREATE INDEX news_number ON news (number, place);
"""


@dataclass(frozen=True)
class Told:
    """What is told of a release beside its rows; `digest` is the SHA-256 of its manifest."""

    version: str
    date: str
    doi: str | None
    codebook: str
    digest: str | None


def fill(
    connection: sqlite3.Connection,
    mark: str,
    releases: list[Told],
    states: list[State],
    spans: list[Span],
    found: Iterable[Difference],
) -> None:
    """Makes and fills all tables in an empty database."""
    connection.executescript(TABLES)
    connection.execute("INSERT INTO made VALUES (?)", [mark])
    names = {name: position for position, name in enumerate(_tables(states))}
    _put(connection, "releases", _releases(releases, states))
    _put(
        connection, "tables", ((at, n, *_titles(n, states), None, None) for n, at in names.items())
    )
    _put(connection, "contract", _contract(states))
    _put(connection, "states", (_state(span, len(states)) for span in spans))
    fields = {name: list(_fields(name, states)) for name in names}
    ordered = sorted(found, key=lambda each: _place(each, names, fields))
    rows = ((n, d.kind, names[d.table], d.id, *d.earlier, *d.later) for n, d in _numbered(ordered))
    _put(connection, "differences", rows)
    texts = ((n, d.field, d.before, d.after, d.reason, d.evidence) for n, d in _numbered(ordered))
    _put(connection, "texts", texts)
    connection.executescript(DERIVED)
    connection.execute("ANALYZE")


def _put(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    width = len(connection.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall())
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)


def _tables(states: list[State]) -> list[str]:
    """The tables of all states, those of the last one first and in its order."""
    return [*dict.fromkeys(name for state in reversed(states) for name in state.resources)]


def _fields(table: str, states: list[State]) -> Iterator[str]:
    """The columns of a table over all states, those of the last one first."""
    holding = [state for state in reversed(states) if table in state.resources]
    yield from dict.fromkeys(name for state in holding for name in state.columns(table))


def _titles(table: str, states: list[State]) -> tuple[str, str]:
    """The title of a table, and as JSON how its rows are called."""
    state = next(state for state in reversed(states) if table in state.resources)
    title = state.resources[table].get("title") or table
    return str(title), json.dumps(asdict(naming(state, table)))


def _releases(releases: list[Told], states: list[State]) -> Iterator[tuple[object, ...]]:
    for number, (told_, state) in enumerate(zip(releases, states, strict=True)):
        rows = sum(len(table.rows) for table in state.tables.values())
        yield (
            number, told_.version, told_.date, told_.doi, told_.codebook, told_.digest, rows,
        )  # fmt: skip


def _contract(states: list[State]) -> Iterator[tuple[int, int, str]]:
    """How the tables themselves changed, in lines of Markdown, from each state to the next."""
    for number, (older, newer) in enumerate(pairwise(states), 1):
        changes = schema_changes(older, newer)
        added = (f"added: {line[2:]}" for line in told.named(changes, told.ADDED))
        removed = (f"removed: {line[2:]}" for line in told.named(changes, told.REMOVED))
        lines = [*added, *removed, *(line[2:] for line in told.changed(changes))]
        yield from ((number, position, line) for position, line in enumerate(lines))


def _state(span: Span, size: int) -> tuple[object, ...]:
    last = size - 1 if span.end is None else span.end - 1
    cells = json.dumps(span.cells, ensure_ascii=False)
    return span.id, span.table, span.first, last, row_hash(span.table, span.cells), cells


def _place(
    made: Difference, names: dict[str, int], fields: dict[str, list[str]]
) -> tuple[int, str, int, tuple[int, int], tuple[int, int], str]:
    """Where a difference stands: rows in order, the row itself before its cells."""
    known = fields[made.table]
    field = known.index(made.field) if made.field in known else -1
    return names[made.table], made.id, field, made.earlier, made.later, made.kind


def _numbered(ordered: list[Difference]) -> Iterator[tuple[int, Difference]]:
    yield from zip(count(1), ordered, strict=False)
