"""The pattern of a table's lines: a line that it matches is a canonical row that is valid.

It is one regular expression, made from the schema, so that the many sound lines of a large file are
accepted at the speed of the regular expressions, without being parsed. It accepts too little rather
than too much: a line that it does not match, as one with a letter beyond ASCII, goes to the row
model. Cells whose rule an expression cannot say, as that of a date, are found by it and asked of
the cell's own model, which remembers its last answers.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from attested import rows
from attested.schema import Constraints, Field, Table

# A plain character is printable ASCII but the space, the comma and the quote.
_PLAIN = r"[!#-+\--~]"
_FORMULA = r"[=+\-@]"
_UNQUOTED = rf"(?!{_FORMULA}){_PLAIN}++(?: {_PLAIN}++)*+"
# A quoted cell needs its quotes: it holds a comma, or a quote, which is written twice.
_QUOTED = (
    rf'"(?!{_FORMULA}| )(?=[^",]*+(?:,|""))'
    r'(?:[!#-~]|""| (?! |"(?!"))){%s,%s}+"'
)
_FOUND = rf"({_PLAIN}++(?: {_PLAIN}++)*+)"
# What such a pattern matches is made of letters and digits alone, so that it fits in a line as is.
_SIMPLE = re.compile(
    r"(?:[A-Za-z0-9|?]|\(\?:|\)|\[(?:[A-Za-z0-9_](?:-[A-Za-z0-9])?)+\][*+]?|\{[0-9,]+\})+"
)
_NEVER = b"(?!)"
_ANSWERS = 1 << 16
_FEW = 100  # numbers that are listed one by one
Accepts = Callable[[bytes], bool]


class RowPattern:
    """The compiled pattern of a table's lines; group 1 is the id."""

    def __init__(self, table: Table) -> None:
        self._asked: list[Accepts] = []
        cells = ",".join(self._cell(field) for field in table.fields)
        leads = table.columns[:1] == ["id"]
        self.match = re.compile(cells.encode() if leads else _NEVER).fullmatch

    def accepts(self, line: re.Match[bytes]) -> bool:
        """Whether the cells of a matched line that must be asked about are valid."""
        if line.lastindex == 1:
            return True
        found = zip(self._asked, line.groups()[1:], strict=True)
        return all(cell is None or accepts(cell) for accepts, cell in found)

    def _cell(self, field: Field) -> str:
        if field.name == "id":
            return f"({_text_pattern(field) or _NEVER.decode()})"
        cell = _expression(field)
        if cell is None:
            self._asked.append(_model(field))
            cell = _FOUND
        return cell if field.constraints.required else f"(?:{cell})?"


@lru_cache(maxsize=64)
def row_pattern(table: Table) -> RowPattern:
    """The pattern of the lines of a table."""
    return RowPattern(table)


def _expression(field: Field) -> str | None:
    """A regular expression for exactly valid cells, as written in a line; None if there is none."""
    if field.is_edtf or field.separator:
        return None
    if field.type == "boolean":
        return _one_of([*(field.true_values or []), *(field.false_values or [])])
    if field.type == "integer" and not field.categories:
        return _integer(field.constraints)
    if field.type != "string":
        return None
    if field.categories:
        return _one_of([str(category.value) for category in field.categories])
    return _text_pattern(field) if field.constraints.pattern else _prose(field.constraints)


def _one_of(values: list[str]) -> str | None:
    if not values or any(not value or set(value) & set('",') for value in values):
        return None
    return f"(?:{'|'.join(map(re.escape, values))})"


def _integer(limits: Constraints) -> str | None:
    least, most = limits.minimum, limits.maximum
    if isinstance(least, int) and isinstance(most, int) and 0 <= least <= most < least + _FEW:
        return _one_of([str(number) for number in range(least, most + 1)])
    if most is not None or least not in (0, 1):
        return None
    positive = "[1-9][0-9]{0,17}+"
    return positive if limits.minimum == 1 else f"(?:0|{positive})"


def _text_pattern(field: Field) -> str | None:
    limits = field.constraints
    if field.type != "string" or not _SIMPLE.fullmatch(limits.pattern or ""):
        return None
    if re.fullmatch(limits.pattern or "", ""):
        return None  # an empty cell is no text
    return f"{_bounds(limits)}(?:{limits.pattern})"


def _prose(limits: Constraints) -> str:
    most = "" if limits.max_length is None else limits.max_length
    quoted = _QUOTED % (limits.min_length or 1, most)
    return f"(?:{_bounds(limits)}{_UNQUOTED}|{quoted})"


def _bounds(limits: Constraints) -> str:
    """Looks ahead at the length of a cell without a quote."""
    least, most = limits.min_length or 1, limits.max_length
    long_enough = f"(?=[^,]{{{least}}})" if least > 1 else ""
    return long_enough if most is None else f"{long_enough}(?![^,]{{{most + 1}}})"


def _model(field: Field) -> Accepts:
    """Whether the row model takes a cell."""
    annotation, _ = rows.definition(field)
    validate = TypeAdapter(annotation).validate_python

    @lru_cache(maxsize=_ANSWERS)
    def accepts(cell: bytes) -> bool:
        try:
            validate(cell.decode())
        except ValidationError:
            return False
        return True

    return accepts
