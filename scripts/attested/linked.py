"""Rows that know each other: the models of `rows` with the foreign keys followed, both ways.

Forward, a key column is the row it leads to and `<column>_id` the id in the cell: `claim.source`,
`claim.source_id`. Backward, a row has the rows that lead to it under their table's name where the
key is named after the table it leads to (`claims.incident`: `incident.claims`), and under
`<table>_by_<column>` otherwise (`claims.answers`: `claim.claims_by_answers`).
"""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, create_model

from attested import rows
from attested.schema import Package, Table

SUFFIX = "_id"


class Links(Protocol):
    """What a row asks for the rows it is linked to."""

    def row(self, row_id: str) -> Any:
        """The row with that id."""

    def pointing(self, table: str, column: str, row_id: str) -> list[Any]:
        """The rows of the table whose key column holds the id, in the order of their ids."""


class LinkedRow(BaseModel):
    """A row of a table: attributes are its cells, an empty cell is None, keys lead to rows."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)
    _links: Links = PrivateAttr()
    _table: str = PrivateAttr()

    def cells(self) -> dict[str, Any]:
        """The typed cells by their column names, ids for keys."""
        return self.model_dump(by_alias=True)

    def __eq__(self, other: object) -> bool:
        """True for a row of the same table with the same cells, of whichever version."""
        if not isinstance(other, LinkedRow) or self._table != other._table:
            return False
        return self.cells() == other.cells()

    def __hash__(self) -> int:
        return hash((self._table, self.id))  # type: ignore[attr-defined]


def models(package: Package) -> dict[str, type[LinkedRow]]:
    """The model of each table's rows; raises ValueError when a link would hide a column."""
    return {table.name: _model(package, table) for table in package.tables.values()}


def _model(package: Package, table: Table) -> type[LinkedRow]:
    fields: dict[str, Any] = {}
    for field in table.fields:
        annotation, default = rows.definition(field)
        if field.name in table.targets:
            fields[field.name + SUFFIX] = (annotation, Field(default, alias=field.name))
        else:
            fields[field.name] = (annotation, default)
    links: dict[str, property] = {name: _forward(name) for name in table.targets}
    for name, source, column in backward(package, table):
        links[name] = _backward(name, source, column)
    hidden = [name for name in links if name in fields or hasattr(LinkedRow, name)]
    if hidden or len(fields) < len(table.fields):
        raise ValueError(f"{table.name}: a link hides a column; rename {', '.join(hidden)}")
    base = type(rows.class_name(table.name), (LinkedRow,), {**links, "__doc__": table.description})
    return create_model(rows.class_name(table.name), __base__=base, **fields)


def backward(package: Package, target: Table) -> Iterator[tuple[str, str, str]]:
    """Name, table and column of every link that leads to the table, in the order of the tables."""
    for table in package.tables.values():
        for column, far in table.targets.items():
            if far == target.name:
                plain = f"{column}s" == target.name
                yield table.name if plain else f"{table.name}_by_{column}", table.name, column


def _forward(column: str) -> property:
    def follow(row: LinkedRow) -> Any:
        row_id = getattr(row, column + SUFFIX)
        return None if row_id is None else row._links.row(row_id)

    return _property(follow, f"The row that {column} leads to; None for an empty cell.")


def _backward(name: str, table: str, column: str) -> property:
    def follow(row: LinkedRow) -> Any:
        return row._links.pointing(table, column, row.id)  # type: ignore[attr-defined]

    return _property(follow, f"The {table} whose {column} is this row.")


def _property(follow: Callable[[LinkedRow], Any], text: str) -> property:
    return property(follow, doc=text)
