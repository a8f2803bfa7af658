"""Reads a row with everything linked to it, by the foreign keys of the contract."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from markupsafe import Markup

from attested.ddl import quoted
from attested.portal import words
from attested.portal.cells import Cells
from attested.portal.contract import Field, Table
from attested.portal.record import Item, Linked, Record, Row, Value

LISTED = 50
_TECHNICAL = {"id", "label", "chrono"}
Run = Callable[[str, dict[str, Any]], Awaitable[list[Row]]]


class Records:
    """Reads records; `labels` names the column of each table that says what a row is, `facets`
    the columns worth showing beside it."""

    def __init__(self, cells: Cells, labels: dict[str, str], facets: dict[str, list[str]]) -> None:
        self.cells = cells
        self.contract = cells.contract
        self.labels = labels
        self.facets = facets

    async def read(self, run: Run, table: Table, row_id: str) -> Record:
        """The record of a row that exists, still without blocks, evidence and linked rows."""
        row = (await run(self._select(table, "id"), {"id": row_id, "limit": 1}))[0]
        own = [field for field in table.fields.values() if field.name not in _TECHNICAL]
        values = {f.name: self._value(f, row) for f in own if row[f.name] is not None}
        empty = [f for f in own if f.name not in values and not f.is_derived]
        label = str(row[self.labels[table.name]])
        return Record(table, row_id, label, values, empty)

    async def linked(self, run: Run, table: Table, column: Field, row_id: str) -> Linked | None:
        """The rows of a table that point at a row through a column; None when there are none."""
        count = f"SELECT count(*) AS n FROM {quoted(table.name)} WHERE {quoted(column.name)} = :id"
        total = (await run(count, {"id": row_id}))[0]["n"]
        if not total:
            return None
        rows = await run(self._select(table, column.name), {"id": row_id, "limit": LISTED})
        return Linked(table, column, [self._item(table, column, row) for row in rows], total)

    def _select(self, table: Table, column: str) -> str:
        """Rows of a table with the labels of the rows at which they point."""
        far = [field for field in table.fields.values() if field.target]
        columns = ["near.*"] + [
            f"{quoted(f.name + '_far')}.{quoted(self.labels[str(f.target)])}"
            f" AS {quoted(f.name + '_label')}"
            for f in far
        ]
        joins = [
            f" LEFT JOIN {quoted(str(f.target))} AS {quoted(f.name + '_far')}"
            f" ON {quoted(f.name + '_far')}.id = near.{quoted(f.name)}"
            for f in far
        ]
        return (
            f"SELECT {', '.join(columns)} FROM {quoted(table.name)} AS near{''.join(joins)}"
            f" WHERE near.{quoted(column)} = :id ORDER BY near.id LIMIT :limit"
        )

    def _value(self, column: Field, row: Row) -> Value:
        raw = row[column.name]
        html = self._html(column, row) or Markup("")
        dated = words.date(raw) if column.type == "EDTF date" else None
        return Value(column, raw, html, dated)

    def _html(self, column: Field, row: Row) -> Markup | None:
        value = row[column.name]
        label = row.get(f"{column.name}_label") if column.target else None
        return self.cells.shown(column.name, {"value": value, "label": label} if label else value)

    def _item(self, table: Table, column: Field, row: Row) -> Item:
        link = self.cells.link(row["id"], row[self.labels[table.name]])
        return Item(link or Markup(""), list(self._details(table, column, row)))

    def _details(self, table: Table, column: Field, row: Row) -> Iterator[tuple[str, Markup]]:
        """What a linked row says: the rows it names and its facets, not what is already clear."""
        for other in table.fields.values():
            told = other.name in (column.name, self.labels[table.name])
            wanted = other.points or other.name in self.facets[table.name]
            if wanted and not told and row[other.name] is not None:
                yield other.title, self._html(other, row) or Markup("")
