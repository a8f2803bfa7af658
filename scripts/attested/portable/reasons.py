"""Why a rule or view cannot be asked on another engine, read off its own SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, build_scope


class NotPortable(Exception):
    """A query has no translation for an engine; the text says why."""


def of_functions(query: exp.Expr) -> Iterator[str]:
    """A reason for the functions of this project that a query calls, and for forms of SQLite's."""
    called = sorted({f"`{node.name.lower()}`" for node in query.find_all(exp.Anonymous)})
    own = [name for name in called if name.strip("`") not in _functions_of_sqlite()]
    if own:
        yield f"calls {', '.join(own)}, registered by this project"
    foreign = [name for name in called if name not in own]
    if foreign:
        yield f"calls {', '.join(foreign)} of SQLite in a form that has no translation"


@cache
def _functions_of_sqlite() -> frozenset[str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        found = connection.execute("SELECT name FROM pragma_function_list")
        return frozenset(name for (name,) in found)


def of_depth(query: exp.Expr) -> Iterator[str]:
    """A reason when a subquery names a column of a query that is not the next one outside it."""
    root = build_scope(query)
    far = {c.sql() for scope in root.traverse() for c in _far_columns(scope)} if root else set()
    if far:
        names = ", ".join(f"`{name}`" for name in sorted(far))
        yield f"has {names} two subqueries deep, where this engine knows the next query alone"


def _far_columns(scope: Scope) -> Iterator[exp.Column]:
    """Columns of a subquery that neither it nor the query around it has."""
    subquery: Scope | None = scope
    while subquery and not subquery.is_subquery:
        subquery = subquery.parent
    if subquery and subquery.parent:
        around = subquery.parent.sources
        yield from (c for c in scope.external_columns if c.table and c.table not in around)
