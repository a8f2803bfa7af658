"""Limits on a connection, so that no query of a visitor fills the memory."""

import sqlite3

CELL = 200_000  # bytes; with max_returned_rows it bounds what one answer can hold
STATEMENT = 50_000  # characters of SQL; the longest table definition has a tenth of it
COMPOUND = 200  # SELECTs in one UNION: the view of all text cells needs about sixty


def limit(connection: sqlite3.Connection) -> None:
    """Bounds the size of a cell, of a statement and of a compound query."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, STATEMENT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, COMPOUND)
