"""The record's own rows as units, so that a coder's unit can be held against them."""

from collections import defaultdict
from typing import Any

from attested.coding.sheet import ASIDE, Run, Unit
from attested.dataset import Dataset


def units_of(data: Dataset, article: str) -> list[Unit]:
    """The rows of the sheet's tables that the article attests, keyed by their ids.

    A row's passages are those of its evidence; one set aside is its own.
    """
    passages = {row.id: row for row in data.rows["passages"] if row.article == article}
    runs: dict[str, list[Run]] = defaultdict(list)
    for evidence in data.rows["evidence"]:
        if evidence.passage in passages:
            runs[evidence.row].append(_run(passages[evidence.passage]))
    for passage in passages.values():
        if passage.set_aside:
            runs[passage.id].append(_run(passage))
    return [
        Unit(table, row.id, _cells(data, table, row), tuple(runs[row.id]))
        for table in data.package.coding.sheet
        for row in data.rows[table]
        if row.id in runs and (table != ASIDE or row.set_aside)
    ]


def _run(passage: Any) -> Run:
    return Run(passage.start, passage.tokens)


def _cells(data: Dataset, table: str, row: Any) -> dict[str, str]:
    cells = {}
    for field in data.package.tables[table].fields:
        value = getattr(row, field.name)
        if value is not None and field.name != "id":
            cells[field.name] = _written(value)
    return cells


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
