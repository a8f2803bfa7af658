"""What stands on each source: `portal_standing`, and by incident, article and hand.

A source is alone in an incident when every claim that corroborates it begins with the source, and
its only root when every such claim begins with it or with a voice that counts as one with it.
"""

import sqlite3

from attested.portal.facts import making

ROOTS = """
WITH told AS (
  SELECT c.incident, k.voice, k.voice_root FROM claims AS c JOIN claim_roots AS k ON k.claim = c.id
  WHERE k.corroborates AND c.incident IS NOT NULL
),
spread AS (
  SELECT incident, count(DISTINCT voice) AS voices, count(DISTINCT voice_root) AS roots
  FROM told GROUP BY incident
)
SELECT t.voice AS source, count(DISTINCT t.incident) AS incidents,
  count(DISTINCT CASE WHEN s.voices = 1 THEN t.incident END) AS alone,
  count(DISTINCT CASE WHEN s.roots = 1 THEN t.incident END) AS only_root
FROM told AS t JOIN spread AS s ON s.incident = t.incident
GROUP BY t.voice"""
INCIDENTS = """
SELECT c.source, i.chrono, c.incident, count(*) AS claims
FROM claims AS c JOIN incidents AS i ON i.id = c.incident
GROUP BY c.source, i.chrono, c.incident"""
ARTICLES = """
SELECT source, article, count(*) AS claims FROM claims GROUP BY source, article"""
HANDS = """
SELECT c.source, r.source AS hand, count(DISTINCT c.id) AS claims
FROM relays AS r JOIN claims AS c ON c.id = r.claim
GROUP BY c.source, r.source"""
STANDING = """
WITH
  said AS (SELECT source, count(*) AS claims FROM claims GROUP BY source),
  about AS (SELECT source, count(*) AS about FROM portal_source_incidents GROUP BY source),
  used AS (SELECT source, count(*) AS articles FROM portal_source_articles GROUP BY source),
  passed AS (SELECT hand AS source, sum(claims) AS carried FROM portal_source_hands GROUP BY hand)
SELECT s.id AS source, coalesce(d.claims, 0) AS claims, coalesce(b.about, 0) AS about,
  coalesce(u.articles, 0) AS articles, coalesce(p.carried, 0) AS carried,
  coalesce(r.incidents, 0) AS incidents, coalesce(r.alone, 0) AS alone,
  coalesce(r.only_root, 0) AS only_root
FROM sources AS s
LEFT JOIN said AS d ON d.source = s.id
LEFT JOIN about AS b ON b.source = s.id
LEFT JOIN used AS u ON u.source = s.id
LEFT JOIN passed AS p ON p.source = s.id
LEFT JOIN portal_source_roots AS r ON r.source = s.id"""


def add(connection: sqlite3.Connection) -> None:
    """Adds the tables."""
    making.make(connection, "portal_source_roots", ROOTS, "source")
    making.make(connection, "portal_source_incidents", INCIDENTS, "source, chrono, incident")
    making.make(connection, "portal_source_articles", ARTICLES, "source, claims DESC, article")
    hands = ("source, claims DESC, hand", "hand, claims DESC, source")
    making.make(connection, "portal_source_hands", HANDS, *hands)
    making.make(connection, "portal_standing", STANDING, "source")
