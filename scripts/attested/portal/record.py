"""What a page shows of a row: its cells, its evidence, and the rows that point at it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from attested.portal.contract import Field, Table

Row = dict[str, Any]


@dataclass(frozen=True)
class Value:
    """A cell of the row: its field, the value as HTML, and a date in words."""

    field: Field
    raw: Any
    html: Markup
    words: str | None


@dataclass(frozen=True)
class Item:
    """A row that points at this one: its link, and what else it says, by field title."""

    link: Markup
    details: list[tuple[str, Markup]]


@dataclass(frozen=True)
class Linked:
    """The rows of one table that point at this one through one column; `total` counts them all."""

    table: Table
    field: Field
    rows: list[Item]
    total: int


@dataclass
class Record:
    """A row: what it says, its cells, its blocks by name, its evidence by row id, and the rows
    that point at it."""

    table: Table
    id: str
    label: str
    values: dict[str, Value]
    empty: list[Field]
    blocks: dict[str, list[Row]] = field(default_factory=dict)
    linked: list[Linked] = field(default_factory=list)
    evidence: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def of_field(self, name: str | None) -> list[Row]:
        """The evidence for a field of this row; with None that for the row as a whole."""
        return [piece for piece in self.evidence[self.id] if piece["field"] == name]
