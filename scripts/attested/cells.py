"""What is wrong with cells and keys, in the words of Frictionless where it has any.

It defines what a valid cell is. The row models and the keys that were asked set-wise say which rows
are in question; of those it says what is wrong.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from attested import keys, rows, spelling
from attested.problems import Problem
from attested.scan import Findings
from attested.schema import Package, Table
from attested.tables import Cells, Content

Numbered = Iterable[tuple[int, Cells]]


@dataclass(frozen=True)
class Keys:
    """Lines of rows with an unsound key, by table, and problems that Frictionless does not know."""

    unsound: dict[str, keys.Lines]
    problems: list[Problem]


def ask_keys(
    connection: sqlite3.Connection, asked: Collection[Table], findings: Mapping[str, Findings]
) -> Keys:
    """What the scratch database, which the connection is on, says of keys of some tables."""
    return Keys(unsound_keys(connection, asked, findings), key_faults(connection, asked, findings))


def unsound_keys(
    connection: sqlite3.Connection, asked: Collection[Table], findings: Mapping[str, Findings]
) -> dict[str, keys.Lines]:
    """The lines of rows with an unsound key, by table."""
    return {
        table.name: keys.unsound(connection, table, findings[table.name].is_ascending)
        for table in asked
    }


def key_faults(
    connection: sqlite3.Connection, asked: Collection[Table], findings: Mapping[str, Findings]
) -> list[Problem]:
    """Problems of keys and order that Frictionless does not know."""
    found = []
    for table in asked:
        found += findings[table.name].unsorted
        found += keys.repeated(connection, table)
    return found


def faults(
    connection: sqlite3.Connection,
    package: Package,
    contents: dict[str, Content],
    findings: Mapping[str, Findings],
    said: Keys,
) -> list[Problem]:
    """Problems of the rows that are in question; `connection` is on the scratch database."""
    own, unsound = list(said.problems), said.unsound
    refused = {name: found.refused for name, found in findings.items()}
    if not any(refused.values()) and not any(unsound.values()):
        return own
    from attested import excerpt  # it loads Frictionless, which takes longer than a clean check

    asked = {
        name: refused[name] | contents[name].rows_on(unsound[name] - refused[name].keys())
        for name in package.tables
    }
    worded = excerpt.worded(connection, package, contents, asked)
    for name, table in package.tables.items():
        own += _spelling(table, refused[name].items())
    return _combined(package, worded, own, refused)


def full_faults(
    connection: sqlite3.Connection,
    package: Package,
    contents: dict[str, Content],
    findings: Mapping[str, Findings],
) -> list[Problem]:
    """Problems of all rows, Frictionless and the spelling being asked about every cell."""
    from attested import frictionless_layer

    worded = frictionless_layer.validate(package, contents)
    own = key_faults(connection, package.tables.values(), findings)
    for content in contents.values():
        own += _spelling(content.table, enumerate(content.rows, 2))
    return _combined(package, worded, own, {})


def _combined(
    package: Package,
    worded: list[Problem],
    own: list[Problem],
    refused: Mapping[str, Mapping[int, Cells]],
) -> list[Problem]:
    """What Frictionless says, what only we say, and of a refused row that neither explains what
    its model says."""
    told = {(problem.path, problem.line, problem.field) for problem in worded}
    found = worded + [p for p in own if (p.path, p.line, p.field) not in told]
    lines = {(problem.path, problem.line) for problem in found}
    for name, kept in refused.items():
        table = package.tables[name]
        mute = {line: cells for line, cells in kept.items() if (table.path, line) not in lines}
        found += model_faults(table, mute.items())
    return found


def model_faults(table: Table, numbered: Numbered) -> Iterator[Problem]:
    """What the row model says of rows, in its own words."""
    model = rows.row_model(table)
    for line, row in numbered:
        try:
            model.model_validate(row)
        except ValidationError as error:
            for detail in error.errors():
                name, message = str(detail["loc"][0]), f"is refused ({detail['msg']}); correct it"
                yield Problem(table.path, line, row["id"] or "", name, message)


def _spelling(table: Table, numbered: Numbered) -> Iterator[Problem]:
    for line, row in numbered:
        for column in table.fields:
            cell = row[column.name]
            unfit = spelling.fault(column, cell) if cell else None
            if unfit:
                yield Problem(table.path, line, row["id"] or "", column.name, unfit)
