"""What a page shows of a row: its cells, its evidence, and the rows that point at it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from markupsafe import Markup

from attested.portal.contract import Field, Table

Row = dict[str, Any]


@dataclass(frozen=True)
class Value:
    """A cell of the row: its field, the value as HTML, and a date in words."""

    field: Field
    raw: Any
    html: Markup | None
    words: str | None


@dataclass(frozen=True)
class Item:
    """A row that points at this one: its link, and what else it says, by field title."""

    link: Markup
    details: list[tuple[str, Markup]]


@dataclass(frozen=True)
class Linked:
    """The rows of one table that point at this one through one column, the first of them listed.

    `total` says how many there are; of very many only that they are more than a number.
    """

    table: Table
    field: Field
    rows: list[Item]
    total: str
    is_cut: bool


@dataclass
class Record:
    """A row: what it says, its cells, its blocks by name, its evidence by row id, and the rows
    that point at it.

    `cut` names the blocks that have more rows than are shown, `attested` are the ids of other rows
    whose evidence is shown, `views` the views of this version, and `render` writes a template.
    """

    table: Table
    id: str
    label: str
    values: dict[str, Value]
    empty: list[Field]
    blocks: dict[str, list[Row]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    attested: list[str] = field(default_factory=list)
    views: frozenset[str] = frozenset()
    linked: list[Linked] = field(default_factory=list)
    evidence: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    render: Callable[..., Markup] = lambda *_: Markup("")
    _groups: dict[tuple[str, str], dict[Any, list[Row]]] = field(default_factory=dict)

    def of_field(self, name: str | None) -> list[Row]:
        """The evidence for a field of this row; with None that for the row as a whole."""
        return [piece for piece in self.evidence[self.id] if piece["field"] == name]

    def one(self, block: str) -> Row | None:
        """The row of a block that has at most one."""
        rows = self.blocks.get(block)
        return rows[0] if rows else None

    def where(self, block: str, column: str, value: Any) -> list[Row]:
        """The rows of a block whose column has the value, in their order."""
        if (block, column) not in self._groups:
            groups: dict[Any, list[Row]] = defaultdict(list)
            for row in self.blocks.get(block, []):
                groups[row[column]].append(row)
            self._groups[block, column] = groups
        return self._groups[block, column].get(value, [])

    def runs(self, block: str, column: str, value: Any, by: str) -> list[tuple[Any, list[Row]]]:
        """The same rows in runs that share the value of another column."""
        found = groupby(self.where(block, column, value), itemgetter(by))
        return [(shared, list(rows)) for shared, rows in found]
