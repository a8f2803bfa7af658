"""A script that makes every portable rule and view over a folder of Parquet, for an engine."""

from collections.abc import Iterator
from pathlib import Path

from attested.portable import in_place, listing
from attested.portable.in_place import CREATE, named
from attested.portable.listing import Answer
from attested.schema import Package

# Recursion on Spark is broken off after 100 steps or a million rows unless told otherwise.
_BEFORE = {
    "duckdb": [],
    "spark": [
        "SET spark.sql.cteRecursionLevelLimit = 10000",
        "SET spark.sql.cteRecursionRowLimit = -1",
    ],
}


def statements(package: Package, engine: str, folder: Path) -> Iterator[str]:
    """The statements in an order in which they can run."""
    yield from _BEFORE[engine]
    yield from in_place.statements(package, engine, folder)
    for answer in listing.answers(package, engine):
        if answer.sql is not None:
            yield _view(answer, engine)


def _view(answer: Answer, engine: str) -> str:
    query = answer.query
    columns = ", ".join(named(column, engine) for column in query.columns)
    head = f"{named(query.view, engine)} ({columns})" if columns else named(query.view, engine)
    return f"{CREATE[engine]} {head} AS\n{answer.sql}"
