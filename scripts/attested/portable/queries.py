"""Every rule and view of the contract as one list of queries, in an order in which they can run."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp

from attested import contract_sql, resolutions, rules, views
from attested.schema import Package


@dataclass(frozen=True)
class Query:
    """One query: what it is, its name and its SQL; `columns` are those it is given, if any."""

    kind: str
    name: str
    sql: str
    columns: list[str] = field(default_factory=list)

    @property
    def view(self) -> str:
        """The name of the view that holds its rows on another engine."""
        return f"rule_{self.name.replace('-', '_')}" if self.kind == "rule" else self.name


def read(package: Package) -> list[Query]:
    """The generated views, the views, those of the resolutions, then the rules."""
    root = package.root
    standing = {rule.view for rule in resolutions.read(root)}
    return [
        *map(_generated, contract_sql.create_views(package).values()),
        *(
            Query("resolution" if view.name in standing else "view", view.name, view.sql)
            for view in views.read(root)
        ),
        *(Query("rule", rule.name, rule.sql) for rule in rules.read(root)),
    ]


def _generated(statement: str) -> Query:
    create = sqlglot.parse_one(statement, read="sqlite")
    head = create.this
    columns = [column.name for column in head.expressions]
    return Query("generated view", head.this.name, create.expression.sql("sqlite"), columns)


def names_read(query: Query) -> Iterator[str]:
    """The tables and views that a query reads."""
    for table in sqlglot.parse_one(query.sql, read="sqlite").find_all(exp.Table):
        yield table.name
