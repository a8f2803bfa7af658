"""Writes the pages of a version into a folder."""

import os
import sqlite3
import tempfile
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from attested.portal.export import beside, crawl, folder, plan, pool
from attested.portal.export.asking import Asking, ExportError, Found
from attested.portal.export.crawl import Book
from attested.portal.export.layout import file_of
from attested.portal.export.naming import Naming
from attested.portal.export.scope import Scope
from attested.portal.mounts import Mount
from attested.portal.options import Options
from attested.progress import Progress
from attested.releases import manifest


@dataclass(frozen=True)
class Exported:
    """What was written: pages, all files, and their bytes."""

    pages: int
    files: int
    bytes: int


@dataclass(frozen=True)
class _Plan:
    """What is exported of a version: the addresses to begin with, and the tables in JSON."""

    needed: frozenset[str]
    hoped: frozenset[str]
    tables: dict[str, bytes]


def first(mounts: list[Mount], version: str | None) -> list[Mount]:
    """The versions with the wanted one in front; raises ExportError when it is not served."""
    found = [mount for mount in mounts if version in (None, mount.version)]
    if not found:
        names = ", ".join(mount.version for mount in mounts)
        raise ExportError(f"{version} is not among the releases that are served: {names}")
    return [found[0], *(mount for mount in mounts if mount is not found[0])]


def export(mounts: Sequence[Mount], options: Options, target: Path) -> Exported:
    """Writes the pages of the first version into the folder and returns what was written.

    Raises FolderError when the folder cannot be written, ExportError when a page is not there.
    """
    scope = Scope(mounts[0].version, bool(options.origin))
    with tempfile.TemporaryDirectory(prefix="attested-") as own, folder.replacing(target) as staged:
        try:
            _write(list(mounts), options, scope, Path(own), staged)
        except BrokenProcessPool as error:
            raise ExportError("a process that wrote pages was ended; try again") from error
    written = folder.files(target)
    pages = sum(path.suffix == ".html" for path in written)
    return Exported(pages, len(written), sum(path.stat().st_size for path in written))


def _write(mounts: list[Mount], options: Options, scope: Scope, own: Path, staged: Path) -> None:
    planned = _planned(mounts, options, own)
    found = _asked(planned, mounts, options, scope, own, staged)
    for address, content in planned.tables.items():
        (staged / file_of(address, False)).write_bytes(content)
    files = crawl.book(found) | {each: file_of(each, False) for each in planned.tables}
    pages = sorted((each.address, str(each.file)) for each in found.values() if each.is_page)
    _name_links(scope, files, staged, pages)
    (staged / "404.html").write_text(beside.lost(scope.version, options.origin), "utf-8")
    if options.origin:
        sitemap = beside.sitemap((file for _, file in pages), options.origin)
        (staged / "sitemap.xml").write_text(sitemap, "utf-8")


def _planned(mounts: list[Mount], options: Options, own: Path) -> _Plan:
    asking = Asking(mounts, options, own)
    served = asking.site.versions[mounts[0].version]
    with closing(sqlite3.connect(mounts[0].database)) as connection:
        names = plan.tables(served, connection)
        whole = {served.at(f"{n}.json"): beside.table(served, connection, n) for n in names}
        needed = frozenset(plan.needed(served, names, connection))
        return _Plan(needed, frozenset(plan.hoped(served, connection)), whole)


def _asked(
    planned: _Plan,
    mounts: list[Mount],
    options: Options,
    scope: Scope,
    own: Path,
    staged: Path,
) -> dict[str, Found]:
    """What every address gave, written but with the links of the portal."""
    progress = Progress("asked")
    with pool.shared(_start_asking, mounts, options, scope, own, staged) as run:
        begin = planned.needed | {each for each in planned.hoped if scope.normal(each, "/")}
        found = crawl.crawl(run, begin, planned.tables, progress)
    progress.end()
    if gaps := sorted(each for each in planned.needed if not found[each].file):
        raise ExportError(f"the portal has nothing at {gaps[0]}; report it")
    return found


def _name_links(scope: Scope, files: Book, staged: Path, pages: Sequence[tuple[str, str]]) -> None:
    progress = Progress("links named")
    with pool.shared(_start_naming, scope, files, staged) as run:
        for share in run(pages):
            progress.add(len(share), len(pages))
    progress.end()


def _start_asking(
    mounts: list[Mount], options: Options, scope: Scope, own: Path, staged: Path
) -> pool.Work:
    # What tells its own time tells that of the release, so that two exports are the same.
    released = date.fromisoformat(manifest.read(options.folder, scope.version).date)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(released, time(), UTC).timestamp()))
    beside_others = own / str(os.getpid())
    beside_others.mkdir()
    asking = Asking(mounts, options, beside_others)
    return lambda addresses: asking.write(addresses, scope, staged)


def _start_naming(scope: Scope, files: Book, staged: Path) -> pool.Work:
    naming = Naming(scope, files, staged)
    return naming.rewrite
