"""Disks that are small, full or not to be written: file systems in memory, mounted for a block."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILLER = ".filler"


def can_mount() -> bool:
    """Whether this process may mount file systems."""
    return os.name == "posix" and os.geteuid() == 0 and _mounts()


def _mounts() -> bool:
    probe = Path("/proc/self/mounts")
    return probe.is_file() and subprocess.run(["mount", "--version"], check=False).returncode == 0


@contextmanager
def disk(place: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes at the place, gone after the block."""
    place.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},nr_inodes=20000", "attested", place]
    subprocess.run(command, check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def leave(place: Path, free: int) -> None:
    """Fills the disk but for so many bytes, in whole pages."""
    filler = place / FILLER
    filler.unlink(missing_ok=True)
    state = os.statvfs(place)
    with filler.open("wb") as file:
        left = max(state.f_bavail * state.f_frsize - free, 0)
        os.posix_fallocate(file.fileno(), 0, left or 1)


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """The disk at the place, not to be written while the block runs."""
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", place], check=True)
