"""What is reported at each place and at the places within it: `portal_place_incidents`, in order of
time, with its totals and the forms in which articles print a place."""

import sqlite3

from attested.portal.facts import making

INCIDENTS = """
WITH RECURSIVE inside (place, part) AS (
  SELECT id, id FROM places
  UNION SELECT i.place, p.id FROM inside AS i JOIN places AS p ON p.parent = i.part
)
SELECT i.place, n.chrono, l.id AS incident_place, l.incident, l.place AS part, l.precision
FROM inside AS i
JOIN incident_places AS l ON l.place = i.part
JOIN incidents AS n ON n.id = l.incident"""
TOTALS = """
SELECT place, count(DISTINCT incident) AS incidents,
  count(DISTINCT CASE WHEN part = place THEN incident END) AS at_itself,
  count(DISTINCT CASE WHEN part <> place THEN incident END) AS at_parts, count(*) AS mentions
FROM portal_place_incidents GROUP BY place"""
PRECISION = """
SELECT place, precision, count(*) AS mentions FROM portal_place_incidents
GROUP BY place, precision"""
PRINTED = """
SELECT place, printed, reading, count(*) AS mentions FROM incident_places
WHERE place IS NOT NULL GROUP BY place, printed, reading"""


def add(connection: sqlite3.Connection) -> None:
    """Adds the tables."""
    making.make(connection, "portal_place_incidents", INCIDENTS, "place, chrono, incident_place")
    making.make(connection, "portal_place_totals", TOTALS, "place")
    making.make(connection, "portal_place_precision", PRECISION, "place, precision")
    making.make(connection, "portal_place_printed", PRINTED, "place, mentions DESC, printed")
