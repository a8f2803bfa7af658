"""What breaks the rules across tables: `portal_rules`, each rule of the package with the number of
its offenders, and `portal_offenders`, the first of them.

The rules are run over the rows of the database when the tables are made, not taken as kept.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from attested import functions, rules
from attested.portal.accounts import tabling
from attested.rules import Rule
from attested.schema import Package

RULES, OFFENDERS = "portal_rules", "portal_offenders"
LISTED = 20  # offenders of a rule that its page names
_ONE = re.compile(r"SELECT (?:DISTINCT )?'(\w+)'(?: AS table_name)?,")
_ANY = re.compile(r"SELECT (?:DISTINCT )?(?:\w+\.|coalesce\(\w+\.)?table_name\b")
Offender = tuple[str | None, ...]  # table, id, field, detail


@dataclass
class Verdict:
    """What a rule found: how many offenders, the first of them, or why it did not run."""

    rule: Rule
    offenders: int | None = 0
    first: list[Offender] = field(default_factory=list)
    fault: str | None = None


def add(connection: sqlite3.Connection, package: Package) -> None:
    """Runs the rules and adds the tables."""
    verdicts = _verdicts(connection, package)
    rules_columns = """"position" INTEGER PRIMARY KEY, "rule" TEXT, "holds" TEXT, "otherwise" TEXT,
        "about" TEXT, "sql" TEXT, "offenders" INTEGER, "fault" TEXT"""
    tabling.table(connection, RULES, rules_columns, _rules(verdicts, set(package.tables)))
    offenders = """"rule" TEXT, "position" INTEGER, "table_name" TEXT, "id" TEXT, "field" TEXT,
        "detail" TEXT, PRIMARY KEY ("rule", "position")"""
    tabling.table(connection, OFFENDERS, offenders, _offenders(verdicts))


def _verdicts(connection: sqlite3.Connection, package: Package) -> list[Verdict]:
    connection.commit()
    functions.register(connection, package)
    connection.execute("PRAGMA query_only = ON")
    try:
        return [_verdict(connection, rule) for rule in rules.read(package.root)]
    finally:
        connection.execute("PRAGMA query_only = OFF")


def _verdict(connection: sqlite3.Connection, rule: Rule) -> Verdict:
    verdict = Verdict(rule)
    try:
        cursor = connection.execute(rule.sql)
        names = [column[0] for column in cursor.description or ()]
        for number, row in enumerate(cursor, 1):
            verdict.offenders = number
            if number <= LISTED:
                verdict.first.append(_offender(dict(zip(names, row, strict=True))))
    except (sqlite3.Error, sqlite3.Warning) as error:
        return Verdict(rule, None, [], str(error))
    return verdict


def _offender(row: dict[str, Any]) -> Offender:
    cells = (row.get(name) for name in (*rules.COLUMNS, "detail"))
    return tuple(None if cell is None else str(cell) for cell in cells)


def _rules(verdicts: list[Verdict], tables: set[str]) -> Iterator[tuple[Any, ...]]:
    for position, verdict in enumerate(verdicts):
        rule = verdict.rule
        holds, _, otherwise = rule.sentence.partition("; ")
        query = rule.sql.partition("\n")[2].strip()
        about = " ".join(_about(query, tables))
        yield position, rule.name, holds, otherwise, about, query, verdict.offenders, verdict.fault


def _about(query: str, tables: set[str]) -> list[str]:
    """The tables whose rows a rule judges; none named where it judges those of any table."""
    named = [] if _ANY.search(query) else _ONE.findall(query)
    return [name for name in dict.fromkeys(named) if name in tables]


def _offenders(verdicts: list[Verdict]) -> Iterator[tuple[Any, ...]]:
    for verdict in verdicts:
        for position, offender in enumerate(verdict.first):
            yield verdict.rule.name, position, *offender
