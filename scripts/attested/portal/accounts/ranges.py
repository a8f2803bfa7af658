"""Parts of a file that a reader asks for, by the rules of RFC 9110, section 14."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes *= *([0-9]*) *- *([0-9]*) *", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """The bytes from `first` to `last`, both counted from 0 and both in it."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """The number of bytes."""
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """No byte of the file lies in what was asked for."""


def part(asked: str | None, size: int) -> Part | None:
    """The one part that is asked for; None where the whole file is to be sent.

    Several parts at a time, and what is no range of bytes, are passed over, as the rules allow.
    Raises Unsatisfiable when the part lies behind the end.
    """
    found = _ONE.fullmatch(asked.strip()) if asked and len(asked) <= 100 else None
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return _last(int(found[2]), size)
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    if found[2] and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, min(last, size - 1))


def _last(length: int, size: int) -> Part:
    if not length or not size:
        raise Unsatisfiable
    return Part(max(size - length, 0), size - 1)
