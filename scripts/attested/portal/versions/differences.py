"""What differs between any two states of the record, each difference once.

The states are the releases and, last, the unreleased tables where they are shown. A difference
holds for all pairs of an earlier state in one span of numbers and a later one in another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeVar

from attested.portal.versions.runs import Run, pairs
from attested.releases import withdrawals
from attested.releases.changes import Change
from attested.releases.state import State
from attested.timeline.spans import Span

ADDED, CORRECTED, COLUMN = "added", "corrected", "column"
WITHDRAWN, REDACTED = "withdrawn", "redacted"
KINDS = (ADDED, CORRECTED, COLUMN, WITHDRAWN, REDACTED)
Key = tuple[str, str, str]
T = TypeVar("T")
_Cell = tuple[bool, str, bool]  # whether there is such a column; the value; whether it was redacted


@dataclass(frozen=True)
class Difference:
    """A row that came or went, a cell that is another, or a cell that was taken out of history.

    `before` and `after` are None for a value that was taken out; `earlier` and `later` are the
    spans of numbers between which the difference lies, first and last included.
    """

    kind: str
    table: str
    id: str
    earlier: tuple[int, int]
    later: tuple[int, int]
    field: str = ""
    before: str | None = ""
    after: str | None = ""
    reason: str = ""
    evidence: str = ""


class Told:
    """What the releases themselves say of their changes; `changes` has them by release number."""

    def __init__(self, states: list[State], changes: list[list[Change]]) -> None:
        self.size = len(states)
        self.columns = [
            {name: frozenset(state.columns(name)) for name in state.resources} for state in states
        ]
        self._tombs = [withdrawals.tombstones(state) for state in states]
        self._said: dict[tuple[int, Key], Change] = {}
        self.redactions: dict[tuple[int, Key], Change] = {}
        for number, listed in enumerate(changes):
            for change in listed:
                field = change.field if change.op in ("set", "redact") else ""
                kept = self.redactions if change.op == "redact" else self._said
                kept[number, (change.table, change.id, field)] = change

    def explained(self, made: Difference) -> Difference:
        """The difference with the reason and the evidence of the release that made it."""
        said = self._said.get((made.later[0], (made.table, made.id, made.field)))
        if said:
            return replace(made, reason=said.reason, evidence=said.evidence)
        if made.kind == WITHDRAWN:
            tomb = self._tombs[made.later[0]].get(made.id, {})
            return replace(made, reason=tomb.get("reason", ""))
        return made

    def redacted(self) -> Iterator[Difference]:
        """The cells that were taken out of a state afterwards, wherever one starts from."""
        for (number, (table, row_id, field)), change in self.redactions.items():
            spans = (0, number - 1), (number, number)
            yield Difference(
                REDACTED, table, row_id, *spans, field, None, None, change.reason, change.evidence
            )


def differences(told: Told, found: Iterable[Span]) -> Iterator[Difference]:
    """All differences but redactions; the spans stand by table, id and time."""
    for _, spans in groupby(found, lambda span: (span.table, span.id)):
        row = _Row(told, [*spans])
        if row.stands_throughout:
            continue
        yield from map(told.explained, row.presence())
        yield from map(told.explained, row.cells())


class _Row:
    """A row over all states; None in `held` where a state lacks it."""

    def __init__(self, told: Told, spans: list[Span]) -> None:
        self.told = told
        self.table, self.id, self.spans = spans[0].table, spans[0].id, spans
        self.held: list[Span | None] = [None] * told.size
        if self.stands_throughout:
            return
        for span in spans:
            for number in range(span.first, len(self.held) if span.end is None else span.end):
                self.held[number] = span

    @property
    def stands_throughout(self) -> bool:
        """Whether every state has the row as it is, as most rows are."""
        return len(self.spans) == 1 and self.spans[0].first == 0 and self.spans[0].end is None

    def presence(self) -> Iterator[Difference]:
        for earlier, later in pairs([span is not None for span in self.held]):
            kind = ADDED if later.state else WITHDRAWN
            yield Difference(kind, self.table, self.id, *_reach(earlier, later))

    def cells(self) -> Iterator[Difference]:
        if len(self.spans) == 1:
            return
        for field in dict.fromkeys(name for span in self.spans for name in span.cells):
            states = [self._cell(number, field) for number in range(len(self.held))]
            for earlier, later in pairs(states):
                if earlier.state and later.state and earlier.state[1] != later.state[1]:
                    yield self._changed(field, earlier.state, later.state, _reach(earlier, later))

    def _changed(
        self, field: str, was: _Cell, now: _Cell, reach: tuple[tuple[int, int], tuple[int, int]]
    ) -> Difference:
        kind = CORRECTED if was[0] and now[0] else COLUMN
        return Difference(kind, self.table, self.id, *reach, field, _shown(was), _shown(now))

    def _cell(self, number: int, field: str) -> _Cell | None:
        span = self.held[number]
        if span is None:
            return None
        value = span.cells.get(field, "")
        gone = not value and (number, (self.table, self.id, field)) in self.told.redactions
        return field in self.told.columns[number][self.table], value, gone


def _shown(cell: _Cell) -> str | None:
    return None if cell[2] else cell[1]


def _reach(earlier: Run[T], later: Run[T]) -> tuple[tuple[int, int], tuple[int, int]]:
    return (earlier.first, earlier.last), (later.first, later.last)
