"""The tables of a folder of Parquet as views of an engine, shown as the database has them.

Yes and no are 1 and 0, days are text, lists are text with a bar between their items, so that one
query has one meaning on all engines.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlglot import exp

from attested import claim_roots, contract_sql, ddl
from attested.schema import Field, Package, Table

CREATE = {"duckdb": "CREATE OR REPLACE VIEW", "spark": "CREATE OR REPLACE TEMPORARY VIEW"}
_AS_TEXT = {
    "duckdb": {
        "list": "array_to_string({}, '|')",
        "datetime": "strftime({} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')",
    },
    "spark": {
        "list": "array_join({}, '|')",
        "datetime": "date_format(to_utc_timestamp({}, current_timezone()),"
        " \"yyyy-MM-dd'T'HH:mm:ss'Z'\")",
    },
}


def statements(package: Package, engine: str, folder: Path) -> Iterator[str]:
    """A view for each table of the contract, and for those that the database derives."""
    for table in package.tables.values():
        yield from _view(table.name, _columns(table, engine), engine, folder)
    for name in (claim_roots.NAME, *contract_sql.TABLES):
        yield from _view(name, ["*"], engine, folder)


def named(name: str, engine: str) -> str:
    """An identifier in the quotes of the engine."""
    return exp.to_identifier(name, quoted=True).sql(engine)


def _view(name: str, columns: list[str], engine: str, folder: Path) -> Iterator[str]:
    path = (folder / name).as_posix()
    if engine == "duckdb":
        files = ddl.literal(f"{path}/**/*.parquet")
        source = f"read_parquet({files}, hive_partitioning = true)"
    else:  # named by its path alone, Spark would look up its columns each time a view is read
        source = named(f"files_of_{name}", engine)
        files = exp.Literal.string(path).sql(engine)
        yield f"{CREATE[engine]} {source} USING parquet OPTIONS (path {files})"
    selected = ",\n  ".join(columns)
    yield f"{CREATE[engine]} {named(name, engine)} AS\nSELECT\n  {selected}\nFROM {source}"


def _columns(table: Table, engine: str) -> list[str]:
    derived = [_derived(name, engine) for name in ddl.derived_columns(table)]
    return [_column(field, engine) for field in table.fields] + derived


def _column(field: Field, engine: str) -> str:
    name = named(field.name, engine)
    kind = "list" if field.separator else field.type
    if kind in _AS_TEXT[engine]:
        return f"{_AS_TEXT[engine][kind].format(name)} AS {name}"
    if kind in ("boolean", "date"):
        return f"CAST({name} AS {'INT' if kind == 'boolean' else 'STRING'}) AS {name}"
    return name


def _derived(column: str, engine: str) -> str:
    name = named(column, engine)
    is_day = column.endswith(("_first", "_last"))
    return f"CAST({name} AS STRING) AS {name}" if is_day else name
