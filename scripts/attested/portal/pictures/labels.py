"""The names beside the marks of the map, where there is room for them."""

from collections.abc import Sequence

from attested.portal.pictures.marks import Label, Mark

Box = tuple[float, float, float, float]


def label(marks: Sequence[Mark], width: float, size: float) -> None:
    """Writes the name beside each mark where there is room, the marks in front first."""
    taken = [(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius) for m in marks]
    for number, mark in enumerate(marks):
        others = taken[:number] + taken[number + 1 :]
        for found, box in _places_for(mark, size):
            is_inside = box[0] >= 0 and box[2] <= width
            if is_inside and not any(_meet(box, other) for other in others):
                mark.label = found
                taken.append(box)
                break


def _places_for(mark: Mark, size: float) -> list[tuple[Label, Box]]:
    """Right, left, below, above, then aslant: a label and the box it fills."""
    letter = 0.56 if mark.place else 0.63  # the name of several places is bold
    long, gap = len(mark.name) * size * letter, max(mark.radius, 6) + 4
    far, aslant, found = gap + size * 0.6, gap * 0.7, []
    for anchor, x, y in (
        ("start", mark.x + gap, mark.y),
        ("end", mark.x - gap, mark.y),
        ("middle", mark.x, mark.y + far),
        ("middle", mark.x, mark.y - far),
        ("start", mark.x + aslant, mark.y - aslant - size * 0.4),
        ("start", mark.x + aslant, mark.y + aslant + size * 0.4),
        ("end", mark.x - aslant, mark.y + aslant + size * 0.4),
        ("end", mark.x - aslant, mark.y - aslant - size * 0.4),
    ):
        left = x - {"start": 0, "end": long, "middle": long / 2}[anchor]
        box = (left, y - size * 0.6, left + long, y + size * 0.6)
        found.append((Label(mark.name, round(x, 1), round(y + size * 0.35, 1), anchor), box))
    return found


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
