"""What differs between the cells of two states, and the way back from the newer to the older.

A change is one line of changes.csv:

- `add`: a row that the older state lacks; one line, whose field, before and after are empty;
- `remove`: a row that the newer state lacks; one line for each of its cells that was not empty;
- `set`: a cell that is another; a cell of a column that one state lacks counts as empty there;
- `redact`: a cell of the newer state whose value was taken out of history.
"""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from typing import Literal, get_args

from attested import ids
from attested.releases.state import State, StateError, TableState, as_csv, from_csv, of_files

Op = Literal["add", "set", "remove", "redact"]


class HistoryError(Exception):
    """The history contradicts itself or holds no such version; the text says where."""


@dataclass(frozen=True)
class Change:
    """One line of changes.csv; `reason` and `evidence` are texts for people."""

    op: Op
    table: str
    id: str
    field: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""
    evidence: str = ""


COLUMNS = [field.name for field in fields(Change)]


def cell_changes(old: State, new: State) -> list[Change]:
    """What leads from the old state's rows to the new ones, by table, id and column."""
    names = [*new.resources, *(name for name in old.resources if name not in new.resources)]
    return [change for name in names for change in _table_changes(name, old, new)]


def is_correction(change: Change, old: State, new: State) -> bool:
    """Whether a change gives another value to a cell of a column that both states have."""
    sides = (old.table(change.table), new.table(change.table))
    return change.op == "set" and all(change.field in side.columns for side in sides)


def _table_changes(name: str, old: State, new: State) -> Iterator[Change]:
    if name in old.resources and name in new.resources and _same_bytes(name, old, new):
        return
    before, after = old.table(name), new.table(name)
    columns = [*after.columns, *(c for c in before.columns if c not in after.columns)]
    for row_id in sorted({*before.rows, *after.rows}, key=ids.order):
        if row_id not in before.rows:
            yield Change("add", name, row_id)
        elif row_id not in after.rows:
            filled = before.cells(row_id).items()
            yield from (Change("remove", name, row_id, c, cell) for c, cell in filled if cell)
        else:
            yield from _set_cells(name, row_id, columns, before, after)


def _same_bytes(name: str, old: State, new: State) -> bool:
    return old.files.get(old.path(name)) == new.files.get(new.path(name))


def _set_cells(
    name: str, row_id: str, columns: list[str], before: TableState, after: TableState
) -> Iterator[Change]:
    if before.columns == after.columns and before.rows[row_id] == after.rows[row_id]:
        return
    was, now = before.cells(row_id), after.cells(row_id)
    for column in columns:
        if was.get(column, "") != now.get(column, ""):
            yield Change("set", name, row_id, column, was.get(column, ""), now.get(column, ""))


def apply_backwards(state: State, changes: Iterable[Change], contract: dict[str, bytes]) -> State:
    """The older state, byte for byte, from the newer one, what led to it, and the older contract.

    Raises HistoryError where a change does not fit the newer state.
    """
    older = of_files(dict(contract))
    of_table: dict[str, list[Change]] = {}
    for change in changes:
        of_table.setdefault(change.table, []).append(change)
    for name in older.resources:
        older.files[older.path(name)] = _older_bytes(name, state, older, of_table.get(name, []))
    return older


def _older_bytes(name: str, state: State, older: State, changes: list[Change]) -> bytes:
    columns = older.columns(name)
    if not changes and name in state.resources and state.columns(name) == columns:
        return state.files[state.path(name)]
    newer = state.table(name)
    rows = {row_id: newer.cells(row_id) for row_id in newer.rows}
    for change in changes:
        _undo(change, rows)
    ordered = sorted(rows, key=ids.order)
    records = ([rows[row_id].get(column, "") for column in columns] for row_id in ordered)
    return as_csv(columns, records)


def _undo(change: Change, rows: dict[str, dict[str, str]]) -> None:
    if change.op == "redact":
        return
    if change.op == "remove":
        rows.setdefault(change.id, {})[change.field] = change.before
    elif change.id not in rows:
        raise HistoryError(_contradiction(change, "is not there"))
    elif change.op == "add":
        del rows[change.id]
    elif rows[change.id].get(change.field, "") != change.after:
        raise HistoryError(_contradiction(change, "is another than the change says"))
    else:
        rows[change.id][change.field] = change.before


def _contradiction(change: Change, what: str) -> str:
    return f"{change.table}: {change.id} {change.field}: {what}; restore the history"


def write(changes: Iterable[Change]) -> bytes:
    """The bytes of changes.csv."""
    return as_csv(COLUMNS, (list(astuple(change)) for change in changes))


def read(path: str, data: bytes) -> list[Change]:
    """The changes of the bytes of a changes.csv; `path` stands in the StateError of a fault."""
    header, *records = from_csv(path, data)
    if header != COLUMNS:
        raise StateError(f"{path}:1: has another header than {','.join(COLUMNS)}; restore it")
    for line, record in enumerate(records, 2):
        if record[0] not in get_args(Op):
            raise StateError(f"{path}:{line}: {record[0]!r} is no operation; restore it")
    return [Change(*record) for record in records]  # type: ignore[arg-type]  # op is checked
