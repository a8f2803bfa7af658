"""The history of a row and the blame of a cell, as text for a terminal."""

import re
from collections.abc import Iterator
from pathlib import Path

from attested import ids
from attested.problems import shown
from attested.releases import history, manifest, state
from attested.releases.changes import Change
from attested.timeline.spans import Cells, Span, of_row, states

WIDTH = 16
_ID = re.compile(ids.PATTERN)


class UnknownError(Exception):
    """No release has the row or the column; the text says what there is."""


def history_of(root: Path, row_id: str) -> Iterator[str]:
    """The row as it was first released, and what each release changed of it, with the reasons.

    Raises UnknownError for an id that no release has.
    """
    told = _Row(root, row_id)
    yield f"{row_id}  {told.spans[0].table}"
    before: Cells | None = None
    for span in told.spans:
        yield f"\n{told.release(span.first)}"
        yield from told.changed(before, span)
        before = span.cells
    if told.end is not None:
        yield f"\n{told.release(told.end)}"
        yield f"  withdrawn{told.tombstone()}"
    yield from told.unreleased()


def blame(root: Path, row_id: str, field: str) -> Iterator[str]:
    """Which release gave the cell its value, why, and what stood there before.

    Raises UnknownError for an id or a column that no release has.
    """
    told = _Row(root, row_id)
    told.check_column(field)
    last, setter = told.spans[-1], told.spans[-1]
    for span in reversed(told.spans):
        if span.cells.get(field) != last.cells.get(field):
            break
        setter = span
    yield f"{row_id}.{field}: {_cell(last.cells.get(field))}"
    born = told.born(field)
    if setter.first < born:
        yield f"  since {told.release(born)}: the column was added"
    else:
        yield f"  since {told.release(setter.first)}: {told.why(setter, field)}"
    earlier = told.spans[: told.spans.index(setter)]
    if earlier and setter.first > born:
        yield f"  before: {_cell(earlier[-1].cells.get(field))}"
    if told.end is not None:
        yield f"  withdrawn with its row in {told.release(told.end)}{told.tombstone()}"
    yield from told.unreleased(field)


class _Row:
    """A row over all releases, with what was said of its changes."""

    def __init__(self, root: Path, row_id: str) -> None:
        self.root, self.id = root, row_id
        found = states(root)
        self.versions = [version for version, _ in found]
        every = of_row(found, row_id)
        self.spans = [span for span in every if span.table == every[0].table]
        self._tombs = [span for span in every if span.table != every[0].table]
        if not every:
            raise UnknownError(_absence(row_id, self.versions))
        self._columns: dict[str, int] = {}
        for number, (_, each) in enumerate(found):
            if self.spans[0].table in each.resources:
                for column in each.columns(self.spans[0].table):
                    self._columns.setdefault(column, number)

    @property
    def end(self) -> int | None:
        """The number of the release that withdrew the row; None while the newest has it."""
        return self.spans[-1].end

    def check_column(self, field: str) -> None:
        if field not in self._columns:
            there = ", ".join(self._columns)
            raise UnknownError(f"{self.spans[0].table} has no column {field}; there are: {there}")

    def born(self, field: str) -> int:
        """The number of the release that first has the column."""
        return self._columns[field]

    def release(self, number: int) -> str:
        """The version and day of a release."""
        version = self.versions[number]
        return f"{version} ({manifest.read(self.root, version).date})"

    def changed(self, before: Cells | None, span: Span) -> Iterator[str]:
        """A line for each cell that the span's first release gave or changed."""
        was = before or {}
        for column in self._columns:
            old, new = was.get(column), span.cells.get(column)
            if before is None and new and column != "id":
                yield f"  {column:<{WIDTH}} {new}"
            elif before is not None and old != new:
                yield f"  {column:<{WIDTH}} {_cell(old)} -> {_cell(new)}"
                yield f"  {'':<{WIDTH}} {self.why(span, column)}"

    def why(self, span: Span, field: str) -> str:
        """What the release says of its change of the cell."""
        version = self.versions[span.first]
        if any(self._is(change, field, "redact") for change in self._changes(version)):
            return "redacted; the value was taken out of history"
        for change in self._changes(version):
            if self._is(change, field, "set"):
                said = "; ".join(text for text in (change.reason, change.evidence) if text)
                return said or "no reason on record"
        return "the row was added" if span is self.spans[0] else "no reason on record"

    def _changes(self, version: str) -> list[Change]:
        return history.changes_of(self.root, version)

    def _is(self, change: Change, field: str, op: str) -> bool:
        place = (change.op, change.table, change.id, change.field)
        return place == (op, self.spans[0].table, self.id, field)

    def tombstone(self) -> str:
        """What the tombstone of the row says, after a colon; nothing when there is none."""
        if not self._tombs:
            return ""
        cells = self._tombs[-1].cells
        heir = f"; its place takes {cells['replaced_by']}" if "replaced_by" in cells else ""
        return f": {cells['reason']}{heir}"

    def unreleased(self, field: str | None = None) -> Iterator[str]:
        """A line for each cell that stands otherwise in the working tables."""
        table = state.of_folder(self.root).table(self.spans[0].table)
        if self.end is not None:
            return
        if self.id not in table.rows:
            yield "\nnot released yet: the row is withdrawn"
            return
        released, present = self.spans[-1].cells, table.cells(self.id)
        for column in [field] if field else sorted({*released, *present}):
            old, new = released.get(column), present.get(column) or None
            if old != new:
                yield f"\nnot released yet: {column} {_cell(old)} -> {_cell(new)}"


def _absence(row_id: str, versions: list[str]) -> str:
    if not versions:
        return "there is no release yet; make one with attested release"
    if not _ID.fullmatch(row_id):
        return f"no release has a row {row_id}; an id is {ids.WORDS}"
    return f"no release has a row {row_id}; look for it with attested show or in the tables"


def _cell(value: str | None) -> str:
    return shown(value, 300) if value else "empty"
