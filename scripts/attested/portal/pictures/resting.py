"""The tables `portal_dependence`, `portal_dependence_sources` and `portal_dependence_ties`.

A claim begins with a voice, comes to the article through a hand, and stands in the article of a
publisher. Voices and publishers stand here under their roots, so that those that count as one are
one. Each column keeps its most used sources; the rest of it is one node, whose id is empty.
"""

import sqlite3

from attested.portal.pictures.asked import has_columns

FLOWS = "portal_dependence"
SOURCES = "portal_dependence_sources"
TIES = "portal_dependence_ties"
KEPT = {"voice": 16, "hand": 12, "publisher": 8}
NO_HAND = "none"
_NEEDS = {
    "claim_roots": {"claim", "voice_root", "gate", "publisher_certain_root"},
    "claims": {"id", "article", "source"},
    "relays": {"claim", "step", "source"},
    "sources": {"id", "label", "kind", "official"},
    "ties": {"id", "source", "kind", "other", "since", "until", "disputed"},
    "positions": {"id", "official", "organisation", "since", "until"},
}
_EACH = f"""
CREATE TEMP TABLE resting AS
SELECT k.voice_root AS voice, coalesce(r.source, '{NO_HAND}') AS hand,
  k.publisher_certain_root AS publisher, count(*) AS claims
FROM claim_roots AS k LEFT JOIN relays AS r ON r.claim = k.claim AND r.step = 1
GROUP BY 1, 2, 3"""
_SOURCES = f"""
CREATE TABLE {SOURCES} (
  part TEXT NOT NULL, rank INTEGER NOT NULL, source TEXT NOT NULL, label TEXT,
  unnamed INTEGER NOT NULL, claims INTEGER NOT NULL, members INTEGER NOT NULL,
  PRIMARY KEY (part, rank)
) STRICT, WITHOUT ROWID"""
_RANKED = f"""
INSERT INTO {SOURCES}
SELECT :part, row_number() OVER (ORDER BY n.claims DESC, n.source), n.source, s.label,
  coalesce(s.kind IN ('unnamed group', 'unnamed person'), 0), n.claims, coalesce(m.members, 1)
FROM (SELECT {{part}} AS source, sum(claims) AS claims FROM resting
  WHERE {{part}} <> '{NO_HAND}' GROUP BY 1) AS n
LEFT JOIN sources AS s ON s.id = n.source
LEFT JOIN (SELECT voice_root, count(DISTINCT voice) AS members FROM claim_roots GROUP BY 1) AS m
  ON :part = 'voice' AND m.voice_root = n.source"""
_FLOWS = f"""
CREATE TABLE {FLOWS} (
  voice TEXT NOT NULL, hand TEXT NOT NULL, publisher TEXT NOT NULL, claims INTEGER NOT NULL,
  PRIMARY KEY (voice, hand, publisher)
) STRICT, WITHOUT ROWID"""
_KEPT_FLOWS = f"""
INSERT INTO {FLOWS}
SELECT coalesce(v.source, ''), coalesce(h.source, CASE r.hand WHEN '{NO_HAND}' THEN r.hand END, ''),
  coalesce(p.source, ''), sum(r.claims)
FROM resting AS r
LEFT JOIN kept AS v ON v.part = 'voice' AND v.source = r.voice
LEFT JOIN kept AS h ON h.part = 'hand' AND h.source = r.hand
LEFT JOIN kept AS p ON p.part = 'publisher' AND p.source = r.publisher
GROUP BY 1, 2, 3"""
_TIES = f"""
CREATE TABLE {TIES} (
  rank INTEGER PRIMARY KEY, tie TEXT NOT NULL, kind TEXT, disputed INTEGER,
  joins INTEGER, since TEXT, until TEXT,
  source TEXT NOT NULL, label TEXT, other TEXT NOT NULL, other_label TEXT, claims INTEGER NOT NULL
) STRICT"""
_ALL_TIES = f"""
WITH used AS (SELECT source, count(*) AS claims FROM claims GROUP BY source),
every AS (
  SELECT id, kind, disputed,
    kind NOT IN ('retells', 'directed by', 'cites') AND NOT disputed AS joins,
    since, until, source, other FROM ties
  UNION ALL
  SELECT p.id, 'holds office in', 0, 1, p.since, p.until, s.id, p.organisation
  FROM positions AS p JOIN sources AS s ON s.official = p.official
  WHERE p.organisation IS NOT NULL AND p.organisation <> s.id)
INSERT INTO {TIES}
SELECT row_number() OVER (ORDER BY coalesce(u.claims, 0) + coalesce(w.claims, 0) DESC, e.id),
  e.id, e.kind, e.disputed, e.joins, e.since, e.until, s.id, s.label, o.id, o.label,
  coalesce(u.claims, 0) + coalesce(w.claims, 0)
FROM every AS e JOIN sources AS s ON s.id = e.source JOIN sources AS o ON o.id = e.other
LEFT JOIN used AS u ON u.source = e.source LEFT JOIN used AS w ON w.source = e.other"""


def add(connection: sqlite3.Connection) -> None:
    """Makes and fills the tables; does nothing where the record lacks a column they need."""
    if not has_columns(connection, _NEEDS):
        return
    for statement in (_EACH, _SOURCES, _FLOWS, _TIES):
        connection.execute(statement)
    connection.execute(
        "CREATE TEMP TABLE kept (part TEXT, source TEXT, PRIMARY KEY (part, source))"
    )
    for part, most in KEPT.items():
        connection.execute(_RANKED.format(part=part), {"part": part})
        connection.execute(
            f"INSERT INTO kept SELECT part, source FROM {SOURCES} WHERE part = ? AND rank <= ?",
            [part, most],
        )
    for statement in (_KEPT_FLOWS, _ALL_TIES, "DROP TABLE resting", "DROP TABLE kept"):
        connection.execute(statement)
