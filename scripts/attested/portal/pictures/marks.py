"""The marks of the map: discs whose area says how many, moved apart so that each can be reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import cos, hypot, pi, sin, sqrt

REACH = 12.0  # radius within which a finger finds a mark
_RINGS, _TURNS, _STEP = 60, 24, 3.0
Spot = tuple[float, float]


@dataclass(frozen=True)
class Disc:
    """A disc of a mark: the class of precision it stands for, and its radius."""

    kind: str
    radius: float


@dataclass(frozen=True)
class Label:
    """A name beside a mark: where its text starts, ends or has its middle (`anchor`)."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass
class Mark:
    """A place, or several that lie close together, with the number of incidents reported there.

    The discs are nested, the least sure outermost: each has the area of all incidents that are
    known as surely as its class or more so. `home` is where the place lies; the mark itself may
    stand beside it, so that it can be reached. `place` is empty for several places, which are then
    found at `query`, a window of the map, or, for those in one spot, in the table of places.
    """

    name: str
    title: str
    incidents: int
    places: int
    x: float
    y: float
    discs: list[Disc]
    home: Spot
    place: str | None = None
    query: str | None = None
    in_table: bool = False
    label: Label | None = field(default=None)

    @property
    def radius(self) -> float:
        """The radius of the outermost disc."""
        return self.discs[0].radius

    @property
    def reach(self) -> float:
        """The radius within which the mark is hit."""
        return max(self.radius, REACH)

    @property
    def leader(self) -> Spot | None:
        """Where the line from the place meets the mark; None for a mark that covers its place."""
        across, down = self.home[0] - self.x, self.home[1] - self.y
        if (distance := hypot(across, down)) <= self.radius:
            return None
        share = self.radius / distance
        return round(self.x + across * share, 1), round(self.y + down * share, 1)


def discs(counts: dict[str, int], per_root: float, least: float) -> list[Disc]:
    """The nested discs of a mark, outermost first, from its counts by class, the surest first.

    The radius of n incidents is `per_root` times the root of n, but not below `least`.
    """
    made, total = [], 0
    for kind, count in counts.items():
        total += count
        if count:
            made.append(Disc(kind, round(max(least, per_root * sqrt(total)), 1)))
    return made[::-1]


def spread(marks: Sequence[Mark], width: float, height: float) -> None:
    """Moves each mark to the free spot nearest its place, the marks in front first."""
    for number, mark in enumerate(marks):
        mark.x, mark.y = _free_spot(mark, marks[:number], width, height)


def _free_spot(mark: Mark, placed: Sequence[Mark], width: float, height: float) -> Spot:
    """The nearest spot where the mark meets no other and lies in the frame; else where it is."""
    held = [(other.x, other.y, other.reach + mark.reach + 1) for other in placed]
    for x, y in _around(mark):
        inside = mark.reach <= x <= width - mark.reach and mark.reach <= y <= height - mark.reach
        if inside and all(hypot(x - a, y - b) >= gap for a, b, gap in held):
            return round(x, 1), round(y, 1)
    return mark.x, mark.y


def _around(mark: Mark) -> Iterator[Spot]:
    """Spots on wider and wider circles around a place; the first is the place."""
    yield mark.home
    for ring in range(1, _RINGS):
        for turn in range(_TURNS):
            angle = 2 * pi * (turn + ring % 2 / 2) / _TURNS
            yield mark.home[0] + ring * _STEP * cos(angle), mark.home[1] + ring * _STEP * sin(angle)
