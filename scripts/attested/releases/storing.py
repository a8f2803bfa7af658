"""The folder of the history on disk: written whole, left in order, mended after a killed run."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attested import files as writing
from attested import folders, locks, plain
from attested.releases import changelog, history, manifest
from attested.releases.changes import HistoryError

STAGED = f"data/.releases{writing.PARTIAL}"
_OLD = f"data/.releases.old{writing.PARTIAL}"


@contextmanager
def held(root: Path) -> Iterator[None]:
    """Keeps a second release, redaction or deposit away from the history while the block runs.

    Raises HistoryError when one is running. The system frees the lock of a killed one.
    """
    try:
        with locks.folder_held(root / "data", wait=False):
            yield
    except locks.BusyError as error:
        message = f"{history.RELEASES}: another release, redaction or deposit is running"
        raise HistoryError(f"{message}; wait for its end") from error


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """A place for a folder that is written in the block; what did not get its name is removed."""
    folders.remove(folder)
    try:
        yield folder
    finally:
        folders.remove(folder)


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Writes files by their paths under a folder."""
    for path, data in files.items():
        with writing.replacing(folder / path) as temporary:
            temporary.write_bytes(data)


def finish(root: Path) -> None:
    """Leaves tables with the newest release only, and writes the changelog and the hashes anew.

    The hashes come last: they say that a release is whole.
    """
    clear(root)
    known = history.versions(root)
    for version in known[:-1]:
        shutil.rmtree(root / history.RELEASES / version / "data", ignore_errors=True)
    writing.write_text(root / changelog.PATH, changelog.changelog(root))
    digests = {version: manifest.digest(root, version) for version in known}
    with writing.replacing(root / manifest.SUMS) as temporary:
        temporary.write_bytes(manifest.sums(digests))


def unfinished(root: Path) -> str | None:
    """The newest version when its recording was cut off before `finish`, else None.

    It must follow those before it, and they must have the hashes on record.
    """
    known = history.versions(root)
    path = root / manifest.SUMS
    digests = {version: manifest.digest(root, version) for version in known[:-1]}
    recorded = plain.read(path) if path.is_file() else b""
    if not known or recorded != manifest.sums(digests):
        return None
    before = digests[known[-2]] if digests else None
    return known[-1] if manifest.read(root, known[-1]).previous == before else None


def exchange(root: Path) -> None:
    """Puts a whole history written to STAGED in the place of the present one."""
    folders.take_place(root / STAGED, root / history.RELEASES, root / _OLD)


def clear(root: Path) -> None:
    """Removes what killed runs left half-written, and ends an exchange that was cut off."""
    place, staged, old = root / history.RELEASES, root / STAGED, root / _OLD
    if old.exists() and not place.exists():
        (staged if staged.exists() else old).rename(place)
    writing.remove_partial(root / changelog.PATH)
    for path in (staged, old, *place.glob(f".*{writing.PARTIAL}")):
        folders.remove(path)
