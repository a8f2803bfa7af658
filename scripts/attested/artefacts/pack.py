"""The pack: every file of a release, written into one folder from checked tables.

A file that holds all tables is read back, and the pack fails when it gives other rows than it was
given. The same tables and the same release give the same bytes wherever they are written, but for
the formats that are not fixed; their content hash is the same.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from attested import database, ddl, files, views
from attested.artefacts import content, examine, flat, meta, sums, words
from attested.artefacts.formats import FORMATS, Format, Source
from attested.artefacts.linked import Distribution
from attested.artefacts.meta import Release
from attested.schema import Package
from attested.tables import Content


class PackError(Exception):
    """A file does not hold what was written into it, or says something that is not so."""


@dataclass(frozen=True)
class Artefact:
    """One file of a release.

    `content` is the content hash of the rows in a file that holds all tables, or of its features;
    None for a file of words. `is_fixed` says that the bytes, and so `sha256`, are the same wherever
    the release is built.
    """

    path: Path
    title: str
    media_type: str
    bytes: int
    sha256: str
    content: str | None = None
    is_fixed: bool = True

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def distribution(self) -> Distribution:
        """The file as a linked document names it: size and hash only where they are fixed."""
        size, found = (self.bytes, self.sha256) if self.is_fixed else (None, None)
        return Distribution(self.name, self.title, self.media_type, found, size, self.content)


def build(
    package: Package, contents: dict[str, Content], release: Release, folder: Path
) -> list[Artefact]:
    """Writes all artefacts of a release of checked tables into the folder and returns them.

    The last ones are SHA256SUMS and, when a key is named, its signature. Raises PackError when a
    file read back gives other rows or a wrong fact, and sums.SigningError when the key cannot sign.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hashes = content.table_hashes(package, contents)
    with closing(sqlite3.connect(":memory:")) as connection:
        _load(connection, package, contents)
        metadata = meta.of_package(package, contents, release)
        flattened = flat.content(package, connection)
        source = Source(package, contents, flattened, connection, metadata)
        data = [_written(form, source, content.set_hash(hashes), folder) for form in FORMATS]
    described = _described(source, data, hashes, folder)
    return [*data, *described, *_summed(folder, [*data, *described])]


def _load(connection: sqlite3.Connection, package: Package, contents: dict[str, Content]) -> None:
    database.load(connection, package, contents)
    for table in package.tables.values():
        for column in ddl.index_columns(table):
            name = ddl.quoted(f"{table.name}_{column}")
            place = f"{ddl.quoted(table.name)} ({ddl.quoted(column)})"
            connection.execute(f"CREATE INDEX {name} ON {place}")
    views.make(connection, package.root)


def _written(form: Format, source: Source, expected: str, folder: Path) -> Artefact:
    """One data file, read back where it holds all tables."""
    path = folder / form.name(source.metadata)
    form.write(path, source)
    found = form.hash(path, source.package) if form.hash else None
    if form.holds_all and found != expected:
        raise PackError(f"{path.name} gives back other rows than were written; do not publish")
    return _artefact(path, form.title, form.media_type, found, form.is_fixed)


def _described(
    source: Source, data: list[Artefact], hashes: dict[str, str], folder: Path
) -> list[Artefact]:
    """The files of words, which name the data files; examined by our own rules."""
    listed = [made.distribution for made in data]
    made = []
    for name, (title, media_type, text) in words.texts(source, listed, hashes).items():
        files.write_text(folder / name, text)
        made.append(_artefact(folder / name, title, media_type))
    tables = [each.table for each in source.tables]
    problems = examine.examine(folder, source.package, source.metadata, tables, listed, hashes)
    if problems:
        raise PackError("\n".join(map(str, problems)))
    return made


def _summed(folder: Path, made: list[Artefact]) -> Iterator[Artefact]:
    written = sums.write(folder, [artefact.path for artefact in made])
    yield _artefact(written, "SHA-256 of every other file", "text/plain", is_fixed=False)
    signature = sums.sign(written)
    if signature:
        title = "Signature of SHA256SUMS"
        yield _artefact(signature, title, "application/octet-stream", is_fixed=False)


def _artefact(
    path: Path, title: str, media_type: str, found: str | None = None, is_fixed: bool = True
) -> Artefact:
    size = path.stat().st_size
    return Artefact(path, title, media_type, size, sums.sha256(path), found, is_fixed)
