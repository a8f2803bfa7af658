"""The answer to a query, asked where nothing can be changed and nothing depends on the moment."""

import hashlib
import json
import math
import sqlite3
from dataclasses import dataclass, field
from typing import Self

from attested.citing.functions import ALLOWED, fix_dates, fix_texts
from attested.citing.queries import QueryError
from attested.limits import SECONDS, Limit, limited

ROW_LIMIT = 1_000_000
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}
Cell = str | int | float | None
Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class Answer:
    """Columns and rows in their order.

    `read` says which columns of which tables and views were asked, `views` which views.
    """

    columns: list[str]
    rows: list[Cells]
    read: frozenset[tuple[str, str]] = field(default=frozenset(), compare=False)
    views: frozenset[str] = field(default=frozenset(), compare=False)

    def lines(self) -> list[str]:
        """Canonical JSON, a line for the columns and one for each row.

        Arrays without spaces; null is an empty cell, "" an empty text; a number with a point or an
        exponent is a real one.
        """
        return [as_json(self.columns), *(as_json(row) for row in self.rows)]

    @property
    def hash(self) -> str:
        """SHA-256 in hexadecimal of the lines in UTF-8, each ended by LF."""
        text = "".join(f"{line}\n" for line in self.lines())
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def as_json(values: list[str] | Cells) -> str:
    """A line of canonical JSON."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Reader:
    """Asks a database in memory; everything but reading with lasting functions is refused."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._plain = sqlite3.connect(":memory:")
        self._read: set[tuple[str, str]] = set()
        self._views: set[str] = set()
        self._refusals: list[str] = []
        self._limit: Limit | None = None
        fix_dates(connection, self._plain, self._refusals.append)
        fix_texts(connection, self._plain, self._refusals.append, self._is_over)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self._plain.close()

    def ask(self, query: str) -> Answer:
        """The answer; raises QueryError for what may not be asked or has no answer."""
        self._begin()
        try:
            with limited(self.connection, SECONDS) as self._limit:
                self.connection.set_authorizer(self._authorise)
                cursor = self.connection.execute(query)
                rows = self._limit.fetched(cursor, ROW_LIMIT + 1)
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
            raise QueryError(self._reason(error)) from error
        finally:
            self.connection.set_authorizer(None)
        if cursor.description is None:
            raise QueryError("the query has no columns; write a SELECT")
        _check(rows)
        names = [column[0] for column in cursor.description]
        return Answer(names, rows, frozenset(self._read), frozenset(self._views))

    def _begin(self) -> None:
        for noted in (self._read, self._views, self._refusals):
            noted.clear()
        self._limit = None

    def _is_over(self) -> bool:
        return bool(self._limit and self._limit.is_over())

    def _reason(self, error: Exception) -> str:
        reasons = [*self._refusals, self._limit.reason if self._limit else ""]
        return next(filter(None, reasons), f"{error or 'too little memory'}; correct the query")

    def _authorise(
        self,
        action: int,
        first: str | None,
        second: str | None,
        place: str | None,
        inner: str | None,
    ) -> int:
        if inner:
            self._views.add(inner)
        if action == sqlite3.SQLITE_READ and not str(first).lower().startswith("sqlite_"):
            self._read.add((str(first), str(second)))
            return sqlite3.SQLITE_OK
        if action in _READING or (action == sqlite3.SQLITE_FUNCTION and second in ALLOWED):
            return sqlite3.SQLITE_OK
        self._refusals.append(_refusal(action, first, second))
        return sqlite3.SQLITE_DENY


def _refusal(action: int, first: str | None, second: str | None) -> str:
    if action == sqlite3.SQLITE_FUNCTION:
        return f"the function {second} may answer differently another time; do without it"
    if action == sqlite3.SQLITE_READ:
        return f"{first} is SQLite's own and no table of the record; ask the tables"
    return "only reading can be cited; write a SELECT over the tables and views"


def _check(rows: list[Cells]) -> None:
    if len(rows) > ROW_LIMIT:
        raise QueryError(f"the answer has more than {ROW_LIMIT} rows; ask for fewer")
    if any(_is_odd(cell) for row in rows for cell in row):
        raise QueryError("the answer holds bytes or an endless number; ask for text and numbers")


def _is_odd(cell: Cell | bytes) -> bool:
    return isinstance(cell, bytes) or (isinstance(cell, float) and not math.isfinite(cell))
