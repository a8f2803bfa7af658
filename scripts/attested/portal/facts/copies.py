"""Indexed copies of views that a page asks for one row: `portal_corroboration`, `portal_parts` and
`portal_replies`; and the indexes that pages need beside those of the record.

The views stay the definition. Asked for one incident, each would be computed for all of them.
"""

import sqlite3

from attested.portal.facts import making

CORROBORATION = "SELECT * FROM corroboration ORDER BY incident"
# The source of a claim that the official makes is the official, who does not report the part.
PARTS = """
SELECT r.*, i.chrono FROM official_record AS r JOIN incidents AS i ON i.id = r.incident
ORDER BY r.involvement"""
REPLIES = """
SELECT r.*, c.incident AS answered_incident
FROM replies AS r LEFT JOIN claims AS c ON c.id = r.answered ORDER BY r.reply, r.answered"""
INDEXES = {
    "portal_evidence_row": ("evidence", "row, field, id"),
    "portal_claims_time": ("claims", "source, said_first, id"),
    "portal_claims_about": ("claims", "bearing, about, said_first, id"),
    "portal_claims_incident": ("claims", "source, incident, said_first, id"),
    "portal_passages_start": ("passages", "article, start, id"),
}


def add(connection: sqlite3.Connection) -> None:
    """Adds the indexes, which the copies need too, and the copies."""
    for name, (table, key) in INDEXES.items():
        making.index(connection, name, table, key)
    making.make(connection, "portal_corroboration", CORROBORATION, "incident")
    parts = ("official, chrono, involvement", "incident", "claim", "involvement")
    making.make(connection, "portal_parts", PARTS, *parts)
    replies = ("reply", "answered", "incident", "answered_incident")
    making.make(connection, "portal_replies", REPLIES, *replies)
