"""Why a cell was changed: no release is made of a change that nobody explains.

A file of reasons is a CSV with the columns table, id, field, reason and evidence. In the first
three `*` stands for any run of characters and `?` for one; the first line that fits a change gives
its reason.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from attested.problems import Problem
from attested.releases import withdrawals
from attested.releases.changes import Change
from attested.releases.state import State

COLUMNS = ["table", "id", "field", "reason", "evidence"]
ADVICE = "was changed without a reason; give one in the file named by --reasons"
Asked = Callable[[Change], tuple[str, str]]  # reason and evidence of a change, from a person


@dataclass(frozen=True)
class Given:
    """One line of a file of reasons."""

    line: int
    table: str
    id: str
    field: str
    reason: str
    evidence: str

    def fits(self, change: Change) -> bool:
        """Whether the line speaks of the change."""
        pairs = ((change.table, self.table), (change.id, self.id), (change.field, self.field))
        return all(fnmatchcase(text, pattern) for text, pattern in pairs)


def read(path: Path) -> tuple[list[Given], list[Problem]]:
    """The lines of a file of reasons and what is wrong with it."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *records = [*csv.reader(file, strict=True)] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return [], [Problem(path.name, 0, "", "", f"is no CSV in UTF-8 ({error}); mend it")]
    if header != COLUMNS:
        message = f"has another header than {','.join(COLUMNS)}; write that"
        return [], [Problem(path.name, 1, "", "", message)]
    faults = [*_faults(path.name, records)]
    return ([] if faults else [Given(n, *record) for n, record in enumerate(records, 2)]), faults


def _faults(name: str, records: list[list[str]]) -> Iterator[Problem]:
    for line, record in enumerate(records, 2):
        if len(record) != len(COLUMNS):
            message = f"has {len(record)} cells instead of {len(COLUMNS)}; mend the commas"
            yield Problem(name, line, "", "", message)
        elif not all(record[:4]):
            message = "has an empty cell; write table, id, field and reason, * for any"
            yield Problem(name, line, record[1], "", message)
        elif any(not text.isprintable() for text in record):
            yield Problem(name, line, record[1], "", "has a line break in a cell; write one line")


def of_themselves(
    changes: list[Change], old: State, new: State, redacted: set[tuple[str, str, str]]
) -> list[Change]:
    """The changes with the reasons that need no person to give them.

    Those are withdrawals, columns added or removed, and what stands now in a cell (table, id,
    field) that was redacted in the old state.
    """
    tombs = withdrawals.tombstones(new)
    found = []
    for change in changes:
        if change.op == "remove":
            reason = tombs.get(change.id, {}).get("reason", "The row stands in another table.")
        elif change.op == "set" and (change.table, change.id, change.field) in redacted:
            reason = "The value of the release before was redacted."
        else:
            reason = _of_columns(change, old, new)
        found.append(replace(change, reason=reason))
    return found


def _of_columns(change: Change, old: State, new: State) -> str:
    if change.op == "set" and change.field not in old.table(change.table).columns:
        return "The column was added."
    if change.op == "set" and change.field not in new.table(change.table).columns:
        return "The column was removed."
    return ""


def given(
    changes: list[Change], lines: list[Given], ask: Asked | None = None
) -> tuple[list[Change], set[int]]:
    """The changes with the reasons that people give, and the numbers of the lines that fitted."""
    used: set[int] = set()
    explained = []
    for change in changes:
        if change.op != "set" or change.reason:
            explained.append(change)
            continue
        line = next((line for line in lines if line.fits(change)), None)
        if line:
            used.add(line.line)
        reason, evidence = (
            (line.reason, line.evidence) if line else ask(change) if ask else ("", "")
        )
        explained.append(replace(change, reason=reason.strip(), evidence=evidence.strip()))
    return explained, used


def unexplained(changes: list[Change], state: State) -> Iterator[Problem]:
    """A problem for each changed cell without a reason."""
    for change in changes:
        if change.op == "set" and not change.reason:
            yield Problem(state.path(change.table), 0, change.id, change.field, ADVICE)


def unused(name: str, lines: list[Given], used: set[int]) -> Iterator[Problem]:
    """A problem for each line that fits no change: it was meant for one."""
    for line in lines:
        if line.line not in used:
            message = "fits no changed cell that lacks a reason; correct or remove the line"
            yield Problem(name, line.line, line.id, line.field, message)
