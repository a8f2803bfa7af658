"""Kinds of faults that can be seeded: what each changes in a row, and where it is then found."""

from collections.abc import Callable
from dataclasses import dataclass

Row = dict[str, str]
# Cells that replace those of the row; also asked with the row above, for what may stand once.
Change = Callable[[Row, Row], Row]
Fits = Callable[[Row], bool]


@dataclass(frozen=True)
class Kind:
    """A kind of fault: its name, where it is found, what it changes, and the rows that it fits.

    `in_tables` says that a validator of Table Schema sees it too. One without a change exchanges
    the row with the one above.
    """

    name: str
    table: str
    field: str
    change: Change | None
    fits: Fits = lambda row: True
    in_tables: bool = True
    needs_above: bool = False


def put(**cells: str) -> Change:
    """A change that puts these cells."""
    return lambda row, above: dict(cells)


def has(*fields: str) -> Fits:
    """Fits rows in which none of the fields is empty."""
    return lambda row: all(row[name] for name in fields)


def add(field: str, text: str) -> Change:
    """A change that adds a text to a cell."""
    return lambda row, above: {field: row[field] + text}
