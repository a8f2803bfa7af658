"""Cross-table rules: SQL files whose first line says what holds, and whose rows are the offenders.

A rule selects `table_name`, `id`, `field` (may be null) and optionally `detail`; no rows means that
it holds. Its sentence reads `what holds; what to do.`
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attested.problems import Problem, shown
from attested.tables import Content

FOLDER = "schemas/rules"
COLUMNS = ("table_name", "id", "field")
_SENTENCE = re.compile(r"[A-Z][^;]+; [^;]+\.")


@dataclass(frozen=True)
class Rule:
    """One rule: its name (the file's stem), the sentence an offender is shown, and its query."""

    name: str
    sentence: str
    sql: str


def read(root: Path, folder: str = FOLDER) -> list[Rule]:
    """The rules of the package in the order of their names; `file_faults` says if they can be."""
    return [_rule(path) for path in sorted((root / folder).glob("*.sql"))]


def _rule(path: Path) -> Rule:
    sql = path.read_bytes().decode("utf-8")
    first = sql.split("\n", 1)[0]
    return Rule(path.stem, first.removeprefix("--").strip(), sql)


def file_faults(root: Path) -> Iterator[Problem]:
    """A Problem for every rule file that cannot be read or lacks its sentence."""
    paths = sorted((root / FOLDER).glob("*.sql"))
    if not paths:
        yield Problem(FOLDER, 0, "", "", "holds no rule; restore the files")
    for path in paths:
        fault = _file_fault(path)
        if fault:
            yield Problem(f"{FOLDER}/{path.name}", 0, "", "", fault)


def _file_fault(path: Path) -> str | None:
    try:
        rule = _rule(path)
    except OSError as error:
        return f"cannot be read ({error.strerror}); mend it"
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start}; save the file as UTF-8"
    if not rule.sql.startswith("-- ") or not _SENTENCE.fullmatch(rule.sentence):
        return "does not open with its sentence; write `-- What holds; what to do.`"
    return None


def offenders(
    connection: sqlite3.Connection, rules: list[Rule], contents: dict[str, Content]
) -> Iterator[Problem]:
    """A Problem for every row that a rule returns, at the line where the row stands.

    A rule that does not run is a Problem itself.
    """
    for rule in rules:
        try:
            yield from _offenders(connection, rule, contents)
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            yield _fault(rule, f"does not run ({str(error).removesuffix('.')}); correct the query")


def _offenders(
    connection: sqlite3.Connection, rule: Rule, contents: dict[str, Content]
) -> Iterator[Problem]:
    cursor = connection.execute(rule.sql)
    names = [column[0] for column in cursor.description or ()]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        yield _fault(rule, f"does not select {', '.join(missing)}; add it to the query")
        return
    for row in cursor:
        yield _problem(rule, dict(zip(names, row, strict=True)), contents)


def _problem(rule: Rule, row: dict[str, Any], contents: dict[str, Content]) -> Problem:
    content = contents.get(row["table_name"])
    if content is None:
        return _fault(rule, "selects a table_name that is no table; correct the query")
    row_id, field, detail = (str(row.get(name) or "") for name in ("id", "field", "detail"))
    line = content.line_of(row_id)
    return Problem(content.table.path, line, row_id, field, _message(rule, detail))


def _message(rule: Rule, detail: str) -> str:
    sentence = rule.sentence[0].lower() + rule.sentence[1:].removesuffix(".")
    return f"{shown(detail)}: {sentence}" if detail else sentence


def _fault(rule: Rule, message: str) -> Problem:
    return Problem(f"{FOLDER}/{rule.name}.sql", 0, "", "", message)
