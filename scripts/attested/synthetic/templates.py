"""Templates of the rows of a block: text with gaps, filled for each copy at the speed of C."""

from operator import itemgetter

from attested.schema import Table
from attested.synthetic.cells import Cells
from attested.synthetic.record import Rows
from attested.synthetic.slots import Cell, Slot

_QUOTED = (",", '"')


class Gaps:
    """The slots of all templates, each with its place in the list of values of a copy."""

    def __init__(self) -> None:
        self._places: dict[Slot, int] = {}

    def place(self, slot: Slot) -> int:
        """The place of the slot's value."""
        return self._places.setdefault(slot, len(self._places))

    @property
    def slots(self) -> list[Slot]:
        """The slots in the order of their places."""
        return list(self._places)


class Template:
    """The CSV lines of some rows of a table."""

    def __init__(self, table: Table, rows: Rows, cells: Cells, gaps: Gaps) -> None:
        self.rows = rows
        slots: list[Slot] = []
        self._lines = "".join(_line(table, row, cells, slots) for row in rows)
        places = [gaps.place(slot) for slot in slots]
        # itemgetter gives a tuple for two places and more alone
        self._values = itemgetter(*places) if len(places) > 1 else None

    def text(self, values: list[str]) -> str:
        """The lines of a copy with these values."""
        return self._lines % self._values(values) if self._values else ""


def _line(table: Table, row: dict[str, str], cells: Cells, slots: list[Slot]) -> str:
    written = [_cell(cells.cell(table, field, row), slots) for field in table.fields]
    return ",".join(written) + "\n"


def _cell(cell: Cell, slots: list[Slot]) -> str:
    """The cell as it stands in a template; what is filled in needs no quotes or has its own."""
    slots += [part for part in cell if not isinstance(part, str)]
    parts = ["%s" if not isinstance(part, str) else part.replace("%", "%%") for part in cell]
    is_quoted = any(mark in part for part in parts for mark in _QUOTED)
    text = "".join(parts)
    return '"' + text.replace('"', '""') + '"' if is_quoted else text
