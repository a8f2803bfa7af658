"""How long a query of a stranger may take, how much it may remember, and how large a cell it makes.

A view or a rule from elsewhere may run for ever, or make a text of a gigabyte from a word.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

SECONDS = 8.0
MEMORY = 500_000_000  # bytes that the process may grow by
PATTERN = 1_000  # bytes of what LIKE and GLOB look for, which no clock interrupts
CELL = 1_000_000  # bytes; a row of a table has 100,000 at most
ANSWER = 100_000_000  # bytes of all rows together
_STEPS = 20_000  # of SQLite's machine, between two looks at clock and memory

if sys.platform != "win32":
    import resource

    _UNIT = 1 if sys.platform == "darwin" else 1024

    def _peak() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
else:

    def _peak() -> int:
        return 0  # the system does not say; time and cells are limited all the same


class Limit:
    """Looks at the clock and the memory while a query runs; `reason` says why it was stopped."""

    def __init__(self, seconds: float) -> None:
        self.reason = ""
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self._most = _peak() + MEMORY

    def is_over(self) -> bool:
        """Whether the query must stop."""
        if time.monotonic() > self._until:
            self.reason = f"the query takes more than {self._seconds:g} s; ask for less"
        elif _peak() > self._most:
            self.reason = "the query takes too much memory; ask for less"
        return bool(self.reason)

    def fetched(self, cursor: sqlite3.Cursor, most: int) -> list[Any]:
        """At most so many rows of an answer; raises sqlite3.OperationalError for too long ones."""
        rows, size = [], 0
        for row in cursor:
            size += sum(len(cell) for cell in row if isinstance(cell, (str, bytes)))
            if size > ANSWER:
                self.reason = f"the answer has more than {ANSWER // 1_000_000} MB; ask for less"
                raise sqlite3.OperationalError(self.reason)
            rows.append(row)
            if len(rows) == most:
                break
        return rows


@contextmanager
def limited(
    connection: sqlite3.Connection, seconds: float = SECONDS, spills: bool = False
) -> Iterator[Limit]:
    """Ends with sqlite3.OperationalError what is asked in the block and goes beyond a limit.

    What is sorted counts as memory too, unless it `spills` into a file.
    """
    limit = Limit(seconds)
    former = _lowered(connection)
    if not spills:
        with suppress(sqlite3.OperationalError):  # within a transaction it stays as it is
            connection.execute("PRAGMA temp_store = MEMORY")
    connection.set_progress_handler(limit.is_over, _STEPS)
    try:
        yield limit
    finally:
        connection.set_progress_handler(None, 0)
        for kind, most in former.items():
            connection.setlimit(kind, most)


def _lowered(connection: sqlite3.Connection) -> dict[int, int]:
    """The limits of lengths that stood before they were lowered, by their kinds."""
    if not hasattr(connection, "setlimit"):
        return {}  # other builds of the module have none
    limits = {sqlite3.SQLITE_LIMIT_LENGTH: CELL, sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: PATTERN}
    return {kind: connection.setlimit(kind, most) for kind, most in limits.items()}
