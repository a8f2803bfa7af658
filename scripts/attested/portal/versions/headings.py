"""What a row is called in a release: by its cells then, with names in the place of ids.

A claim is called as its own page calls it, source, stance and statement, never by its statement
alone; a part in an incident by who is said to have it, and that its role is a report.
"""

from collections.abc import Iterable, Iterator

from attested.portal.versions import asked
from attested.portal.versions.asked import Row, Run
from attested.portal.versions.history import Versions
from attested.releases.withdrawals import RETIRED

INVOLVEMENTS = "involvements"
GONE = "taken out"
_WHO = ("official", "source")


class Headings:
    """Calls some rows by their names, given their states; reads the rows that these name."""

    def __init__(self, versions: Versions, run: Run, states: Iterable[Row]) -> None:
        self._tables = {table.name: table for table in versions.tables}
        self._held: dict[str, list[Row]] = {}
        wanted = {*self._named(states)}
        while wanted:
            found = asked.cells(run, wanted)
            self._held |= {row_id: [] for row_id in wanted} | found
            wanted = {*self._named(each for held in found.values() for each in held)}
            wanted -= self._held.keys()

    def of(self, state: Row, number: int) -> str:
        """What a row with that state is called in the release with that number."""
        cells, naming = state["cells"], self._tables[state["table_name"]].naming
        said = [self._said(state, name, number) for name in naming.columns]
        if state["table_name"] == INVOLVEMENTS:
            who = next((self._name(cells[name], number) for name in _WHO if cells.get(name)), GONE)
            return f"{who}, role as reported: {cells.get('role') or GONE}"
        if naming.quotes:
            return f"{' '.join(filter(None, said[:-1])) or GONE}: {said[-1] or GONE}"
        return " ".join(filter(None, said))

    def _named(self, states: Iterable[Row]) -> Iterator[str]:
        """The ids of the rows by whose names rows are called."""
        for state in states:
            table = self._tables[state["table_name"]]
            names = _WHO if table.name == INVOLVEMENTS else table.naming.targets
            yield from (cell for name in names if (cell := state["cells"].get(name)))

    def _said(self, state: Row, column: str, number: int) -> str:
        cell = str(state["cells"].get(column, ""))
        is_id = column in self._tables[state["table_name"]].naming.targets
        return self._name(cell, number) if cell and is_id else cell

    def _name(self, row_id: str, number: int) -> str:
        """What a row is called that another one names; its id where it has no name."""
        held = (s for s in self._held.get(row_id, []) if s["first"] <= number <= s["last"])
        state = next((each for each in held if each["table_name"] != RETIRED), None)
        return (self.of(state, number) if state else "") or row_id
