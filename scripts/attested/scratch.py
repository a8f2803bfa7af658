"""The scratch database of a check: rows as they stand in the files, for keys and rules to ask.

It takes any row whose form is right, a faulty one too, so that keys can be looked at beside other
faults. A row's rowid is one less than its line. It is no output: `database` makes that.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from attested import claim_roots, contract_sql, ddl, derived, insertion
from attested.rules import Rule
from attested.schema import Package, Table
from attested.tables import Content

ROW_IDS = "row_ids"
CACHE = 64_000  # KiB of pages that a connection keeps
_SETTINGS = (
    f"cache_size = -{CACHE}",
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = NORMAL",
)


def fill(
    connection: sqlite3.Connection,
    package: Package,
    contents: dict[str, Content],
) -> None:
    """Fills an empty database with the tables and with the views that rules ask.

    Raises sqlite3.Error when the contract makes no database.
    """
    load(connection, package, contents)
    contract_sql.add_tables(connection, package)
    add_views(connection, package)
    add_row_ids(connection, package)
    connection.commit()


def prepare(connection: sqlite3.Connection) -> None:
    """Sets a connection that fills a database: nothing of it outlasts a crash."""
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def load(connection: sqlite3.Connection, package: Package, contents: Mapping[str, Content]) -> None:
    """Loads an empty database with these tables."""
    prepare(connection)
    insertion.prepare(connection, lenient=True)
    tables = [table for table in derived.label_order(package) if table.name in contents]
    for table in tables:
        connection.execute(ddl.create_bare_table(table))
        _index(connection, table, "id")  # before the rows: labels are looked up by id
        insertion.insert(connection, package, table, contents[table.name].records())
        for column in ddl.pointers(table):
            _index(connection, table, column)
    connection.commit()


def add_roots(connection: sqlite3.Connection, rules: Iterable[Rule]) -> bool:
    """Makes the roots of claims anew, if a rule asks for them; the rows must be sound."""
    is_asked = any(claim_roots.NAME in rule.sql for rule in rules)
    if is_asked:
        connection.execute(f"DROP TABLE IF EXISTS {claim_roots.NAME}")
        claim_roots.add(connection)
        connection.commit()
    return is_asked


def reload(connection: sqlite3.Connection, package: Package, content: Content) -> bool:
    """Puts the rows of a table in the place of those that are there; whether ids were changed."""
    table = content.table
    name = ddl.quoted(table.name)
    connection.execute(f"DELETE FROM {name}")
    insertion.insert(connection, package, table, content.records())
    given = f"SELECT id FROM {name} EXCEPT SELECT id FROM {ROW_IDS} WHERE table_name = ?1"
    gone = f"SELECT id FROM {ROW_IDS} WHERE table_name = ?1 EXCEPT SELECT id FROM {name}"
    for query in (given, gone):
        if connection.execute(f"SELECT EXISTS ({query})", [table.name]).fetchone()[0]:
            connection.execute(f"DELETE FROM {ROW_IDS} WHERE table_name = ?", [table.name])
            insert_ids(connection, table)
            return True
    return False


def _index(connection: sqlite3.Connection, table: Table, column: str) -> None:
    name, place = ddl.quoted(f"{table.name}_{column}"), ddl.quoted(table.name)
    connection.execute(f"CREATE INDEX {name} ON {place} ({ddl.quoted(column)})")


def add_views(connection: sqlite3.Connection, package: Package, kind: str = "VIEW") -> None:
    """Makes the generated views; as a "TEMP VIEW" they see tables in attached files too."""
    for name, statement in contract_sql.create_views(package, uniform=True).items():
        if name != ROW_IDS:
            connection.execute(statement.replace("CREATE VIEW", f"CREATE {kind}", 1))


def add_row_ids(connection: sqlite3.Connection, package: Package) -> None:
    """Makes the ids of all tables, since a view would look into every table for each id."""
    connection.execute(f"CREATE TABLE {ROW_IDS} (id TEXT NOT NULL, table_name TEXT NOT NULL)")
    for table in package.tables.values():
        insert_ids(connection, table)
    connection.execute(f"CREATE INDEX {ROW_IDS}_id ON {ROW_IDS} (id, table_name)")


def insert_ids(connection: sqlite3.Connection, table: Table) -> None:
    """Adds the ids of a table to those of all."""
    connection.execute(
        f"INSERT INTO {ROW_IDS} SELECT id, {ddl.literal(table.name)} FROM {ddl.quoted(table.name)}"
    )
