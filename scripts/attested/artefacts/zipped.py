"""Zip files whose bytes depend on their members alone.

Members are stored, since every build of zlib may deflate to other bytes; they are sorted, bear the
day of the release as their time, and the rights 644, whatever clock and umask the machine has.
"""

import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attested import files

RIGHTS = 0o100644 << 16
UNIX = 3


def write(target: Path, members: Mapping[str, bytes], day: str) -> None:
    """Writes the members, by their paths in the archive, to a zip file dated `day` (ISO)."""
    with files.replacing(target) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for name in sorted(members):
            archive.writestr(entry(name, day), members[name])


def read(path: Path) -> dict[str, bytes]:
    """The members of a zip file by their paths; zipfile.BadZipFile when a checksum is wrong."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def entry(name: str, day: str, compression: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    """The header of a member."""
    moment = date.fromisoformat(day)
    info = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, 0, 0, 0))
    info.create_system, info.external_attr, info.compress_type = UNIX, RIGHTS, compression
    return info


def under(root: Path, paths: Iterable[Path]) -> dict[str, bytes]:
    """The bytes of files by their paths from `root`, ready to be members."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
