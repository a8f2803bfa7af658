"""The rows that point at a row: whoever takes it out must mend them too."""

from collections.abc import Iterator

from attested.problems import Problem
from attested.releases.state import State
from attested.releases.withdrawals import RETIRED

_ADVICE = "name another row there, empty the cell or redact that row too"


def pointing_at(found: State, row_id: str) -> Iterator[Problem]:
    """A problem for each cell of a state that names the row, alone or in a list of ids."""
    for name, table in found.tables.items():
        for line, (other, cells) in enumerate(table.rows.items(), 2):
            for column, cell in zip(table.columns, cells, strict=True):
                is_named = row_id in cell.split("|") and column != "id" and name != RETIRED
                if is_named:
                    message = f"points at {row_id}; {_ADVICE}"
                    yield Problem(table.path, line, other, column, message)
