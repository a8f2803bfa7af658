"""The table `claim_roots`: where each claim begins and through whom it came, as roots.

Roots are those at the time of the articles that report the incident, so that all claims about it
are held against the same ties. Made in the database, since SQL would count every incident anew.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

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
_CLAIMS = """
SELECT c.id, c.incident, c.source, c.bearing, a.publisher, a.published_first, a.published_last,
  c.stance <> 'declines'
  AND (c.bearing = 'content' OR c.bearing = 'reports' AND c.stance NOT IN ('denies', 'calls for'))
FROM claims AS c JOIN articles AS a ON a.id = c.article ORDER BY c.id
"""


def add(connection: sqlite3.Connection) -> None:
    """Makes and fills the table; does nothing where the contract lacks a table that it needs."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if not tables >= NEEDS:
        return
    connection.execute(f"CREATE TABLE {NAME} (\n  " + ",\n  ".join(COLUMNS) + "\n) STRICT")
    marks = ", ".join("?" * len(COLUMNS))
    connection.executemany(f"INSERT INTO {NAME} VALUES ({marks})", _rows(connection))


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[str | int, ...]]:
    ties = connection.execute(_TIES)
    roots = Roots([Tie(a, b, bool(doubtful), s, u) for a, b, doubtful, s, u in ties])
    kinds = dict(connection.execute("SELECT id, kind FROM sources"))
    hands = _hands(connection.execute("SELECT claim, source FROM relays ORDER BY claim, step"))
    claims = connection.execute(_CLAIMS).fetchall()
    times = _times(claims)
    for claim, incident, source, bearing, publisher, first, last, corroborates in claims:
        time = times[incident] if incident else Span(first, last)
        certain, possible = roots.certain(time), roots.possible(time)
        voice = _voice(source, bearing, hands[claim], kinds)
        gate = hands[claim][0] if hands[claim] else source
        yield (
            claim,
            voice,
            certain.get(voice, voice),
            gate,
            possible.get(gate, gate),
            int(kinds[gate] in UNNAMED),
            possible.get(publisher, publisher),
            certain.get(publisher, publisher),
            int(corroborates or 0),
        )


def _hands(relays: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The sources through which each claim came, nearest the article first."""
    hands: dict[str, list[str]] = defaultdict(list)
    for claim, source in relays:
        hands[claim].append(source)
    return hands


def _voice(source: str, bearing: str | None, hands: list[str], kinds: dict[str, str]) -> str:
    """Where news of the statement begins: what only documents show begins with the documents.

    What is said in a speech that is known through others begins with the first of them.
    """
    if hands and (bearing == "content" or kinds[hands[-1]] == "documents"):
        return hands[-1]
    return source


def _times(claims: list[tuple[str | None, ...]]) -> dict[str, Span]:
    """For each incident the time from the first to the last article that tells of it."""
    firsts: dict[str, list[str | None]] = defaultdict(list)
    lasts: dict[str, list[str | None]] = defaultdict(list)
    for _, incident, _, _, _, first, last, _ in claims:
        if incident:
            firsts[incident].append(first)
            lasts[incident].append(last)
    return {name: Span(_known(firsts[name], 0), _known(lasts[name], -1)) for name in firsts}


def _known(days: list[str | None], place: int) -> str | None:
    """The first (0) or last (-1) of the days; None when one of them is not known."""
    known = sorted(day for day in days if day is not None)
    return known[place] if len(known) == len(days) else None
