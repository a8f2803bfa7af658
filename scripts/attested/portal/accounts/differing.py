"""On what the coders disagreed: `portal_differences`, disagreements by table and reason, and
`portal_settlements`, by what settled them."""

import sqlite3

from attested.portal.facts import making

DIFFERENCES, SETTLEMENTS = "portal_differences", "portal_settlements"
_REASONS = """
SELECT table_name, reason, count(*) AS differences, total(changed) AS changed
FROM disagreements WHERE table_name IS NOT NULL AND reason IS NOT NULL
GROUP BY table_name, reason"""
_SETTLED = """
SELECT settled, count(*) AS differences FROM disagreements
WHERE settled IS NOT NULL GROUP BY settled"""


def add(connection: sqlite3.Connection) -> None:
    """Adds the tables where the record has disagreements."""
    making.make(connection, DIFFERENCES, _REASONS)
    making.make(connection, SETTLEMENTS, _SETTLED)
