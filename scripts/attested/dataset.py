"""The record in Python: typed rows of every table, in the order of the files."""

from dataclasses import dataclass
from typing import Any

from attested.rows import Row, row_model
from attested.schema import Package
from attested.tables import Content


@dataclass(frozen=True)
class Dataset:
    """The contract and the typed rows of each table."""

    package: Package
    rows: dict[str, list[Row]]

    def by_id(self, table: str) -> dict[str, Any]:
        """The rows of a table by their ids."""
        return {row.id: row for row in self.rows[table]}  # type: ignore[attr-defined]


def typed(package: Package, contents: dict[str, Content]) -> Dataset:
    """The typed rows of checked contents; raises pydantic.ValidationError for unchecked ones."""
    rows: dict[str, list[Row]] = {}
    for table in package.tables.values():
        model = row_model(table)
        rows[table.name] = [model.model_validate(row) for row in contents[table.name].rows]
    return Dataset(package, rows)
