"""How the rows of a table enter a database: one prepared statement, fed with cells as written.

SQLite types the cells and derives the rest, so that a row costs no Python but for its dates. A
statement takes many rows, since each run of one costs as much as a few rows.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from attested import dates, ddl, derived
from attested.schema import Field, Package, Table

PARAMETERS = 900  # of a statement; any SQLite takes 999
Bounds = tuple[str | None, str | None]


def prepare(connection: sqlite3.Connection, lenient: bool = False) -> None:
    """Registers edtf_first and edtf_last, the bounds of a date, and as_number.

    An illegal date has none when that is `lenient`, and what is no number stays as it is; else both
    are errors.
    """
    number = _number_or_text if lenient else float
    connection.create_function("as_number", 1, number, deterministic=True)
    bounds = _known_bounds if lenient else dates.bounds
    connection.create_function("edtf_first", 1, _end(bounds, 0), deterministic=True)
    connection.create_function("edtf_last", 1, _end(bounds, 1), deterministic=True)


def insert(
    connection: sqlite3.Connection, package: Package, table: Table, rows: Iterable[list[str]]
) -> None:
    """Inserts rows of cells; those of the tables on which its label builds must be there."""
    size = _batch(package, table)
    taken, rest = iter(rows), list[list[str]]()
    connection.executemany(statement(package, table, size), _batches(taken, size, rest))
    connection.executemany(statement(package, table, 1), rest)


def _batch(package: Package, table: Table) -> int:
    """How many rows a statement takes: one where a label looks at rows of the same table."""
    if any(table.targets.get(name) == table.name for name in table.schema.label):
        return 1
    return max(1, PARAMETERS // len(table.columns))


def _batches(rows: Iterator[list[str]], size: int, rest: list[list[str]]) -> Iterator[list[str]]:
    """The cells of so many rows at a time; rows that are too few for that go to the rest."""
    while len(batch := list(islice(rows, size))) == size:
        yield list(chain.from_iterable(batch))
    rest += batch


def statement(package: Package, table: Table, rows: int) -> str:
    """The INSERT statement of a table, with a parameter for each cell of so many rows."""
    places = {name: f"nullif(column{n}, '')" for n, name in enumerate(table.columns, 1)}
    values = [_typed(field, places[field.name]) for field in table.fields]
    values += [_derived(package, table, name, places) for name in ddl.derived_columns(table)]
    columns = ", ".join(map(ddl.quoted, [*table.columns, *ddl.derived_columns(table)]))
    row = f"({', '.join('?' * len(table.columns))})"
    return (
        f"INSERT INTO {ddl.quoted(table.name)} ({columns})"
        f" SELECT {', '.join(values)} FROM (VALUES {', '.join([row] * rows)})"
    )


def _typed(field: Field, cell: str) -> str:
    """The cell as its column holds it; what SQLite converts by the column's type is left to it."""
    if field.type == "number":  # the nearest double, which SQLite's own reading may miss
        return f"CASE WHEN {cell} IS NOT NULL THEN as_number({cell}) END"
    if field.type != "boolean":
        return cell
    truths = ", ".join(map(ddl.literal, field.true_values or []))
    return f"({cell} IN ({truths}))"


def _derived(package: Package, table: Table, name: str, places: dict[str, str]) -> str:
    if name == "label":
        return derived.label_sql(package, table, places.__getitem__)
    if name == "chrono":
        first = f"edtf_first({places[str(table.schema.chronology)]})"
        return f"coalesce({first}, {ddl.literal(derived.UNDATED)}) || '_' || {places['id']}"
    column, _, end = name.rpartition("_")
    return f"edtf_{end}({places[column]})"


def _end(bounds: Callable[[str], Bounds], place: int) -> Callable[[str | None], str | None]:
    return lambda cell: bounds(cell)[place] if cell else None


def _number_or_text(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def _known_bounds(cell: str) -> Bounds:
    return (None, None) if dates.fault(cell) else dates.bounds(cell)
