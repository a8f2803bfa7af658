"""Zip files whose bytes depend on their members alone.

Members are stored, since every build of zlib may deflate to other bytes; they are sorted, bear the
day of the release as their time, and the rights 644, whatever clock and umask the machine has.
"""

import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any

from attested import files, plain

RIGHTS = 0o100644 << 16
UNIX = 3
FIRST, LAST = date(1980, 1, 1), date(2107, 12, 31)


class Undated(zipfile.ZipFile):
    """An archive for a library that dates its members by the clock, which may be out of range."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False)

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Writes a member; one that is given by its name is of the first day there is."""
        if isinstance(zinfo_or_arcname, str):
            zinfo_or_arcname = entry(zinfo_or_arcname, FIRST.isoformat(), zipfile.ZIP_DEFLATED)
        super().writestr(zinfo_or_arcname, data, compress_type, compresslevel)


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
    """The header of a member; a day that a zip file cannot hold becomes the nearest it can."""
    moment = min(max(date.fromisoformat(day), FIRST), LAST)
    info = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, 0, 0, 0))
    info.create_system, info.external_attr, info.compress_type = UNIX, RIGHTS, compression
    return info


def under(root: Path, paths: Iterable[Path]) -> dict[str, bytes]:
    """The bytes of files by their paths from `root`, ready to be members."""
    return {path.relative_to(root).as_posix(): plain.read(path) for path in paths}
