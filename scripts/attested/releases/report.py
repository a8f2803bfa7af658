"""The difference of two states as text for people and as JSON."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

from attested.problems import printable, shown
from attested.releases.changes import Change, cell_changes
from attested.releases.schema_changes import schema_changes
from attested.releases.state import State

WIDTH = 100


def as_text(old: State, new: State) -> str:
    """What differs: first of the contract, then of the rows, table by table."""
    lines = [str(change) for change in schema_changes(old, new)]
    for table, found in groupby(cell_changes(old, new), lambda change: change.table):
        lines += _table(table, [*found])
    return "".join(f"{printable(line)}\n" for line in lines or ["no difference"])


def _table(table: str, found: list[Change]) -> Iterator[str]:
    rows = {(change.op, change.id) for change in found if change.op != "set"}
    counts = Counter(op for op, _ in rows)
    cells = sum(change.op == "set" for change in found)
    rows_told = f"rows added: {counts['add']}, removed: {counts['remove']}"
    yield f"{table}: {rows_told}; cells changed: {cells}"
    for (op, row_id), cells_of in groupby(found, lambda change: (change.op, change.id)):
        if op == "set":
            yield from (
                f"  ~ {row_id} {c.field}: {_cell(c.before)} -> {_cell(c.after)}" for c in cells_of
            )
        else:
            yield f"  {'+' if op == 'add' else '-'} {row_id}"


def _cell(text: str) -> str:
    return shown(text, WIDTH) if text else "(empty)"


def as_json(old: State, new: State) -> str:
    """An object with `schema`, a list of contract changes with levels, and `cells`, the changes.

    The keys of a cell change are the columns op to after of changes.csv.
    """
    contract = [{**asdict(c), "level": c.level} for c in schema_changes(old, new)]
    cells = [asdict(change) for change in cell_changes(old, new)]
    for cell in cells:
        del cell["reason"], cell["evidence"]
    document = {"schema": contract, "cells": cells}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": as_text, "json": as_json}
