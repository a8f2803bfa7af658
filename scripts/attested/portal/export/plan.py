"""What is asked for first: the pages, tables, rows and files of a version. The
rest is what their links lead to."""

import sqlite3
from collections.abc import Iterator, Sequence

from attested.ddl import quoted
from attested.portal import serve
from attested.portal.export.scope import MACHINERY, NAMING_HOSTS, RAW
from attested.portal.pages import Pages

STATIC = serve.HERE / "static"
HOPED = ("/about", "/policy", "/versions", *NAMING_HOSTS)


def tables(served: Pages, connection: sqlite3.Connection) -> list[str]:
    """The tables and views that are exported whole: those of the record and of the codebook."""
    sql = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
    names = [str(name) for (name,) in connection.execute(sql)]
    shown = [name for name in names if served.metadata(name) and not served.is_hidden(name)]
    return [name for name in shown if name not in MACHINERY]


def needed(served: Pages, names: Sequence[str], connection: sqlite3.Connection) -> Iterator[str]:
    """The addresses without which the export would lack something of the record."""
    yield from ("/", f"/v/{served.database}", *map(served.at, names))
    yield from (served.at(f"{name}.csv") for name in names)
    for table in served.contract.tables.keys() - RAW:
        for (row_id,) in connection.execute(f"SELECT id FROM {quoted(table)}"):
            yield served.address(table, row_id)
    for path in STATIC.rglob("*"):
        if path.is_file():
            yield f"/static/{path.relative_to(STATIC).as_posix()}"


def hoped(served: Pages, connection: sqlite3.Connection) -> Iterator[str]:
    """The addresses that may answer: pages beside the record, and tombstones of withdrawn rows."""
    yield from HOPED
    for (row_id,) in connection.execute("SELECT id FROM retired"):
        if table := served.contract.letters.get(row_id[:1]):
            yield served.address(table, row_id)
