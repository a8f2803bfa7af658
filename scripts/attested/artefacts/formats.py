"""The data files of a release: what each is, how it is written, and how it is read back."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from attested import files
from attested.artefacts import (
    geojson,
    package_zip,
    parquet,
    records,
    sqlite,
    workbook,
)
from attested.artefacts.content import Rows, csv_bytes, hash_of_rows
from attested.artefacts.flat_columns import NAME
from attested.artefacts.meta import Metadata
from attested.schema import Package
from attested.tables import Content

Reader = Callable[[Path, Package], Rows]
FLAT = f"{NAME}.csv"
RECORDS = "-json.zip"
PLACES = ".geojson"


@dataclass(frozen=True)
class Source:
    """What the data files are written from: the tables, the flat one, and a database of them."""

    package: Package
    contents: dict[str, Content]
    flat: Content
    connection: sqlite3.Connection
    metadata: Metadata

    @property
    def tables(self) -> list[Content]:
        """The flat table, then the tables of the contract in their order."""
        return [self.flat, *(self.contents[name] for name in self.package.tables)]

    @property
    def day(self) -> str:
        """The day of the release, ISO."""
        return self.metadata.date or ""


@dataclass(frozen=True)
class Format:
    """One data file: its name, what it is, and its writer.

    `hash` gives the content hash of a file, and `holds_all` says that it is over all tables;
    `is_fixed` says that the bytes depend on the tables alone, whatever the versions of libraries.
    """

    suffix: str
    title: str
    media_type: str
    write: Callable[[Path, Source], None]
    is_fixed: bool
    hash: Callable[[Path, Package], str] | None = None

    @property
    def holds_all(self) -> bool:
        """True for a file that holds all tables of the contract."""
        return self.hash is not None and self.suffix != PLACES

    def name(self, metadata: Metadata) -> str:
        """The name of the file; the flat file keeps its own in every release."""
        return self.suffix if self.suffix == FLAT else f"{metadata.stem}{self.suffix}"


def _hash_of(read: Reader) -> Callable[[Path, Package], str]:
    """The content hash from the rows that a reader gives."""
    return lambda path, package: hash_of_rows(package, read(path, package))


def _write_bytes(path: Path, data: bytes) -> None:
    with files.replacing(path) as temporary:
        temporary.write_bytes(data)


FORMATS = (
    Format(
        "-csv.zip",
        "Tables as CSV with codebook, coding rules and descriptor: a Data Package",
        "application/zip",
        lambda path, s: package_zip.write(path, s.package, s.tables, s.metadata),
        True,
        _hash_of(package_zip.read),
    ),
    Format(
        FLAT,
        "One row per incident, no joins needed",
        "text/csv",
        lambda path, s: _write_bytes(path, csv_bytes(s.flat.table, s.flat.rows)),
        True,
    ),
    Format(
        ".xlsx",
        "Workbook with a codebook and a sheet per table",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda path, s: workbook.write(path, s.package, s.tables, s.metadata),
        False,
        _hash_of(workbook.read),
    ),
    Format(
        ".db",
        "SQLite database with views that give the right counts",
        "application/vnd.sqlite3",
        lambda path, s: sqlite.write(path, s.package, s.contents, s.metadata),
        False,
        _hash_of(sqlite.read),
    ),
    Format(
        "-parquet.zip",
        "Tables as typed Parquet",
        "application/zip",
        lambda path, s: parquet.write(path, s.tables, s.metadata),
        False,
        _hash_of(parquet.read),
    ),
    Format(
        RECORDS,
        "Tables as typed JSON",
        "application/zip",
        lambda path, s: records.write(path, s.tables, s.day),
        True,
        _hash_of(records.read),
    ),
    Format(
        PLACES,
        "Places of incidents with how exactly they are known",
        "application/geo+json",
        lambda path, s: geojson.write(path, s.package, s.connection, s.metadata),
        True,
        lambda path, package: geojson.content_hash(path),
    ),
)
