"""The answer to a question of the portal, as `attested cite` would cite it."""

import sqlite3
from functools import lru_cache

import sqlglot
from sqlglot import exp

from attested import clock
from attested.citing import cite
from attested.citing.answers import Answer
from attested.citing.model import CitedQuery
from attested.citing.queries import normalised
from attested.portal.pages import Pages
from attested.spelling import INSTANT

Values = tuple[tuple[str, str], ...]


class TooLong(Exception):
    """The answer is longer than a page shows, so that it is not hashed here."""


async def query(pages: Pages, sql: str, values: Values) -> CitedQuery:
    """The question in its cited form with its answer; raises TooLong.

    The canned questions are tested to give the answer that they give to `attested cite`.
    """
    database = pages.datasette.get_database(pages.database)
    form = await database.execute_fn(lambda connection: _form(connection, sql, values))
    results = await database.execute(form, truncate=True)
    if results.truncated:
        raise TooLong
    columns = [column[0] for column in results.description]
    answer = Answer(columns, [tuple(row) for row in results.rows])
    return CitedQuery(
        id=cite.query_id(pages.database, form, answer.hash),
        sql=form,
        asked=clock.now().strftime(INSTANT),
        columns=columns,
        rows=len(answer.rows),
        hash=answer.hash,
        answer=[list(row) for row in answer.rows],
    )


def _form(connection: sqlite3.Connection, sql: str, values: Values) -> str:
    def width(text: str) -> int:
        return len(connection.execute(f"SELECT * FROM ({text}) LIMIT 0").description)

    return normalised(filled(sql, values), width)


@lru_cache(maxsize=256)
def filled(sql: str, values: Values) -> str:
    """The query with each parameter replaced by its value as a text; one without any is empty."""
    given, tree = dict(values), sqlglot.parse_one(sql, dialect="sqlite")
    for mark in list(tree.find_all(exp.Placeholder)):
        mark.replace(exp.Literal.string(given.get(mark.name, "")))
    return tree.sql(dialect="sqlite")
