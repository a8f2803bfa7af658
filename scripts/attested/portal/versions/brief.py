"""A cell before and after a change, in few words: those that changed, with a little around them."""

from collections.abc import Sequence
from itertools import takewhile

LONGEST = 90  # characters
AROUND = 3  # words of what stayed the same
CUT = "…"


def turn(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Both values; of long ones only the part in which they differ."""
    if not before or not after or max(len(before), len(after)) <= LONGEST:
        return _short(before), _short(after)
    was, now = before.split(), after.split()
    skipped = max(0, _shared(was, now) - AROUND)
    left, right = was[skipped:], now[skipped:]
    same = max(0, _shared(left[::-1], right[::-1]) - AROUND)
    return _part(left, skipped, same), _part(right, skipped, same)


def _shared(was: Sequence[str], now: Sequence[str]) -> int:
    """How many words are the same at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))


def _part(words: list[str], skipped: int, same: int) -> str:
    kept = words[: len(words) - same] if same else words
    head, tail = [CUT] if skipped else [], [CUT] if same else []
    return _short(" ".join([*head, *kept, *tail])) or ""


def _short(value: str | None) -> str | None:
    if value is None or len(value) <= LONGEST:
        return value
    return f"{value[:LONGEST].rstrip()} {CUT}"
