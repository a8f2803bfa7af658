"""The folders that cases are tried in: a package of invented rows, and one with three releases."""

import gzip
import io
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import conftest
import histories
from attested import check, database, functions, views
from attested.check import Result

TEXT = Path(__file__).parents[1] / "sample/texts/A000001.txt"


@dataclass
class Grounds:
    """A folder of its own for one process; nobody else writes there."""

    folder: Path

    def __post_init__(self) -> None:
        """Makes the folder, and one for temporary files, where everything left behind is seen."""
        self.temporary.mkdir(parents=True)
        tempfile.tempdir = str(self.temporary)

    @property
    def temporary(self) -> Path:
        """Where temporary files are written."""
        return self.folder / "temporary"

    @cached_property
    def package(self) -> Path:
        """The sample package."""
        target = self.folder / "package"
        target.mkdir()
        return conftest.make_sample(target)

    @cached_property
    def history(self) -> Path:
        """The sample package with three releases."""
        target = Path(shutil.copytree(self.package, self.folder / "history"))
        histories.make(target)
        return target

    @cached_property
    def result(self) -> Result:
        """The checked sample."""
        found = check.check(self.package)
        assert not found.problems, found.problems
        return found

    @cached_property
    def desk(self) -> Path:
        """An empty folder for single files."""
        target = self.folder / "desk"
        target.mkdir()
        return target

    @cached_property
    def connection(self) -> sqlite3.Connection:
        """A database in memory of the sample, with views and functions."""
        made = sqlite3.connect(":memory:")
        assert self.result.package
        database.load(made, self.result.package, self.result.contents)
        functions.register(made, self.result.package)
        for view in views.read(self.package):
            made.execute(view.create_statement)
        return made

    @contextmanager
    def instead(self, path: Path, data: bytes) -> Iterator[None]:
        """The file with other bytes, for the time of the block."""
        whole = path.read_bytes() if path.exists() else None
        path.write_bytes(data)
        try:
            yield
        finally:
            path.unlink(missing_ok=True) if whole is None else path.write_bytes(whole)

    def left_behind(self) -> list[str]:
        """Files that a case left where temporary files are written, or beside what it read."""
        found = [*self.temporary.iterdir(), *self.folder.rglob("*.partial")]
        return sorted(str(path) for path in found)


def warc(packed: bool) -> bytes:
    """An archive with two pages, the second sent packed, and a record that is no page."""
    told = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    frogs = b"<p>Two frogs.<p>They left."
    pond = gzip.compress(b"<h1>A pond</h1>dries", mtime=0)
    records = [
        _record(b"warcinfo", b"software: frogs\r\n"),
        _record(b"response", told + b"\r\n" + frogs),
        _record(b"response", told + b"Content-Encoding: gzip\r\n\r\n" + pond),
    ]
    return b"".join(gzip.compress(r, mtime=0) if packed else r for r in records)


def _record(kind: bytes, block: bytes) -> bytes:
    head = (
        b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        b"WARC-Target-URI: https://pond.example/\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    )
    return head % (kind, len(block)) + block + b"\r\n\r\n"


def zipped(**members: bytes) -> bytes:
    """A deflated zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def small_database() -> bytes:
    """A SQLite file with two tables, a view and a trigger."""
    with sqlite3.connect(":memory:") as made:
        made.executescript(
            "CREATE TABLE a (id TEXT PRIMARY KEY, note TEXT); CREATE TABLE b (id, a);"
            "CREATE VIEW v AS SELECT * FROM a JOIN b ON b.a = a.id;"
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END;"
        )
        made.executemany("INSERT INTO a VALUES (?, ?)", [(f"A{n}", "frog " * n) for n in range(60)])
        return made.serialize()
