"""The corrections that led to a release, row by row, and how much it added and withdrew."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

from attested.releases import history, manifest, state
from attested.releases.changes import Change
from attested.releases.withdrawals import RETIRED

FOLLOWED = ("incidents", "claims", "officials")


@dataclass(frozen=True)
class RowChange:
    """A row that a release corrected or withdrew."""

    table: str
    id: str
    changes: tuple[Change, ...]

    @property
    def is_withdrawn(self) -> bool:
        """Whether the row is gone."""
        return self.changes[0].op == "remove"


@dataclass(frozen=True)
class Told:
    """What a release changed: its day, rows added, corrected and withdrawn by table; and of the
    tables that readers follow each row that was corrected or withdrawn."""

    version: str
    date: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    rows: tuple[RowChange, ...] = ()


@cache
def told(root: Path, version: str) -> Told:
    """What a release changed; of the first one, that it is the first."""
    date = manifest.read(root, version).date
    known = history.versions(root)
    at = known.index(version)
    if at == 0:
        return Told(version, date)
    changed = list(_telling(root, known[at - 1], version))
    rows = [RowChange(*key, tuple(group)) for key, group in groupby(changed, key=_row)]
    counts = {op: Counter(r.table for r in rows if r.changes[0].op == op) for op in _OPS}
    followed = [row for row in rows if row.table in FOLLOWED and row.changes[0].op != "add"]
    return Told(version, date, counts, tuple(followed))


_OPS = ("add", "set", "remove")


def _row(change: Change) -> tuple[str, str]:
    return change.table, change.id


def _telling(root: Path, old: str, new: str) -> Iterator[Change]:
    """The changes that say something of the record: no redaction, and no column that came or went.

    A redaction protects somebody and is not announced; a tombstone is told as what was withdrawn.
    """
    both = [state.of_files(history.contract_of(root, version)) for version in (old, new)]
    columns = [
        {(table, column) for table in one.resources for column in one.columns(table)}
        for one in both
    ]
    shared = columns[0] & columns[1]
    for change in history.changes_of(root, new):
        is_told = change.op != "redact" and change.table != RETIRED
        if is_told and (change.op != "set" or (change.table, change.field) in shared):
            yield change
