"""Keys of the tables: ids in order, keys that stand once, keys that lead somewhere."""

from collections.abc import Iterator
from itertools import pairwise

from attested.problems import Problem
from attested.tables import Content


def unsound(contents: dict[str, Content]) -> set[str]:
    """Names of the tables where an id or unique cell stands twice, or a key leads nowhere."""
    ids = {name: {row["id"] for row in content.rows} for name, content in contents.items()}
    return {
        name
        for name, content in contents.items()
        if len(ids[name]) < len(content.rows) or not _unique(content) or not _leads(content, ids)
    }


def _unique(content: Content) -> bool:
    fields = [field.name for field in content.table.fields if field.constraints.unique]
    columns = ([row[name] for row in content.rows if row[name]] for name in fields)
    return all(len(set(column)) == len(column) for column in columns)


def _leads(content: Content, ids: dict[str, set[str | None]]) -> bool:
    return all(
        row[name] is None or row[name] in ids[target]
        for name, target in content.table.targets.items()
        for row in content.rows
    )


def unsorted(content: Content) -> Iterator[Problem]:
    """A Problem for every row whose id is smaller than the one above it."""
    ids = [row["id"] or "" for row in content.rows]
    for line, (before, after) in enumerate(pairwise(ids), 3):
        if after < before:
            message = f"stands after {before}; sort the rows by id"
            yield Problem(content.table.path, line, after, "id", message)


def repeated(content: Content) -> Iterator[Problem]:
    """A Problem for every row that repeats the cells of one of the table's uniqueKeys."""
    table = content.table
    for key in table.schema.unique_keys:
        seen: dict[tuple[str | None, ...], str | None] = {}
        for line, row in enumerate(content.rows, 2):
            cells = tuple(row[name] for name in key)
            if None not in cells and cells in seen:
                message = f"repeats {' and '.join(key)} of {seen[cells]}; keep one row"
                yield Problem(table.path, line, row["id"] or "", key[-1], message)
            seen.setdefault(cells, row["id"])
