"""Makes prepared tables: what a query gives, with indexes through which a page enters it."""

import sqlite3

from attested.ddl import quoted


def make(connection: sqlite3.Connection, name: str, query: str, *keys: str) -> None:
    """Makes a table of what a query gives, with an index for each key, a list of columns.

    Does nothing where the database cannot answer the query: an older contract may lack a view, a
    table or a column, and what is shown from it is then left out.
    """
    connection.execute(f"DROP TABLE IF EXISTS {quoted(name)}")
    if not answers(connection, query):
        return
    connection.execute(f"CREATE TABLE {quoted(name)} AS {query}")
    for number, key in enumerate(keys):
        index(connection, f"{name}_{number}", name, key)


def index(connection: sqlite3.Connection, name: str, table: str, key: str) -> None:
    """Adds an index over columns of a table; does nothing where the table lacks one of them."""
    statement = f"CREATE INDEX IF NOT EXISTS {quoted(name)} ON {quoted(table)} ({key})"
    if answers(connection, f"SELECT {key.replace(' DESC', '')} FROM {quoted(table)}"):
        connection.execute(statement)


def answers(connection: sqlite3.Connection, query: str, **values: object) -> bool:
    """True when the database has the tables, views and columns of which a query speaks."""
    try:
        connection.execute(f"EXPLAIN {query}", values)
    except sqlite3.OperationalError:
        return False
    return True
