"""Ids that a release held and the next state lacks: each needs its row in data/retired.csv."""

from collections.abc import Iterator

from attested.problems import Problem
from attested.releases.state import State

RETIRED = "retired"


def ids(state: State) -> set[str]:
    """All ids of a state, those withdrawn included."""
    return {row_id for table in state.tables.values() for row_id in table.rows}


def faults(previous: str, old: State, new: State) -> Iterator[Problem]:
    """A problem for each id that vanished, and for each new tombstone with a wrong last release."""
    there, tombs = ids(new), tombstones(new)
    for name, table in old.tables.items():
        for row_id in table.rows:
            if row_id not in there:
                yield Problem(table.path, 0, row_id, "", _missing(previous))
            elif row_id in tombs and name != RETIRED and tombs[row_id]["last_release"] != previous:
                message = f"is not the last release that held the row; write {previous}"
                yield Problem(new.path(RETIRED), 0, row_id, "last_release", message)


def tombstones(state: State) -> dict[str, dict[str, str]]:
    """The rows of the table of withdrawn ids, by id."""
    table = state.table(RETIRED)
    return {row_id: table.cells(row_id) for row_id in table.rows}


def _missing(previous: str) -> str:
    return (
        f"stood in {previous} and is gone without a word; "
        "restore the row, or add one to data/retired.csv with the reason"
    )
