"""GeoJSON: a feature per place of an incident, with how exactly it is known.

A place that was matched to nothing, and an incident that is at no place, keep their feature with a
null geometry and the reason, so that a map can say what it does not show. No point is borrowed from
a wider place. The content hash is the SHA-256 of the features as canonical CSV: their properties,
then longitude and latitude.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attested import files
from attested.artefacts.meta import Metadata
from attested.artefacts.values import Value
from attested.schema import Category, Package
from attested.tables import Cells, write_rows

Feature = dict[str, Any]
_FEATURES = """
SELECT coalesce(l.id, i.id) AS id, i.id AS incident, i.title, i.kind, i.form, i.realisation, i.date,
  i.date_first AS first_day, i.date_last AS last_day, l.role, l.printed, l.reading, l.reason,
  g.name AS place, g.level AS place_level, l.precision, g.longitude, g.latitude
FROM incidents AS i
LEFT JOIN incident_places AS l ON l.incident = i.id
LEFT JOIN places AS g ON g.id = l.place
ORDER BY i.id, l.id"""
EXACT = 1
_POINT = ("longitude", "latitude")
COLUMNS = (
    "id", "incident", "title", "kind", "form", "realisation", "date", "first_day", "last_day",
    "role", "printed", "reading", "reason", "place", "place_level", "precision",
    "precision_label", "uncertain", "why_uncertain", "why_no_point", *_POINT,
)  # fmt: skip


def write(
    target: Path, package: Package, connection: sqlite3.Connection, metadata: Metadata
) -> None:
    """Writes the features, one a line, from a database that holds the tables."""
    head = json.dumps(_head(metadata), ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(f, ensure_ascii=False) for f in features(package, connection))
    files.write_text(target, f'{head}, "features": [\n{lines}\n]}}\n')


def features(package: Package, connection: sqlite3.Connection) -> Iterator[Feature]:
    """The features in the order of incidents and their places."""
    levels = package.tables["incident_places"].field["precision"].categories
    cursor = connection.execute(_FEATURES)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield _feature(dict(zip(names, row, strict=True)), levels)


def content_hash(path: Path) -> str:
    """The content hash of such a file; ValueError when a feature is no feature of ours."""
    document = json.loads(path.read_text("utf-8"))
    rows = [_cells(feature) for feature in document["features"]]
    return hashlib.sha256(write_rows(list(COLUMNS), rows).encode()).hexdigest()


def _head(metadata: Metadata) -> dict[str, Any]:
    """Members of the collection beside its features; RFC 7946 allows ours."""
    facts = {
        "name": metadata.name,
        "title": metadata.title,
        "version": metadata.version,
        "date": metadata.date,
        "doi": metadata.doi,
        "license": metadata.licence.path,
    }
    return {"type": "FeatureCollection"} | {name: fact for name, fact in facts.items() if fact}


def _feature(row: dict[str, Value], levels: list[Category]) -> Feature:
    point = [row.pop(name) for name in _POINT]
    labels = [c.label for c in levels if c.value == row["precision"]]
    row["precision_label"] = labels[0] if labels else None
    why = "; ".join(_doubts(row))
    row |= {"uncertain": bool(why), "why_uncertain": why or None}
    row["why_no_point"] = _absence(row) if None in point else None
    geometry = None if None in point else {"type": "Point", "coordinates": point}
    properties = {name: row[name] for name in COLUMNS if name not in (*_POINT, "id")}
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": geometry,
        "properties": properties,
    }


def _doubts(row: dict[str, Value]) -> Iterator[str]:
    if row["role"] is None:
        yield "no place is reported"
    elif row["role"] != "online" and not row["place"]:
        yield "the printed form was matched to no place"
    if row["reading"]:
        yield "the printed form is garbled and its reading is only probable"
    if row["precision"] not in (None, EXACT):
        yield f"the place is not exact; known is: {str(row['precision_label']).lower()}"


def _absence(row: dict[str, Value]) -> str:
    if row["role"] is None:
        return "no place is reported"
    if row["role"] == "online":
        return "the act took place online"
    return "no point of the place is known" if row["place"] else "the place is not identified"


def _cells(feature: Feature) -> Cells:
    if set(feature) != {"type", "id", "geometry", "properties"} or feature["type"] != "Feature":
        raise ValueError("a feature has other members than type, id, geometry and properties")
    geometry, properties = feature["geometry"], feature["properties"]
    expected = [name for name in COLUMNS if name not in (*_POINT, "id")]
    if list(properties) != expected:
        raise ValueError(f"the feature {feature['id']} has other properties than it should")
    if geometry is not None and (
        geometry.keys() != {"type", "coordinates"} or geometry["type"] != "Point"
    ):
        raise ValueError(f"the feature {feature['id']} has a geometry that is no point")
    longitude, latitude = geometry["coordinates"] if geometry else (None, None)
    cells = {"id": feature["id"]} | properties | {"longitude": longitude, "latitude": latitude}
    return {name: None if value is None else json.dumps(value) for name, value in cells.items()}
