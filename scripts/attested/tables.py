"""Tables as files: CSV that is read as a stream, or refused with every fault of its form.

A small file is held as it was read; a large one is read again each time, and must be the same.
"""

import csv
import hashlib
import io
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from attested import plain
from attested.form import LINE_LIMIT, Form
from attested.problems import Problem
from attested.schema import Table

FILE_LIMIT = 4_000_000_000  # bytes
HELD = 4_000_000  # bytes of a file that is held in memory
BLOCK = 1 << 20
Cells = dict[str, str | None]


class ChangedError(Exception):
    """A file is not what it was when it was checked; the text says which, and what to do."""


def changed(path: str) -> ChangedError:
    """The error for a file that is not what it was."""
    return ChangedError(f"{path}: changed while it was read; run it again")


class Source(Protocol):
    """Where the bytes of a table stand."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def blocks(self) -> Iterator[bytes]:
        """The bytes in blocks of whole lines; only the last line may lack its end."""


@dataclass(frozen=True)
class Held:
    """Bytes in memory."""

    data: bytes

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.data)

    def blocks(self) -> Iterator[bytes]:
        """The bytes as one block."""
        yield self.data


@dataclass
class File:
    """A file that is too large to be held; `digest` is that of its first reading."""

    path: Path
    size: int
    digest: bytes | None = None

    def blocks(self) -> Iterator[bytes]:
        """The file in blocks; raises ChangedError when another reading gave other bytes."""
        digest, rest = hashlib.sha256(), b""
        with plain.opened(self.path) as file:
            while block := file.read(BLOCK):
                digest.update(block)
                end = block.rfind(b"\n") + 1
                if end:
                    yield rest + block[:end]
                rest = (b"" if end else rest) + block[end:]
                rest = rest[: LINE_LIMIT + 1]  # no more is kept of a line that is too long
        if rest:
            yield rest
        self._compare(digest.digest())

    def _compare(self, digest: bytes) -> None:
        if self.digest not in (None, digest):
            raise changed(self.path.name)
        self.digest = digest


class Content:
    """What a table's file holds: rows as dicts of cells (None for an empty one), and problems.

    Row number n, counted from 0, stands on line n + 2. `count` is known once the file was read.
    """

    def __init__(
        self, table: Table, rows: list[Cells] | None = None, source: Source | None = None
    ) -> None:
        self.table = table
        self.source = source
        self.problems: list[Problem] = []
        self.count = len(rows or [])
        if source is None:
            self.rows = rows or []

    @property
    def size(self) -> int:
        """The bytes of its file."""
        return self.source.size if self.source else 0

    @cached_property
    def rows(self) -> list[Cells]:
        """The rows, all in memory from the first time they are asked for."""
        if self.problems:
            return []
        return [cells_of(self.table, record) for record in self.records()]

    def records(self) -> Iterator[list[str]]:
        """The rows as lists of cells ("" for an empty one), one after another."""
        if self.source is None or "rows" in self.__dict__:
            return ([row[name] or "" for name in self.table.columns] for row in self.rows)
        lines = chain.from_iterable(map(_text_lines, self.source.blocks()))
        return self._parsed(islice(lines, 1, None))

    def rows_on(self, lines: Iterable[int]) -> dict[int, Cells]:
        """The rows on some lines, in the order of the lines; no other row is parsed."""
        wanted = sorted(set(lines))
        if not wanted:
            return {}
        if self.source is None or "rows" in self.__dict__:
            return {line: self.rows[line - 2] for line in wanted}
        found: dict[int, Cells] = {}
        first = 1
        for block in self.source.blocks():
            after = first + block.count(b"\n") + (not block.endswith(b"\n"))
            here = wanted[bisect_left(wanted, first) : bisect_left(wanted, after)]
            own = block.split(b"\n") if here else []
            records = self._parsed(own[line - first].decode() for line in here)
            found |= {
                line: cells_of(self.table, record)
                for line, record in zip(here, records, strict=True)
            }
            first = after
        return found

    def _parsed(self, lines: Iterable[str]) -> Iterator[list[str]]:
        records = csv.reader(lines, strict=True)
        return self._unchanged(records) if isinstance(self.source, File) else records

    def _unchanged(self, records: Iterator[list[str]]) -> Iterator[list[str]]:
        """The records of a file whose form was right; ChangedError when it no longer is."""
        try:
            for record in records:
                if len(record) != len(self.table.columns):
                    break
                yield record
            else:
                return
        except (UnicodeDecodeError, csv.Error) as error:
            raise changed(self.table.path) from error
        raise changed(self.table.path)

    def line_of(self, row_id: str) -> int:
        """Line of the first row with that id, 1 when there is none."""
        return self._lines.get(row_id, 1)

    @cached_property
    def _lines(self) -> dict[str | None, int]:
        numbered = reversed(list(enumerate(self.rows)))
        return {row["id"]: number + 2 for number, row in numbered}


def opened(root: Path, table: Table) -> Content:
    """The content of a table's file, not yet looked at; with a problem if it cannot be read."""
    path = root / table.path
    try:
        fault = _file_fault(path)
        if fault is None:
            size = path.stat().st_size
            source = Held(plain.read(path)) if size <= HELD else File(path, size)
            return Content(table, source=source)
    except OSError as error:
        fault = f"cannot be read ({error.strerror}); mend it"
    unread = Content(table)
    unread.problems.append(Problem(table.path, 0, "", "", fault))
    return unread


def read(root: Path, table: Table) -> Content:
    """The content of a table's file; `rows` is empty when its form has a problem."""
    return _formed(opened(root, table))


def parse(table: Table, data: bytes) -> Content:
    """The content of a table's bytes, as `read` gives that of its file."""
    return _formed(Content(table, source=Held(data)))


def _formed(content: Content) -> Content:
    if content.source is not None:
        form = Form(content.table.columns)
        for first, lines in numbered_lines(content.source, form):
            content.count += len(lines)
            for place in range(len(lines)):
                form.record(first + place, lines, place)
        content.problems += form_problems(content.table, form)
    return content


def numbered_lines(source: Source, form: Form) -> Iterator[tuple[int, list[bytes]]]:
    """The lines after the header, a block at a time, with the number of the block's first line.

    What is wrong with the header, the end and the length of lines is noted in the form.
    """
    number = 1
    for block in source.blocks():
        lines = block.split(b"\n")
        if lines[-1]:
            form.unended(number + len(lines) - 1)
        else:
            lines.pop()
        if max(map(len, lines), default=0) > LINE_LIMIT:
            _note_long(form, number, lines)
        if number == 1 and lines:
            form.header(lines)
            yield 2, lines[1:]
        else:
            yield number, lines
        number += len(lines)
    if number == 1:
        form.empty()


def _note_long(form: Form, first: int, lines: list[bytes]) -> None:
    for number, line in enumerate(lines, first):
        if len(line) > LINE_LIMIT:
            form.long(number)


def _text_lines(block: bytes) -> list[str]:
    lines = block.decode().split("\n")
    return lines if lines[-1] else lines[:-1]


def form_problems(table: Table, form: Form) -> list[Problem]:
    """The faults of a form as problems of the table's file."""
    return [Problem(table.path, line, "", "", message) for line, message in form.faults()]


def write_rows(columns: list[str], rows: list[Cells]) -> str:
    """The canonical CSV text of rows: header first, one line each, LF, minimal quotes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] or "" for column in columns] for row in rows)
    return buffer.getvalue()


def cells_of(table: Table, record: list[str]) -> Cells:
    """A record as a dict of cells."""
    return {name: cell or None for name, cell in zip(table.columns, record, strict=True)}


def _file_fault(path: Path) -> str | None:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return "is no plain file; put the table itself there"
    if not path.exists():
        return "is missing; restore it"
    return "is larger than 4 GB; split the table" if path.stat().st_size > FILE_LIMIT else None
