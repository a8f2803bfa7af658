"""The values that passages are said to state: what a verification looks for in the text."""

from collections.abc import Iterator
from typing import Any

from attested.dataset import Dataset
from attested.holds import Kind, Stated
from attested.schema import Table


def stated_values(dataset: Dataset) -> list[Stated]:
    """A value for each evidence row of basis `states` on a name, place, number or date."""
    tables = {row.id: (table, row) for table, row in _rows(dataset)}
    rows = [e for e in dataset.rows["evidence"] if e.basis == "states" and e.field]
    return [value for e in rows for value in _stated(dataset, e, *tables[e.row])]


def _rows(dataset: Dataset) -> Iterator[tuple[Table, Any]]:
    for name, rows in dataset.rows.items():
        for row in rows:
            yield dataset.package.tables[name], row


def _stated(dataset: Dataset, evidence: Any, table: Table, row: Any) -> Iterator[Stated]:
    kind = table.field[evidence.field].holds
    if kind:
        value, names = str(getattr(row, evidence.field)), row
        if evidence.field in table.targets:
            names = dataset.by_id(table.targets[evidence.field])[value]
            value = names.name
        aliases = getattr(names, "aliases", None) or ()
        yield Stated(evidence.id, evidence.passage, Kind(kind), value, aliases)
