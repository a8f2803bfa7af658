"""SQL of a table: a STRICT SQLite table with keys and checks, from its schema.

Not enforced by the SQL, since SQLite has no regular expressions: `pattern`, and the canonical
spelling of dates. `attested check` enforces them before a row reaches a database.
"""

from attested import ids
from attested.schema import Field, Table

SQL_TYPES = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "date": "TEXT",
    "datetime": "TEXT",
}


def quoted(name: str) -> str:
    """An SQL identifier in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | int | float) -> str:
    """An SQL literal."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def derived_columns(table: Table) -> dict[str, str]:
    """Columns the database adds to a table and their descriptions, in order.

    First and last day of every date, `label` where no single field says what a row is, and
    `chrono`, a unique key in order of time.
    """
    columns = {}
    for field in table.fields:
        if field.is_edtf:
            columns[f"{field.name}_first"] = f"Earliest day that {field.name} allows, derived."
            columns[f"{field.name}_last"] = f"Latest day that {field.name} allows, derived."
    if len(table.schema.label) > 1 or table.schema.label[0] in table.targets:
        columns["label"] = "What the row is, for readers, derived."
    if table.schema.chronology:
        columns["chrono"] = "Key that puts rows in order of time, derived; undated rows come last."
    return columns


def create_table(table: Table) -> str:
    """The CREATE TABLE statement of a table, derived columns included."""
    lines = [_column(field) for field in table.fields]
    lines += [_derived(name) for name in derived_columns(table)]
    lines += [_unique(columns) for columns in table.schema.unique_keys]
    lines += [_foreign_key(column, target) for column, target in table.targets.items()]
    body = ",\n".join(f"  {line}" for line in lines)
    return f"CREATE TABLE {quoted(table.name)} (\n{body}\n) STRICT"


def create_bare_table(table: Table) -> str:
    """The CREATE TABLE statement of a table that takes any rows: the columns and their types."""
    lines = [f"{quoted(field.name)} {SQL_TYPES[field.type]}" for field in table.fields]
    lines += [f"{quoted(name)} TEXT" for name in derived_columns(table)]
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(lines)})"


def index_columns(table: Table) -> list[str]:
    """Columns worth an index: those that point at rows, and facets, in the order of the schema."""
    pointing = pointers(table)
    return [f.name for f in table.fields if f.name in pointing or f.facet]


def pointers(table: Table) -> list[str]:
    """The columns that hold ids of other rows, of one table or of any."""
    return [
        field.name
        for field in table.fields
        if field.name in table.targets
        or (field.constraints.pattern == ids.PATTERN and field.name != "id")
    ]


def _column(field: Field) -> str:
    parts = [quoted(field.name), SQL_TYPES[field.type]]
    if field.name == "id":
        parts.append("PRIMARY KEY NOT NULL")
    elif field.constraints.required:
        parts.append("NOT NULL")
    if field.constraints.unique:
        parts.append("UNIQUE")
    parts += [f"CHECK ({check})" for check in _checks(field)]
    return " ".join(parts)


def _derived(name: str) -> str:
    return f"{quoted(name)} TEXT" + (" NOT NULL UNIQUE" if name == "chrono" else "")


def _checks(field: Field) -> list[str]:
    column, limits, checks = quoted(field.name), field.constraints, []
    if field.type == "boolean":
        checks.append(f"{column} IN (0, 1)")
    if limits.enum is not None:
        checks.append(f"{column} IN ({', '.join(map(literal, limits.enum))})")
    if limits.minimum is not None:
        checks.append(f"{column} >= {literal(limits.minimum)}")
    if limits.maximum is not None:
        checks.append(f"{column} <= {literal(limits.maximum)}")
    if limits.min_length is not None:
        checks.append(f"length({column}) >= {limits.min_length}")
    if limits.max_length is not None:
        checks.append(f"length({column}) <= {limits.max_length}")
    return checks


def _unique(columns: list[str]) -> str:
    return f"UNIQUE ({', '.join(map(quoted, columns))})"


def _foreign_key(column: str, target: str) -> str:
    return (
        f"FOREIGN KEY ({quoted(column)}) REFERENCES {quoted(target)} ({quoted('id')})"
        " DEFERRABLE INITIALLY DEFERRED"
    )
