"""The contract inside the database: its words as tables, and views generated from it.

`contract_tables`, `contract_fields` and `contract_categories` hold the schemas, so that the
codebook can be queried. The generated views list cells across all tables, so that a rule is written
once.
"""

from collections.abc import Iterable, Iterator

from attested.ddl import derived_columns, literal, quoted
from attested.schema import Package, Table

TABLES = {
    "contract_tables": ["table_name", "position", "title", "description", "evidence"],
    "contract_fields": [
        "table_name",
        "position",
        "field",
        "title",
        "description",
        "type",
        "unit",
        "required",
        "evidence",
        "holds",
        "example",
        "target",
    ],
    "contract_categories": [
        "table_name",
        "field",
        "position",
        "value",
        "label",
        "description",
        "include",
        "exclude",
        "example",
    ],
}
_KEYS = {"contract_tables": 1, "contract_fields": 3, "contract_categories": 4}
Record = dict[str, str | int | None]


def create_tables() -> Iterator[str]:
    """The CREATE TABLE statements of the three contract tables."""
    for name, columns in TABLES.items():
        lines = [_column(column) for column in columns]
        key = [c for c in columns[: _KEYS[name]] if c != "position"]
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, key))})")
        yield f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(name: str) -> str:
    return f"{quoted(name)} {'INTEGER' if name in ('position', 'required') else 'TEXT'}"


def records(package: Package) -> dict[str, list[Record]]:
    """The rows of the three contract tables."""
    tables = list(package.tables.values())
    return {
        "contract_tables": [_table_record(n, table) for n, table in enumerate(tables)],
        "contract_fields": [row for table in tables for row in _field_records(table)],
        "contract_categories": [row for table in tables for row in _category_records(table)],
    }


def _table_record(position: int, table: Table) -> Record:
    return {
        "table_name": table.name,
        "position": position,
        "title": table.title,
        "description": table.description,
        "evidence": table.schema.evidence,
    }


def _field_records(table: Table) -> Iterator[Record]:
    for position, field in enumerate(table.fields):
        yield {
            "table_name": table.name,
            "position": position,
            "field": field.name,
            "title": field.title,
            "description": field.description,
            "type": "EDTF date" if field.is_edtf else field.type,
            "unit": field.unit,
            "required": int(field.constraints.required),
            "evidence": field.evidence,
            "holds": field.holds,
            "example": field.example,
            "target": table.targets.get(field.name),
        }
    for position, (name, text) in enumerate(derived_columns(table).items(), len(table.fields)):
        record: Record = dict.fromkeys(TABLES["contract_fields"])
        yield record | {
            "table_name": table.name,
            "position": position,
            "field": name,
            "title": name.replace("_", " ").capitalize(),
            "description": text,
            "type": "derived",
            "required": 0,
        }


def _category_records(table: Table) -> Iterator[Record]:
    for field in table.fields:
        for position, category in enumerate(field.categories):
            shared = category.model_dump(exclude={"value"})
            place: Record = {"table_name": table.name, "field": field.name, "position": position}
            yield place | {"value": str(category.value)} | shared


def create_views(package: Package) -> Iterator[str]:
    """The CREATE VIEW statements of the generated views, in an order in which they can run."""
    tables = list(package.tables.values())
    yield _view("row_ids", "id, table_name", (_ids(table) for table in tables))
    yield _view("attestable", "table_name, id, field", _attestable(tables))
    yield _view("category_rows", "table_name, field, value, id", _categories(tables))
    yield _view("prose_cells", "table_name, id, field, text", _prose(tables))


def _view(name: str, columns: str, selects: Iterable[str]) -> str:
    return f"CREATE VIEW {name} ({columns}) AS\n" + "\nUNION ALL ".join(selects)


def _ids(table: Table) -> str:
    return f"SELECT id, {literal(table.name)} FROM {quoted(table.name)}"


def _attestable(tables: list[Table]) -> Iterator[str]:
    """Rows (field is null) and non-empty cells that must have evidence."""
    for table in tables:
        if table.schema.evidence:
            yield f"SELECT {literal(table.name)}, id, NULL FROM {quoted(table.name)}"
        for field in table.fields:
            if field.evidence:
                yield (
                    f"SELECT {literal(table.name)}, id, {literal(field.name)}"
                    f" FROM {quoted(table.name)} WHERE {quoted(field.name)} IS NOT NULL"
                )


def _categories(tables: list[Table]) -> Iterator[str]:
    for table in tables:
        for field in table.fields:
            if field.categories:
                column = quoted(field.name)
                yield (
                    f"SELECT {literal(table.name)}, {literal(field.name)},"
                    f" CAST({column} AS TEXT), id"
                    f" FROM {quoted(table.name)} WHERE {column} IS NOT NULL"
                )


def _prose(tables: list[Table]) -> Iterator[str]:
    for table in tables:
        for field in table.fields:
            if field.is_prose:
                yield (
                    f"SELECT {literal(table.name)}, id, {literal(field.name)},"
                    f" {quoted(field.name)} FROM {quoted(table.name)}"
                    f" WHERE {quoted(field.name)} IS NOT NULL"
                )
