"""The smallest version that a difference allows, with its reasons."""

from collections import Counter
from dataclasses import dataclass

from attested import versions as numbers
from attested.releases import changes, history
from attested.releases.changes import Change
from attested.releases.schema_change import Level
from attested.releases.schema_changes import schema_changes
from attested.releases.state import State

FIRST = "0.1.0"
_RANK = {"patch": 0, "minor": 1, "major": 2}
_OF_ROWS: dict[str, tuple[Level, str]] = {
    "remove": ("major", "removed"),
    "add": ("minor", "added"),
    "set": ("patch", "corrected"),
}


@dataclass(frozen=True)
class Bump:
    """The smallest legal version, the level of the difference, and each reason with its level."""

    version: str
    level: Level
    reasons: list[tuple[Level, str]]

    def __str__(self) -> str:
        lines = [f"  {level}: {reason}" for level, reason in self.reasons]
        return "\n".join([f"{self.version} ({self.level})", *lines])


def bump(previous: tuple[str, State] | None, new: State) -> Bump:
    """What the version of the new state must be at least, after the newest release if any."""
    if previous is None:
        return Bump(FIRST, "minor", [("minor", "nothing was released before")])
    version, old = previous
    found = reasons(old, new)
    level = max((level for level, _ in found), key=_RANK.__getitem__)
    return Bump(raised(version, level), level, found)


def reasons(old: State, new: State) -> list[tuple[Level, str]]:
    """Each difference of two states as its level and a phrase, the gravest first."""
    found = [(change.level, str(change)) for change in schema_changes(old, new)]
    found += _row_reasons([c for c in changes.cell_changes(old, new) if _counts(c, old, new)])
    if not found:
        return [("patch", "no row and no part of the contract changed")]
    return sorted(found, key=lambda reason: -_RANK[reason[0]])


def _counts(change: Change, old: State, new: State) -> bool:
    """Whether a change is one of rows, not the shadow of a table or column added or removed."""
    if change.op == "set":
        return changes.is_correction(change, old, new)
    return change.table in old.resources and change.table in new.resources


def _row_reasons(found: list[Change]) -> list[tuple[Level, str]]:
    """One reason for each table and kind of change, with the number of rows or cells."""
    rows = {(c.op, c.table, c.id, c.field if c.op == "set" else "") for c in found}
    counts = Counter((op, table) for op, table, *_ in rows)
    lines = []
    for (op, table), number in sorted(counts.items()):
        level, verb = _OF_ROWS[op]
        noun = "cell" if op == "set" else "row"
        lines.append((level, f"{table}: {number} {noun}{'s' if number > 1 else ''} {verb}"))
    return lines


def raised(version: str, level: Level) -> str:
    """The version raised by a level; before 1.0.0 major and minor both raise the minor number."""
    major, minor, patch = numbers.parts(version)
    if level == "patch":
        return f"{major}.{minor}.{patch + 1}"
    if level == "major" and major > 0:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0"


def fault(version: str, previous: str | None, smallest: Bump) -> str | None:
    """Why a version may not be given, and what to do; None when it may."""
    if not history.VERSION.fullmatch(version):
        return "is no version; write three numbers such as 0.2.0"
    if previous and numbers.parts(version) <= numbers.parts(previous):
        return f"does not come after {previous}, the newest release; write {smallest.version}"
    if numbers.parts(version) < numbers.parts(smallest.version):
        why = "; ".join(text for level, text in smallest.reasons if level == smallest.level)
        return f"is less than {smallest.version}, the smallest legal version, because {why}"
    return None
