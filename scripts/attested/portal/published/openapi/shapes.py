"""JSON Schemas of rows and answers."""

from collections.abc import Callable
from typing import Any

from datasette.utils import Column

from attested.portal.contract import Field, Table

Schema = dict[str, Any]
TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
COUNT: Schema = {"type": "integer", "minimum": 0}
CELL: Schema = {"type": ["string", "integer", "number", "null"]}
NAMED: Schema = {"type": "object", "additionalProperties": CELL}
RIGHTS: Schema = {name: TEXT for name in ("license", "license_url", "source", "source_url")}
ERROR: Schema = {
    "type": "object",
    "description": "Why a request has no answer, in a sentence for people.",
    "required": ["ok", "status", "title", "error"],
    "properties": {
        "ok": {"const": False},
        "status": {"type": "integer", "minimum": 400},
        "title": {"type": ["string", "null"]},
        "error": TEXT,
    },
}
GONE: Schema = {
    "description": "The tombstone of a withdrawn id.",
    "allOf": [{"$ref": "#/components/schemas/Error"}],
    "type": "object",
    "required": ["table", "id", "reason", "last_release", "replaced_by"],
    "properties": {
        "table": TEXT,
        "id": TEXT,
        "reason": TEXT,
        "last_release": TEXT,
        "replaced_by": {"type": ["string", "null"]},
        "last_address": {"type": ["string", "null"]},
        "replacement_address": {"type": ["string", "null"]},
    },
}


def row(table: Table, columns: list[Column]) -> Schema:
    """A row of a table: each column with its type, and null where a cell may be empty."""
    return {
        "type": "object",
        "title": table.title,
        "description": table.description,
        "required": [column.name for column in columns],
        "additionalProperties": False,
        "properties": {c.name: _cell(table.fields.get(c.name), c) for c in columns},
    }


def _cell(field: Field | None, column: Column) -> Schema:
    kind = TYPES[column.type]
    found: Schema = {"type": kind if column.notnull else [kind, "null"]}
    if field is None:
        return found
    allowed = values(field, kind)
    if allowed:
        found["enum"] = allowed if column.notnull else [*allowed, None]
    unit = f" Unit: {field.unit}." if field.unit else ""
    return found | {"title": field.title, "description": f"{field.description}{unit}"}


def values(field: Field, kind: str) -> list[Any]:
    """The values that a column may have, where it holds one of a closed list."""
    if field.type == "boolean":
        return [0, 1]
    return [int(value) if kind == "integer" else value for value in field.categories]


def shaped(row: Schema, answer: Callable[[Schema], Schema]) -> Schema:
    """An answer in each of its shapes: rows as objects or as lists of cells, or the rows alone."""
    cells: Schema = {"type": "array", "items": CELL}
    return {"anyOf": [answer(row), answer(cells), {"type": "array", "items": row}]}


def page(row: Schema) -> Schema:
    """One page of a table: its rows, and where the next page begins."""
    properties = {
        "database": TEXT,
        "table": TEXT,
        "rows": {"type": "array", "items": row},
        "columns": TEXTS,
        "primary_keys": TEXTS,
        "filtered_table_rows_count": {"type": ["integer", "null"], "minimum": 0},
        "truncated": {"type": "boolean"},
        "next": {"type": ["string", "null"]},
        "next_url": {"type": ["string", "null"]},
        **RIGHTS,
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def single(row: Schema) -> Schema:
    """A row with what says which it is."""
    properties = {
        "database": TEXT,
        "table": TEXT,
        "rows": {"type": "array", "items": row, "minItems": 1, "maxItems": 1},
        "columns": TEXTS,
        "primary_keys": TEXTS,
        "primary_key_values": TEXTS,
        **RIGHTS,
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def answer(row: Schema) -> Schema:
    """The answer to a question."""
    properties = {
        "ok": {"const": True},
        "database": TEXT,
        "query_name": TEXT,
        "rows": {"type": "array", "items": row},
        "truncated": {"type": "boolean"},
        "columns": TEXTS,
        **RIGHTS,
    }
    return {"type": "object", "required": list(properties), "properties": properties}


CSL: Schema = {
    "type": "array",
    "description": "CSL-JSON with one item.",
    "minItems": 1,
    "maxItems": 1,
    "items": {
        "type": "object",
        "required": ["id", "type", "title", "author", "issued", "version"],
        "properties": {"id": TEXT, "type": {"const": "dataset"}, "title": TEXT, "note": TEXT},
    },
}
LINKSET: Schema = {
    "type": "object",
    "required": ["linkset"],
    "properties": {
        "linkset": {
            "type": "array",
            "items": {"type": "object", "required": ["anchor"], "properties": {"anchor": TEXT}},
        }
    },
}
