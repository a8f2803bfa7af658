"""The table `claim_roots`: where each claim begins and through whom it came, as roots.

Roots are those at the time of the articles that report the incident, so that all claims about it
are held against the same ties. Made in the database, since SQL would count every incident anew.
"""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from attested.roots import Roots, Span, Tie

NAME = "claim_roots"
NEEDS = {"claims", "relays", "articles", "ties", "positions", "sources"}
COLUMNS = (
    "claim TEXT PRIMARY KEY NOT NULL REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED",
    "voice TEXT NOT NULL",
    "voice_root TEXT NOT NULL",
    "gate TEXT NOT NULL",
    "gate_root TEXT NOT NULL",
    "gate_unnamed INTEGER NOT NULL",
    "publisher_root TEXT NOT NULL",
    "publisher_certain_root TEXT NOT NULL",
    "corroborates INTEGER NOT NULL",
)
UNNAMED = ("unnamed group", "unnamed person")
_TIES = """
SELECT source, other, disputed OR kind IN ('retells', 'directed by'), since, until
FROM ties WHERE kind <> 'cites'
UNION ALL
SELECT s.id, p.organisation, 0, p.since, p.until
FROM positions AS p JOIN sources AS s ON s.official = p.official WHERE p.organisation IS NOT NULL
"""
# The time of an incident is that from the first to the last article that tells of it, and is open
# at an end where one of them has no date.
_TIMES = """
CREATE TEMP TABLE times AS
SELECT c.incident,
  iif(count(*) = count(a.published_first), min(a.published_first), NULL) AS first,
  iif(count(*) = count(a.published_last), max(a.published_last), NULL) AS last
FROM claims AS c JOIN articles AS a ON a.id = c.article
WHERE c.incident IS NOT NULL GROUP BY c.incident
"""
_CLAIMS = """
SELECT c.id, c.source, c.bearing, a.publisher,
  iif(c.incident IS NULL, a.published_first, t.first),
  iif(c.incident IS NULL, a.published_last, t.last),
  c.stance <> 'declines'
  AND (c.bearing = 'content' OR c.bearing = 'reports' AND c.stance NOT IN ('denies', 'calls for'))
FROM claims AS c
JOIN articles AS a ON a.id = c.article
LEFT JOIN times AS t ON t.incident = c.incident
ORDER BY c.id
"""
Made = tuple[str | int, ...]


def add(connection: sqlite3.Connection) -> None:
    """Makes and fills the table; does nothing where the contract lacks a table that it needs."""
    tables = {name for (name,) in connection.execute("SELECT name FROM pragma_table_list")}
    if not tables >= NEEDS:
        return
    connection.execute(f"CREATE TABLE {NAME} (\n  " + ",\n  ".join(COLUMNS) + "\n) STRICT")
    marks = ", ".join("?" * len(COLUMNS))
    connection.execute(_TIMES)
    connection.execute("CREATE UNIQUE INDEX temp.times_incident ON times (incident)")
    connection.executemany(f"INSERT INTO {NAME} VALUES ({marks})", _rows(connection))
    connection.execute("DROP TABLE temp.times")


def _rows(connection: sqlite3.Connection) -> Iterator[Made]:
    ties = connection.execute(_TIES)
    roots = Roots(Tie(a, b, bool(doubtful), s, u) for a, b, doubtful, s, u in ties)
    kinds = dict(connection.execute("SELECT id, kind FROM sources"))
    relayed = _relayed(connection)
    relay = next(relayed, None)
    for claim, source, bearing, publisher, first, last, corroborates in connection.execute(_CLAIMS):
        hands: list[str] = []
        while relay and (relay[0] or "") < claim:  # of no claim
            relay = next(relayed, None)
        if relay and relay[0] == claim:
            hands, relay = relay[1], next(relayed, None)
        time = Span(first, last)
        voice = _voice(source, bearing, hands, kinds)
        gate = hands[0] if hands else source
        yield (
            claim,
            voice,
            roots.certain(voice, time),
            gate,
            roots.possible(gate, time),
            int(kinds[gate] in UNNAMED),
            roots.possible(publisher, time),
            roots.certain(publisher, time),
            int(corroborates or 0),
        )


def _relayed(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """Each claim that came through others, with these sources, nearest the article first."""
    relays = connection.execute("SELECT claim, source FROM relays ORDER BY claim, step")
    for claim, steps in groupby(relays, key=itemgetter(0)):
        yield claim, [source for _, source in steps]


def _voice(source: str, bearing: str | None, hands: list[str], kinds: dict[str, str]) -> str:
    """Where news of the statement begins: what only documents show begins with the documents.

    What is said in a speech that is known through others begins with the first of them.
    """
    if hands and (bearing == "content" or kinds[hands[-1]] == "documents"):
        return hands[-1]
    return source
