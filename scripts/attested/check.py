"""The check: contract, form of the files, cells, then the rules that span tables.

A stage that finds problems reports all of them and ends the check, since the next stage builds on
it. What a valid cell is, Frictionless says; the row models give the same verdict faster, so that
Frictionless is asked only when they refuse something, or when the check is to be full.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from attested import database, functions, keys, lint, rows, rules, schema, spelling, strict, tables
from attested.problems import Problem
from attested.released import is_released, redacted
from attested.schema import Package
from attested.tables import Content


@dataclass
class Result:
    """What a check found: the package and its tables as far as they were read, and the problems."""

    package: Package | None = None
    contents: dict[str, Content] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def check(root: Path, full: bool = False) -> Result:
    """Every problem of the first stage that finds any; none when the package is clean.

    `full` asks Frictionless even when the row models accept every cell.
    """
    try:
        package = schema.load(root)
    except strict.ContractError as error:
        return Result(problems=error.problems)
    return _staged(package, (_contract, *_stages(full)))


def check_tables(package: Package, full: bool = False) -> Result:
    """What `check` finds about files, cells and rules, the contract taken as it was read.

    So a contract of the past is asked for what binds its rows, not for what today's must have.
    """
    return _staged(package, _stages(full))


Stage = Callable[[Package, dict[str, Content]], list[Problem]]


def _stages(full: bool) -> tuple[Stage, ...]:
    return (_form, _worded_cells if full else _cells, _rules)


def _staged(package: Package, stages: tuple[Stage, ...]) -> Result:
    """The result of the stages, up to the first that finds a problem."""
    result = Result(package)
    for stage in stages:
        found = stage(package, result.contents)
        if found:
            result.problems = sorted(set(found), key=_order(package))
            break
    return result


def _order(package: Package) -> Callable[[Problem], tuple[int, str, int, str, str]]:
    """A sort key that puts problems in the order of the tables, then of their lines."""
    positions = {table.path: n for n, table in enumerate(package.tables.values())}
    return lambda p: (positions.get(p.path, -1), p.path, p.line, p.field, p.message)


def _contract(package: Package, contents: dict[str, Content]) -> list[Problem]:
    if is_released(package.root):
        return []  # it was checked when it was released, by the rules of that day
    found = [*lint.lint(package), *rules.file_faults(package.root)]
    if not found:
        for table in package.tables.values():
            found += lint.example_faults(table)
    return found


def _form(package: Package, contents: dict[str, Content]) -> list[Problem]:
    for table in package.tables.values():
        contents[table.name] = tables.read(package.root, table)
    return [problem for content in contents.values() for problem in content.problems]


def _cells(package: Package, contents: dict[str, Content]) -> list[Problem]:
    refused = {name: list(_refused(content)) for name, content in contents.items()}
    suspects = {name for name, found in refused.items() if found} | keys.unsound(contents)
    if suspects:
        worded = _worded_cells(package, contents, suspects)
        return worded or [problem for found in refused.values() for problem in found]
    return [problem for content in contents.values() for problem in _key_faults(content)]


def _refused(content: Content) -> Iterator[Problem]:
    """Problems in the words of the row model, which are shown only if Frictionless has none."""
    model, table = rows.row_model(content.table), content.table
    for line, row in enumerate(content.rows, 2):
        try:
            model.model_validate(row)
        except ValidationError as error:
            for detail in error.errors():
                name, message = str(detail["loc"][0]), f"is refused ({detail['msg']}); correct it"
                yield Problem(table.path, line, row["id"] or "", name, message)


def _worded_cells(
    package: Package, contents: dict[str, Content], suspects: set[str] | None = None
) -> list[Problem]:
    """What Frictionless finds, and of the spelling what stands in cells it accepts.

    It is asked about the suspect tables, or about all.
    """
    from attested import frictionless_layer  # loading it takes longer than a clean check

    found = frictionless_layer.validate(package, contents, suspects)
    faulty = {(problem.path, problem.line, problem.field) for problem in found}
    for content in contents.values():
        spelled = [*_spelling(content), *_key_faults(content)]
        found += [p for p in spelled if (p.path, p.line, p.field) not in faulty]
    return found


def _spelling(content: Content) -> Iterator[Problem]:
    table = content.table
    for line, row in enumerate(content.rows, 2):
        for column in table.fields:
            cell = row[column.name]
            unfit = spelling.fault(column, cell) if cell else None
            if unfit:
                yield Problem(table.path, line, row["id"] or "", column.name, unfit)


def _key_faults(content: Content) -> Iterator[Problem]:
    yield from keys.unsorted(content)
    yield from keys.repeated(content)


def _rules(package: Package, contents: dict[str, Content]) -> list[Problem]:
    if redacted(package.root):
        return []  # they held when it was released; what was taken out since leaves gaps
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            database.load(connection, package, contents)
            functions.register(connection, package)
        except sqlite3.Error as error:
            message = f"makes no database that the rules can ask ({error}); correct the contract"
            return [Problem("datapackage.json", 0, "", "", message)]
        connection.execute("PRAGMA query_only = ON")
        return list(rules.offenders(connection, rules.read(package.root), contents))
