"""Asking a version: the query in its cited form, and an answer that would be the same tomorrow."""

from collections import Counter

from attested.citing.answers import Answer, Reader
from attested.citing.queries import QueryError, normalised
from attested.timeline.snapshot import Snapshot

_UNSTABLE = (
    "the answer depends on the order in which rows are read; end every ORDER BY with an id, also"
    " in windows and subqueries, take one row by min(id), and order what group_concat joins"
)


def cited(snapshot: Snapshot, sql: str) -> tuple[str, Answer]:
    """The query in the form in which it is cited, and its answer.

    Both the query as given and its cited form are asked, of the tables as they are and of a
    disturbed copy; QueryError is raised when two of the four differ, and for what `normalised` and
    `Reader` refuse.
    """
    with Reader(snapshot.sqlite()) as plain, Reader(snapshot.sqlite(disturbed=True)) as disturbed:
        query = normalised(sql, lambda text: _width(plain, text))
        answer = plain.ask(query)
        given = Counter(answer.rows)
        if any(Counter(reader.ask(sql).rows) != given for reader in (plain, disturbed)):
            raise QueryError(_UNSTABLE)
        if disturbed.ask(query).lines() != answer.lines():
            raise QueryError(_UNSTABLE)
    return query, answer


def again(snapshot: Snapshot, query: str) -> Answer:
    """The answer of a version to a query that stands in its cited form already."""
    with Reader(snapshot.sqlite()) as reader:
        return reader.ask(query)


def _width(reader: Reader, query: str) -> int:
    return len(reader.ask(f"SELECT * FROM ({query}) LIMIT 0").columns)
