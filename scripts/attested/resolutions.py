"""Resolution rules: SQL that says which incidents stand, and why; a user may bring another one.

A rule selects `incident`, `stands` (1 or 0) and `because` for every incident; its first line says
what it asks.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from attested import plain
from attested.limits import SECONDS, limited

FOLDER = "schemas/resolutions"
DEFAULT = "any-source"
COLUMNS = ("incident", "stands", "because")
MOST_ROWS = 10_000_000
_RECURSIVE = 33  # SQLITE_RECURSIVE, which Python 3.11 does not name


class ResolutionError(Exception):
    """Why a rule cannot be used and what to do, as a phrase for people."""


@dataclass(frozen=True)
class Resolution:
    """One rule: its name, the sentence that says what it asks, and its query."""

    name: str
    sentence: str
    sql: str

    @property
    def view(self) -> str:
        """The name of the view that holds its answers in the database."""
        return f"stands_by_{self.name.replace('-', '_')}"


@dataclass(frozen=True)
class Answer:
    """What a rule says of an incident."""

    incident: str
    title: str
    stands: bool
    because: str


def read(root: Path) -> list[Resolution]:
    """The published rules in the order of their names."""
    return [read_file(path) for path in sorted((root / FOLDER).glob("*.sql"))]


def read_file(path: Path) -> Resolution:
    """The rule in a file; raises ResolutionError when it cannot be read or lacks its sentence."""
    try:
        sql = plain.read_named(path).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResolutionError(f"{path}: cannot be read ({error}); name a file of SQL") from error
    first = sql.split("\n", 1)[0]
    if not first.startswith("-- "):
        raise ResolutionError(f"{path}: does not begin with `-- ` and what it asks; write that")
    return Resolution(path.stem, first.removeprefix("-- ").strip(), sql.strip().rstrip(";"))


def named(root: Path, name: str) -> Resolution:
    """The published rule of that name, or the one in the file of that name."""
    published = {rule.name: rule for rule in read(root)}
    if name in published:
        return published[name]
    if not Path(name).is_file():
        known = ", ".join(published)
        raise ResolutionError(f"{name}: is no rule and no file; use {known} or a file of SQL")
    return read_file(Path(name))


def answers(connection: sqlite3.Connection, rule: Resolution) -> dict[str, Answer]:
    """What the rule says of every incident, by id; raises ResolutionError for an unfit query.

    The rule may only read: a query from a stranger cannot change the database nor open another.
    """
    said = _said(rule, _asked(connection, rule))
    titles = dict(connection.execute("SELECT id, title FROM incidents ORDER BY id"))
    lacking = sorted(titles.keys() - said.keys())
    if lacking:
        raise ResolutionError(
            f"{rule.name}: says nothing of {lacking[0]}; answer for each incident"
        )
    return {name: Answer(name, titles[name], *said[name]) for name in titles}


def _asked(connection: sqlite3.Connection, rule: Resolution) -> list[tuple[object, ...]]:
    """The rows of the rule's query; raises ResolutionError when it has none of the right form."""
    try:
        with limited(connection, SECONDS) as limit:
            connection.set_authorizer(only_reads)
            cursor = connection.execute(rule.sql)
            columns = tuple(column[0] for column in cursor.description or ())
            if columns != COLUMNS:
                wanted = f"select {', '.join(COLUMNS)}"
                raise ResolutionError(f"{rule.name}: selects {columns}; {wanted}")
            return limit.fetched(cursor, MOST_ROWS)
    except (sqlite3.Error, sqlite3.Warning, ValueError, MemoryError) as error:
        reason = limit.reason or f"is no query that can run ({error}); mend it"
        raise ResolutionError(f"{rule.name}: {reason}") from error
    finally:
        connection.set_authorizer(None)


def only_reads(action: int, *_: str | None) -> int:
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, _RECURSIVE)
    return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY


def _said(rule: Resolution, rows: list[tuple[object, ...]]) -> dict[str, tuple[bool, str]]:
    """The answers by incident; raises ResolutionError for one that is given twice or unclear."""
    said: dict[str, tuple[bool, str]] = {}
    for incident, stands, because in rows:
        if str(incident) in said:
            raise ResolutionError(f"{rule.name}: answers twice for {incident}; answer once")
        if stands not in (0, 1) or not because:
            message = f"{rule.name}: {incident} has no clear answer; give stands 0 or 1 and because"
            raise ResolutionError(message)
        said[str(incident)] = (bool(stands), str(because))
    return said


def changed(before: dict[str, Answer], after: dict[str, Answer]) -> list[Answer]:
    """The answers of the second rule for incidents of which the first says otherwise."""
    return [answer for name, answer in after.items() if answer.stands != before[name].stands]
