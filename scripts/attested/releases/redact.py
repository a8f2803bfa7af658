"""A value taken out for somebody's safety: of the present, of history, and of every hash of it.

With all other cells known, a hash proves a guess of the one that is missing. So what covered the
value loses its hash: the table's file in each version that held it, and that version's artefacts.
What was built is deleted. All else is derived anew from what is left, and every other row still
verifies. That a value was taken out, where and why, stays on record as a `redact` line in the
changes of each such version.
"""

from dataclasses import dataclass, field
from pathlib import Path
from re import Pattern

from attested import check, ids
from attested import files as writing
from attested.problems import Problem
from attested.releases import (
    changelog,
    history,
    outputs,
    state,
    storing,
    traces,
    verifying,
    withdrawals,
)
from attested.releases.planning import Refused
from attested.releases.pointing import pointing_at
from attested.releases.redaction import Target, emptied, rewrite
from attested.releases.state import State, TableState

REASON = "Taken out for somebody's safety."


@dataclass
class Done:
    """What was taken out, in lines for people, and what remains for them to mend."""

    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def redact(root: Path, row_id: str, column: str | None, instead: str, reason: str) -> Done:
    """Takes a cell, or all of a row, out of the package and its history; says what is left to do.

    It may be repeated after a killed run. Raises Refused, with nothing changed, when the history is
    damaged, no state holds the cell, or the present would lack a value that it must have.
    """
    storing.clear(root)
    faults = verifying.history_faults(root)
    _refuse([fault for fault in faults if fault.path != changelog.PATH])  # it is written anew
    present = state.of_folder(root)
    past = [*history.walk(root)][::-1]
    target = Target(row_id, column, reason)
    taken = _versions(root, target, past)
    states = [present, *(found for _, found in past)]
    _refuse(_target_faults(target, states, taken))
    texts = {*target.values(present)} - {instead}  # which a killed run may have written already
    values = traces.pattern(texts.union(*(target.values(found) for _, found in past)))
    _refuse(_request_faults(target, instead, present, values))
    done = Done()
    if not column:
        done.lines += map(str, pointing_at(present, row_id))
    _mend_present(root, target, instead, present, past, done)
    done.lines += outputs.remove(root)
    if past:
        rewrite(root, target, past, values)
        done.lines.append(f"history: taken out of {', '.join(taken) or 'no version'}")
    if values:
        done.problems += traces.left(root, values)
    else:
        done.lines.append("the value is no running text, so it was not looked for elsewhere")
    done.problems += check.check(root).problems
    return done


def _versions(root: Path, target: Target, past: list[tuple[str, State]]) -> list[str]:
    """The versions that hold a value to take out, or held one until it was taken out."""
    return [
        version
        for version, found in past
        if target.columns(found) or any(map(target.fits, history.redactions(root, version)))
    ]


def _refuse(found: list[Problem]) -> None:
    if found:
        raise Refused(found)


def _target_faults(target: Target, states: list[State], taken: list[str]) -> list[Problem]:
    """A problem when no state has the row, the column or a value; none for one taken out before."""
    if not any(target.table(found) for found in states):
        return [Problem("redact", 0, target.id, "", "is in no state; give the id of a row")]
    if taken or any(target.columns(found) for found in states):
        return []
    message = "is no column with a value in any state; name one, but never id"
    return [Problem("redact", 0, target.id, target.column or "", message)]


def _request_faults(
    target: Target, instead: str, present: State, values: Pattern[str] | None
) -> list[Problem]:
    found = []
    for name, text in (("--reason", target.reason), ("--instead", instead)):
        if values and values.search(text):
            found.append(Problem("redact", 0, target.id, name, "tells the value; word it anew"))
    if instead and not target.column:
        found.append(Problem("redact", 0, target.id, "--instead", "needs a field; name one"))
    table = target.table(present)
    if not instead and table and target.column in _required(present, table.name):
        message = "must have a value; give another with --instead, or redact the whole row"
        found.append(Problem(table.path, 0, target.id, target.column or "", message))
    return found


def _required(present: State, table: str) -> list[str]:
    """The columns of a table that may not be empty."""
    fields = present.schema(table)["fields"]
    return [each["name"] for each in fields if each.get("constraints", {}).get("required")]


def _mend_present(
    root: Path,
    target: Target,
    instead: str,
    present: State,
    past: list[tuple[str, State]],
    done: Done,
) -> None:
    table = target.table(present)
    if table is None:
        done.lines.append("present: has no such row")
        return
    rows = dict(table.rows)
    if target.column:
        rows[target.id] = emptied(table, target.columns(present), target, instead)
    else:
        del rows[target.id]
        _bury(root, target, present, past)
    _write_table(root, table, rows)
    done.lines.append(f"present: {table.path} is without it")


def _bury(root: Path, target: Target, present: State, past: list[tuple[str, State]]) -> None:
    """Gives a row that was released its tombstone."""
    held = [version for version, found in past if target.table(found)]
    tombs = present.table(withdrawals.RETIRED)
    if held and target.id not in tombs.rows:
        cells = {"id": target.id, "last_release": held[-1], "reason": target.reason}
        row = [cells.get(column, "") for column in tombs.columns]
        _write_table(root, tombs, {**tombs.rows, target.id: row})


def _write_table(root: Path, table: TableState, rows: dict[str, list[str]]) -> None:
    writing.remove_partial(root / table.path)
    with writing.replacing(root / table.path) as temporary:
        temporary.write_bytes(
            state.as_csv(table.columns, (rows[i] for i in sorted(rows, key=ids.order)))
        )
