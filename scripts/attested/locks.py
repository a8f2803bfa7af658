"""Locks that leave no file behind: the system frees them when their process ends or is killed."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class BusyError(Exception):
    """Another process holds the lock."""


@contextmanager
def folder_held(folder: Path, wait: bool) -> Iterator[None]:
    """Keeps other processes that ask for the same folder away while the block runs.

    Raises BusyError when one of them holds it and it is not to be waited for. Where a system keeps
    no locks on folders, nobody is kept away.
    """
    if os.name != "posix":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if not is_had(descriptor, wait):
            raise BusyError(str(folder))
        yield
    finally:
        os.close(descriptor)


def is_had(descriptor: int, wait: bool = False) -> bool:
    """Whether the lock of an open file or folder could be had; true where none are kept."""
    if sys.platform != "win32":
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            return True
    return True
