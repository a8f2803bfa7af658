"""Independent roots: which sources may be one voice, by the ties that hold at a time.

A tie that holds for certain and that nobody disputes makes two sources one. A tie that may hold, or
that is disputed, or by which one retells or directs the other, may make them one. So there are two
counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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


@dataclass
class Roots:
    """The root of a source at a time: the least id of all that are, or may be, one with it."""

    ties: Sequence[Tie]
    _known: dict[frozenset[int], dict[str, str]] = field(default_factory=dict)

    def certain(self, time: Span) -> dict[str, str]:
        """Roots by ties that surely hold at the time and are not doubtful; others are their own."""
        return self._of(
            n for n, tie in enumerate(self.ties) if not tie.doubtful and surely_holds(tie, time)
        )

    def possible(self, time: Span) -> dict[str, str]:
        """Roots by all ties that may hold at the time; a source that is not listed is its own."""
        return self._of(n for n, tie in enumerate(self.ties) if may_hold(tie, time))

    def _of(self, chosen: Iterable[int]) -> dict[str, str]:
        key = frozenset(chosen)
        if key not in self._known:
            self._known[key] = _joined(self.ties[n] for n in sorted(key))
        return self._known[key]


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
