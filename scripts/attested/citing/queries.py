"""A query in the one form in which it is cited, or the reason why it cannot be.

The form is that of sqlglot's SQLite dialect: no comments, names in lower case and quoted only where
they must be, conditions joined by AND or OR in the order of their text, every column of the result
named, and rows in a total order (what the query asks for, then the whole row).
"""

import logging
import re
from collections.abc import Callable, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

logging.getLogger("sqlglot").addHandler(logging.NullHandler())  # it would print a query's words
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME_LIMIT = 40
_RESERVED = {
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "cast", "check",
    "collate", "commit", "constraint", "create", "cross", "current_date", "current_time",
    "current_timestamp", "default", "deferrable", "delete", "distinct", "drop", "else",
    "escape", "except", "exists", "for", "foreign", "from", "glob", "group", "having", "if",
    "in", "index", "inner", "insert", "intersect", "into", "is", "isnull", "join", "like",
    "limit", "not", "nothing", "notnull", "null", "on", "or", "order", "outer", "primary",
    "raise", "recursive", "references", "regexp", "returning", "rollback", "select", "set",
    "table", "then", "to", "transaction", "union", "unique", "update", "using", "values",
    "when", "where", "with",
}  # fmt: skip


class QueryError(Exception):
    """The query cannot be cited; the text says why and what to do."""


def normalised(sql: str, width: Callable[[str], int]) -> str:
    """The query as it is cited; `width` says how many columns the result of a query has.

    Raises QueryError for what is no single SELECT, for a parameter, and for a LIMIT that cuts
    among rows whose order is not said.
    """
    query = _parsed(sql)
    for mark in query.find_all(exp.Placeholder, exp.Parameter):
        raise QueryError(f"{mark.sql()} stands for a value that is not given; write the value")
    for identifier in query.find_all(exp.Identifier):
        _plain_name(identifier)
    _name_columns(query)
    _sort_conditions(query)
    _check_limit(query)
    for part in _subqueries(query):
        _check_limit(part)
        if _is_cut(part):
            _order_totally(part, _listed(part))
    _order_totally(query, width(_text(query)))
    return _text(query)


def _text(query: exp.Expr) -> str:
    return query.sql(dialect="sqlite", comments=False)


def _parsed(sql: str) -> exp.Query:
    try:
        found = [part for part in sqlglot.parse(sql, dialect="sqlite") if part is not None]
    except (SqlglotError, RecursionError) as error:
        reason = str(error).split("\n")[0].split(". Line")[0]
        raise QueryError(f"the query cannot be read ({reason}); correct it") from error
    if len(found) != 1 or not isinstance(found[0], exp.Select | exp.SetOperation):
        raise QueryError(
            "only one SELECT can be cited; write a query that reads and changes nothing"
        )
    return found[0]


def _plain_name(identifier: exp.Identifier) -> None:
    """A name in lower case, quoted only where it must be: SQLite minds no case in either form."""
    plain = _PLAIN.fullmatch(identifier.name)
    if plain:
        identifier.set("this", identifier.name.lower())
    identifier.set("quoted", not plain or identifier.name in _RESERVED)


def _name_columns(query: exp.Query) -> None:
    """Names every column of the result, since SQLite promises no name that was not asked for."""
    first = query
    while isinstance(first, exp.SetOperation):
        first = first.left
    if not isinstance(first, exp.Select):
        raise QueryError("only one SELECT can be cited; put no brackets around it")
    named = [_named(column, n) for n, column in enumerate(first.expressions, 1)]
    first.set("expressions", named)


def _named(column: exp.Expr, number: int) -> exp.Expr:
    if isinstance(column, exp.Alias) or column.is_star:
        return column
    if isinstance(column, exp.Column):
        return exp.alias_(column, column.this.copy())
    text = _text(column)
    name = text if len(text) <= _NAME_LIMIT else f"column_{number}"
    return exp.alias_(column, exp.to_identifier(name, quoted=not _PLAIN.fullmatch(name)))


def _sort_conditions(query: exp.Query) -> None:
    """Puts conditions that are joined by one word into the order of their text, innermost first."""
    for part in reversed(list(query.find_all(exp.And, exp.Or))):
        if not isinstance(part.parent, type(part)):
            terms = sorted((term.copy() for term in part.flatten()), key=_text)
            joined = exp.and_ if isinstance(part, exp.And) else exp.or_
            part.replace(joined(*terms))


def _subqueries(query: exp.Query) -> Iterator[exp.Query]:
    for part in query.find_all(exp.Select, exp.SetOperation):
        if isinstance(part, exp.Query) and part is not query:
            yield part


def _is_cut(query: exp.Expr) -> bool:
    return bool(query.args.get("limit") or query.args.get("offset"))


def _check_limit(query: exp.Query) -> None:
    if not _is_cut(query):
        return
    if not query.args.get("order"):
        raise QueryError("LIMIT takes any rows without ORDER BY; say in which order, by id at last")
    for name in ("limit", "offset"):
        cut = query.args.get(name)
        if cut is not None and not _is_number(cut.expression):
            raise QueryError(f"{name.upper()} is no whole number; write the number")


def _is_number(part: exp.Expr) -> bool:
    return isinstance(part, exp.Literal) and part.is_int


def _listed(query: exp.Query) -> int:
    """The number of columns of a part of the query that is cut, which must list them."""
    columns = query.selects
    if not columns or any(column.is_star for column in columns):
        raise QueryError("a LIMIT inside of the query needs its columns by name; write them for *")
    return len(columns)


def _order_totally(query: exp.Query, width: int) -> None:
    """Lets the whole row decide where the order that was asked for leaves rows alike."""
    order = query.args.get("order")
    terms = list(order.expressions) if order else []
    there = {term.this.name for term in terms if term.this.is_int}
    missing = (str(n) for n in range(1, width + 1) if str(n) not in there)
    added = [exp.Ordered(this=exp.Literal.number(n), nulls_first=True) for n in missing]
    query.set("order", exp.Order(expressions=[*terms, *added]))
