"""The Arrow types of a table and the words of the contract in the metadata of its Parquet file."""

from typing import Any

import pyarrow as pa

from attested.artefacts.meta import Metadata
from attested.schema import Field, Table

_TYPES: dict[str, Any] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("ms", tz="UTC"),
}
_WORDS = ("title", "description", "unit", "example")


def type_of(field: Field) -> Any:
    """The type of a column; a date of the EDTF profile is text, as no other type holds it."""
    return pa.list_(pa.string()) if field.separator else _TYPES[field.type]


def arrow_field(field: Field) -> Any:
    """The column with its type and what the contract says of it."""
    words = {name: getattr(field, name) for name in _WORDS}
    if field.is_edtf:
        words["format"] = "EDTF (ISO 8601-2), profile in schemas/edtf-profile.md"
    if field.categories:
        words["values"] = " | ".join(str(c.value) for c in field.categories)
    described = {name: word for name, word in words.items() if word}
    return pa.field(field.name, type_of(field), not field.constraints.required, described)


def facts(table: Table, metadata: Metadata) -> dict[str, str]:
    """What the file says of itself: the table, the data set and its release."""
    said = {
        "title": table.title,
        "description": table.description,
        "dataset": metadata.title,
        "version": metadata.version,
        "date": metadata.date,
        "licence": metadata.licence.path,
        "doi": metadata.doi,
    }
    return {name: fact for name, fact in said.items() if fact}
