"""The record in Python: typed rows of every table, in the order of the files."""

from dataclasses import dataclass
from typing import Any

from attested.rows import row_model
from attested.schema import Package
from attested.tables import Content


@dataclass(frozen=True)
class Dataset:
    """The contract and the rows of each table, instances of its row model.

    The models are made at run time, so that a type checker knows no attribute of theirs.
    """

    package: Package
    rows: dict[str, list[Any]]

    def by_id(self, table: str) -> dict[str, Any]:
        """The rows of a table by their ids."""
        return {row.id: row for row in self.rows[table]}


def typed(package: Package, contents: dict[str, Content]) -> Dataset:
    """The typed rows of checked contents; raises pydantic.ValidationError for unchecked ones."""
    rows: dict[str, list[Any]] = {}
    for table in package.tables.values():
        model = row_model(table)
        rows[table.name] = [model.model_validate(row) for row in contents[table.name].rows]
    return Dataset(package, rows)
