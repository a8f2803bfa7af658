"""Files written whole or not at all, whoever is killed, and whatever disk is full."""

import errno
import glob
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from attested import locks

PARTIAL = ".partial"
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
}
_RESULT = 0xFF  # of an extended result code of SQLite, the bits that say what kind it is


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary path beside the target that takes its place once the block has ended well.

    What the system refuses, also to SQLite, is an OSError that names the target.
    """
    with naming(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_partial(target)
        descriptor, temporary = _temporary(target)
        try:
            yield temporary
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(target)
            sync_folder(target.parent)
        finally:
            os.close(descriptor)
            temporary.unlink(missing_ok=True)


@contextmanager
def companion(temporary: Path) -> Iterator[Path]:
    """Another temporary path beside one of a target; it is gone after the block, or when what
    killed writers left behind is removed."""
    stem = temporary.name.removesuffix(PARTIAL)
    descriptor, name = tempfile.mkstemp(PARTIAL, f"{stem}-", temporary.parent)
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def remove_partial(target: Path) -> None:
    """Removes what killed writers of the target left behind; one at work keeps its file."""
    for name in target.parent.glob(f".{glob.escape(target.name)}.*{PARTIAL}"):
        if _is_abandoned(name):
            name.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Writes the text as UTF-8 with LF line ends."""
    with replacing(target) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def sync_folder(folder: Path) -> None:
    """Has the names in a folder written to the disk, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def naming(target: Path) -> Iterator[None]:
    """The block with its errors of the system, also those that SQLite tells, naming the target."""
    try:
        yield
    except sqlite3.OperationalError as error:
        number = _OF_SQLITE.get(error.sqlite_errorcode & _RESULT)
        if number is None:
            raise
        raise OSError(number, os.strerror(number), str(target)) from error
    except OSError as error:
        if error.filename is None or str(error.filename).endswith(PARTIAL):
            error.filename = str(target)
        raise


def _temporary(target: Path) -> tuple[int, Path]:
    """A new file beside the target, and a descriptor that holds its lock until it is closed."""
    while True:
        descriptor, name = tempfile.mkstemp(PARTIAL, f".{target.name}.", target.parent)
        if locks.is_had(descriptor) and os.fstat(descriptor).st_nlink:
            return descriptor, Path(name)
        os.close(descriptor)  # another run took it for abandoned before it was locked


def _is_abandoned(path: Path) -> bool:
    """Whether no process holds the lock of a temporary file, as the system frees it at a death."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        try:
            return locks.is_had(descriptor)
        finally:
            os.close(descriptor)
    return path.is_symlink()
