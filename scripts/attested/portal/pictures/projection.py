"""From latitude and longitude to the sheet: Albers' equal-area conic for China and around it.

Areas keep their proportion, and the borders of the frame lie where the record's places do. The
sheet has WIDTH times HEIGHT units, its origin at the top left; one unit is UNIT_KM on the ground.
"""

from math import cos, radians, sin, sqrt
from typing import NamedTuple

_MERIDIAN, _ORIGIN = 105.0, 35.0
_SOUTHERN, _NORTHERN = radians(25), radians(47)
_CONE = (sin(_SOUTHERN) + sin(_NORTHERN)) / 2
_CONSTANT = cos(_SOUTHERN) ** 2 + 2 * _CONE * sin(_SOUTHERN)
# The frame in units of the earth's radius.
_WEST, _EAST, _SOUTH, _NORTH = -0.445, 0.415, -0.315, 0.365
_EARTH_KM = 6371.0
WIDTH = 7600
_SCALE = WIDTH / (_EAST - _WEST)
HEIGHT = round((_NORTH - _SOUTH) * _SCALE)
UNIT_KM = _EARTH_KM / _SCALE


class Point(NamedTuple):
    """A point of the sheet, in its units from the top left."""

    x: float
    y: float


def project(latitude: float, longitude: float) -> Point:
    """Where on the sheet a place lies, in units; a place outside the frame lies outside of it."""
    east = (longitude - _MERIDIAN + 180) % 360 - 180
    angle = _CONE * radians(east)
    radius = _radius(latitude)
    x, y = radius * sin(angle), _radius(_ORIGIN) - radius * cos(angle)
    return Point((x - _WEST) * _SCALE, (_NORTH - y) * _SCALE)


def is_in_frame(point: Point) -> bool:
    """Whether a point lies on the sheet."""
    return 0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT


def _radius(latitude: float) -> float:
    return sqrt(max(0.0, _CONSTANT - 2 * _CONE * sin(radians(latitude)))) / _CONE
