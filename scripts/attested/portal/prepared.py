"""What the pages need beside the record itself, prepared once in the portal's own database.

The tables begin with `portal_` and are hidden. They hold nothing that does not follow from the
record, so that the database of a release stays what was released.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from attested.portal import facts, finding, pictures
from attested.portal.accounts import adding
from attested.schema import Package

PREFIX = "portal_"


def add(database: Path, package: Package) -> None:
    """Adds the prepared tables to a built database."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("ANALYZE")  # else a large record is asked by the wrong index
        for part in (facts, pictures, finding):
            part.add(connection)
        adding.add(connection, package)
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()


def tables(database: Path) -> list[str]:
    """The names of the prepared tables in a database, SQLite's own of ANALYZE among them; shadow
    tables of indexes are left out."""
    sql = "SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual')"
    with closing(sqlite3.connect(database)) as connection:
        names = [str(name) for (name,) in connection.execute(sql)]
    return sorted(name for name in names if name.startswith((PREFIX, "sqlite_stat")))
