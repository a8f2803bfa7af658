"""Runs of releases in which something stayed the same, and the pairs of releases they tell apart.

Two runs that differ make one difference for every earlier release in the first and every later one
in the second. So what changed once is written down once, however many releases lie around it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Run(Generic[T]):
    """A state and the numbers of the first and the last release that have it."""

    state: T
    first: int
    last: int


def runs(states: Sequence[T]) -> list[Run[T]]:
    """The runs of equal states, given the state in each release from number 0 on."""
    found: list[Run[T]] = []
    for number, state in enumerate(states):
        if found and found[-1].state == state:
            found[-1] = Run(state, found[-1].first, number)
        else:
            found.append(Run(state, number, number))
    return found


def pairs(states: Sequence[T]) -> Iterator[tuple[Run[T], Run[T]]]:
    """Every run with every later one that has another state."""
    for earlier, later in combinations(runs(states), 2):
        if earlier.state != later.state:
            yield earlier, later
