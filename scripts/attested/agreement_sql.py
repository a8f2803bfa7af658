"""The published agreement inside the database: tables made from the generated figures.

The figures are those of `schemas/coding/agreement.json`, which `attested generate` computes from
the raw codings, so that a build need not draw its thousand resamples again.
"""

import json
import sqlite3
from pathlib import Path

from attested.problems import Problem
from attested.strict import ContractError

_UNFIT = (
    AttributeError, KeyError, OSError, RecursionError, TypeError, ValueError, sqlite3.Error,
)  # fmt: skip
PATH = "schemas/coding/agreement.json"
TABLES = """
CREATE TABLE agreement_tables (
  "table_name" TEXT PRIMARY KEY, "a" INTEGER, "b" INTEGER, "paired" INTEGER, "f1" REAL,
  "f1_half" REAL, "record" INTEGER, "record_a" REAL, "record_b" REAL
) STRICT"""
FIELDS = """
CREATE TABLE agreement_fields (
  "table_name" TEXT, "field" TEXT, "units" INTEGER, "equal" INTEGER, "share" REAL,
  "given" INTEGER, "equal_given" INTEGER, "alpha" REAL, "low" REAL, "high" REAL,
  "is_low" INTEGER, PRIMARY KEY ("table_name", "field")
) STRICT"""


def add(connection: sqlite3.Connection, root: Path, floor: float) -> None:
    """Adds both tables, empty if nothing is published; `is_low` marks an alpha below the floor."""
    for statement in (TABLES, FIELDS):
        connection.execute(statement)
    path = root / PATH
    if not path.is_file():
        return
    try:
        figures = json.loads(path.read_text("utf-8"))
        tables = [_named(row) for row in figures["tables"]]
        fields = [_named(row) | _judged(row, floor) for row in figures["fields"]]
        _insert(connection, "agreement_tables", tables)
        _insert(connection, "agreement_fields", fields)
    except _UNFIT as error:
        message = f"holds no figures that the tables take ({error}); run attested generate"
        raise ContractError([Problem(PATH, 0, "", "", message)]) from error


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, object]]) -> None:
    columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
    unknown = {name for row in rows for name in row} - set(columns)
    if unknown:
        raise ValueError(f"{table} has no column {', '.join(sorted(unknown))}")
    places = ", ".join(f":{name}" for name in columns)
    connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


def _named(row: dict[str, object]) -> dict[str, object]:
    """The row with its table under the name that SQL leaves free."""
    return {"table_name" if name == "table" else name: value for name, value in row.items()}


def _judged(row: dict[str, object], floor: float) -> dict[str, object]:
    alpha = row["alpha"]
    return {"is_low": int(isinstance(alpha, float) and alpha < floor)}
