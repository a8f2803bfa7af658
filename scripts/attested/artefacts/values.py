"""Cells as typed values, and typed values as cells again, byte for byte.

A list becomes a list, yes and no become true and false; dates stay text, since most are of the EDTF
profile and a spreadsheet would change the rest.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from attested.schema import Field, Table
from attested.tables import Cells

Value = str | int | float | bool | list[str] | None
Row = dict[str, Value]
_WHOLE = re.compile(r"0|-?[1-9][0-9]*")


def value(field: Field, cell: str | None) -> Value:
    """The typed value of a checked cell; None for an empty one."""
    if cell is None:
        return None
    if field.type == "integer":
        return int(cell)
    if field.type == "number":
        return float(cell)
    if field.type == "boolean":
        return cell in (field.true_values or [])
    return cell.split(field.separator) if field.separator else cell


def cell(field: Field, read: object) -> str | None:
    """The canonical cell of a value that a file gave back; None for an empty one.

    Raises ValueError for a value that the field's type cannot hold.
    """
    if read is None or read == "":
        return None
    if field.type == "boolean":
        return _yes_or_no(field, read)
    if field.type == "integer":
        return _integer(read)
    if field.type == "number":
        return _number(read)
    if field.separator and isinstance(read, list):
        return field.separator.join(map(str, read))
    if not isinstance(read, str):
        raise ValueError(f"{field.name} holds {read!r}, which is no text")
    return read


def rows(table: Table, cells: Iterable[Cells]) -> Iterable[Row]:
    """The typed rows of a table."""
    return ({f.name: value(f, row[f.name]) for f in table.fields} for row in cells)


def _yes_or_no(field: Field, read: object) -> str:
    words = {True: (field.true_values or ["true"])[0], False: (field.false_values or ["false"])[0]}
    if isinstance(read, str) and read in words.values():
        return read
    if isinstance(read, int) and read in (0, 1):
        return words[bool(read)]
    raise ValueError(
        f"{field.name} holds {read!r}, which is neither {words[True]} nor its opposite"
    )


def _integer(read: object) -> str:
    is_whole = isinstance(read, int) and not isinstance(read, bool)
    if not is_whole and not (isinstance(read, str) and _WHOLE.fullmatch(read)):
        raise ValueError(f"{read!r} is no whole number")
    return str(read)


def _number(read: object) -> str:
    if isinstance(read, bool) or not isinstance(read, (int, float)):
        raise ValueError(f"{read!r} is no number")
    return format(Decimal(repr(read)).normalize(), "f") if read else "0"
