"""Files of packed kinds, searched within: their raw bytes do not show what they hold.

Zip files (workbooks and wheels are such) are opened, those inside them too, and so are SQLite
files. Of any other packed kind nobody can say here that it is without a value.
"""

import html
import io
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import PurePosixPath

from attested.limits import limited

ZIPPED = frozenset({".docx", ".ods", ".whl", ".xlsx", ".zip"})
_OPAQUE = frozenset(
    {".7z", ".bz2", ".gz", ".parquet", ".pdf", ".rar", ".tgz", ".xls", ".xz", ".zst"}
)
_OPAQUE_STARTS = (
    b"%PDF",
    b"7z\xbc\xaf\x27\x1c",
    b"BZh",
    b"PAR1",
    b"Rar!",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",  # zstd
    b"\xd0\xcf\x11\xe0",  # an old or a locked workbook
    b"\xfd7zXZ",
)
_SQLITE = b"SQLite format 3\0"
_DEEPEST = 5
_MOST_MEMBERS = 10_000
_MOST_BYTES = 128_000_000  # of all that is unpacked from one file, whatever it claims
_DUMP_RATIO = 20  # of the text of a database to its file, at most
_TAG = re.compile(r"<[^<>]*>")


class Unsearchable(Exception):
    """A file, or one inside it, may hold anything; nobody can tell here."""


def is_packed(name: str, data: bytes) -> bool:
    """Whether a file must be opened to be searched, by its bytes or by its name."""
    return _is_zip(name, data) or data.startswith(_SQLITE) or _is_opaque(name, data)


class _Budget:
    """What may still be unpacked: a small file can hold a zip of zips without end."""

    def __init__(self) -> None:
        self.bytes, self.members = _MOST_BYTES, _MOST_MEMBERS

    def spend(self, size: int) -> None:
        """Takes a member off; raises Unsearchable when nothing is left."""
        self.bytes, self.members = self.bytes - size, self.members - 1
        if self.bytes < 0 or self.members < 0:
            raise _Spent


class _Spent(Unsearchable):
    """The budget is spent, so that no other member can be opened either."""


def holds(values: re.Pattern[str], name: str, data: bytes) -> bool:
    """Whether a file holds a value, on the outside or within; raises Unsearchable."""
    return _holds(values, name, data, 0, _Budget())


def _holds(values: re.Pattern[str], name: str, data: bytes, depth: int, budget: _Budget) -> bool:
    text = data.decode("utf-8", "replace")
    if values.search(text):
        return True
    if _is_zip(name, data):
        return _zip_holds(values, data, depth, budget)
    if data.startswith(_SQLITE):
        return _database_holds(values, data)
    if _is_opaque(name, data):
        raise Unsearchable
    return text.lstrip("\ufeff \n").startswith("<") and _markup_holds(values, text)


def _is_zip(name: str, data: bytes) -> bool:
    return (
        PurePosixPath(name.lower()).suffix in ZIPPED
        or data.startswith(b"PK\x03\x04")
        or zipfile.is_zipfile(io.BytesIO(data))
    )


def _is_opaque(name: str, data: bytes) -> bool:
    return PurePosixPath(name.lower()).suffix in _OPAQUE or data.startswith(_OPAQUE_STARTS)


def _zip_holds(values: re.Pattern[str], data: bytes, depth: int, budget: _Budget) -> bool:
    if depth == _DEEPEST:
        raise Unsearchable
    is_blind = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                try:
                    if _member_holds(values, archive, member, depth, budget):
                        return True
                except _Spent:
                    raise
                except Unsearchable:
                    is_blind = True  # the others may hold the value for certain
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unsearchable from error
    if is_blind:
        raise Unsearchable
    return False


def _member_holds(
    values: re.Pattern[str],
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    depth: int,
    budget: _Budget,
) -> bool:
    if values.search(member.filename):
        return True
    try:
        with archive.open(member) as file:
            data = file.read(budget.bytes + 1)
    except Exception as error:  # a damaged or locked member raises errors of many kinds
        raise Unsearchable from error
    budget.spend(len(data))
    return _holds(values, member.filename, data, depth + 1, budget)


def _markup_holds(values: re.Pattern[str], text: str) -> bool:
    """Looks past the tags: a workbook may cut a cell into runs, and write `&` as `&amp;`."""
    return any(values.search(html.unescape(_TAG.sub(gap, text))) for gap in ("", " "))


def _database_holds(values: re.Pattern[str], data: bytes) -> bool:
    """Looks into the rows: a long text stands on several pages of the file.

    A file whose pages point at one another, or whose views run on, has rows without end.
    """
    left = _DUMP_RATIO * len(data)
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            connection.execute("PRAGMA trusted_schema = OFF")
            with limited(connection):
                for statement in connection.iterdump():
                    if values.search(statement.replace("''", "'")):
                        return True
                    left -= len(statement)
                    if left < 0:
                        raise Unsearchable
    except (sqlite3.Error, MemoryError, OverflowError, ValueError) as error:
        raise Unsearchable from error
    return False
