"""Cross-table rules: SQL files whose first line says what holds, and whose rows are the offenders.

A rule selects `table_name`, `id`, `field` (may be null) and optionally `detail`; no rows means that
it holds. Its sentence reads `what holds; what to do.`
"""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from attested import limits, plain, resolutions
from attested.ddl import quoted
from attested.problems import Problem, shown
from attested.schema import Package, Table

FOLDER = "schemas/rules"
COLUMNS = ("table_name", "id", "field")
LONGEST = 60  # characters of an id or field that are told
MOST = 1000  # offenders of one rule that are told
SECONDS, SECONDS_A_MEGABYTE = 8.0, 0.5  # a rule that takes longer is stopped
Authorizer = Callable[..., int]
_SENTENCE = re.compile(r"[A-Z][^;]+; [^;]+\.")


@dataclass(frozen=True)
class Rule:
    """One rule: its name (the file's stem), the sentence an offender is shown, and its query."""

    name: str
    sentence: str
    sql: str


def read(root: Path, folder: str = FOLDER) -> list[Rule]:
    """The rules of the package in the order of their names; `file_faults` says if they can be."""
    return [_rule(path) for path in sorted((root / folder).glob("*.sql"))]


def _rule(path: Path) -> Rule:
    sql = plain.read(path).decode("utf-8")
    first = sql.split("\n", 1)[0]
    return Rule(path.stem, first.removeprefix("--").strip(), sql)


def file_faults(root: Path) -> Iterator[Problem]:
    """A Problem for every rule file that cannot be read or lacks its sentence."""
    paths = sorted((root / FOLDER).glob("*.sql"))
    if not paths:
        yield Problem(FOLDER, 0, "", "", "holds no rule; restore the files")
    for path in paths:
        fault = _file_fault(path)
        if fault:
            yield Problem(f"{FOLDER}/{path.name}", 0, "", "", fault)


def _file_fault(path: Path) -> str | None:
    try:
        rule = _rule(path)
    except OSError as error:
        return f"cannot be read ({error.strerror}); mend it"
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start}; save the file as UTF-8"
    if not rule.sql.startswith("-- ") or not _SENTENCE.fullmatch(rule.sentence):
        return "does not open with its sentence; write `-- What holds; what to do.`"
    return None


@dataclass(frozen=True)
class Timed:
    """What a rule found, and the seconds that it took."""

    rule: str
    problems: list[Problem]
    seconds: float


def patience(size: int) -> float:
    """The seconds that a rule may take on tables of so many bytes."""
    return SECONDS + SECONDS_A_MEGABYTE * size / 1e6


def timed(
    connection: sqlite3.Connection,
    rule: Rule,
    package: Package,
    seconds: float,
    authorizer: Authorizer = resolutions.only_reads,
) -> Timed:
    """A Problem for each row that the rule returns, at the line where the row stands; 1000 at most.

    A rule that does not run in so many seconds, or does anything but read, is a Problem itself.
    `connection` is on the scratch database.
    """
    begun = time.monotonic()
    found: list[Problem] = []
    try:
        with limits.limited(connection, seconds, spills=True) as limit:
            connection.set_authorizer(authorizer)
            found += islice(_offenders(connection, rule, package), MOST)
    except (sqlite3.Error, sqlite3.Warning, ValueError, MemoryError) as error:
        reason = limit.reason or _why(error)
        found.append(_fault(rule, reason))
    finally:
        connection.set_authorizer(None)
    return Timed(rule.name, found, time.monotonic() - begun)


def _why(error: Exception) -> str:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return f"has no room for what it sorts ({error}); free space, or set TMPDIR"
    return f"does not run ({str(error).removesuffix('.')}); correct the query"


def _offenders(connection: sqlite3.Connection, rule: Rule, package: Package) -> Iterator[Problem]:
    cursor = connection.execute(rule.sql)
    names = [column[0] for column in cursor.description or ()]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        yield _fault(rule, f"does not select {', '.join(missing)}; add it to the query")
        return
    for row in cursor:
        yield _problem(connection, rule, dict(zip(names, row, strict=True)), package)


def _problem(
    connection: sqlite3.Connection, rule: Rule, row: dict[str, Any], package: Package
) -> Problem:
    table = package.tables.get(row["table_name"])
    if table is None:
        return _fault(rule, "selects a table_name that is no table; correct the query")
    row_id, field = (str(row.get(name) or "")[:LONGEST] for name in ("id", "field"))
    detail = str(row.get("detail") or "")
    line = _line(connection, table, row_id)
    return Problem(table.path, line, row_id, field, _message(rule, detail))


def _line(connection: sqlite3.Connection, table: Table, row_id: str) -> int:
    """The line of the first row with that id, 1 when there is none."""
    query = f"SELECT min(rowid) + 1 FROM {quoted(table.name)} WHERE id = ?"
    (found,) = connection.execute(query, [row_id]).fetchone()
    return found or 1


def _message(rule: Rule, detail: str) -> str:
    sentence = rule.sentence[0].lower() + rule.sentence[1:].removesuffix(".")
    return f"{shown(detail)}: {sentence}" if detail else sentence


def _fault(rule: Rule, message: str) -> Problem:
    return Problem(f"{FOLDER}/{rule.name}.sql", 0, "", "", message)
