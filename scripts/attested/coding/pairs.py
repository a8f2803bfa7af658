"""Which unit of one coder is which of the other: those whose passages overlap most."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from attested.coding.sheet import Unit


class Pairing(NamedTuple):
    """Units of two coders: those paired, with their overlap, and those that stand alone."""

    pairs: list[tuple[Unit, Unit, float]]
    alone_a: list[Unit]
    alone_b: list[Unit]


def pair(a: Sequence[Unit], b: Sequence[Unit]) -> Pairing:
    """The pairing of two coders' units of one table and text.

    The overlap of two units is the number of tokens they share over the number that either holds.
    Units are paired from the largest overlap down, each once, those of equal overlap in the order
    of the text, and those with the same passages in the order of the sheets; what the units say
    plays no part, so that agreement is not chosen.
    """
    a, b = sorted(a, key=_first), sorted(b, key=_first)
    free_a, free_b = dict(enumerate(a)), dict(enumerate(b))
    pairs = []
    for overlap, i, j in _candidates(a, b):
        if i in free_a and j in free_b:
            pairs.append((free_a.pop(i), free_b.pop(j), overlap))
    return Pairing(pairs, list(free_a.values()), list(free_b.values()))


def pair_links(a: Sequence[Unit], b: Sequence[Unit], same: dict[str, str]) -> Pairing:
    """The pairing of links that join the same two incidents, whichever comes first.

    `same` gives for an incident of the first coder that of the second; such a pair overlaps wholly.
    """
    return _pair_equal(
        a,
        b,
        lambda unit: frozenset(same.get(end, end) for end in _ends(unit)),
        lambda unit: frozenset(_ends(unit)),
    )


def pair_relays(a: Sequence[Unit], b: Sequence[Unit], same: dict[str, str]) -> Pairing:
    """The pairing of relays that are the same step of the same claim; `same` as for links."""
    return _pair_equal(
        a,
        b,
        lambda unit: (same.get(unit.cells["claim"], unit.cells["claim"]), unit.cells["step"]),
        lambda unit: (unit.cells["claim"], unit.cells["step"]),
    )


def _pair_equal(
    a: Sequence[Unit],
    b: Sequence[Unit],
    mine: Callable[[Unit], Hashable],
    theirs: Callable[[Unit], Hashable],
) -> Pairing:
    """The pairing of units that have the same key, each once."""
    free = {theirs(unit): unit for unit in b}
    pairs, alone = [], []
    for unit in a:
        other = free.pop(mine(unit), None)
        if other is None:
            alone.append(unit)
        else:
            pairs.append((unit, other, 1.0))
    taken = {id(other) for _, other, _ in pairs}
    return Pairing(pairs, alone, [unit for unit in b if id(unit) not in taken])


def _ends(link: Unit) -> tuple[str, str]:
    return link.cells["incident"], link.cells["other"]


def _first(unit: Unit) -> list[tuple[int, int]]:
    return sorted((run.start, run.tokens) for run in unit.runs)


def _candidates(a: Sequence[Unit], b: Sequence[Unit]) -> list[tuple[float, int, int]]:
    """Overlaps of all units that share a token, the largest first, then in text order."""
    places_a, places_b = [unit.places() for unit in a], [unit.places() for unit in b]
    found = []
    for i, mine in enumerate(places_a):
        for j, theirs in enumerate(places_b):
            shared = len(mine & theirs)
            if shared:
                found.append((shared / len(mine | theirs), i, j))
    return sorted(found, key=lambda each: (-each[0], each[1], each[2]))
