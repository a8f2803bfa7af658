"""The check of tables that are too large to be held: streams, a scratch file, two processes.

While one process reads the files and asks the models, another loads the rows; then both ask the
rules, each taking the next one. Peak memory does not depend on the number of rows.
"""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attested import cells, functions, processes, rules, scan, scratch
from attested.problems import Problem
from attested.progress import Progress
from attested.released import is_released
from attested.rules import Rule, Timed
from attested.scan import Findings
from attested.schema import Package
from attested.tables import Content, File, changed

SIZE = 32_000_000  # bytes of all tables from which on a check is large
Digests = dict[str, bytes | None]


def size_of(contents: dict[str, Content]) -> int:
    """The bytes of all tables."""
    return sum(content.size for content in contents.values())


def is_possible(package: Package) -> bool:
    """Whether another process can be given the contract; that of an old release, only by a fork."""
    return multiprocessing.get_start_method() == "fork" or not is_released(package.root)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for the scratch file, in the system's place for temporary files."""
    with TemporaryDirectory(prefix="attested-") as name:
        yield Path(name)


def read_and_load(
    path: Path,
    package: Package,
    contents: dict[str, Content],
    progress: Progress,
) -> dict[str, Findings]:
    """What is found in the cells, the scratch database being made meanwhile.

    Raises sqlite3.Error when the contract makes none, ChangedError when a file is not what it was.
    """
    with processes.started(_load, path, package, contents) as loading:
        findings = {}
        for name, content in contents.items():
            findings[name] = scan.scan(content, lambda done: progress.add(done, size_of(contents)))
        progress.end()
        if not any(content.problems for content in contents.values()):
            _compare(contents, loading.result())
    return findings


def _load(path: Path, package: Package, contents: dict[str, Content]) -> Digests:
    with closing(sqlite3.connect(path)) as connection:
        scratch.fill(connection, package, contents)
    return _digests(contents)


def _digests(contents: dict[str, Content]) -> Digests:
    return {n: c.source.digest for n, c in contents.items() if isinstance(c.source, File)}


def _compare(contents: dict[str, Content], loaded: Digests) -> None:
    for name, digest in _digests(contents).items():
        if loaded[name] != digest:
            raise changed(contents[name].table.path)


def cell_faults(
    path: Path, package: Package, contents: dict[str, Content], findings: dict[str, Findings]
) -> list[Problem]:
    """Problems of the cells and keys."""
    with closing(_opened(path)) as connection:
        return cells.faults(connection, package, contents, findings)


def ask(
    path: Path,
    package: Package,
    contents: dict[str, Content],
    listed: list[Rule],
    progress: Progress,
) -> list[Timed]:
    """What the rules find, and how long each took, asked in two processes."""
    ordered = sorted(listed, key=lambda rule: not functions.is_needed(rule.sql))
    with closing(sqlite3.connect(path)) as connection:
        scratch.add_roots(connection, listed)
    seconds = rules.patience(size_of(contents))
    turn = multiprocessing.Value("i", 0)
    with processes.started(_ask, path, package, ordered, seconds, turn) as other:
        found = _ask(path, package, ordered, seconds, turn, progress)
        progress.end()
        return found + other.result()


def _ask(
    path: Path,
    package: Package,
    listed: list[Rule],
    seconds: float,
    turn: Any,
    progress: Progress | None = None,
) -> list[Timed]:
    found = []
    with closing(_opened(path)) as connection:
        functions.register(connection, package)
        while (place := _next(turn)) < len(listed):
            found.append(rules.timed(connection, listed[place], package, seconds))
            if progress:
                progress.add(place + 1 - progress.done, len(listed))
    return found


def _next(turn: Any) -> int:
    with turn.get_lock():
        turn.value += 1
        return int(turn.value) - 1


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    connection.execute(f"PRAGMA cache_size = -{scratch.CACHE}")
    return connection
