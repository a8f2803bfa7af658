"""The rows that point at a row, by the foreign keys of the contract."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from attested.ddl import quoted
from attested.portal.cells import Cells
from attested.portal.contract import Field, Table
from attested.portal.record import Item, Linked, Row

COUNTED = 1000
Run = Callable[[str, Mapping[str, Any]], list[Row]]


class Links:
    """Reads rows by what they point at; `labels` names the column of each table that says what a
    row is, `facets` the columns worth showing beside it."""

    def __init__(self, cells: Cells, labels: dict[str, str], facets: dict[str, list[str]]) -> None:
        self.cells = cells
        self.labels = labels
        self.facets = facets
        self._selects: dict[tuple[str, str], str] = {}

    def to(self, run: Run, table: Table, column: Field, row_id: str, most: int) -> Linked | None:
        """The rows of a table that point at a row through a column; None when there are none."""
        rows = self.select(run, table, column.name, row_id, most + 1)
        if not rows:
            return None
        is_cut = len(rows) > most
        total = _number(run, table, column, row_id) if is_cut else str(len(rows))
        items = [self._item(table, column, row) for row in rows[:most]]
        return Linked(table, column, items, total, is_cut)

    def select(self, run: Run, table: Table, column: str, row_id: str, limit: int) -> list[Row]:
        """Rows of a table by the value of a column, with the labels of what they point at."""
        key = table.name, column
        if key not in self._selects:
            self._selects[key] = self._sql(table, column)
        return run(self._selects[key], {"id": row_id, "limit": limit})

    def html(self, column: Field, row: Row) -> Markup | None:
        """A cell of such a row; None for an empty one."""
        value = row[column.name]
        label = row.get(f"{column.name}_label") if column.target else None
        return self.cells.shown(column.name, {"value": value, "label": label} if label else value)

    def _sql(self, table: Table, column: str) -> str:
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
            # Rows lie in the order of their ids, so that an index on the column gives that order.
            f" WHERE near.{quoted(column)} = :id ORDER BY near.rowid LIMIT :limit"
        )

    def _item(self, table: Table, column: Field, row: Row) -> Item:
        link = self.cells.link(row["id"], row[self.labels[table.name]])
        return Item(link or Markup(""), list(self._details(table, column, row)))

    def _details(self, table: Table, column: Field, row: Row) -> Iterator[tuple[str, Markup]]:
        """What a linked row says: the rows it names and its facets, not what is already clear."""
        for other in table.fields.values():
            told = other.name in (column.name, self.labels[table.name])
            wanted = other.points or other.name in self.facets[table.name]
            if wanted and not told and row[other.name] is not None:
                yield other.title, self.html(other, row) or Markup("")


def _number(run: Run, table: Table, column: Field, row_id: str) -> str:
    """How many rows point at a row; of very many only that they are more than COUNTED."""
    sql = (
        f"SELECT count(*) AS n FROM (SELECT 1 FROM {quoted(table.name)}"
        f" WHERE {quoted(column.name)} = :id LIMIT :limit)"
    )
    number = run(sql, {"id": row_id, "limit": COUNTED + 1})[0]["n"]
    return f"{number:,}" if number <= COUNTED else f"more than {COUNTED:,}"
