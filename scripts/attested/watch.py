"""The check that stays: after each saved file it looks again at what that file affects.

The rows stay in the scratch database, and each rule is remembered with what it found and the tables
it read. A saved table is read and loaded anew; of the rules only those that read it are asked. The
verdict is that of a new check, see `check`, which is also what a saved contract leads to.
"""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from attested import (
    cells,
    check,
    claim_roots,
    derived,
    functions,
    halves,
    rules,
    scan,
    scratch,
    tables,
)
from attested.check import Result
from attested.problems import Problem
from attested.resolutions import only_reads
from attested.rules import Rule
from attested.scan import Findings
from attested.schema import Package
from attested.tables import Content

Stamps = dict[Path, tuple[int, int, int]]


class Session:
    """A package whose tables are held in a scratch database, for as long as its contract stays."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.contents: dict[str, Content] = {}
        self._findings: dict[str, Findings] = {}
        self._keys: dict[str, cells.Keys] = {}
        self._verdicts: dict[str, _Verdict] = {}
        self._rules = rules.read(package.root)
        self._stale: set[str] = set()
        self._connection = sqlite3.connect(":memory:")
        empty = {name: Content(table) for name, table in package.tables.items()}
        scratch.fill(self._connection, package, empty)
        self._functions = functions.Remembered(self._connection, package)
        self._since_roots: set[str] = set()

    def look(self, names: Collection[str]) -> Result:
        """The result of the check, after the files of the tables so named were changed."""
        self._stale |= set(names)
        try:
            found = self._read(names) or self._cells() or self._asked()
        except check.FAILURES as error:
            found = [check.failure(error)]
        return Result(self.package, self.contents, check.in_order(self.package, found))

    def close(self) -> None:
        """Lets go of the rows."""
        self._connection.close()

    def _read(self, names: Collection[str]) -> list[Problem]:
        """Problems of the form of all files, those so named being read anew."""
        for name in names:
            self.contents[name] = tables.opened(self.package.root, self.package.tables[name])
            self._findings[name] = scan.scan(self.contents[name])
        return [p for content in self.contents.values() for p in content.problems]

    def _cells(self) -> list[Problem]:
        """Problems of the cells, once the changed tables are loaded."""
        for table in derived.label_order(self.package):
            if table.name in self._stale:
                if scratch.reload(self._connection, self.package, self.contents[table.name]):
                    self._stale.add(scratch.ROW_IDS)
                self._stale |= set(derived.labelled_by(self.package, table))
        self._forget(self._stale)
        self._since_roots |= self._stale
        self._stale = set()
        said = self._said_of_keys()
        return cells.faults(self._connection, self.package, self.contents, self._findings, said)

    def _said_of_keys(self) -> cells.Keys:
        """What is said of the keys of all tables, those being asked anew that may have changed."""
        for name, table in self.package.tables.items():
            if name not in self._keys:
                self._keys[name] = cells.ask_keys(self._connection, [table], self._findings)
        unsound = {name: said.unsound[name] for name, said in self._keys.items()}
        return cells.Keys(unsound, [p for said in self._keys.values() for p in said.problems])

    def _asked(self) -> list[Problem]:
        """Problems that the rules find, those being asked anew that read what was changed."""
        if self._since_roots & claim_roots.NEEDS:
            if scratch.add_roots(self._connection, self._rules):
                self._forget({claim_roots.NAME})
            self._since_roots = set()
        self._functions.renew()
        for rule in self._rules:
            if rule.name not in self._verdicts:
                self._verdicts[rule.name] = self._ask(rule)
        return [p for rule in self._rules for p in self._verdicts[rule.name].problems]

    def _forget(self, changed: set[str]) -> None:
        """Forgets what is said of changed tables, by keys there or leading there and by rules."""
        self._keys = {
            name: said
            for name, said in self._keys.items()
            if changed.isdisjoint({name, *self.package.tables[name].targets.values()})
        }
        self._verdicts = {
            name: verdict
            for name, verdict in self._verdicts.items()
            if verdict.read.isdisjoint(changed)
        }

    def _ask(self, rule: Rule) -> "_Verdict":
        verdict = _Verdict()
        if functions.is_needed(rule.sql):
            verdict.read |= set(self.package.tables)  # what the functions read, nobody notes

        def noting(action: int, name: str | None, *others: str | None) -> int:
            if action == sqlite3.SQLITE_READ and name:
                verdict.read.add(name)
            return only_reads(action, name, *others)

        seconds = rules.patience(halves.size_of(self.contents))
        timed = rules.timed(self._connection, rule, self.package, seconds, noting)
        verdict.problems = timed.problems
        return verdict


@dataclass
class _Verdict:
    """What a rule found, and the tables that it read."""

    problems: list[Problem] = field(default_factory=list)
    read: set[str] = field(default_factory=set)


def results(root: Path) -> Iterator[tuple[list[str], Result | None]]:
    """What was saved and the result of the check, at first and whenever something was saved.

    Between two looks, which are to be made some hundredths of a second apart, the result is None.
    """
    session: Session | None = None
    before: Stamps = {}
    while True:
        stamps = _stamps(root)
        saved = [path for path in stamps.keys() | before.keys() if _differ(path, stamps, before)]
        before = stamps
        if not saved:
            yield [], None
            continue
        session, result = _looked(root, session, saved)
        yield sorted(path.relative_to(root).as_posix() for path in saved), result


def _differ(path: Path, stamps: Stamps, before: Stamps) -> bool:
    return stamps.get(path) != before.get(path)


def _looked(
    root: Path, session: Session | None, saved: list[Path]
) -> tuple[Session | None, Result]:
    """The session that goes on, and the result; without one when the contract is not sound."""
    names = _tables(session, saved) if session else None
    if session and names is not None:
        return session, session.look(names)
    if session:
        session.close()
    package = check.contract(root)
    if package.problems or package.package is None:
        return None, package
    try:
        opened = Session(package.package)
    except sqlite3.Error as error:
        return None, Result(package.package, problems=[check.failure(error)])
    return opened, opened.look(list(package.package.tables))


def _tables(session: Session, saved: list[Path]) -> list[str] | None:
    """The tables whose files were saved; None when something else was, too."""
    root = session.package.root
    names = {root / table.path: name for name, table in session.package.tables.items()}
    return [names[path] for path in saved] if names.keys() >= set(saved) else None


def _stamps(root: Path) -> Stamps:
    """Inode, size and time of change of each file that the check reads."""
    paths = [root / "datapackage.json", *(root / "data").glob("*.csv")]
    paths += [path for path in (root / "schemas").rglob("*") if path.suffix in (".json", ".sql")]
    found = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = (status.st_ino, status.st_size, status.st_mtime_ns)
    return found
