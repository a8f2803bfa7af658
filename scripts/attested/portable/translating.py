"""A query of this project in the SQL of another engine, with the same meaning."""

import sqlglot
from sqlglot import exp

from attested.portable import days, grouping, lists, reasons, recursion, truth, values
from attested.portable.lists import Orders
from attested.portable.reasons import NotPortable

ENGINES = ("duckdb", "spark")


def translated(sql: str, engine: str, orders: Orders) -> str:
    """The query for an engine, without the order of its rows, which is the asker's to give.

    Raises NotPortable with every reason against it.
    """
    query = sqlglot.parse_one(sql, read="sqlite")
    steps = days.reckoned(lists.ordered(query, orders))
    adapted = truth.told_apart(grouping.grouped(values.strict(steps)))
    if engine == "spark":
        adapted = grouping.wrapped(recursion.remembering(adapted))
    adapted.set("order", None)
    against = [*reasons.of_functions(adapted)]
    if engine == "spark":
        against += reasons.of_depth(adapted)
    if against:
        raise NotPortable("; ".join(against))
    return adapted.sql(engine, identify=True, comments=False, pretty=True)


def order_of(sql: str) -> list[exp.Ordered]:
    """The columns by which a view puts its rows in order; none where it does not."""
    query = sqlglot.parse_one(sql, read="sqlite")
    assert isinstance(query, exp.Query)
    order = query.args.get("order")
    keys = order.expressions if order else []
    named = {column.unalias().sql(): column.alias_or_name for column in query.selects}
    if not all(key.this.sql() in named for key in keys):
        return []
    return [_renamed(key, named[key.this.sql()]) for key in keys]


def _renamed(key: exp.Ordered, column: str) -> exp.Ordered:
    renamed = key.copy()
    renamed.set("this", exp.column(column))
    return renamed
