"""Lines and rings of points made smaller: fewer points, and nothing outside the frame."""

from collections.abc import Callable, Sequence

from attested.portal.pictures.projection import Point

Ring = list[Point]


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """The line with only those points that lie further than the tolerance from the rest.

    Douglas and Peucker's way. The ends stay, so that lines which meet still do.
    """
    kept = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far = _farthest(line, first, last)
        if far and _distance(line[far], line[first], line[last]) > tolerance:
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [line[n] for n in sorted(kept)]


def _farthest(line: Sequence[Point], first: int, last: int) -> int | None:
    return max(
        range(first + 1, last),
        key=lambda n: _distance(line[n], line[first], line[last]),
        default=None,
    )


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the stretch between two others."""
    across, down = end.x - start.x, end.y - start.y
    length = across * across + down * down
    along = ((point.x - start.x) * across + (point.y - start.y) * down) / length if length else 0
    along = min(1.0, max(0.0, along))
    dx, dy = point.x - start.x - along * across, point.y - start.y - along * down
    return float((dx * dx + dy * dy) ** 0.5)


def area(ring: Sequence[Point]) -> float:
    """The area inside a ring, in square units."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(a.x * b.y - b.x * a.y for a, b in pairs)) / 2


def clipped(ring: Ring, west: float, north: float, east: float, south: float) -> Ring:
    """The part of a ring inside a rectangle; empty when none is. Sutherland and Hodgman's way."""
    ring = _cut(ring, lambda p: p.x - west)
    ring = _cut(ring, lambda p: east - p.x)
    ring = _cut(ring, lambda p: p.y - north)
    return _cut(ring, lambda p: south - p.y)


def _cut(ring: Ring, inside: Callable[[Point], float]) -> Ring:
    """The part of a ring where `inside`, a distance from an edge, is not negative."""
    kept: Ring = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if (inside(before) < 0) != (inside(point) < 0):
            kept.append(_crossing(before, point, inside(before), inside(point)))
        if inside(point) >= 0:
            kept.append(point)
    return kept


def _crossing(start: Point, end: Point, before: float, after: float) -> Point:
    along = before / (before - after)
    return Point(start.x + along * (end.x - start.x), start.y + along * (end.y - start.y))
