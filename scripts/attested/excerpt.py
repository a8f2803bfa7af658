"""An excerpt of a package: the rows in question, so that Frictionless need not read the rest.

A row is in question when the row models refuse it or a key of it is unsound. Beside it stand the
rows that it points at, and the first with its id or unique cells is in question too. So the
verdict on the rows in question is that on the whole package.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from attested import frictionless_layer, plain, tables
from attested.ddl import quoted
from attested.problems import Problem
from attested.schema import Package, Table
from attested.tables import Cells, Content

Rows = dict[str, dict[int, Cells]]  # by table, then by line


def worded(
    connection: sqlite3.Connection, package: Package, contents: dict[str, Content], asked: Rows
) -> list[Problem]:
    """What Frictionless finds in the rows that are asked about."""
    rows = _with_context(connection, package, contents, asked)
    names = {name for name, chosen in asked.items() if chosen}
    with _written(package, rows) as (root, parts):
        found = frictionless_layer.validate(root, parts, names)
    return [placed for problem in found if (placed := _placed(package, rows, asked, problem))]


def _with_context(
    connection: sqlite3.Connection, package: Package, contents: dict[str, Content], asked: Rows
) -> Rows:
    """The rows asked about, and those that they point at."""
    beside: dict[str, set[int]] = {name: set() for name in package.tables}
    for name, chosen in asked.items():
        for column, target in package.tables[name].targets.items():
            keys = {cell for row in chosen.values() if (cell := row[column])}
            beside[target] |= set(_lines_of(connection, package.tables[target], keys))
    rows: Rows = {}
    for name, content in contents.items():
        own = asked.get(name, {})
        both = own | content.rows_on(beside[name] - own.keys())
        rows[name] = dict(sorted(both.items()))
    return rows


def _lines_of(connection: sqlite3.Connection, table: Table, keys: Iterable[str]) -> Iterator[int]:
    query = f"SELECT rowid + 1 FROM {quoted(table.name)} WHERE id = ?"
    for key in keys:
        yield from (line for (line,) in connection.execute(query, [key]))


@contextmanager
def _written(package: Package, rows: Rows) -> Iterator[tuple[Package, dict[str, Content]]]:
    """A folder with the contract and the rows, as a package, and the rows as its contents."""
    with TemporaryDirectory(prefix="attested-") as folder:
        root = Path(folder)
        for path in ("datapackage.json", *(t.resource.schema_ for t in package.tables.values())):
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(plain.read(package.root / path))
        (root / "data").mkdir()
        parts = {}
        for name, table in package.tables.items():
            chosen = list(rows[name].values())
            (root / table.path).write_bytes(tables.write_rows(table.columns, chosen).encode())
            parts[name] = Content(table, chosen)
        yield (
            Package(root, package.descriptor, list(package.tables.values()), package.coding),
            parts,
        )


def _placed(package: Package, rows: Rows, asked: Rows, problem: Problem) -> Problem | None:
    """The problem at its line in the whole package; None when that row is beside the question."""
    for name, table in package.tables.items():
        if table.path == problem.path and problem.line > 1:
            line = list(rows[name])[problem.line - 2]
            return replace(problem, line=line) if line in asked[name] else None
    return problem
