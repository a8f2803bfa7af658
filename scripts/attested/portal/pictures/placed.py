"""The tables `portal_map` and `portal_map_unplaced`: how many incidents are reported where.

An incident counts once for a place, at the finest level of precision that is coded there. Only the
roles that say where an act was make a mark; that an act was directed at a place, or speaks about
it, is counted apart.
"""

import sqlite3
from collections.abc import Iterator

from attested.portal.pictures.asked import has_columns
from attested.portal.pictures.projection import is_in_frame, project

PLACES, UNPLACED = "portal_map", "portal_map_unplaced"
# The classes of marks, from the surest, with the levels of precision that fall into each.
CLASSES = {"exact": (1,), "near": (2,), "division": (3,), "region": (4, 5)}
_NEEDS = {
    "places": {"id", "name", "level", "parent", "latitude", "longitude"},
    "incident_places": {"incident", "place", "role", "printed", "reading", "precision"},
}
_TABLES = f"""
CREATE TABLE {PLACES} (
  place TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL,
  parent TEXT, parent_name TEXT, latitude REAL, longitude REAL,
  x REAL, y REAL, in_frame INTEGER NOT NULL,
  exact INTEGER NOT NULL, near INTEGER NOT NULL, division INTEGER NOT NULL,
  region INTEGER NOT NULL, country INTEGER NOT NULL,
  drawn INTEGER NOT NULL, incidents INTEGER NOT NULL, concerned INTEGER NOT NULL
) STRICT;
CREATE TABLE {UNPLACED} (
  id INTEGER PRIMARY KEY, printed TEXT NOT NULL, reading TEXT, is_online INTEGER NOT NULL,
  incidents INTEGER NOT NULL, first TEXT NOT NULL
) STRICT;
"""
_INDEXES = f"""
CREATE INDEX idx_{PLACES}_x ON {PLACES} (in_frame, x, y);
CREATE INDEX idx_{PLACES}_incidents ON {PLACES} (incidents DESC, place);
CREATE INDEX idx_{UNPLACED}_incidents ON {UNPLACED} (incidents DESC, id);
"""
_COUNTS = """
WITH finest AS (
  SELECT place, incident, min(CASE WHEN role IN ('at', 'from', 'to', 'border')
    THEN coalesce(precision, 9) END) AS level
  FROM incident_places WHERE place IS NOT NULL GROUP BY place, incident),
counted AS (
  SELECT place, total(level = 1) AS exact, total(level = 2) AS near, total(level = 3) AS division,
    total(level IN (4, 5)) AS region, total(level > 5) AS country, count(level) AS incidents,
    count(*) - count(level) AS concerned
  FROM finest GROUP BY place)
SELECT p.id, p.name, p.level, p.parent, q.name, p.latitude, p.longitude,
  c.exact, c.near, c.division, c.region, c.country, c.incidents, c.concerned
FROM counted AS c JOIN places AS p ON p.id = c.place LEFT JOIN places AS q ON q.id = p.parent
ORDER BY p.id"""
_LEFT_OVER = f"""
INSERT INTO {UNPLACED} (printed, reading, is_online, incidents, first)
SELECT printed, reading, role = 'online', count(DISTINCT incident), min(incident)
FROM incident_places WHERE place IS NULL GROUP BY 1, 2, 3 ORDER BY 3, 4 DESC, 1, 2"""


def add(connection: sqlite3.Connection) -> None:
    """Makes and fills the tables; does nothing where the record lacks a column they need."""
    if not has_columns(connection, _NEEDS):
        return
    for statement in _TABLES.split(";")[:-1]:
        connection.execute(statement)
    marks = ", ".join("?" * 18)
    connection.executemany(f"INSERT INTO {PLACES} VALUES ({marks})", _rows(connection))
    connection.execute(_LEFT_OVER)
    for statement in _INDEXES.split(";")[:-1]:
        connection.execute(statement)


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[str | float | None, ...]]:
    for row in connection.execute(_COUNTS).fetchall():
        place, name, level, parent, parent_name, latitude, longitude, *counts = row
        *levels, incidents, concerned = map(int, counts)
        drawn = sum(levels[:4])
        spot = _spot(latitude, longitude)
        named = (place, name, level, parent, parent_name, latitude, longitude)
        yield (*named, *spot, *levels, drawn, incidents, concerned)


def _spot(
    latitude: float | None, longitude: float | None
) -> tuple[float | None, float | None, int]:
    """Where on the sheet a point lies and whether it is in the frame."""
    if latitude is None or longitude is None:
        return None, None, 0
    point = project(latitude, longitude)
    return point.x, point.y, int(is_in_frame(point))
