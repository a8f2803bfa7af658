"""What record pages need of the whole record, prepared so that none of them scans it."""

import sqlite3

from attested.portal.facts import copies, standing, within


def add(connection: sqlite3.Connection) -> None:
    """Adds the tables and indexes of record pages to a portal's database."""
    for module in (copies, standing, within):
        module.add(connection)
