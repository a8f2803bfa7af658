"""One reading of a table's file: its form, and the rows whose cells are not surely valid.

A line that the table's pattern matches is a sound row. Only another one is parsed and asked of the
row model; what the model refuses is kept, so that Frictionless can say what is wrong with it.
"""

from dataclasses import dataclass, field

from pydantic import ValidationError

from attested import ids, rows, tables
from attested.form import Form
from attested.problems import Problem
from attested.progress import Told
from attested.row_pattern import row_pattern
from attested.schema import Table
from attested.tables import Cells, Content

KEPT = 1000  # refused rows of one table: as many as Frictionless reports faults of


@dataclass
class Findings:
    """What a reading found in a table's cells: refused rows by their lines, and misplaced rows.

    Where each id is greater than the one before, none stands twice.
    """

    refused: dict[int, Cells] = field(default_factory=dict)
    unsorted: list[Problem] = field(default_factory=list)
    is_ascending: bool = True


def scan(content: Content, told: Told = lambda size: None) -> Findings:
    """What is found in the cells; the content is given its number of rows and form problems.

    `told` is called with the number of bytes of each block that was read.
    """
    reading = _Reading(content.table)
    if content.source is None:
        return reading.findings
    content.count = 0
    for first, lines in tables.numbered_lines(content.source, reading.form):
        reading.block(first, lines)
        content.count += len(lines)
        told(sum(map(len, lines)) + len(lines))
    content.problems += tables.form_problems(content.table, reading.form)
    return reading.findings


class _Reading:
    """The state of one reading: the form so far, what was found, and the last id."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.pattern = row_pattern(table)
        self.model = rows.row_model(table)
        self.form = Form(table.columns)
        self.findings = Findings()
        self.before = b""

    def block(self, first: int, lines: list[bytes]) -> None:
        """Reads the lines of a block, of which `first` is the number of the first."""
        match, accepts = self.pattern.match, self.pattern.accepts
        before = self.before
        for place, line in enumerate(lines):
            found = match(line)
            if found is not None and (found.lastindex == 1 or accepts(found)):
                row_id = found[1]
            else:
                row_id = self._odd(first + place, lines, place)
            if row_id <= before or len(row_id) != len(before):
                self._compare(first + place, row_id.decode(), before.decode())
            before = row_id
        self.before = before

    def _odd(self, number: int, lines: list[bytes], place: int) -> bytes:
        """Asks the form, then the row model, about a line that the pattern leaves open."""
        record = self.form.record(number, lines, place)
        if record is None:
            return self.before
        cells = tables.cells_of(self.table, record)
        if len(self.findings.refused) < KEPT and self._refuses(cells):
            self.findings.refused[number] = cells
        return (cells["id"] or "").encode()

    def _refuses(self, cells: Cells) -> bool:
        try:
            self.model.model_validate(cells)
        except ValidationError:
            return True
        return False

    def _compare(self, number: int, row_id: str, before: str) -> None:
        if ids.order(row_id) > ids.order(before):
            return
        self.findings.is_ascending = False
        if row_id != before and len(self.findings.unsorted) < KEPT:
            message = f"stands after {before}; sort the rows by id"
            self.findings.unsorted.append(Problem(self.table.path, number, row_id, "id", message))
