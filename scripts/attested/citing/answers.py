"""The answer to a query, asked where nothing can be changed and nothing depends on the moment."""

import hashlib
import json
import math
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from attested.citing.functions import ALLOWED, fix_dates
from attested.citing.queries import QueryError, normalised
from attested.timeline.snapshot import Snapshot

SECONDS = 5
ROW_LIMIT = 1_000_000
_STEPS = 100_000  # of SQLite's machine, between two looks at the clock
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}
Cell = str | int | float | None


@dataclass(frozen=True)
class Answer:
    """Columns and rows in their order, and what was read for them: (table, column) pairs."""

    columns: list[str]
    rows: list[tuple[Cell, ...]]
    read: frozenset[tuple[str, str]]

    def lines(self) -> list[str]:
        """Canonical JSON, a line for the columns and one for each row.

        Arrays without spaces; null is an empty cell, "" an empty text; a number with a point is a
        real one.
        """
        return [_json(self.columns), *(_json(row) for row in self.rows)]

    @property
    def hash(self) -> str:
        """SHA-256 in hexadecimal of the lines in UTF-8, each ended by LF."""
        text = "".join(f"{line}\n" for line in self.lines())
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _json(values: list[str] | tuple[Cell, ...]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def cited(snapshot: Snapshot, sql: str) -> tuple[str, Answer]:
    """The query in the form in which it is cited, and its answer.

    Raises QueryError when the query cannot be cited: see `normalised`; when it asks for what
    changes; when the cited form answers otherwise than the query as given; and when the answer
    depends on the order in which rows happen to be read.
    """
    with closing(snapshot.sqlite()) as plain, closing(snapshot.sqlite(disturbed=True)) as other:
        query = normalised(sql, lambda text: _width(plain, text))
        answer = ask(plain, query)
        for connection in (plain, other):
            if Counter(ask(connection, sql).rows) != Counter(answer.rows):
                raise QueryError(_unstable(sql, query))
        if ask(other, query).lines() != answer.lines():
            raise QueryError(_unstable(sql, query))
    return query, answer


def _unstable(sql: str, query: str) -> str:
    return (
        "the answer depends on the order in which rows are read; end every ORDER BY with an id, "
        "also inside of windows and subqueries, and group_concat only what cannot differ"
    )


def _width(connection: sqlite3.Connection, query: str) -> int:
    return len(ask(connection, f"SELECT * FROM ({query}) LIMIT 0").columns)


def ask(connection: sqlite3.Connection, query: str) -> Answer:
    """The answer of a database in memory; raises QueryError for what may not be asked."""
    with _guarded(connection) as (read, refusals):
        try:
            cursor = connection.execute(query)
            rows = cursor.fetchmany(ROW_LIMIT + 1)
        except (sqlite3.Error, sqlite3.Warning, OverflowError) as error:
            raise QueryError(refusals[0] if refusals else f"{error}; correct the query") from error
    if cursor.description is None:
        raise QueryError("the query gives no columns; write a SELECT")
    if len(rows) > ROW_LIMIT:
        raise QueryError(f"the answer has more than {ROW_LIMIT} rows; ask for fewer")
    if any(_odd(cell) for row in rows for cell in row):
        raise QueryError("the answer holds bytes or an endless number; ask for text and numbers")
    return Answer([column[0] for column in cursor.description], rows, frozenset(read))


def _odd(cell: Cell | bytes) -> bool:
    return isinstance(cell, bytes) or (isinstance(cell, float) and not math.isfinite(cell))


@contextmanager
def _guarded(connection: sqlite3.Connection) -> Iterator[tuple[set[tuple[str, str]], list[str]]]:
    """What the block's query read, and why something was refused; the guards end with the block."""
    read: set[tuple[str, str]] = set()
    refusals: list[str] = []
    until = time.monotonic() + SECONDS

    def authorise(action: int, first: str | None, second: str | None, *place: str | None) -> int:
        if action == sqlite3.SQLITE_READ and not str(first).lower().startswith("sqlite_"):
            read.add((str(first), str(second)))
            return sqlite3.SQLITE_OK
        if action in _READING or (action == sqlite3.SQLITE_FUNCTION and second in ALLOWED):
            return sqlite3.SQLITE_OK
        refusals.append(_refusal(action, first, second))
        return sqlite3.SQLITE_DENY

    def late() -> bool:
        if time.monotonic() > until:
            refusals.append(f"the query takes more than {SECONDS} s; ask for less")
        return bool(refusals)

    fix_dates(connection, refusals.append)
    connection.set_authorizer(authorise)
    connection.set_progress_handler(late, _STEPS)
    try:
        yield read, refusals
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)


def _refusal(action: int, first: str | None, second: str | None) -> str:
    if action == sqlite3.SQLITE_FUNCTION:
        return f"the function {second} may answer differently another time; do without it"
    if action == sqlite3.SQLITE_READ:
        return f"{first} is SQLite's own and no table of the record; ask the tables"
    return "only reading can be cited; write a SELECT over the tables and views"
