"""The copies of the block: which rows each shares with earlier ones, and the values in its gaps."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from attested.synthetic import numbers, shifting
from attested.synthetic.places import code
from attested.synthetic.record import LATER, ONCE, OWN, SHARED, Block, steps
from attested.synthetic.slots import Code, Day, Figure, Hash, Number, Point, Slot

DAYS = 7300  # over which the copies are spread, twenty years back from the record's
_NEW = 0.3  # the k-th copy brings shared rows of its own with probability k to the minus this
_JITTER = 0.5  # of a degree


@dataclass(frozen=True)
class Copy:
    """One copy: its place among all, and that of the copy whose shared rows it names."""

    place: int
    home: int

    @property
    def is_home(self) -> bool:
        """True when the copy brings shared rows of its own."""
        return self.home == self.place


def plan(count: int, cut: bool, seed: int) -> list[Copy]:
    """The copies in order; one that is cut brings no shared rows."""
    draw, homes = random.Random(f"{seed} homes"), [0]
    copies = [Copy(0, 0)]
    for place in range(1, count):
        is_new = draw.random() < place**-_NEW and not (cut and place == count - 1)
        if is_new:
            homes.append(place)
        copies.append(Copy(place, place if is_new else draw.choice(homes)))
    return copies


class Values:
    """Fills the gaps of all templates for one copy after the other."""

    def __init__(self, block: Block, slots: list[Slot], seed: int) -> None:
        self._seed = seed
        self._steps = steps(block)
        self._claims = {row["id"]: row for row in block.rows["claims"]}
        self._slots = slots

    def of(self, copy: Copy) -> list[str]:
        """The values of the copy in the order of the slots."""
        filler = _Filler(copy, self._seed, self._steps, self._claims)
        return [_FILL[type(slot)](filler, slot) for slot in self._slots]


class _Filler:
    def __init__(
        self, copy: Copy, seed: int, steps: dict[str, int], claims: dict[str, dict[str, str]]
    ) -> None:
        self._draw = random.Random(f"{seed} copy {copy.place}")
        self._home = random.Random(f"{seed} home {copy.home}")
        self._claims = claims
        self._is_first = copy.place == 0
        self._days = -self._draw.randrange(DAYS) if copy.place else 0
        self._figures: dict[str, dict[str, str]] = {}
        places = {SHARED: copy.home, ONCE: 0}
        self._bases = {
            reach: {letter: step * places.get(reach, copy.place) for letter, step in steps.items()}
            for reach in (SHARED, ONCE, OWN, LATER)
        }

    def number(self, slot: Number) -> str:
        return f"{self._bases[slot[2]][slot[0]] + slot[1]:0{slot[3]}d}"

    def day(self, slot: Day) -> str:
        return shifting.moved(slot.cell, self._days, slot.ends) if self._days else slot.cell

    def hash(self, slot: Hash) -> str:
        return f"{self._draw.getrandbits(256):064x}"

    def figure(self, slot: Figure) -> str:
        claim = self._claims[slot.claim]
        if self._is_first:
            cell = claim[slot.part]
        else:
            if slot.claim not in self._figures:
                self._figures[slot.claim] = numbers.like(claim, self._draw)
            cell = self._figures[slot.claim][slot.part]
        return f'"{cell}"' if "," in cell else cell

    def code(self, slot: Code) -> str:
        return code(slot.field, self._bases[SHARED]["G"] + slot.number)

    def point(self, slot: Point) -> str:
        value = slot.middle + self._home.uniform(-_JITTER, _JITTER)
        kept = min(max(value, slot.low), slot.high)
        return f"{kept:.5f}".rstrip("0").rstrip(".")


_FILL: dict[type, Callable[[_Filler, Any], str]] = {
    Number: _Filler.number,
    Day: _Filler.day,
    Figure: _Filler.figure,
    Hash: _Filler.hash,
    Code: _Filler.code,
    Point: _Filler.point,
}
