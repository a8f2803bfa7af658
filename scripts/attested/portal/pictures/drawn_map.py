"""The map as it is drawn: a window of the sheet, its marks, its scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from urllib.parse import urlencode

from attested.portal import words
from attested.portal.pictures import labels, land, marks
from attested.portal.pictures.asked import Row, Run
from attested.portal.pictures.marks import Mark
from attested.portal.pictures.placed import CLASSES, PLACES
from attested.portal.pictures.projection import UNIT_KM
from attested.portal.pictures.windows import Sheet, Window

NARROWEST_KM = 5.0
_COARSE_KM = 700  # the outlines say nothing about a window that is smaller
_SCALES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_IN_WINDOW = f"""
FROM {PLACES} WHERE in_frame AND drawn > 0
  AND x BETWEEN :west AND :east AND y BETWEEN :north AND :south"""
_EACH = f"SELECT *, 1 AS places {_IN_WINDOW} ORDER BY drawn DESC, place"
_CELLS = f"""
SELECT count(*) AS places, min(place) AS place, max(name) AS name,
  CAST((x - :west) / :cell AS INTEGER) AS across, CAST((y - :north) / :cell AS INTEGER) AS down,
  sum(exact) AS exact, sum(near) AS near, sum(division) AS division, sum(region) AS region,
  sum(drawn) AS drawn, sum(x * drawn) / sum(drawn) AS x, sum(y * drawn) / sum(drawn) AS y,
  min(latitude) AS south, max(latitude) AS north, min(longitude) AS west, max(longitude) AS east,
  max(max(x) - min(x), max(y) - min(y)) AS extent
{_IN_WINDOW} GROUP BY across, down ORDER BY drawn DESC, place"""


@dataclass(frozen=True)
class Drawing:
    """A map to draw: its size in pixels, the outlines, how they are moved and scaled and how wide
    a hairline is among them (empty when the window is too small for outlines), the marks, the
    radii of the smallest and the largest number, and a bar that is `bar_km` long."""

    sheet: Sheet
    outline: str
    transform: str
    hair: float
    marks: list[Mark]
    sizes: list[tuple[int, float]]
    bar_km: int
    bar: float


def drawing(run: Run, window: Window, sheet: Sheet) -> Drawing:
    """The window of the map in one size."""
    scale = sheet.width / window.width
    found = _marks(run, window, sheet, scale)
    marks.spread(found, sheet.width, sheet.height)
    labels.label(found, sheet.width, sheet.letters)
    bar_km = max((km for km in _SCALES if km <= window.km / 5), default=1)
    return Drawing(
        sheet,
        land.path() if window.km >= _COARSE_KM else "",
        f"scale({scale:.5f}) translate({-window.west:.1f} {-window.north:.1f})",
        round(1 / scale, 2),
        found,
        _sizes(found),
        bar_km,
        round(bar_km / UNIT_KM * scale, 1),
    )


def _marks(run: Run, window: Window, sheet: Sheet, scale: float) -> list[Mark]:
    rows = run(f"{_EACH} LIMIT {sheet.bears + 1}", window.bounds)
    if len(rows) > sheet.bears:
        rows = run(_CELLS, window.bounds | {"cell": window.width / sheet.columns})
    per_root = sheet.largest / sqrt(max((row["drawn"] for row in rows), default=1))
    per_root = min(per_root, sheet.largest / 3.2)
    return [_mark(row, window, scale, per_root) for row in rows]


def _mark(row: Row, window: Window, scale: float, per_root: float) -> Mark:
    x = round((row["x"] - window.west) * scale, 1)
    y = round((row["y"] - window.north) * scale, 1)
    made = marks.discs({kind: row[kind] for kind in CLASSES}, per_root, 3.0)
    mark = Mark("", "", row["drawn"], row["places"], x, y, made, (x, y))
    if row["places"] == 1:
        mark.place, mark.name = row["place"], row["name"]
        mark.title = f"{row['name']}: {words.count(row['drawn'], 'incident')}; {_told(row)}"
    else:
        mark.name = f"{row['places']:,} places"
        mark.title = f"{mark.name}, {words.count(row['drawn'], 'mention')} of an incident in them"
        mark.query, mark.in_table = _inside(row, window)
    return mark


def _told(row: Row) -> str:
    """How surely the places of the incidents are known."""
    phrases = {
        "exact": "known exactly",
        "near": "within 25 km",
        "division": "somewhere in the city, county or district",
        "region": "somewhere in the province or area",
    }
    told = [(row[kind], phrase) for kind, phrase in phrases.items() if row[kind]]
    if len(told) == 1:
        return told[0][1]
    return ", ".join(f"{count} {phrase}" for count, phrase in told)


def _inside(row: Row, window: Window) -> tuple[str, bool]:
    """Where the places of a cell are found: the query of a window that holds them, or one of the
    table of places when no window can part them."""
    latitude, longitude = (row["south"] + row["north"]) / 2, (row["west"] + row["east"]) / 2
    if row["extent"] < 1 or window.km <= 2 * NARROWEST_KM:
        edges = {"latitude__gte": row["south"], "latitude__lte": row["north"]}
        edges |= {"longitude__gte": row["west"], "longitude__lte": row["east"]}
        return urlencode(edges), True
    km = min(window.km / 2, max(NARROWEST_KM, row["extent"] * UNIT_KM * 1.6))
    return urlencode(
        {"lat": f"{latitude:.4f}", "lon": f"{longitude:.4f}", "km": f"{km:.0f}"}
    ), False


def _sizes(found: Sequence[Mark]) -> list[tuple[int, float]]:
    """The numbers of incidents of the smallest and the largest mark, each with its radius."""
    sizes = {mark.incidents: mark.radius for mark in found}
    return [(n, sizes[n]) for n in sorted({min(sizes), max(sizes)})] if sizes else []
