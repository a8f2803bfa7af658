"""The contract of any state as a `Package`, an old one too, and its rows as checked tables."""

from pathlib import Path

from attested import released, schema
from attested.releases.state import State
from attested.schema import Package, Table
from attested.strict import ContractError
from attested.tables import Cells, Content


def package(root: Path) -> Package:
    """The contract in a folder, read leniently when today's strict reader refuses it.

    The folder is the one that a state came from, or data/releases/<version>/ for a released one.
    """
    try:
        return schema.load(root)
    except ContractError:
        with released.reading(root):
            return schema.load(root)


def contents(state: State, contract: Package) -> dict[str, Content]:
    """The rows of each table of a state, as checked tables are read."""
    return {name: _content(state, table) for name, table in contract.tables.items()}


def _content(state: State, table: Table) -> Content:
    found = state.table(table.name)
    rows: list[Cells] = [
        {column: cell or None for column, cell in zip(found.columns, row, strict=True)}
        for row in found.rows.values()
    ]
    return Content(table, rows)
