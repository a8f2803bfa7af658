"""The form of a table's file: what makes its bytes something other than canonical CSV.

It is UTF-8 without a mark, LF after every record, quotes only where they are needed, no line break
in a cell, and the header of the schema. So a line number is a row number.
"""

import csv
import io
from collections.abc import Iterator

from attested.problems import shown

LINE_LIMIT = 100_000  # bytes; below the limit of a cell in the csv module, 131,072
SHOWN = 1000  # faults of one kind that are told of one file
_LONG = f"has more than {LINE_LIMIT} bytes, which no row needs; shorten it"
_MISQUOTED = "has a needless or missing quote; quote only cells with a comma or a quote"
_UNFIT_BYTES = {
    b"\x00": "has a NUL byte; remove it",
    b"\r": "has a carriage return; end lines with LF alone",
}
Fault = tuple[int, str]


class Form:
    """Reads the lines of one file one by one and gathers what is wrong with them."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns
        self._bytes: list[Fault] = []
        self._told: set[str] = set()
        self._quote: list[Fault] = []
        self._header: list[Fault] = []
        self._rows: list[Fault] = []

    def faults(self) -> list[Fault]:
        """Line and message of what is wrong; what breaks the reading comes before what follows."""
        return (
            sorted(self._bytes, key=lambda fault: fault[0])
            or self._quote
            or self._header
            or self._rows
        )

    def header(self, lines: list[bytes]) -> None:
        """Reads the first of the lines as the header."""
        record = self._record(1, lines, 0)
        if record is not None:
            self._header += [(1, message) for message in _header_faults(record, self.columns)]

    def record(self, number: int, lines: list[bytes], place: int) -> list[str] | None:
        """The cells of the line at that place, which is line `number` of the file; None when
        something is wrong with it. The lines after it tell where an open quote ends."""
        record = self._record(number, lines, place)
        if record is None:
            return None
        message = _row_fault(lines[place].decode(), record, len(self.columns))
        if message:
            self._note(self._rows, number, message)
        return None if message else record

    def long(self, number: int) -> None:
        """Notes a line that is longer than any row needs to be."""
        self._note(self._bytes, number, _LONG)

    def empty(self) -> None:
        """Notes that the file has no byte."""
        self._bytes.append((1, "is empty; write at least the header"))

    def unended(self, number: int) -> None:
        """Notes that the last line has no end."""
        self._bytes.append((number, "has no line end; end the last line with LF"))

    def _record(self, number: int, lines: list[bytes], place: int) -> list[str] | None:
        text = self._text(number, lines[place])
        if text is None or len(text) > LINE_LIMIT:
            return None
        try:
            return next(csv.reader([text], strict=True), [])
        except csv.Error:
            if not self._quote:
                self._quote.append((number, _quote_fault(lines[place:])))
            return None

    def _text(self, number: int, line: bytes) -> str | None:
        if number == 1 and line.startswith(b"\xef\xbb\xbf"):
            self._bytes.append((1, "begins with a byte order mark; save without it"))
        for byte, message in _UNFIT_BYTES.items():
            if byte in line:
                self._once(number, message)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            self._once(number, "has a byte that is not UTF-8; save the file as UTF-8")
            return None

    def _once(self, number: int, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self._bytes.append((number, message))

    def _note(self, faults: list[Fault], number: int, message: str) -> None:
        if len(faults) < SHOWN:
            faults.append((number, message))


def _quote_fault(lines: list[bytes]) -> str:
    rest = csv.reader((f"{line.decode('utf-8', 'replace')}\n" for line in lines), strict=True)
    try:
        next(rest)
    except csv.Error:
        return "has an unbalanced quote; close it, and write a quote inside a cell twice"
    return "has a line break in a cell; write the cell on one line"


def _header_faults(header: list[str], columns: list[str]) -> Iterator[str]:
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    if missing:
        yield f"lacks {', '.join(missing)} in the header; write the header as the schema lists it"
    if extra:
        names = ", ".join(shown(name) for name in extra)
        yield f"has {names} in the header, which the schema does not list; remove it"
    if not missing and not extra and header != columns:
        yield f"has the header in another order than the schema; write {','.join(columns)}"


def _row_fault(line: str, record: list[str], width: int) -> str | None:
    if not record:
        return "is a blank line; delete it"
    if len(record) != width:
        return f"has {len(record)} cells instead of {width}; mend the commas"
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(record)
    return None if buffer.getvalue() == f"{line}\n" else _MISQUOTED
