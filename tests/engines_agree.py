"""Asks every portable rule and view of a package on SQLite and on another engine, and compares.

    PYTHONPATH=scripts python tests/engines_agree.py PACKAGE WORK --engine duckdb
    PYTHONPATH=scripts python tests/engines_agree.py PACKAGE WORK --engine spark

PACKAGE holds a package, as `attested synth 100000 FOLDER` writes it. WORK keeps the database, the
Parquet files and what SQLite answered, for the next engine. Prints a table with the rows and the
processor seconds of each query, and exits with 1 when a result differs. It takes minutes.
"""

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

import engines
from attested import schema, tables
from attested.schema import Package
from engines import DuckDB, Engine, Rows, Spark, SQLite


class Asked(NamedTuple):
    """What an engine answered, and in how many processor seconds."""

    rows: Rows
    seconds: float


def main() -> int:
    """The exit code: 0 when all results are equal."""
    asked = _arguments()
    package = schema.load(asked.package)
    asked.work.mkdir(parents=True, exist_ok=True)
    database, parquet = asked.work / "rows.db", asked.work / "parquet"
    with ExitStack() as stack:
        is_new = not parquet.exists()
        connection = stack.enter_context(closing(sqlite3.connect(database)))
        if is_new:
            _timed("load", lambda: _load(connection, package))
            _timed("parquet", lambda: engines.write_parquet(parquet, connection, package))
        sqlite = _answers_of_sqlite(package, connection, asked.work / "sqlite.json")
        other = _other(asked, stack, package, parquet)
        return _compare(package, asked.engine, sqlite, other, asked.only)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("package", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--engine", choices=["duckdb", "spark"], required=True)
    parser.add_argument("--memory", default="2g", help="memory of Spark")
    parser.add_argument("--only", help="names that hold this text")
    return parser.parse_args()


def _load(connection: sqlite3.Connection, package: Package) -> None:
    connection.execute("PRAGMA journal_mode = OFF")
    contents = {table.name: tables.read(package.root, table) for table in package.tables.values()}
    engines.fill(connection, package, contents)


def _answers_of_sqlite(
    package: Package, connection: sqlite3.Connection, kept: Path
) -> dict[str, Asked]:
    """What SQLite answers to each query, from the file that keeps it if there is one."""
    if not kept.exists():
        engine = SQLite(connection)
        found = {q.view: _asked(engine, q.view) for q in engines.portable(package, "duckdb")}
        kept.write_text(json.dumps(found), "utf-8")
    read = json.loads(kept.read_text("utf-8"))
    return {view: Asked(Rows(*rows), seconds) for view, (rows, seconds) in read.items()}


def _other(asked: argparse.Namespace, stack: ExitStack, package: Package, parquet: Path) -> Engine:
    if asked.engine == "duckdb":
        return DuckDB(package, parquet)
    session = stack.enter_context(engines.spark_session(asked.memory))
    return Spark(session, package, parquet)


def _compare(
    package: Package, name: str, sqlite: dict[str, Asked], other: Engine, only: str | None
) -> int:
    print(
        f"| kind | name | rows | SQLite, s | {name}, s | |\n|---|---|---|---|---|---|", flush=True
    )
    differing = 0
    for query in engines.portable(package, name):
        if only and only not in query.name:
            continue
        want, got = sqlite[query.view], _asked(other, query.view)
        equal = want.rows == got.rows
        verdict = "equal" if equal else f"differs: {want.rows.count} rows, {got.rows.count}"
        differing += not equal
        print(
            f"| {query.kind} | `{query.name}` | {want.rows.count} | {want.seconds:.2f}"
            f" | {got.seconds:.2f} | {verdict} |",
            flush=True,
        )
    print(f"\n{differing} differ")
    return int(differing > 0)


def _asked(engine: Engine, view: str) -> Asked:
    start = engine.seconds
    rows = engine.ask(view)
    seconds = engine.seconds - start
    print(f"{view}: {rows.count} rows, {seconds:.2f} s", file=sys.stderr, flush=True)
    return Asked(rows, seconds)


def _timed(what: str, act: Callable[[], None]) -> None:
    start = time.process_time()
    act()
    print(f"{what}: {time.process_time() - start:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
