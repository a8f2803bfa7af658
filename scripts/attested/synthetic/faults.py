"""Faults seeded into a synthetic package: where they go, and the list of what is to be found."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from attested.schema import Table
from attested.synthetic import cell_faults, rule_faults
from attested.synthetic.copies import Copy
from attested.synthetic.kinds import Kind
from attested.synthetic.record import Block
from attested.synthetic.templates import Template

LIST = "seeded-faults.csv"
STAGES = ("cells", "rules")
_TRIES = 2_000


class Seeded(NamedTuple):
    """A fault that a check must find; `in_tables` says that a Table Schema validator sees it."""

    path: str
    line: int
    id: str
    field: str
    kind: str
    stage: str
    in_tables: str


class NoRoom(ValueError):
    """More faults than the package has rows for."""


@dataclass
class Faults:
    """The faults to seed, by copy and table, and those that were seeded so far."""

    stage: str
    planned: dict[tuple[int, str], dict[int, Kind]]
    seeded: list[Seeded]

    def into(self, copy: Copy, table: Table, text: str, first_line: int) -> str:
        """The lines of a table in a copy with their faults; they are noted as seeded."""
        planned = self.planned.get((copy.place, table.name))
        if not planned:
            return text
        lines = text.split("\n")[:-1]
        for at, kind in sorted(planned.items()):
            row_id = _break(lines, at, kind, table.columns)
            is_seen = "yes" if kind.in_tables and self.stage == "cells" else "no"
            self.seeded.append(
                Seeded(
                    table.path, first_line + at, row_id, kind.field, kind.name, self.stage, is_seen
                )
            )
        return "\n".join(lines) + "\n"


def _break(lines: list[str], at: int, kind: Kind, columns: list[str]) -> str:
    """Breaks the line, or exchanges it with the one above; returns the id that it has then."""
    if kind.change is None:
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
        return _row(lines[at], columns)["id"]
    row = _row(lines[at], columns)
    row |= kind.change(row, _row(lines[at - 1], columns) if kind.needs_above else {})
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(row.values())
    lines[at] = buffer.getvalue()
    return row["id"]


def _row(line: str, columns: list[str]) -> dict[str, str]:
    return dict(zip(columns, next(csv.reader([line])), strict=True))


def plan(
    block: Block, templates: Iterable[tuple[Copy, dict[str, Template]]], count: int, stage: str,
    seed: int,
) -> Faults:  # fmt: skip
    """`count` faults of all kinds of the stage in turn, no two in lines that touch.

    Raises NoRoom when there are not enough rows. The first copy stays whole, since the contract
    names its rows as examples.
    """
    faults = Faults(stage, defaultdict(dict), [])
    if not count:
        return faults
    draw = Random(f"{seed} faults")
    kinds = list(cell_faults.KINDS if stage == "cells" else rule_faults.kinds(block))
    usable = [each for each in templates if each[0].place]
    while count and kinds:
        kind = kinds.pop(0)
        if _is_placed(faults, kind, usable, draw):
            kinds.append(kind)
            count -= 1
    if count:
        raise NoRoom(f"there is no room for {count} more faults; ask for more claims or fewer")
    return faults


def _is_placed(
    faults: Faults, kind: Kind, usable: list[tuple[Copy, dict[str, Template]]], draw: Random
) -> bool:
    """Whether a row was found that the kind fits, and planned for it."""
    for _ in range(_TRIES if usable else 0):
        copy, templates = draw.choice(usable)
        rows = templates[kind.table].rows
        taken = faults.planned[copy.place, kind.table]
        at = draw.randrange(len(rows)) if rows else 0
        fits = rows and kind.fits(rows[at]) and (at or not kind.needs_above)
        if fits and taken.keys().isdisjoint({at - 1, at, at + 1}):
            taken[at] = kind
            return True
    return False


def listed(seeded: list[Seeded]) -> str:
    """The list as CSV, in the order of the tables' lines."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(Seeded._fields)
    writer.writerows(sorted(seeded))
    return buffer.getvalue()
