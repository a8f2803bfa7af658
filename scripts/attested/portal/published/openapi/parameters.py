"""Parameters of the JSON API."""

from collections.abc import Iterator
from typing import Any

from datasette.utils import Column

from attested import ids
from attested.portal.contract import Table
from attested.portal.published.openapi import shapes

Parameter = dict[str, Any]
SHAPES = ("arrays", "objects", "array")
# Comparisons that a column takes after two underscores, by the type of its cells.
COMPARISONS = {
    "string": {"contains": "holds the text, whatever its case"},
    "integer": {"gte": "is at least", "lte": "is at most"},
    "number": {"gte": "is at least", "lte": "is at most"},
}


def shape() -> Parameter:
    """How rows are laid out."""
    text = (
        "`objects`: each row as an object; `array`: such rows alone, the next page in the header"
        " `Link`; `arrays`: each row as a list of cells in the order of `columns`."
    )
    return query("_shape", text, {"enum": list(SHAPES), "default": SHAPES[0]})


def listing(
    table: Table, columns: list[Column], sorts: list[str], most: int, has_search: bool
) -> Iterator[Parameter]:
    """The parameters of a list of rows."""
    yield shape()
    size = {"anyOf": [{"type": "integer", "minimum": 0, "maximum": most}, {"const": "max"}]}
    yield query("_size", f"Rows of a page, at most {most}.", size)
    yield query("_next", "Where the page begins: `next` of the page before.", shapes.TEXT)
    if sorts:
        order = {"enum": sorts}
        yield query("_sort", "Order of the rows; a column without repeats.", order)
        yield query("_sort_desc", "The same, last first; not with `_sort`.", order)
    if has_search:
        yield query("_search", "Words that the texts of a row hold.", shapes.TEXT)
    for column in columns:
        yield from _filters(table, column)


def _filters(table: Table, column: Column) -> Iterator[Parameter]:
    kind = shapes.TYPES[column.type]
    field = table.fields.get(column.name)
    allowed = shapes.values(field, kind) if field else []
    schema = {"enum": allowed} if allowed else {"type": kind}
    yield query(column.name, f"Rows whose {column.name} is this.", schema)
    for name, words in {} if allowed else COMPARISONS[kind].items():
        yield query(f"{column.name}__{name}", f"Rows whose {column.name} {words} this.", schema)


def of_query(hints: dict[str, str]) -> Iterator[Parameter]:
    """The parameters of a question; one that is left out or empty means all."""
    yield shape()
    for name, hint in hints.items():
        yield query(name, f"{hint[:1].upper()}{hint[1:]}; empty means all.", shapes.TEXT)


def row_id(letter: str) -> Parameter:
    """The id of a row in an address."""
    schema = {"type": "string", "pattern": f"^{letter}{ids.DIGITS}$"}
    return {"name": "id", "in": "path", "required": True, "schema": schema}


def query(name: str, description: str, schema: Any) -> Parameter:
    """A parameter of the query string that may be left out."""
    return {"name": name, "in": "query", "description": description, "schema": schema}
