"""What was built, deleted: any of it may hold a value that is to go, and all can be made anew.

Nothing is asked of a file but its place and name. A packed file does not show what it holds, and
an output of a version that lacked the value in one row may have it in another.
"""

from collections import Counter
from pathlib import Path

from attested import files as writing
from attested import package
from attested.protected import files_under

_BUILT = frozenset(
    {".csv", ".db", ".duckdb", ".geojson", ".parquet", ".sqlite", ".whl", ".xlsx", ".zip"}
)
_BESIDE = ("-journal", "-shm", "-wal")  # what SQLite writes next to a database
# Of these three each tells a hash of the data, which would prove a guess of the value.
_MARKS = frozenset({"SHA256SUMS", "content-hashes.json", "inspect-data.json"})


def remove(root: Path) -> list[str]:
    """Deletes what was built in build/ and says so, a line for each folder.

    The state of deposits, locks and environments of tests stay: they are no outputs.
    """
    build = package.build_folder(root)
    found = [path for path in files_under(build) if _is_output(path, build)]
    # What marks a folder goes last, so that a run after a killed one still knows the others.
    for path in sorted(found, key=lambda path: path.name in _MARKS):
        path.unlink()
    counts = Counter(path.parent for path in found)
    _remove_empty([*counts], build)
    return [_told(folder, number, build) for folder, number in counts.items()]


def _is_output(path: Path, build: Path) -> bool:
    names = path.relative_to(build).parts
    return (
        path.suffix.lower() in _BUILT
        or path.name.endswith(_BESIDE)
        or any(name.endswith(writing.PARTIAL) for name in names)  # of a run that was killed
        or _is_marked(path.parent)
    )


def _is_marked(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _MARKS)


def _remove_empty(folders: list[Path], build: Path) -> None:
    for folder in folders:
        while folder != build and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _told(folder: Path, number: int, build: Path) -> str:
    files = "1 file" if number == 1 else f"{number} files"
    place = folder.relative_to(build.parent).as_posix()
    return f"{place}: deleted {files} that may hold the value; build them anew"
