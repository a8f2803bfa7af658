"""The contract inside the database: its words as tables, and views generated from it.

`contract_tables`, `contract_fields` and `contract_categories` hold the schemas, `contract_rules`
and `contract_rule_rows` the rules of judgement with the cells that show them, so that the codebook
can be queried. The generated views list cells across all tables, so that a rule is written
once.
"""

import sqlite3
from collections.abc import Iterable, Iterator

from attested.coding_rules import CodingRule, RowExample
from attested.ddl import derived_columns, literal, quoted
from attested.schema import Field, Package, Table

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
        "counterexample",
        "because",
        "since",
    ],
    "contract_rules": ["rule", "position", "section", "title", "text", "since"],
    "contract_rule_rows": ["rule", "kind", "row", "field", "position", "value", "shows"],
}
_KEYS = {
    "contract_tables": 1,
    "contract_fields": 3,
    "contract_categories": 4,
    "contract_rules": 1,
    "contract_rule_rows": 4,
}
_INVENTED = {"invented_example", "invented_counterexample"}
Record = dict[str, str | int | None]


def create_tables() -> Iterator[str]:
    """The CREATE TABLE statements of the contract tables."""
    for name, columns in TABLES.items():
        lines = [_column(column) for column in columns]
        key = [c for c in columns[: _KEYS[name]] if c != "position"]
        lines.append(f"PRIMARY KEY ({', '.join(map(quoted, key))})")
        yield f"CREATE TABLE {quoted(name)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(name: str) -> str:
    return f"{quoted(name)} {'INTEGER' if name in ('position', 'required') else 'TEXT'}"


def records(package: Package) -> dict[str, list[Record]]:
    """The rows of the contract tables."""
    tables = list(package.tables.values())
    return {
        "contract_tables": [_table_record(n, table) for n, table in enumerate(tables)],
        "contract_fields": [row for table in tables for row in _field_records(table)],
        "contract_categories": [row for table in tables for row in _category_records(table)],
        "contract_rules": [_rule_record(n, rule) for n, rule in enumerate(package.coding.rules)],
        "contract_rule_rows": [row for rule in package.coding.rules for row in _rule_rows(rule)],
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
            shared = category.model_dump(exclude={"value", *_INVENTED})
            place: Record = {"table_name": table.name, "field": field.name, "position": position}
            yield place | {"value": str(category.value)} | shared


def _rule_record(position: int, rule: CodingRule) -> Record:
    record: Record = {"rule": rule.name, "position": position}
    return record | rule.model_dump(include={"section", "title", "text", "since"})


def _rule_rows(rule: CodingRule) -> Iterator[Record]:
    """One record per cell that the rule's example or counterexample must have."""
    for kind in ("example", "counterexample"):
        shown: RowExample = getattr(rule, kind)
        for position, (field, value) in enumerate(shown.cells.items()):
            yield {
                "rule": rule.name,
                "kind": kind,
                "row": shown.row,
                "field": field,
                "position": position,
                "value": value,
                "shows": shown.shows,
            }


def add_tables(connection: sqlite3.Connection, package: Package) -> None:
    """Makes and fills the contract tables."""
    for statement in create_tables():
        connection.execute(statement)
    for name, rows in records(package).items():
        marks = ", ".join(f":{column}" for column in TABLES[name])
        connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", rows)


def create_views(package: Package, uniform: bool = False) -> dict[str, str]:
    """The CREATE VIEW statements of the generated views by name, in an order that can run.

    Where the cells are `uniform`, each is text by its affinity too, so that SQLite looks for one
    by its id instead of reading all. Released databases are not, since their bytes must stay.
    """
    tables = list(package.tables.values())
    return {
        "row_ids": _view("row_ids", "id, table_name", map(_ids, tables)),
        "attestable": _view("attestable", "table_name, id, field", _attestable(tables)),
        "category_rows": _view(
            "category_rows", "table_name, field, value, id", _categories(tables)
        ),
        "prose_cells": _view("prose_cells", "table_name, id, field, text", _prose(tables)),
        "cells": _view("cells", "table_name, id, field, value", _all_cells(tables, uniform)),
    }


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


def _all_cells(tables: list[Table], uniform: bool) -> Iterator[str]:
    """Every cell as it stands in the files, empty ones included."""
    for table in tables:
        for field in table.fields:
            place = f"{literal(table.name)}, id, {literal(field.name)}"
            yield f"SELECT {place}, {_as_written(field, uniform)} FROM {quoted(table.name)}"


def _as_written(field: Field, uniform: bool) -> str:
    column = quoted(field.name)
    if field.type != "boolean":
        return f"CAST({column} AS TEXT)"
    words = [literal((listed or [""])[0]) for listed in (field.true_values, field.false_values)]
    written = f"CASE {column} WHEN 1 THEN {words[0]} WHEN 0 THEN {words[1]} END"
    return f"CAST({written} AS TEXT)" if uniform else written
