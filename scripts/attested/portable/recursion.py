"""Queries that call themselves, for an engine that knows only UNION ALL there.

With UNION a row that was found before is not followed again, so that a circle ends. With UNION ALL
each row remembers the rows it came from and is not followed into one of them: the same rows are
found, since whatever can be reached can be reached without passing a row twice.
"""

from sqlglot import exp

_PATH = "came_from"


def remembering(query: exp.Expr) -> exp.Expr:
    """The query whose recursive parts remember their path; each row they find stands once."""
    for clause in list(query.find_all(exp.With)):
        parts = [each for part in clause.expressions for each in _parts(part)]
        clause.set("expressions", parts)
    return query


def _parts(part: exp.CTE) -> list[exp.CTE]:
    """The part itself or, where it is recursive, one that remembers and one of its rows."""
    union, name = part.this, part.alias
    is_union = isinstance(union, exp.Union) and union.args.get("distinct")
    if not is_union or name not in {table.name for table in union.find_all(exp.Table)}:
        return [part]
    columns = [column.name for column in part.args["alias"].columns]
    ways = f"{name}_ways"
    _remember(union, name, ways)
    part.set("alias", _alias(ways, [*columns, _PATH]))
    once = exp.select(*map(exp.column, columns)).distinct().from_(ways)
    return [part, exp.CTE(this=once, alias=_alias(name, columns))]


def _alias(name: str, columns: list[str]) -> exp.TableAlias:
    named = [exp.to_identifier(column) for column in columns]
    return exp.TableAlias(this=exp.to_identifier(name), columns=named)


def _remember(union: exp.Union, name: str, ways: str) -> None:
    first, step = union.left, union.right
    assert isinstance(first, exp.Select)
    assert isinstance(step, exp.Select)
    [source] = [table for table in step.find_all(exp.Table) if table.name == name]
    path = exp.column(_PATH, table=source.alias_or_name)
    source.replace(exp.to_table(ways).as_(source.alias_or_name))
    reached = _row(step)
    first.append("expressions", exp.alias_(exp.Array(expressions=[_row(first)]), _PATH))
    step.append("expressions", exp.alias_(_spark("ARRAY_APPEND", path, reached), _PATH))
    step.where(exp.not_(_spark("ARRAY_CONTAINS", path.copy(), reached.copy())), copy=False)
    union.set("distinct", False)


def _row(select: exp.Select) -> exp.Expr:
    """The row that a query selects as one value, whose parts are named by their place."""
    cells = [column.unalias().copy() for column in select.expressions]
    named = [
        exp.PropertyEQ(this=exp.to_identifier(f"c{n}"), expression=c) for n, c in enumerate(cells)
    ]
    return exp.Struct(expressions=named)


def _spark(name: str, *values: exp.Expr) -> exp.Expr:
    return exp.func(name, *values, dialect="spark")
