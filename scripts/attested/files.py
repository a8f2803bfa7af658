"""Files written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTIAL = ".partial"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A temporary path beside the target that takes its place once the block has ended well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(PARTIAL, f".{target.name}.", target.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
        _sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """An empty folder beside the target that takes its place once the block has ended well."""
    staged = target.with_name(f".{target.name}{PARTIAL}")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        yield staged
        shutil.rmtree(target, ignore_errors=True)
        staged.rename(target)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def remove_partial(target: Path) -> None:
    """Removes what killed writers of the target left behind; nobody else may be writing it now."""
    for leftover in target.parent.glob(f".{target.name}.*{PARTIAL}"):
        leftover.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Writes the text as UTF-8 with LF line ends."""
    with replacing(target) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
