"""The check of tables that are too large to be held: streams, scratch files, two processes.

Each process reads half of the tables and loads them into a file of its own. What spans the tables
is made in a third file while the keys are asked; then both ask the rules, each taking the next
one, of the three files together. Peak memory does not depend on the number of rows.
"""

import multiprocessing
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from attested import cells, contract_sql, functions, halves, processes, rules, scan, scratch
from attested.cells import Keys
from attested.halves import Contents
from attested.problems import Problem
from attested.progress import Progress, Tally, Told
from attested.rules import Rule, Timed
from attested.scan import Findings
from attested.schema import Package, Table
from attested.tables import File

OURS, THEIRS, JOINT = "ours", "theirs", "joint"
Digests = dict[str, bytes | None]
T = TypeVar("T")


@dataclass
class _Half:
    """What the process that read some of the tables tells of them."""

    findings: dict[str, Findings]
    counts: dict[str, int]
    problems: dict[str, list[Problem]]
    digests: Digests


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for the scratch files, in the system's place for temporary files."""
    with TemporaryDirectory(prefix="attested-") as name:
        yield Path(name)


def read(
    place: Path, package: Package, contents: Contents, progress: Progress
) -> dict[str, Findings]:
    """What is found in the cells; where the form is right, the rows are in files of the folder.

    Raises sqlite3.Error when the contract makes none, ChangedError when a file is not what it was.
    """
    ours, theirs = halves.parted(package, contents)
    tally = Tally()
    with processes.started(_read_half, place / THEIRS, package, theirs, tally.add) as reading:
        told = tally.told(progress, halves.size_of(contents))
        half = _read_half(place / OURS, package, ours, told)
        progress.end()
        far = reading.result()
    for name, content in theirs.items():
        content.count, content.problems = far.counts[name], far.problems[name]
        if isinstance(content.source, File):
            content.source.digest = far.digests[name]
    return half.findings | far.findings


def _read_half(path: Path, package: Package, contents: Contents, told: Told) -> _Half:
    """Reads tables and, where their form is right, loads them."""
    findings = {name: scan.scan(content, told) for name, content in contents.items()}
    with closing(sqlite3.connect(path)) as connection:
        if not any(content.problems for content in contents.values()):
            scratch.load(connection, package, contents)
    return _Half(
        findings,
        {name: content.count for name, content in contents.items()},
        {name: content.problems for name, content in contents.items()},
        {n: c.source.digest for n, c in contents.items() if isinstance(c.source, File)},
    )


def cell_faults(
    place: Path, package: Package, contents: Contents, findings: dict[str, Findings]
) -> list[Problem]:
    """Problems of the cells and keys, of which each process asks some."""
    asked = place, [*package.tables.values()], findings
    with processes.started(_of_keys, cells.unsound_keys, *asked) as asking:
        with closing(_opened(place, "rwc")) as connection:
            scratch.prepare(connection)
            contract_sql.add_tables(connection, package)
            scratch.add_row_ids(connection, package)
            connection.commit()
        told = _of_keys(cells.key_faults, *asked)
        said = Keys(asking.result(), told)
    with closing(_opened(place)) as connection:
        return cells.faults(connection, package, contents, findings, said)


def _of_keys(
    ask: Callable[[sqlite3.Connection, list[Table], dict[str, Findings]], T],
    place: Path,
    asked: list[Table],
    findings: dict[str, Findings],
) -> T:
    """What the files of both processes say of keys."""
    with closing(sqlite3.connect("file::memory:", uri=True)) as connection:
        _attach(connection, place)
        return ask(connection, asked, findings)


def ask(
    place: Path,
    package: Package,
    contents: Contents,
    listed: list[Rule],
    progress: Progress,
) -> list[Timed]:
    """What the rules find, and how long each took, asked in two processes."""
    ordered = sorted(listed, key=lambda rule: not functions.is_needed(rule.sql))
    with closing(_opened(place, "rw")) as connection:
        scratch.add_roots(connection, listed)
    seconds = rules.patience(halves.size_of(contents))
    turn = multiprocessing.Value("i", 0)
    with processes.started(_ask, place, package, ordered, seconds, turn) as other:
        found = _ask(place, package, ordered, seconds, turn, progress)
        progress.end()
        return found + other.result()


def _ask(
    place: Path,
    package: Package,
    listed: list[Rule],
    seconds: float,
    turn: Any,
    progress: Progress | None = None,
) -> list[Timed]:
    found = []
    with closing(_opened(place)) as connection:
        scratch.add_views(connection, package, "TEMP VIEW")
        functions.register(connection, package)
        while (number := _next(turn)) < len(listed):
            found.append(rules.timed(connection, listed[number], package, seconds))
            if progress:
                progress.add(number + 1 - progress.done, len(listed))
    return found


def _next(turn: Any) -> int:
    with turn.get_lock():
        turn.value += 1
        return int(turn.value) - 1


def _opened(place: Path, mode: str = "ro") -> sqlite3.Connection:
    """A connection on the three files, of which the joint one can be written if `mode` says so."""
    connection = sqlite3.connect(f"{(place / JOINT).as_uri()}?mode={mode}", uri=True)
    _attach(connection, place)
    return connection


def _attach(connection: sqlite3.Connection, place: Path) -> None:
    for half in (OURS, THEIRS):
        connection.execute(f"ATTACH ? AS {half}", [f"{(place / half).as_uri()}?mode=ro"])
        connection.execute(f"PRAGMA {half}.cache_size = -{scratch.CACHE // 2}")
