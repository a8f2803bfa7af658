"""The folder of Parquet as a whole: made from checked tables, and given its place when complete."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from attested import database, files, folders
from attested.artefacts import parquet_folder, sums
from attested.artefacts.meta import Metadata
from attested.schema import Package
from attested.tables import Content


def build(
    package: Package, contents: dict[str, Content], metadata: Metadata, folder: Path
) -> list[Path]:
    """The files of the folder, which takes the place of an older one once they are complete."""
    with folders.replacing_folder(folder) as staged:
        with _loaded(package, contents) as connection:
            parquet_folder.write(staged, connection, package, metadata)
        names = _names(staged)
        lines = (f"{sums.sha256(staged / name)}  {name}\n" for name in names)
        files.write_text(staged / sums.NAME, "".join(lines))
    return [folder / name for name in names]


def foreign(folder: Path) -> str | None:
    """A file in the folder that is none of such an output and would be lost; None without one."""
    listed = sums.names(folder)
    return next((name for name in _names(folder) if name not in listed), None)


def _names(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(path.relative_to(folder).as_posix() for path in paths)


@contextmanager
def _loaded(package: Package, contents: dict[str, Content]) -> Iterator[sqlite3.Connection]:
    """A database of the rows in a temporary file, as their number is not bounded."""
    with (
        tempfile.TemporaryDirectory(prefix="attested-parquet-") as name,
        closing(sqlite3.connect(Path(name) / "rows.db")) as connection,
    ):
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        database.load(connection, package, contents)
        connection.commit()
        yield connection
