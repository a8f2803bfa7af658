"""How much of each article is coded: `portal_coverage`, the tokens of an article by what accounts
for them, as far as it can be told without the text."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from attested.portal.accounts import tabling
from attested.portal.facts import making

COVERAGE = "portal_coverage"
EVIDENCE, BETWEEN = "evidence", "between"
_PASSAGES = """
SELECT a.id, a.text_tokens, p.start, p.tokens, p.set_aside,
  EXISTS (SELECT 1 FROM evidence AS e WHERE e.passage = p.id) AS attests
FROM articles AS a JOIN passages AS p ON p.article = a.id
WHERE a.coding = 'full' AND a.text_tokens IS NOT NULL
ORDER BY a.id, p.start"""
Row = tuple[Any, ...]


def add(connection: sqlite3.Connection) -> None:
    """Adds the table: for each article coded in full the tokens in evidence, those set aside by
    reason, and those between passages; left empty where the contract has no such columns."""
    columns = '"article" TEXT, "account" TEXT, "tokens" INTEGER, PRIMARY KEY ("article", "account")'
    known = making.answers(connection, _PASSAGES)
    found = connection.execute(_PASSAGES).fetchall() if known else []
    tabling.table(connection, COVERAGE, columns, _accounts(found))


def _accounts(passages: Iterable[Row]) -> Iterator[tuple[str, str, int]]:
    for (article, length), group in groupby(passages, lambda row: (row[0], row[1])):
        for account, tokens in _shares(length, [row[2:] for row in group]).items():
            yield article, account, tokens


def _shares(length: int, passages: list[Row]) -> Counter[str]:
    """The tokens of each account; one that lies in evidence and in a passage that is set aside
    counts as evidence."""
    account: dict[int, str] = {}
    for start, tokens, reason, attests in sorted(passages, key=lambda row: bool(row[3])):
        if attests or reason:
            run = range(start, min(start + tokens, length))
            account.update(dict.fromkeys(run, EVIDENCE if attests else str(reason)))
    return Counter(account.values()) + Counter({BETWEEN: length - len(account)})
