"""Days as SQLite reckons them, ISO texts, in functions that every engine has."""

from sqlglot import exp

_DAYS, _FORMAT = "JULIANDAY", "STRFTIME"


def reckoned(query: exp.Expr) -> exp.Expr:
    """The query with differences of days and the next month written in standard functions."""
    for difference in list(query.find_all(exp.Sub)):
        later, earlier = difference.left, difference.right
        if _calls(later, _DAYS) and _calls(earlier, _DAYS):
            days = exp.DateDiff(this=_day(later), expression=_day(earlier), unit=exp.var("day"))
            difference.replace(days)
    for call in list(query.find_all(exp.Anonymous)):
        if _is_next_month(call):
            month = exp.Interval(this=exp.Literal.string("1"), unit=exp.var("month"))
            moved = exp.Add(this=exp.cast(call.expressions[1].copy(), "DATE"), expression=month)
            call.replace(
                exp.Substring(
                    this=exp.cast(exp.cast(exp.paren(moved, copy=False), "DATE"), "TEXT"),
                    start=exp.Literal.number(1),
                    length=exp.Literal.number(7),
                )
            )
    return query


def _calls(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.upper() == name


def _day(call: exp.Expr) -> exp.Expr:
    return exp.cast(call.expressions[0].copy(), "DATE")


def _is_next_month(call: exp.Expr) -> bool:
    """Whether the call is strftime('%Y-%m', day, '+1 month')."""
    words = [part.name for part in call.expressions if isinstance(part, exp.Literal)]
    return _calls(call, _FORMAT) and words == ["%Y-%m", "+1 month"]
