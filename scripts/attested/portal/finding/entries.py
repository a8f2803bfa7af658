"""What can be found: a row of the record or of the codebook, by what it is called and what it says.

Old versions of the record lack columns and tables; a column that is missing is empty.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from attested.portal import words
from attested.portal.finding.spelling import turned

Row = defaultdict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A row to find: what it is called, codes for it, what it says, facts that are searched as
    well, and its context, which is only shown."""

    id: str
    label: str
    text: str = ""
    name: str | None = None  # where the label is not a name: what of it is one; empty for none
    own_script: str = ""
    aliases: str = ""
    codes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    is_person: bool = False

    @property
    def called(self) -> str:
        """What of the entry is a name."""
        return self.label if self.name is None else self.name

    @property
    def names(self) -> list[str]:
        """Whole names and codes under which the row is known."""
        return [name for name in (self.called, self.own_script, *self.codes) if name]

    @property
    def other_names(self) -> list[str]:
        """Its other names, and the name of a person in the other order."""
        people = [turned(self.called)] if self.is_person else []
        return [name for name in (*self.aliases.split("|"), *people) if name]


class Reader:
    """Reads the tables of a database, whatever columns they have."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        self.tables = {str(name) for (name,) in names}
        self.officials = {row["id"]: row for row in self.rows("officials")}
        self.sources = {row["id"]: self._source(row) for row in self.rows("sources")}
        self.incidents = {row["id"]: str(row["title"] or "") for row in self.rows("incidents")}
        self.places = {row["id"]: str(row["name"] or "") for row in self.rows("places")}

    def rows(self, table: str, order: str = "rowid") -> Iterator[Row]:
        """The rows of a table in an order; none when there is no such table."""
        if table not in self.tables:
            return
        found = self.connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}')
        names = [column[0] for column in found.description]
        for row in found:
            yield defaultdict(lambda: None, zip(names, row, strict=True))

    def grouped(self, table: str, column: str) -> dict[str, list[Row]]:
        """The rows of a table by what they hold in a column."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(table):
            found[row[column]].append(row)
        return found

    def _source(self, row: Row) -> Row:
        """A source; one that is an official has the official's names."""
        official = self.officials.get(row["official"])
        if official:
            row |= {name: official[name] for name in ("name", "name_own_script", "aliases")}
        return row

    def source(self, row_id: str | None) -> str:
        """The name of a source."""
        return str(self.sources[row_id]["name"] or row_id) if row_id in self.sources else ""


def told(*facts: object) -> tuple[str, ...]:
    """Those facts that are not empty."""
    return tuple(str(fact) for fact in facts if fact)


def names(row: Row) -> dict[str, Any]:
    """The names of a row that has them: label, name in its own script, aliases."""
    return {
        "id": row["id"],
        "label": row["name"] or row["id"],
        "own_script": row["name_own_script"] or "",
        "aliases": row["aliases"] or "",
    }


def host(address: str | None) -> str:
    """The host of a web address."""
    return (urlsplit(address or "").hostname or "").removeprefix("www.")


def dated(edtf: str | None, before: str = "") -> str:
    """A date in words; empty for none."""
    return f"{before}{words.date(edtf)}" if edtf else ""
