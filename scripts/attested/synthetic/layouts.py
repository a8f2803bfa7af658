"""The templates of a block for each kind of copy."""

from random import Random

from attested.synthetic.cells import Cells
from attested.synthetic.copies import Copy
from attested.synthetic.cutting import cut
from attested.synthetic.record import LATER, ONCE, OWN, SHARED, Block, Rows
from attested.synthetic.templates import Gaps, Template

Templates = dict[str, Template]
_FIRST, _HOME, _GUEST = {OWN, SHARED, ONCE}, {OWN, SHARED, LATER}, {OWN, LATER}


class Layouts:
    """Templates: of the first copy, of one with shared rows, of others, and of a cut one.

    The last copy is cut to `rest` claims, unless that is none.
    """

    def __init__(self, block: Block, rest: int, seed: int) -> None:
        self._block = block
        self.gaps = Gaps()
        self._cells = Cells(block, Random(f"{seed} words"))
        self._first = self._templates(block.rows, _FIRST)
        self._home = self._templates(block.rows, _HOME)
        self._guest = self._templates(block.rows, _GUEST)
        self._cut = self._templates(cut(block, rest), _GUEST) if rest else self._guest

    def _templates(self, rows: dict[str, Rows], reaches: set[str]) -> Templates:
        reach = self._block.reach
        return {
            name: Template(
                table,
                [row for row in rows[name] if reach[row["id"]] in reaches],
                self._cells,
                self.gaps,
            )
            for name, table in self._block.package.tables.items()
        }

    def of(self, copies: list[Copy]) -> list[tuple[Copy, Templates]]:
        """All copies with their templates."""
        found = [(copy, self._home if copy.is_home else self._guest) for copy in copies]
        found[-1] = (copies[-1], found[-1][1] if copies[-1].is_home else self._cut)
        found[0] = (copies[0], self._first)
        return found
