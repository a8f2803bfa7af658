"""What may lie in the place of a file of the package: links, pipes, sockets, folders, nothing."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

Plant = Callable[[Path], object]


def _link(to: str) -> Plant:
    return lambda path: (path.unlink(), path.symlink_to(to))


def _moved(path: Path) -> None:
    """The file itself elsewhere in its folder, and a link to it in its place."""
    beside = path.with_name(f"{path.name}.moved")
    path.rename(beside)
    path.symlink_to(beside.name)


def _socket(path: Path) -> None:
    path.unlink()
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket has room for 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _twice(path: Path) -> None:
    """A second name for the file, which is a plain file all the same."""
    os.link(path, path.parent.parent / f".{path.name}.twice")


def _huge(path: Path) -> None:
    """A file of 64 GB with nothing in it."""
    os.truncate(path, 64_000_000_000)


PLANTS: dict[str, Plant] = {
    "a link to the file": _moved,
    "a link to /dev/zero": _link("/dev/zero"),
    "a link to /dev/stdin": _link("/dev/stdin"),
    "a link to /etc/passwd": _link("/etc/passwd"),
    "a link to nothing": _link("nothing-there"),
    "a link to itself": lambda path: (path.unlink(), path.symlink_to(path.name)),
    "a named pipe": _pipe,
    "a socket": _socket,
    "a folder": _folder,
    "nothing": lambda path: path.unlink(),
    "an empty file": lambda path: path.write_bytes(b""),
    "a file of 64 GB": _huge,
    "a second name": _twice,
}


def put_back(path: Path, template: Path) -> None:
    """Removes what was planted and restores the file."""
    for each in (path, path.with_name(f"{path.name}.moved")):
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink(missing_ok=True)
    (path.parent.parent / f".{path.name}.twice").unlink(missing_ok=True)
    shutil.copy2(template, path)
