"""The rules and views asked on three engines, and their rows reduced to what can be compared.

The rows of a query are a multiset: their number and the sum of the hashes of the rows, each with
the types of its values, so that no order matters and no two results need be in memory at once.
"""

import hashlib
import marshal
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pyarrow.parquet as pq

from attested import database, ddl, views
from attested.artefacts import meta, parquet_folder
from attested.artefacts.parquet_layout import Sizes
from attested.portable import listing, queries, script
from attested.schema import Package
from attested.tables import Content
from faults import FAULTS, MADE, edits_of, spoil

_MENDS = "rules/incident-claims"  # among all faults it would mend that of involvement-claim
_MODULUS = 1 << 128
_TYPED = 0  # the version of marshal that writes type and value and nothing else


class Rows(NamedTuple):
    """A multiset of rows: how many they are, and the sum of their hashes."""

    count: int
    digest: int


class Engine(Protocol):
    """An engine that has the views over the rows; `seconds` is how long it has computed in all.

    They are processor seconds, the rows handed over but not compared.
    """

    seconds: float

    def ask(self, view: str) -> Rows:
        """The rows of a view."""


def reduced(rows: Iterable[Iterable[Any]]) -> Rows:
    """The number of the rows and the sum of their hashes."""
    count = digest = 0
    for row in rows:
        count += 1
        said = hashlib.blake2b(marshal.dumps(tuple(row), _TYPED), digest_size=16).digest()
        digest = (digest + int.from_bytes(said)) % _MODULUS
    return Rows(count, digest)


def fill(connection: sqlite3.Connection, package: Package, contents: dict[str, Content]) -> None:
    """Loads the rows as `attested build` does, with indexes and views, and each rule as a view."""
    database.load(connection, package, contents)
    for table in package.tables.values():
        for column in ddl.index_columns(table):
            name = ddl.quoted(f"of_{table.name}_{column}")
            on = f"{ddl.quoted(table.name)} ({ddl.quoted(column)})"
            connection.execute(f"CREATE INDEX {name} ON {on}")
    connection.execute("ANALYZE")
    for view in views.read(package.root):
        connection.execute(view.create_statement)
    for query in queries.read(package):
        if query.kind == "rule":
            connection.execute(f"CREATE VIEW {query.view} AS\n{query.sql}")
    connection.commit()


def write_parquet(
    folder: Path, connection: sqlite3.Connection, package: Package, sizes: Sizes | None = None
) -> None:
    """Writes the tables of a database as a folder of Parquet."""
    metadata = meta.metadata(package.descriptor, None)
    parquet_folder.write(folder, connection, package, metadata, sizes)


def portable(package: Package, engine: str) -> list[queries.Query]:
    """The queries that have a translation for the engine."""
    return [answer.query for answer in listing.answers(package, engine) if answer.sql]


class SQLite:
    """SQLite, the engine that the rules and views are written for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.seconds = 0.0

    def ask(self, view: str) -> Rows:
        """The rows of a view."""
        return reduced(_handed_over(self, view))


class DuckDB:
    """DuckDB in memory, with the views over a folder of Parquet."""

    def __init__(self, package: Package, folder: Path) -> None:
        self.connection = import_module("duckdb").connect()
        self.seconds = 0.0
        for statement in script.statements(package, "duckdb", folder):
            self.connection.execute(statement)

    def ask(self, view: str) -> Rows:
        """The rows of a view."""
        return reduced(_handed_over(self, view))


def _handed_over(engine: SQLite | DuckDB, view: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a view, a batch at a time, and the seconds put to the engine's account."""
    start = time.process_time()
    asked = engine.connection.execute(f"SELECT * FROM {view}")
    while batch := asked.fetchmany(10_000):
        engine.seconds += time.process_time() - start
        yield from batch
        start = time.process_time()
    engine.seconds += time.process_time() - start


class Spark:
    """Apache Spark in local mode, with the views over a folder of Parquet."""

    def __init__(self, session: Any, package: Package, folder: Path) -> None:
        self.session = session
        self.seconds = 0.0
        for statement in script.statements(package, "spark", folder):
            session.sql(statement)

    def ask(self, view: str) -> Rows:
        """The rows of a view, which Spark writes to a file, as it holds all that it hands over."""
        with tempfile.TemporaryDirectory() as name:
            target, start = f"{name}/rows", self._processor_seconds()
            self.session.table(view).write.parquet(target)
            self.seconds += self._processor_seconds() - start
            return reduced(_rows_of(Path(target)))

    def _processor_seconds(self) -> float:
        """What the process of Spark has used, as Linux counts it."""
        process = self.session.sparkContext._gateway.proc.pid
        counted = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(counted[11]) + int(counted[12])) / os.sysconf("SC_CLK_TCK")


def _rows_of(folder: Path) -> Iterator[tuple[Any, ...]]:
    for path in sorted(folder.glob("*.parquet")):
        for batch in pq.ParquetFile(path).iter_batches():
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


@contextmanager
def spark_session(memory: str = "2g") -> Iterator[Any]:
    """A session on two threads of this machine, quiet and without its web pages."""
    settings = {
        "spark.driver.memory": memory,
        "spark.log.structuredLogging.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
    }
    builder = import_module("pyspark.sql").SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        yield session
    finally:
        session.stop()


def spoil_all_rules(root: Path) -> None:
    """Puts the faults of all rules into the package but for one, which has a package of its own."""
    for fault in FAULTS:
        if fault.startswith("rules/") and edits_of(fault) and fault not in {*MADE, _MENDS}:
            spoil(root, fault)


def spoil_last_rule(root: Path) -> None:
    """Puts the fault of that one rule into the package."""
    spoil(root, _MENDS)
