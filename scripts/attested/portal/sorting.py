"""Sorts that lose nothing: a table is only ever put in order by a column that is unique."""

from collections.abc import Iterable


def fault(asked: Iterable[str], allowed: list[str]) -> str | None:
    """Why a table cannot be sorted as asked, for a reader; None when it can."""
    columns = [column for column in asked if column]
    if len(columns) > 1:
        return "A table is sorted by one column, up or down; ask for one."
    if not columns or columns[0] in allowed:
        return None
    choice = " or ".join(allowed) or "nothing: its rows stand in a fixed order"
    return (
        f"The rows cannot be sorted by {columns[0]!r}, since several rows may share a value, and"
        f" rows would be lost between pages. Sort by {choice}; or filter by the column instead."
    )
