"""Recoding debt: the rows coded under a version of the rules that has been changed since."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attested.ddl import quoted
from attested.problems import Problem
from attested.schema import Package
from attested.tables import Content
from attested.versions import parts


class Change(NamedTuple):
    """A rule or category, the version that changed it, and the column and value it governs."""

    what: str
    since: str
    table: str
    column: str
    value: str | None = None


def changes(package: Package) -> Iterator[Change]:
    """Every rule of judgement for each column it touches, and every category."""
    for rule in package.coding.rules:
        for touched in rule.touches:
            table, _, column = touched.partition(".")
            yield Change(f"the rule {rule.name}", rule.since, table, column)
    for table_ in package.tables.values():
        for field in table_.fields:
            for c in field.categories:
                what = f"the value {c.value} of {field.name}"
                yield Change(what, c.since, table_.name, field.name, str(c.value))


def debt(
    connection: sqlite3.Connection, package: Package, contents: dict[str, Content]
) -> list[Problem]:
    """A Problem for each row and rule that was changed after the row was coded, in table order.

    The version under which a row was coded is that of its article, the oldest if there are several;
    a row that rests on no coded article has none.
    """
    coded = _versions(connection)
    found = []
    for change in changes(package):
        for row_id in _rows(connection, change):
            version = coded.get(row_id)
            if version and parts(version) < parts(change.since):
                found.append(_problem(contents[change.table], row_id, change, version))
    return sorted(set(found))


def _versions(connection: sqlite3.Connection) -> dict[str, str]:
    oldest: dict[str, str] = {}
    for row_id, version in connection.execute("SELECT id, codebook FROM coded_under"):
        oldest[row_id] = min(version, oldest.get(row_id, version), key=parts)
    return oldest


def _rows(connection: sqlite3.Connection, change: Change) -> Iterable[str]:
    """The rows that a change touches: those with its value, or all, since a rule also says when a
    cell stays empty.
    """
    query, values = f"SELECT id FROM {quoted(change.table)}", []
    if change.value is not None:
        query = f"{query} WHERE CAST({quoted(change.column)} AS TEXT) = ?"
        values = [change.value]
    return [row_id for (row_id,) in connection.execute(query, values)]


def _problem(content: Content, row_id: str, change: Change, version: str) -> Problem:
    message = f"coded under {version}, and {change.what} changed in {change.since}; look again"
    return Problem(content.table.path, content.line_of(row_id), row_id, change.column, message)
