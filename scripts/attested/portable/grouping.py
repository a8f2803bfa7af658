"""Grouped queries as standard SQL has them."""

from sqlglot import exp


def grouped(query: exp.Expr) -> exp.Expr:
    """The query in which every column that is no aggregate is one of those it is grouped by.

    SQLite takes such a column from any row of the group, and here all rows of a group have the
    same, as the key of its table is grouped by. Where they had not, there would be more rows.
    """
    for select in query.find_all(exp.Select):
        group = select.args.get("group")
        if group:
            known = {key.sql() for key in group.expressions}
            for column in _plain_columns(select):
                if column.sql() not in known:
                    known.add(column.sql())
                    group.append("expressions", column.copy())
    return query


def _plain_columns(select: exp.Select) -> list[exp.Column]:
    """The columns that a query selects outside functions over a group and outside subqueries."""
    return [
        node
        for projected in select.expressions
        for node in projected.walk(prune=lambda n: isinstance(n, (exp.AggFunc, exp.Subquery)))
        if isinstance(node, exp.Column)
    ]


def wrapped(query: exp.Expr) -> exp.Expr:
    """The query whose subqueries for a value stand in a function over the group, as Spark asks.

    They name nothing but what is grouped by, so that each row of the group gives the same.
    """
    for select in query.find_all(exp.Select):
        if select.args.get("group"):
            for subquery in [s for column in select.expressions for s in _subqueries(column)]:
                whole = exp.AnyValue()
                subquery.replace(whole)
                whole.set("this", subquery)
    return query


def _subqueries(projected: exp.Expr) -> list[exp.Subquery]:
    nodes = projected.walk(prune=lambda n: isinstance(n, (exp.AggFunc, exp.Subquery)))
    return [node for node in nodes if isinstance(node, exp.Subquery)]
