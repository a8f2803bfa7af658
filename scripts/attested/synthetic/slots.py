"""What differs from copy to copy inside a row: numbers of ids, days, figures, hashes, codes."""

from typing import NamedTuple


class Number(NamedTuple):
    """The number of an id: its letter, its number in the block, and how far its row reaches."""

    letter: str
    number: int
    reach: str
    width: int = 6


class Day(NamedTuple):
    """A date that moves with the copy; `ends` says that it is when something ended."""

    cell: str
    ends: bool


class Figure(NamedTuple):
    """A cell of the figure of the claim with the id `claim`."""

    claim: str
    part: str


class Hash(NamedTuple):
    """A hash, the same wherever the block has the same one in the same article."""

    article: str
    cell: str


class Code(NamedTuple):
    """A code of a place: one that no real place has, or none once there are no more."""

    field: str
    number: int


class Point(NamedTuple):
    """Latitude or longitude of a place, near where it stands in the box of its country."""

    number: int
    low: float
    high: float
    middle: float


Slot = Number | Day | Figure | Hash | Code | Point
Cell = list[str | Slot]
