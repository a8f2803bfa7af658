"""Canonical spelling: a cell read and written back is the same, byte for byte.

Frictionless reads more spellings than one (2020-2-1, +1, 1e3). This layer accepts exactly one, so
that two people write the same value alike and a difference between releases is a change of value.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from attested import dates, hygiene
from attested.problems import shown
from attested.schema import Field

INTEGER_DIGITS = 18
NUMBER_DIGITS = 15
INSTANT = "%Y-%m-%dT%H:%M:%SZ"


def fault(field: Field, cell: str) -> str | None:
    """What is wrong with the spelling of a non-empty cell and what to do; None when it is right."""
    unfit = hygiene.fault(cell) if field.type == "string" else None
    if unfit:
        return unfit
    if field.is_edtf:
        return dates.fault(cell)
    if field.separator:
        return _list_fault(cell, field.separator)
    written = _WRITTEN_BACK[field.type](cell)
    if written is None:
        return f"{shown(cell)} is no canonical {field.type}; write it like {field.example}"
    return None if written == cell else f"{shown(cell)} is not canonical; write {written}"


def _list_fault(cell: str, separator: str) -> str | None:
    items = cell.split(separator)
    if any(not item or item != item.strip() for item in items):
        return f"an item between {separator} is empty or padded; write one{separator}two"
    if len(set(items)) < len(items):
        return "an item stands twice; keep one"
    return None


def _integer(cell: str) -> str | None:
    try:
        written = str(int(cell)) if len(cell) < 100 else None
    except ValueError:
        return None
    return written if written and len(written.lstrip("-")) <= INTEGER_DIGITS else None


def _number(cell: str) -> str | None:
    try:
        value = Decimal(cell) if len(cell) < 100 else Decimal("NaN")
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 2 * NUMBER_DIGITS:
        return None
    written = "0" if value == 0 else format(value.normalize(), "f")
    return written if _fits(written.lstrip("-")) else None


def _fits(written: str) -> bool:
    """True when a float holds the number: 15 digits on either side, 15 significant ones."""
    whole, _, decimals = written.partition(".")
    significant = (whole + decimals).strip("0")
    return max(len(whole), len(decimals), len(significant)) <= NUMBER_DIGITS


def _date(cell: str) -> str | None:
    try:
        year, month, day = (int(part) for part in cell.split("-"))
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _datetime(cell: str) -> str | None:
    try:
        return datetime.strptime(cell, INSTANT).isoformat(timespec="seconds") + "Z"
    except ValueError:
        return None


_WRITTEN_BACK: dict[str, Callable[[str], str | None]] = {
    "string": lambda cell: cell,
    "integer": _integer,
    "number": _number,
    "boolean": lambda cell: cell,
    "date": _date,
    "datetime": _datetime,
}
