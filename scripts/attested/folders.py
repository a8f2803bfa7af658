"""Folders written whole or not at all, each taking the place of the one before in one step."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attested import locks
from attested.files import PARTIAL, naming, sync_folder

_HERE = -100  # AT_FDCWD of fcntl.h: paths are taken from the folder one is in
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """An empty folder beside the target that takes its place once the block has ended well.

    A second writer in the same folder waits.
    """
    staged, old = (target.with_name(f".{target.name}{kind}{PARTIAL}") for kind in ("", ".old"))
    with naming(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with locks.folder_held(target.parent, wait=True):
            restore(target, old)
            remove(staged)
            staged.mkdir()
            try:
                yield staged
                take_place(staged, target, old)
            finally:
                remove(staged)


def take_place(staged: Path, target: Path, old: Path) -> None:
    """Gives the staged folder the name of the target, and removes what had it.

    Where the system can exchange two names at once, the target is never gone; elsewhere it is for
    the moment between two renames, after which `restore` brings it back.
    """
    if not os.path.lexists(target):
        staged.rename(target)
    elif exchanged(staged, target):
        remove(staged)
    else:
        target.rename(old)
        try:
            staged.rename(target)
        except OSError:
            old.rename(target)
            raise
        remove(old)
    sync_folder(target.parent)


def restore(target: Path, old: Path) -> None:
    """Ends an exchange that was cut off: the old folder comes back, or goes where it has lost."""
    if old.is_dir() and not target.exists():
        old.rename(target)
    remove(old)


def remove(path: Path) -> None:
    """Removes a folder, or a file or link in its place, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def exchanged(one: Path, other: Path) -> bool:
    """Exchanges the names of two paths at once; false where the system or its disk cannot."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    if renameat2 is None:
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(renameat2(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) == 0)
