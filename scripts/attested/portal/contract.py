"""The contract as a served database carries it: what its tables, columns and values mean."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from attested import ids
from attested.ddl import quoted

WIKIDATA = "wikidata"  # the column of ids that Wikidata gave; they may look like those of a row
TABLES = "SELECT table_name, title, description FROM contract_tables ORDER BY position"
FIELDS = """
    SELECT f.table_name, f.field AS name, f.title, f.description, f.type, f.unit, f.example,
      f.target, a.alpha, coalesce(a.is_low, 0) AS is_low
    FROM contract_fields AS f
    LEFT JOIN agreement_fields AS a ON a.table_name = f.table_name AND a.field = f.field
    ORDER BY f.table_name, f.position"""
RULES = "SELECT rule, section, title, text, since FROM contract_rules ORDER BY position"
RULE_ROWS = """
    SELECT DISTINCT rule, kind, row, shows FROM contract_rule_rows ORDER BY rule, kind DESC"""
CATEGORIES = """
    SELECT table_name, field, value, label, description, include, exclude, example, counterexample,
      because
    FROM contract_categories ORDER BY table_name, field, position"""
_ID = re.compile(ids.PATTERN)
Rows = Iterable[dict[str, Any]]


@dataclass(frozen=True)
class Category:
    """One value of a closed list and the rule that decides when it applies."""

    value: str
    label: str
    description: str
    include: str
    exclude: str
    example: str | None
    counterexample: str | None
    because: str | None


@dataclass(frozen=True)
class Field:
    """One column: what it holds, its unit, and the table whose ids it holds (`target`).

    `alpha` says how far independent coders agree on it, `is_low` that this is too little.
    """

    name: str
    title: str
    description: str
    type: str
    unit: str | None
    example: str | None
    target: str | None
    alpha: float | None
    is_low: bool
    categories: dict[str, Category] = field(default_factory=dict)

    @property
    def points(self) -> bool:
        """True for a column that holds ids of other rows, be they of one table or of several."""
        id_shaped = _ID.fullmatch(self.example or "") is not None
        return self.target is not None or (id_shaped and self.name != "id")

    @property
    def is_derived(self) -> bool:
        """True for a column that the database adds."""
        return self.type == "derived"


@dataclass(frozen=True)
class Table:
    """One table and its columns by name, in order."""

    name: str
    title: str
    description: str
    fields: dict[str, Field] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One rule of judgement, with the rows that show it (`kind`, `row`, `shows`)."""

    rule: str
    section: str
    title: str
    text: str
    since: str
    rows: list[dict[str, Any]]


class Contract:
    """The tables by name and the rules of judgement, and what follows from them for every page."""

    def __init__(
        self, tables: dict[str, Table], rules: list[Rule], strangers: frozenset[str] = frozenset()
    ) -> None:
        self.tables = tables
        self.rules = rules
        self.strangers = strangers  # texts that look like the id of a row, and no row has it
        fields = [field for table in tables.values() for field in table.fields.values()]
        self.booleans = {field.name for field in fields if field.type == "boolean"}
        self.letters = {
            str(table.fields["id"].example)[0]: name
            for name, table in tables.items()
            if name != "retired"
        }

    @property
    def sections(self) -> list[tuple[str, list[Rule]]]:
        """The rules of judgement by section, in their order."""
        grouped = groupby(self.rules, lambda rule: rule.section)
        return [(title, list(rules)) for title, rules in grouped]

    def pointing_at(self, target: str) -> list[tuple[Table, Field]]:
        """The columns that hold ids of a table, each with its own table."""
        return [
            (table, field)
            for table in self.tables.values()
            for field in table.fields.values()
            if field.target == target
        ]


def read(rows: Callable[[str], Rows]) -> Contract:
    """The contract that a database holds; `rows` runs a query on it."""
    tables = {row["table_name"]: _table(row) for row in rows(TABLES)}
    for row in rows(FIELDS):
        name = row.pop("table_name")
        tables[name].fields[row["name"]] = Field(**row)
    for row in rows(CATEGORIES):
        column = tables[row.pop("table_name")].fields[row.pop("field")]
        column.categories[row["value"]] = Category(**row)
    rules = [_rule(row, list(rows(RULE_ROWS))) for row in rows(RULES)]
    return Contract(tables, rules, frozenset(_strangers(tables, rows)))


def _strangers(tables: dict[str, Table], rows: Callable[[str], Rows]) -> set[str]:
    """Examples and codes of another authority that look like an id which no row has."""
    found = {each.example for table in tables.values() for each in table.fields.values()}
    for table in tables.values():
        if WIKIDATA in table.fields:
            sql = f"SELECT wikidata FROM {quoted(table.name)} WHERE wikidata GLOB 'Q??????'"
            found |= {row[WIKIDATA] for row in rows(sql)}
    looking = {text for text in found if text and _ID.fullmatch(text)}
    listed = ", ".join(f"'{text}'" for text in sorted(looking))
    held = [f"SELECT id FROM {quoted(name)} WHERE id IN ({listed})" for name in tables]
    return looking - {row["id"] for sql in held for row in rows(sql)}


def _rule(row: dict[str, Any], shown: list[dict[str, Any]]) -> Rule:
    return Rule(**row, rows=[each for each in shown if each["rule"] == row["rule"]])


def _table(row: dict[str, Any]) -> Table:
    return Table(row["table_name"], row["title"], row["description"])
