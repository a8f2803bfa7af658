"""Where a passage stands in a text: the statuses of schemas/passage-1.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from attested.passages import Run


class Passage(Protocol):
    """What is read of a row of passages; `start` counts from 0, `occurrence` from 1."""

    @property
    def id(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def tokens(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def occurrence(self) -> int: ...
    @property
    def set_aside(self) -> str | None: ...


class Status(StrEnum):
    """What has become of a passage."""

    EXACT = "exact"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class Placement:
    """A passage and its status; for an exact or moved one the index of its first token and the
    number, counted from 1, of this occurrence of its words.
    """

    passage: Passage
    status: Status
    start: int | None = None
    occurrence: int | None = None


def run_of(passage: Passage) -> Run:
    """Return the fingerprint and number of tokens to look for."""
    return passage.fingerprint, passage.tokens


def place(passage: Passage, positions: Sequence[int]) -> Placement:
    """Return the passage placed in a text where its words stand at these positions, in order."""
    if not positions:
        return Placement(passage, Status.MISSING)
    if passage.start in positions:
        return Placement(passage, Status.EXACT, passage.start, positions.index(passage.start) + 1)
    occurrence = 1 if len(positions) == 1 else passage.occurrence
    if occurrence > len(positions):
        return Placement(passage, Status.AMBIGUOUS)
    return Placement(passage, Status.MOVED, positions[occurrence - 1], occurrence)
