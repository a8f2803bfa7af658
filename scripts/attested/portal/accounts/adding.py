"""The prepared tables of the pages that account for the record."""

import sqlite3

from attested.portal.accounts import binding, counting, covering, differing, facts, ruling
from attested.schema import Package


def add(connection: sqlite3.Connection, package: Package) -> None:
    """Adds the tables to a built database of the package."""
    counting.add(connection)
    binding.add(connection, package)
    facts.add(connection, package)
    covering.add(connection)
    differing.add(connection)
    ruling.add(connection, package)
