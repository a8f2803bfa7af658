"""Cross-table rules: SQL files whose first line says what holds, and whose rows are the offenders.

A rule selects `table_name`, `id`, `field` (may be null) and optionally `detail`; no rows means that
it holds.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from attested.problems import Problem, shown
from attested.tables import Content

COLUMNS = ("table_name", "id", "field")


@dataclass(frozen=True)
class Rule:
    """One rule: its name (the file's stem), the sentence an offender is shown, and its query."""

    name: str
    sentence: str
    sql: str


def read(root: Path, folder: str = "schemas/rules") -> list[Rule]:
    """The rules of the package in the order of their names."""
    return [_rule(path) for path in sorted((root / folder).glob("*.sql"))]


def _rule(path: Path) -> Rule:
    sql = path.read_text(encoding="utf-8")
    first = sql.split("\n", 1)[0]
    return Rule(path.stem, first.removeprefix("--").strip(), sql)


def offenders(
    connection: sqlite3.Connection, rules: list[Rule], contents: dict[str, Content]
) -> Iterator[Problem]:
    """A Problem for every row that a rule returns, at the line where the row stands."""
    for rule in rules:
        cursor = connection.execute(rule.sql)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield _problem(rule, dict(zip(names, row, strict=True)), contents)


def _problem(rule: Rule, row: dict[str, str | None], contents: dict[str, Content]) -> Problem:
    content = contents[str(row["table_name"])]
    row_id, detail = row["id"] or "", row.get("detail")
    message = f"{shown(detail)}: {rule.sentence}" if detail else rule.sentence
    line = content.line_of(row_id)
    return Problem(content.table.path, line, row_id, row["field"] or "", message)
