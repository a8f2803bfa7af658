"""Independent roots: which sources may be one voice, by the ties that hold at a time.

A tie that holds for certain and that nobody disputes makes two sources one. A tie that may hold, or
that is disputed, or by which one retells or directs the other, may make them one. So there are two
counts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from attested import dates


class Span(NamedTuple):
    """First and last day, in ISO form, of a time; None where it is not known."""

    first: str | None
    last: str | None


class Tie(NamedTuple):
    """Two sources that depend on each other, whether that is doubtful, and since and until when.

    The dates are in the EDTF profile; an empty one sets no limit.
    """

    source: str
    other: str
    doubtful: bool = False
    since: str | None = None
    until: str | None = None


def may_hold(tie: Tie, time: Span) -> bool:
    """True unless the tie surely began after the time or surely ended before it."""
    begins = _bounds(tie.since).first
    ends = _bounds(tie.until).last
    too_late = begins is not None and time.last is not None and begins > time.last
    too_early = ends is not None and time.first is not None and ends < time.first
    return not too_late and not too_early


def surely_holds(tie: Tie, time: Span) -> bool:
    """True when the tie is known to hold through all of the time; no limit is no doubt."""
    if tie.since is not None:
        begun = _bounds(tie.since).last
        if begun is None or time.first is None or begun > time.first:
            return False
    if tie.until is not None:
        ended = _bounds(tie.until).first
        if ended is None or time.last is None or ended < time.last:
            return False
    return True


def _bounds(edtf: str | None) -> Span:
    return Span(*dates.bounds(edtf)) if edtf else Span(None, None)


class Roots:
    """The root of a source at a time: the least id of all that are, or may be, one with it.

    Only ties of its own group, those that ties join at any time, bear on a source; and of a time
    only how it lies to their dates. So few roots are ever joined.
    """

    def __init__(self, ties: Iterable[Tie]) -> None:
        self._groups: dict[str, _Group] = {}
        listed = list(ties)
        tops = _joined(listed)
        groups: dict[str, _Group] = {}
        for tie in listed:
            groups.setdefault(tops[tie.source], _Group()).ties.append(tie)
        self._groups = {source: groups[top] for source, top in tops.items()}

    def certain(self, source: str, time: Span) -> str:
        """Its root by ties that surely hold at the time and are not doubtful."""
        group = self._groups.get(source)
        return group.certain(time).get(source, source) if group else source

    def possible(self, source: str, time: Span) -> str:
        """Its root by all ties that may hold at the time."""
        group = self._groups.get(source)
        return group.possible(time).get(source, source) if group else source


@dataclass
class _Group:
    """Sources that ties join at one time or another."""

    ties: list[Tie] = field(default_factory=list)
    _known: dict[tuple[object, ...], dict[str, str]] = field(default_factory=dict)

    def certain(self, time: Span) -> dict[str, str]:
        return self._of(True, time, lambda tie: not tie.doubtful and surely_holds(tie, time))

    def possible(self, time: Span) -> dict[str, str]:
        return self._of(False, time, lambda tie: may_hold(tie, time))

    def _of(self, certain: bool, time: Span, chosen: Callable[[Tie], bool]) -> dict[str, str]:
        key = (certain, *(self._place(day) for day in time))
        if key not in self._known:
            self._known[key] = _joined(filter(chosen, self.ties))
        return self._known[key]

    def _place(self, day: str | None) -> tuple[int, int] | None:
        """How a day lies to the dates of the ties."""
        return (
            None if day is None else (bisect_left(self._days, day), bisect_right(self._days, day))
        )

    @cached_property
    def _days(self) -> list[str]:
        dates = (_bounds(date) for tie in self.ties for date in (tie.since, tie.until))
        return sorted({day for bounds in dates for day in bounds if day})


def _joined(ties: Iterable[Tie]) -> dict[str, str]:
    """The least member of each source's group, groups being what ties join, in circles or not."""
    parent: dict[str, str] = {}

    def top(source: str) -> str:
        parent.setdefault(source, source)
        while parent[source] != source:
            parent[source] = parent[parent[source]]
            source = parent[source]
        return source

    for tie in ties:
        one, other = sorted((top(tie.source), top(tie.other)))
        parent[other] = one
    return {source: top(source) for source in parent}
