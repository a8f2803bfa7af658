"""What the evidence is and what is missing: `portal_facts`, a number for each fact, and
`portal_lengths`, how many passages have how many tokens."""

import sqlite3
from collections.abc import Iterator

from attested import released
from attested.portal.accounts import tabling
from attested.portal.facts import making
from attested.schema import Package

FACTS, LENGTHS = "portal_facts", "portal_lengths"
_PLACED = "SELECT 1 FROM incident_places AS l WHERE l.incident = i.id"
_EVIDENT = "SELECT 1 FROM evidence AS e WHERE e.row = a.id AND e.field IS a.field"
NUMBERS = {
    "rows needed": "SELECT count(*) FROM attestable WHERE field IS NULL",
    "rows attested": "SELECT count(*) FROM attestable AS a"
    f" WHERE a.field IS NULL AND EXISTS ({_EVIDENT})",
    "cells needed": "SELECT count(*) FROM attestable WHERE field IS NOT NULL",
    "cells attested": "SELECT count(*) FROM attestable AS a"
    f" WHERE a.field IS NOT NULL AND EXISTS ({_EVIDENT})",
    "evidence": "SELECT count(*) FROM evidence",
    "passages": "SELECT count(*) FROM passages",
    "claims": "SELECT count(*) FROM claims",
    "in doubt": "SELECT count(*) FROM claims WHERE doubt IS NOT NULL",
    "incidents": "SELECT count(*) FROM incidents",
    "undated": "SELECT count(*) FROM incidents WHERE date IS NULL",
    "unplaced": f"SELECT count(*) FROM incidents AS i WHERE NOT EXISTS ({_PLACED}"
    " AND l.place IS NOT NULL)",
    "nowhere": f"SELECT count(*) FROM incidents AS i WHERE NOT EXISTS ({_PLACED})",
    "unmatched": "SELECT count(*) FROM incident_places WHERE place IS NULL",
    "pointless": "SELECT count(*) FROM places WHERE latitude IS NULL",
    "places": "SELECT count(*) FROM places",
}
_TOKENS = "SELECT tokens, count(*) AS passages FROM passages WHERE tokens > 0 GROUP BY tokens"


def add(connection: sqlite3.Connection, package: Package) -> None:
    """Adds the tables; a fact that an older contract does not know is left out."""
    columns = '"fact" TEXT PRIMARY KEY, "number" INTEGER'
    tabling.table(connection, FACTS, columns, _numbers(connection, package))
    making.make(connection, LENGTHS, _TOKENS)


def _numbers(connection: sqlite3.Connection, package: Package) -> Iterator[tuple[str, int]]:
    yield "checked by a human", package.descriptor.rows_checked_by_humans
    yield "redacted columns", len(released.redacted(package.root))
    for fact, query in NUMBERS.items():
        if making.answers(connection, query):
            yield fact, int(connection.execute(query).fetchone()[0])
