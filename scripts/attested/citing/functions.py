"""The SQL functions a query that is to be cited may use: those that always answer alike.

Left out is what depends on the time, on chance, on the state of a connection, on the version of
SQLite or on the machine's mathematics. The functions of dates are SQLite's own, but refuse to say
what day it is and which time zone the machine stands in.
"""

import re
import sqlite3
from collections.abc import Callable
from functools import partial
from math import prod

_TEXT = """char coalesce format glob hex ifnull iif instr length like likelihood likely lower ltrim
    nullif printf quote replace rtrim substr substring trim typeof unicode unlikely upper"""
_NUMBERS = "abs max min round sign"
_SETS = "avg count group_concat json_group_array json_group_object sum total"
_WINDOWS = """cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank
    row_number"""
_JSON = """-> ->> json json_array json_array_length json_extract json_object json_quote json_type
    json_valid"""
DATED = ("date", "datetime", "julianday", "strftime", "time", "unixepoch")
ALLOWED = {*_TEXT.split(), *_NUMBERS.split(), *_SETS.split(), *_WINDOWS.split(), *_JSON.split()}
ALLOWED |= {*DATED}
_NOW = {"now", "subsec", "subsecond"}
_ZONES = {"localtime", "utc"}
_NO_CLOCK = "what the clock says is no answer that can be cited; write the day as text"
SEARCHING = ("instr", "ltrim", "replace", "rtrim", "trim")
FORMATTING = ("format", "printf")
MOST_COMPARED = 100_000_000  # characters of one text with those of another
WIDEST = 10_000
_WIDTH = re.compile("[0-9]{1,20}")
_TOO_MUCH = "that is more work than an answer is worth; ask for less"
Value = str | int | float | None


class WorkError(Exception):
    """A function of texts was asked for too much, or too late."""


class ClockError(Exception):
    """A function of dates was asked for the present or for the machine's time zone."""


def fix_dates(
    connection: sqlite3.Connection, plain: sqlite3.Connection, refused: Callable[[str], None]
) -> None:
    """Makes the functions of dates on a connection refuse the clock, and say so to `refused`.

    What they may answer they ask the plain connection, which must stay open as long.
    """
    for name in DATED:
        connection.create_function(name, -1, partial(_dated, plain, refused, name))


def fix_texts(
    connection: sqlite3.Connection,
    plain: sqlite3.Connection,
    refused: Callable[[str], None],
    is_over: Callable[[], bool],
) -> None:
    """Makes the functions that work long on long texts refuse to, and stop when it is over.

    SQLite looks at neither clock nor memory within a function of its own.
    """
    for name in (*SEARCHING, *FORMATTING):
        function = partial(_worked, plain, refused, is_over, name)
        connection.create_function(name, -1, function, deterministic=True)


def _worked(
    plain: sqlite3.Connection,
    refused: Callable[[str], None],
    is_over: Callable[[], bool],
    name: str,
    *values: Value,
) -> Value:
    if _is_hard(name, values):
        refused(f"{name}: {_TOO_MUCH}")
        raise WorkError
    if is_over():
        raise WorkError
    marks = ", ".join("?" * len(values))
    answer: Value = plain.execute(f"SELECT {name}({marks})", values).fetchone()[0]
    return answer


def _is_hard(name: str, values: tuple[Value, ...]) -> bool:
    if name in SEARCHING:
        return prod(len(str(value)) for value in values[:2]) > MOST_COMPARED
    widths = [int(digits) for digits in _WIDTH.findall(str(values[:1]))]
    if "*" in str(values[:1]):
        widths += [abs(value) for value in values if isinstance(value, int)]
    return max(widths, default=0) > WIDEST


def _dated(
    plain: sqlite3.Connection, refused: Callable[[str], None], name: str, *values: Value
) -> Value:
    if _asks_the_clock(name, values):
        refused(f"{name}: {_NO_CLOCK}")
        raise ClockError
    marks = ", ".join("?" * len(values))
    answer: Value = plain.execute(f"SELECT {name}({marks})", values).fetchone()[0]
    return answer


def _asks_the_clock(name: str, values: tuple[Value, ...]) -> bool:
    given = values[1:] if name == "strftime" else values  # its first value is the format
    words = [str(value).strip().lower() for value in given]
    return not words or words[0] in _NOW or not _ZONES.isdisjoint(words)
