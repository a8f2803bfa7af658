"""What the page of the map shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from attested.portal.pictures import asked, drawn_map
from attested.portal.pictures.asked import Row, Run
from attested.portal.pictures.drawn_map import Drawing
from attested.portal.pictures.placed import CLASSES, PLACES, UNPLACED
from attested.portal.pictures.projection import HEIGHT, UNIT_KM, WIDTH, project
from attested.portal.pictures.windows import NARROW, SMALL, WIDE, Window

LISTED = 200
BESIDE = 40  # rows of each list of what is not on the map
_TOTALS = f"""
SELECT count(*) AS places, total(in_frame AND drawn > 0) AS on_map,
  (SELECT count(*) FROM {UNPLACED} WHERE NOT is_online) AS unmatched,
  (SELECT count(*) FROM {UNPLACED} WHERE is_online) AS online
FROM {PLACES}"""
_NOT_DRAWN = f"""
SELECT * FROM {PLACES} WHERE NOT (in_frame AND drawn > 0)
ORDER BY incidents DESC, place LIMIT {BESIDE}"""
_UNPLACED = (
    f"SELECT * FROM {UNPLACED} WHERE is_online = ? ORDER BY incidents DESC, id LIMIT {BESIDE}"
)


@dataclass(frozen=True)
class MapPage:
    """The map in two sizes, and what stands below it: every place with its counts, then what the
    articles print that was matched to no place, and the acts online.

    `totals` counts places, those on the map, and what was printed but matched to none or is
    online.
    """

    window: Window
    wide: Drawing
    narrow: Drawing
    totals: dict[str, int]
    places: list[Row]
    not_drawn: list[Row]
    unmatched: list[Row]
    online: list[Row]
    classes: dict[str, tuple[int, ...]]


def map_page(run: Run, args: Mapping[str, str]) -> MapPage | None:
    """The map for an address; None where the record has no places to draw.

    `lat`, `lon` and `km` (its width) choose a window. Raises Unreadable when one is no such number.
    """
    window = _window(args)
    if not asked.has(run, PLACES):
        return None
    places = run(f"SELECT * FROM {PLACES} ORDER BY incidents DESC, place LIMIT {LISTED}", ())
    return MapPage(
        window,
        drawn_map.drawing(run, window, WIDE),
        drawn_map.drawing(run, window, NARROW),
        {name: int(count) for name, count in run(_TOTALS, ())[0].items()},
        places,
        run(_NOT_DRAWN, ()),
        run(_UNPLACED, [0]),
        run(_UNPLACED, [1]),
        CLASSES,
    )


def map_small(run: Run) -> Drawing | None:
    """The map for the home page; None where the record has no places to draw."""
    return drawn_map.drawing(run, Window(), SMALL) if asked.has(run, PLACES) else None


def _window(args: Mapping[str, str]) -> Window:
    """The window that an address asks for, kept within the sheet; else the whole sheet."""
    latitude = asked.number(args, "lat", -90, 90)
    longitude = asked.number(args, "lon", -180, 180)
    km = asked.number(args, "km", drawn_map.NARROWEST_KM, WIDTH * UNIT_KM)
    if latitude is None or longitude is None or km is None:
        return Window()
    centre, width = project(latitude, longitude), km / UNIT_KM
    height = width * HEIGHT / WIDTH
    west = min(max(0.0, centre.x - width / 2), WIDTH - width)
    north = min(max(0.0, centre.y - height / 2), HEIGHT - height)
    return Window(west, north, width)
