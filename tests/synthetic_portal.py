"""A portal's database of about 100,000 incidents, multiplied from the record: for measuring only.

    PYTHONPATH=scripts .venv/bin/python tests/synthetic_portal.py TARGET.db [COPIES]

Every row is repeated under ids of its own; titles, statements and names say that they are
synthetic. Articles, terms, the codebook and the raw codings are not repeated; sources, places and
officials are, fewer times than incidents. Days are moved by a week a copy, so that time is filled.
"""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from attested import check, database, search
from attested.portal import prepared
from made import ROOT

COPIES = 893
# How often a table is repeated; ids have six digits.
FEWER = {"sources": 60, "ties": 60, "officials": 30, "positions": 30, "places": 40, "evidence": 420}
ONCE = {"articles", "captures", "passages", "terms", "retired", "coded_units", "coded_passages",
        "coded_values", "disagreements"}  # fmt: skip
MARKED = {"title", "statement", "name", "label", "summary"}
DAYS = {"date_first", "date_last", "said_first", "said_last"}
YEARS = 20  # over which the copies are spread


def make(target, copies=COPIES):
    """Writes the database of the copies and gives back its number of incidents."""
    result = check.check(ROOT)
    target.unlink(missing_ok=True)
    database.build(result.package, result.contents, target)
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        steps = {name: _step(connection, name) for name in result.package.tables}
        for table in result.package.tables.values():
            if table.name not in ONCE:
                _multiply(connection, table, steps, copies)
        _multiply_roots(connection, steps, copies)
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE '%\\_fts' ESCAPE '\\'"
        ).fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        for table in search.tables(result.package):
            search.add_index(Database(connection), table)
        connection.commit()
        count = connection.execute("SELECT count(*) FROM incidents").fetchone()[0]
    prepared.add(target, result.package)
    return count


def _step(connection, table):
    found = connection.execute(f'SELECT max(CAST(substr(id, 2) AS INTEGER)) FROM "{table}"')
    return (found.fetchone()[0] or 0) + 1


def _times(table, copies):
    return 1 if table in ONCE else min(FEWER.get(table, copies), copies)


def _moved(column, table, steps, copies):
    """SQL for an id of a row of a table in copy k."""
    step, times = steps[table], _times(table, copies)
    number = f"CAST(substr({column}, 2) AS INTEGER) + (k.n % {times}) * {step}"
    made = f"substr({column}, 1, 1) || printf('%06d', {number})"
    return f"CASE WHEN {column} IS NULL THEN NULL ELSE {made} END"


def _multiply(connection, table, steps, copies):
    names = [row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')]
    made = [_value(name, table, steps, copies) for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    connection.execute("CREATE TEMP TABLE held AS SELECT * FROM " + f'"{table.name}"')
    connection.execute(
        f"""WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n + 1 < ?)
        INSERT INTO "{table.name}" ({listed})
        SELECT {", ".join(made)} FROM k CROSS JOIN held AS t WHERE ? > 1 ORDER BY k.n, t.id""",
        [_times(table.name, copies)] * 2,
    )
    connection.execute("DROP TABLE held")


def _value(name, table, steps, copies):
    """SQL for the value of a column in copy k."""
    column = f't."{name}"'
    if name == "id":
        return _moved(column, table.name, steps, copies)
    if name in table.targets:
        return _moved(column, table.targets[name], steps, copies)
    if (table.name, name) == ("evidence", "row"):
        return _by_letter(column, steps, copies)
    if name == "chrono":
        day = f"date(substr({column}, 1, 10), {_days()})"
        own = _moved("t.id", table.name, steps, copies)
        return f"coalesce({day}, substr({column}, 1, 10)) || '_' || {own}"
    if name in DAYS:
        return f"date({column}, {_days()})"
    if name in MARKED:
        return f"{column} || ' (synthetic ' || k.n || ')'"
    field = table.field.get(name)
    unique = field is not None and field.constraints.unique
    keys = {key[0] for key in table.schema.unique_keys if len(key) == 1}
    return "NULL" if unique or name in keys else column


def _days():
    return f"'-' || (k.n * 7 % {YEARS * 365}) || ' days'"


def _by_letter(column, steps, copies):
    letters = {
        "I": "incidents", "C": "claims", "V": "involvements", "S": "sources", "G": "places",
        "L": "incident_places", "N": "incident_links", "R": "relays", "O": "officials",
        "F": "positions", "T": "ties",
    }  # fmt: skip
    cases = " ".join(
        f"WHEN '{letter}' THEN {_moved(column, table, steps, copies)}"
        for letter, table in letters.items()
    )
    return f"CASE substr({column}, 1, 1) {cases} ELSE {column} END"


def _multiply_roots(connection, steps, copies):
    names = [row[1] for row in connection.execute("PRAGMA table_info(claim_roots)")]
    made = []
    for name in names:
        kind = connection.execute(f"SELECT typeof({name}) FROM claim_roots").fetchone()[0]
        target = "claims" if name == "claim" else "sources"
        made.append(_moved(f"t.{name}", target, steps, copies) if kind == "text" else f"t.{name}")
    connection.execute("CREATE TEMP TABLE held AS SELECT * FROM claim_roots")
    connection.execute(
        f"""WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n + 1 < ?)
        INSERT INTO claim_roots SELECT {", ".join(made)} FROM k CROSS JOIN held AS t""",
        [copies],
    )
    connection.execute("DROP TABLE held")


if __name__ == "__main__":
    copies = int(sys.argv[2]) if len(sys.argv) > 2 else COPIES
    print(f"{make(Path(sys.argv[1]), copies):,} incidents")
