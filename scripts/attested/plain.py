"""Files of the package, read only where they are plain: no link, pipe, device or socket.

A link may lead out of the package, a pipe never answers, a device never ends; what is larger than
LIMIT is none of ours.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

LIMIT = 4_000_000_000
_FAULT = "no plain file of at most 4 GB"


class UnfitError(OSError):
    """What lies there is no plain file."""


def read(path: Path) -> bytes:
    """The bytes of a file of the package; raises UnfitError when it is no plain one."""
    with opened(path) as file:
        return file.read()


def opened(path: Path) -> BinaryIO:
    """A file of the package, open for reading; raises UnfitError when it is no plain one."""
    return os.fdopen(_opened(path, getattr(os, "O_NOFOLLOW", 0)), "rb")


def read_named(path: Path) -> bytes:
    """The bytes of a file that a person names, which may be a link to a plain one."""
    with os.fdopen(_opened(path, 0), "rb") as file:
        return file.read()


def _opened(path: Path, flags: int) -> int:
    """A descriptor of a plain file, had without waiting for the other end of a pipe."""
    flags |= os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise UnfitError(errno.EINVAL, _FAULT, str(path)) from error
        raise
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and found.st_size <= LIMIT:
        return descriptor
    os.close(descriptor)
    raise UnfitError(errno.EINVAL, _FAULT, str(path))
