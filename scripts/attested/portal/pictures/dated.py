"""The tables `portal_times` and `portal_times_counts`: when incidents were, and how surely.

Every incident lies in one bin of each level, so that no count holds one twice: in a year, a month
of it and a day of that; or, when its span is longer, among those of several years, months or days.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator

from attested.portal.pictures.asked import has_columns

TIMES, COUNTS = "portal_times", "portal_times_counts"
UNDATED, YEARS, MONTHS, DAYS = "undated", "years", "months", "days"
# How surely a date is known, the surest first; also the classes of bars.
PRECISIONS = ("day", "period", "within", "open")
_NEEDS = {"incidents": {"id", "title", "kind", "date", "date_first", "date_last", "chrono"}}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERIOD = re.compile(rf"{_DAY.pattern}/{_DAY.pattern}")
_TABLES = f"""
CREATE TABLE {TIMES} (
  incident TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, date TEXT,
  first TEXT, last TEXT, chrono TEXT NOT NULL,
  precision TEXT NOT NULL, year TEXT NOT NULL, month TEXT NOT NULL, day TEXT NOT NULL
) STRICT;
CREATE TABLE {COUNTS} (
  inside TEXT NOT NULL, bin TEXT NOT NULL, precision TEXT NOT NULL, incidents INTEGER NOT NULL,
  PRIMARY KEY (inside, bin, precision)
) STRICT, WITHOUT ROWID;
"""
# A value that was taken out of a release is empty there.
_ALL = """
SELECT id, coalesce(title, '') AS title, coalesce(kind, '') AS kind, date, date_first, date_last,
  coalesce(chrono, '') AS chrono
FROM incidents ORDER BY id"""


def add(connection: sqlite3.Connection) -> None:
    """Makes and fills the tables; does nothing where the record lacks a column they need."""
    if not has_columns(connection, _NEEDS):
        return
    for statement in _TABLES.split(";")[:-1]:
        connection.execute(statement)
    connection.executemany(f"INSERT INTO {TIMES} VALUES (?,?,?,?,?,?,?,?,?,?,?)", _rows(connection))
    for level in ("year", "month", "day"):
        connection.execute(f"CREATE INDEX idx_{TIMES}_{level} ON {TIMES} ({level}, chrono)")
    connection.executemany(f"INSERT INTO {COUNTS} VALUES (?, ?, ?, ?)", _counts(connection))


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[str | None, ...]]:
    for row in connection.execute(_ALL).fetchall():
        _, _, _, date, first, last, _ = row
        yield (*row, precision(date), *bins(first, last))


def _counts(connection: sqlite3.Connection) -> list[tuple[str, str, str, int]]:
    counted: Counter[tuple[str, str, str]] = Counter()
    for year, month, day, known in connection.execute(
        f"SELECT year, month, day, precision FROM {TIMES}"
    ):
        for inside, within in (("", year), (year, month), (month, day)):
            if within and inside != within:
                counted[inside, within, known] += 1
    return [(*key, number) for key, number in sorted(counted.items())]


def precision(date: str | None) -> str:
    """How surely a date of the EDTF profile is known: `undated` or one of PRECISIONS."""
    if not date:
        return UNDATED
    if _DAY.fullmatch(date):
        return "day"
    if _PERIOD.fullmatch(date):
        return "period"
    return "open" if date.startswith("../") or date.endswith("/..") else "within"


def bins(first: str | None, last: str | None) -> tuple[str, str, str]:
    """The bins of a span of days by year, month and day; a bin repeats where none is finer."""
    if first is None or last is None:
        bin = YEARS if first or last else UNDATED
        return bin, bin, bin
    if first[:4] != last[:4]:
        return YEARS, YEARS, YEARS
    if first[:7] != last[:7]:
        return first[:4], f"{first[:4]}-{MONTHS}", f"{first[:4]}-{MONTHS}"
    return first[:4], first[:7], first if first == last else f"{first[:7]}-{DAYS}"
