"""The exported folder: written whole or not at all, and never in the place of anything else."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from attested import folders
from attested.files import PARTIAL

SUMS = "SHA256SUMS"


class FolderError(Exception):
    """A folder cannot be exported to; the text says why and what to do."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """An empty folder that takes the place of the target once the block has ended well.

    It gets the hash of each of its files, by which it is known the next time. Raises FolderError
    for a target with a file that no export wrote, or that another export is writing.
    """
    refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged, old = (target.with_name(f".{target.name}.{kind}{PARTIAL}") for kind in ("new", "old"))
    try:
        with FileLock(target.with_name(f".{target.name}.export.lock"), timeout=0):
            folders.restore(target, old)
            folders.remove(staged)
            staged.mkdir()
            try:
                yield staged
                (staged / SUMS).write_text(_sums(staged), "utf-8", newline="")
                folders.take_place(staged, target, old)
            finally:
                folders.remove(staged)
    except Timeout as error:
        raise FolderError(f"{target}: another export is writing it; wait for its end") from error


def refuse_foreign(target: Path) -> None:
    """Raises FolderError for a folder with a file that no export wrote: it would be lost."""
    if target.exists() and not target.is_dir():
        raise FolderError(f"{target} is a file; name a folder")
    held = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    if foreign := sorted(held - _listed(target)):
        raise FolderError(
            f"{target} holds {foreign[0]}, which no export wrote; name another folder or move it"
        )


def files(folder: Path) -> list[Path]:
    """All files of a folder in the order of their paths."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _listed(folder: Path) -> set[str]:
    sums = folder / SUMS
    lines = sums.read_text("utf-8", "replace").splitlines() if sums.is_file() else []
    return {SUMS, *(line[66:] for line in lines)} if lines else set()


def _sums(folder: Path) -> str:
    """The lines that `sha256sum --check` reads."""
    hashes = ((hashlib.sha256(path.read_bytes()).hexdigest(), path) for path in files(folder))
    return "".join(f"{each}  {path.relative_to(folder).as_posix()}\n" for each, path in hashes)
