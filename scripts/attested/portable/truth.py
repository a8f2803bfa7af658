"""Truth as a number: SQLite has no type for it, and the other engines do not mix the two.

Where a number is asked as a condition it is compared with 0, and where a condition is taken as a
value it is cast, so that the column is the 0 or 1 that SQLite gives.
"""

from sqlglot import exp

_BOTH_SIDES = (exp.EQ, exp.NEQ, exp.NullSafeEQ, exp.NullSafeNEQ)
_CONNECTIVES = (exp.And, exp.Or, exp.Not)


def told_apart(query: exp.Expr) -> exp.Expr:
    """The query in which every condition is one and every value is none."""
    nodes = list(query.find_all(exp.Condition))
    asked = [node for node in nodes if _is_asked(node) and not _is_condition(node)]
    taken = [node for node in nodes if _is_condition(node) and _is_taken(node)]
    for node in asked:
        _wrap(node, exp.NEQ(expression=exp.Literal.number(0)))
    for node in taken:
        _wrap(node, exp.Cast(to=exp.DataType.build("INT")))
    return query


def _wrap(node: exp.Expr, wrapper: exp.Expr) -> None:
    node.replace(wrapper)
    wrapper.set("this", node)


def _is_condition(node: exp.Expr) -> bool:
    bare = node.unnest() if isinstance(node, exp.Paren) else node
    return isinstance(bare, (exp.Predicate, *_CONNECTIVES))


def _is_asked(node: exp.Expr) -> bool:
    """Whether the node stands where a condition must stand; a pair of brackets does itself."""
    parent, place = node.parent, node.arg_key
    if isinstance(parent, exp.Paren):
        return _is_asked(parent)
    if isinstance(parent, exp.If):
        case = parent.parent
        return place == "this" and not (isinstance(case, exp.Case) and case.this)
    if isinstance(parent, exp.Join):
        return place == "on"
    return isinstance(parent, (exp.Where, exp.Having, *_CONNECTIVES))


def _is_taken(node: exp.Expr) -> bool:
    """Whether a condition stands where a value must stand; two may be compared as they are."""
    if isinstance(node, exp.Paren) or _is_asked(node):
        return False
    outer = node
    while isinstance(outer.parent, exp.Paren):
        outer = outer.parent
    parent = outer.parent
    if isinstance(parent, _BOTH_SIDES):
        return not (_is_condition(parent.left) and _is_condition(parent.right))
    return parent is not None
