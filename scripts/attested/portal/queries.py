"""The questions a researcher asks first: one SQL file each, with its title and its parameters.

A file opens with comment lines. The first is the title; lines of the form `:name text` explain a
parameter; the others together are the description. An empty parameter always means all.
"""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "queries"
_PARAMETER = re.compile(r":([a-z_]+) +(.+)")


@dataclass(frozen=True)
class Query:
    """A canned query: its name in addresses, words for people, its parameters and its SQL."""

    name: str
    title: str
    description: str
    parameters: dict[str, str]
    sql: str


def read(folder: Path = FOLDER) -> list[Query]:
    """The queries of a folder in the order of their file names."""
    return [_query(path) for path in sorted(folder.glob("*.sql"))]


def _query(path: Path) -> Query:
    lines = path.read_text(encoding="utf-8").splitlines()
    title, *comment = [line[2:].strip() for line in lines if line.startswith("--")]
    hints = {found[1]: found[2] for line in comment if (found := _PARAMETER.fullmatch(line))}
    prose = [line for line in comment if not _PARAMETER.fullmatch(line)]
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip()
    return Query(path.stem.split("-", 1)[1], title, " ".join(prose), hints, sql)


def askable(database: Path) -> list[Query]:
    """The queries that a database can answer; an older release may lack a view that one asks."""
    with closing(sqlite3.connect(database)) as connection:
        return [query for query in read() if _can_answer(connection, query)]


def _can_answer(connection: sqlite3.Connection, query: Query) -> bool:
    try:
        connection.execute(f"EXPLAIN {query.sql}", dict.fromkeys(query.parameters, ""))
    except sqlite3.OperationalError:
        return False
    return True
