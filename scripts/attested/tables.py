"""Tables as files: CSV bytes read strictly, or refused with every fault of their form.

The form is one: UTF-8 without a mark, LF after every record, quotes only where they are needed,
no line break in a cell, the header of the schema. So a line number is a row number.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from attested.problems import Problem, shown
from attested.schema import Table

LINE_LIMIT = 100_000  # bytes; below the limit of a cell in the csv module, 131,072
FILE_LIMIT = 4_000_000_000
Cells = dict[str, str | None]
_MISQUOTED = "has a needless or missing quote; quote only cells with a comma or a quote"
_UNFIT_BYTES = {
    b"\x00": "has a NUL byte; remove it",
    b"\r": "has a carriage return; end lines with LF alone",
}


@dataclass
class Content:
    """What a table's file holds: rows as dicts of cells (None for an empty one), and problems.

    Row number n stands on line n + 2.
    """

    table: Table
    rows: list[Cells] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, row_id: str) -> int:
        """Line of the first row with that id, 1 when there is none."""
        if not hasattr(self, "_lines"):
            numbered = reversed(list(enumerate(self.rows)))
            self._lines = {row["id"]: number + 2 for number, row in numbered}
        return self._lines.get(row_id, 1)


def read(root: Path, table: Table) -> Content:
    """The content of a table's file; `rows` is empty when its form has a problem."""
    content = Content(table)
    data = _bytes(root / table.path, content)
    return content if data is None else _parse(content, data)


def parse(table: Table, data: bytes) -> Content:
    """The content of a table's bytes, as `read` gives that of its file."""
    return _parse(Content(table), data)


def _parse(content: Content, data: bytes) -> Content:
    table, text = content.table, _text(data, content)
    if text is not None:
        records = _records(text, content)
        if not content.problems:
            content.rows = [_cells(table, record) for record in records]
    return content


def write_rows(columns: list[str], rows: list[Cells]) -> str:
    """The canonical CSV text of rows: header first, one line each, LF, minimal quotes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] or "" for column in columns] for row in rows)
    return buffer.getvalue()


def _cells(table: Table, record: list[str]) -> Cells:
    return {name: cell or None for name, cell in zip(table.columns, record, strict=True)}


def _text(data: bytes, content: Content) -> str | None:
    faults = list(_byte_faults(data))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.append((line, "has a byte that is not UTF-8; save the file as UTF-8"))
    content.problems += [_problem(content, line, message) for line, message in faults]
    return None if faults else text


def _bytes(path: Path, content: Content) -> bytes | None:
    try:
        fault = _file_fault(path)
        if fault is None:
            return path.read_bytes()
    except OSError as error:
        fault = f"cannot be read ({error.strerror}); mend it"
    content.problems.append(_problem(content, 0, fault))
    return None


def _file_fault(path: Path) -> str | None:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return "is no plain file; put the table itself there"
    if not path.exists():
        return "is missing; restore it"
    return "is larger than 4 GB; split the table" if path.stat().st_size > FILE_LIMIT else None


def _byte_faults(data: bytes) -> Iterator[tuple[int, str]]:
    if not data:
        yield 1, "is empty; write at least the header"
    if data.startswith(b"\xef\xbb\xbf"):
        yield 1, "begins with a byte order mark; save without it"
    for byte, message in _UNFIT_BYTES.items():
        if byte in data:
            yield data.count(b"\n", 0, data.index(byte)) + 1, message
    if data and not data.endswith(b"\n"):
        yield data.count(b"\n") + 1, "has no line end; end the last line with LF"
    yield from _long_lines(data)


def _long_lines(data: bytes) -> Iterator[tuple[int, str]]:
    start = 0
    for number in range(1, data.count(b"\n") + 2):
        end = data.find(b"\n", start)
        length = (len(data) if end < 0 else end) - start
        if length > LINE_LIMIT:
            yield number, f"has {length} bytes; no row needs more than {LINE_LIMIT}: shorten it"
        start = end + 1


def _records(text: str, content: Content) -> list[list[str]]:
    lines = text.split("\n")[:-1]
    records = _parsed(lines, content)
    if content.problems:
        return []
    faults = list(_header_faults(records[0], content.table.columns))
    if not faults:
        faults += _row_faults(lines, records, len(content.table.columns))
    content.problems += [_problem(content, line, message) for line, message in faults]
    return records[1:]


def _parsed(lines: list[str], content: Content) -> list[list[str]]:
    """The records of the lines, each line one record; a quote left open is a problem."""
    records = []
    for number, line in enumerate(lines, 1):
        try:
            records.append(next(csv.reader([line], strict=True), []))
        except csv.Error:
            content.problems.append(_problem(content, number, _quote_fault(lines, number)))
            break
    return records


def _quote_fault(lines: list[str], number: int) -> str:
    rest = csv.reader((f"{line}\n" for line in lines[number - 1 :]), strict=True)
    try:
        next(rest)
    except csv.Error:
        return "has an unbalanced quote; close it, and write a quote inside a cell twice"
    return "has a line break in a cell; write the cell on one line"


def _header_faults(header: list[str], columns: list[str]) -> Iterator[tuple[int, str]]:
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    if missing:
        yield (
            1,
            f"lacks {', '.join(missing)} in the header; write the header as the schema lists it",
        )
    if extra:
        names = ", ".join(shown(name) for name in extra)
        yield 1, f"has {names} in the header, which the schema does not list; remove it"
    if not missing and not extra and header != columns:
        yield 1, f"has the header in another order than the schema; write {','.join(columns)}"


def _row_faults(
    lines: list[str], records: list[list[str]], width: int
) -> Iterator[tuple[int, str]]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerows(records)
    written = buffer.getvalue().split("\n")
    for number, (line, record) in enumerate(zip(lines, records, strict=True), 1):
        if not record:
            yield number, "is a blank line; delete it"
        elif len(record) != width:
            yield number, f"has {len(record)} cells instead of {width}; mend the commas"
        elif written[number - 1] != line:
            yield number, _MISQUOTED


def _problem(content: Content, line: int, message: str) -> Problem:
    return Problem(content.table.path, line, "", "", message)
