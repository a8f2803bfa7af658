"""Lists in an order that is stated: `group_concat` takes the rows as they come.

SQLite hands them over in the order of the query or view that it reads, which the other engines do
not promise; so that order is written into the function itself.
"""

from collections.abc import Mapping

from sqlglot import exp

from attested.portable.reasons import NotPortable

Orders = Mapping[str, list[exp.Ordered]]
_KEY = "in_order_of"
_NOT_MOVED = ("limit", "offset", "having", "with_")


def ordered(query: exp.Expr, orders: Orders) -> exp.Expr:
    """The query whose lists say their order; `orders` are those of the views it may read.

    Raises NotPortable for a list of rows that nothing puts in order.
    """
    for joined in list(query.find_all(exp.GroupConcat)):
        select = joined.find_ancestor(exp.Select)
        assert isinstance(select, exp.Select)
        _order(joined, select, orders)
    return query


def _order(joined: exp.GroupConcat, select: exp.Select, orders: Orders) -> None:
    source = select.args["from_"].this
    if isinstance(source, exp.Subquery) and not select.args.get("joins"):
        _from_subquery(joined, select, source.this)
        return
    keys = _keys_of_sources(select, orders)
    if not keys:
        raise NotPortable("joins a list in no stated order")
    _put(joined, joined.this, keys)


def _from_subquery(joined: exp.GroupConcat, select: exp.Select, inner: exp.Select) -> None:
    """Takes the place of the subquery that was only there to put the rows in order."""
    if any(inner.args.get(part) for part in _NOT_MOVED):
        raise NotPortable("joins a list of a part of the rows")
    [projected] = inner.expressions
    value, keys = projected.unalias(), _taken_order(inner)
    if not keys:
        raise NotPortable("joins a list in no stated order")
    if inner.args.get("distinct"):
        value, keys = _each_once(inner, value, keys)
    elif inner.args.get("group"):
        value, keys = _each_group(inner, projected, keys)
    else:
        for part in ("from_", "joins", "where"):
            select.set(part, inner.args.get(part))
    _put(joined, value, keys)


def _each_once(
    inner: exp.Select, value: exp.Expr, keys: list[exp.Ordered]
) -> tuple[exp.Expr, list[exp.Ordered]]:
    """Lets each value stand once, where the first row that has it stands."""
    inner.set("distinct", None)
    inner.set("group", exp.Group(expressions=[value.copy()]))
    for key in keys:
        if key.this != value:
            key.set("this", exp.Min(this=key.this))
    return _each_group(inner, value, keys)


def _each_group(
    inner: exp.Select, value: exp.Expr, keys: list[exp.Ordered]
) -> tuple[exp.Expr, list[exp.Ordered]]:
    named = [exp.alias_(value.unalias(), "listed")]
    for number, key in enumerate(keys):
        named.append(exp.alias_(key.this, f"{_KEY}_{number}"))
        key.set("this", exp.column(f"{_KEY}_{number}"))
    inner.set("expressions", named)
    return exp.column("listed"), keys


def _keys_of_sources(select: exp.Select, orders: Orders) -> list[exp.Ordered]:
    """The order of the first source that has one, named as this query names its columns."""
    for source in [select.args["from_"].this, *(j.this for j in select.args.get("joins") or [])]:
        name = source.alias_or_name
        if isinstance(source, exp.Subquery):
            keys = _taken_order(source.this)
        else:
            keys = [key.copy() for key in orders.get(source.name, [])]
        for key in keys:
            key.set("this", exp.column(key.this.name, table=name))
        if keys:
            return keys
    return []


def _taken_order(select: exp.Select) -> list[exp.Ordered]:
    """The order of a query, which it has no more."""
    order = select.args.get("order")
    select.set("order", None)
    return list(order.expressions) if order else []


def _put(joined: exp.GroupConcat, value: exp.Expr, keys: list[exp.Ordered]) -> None:
    separator = joined.args.get("separator") or exp.Literal.string(",")
    order = exp.Order(this=value, expressions=keys)
    joined.replace(exp.GroupConcat(this=order, separator=separator))
