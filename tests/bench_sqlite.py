"""Scripts that make the tables, indexes and search of a package with other people's commands."""

from attested import ddl, search

TOKENIZER = search.TOKENIZER
_UTILS_TYPES = {"integer": "integer", "number": "float"}


def import_script(package, target):
    """A script for the sqlite3 shell: the same tables, keys, checks, indexes and search.

    `.import` knows no empty cell, so that it fills a table of texts, from which the typed rows go
    into the table itself. Derived columns are left out.
    """
    lines = [f".open {target}", "PRAGMA journal_mode = OFF;", "PRAGMA synchronous = OFF;"]
    lines += ["PRAGMA temp_store = FILE;", ".mode csv", "BEGIN;"]
    for table in package.tables.values():
        lines += [f"{_create(table)};", *_import(package, table)]
    return "\n".join([*lines, *_indexes(package), *_searches(package), "COMMIT;", ""])


def bare_script(package, target):
    """The least that `.import` can be: texts into tables without types, keys or checks."""
    lines = [f".open {target}", "PRAGMA journal_mode = OFF;", "PRAGMA synchronous = OFF;"]
    lines += [".mode csv", "BEGIN;"]
    for table in package.tables.values():
        columns = ", ".join(map(ddl.quoted, table.columns))
        lines.append(f"CREATE TABLE {ddl.quoted(table.name)} ({columns});")
        lines.append(f".import --skip 1 {package.root / table.path} {table.name}")
    return "\n".join([*lines, *_indexes(package), *_searches(package), "COMMIT;", ""])


def _create(table):
    """The CREATE TABLE statement without the columns that the database derives."""
    derived = {ddl.quoted(name) for name in ddl.derived_columns(table)}
    first, *columns, last = ddl.create_table(table).splitlines()
    kept = [line.rstrip(",") for line in columns if line.split()[0] not in derived]
    return "\n".join([first, ",\n".join(kept), last])


def _import(package, table):
    columns = ", ".join(map(ddl.quoted, table.columns))
    yield f"CREATE TEMP TABLE read_in ({columns});"
    yield f".import --skip 1 --schema temp {package.root / table.path} read_in"
    typed = ", ".join(map(_typed, table.fields))
    yield f"INSERT INTO {ddl.quoted(table.name)} ({columns}) SELECT {typed} FROM temp.read_in;"
    yield "DROP TABLE temp.read_in;"


def _typed(field):
    column = ddl.quoted(field.name)
    if field.type == "boolean":
        true = ddl.literal(field.true_values[0])
        return f"CASE {column} WHEN {true} THEN 1 WHEN '' THEN NULL ELSE 0 END"
    return f"nullif({column}, '')"


def _indexes(package):
    for table in package.tables.values():
        for column in ddl.index_columns(table):
            name = ddl.quoted(f"idx_{table.name}_{column}")
            yield f"CREATE INDEX {name} ON {ddl.quoted(table.name)} ({ddl.quoted(column)});"


def _searches(package):
    for table in package.tables.values():
        columns = searched(table)
        if columns:
            index, into = f"{table.name}_fts", ", ".join(map(ddl.quoted, columns))
            yield (
                f"CREATE VIRTUAL TABLE {index} USING FTS5 ({into}, tokenize='{TOKENIZER}',"
                f" content={ddl.quoted(table.name)});"
            )
            yield (
                f"INSERT INTO {index} (rowid, {into}) SELECT rowid, {into}"
                f" FROM {ddl.quoted(table.name)};"
            )


def ordered(package):
    """The tables, those that others name before them."""
    done = []
    while len(done) < len(package.tables):
        for table in package.tables.values():
            named = set(table.targets.values()) - {table.name}
            if table not in done and named <= {each.name for each in done}:
                done.append(table)
    return done


def searched(table):
    """The columns of a table's own that its search covers."""
    return [name for name in search.columns(table) if name in table.field]


def utils_calls(package, target, batch=()):
    """The words of each call of the sqlite-utils command that makes the same.

    Keys are declared before the rows come, since adding them later copies every table. `batch` are
    words that say how many rows are committed at a time.
    """
    for table in ordered(package):
        columns = [
            word for f in table.fields for word in (f.name, _UTILS_TYPES.get(f.type, "text"))
        ]
        needed = [word for f in table.fields if f.constraints.required
                  for word in ("--not-null", f.name)]  # fmt: skip
        keys = [word for pair in table.targets.items() for word in ("--fk", *pair, "id")]
        made = ["create-table", target, table.name, *columns, *needed, *keys]
        yield [*made, "--pk", "id", "--strict"]
    for table in package.tables.values():
        path = str(package.root / table.path)
        read = ["insert", target, table.name, path, "--csv", "--no-detect-types"]
        yield [*read, "--silent", "--pk", "id", "--empty-null", *batch]
    for table in package.tables.values():
        yield from _utils_indexes(table, target)


def _utils_indexes(table, target):
    unique = [[field.name] for field in table.fields if field.constraints.unique]
    for key in unique + table.schema.unique_keys:
        yield ["create-index", target, table.name, *key, "--unique"]
    for column in ddl.index_columns(table):
        yield ["create-index", target, table.name, column, "--if-not-exists"]
    if searched(table):
        made = ["enable-fts", target, table.name, *searched(table)]
        yield [*made, "--fts5", "--tokenize", TOKENIZER]
