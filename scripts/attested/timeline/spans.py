"""Spans: the states of each row over the releases, each with the releases in which it held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from attested.releases import history
from attested.releases.state import State

Cells = dict[str, str]


@dataclass(frozen=True)
class Span:
    """One state of a row: its cells that are not empty, and the span in which it held.

    It holds from the release number `first` on and no more in number `end`, which is None while
    the newest release has it. Numbers count the releases from 0.
    """

    table: str
    id: str
    cells: Cells
    first: int
    end: int | None


def states(root: Path) -> list[tuple[str, State]]:
    """Every release with its state, oldest first; all at once, as each is built from the next."""
    return [*history.walk(root)][::-1]


def spans(found: Iterable[tuple[str, State]]) -> list[Span]:
    """The spans of all rows of the states, by table, id and time."""
    open_: dict[tuple[str, str], tuple[Cells, int]] = {}
    ended: list[Span] = []
    for number, (_, state) in enumerate(found):
        rows = dict(_rows(state))
        for key, (cells, first) in list(open_.items()):
            if rows.get(key) != cells:
                ended.append(Span(*key, cells, first, number))
                del open_[key]
        for key, cells in rows.items():
            open_.setdefault(key, (cells, number))
    ended += [Span(*key, cells, first, None) for key, (cells, first) in open_.items()]
    return sorted(ended, key=lambda span: (span.table, span.id, span.first))


def of_row(found: Iterable[tuple[str, State]], row_id: str) -> list[Span]:
    """The spans of the row with that id in time, those of its tombstone last."""
    mine = [span for span in spans(found) if span.id == row_id]
    return sorted(mine, key=lambda span: (span.table == "retired", span.first))


def _rows(state: State) -> Iterator[tuple[tuple[str, str], Cells]]:
    for name, table in state.tables.items():
        for row_id in table.rows:
            cells = {column: cell for column, cell in table.cells(row_id).items() if cell}
            yield (name, row_id), cells
