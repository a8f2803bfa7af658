"""The tables in DuckDB, typed, with keys and checks: python tests/bench_duckdb.py DIR FILE.

DuckDB's own search would have to be fetched, so that there is none; nor does it check, while rows
of one statement come in, a key to the table itself: that is asked at the end.
"""

import sys
from pathlib import Path

import duckdb

from attested import ddl, schema
from bench_sqlite import ordered

_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
}


def main():
    root, target = map(Path, sys.argv[1:])
    package = schema.load(root)
    with duckdb.connect(str(target)) as connection:
        for table in ordered(package):
            connection.execute(_create(table))
            connection.execute(_insert(package, table))
            for column, other in table.targets.items():
                if other == table.name:
                    _ask(connection, table, column)


def _create(table):
    lines = []
    for field in table.fields:
        rule = "PRIMARY KEY" if field.name == "id" else "UNIQUE" if field.constraints.unique else ""
        needed = "NOT NULL" if field.constraints.required else ""
        lines.append(f"{ddl.quoted(field.name)} {_TYPES[field.type]} {needed} {rule}")
        if field.constraints.enum:
            listed = ", ".join(map(ddl.literal, field.constraints.enum))
            lines[-1] += f" CHECK ({ddl.quoted(field.name)} IN ({listed}))"
    lines += [f"UNIQUE ({', '.join(map(ddl.quoted, key))})" for key in table.schema.unique_keys]
    lines += [
        f"FOREIGN KEY ({ddl.quoted(column)}) REFERENCES {ddl.quoted(other)} (id)"
        for column, other in table.targets.items()
        if other != table.name
    ]
    return f"CREATE TABLE {ddl.quoted(table.name)} ({', '.join(lines)})"


def _insert(package, table):
    types = ", ".join(f"'{field.name}': 'VARCHAR'" for field in table.fields)
    typed = ", ".join(map(_typed, table.fields))
    return (
        f"INSERT INTO {ddl.quoted(table.name)} SELECT {typed} FROM read_csv("
        f"'{package.root / table.path}', header = true, nullstr = '', columns = {{{types}}})"
    )


def _typed(field):
    column = ddl.quoted(field.name)
    if field.type == "boolean":
        return f"{column} IN ({', '.join(map(ddl.literal, field.true_values))})"
    return f"CAST({column} AS {_TYPES[field.type]})"


def _ask(connection, table, column):
    name, key = ddl.quoted(table.name), ddl.quoted(column)
    dangling = connection.execute(
        f"SELECT count(*) FROM {name} AS a ANTI JOIN {name} AS b ON a.{key} = b.id"
        f" WHERE a.{key} IS NOT NULL"
    ).fetchone()[0]
    assert dangling == 0, (table.name, column, dangling)


if __name__ == "__main__":
    main()
