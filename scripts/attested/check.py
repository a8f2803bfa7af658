"""The check: contract, form of the files, cells, then the rules that span tables.

A stage that finds problems reports all of them and ends the check, since the next stage builds on
it. What a valid cell is, Frictionless says; the row models give the same verdict faster, so that
Frictionless is asked only about the rows that they refuse, or about all when the check is to be
full.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from attested import (
    agreement_sql,
    cells,
    claim_roots,
    functions,
    halves,
    large,
    lint,
    processes,
    rules,
    scan,
    schema,
    scratch,
    strict,
    tables,
    views,
)
from attested.coding.alpha import FLOOR
from attested.problems import Problem
from attested.progress import Progress, Silence
from attested.released import is_released, redacted
from attested.rules import Rule, Timed
from attested.schema import Package
from attested.tables import Content

FAILURES = (sqlite3.Error, tables.ChangedError, processes.LostError)
_NO_ROOM = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
)
_RESULT = 0xFF  # of an extended result code of SQLite, the bits that say what kind it is
Says = Callable[[str], Progress]


@dataclass
class Result:
    """What a check found: the package and its tables as far as they were read, and the problems.

    `seconds` says how long each rule took that was asked.
    """

    package: Package | None = None
    contents: dict[str, Content] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def check(
    root: Path, full: bool = False, leave_out: Collection[str] = (), says: Says = Silence
) -> Result:
    """Every problem of the first stage that finds any; none when the package is clean.

    `full` asks Frictionless even when the row models accept every cell. The rules named in
    `leave_out` are not asked. `says` makes what tells of the progress of a long check.
    """
    read = contract(root)
    if read.package is None or read.problems:
        return read
    return _checked(read.package, full, leave_out, says)


def check_tables(package: Package, full: bool = False) -> Result:
    """What `check` finds about files, cells and rules, the contract taken as it was read.

    So a contract of the past is asked for what binds its rows, not for what today's must have.
    """
    return _checked(package, full, (), Silence)


def contract(root: Path) -> Result:
    """The package without its tables, or what is wrong with its contract."""
    try:
        package = schema.load(root)
    except strict.ContractError as error:
        return Result(problems=error.problems)
    return Result(package, problems=in_order(package, _contract_faults(package)))


def _contract_faults(package: Package) -> list[Problem]:
    if is_released(package.root):
        return []  # it was checked when it was released, by the rules of that day
    found = [*lint.lint(package), *rules.file_faults(package.root)]
    if not found:
        for table in package.tables.values():
            found += lint.example_faults(table)
    return found or _view_faults(package)


def _view_faults(package: Package) -> list[Problem]:
    """What is wrong with the views, which are made over tables without a row."""
    empty = {name: Content(table) for name, table in package.tables.items()}
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            scratch.fill(connection, package, empty)
            claim_roots.add(connection)
            agreement_sql.add(connection, package.root, FLOOR)
            views.make(connection, package.root)
        except strict.ContractError as error:
            return error.problems
        except sqlite3.Error:
            return []  # the stage that asks the tables says so
    return []


def in_order(package: Package, found: Iterable[Problem]) -> list[Problem]:
    """The problems, each once, in the order of the tables, then of their lines."""
    positions = {table.path: n for n, table in enumerate(package.tables.values())}

    def place(problem: Problem) -> tuple[int, str, int, str, str]:
        position = positions.get(problem.path, -1)
        return position, problem.path, problem.line, problem.field, problem.message

    return sorted(set(found), key=place)


def _checked(package: Package, full: bool, leave_out: Collection[str], says: Says) -> Result:
    """The result of the stages after the contract, up to the first that finds a problem."""
    contents = {t.name: tables.opened(package.root, t) for t in package.tables.values()}
    result = Result(package, contents)
    listed = [rule for rule in rules.read(package.root) if rule.name not in leave_out]
    try:
        if halves.are_worthwhile(package, contents) and not full:
            found = _large(result, package, listed, says)
        else:
            found = _small(result, package, listed, full)
    except FAILURES as error:
        found = [failure(error)]
    result.problems = in_order(package, found)
    return result


def failure(error: Exception) -> Problem:
    """What kept the tables from being asked, as a problem."""
    if not isinstance(error, sqlite3.Error):
        return Problem("data", 0, "", "", str(error))
    if getattr(error, "sqlite_errorcode", 0) & _RESULT in _NO_ROOM:
        message = f"has no room for its rows in a temporary file ({error}); free it, or set TMPDIR"
        return Problem("data", 0, "", "", message)
    message = f"makes no database that the rules can ask ({error}); correct the contract"
    return Problem("datapackage.json", 0, "", "", message)


def _small(result: Result, package: Package, listed: list[Rule], full: bool) -> list[Problem]:
    """Problems of tables that are held in memory."""
    contents = result.contents
    findings = {name: scan.scan(content) for name, content in contents.items()}
    found = _form(contents)
    if found:
        return found
    with closing(sqlite3.connect(":memory:")) as connection:
        scratch.fill(connection, package, contents)
        if full:
            found = cells.full_faults(connection, package, contents, findings)
        else:
            keys = cells.ask_keys(connection, package.tables.values(), findings)
            found = cells.faults(connection, package, contents, findings, keys)
        if found or redacted(package.root):
            return found  # rules held when it was released; what was taken out since leaves gaps
        scratch.add_roots(connection, listed)
        functions.register(connection, package)
        seconds = rules.patience(halves.size_of(contents))
        return _told(result, [rules.timed(connection, rule, package, seconds) for rule in listed])


def _large(result: Result, package: Package, listed: list[Rule], says: Says) -> list[Problem]:
    """Problems of tables that are streamed."""
    contents = result.contents
    with large.folder() as place:
        findings = large.read(place, package, contents, says("reading"))
        found = _form(contents) or large.cell_faults(place, package, contents, findings)
        if found or redacted(package.root):
            return found
        return _told(result, large.ask(place, package, contents, listed, says("asking rules")))


def _form(contents: dict[str, Content]) -> list[Problem]:
    return [problem for content in contents.values() for problem in content.problems]


def _told(result: Result, asked: list[Timed]) -> list[Problem]:
    result.seconds = {each.rule: each.seconds for each in asked}
    return [problem for each in asked for problem in each.problems]
