"""A value taken out for somebody's safety: of the present, of history, and of every hash of it.

With all other cells known, a hash proves a guess of the one that is missing. So what covered the
value loses its hash: the table's file in each version that held it, and that version's artefacts.
All else is derived anew from what is left, and every other row still verifies. That a value was
taken out, where and why, stays on record as a `redact` line in the changes of each such version.
"""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from re import Pattern

from attested import check, package
from attested import files as writing
from attested.problems import Problem
from attested.releases import (
    changes,
    history,
    manifest,
    publish,
    rowproofs,
    state,
    traces,
    verifying,
    withdrawals,
)
from attested.releases.changes import Change
from attested.releases.manifest import ArtefactProof, Manifest, TableProof, sha256
from attested.releases.publish import Refused
from attested.releases.state import State

REASON = "Taken out for somebody's safety."
_GONE = ArtefactProof(bytes=None, sha256=None)


@dataclass
class Done:
    """What was taken out, in lines for people, and what remains for them to mend."""

    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """The cells to take out: of a row one column, or every column but the id."""

    table: str
    id: str
    column: str | None
    reason: str

    def columns(self, found: State) -> list[str]:
        """The columns of a state whose cells are to go and are not empty yet."""
        table = found.table(self.table)
        if self.id not in table.rows:
            return []
        cells = table.cells(self.id)
        asked = [self.column] if self.column else table.columns
        return [name for name in asked if name != "id" and cells.get(name)]

    def values(self, found: State) -> list[str]:
        """The texts in those cells, and each item of a cell that holds several."""
        cells = found.table(self.table)
        texts = [
            cells.cells(self.id)[name]
            for name in self.columns(found)
            if traces.is_prose(found, self.table, name)
        ]
        return [*texts, *(item for text in texts if "|" in text for item in text.split("|"))]


def redact(root: Path, row_id: str, column: str | None, instead: str, reason: str) -> Done:
    """Takes a cell, or all of a row, out of the package and its history; says what is left to do.

    Raises Refused, with nothing changed, when the history is damaged, no state holds the cell, or
    the present would lack a value that it must have.
    """
    publish.clear(root)
    _refuse(verifying.history_faults(root))
    present = state.of_folder(root)
    past = [*history.walk(root)][::-1]
    target = _target(row_id, column, reason, [present, *(found for _, found in past)])
    values = traces.pattern(v for s in (present, *(s for _, s in past)) for v in target.values(s))
    _refuse(_request_faults(target, instead, present, values))
    done = Done()
    _mend_present(root, target, instead, present, past, done)
    held = [version for version, found in past if target.columns(found)]
    if past:
        _rewrite(root, target, past, values)
        done.lines.append(f"history: taken out of {', '.join(held) or 'no version'}")
    _remove_outputs(root, held, done)
    if values:
        done.problems += traces.left(root, values)
    else:
        done.lines.append("the value is no running text, so it was not looked for elsewhere")
    done.problems += check.check(root).problems
    return done


def _refuse(found: list[Problem]) -> None:
    if found:
        raise Refused(found)


def _target(row_id: str, column: str | None, reason: str, states: list[State]) -> Target:
    """The table of the row; raises Refused when no state has the row, the column or a value."""
    names = [
        name
        for found in states
        for name, table in found.tables.items()
        if row_id in table.rows and name != withdrawals.RETIRED
    ]
    if not names:
        _refuse([Problem("redact", 0, row_id, "", "is in no state; give the id of a row")])
    target = Target(names[0], row_id, column, reason)
    if not any(target.columns(found) for found in states):
        message = "is no column with a value in any state; name one, but never id"
        _refuse([Problem("redact", 0, row_id, column or "", message)])
    return target


def _request_faults(
    target: Target, instead: str, present: State, values: Pattern[str] | None
) -> list[Problem]:
    found = []
    for name, text in (("--reason", target.reason), ("--instead", instead)):
        if values and values.search(text):
            found.append(Problem("redact", 0, target.id, name, "tells the value; word it anew"))
    if instead and not target.column:
        found.append(Problem("redact", 0, target.id, "--instead", "needs a field; name one"))
    if not instead and target.column in _required(present, target):
        message = "must have a value; give another with --instead, or redact the whole row"
        found.append(Problem(present.path(target.table), 0, target.id, target.column, message))
    return found


def _required(present: State, target: Target) -> list[str]:
    """The columns of the row that may not be empty; none when the present lacks the row."""
    if target.id not in present.table(target.table).rows:
        return []
    fields = present.schema(target.table)["fields"]
    return [each["name"] for each in fields if each.get("constraints", {}).get("required")]


def _mend_present(
    root: Path,
    target: Target,
    instead: str,
    present: State,
    past: list[tuple[str, State]],
    done: Done,
) -> None:
    table = present.table(target.table)
    if target.id not in table.rows:
        done.lines.append("present: has no such row")
        return
    rows = dict(table.rows)
    if target.column:
        rows[target.id] = _cells(present, target, instead)
    else:
        del rows[target.id]
        _bury(root, target, present, past)
    _write_table(root, present, target.table, rows)
    done.lines.append(f"present: {table.path} is without it")


def _cells(found: State, target: Target, instead: str = "") -> list[str]:
    """The cells of the row with the ones to go emptied, or the one that is named replaced."""
    gone = target.columns(found)
    if instead and target.column:
        gone = [target.column]
    cells = found.table(target.table).cells(target.id).items()
    return [instead if name in gone else cell for name, cell in cells]


def _bury(root: Path, target: Target, present: State, past: list[tuple[str, State]]) -> None:
    """Gives a row that was released its tombstone."""
    held = [version for version, found in past if target.id in found.table(target.table).rows]
    tombs = present.table(withdrawals.RETIRED)
    if held and target.id not in tombs.rows:
        cells = {"id": target.id, "last_release": held[-1], "reason": target.reason}
        row = [cells.get(column, "") for column in tombs.columns]
        _write_table(root, present, withdrawals.RETIRED, {**tombs.rows, target.id: row})


def _write_table(root: Path, present: State, name: str, rows: dict[str, list[str]]) -> None:
    table = present.table(name)
    with writing.replacing(root / table.path) as temporary:
        temporary.write_bytes(state.as_csv(table.columns, (rows[i] for i in sorted(rows))))


def _remove_outputs(root: Path, held: list[str], done: Done) -> None:
    """Deletes what was built with the value: artefacts of those versions, and databases."""
    build = package.build_folder(root)
    outputs = [build / "releases" / version for version in held]
    for path in [*outputs, *build.glob("*.db"), *build.glob("*.db-*")]:
        if path.exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            done.lines.append(f"deleted {path}; build it anew")


def _rewrite(
    root: Path, target: Target, past: list[tuple[str, State]], values: Pattern[str] | None
) -> None:
    """Writes the whole history anew beside the old one and puts it in its place."""
    staged = root / publish.STAGED
    shutil.rmtree(staged, ignore_errors=True)
    digests: dict[str, str] = {}
    before, hashes = state.of_files({}), rowproofs.Hashes()
    for version, found in past:
        cleaned = _without(found, target, values)
        files = _entry(root, version, target, values, found, cleaned, before, hashes, digests)
        newest = version == past[-1][0]
        kept = {p: d for p, d in files.items() if newest or not p.startswith("data/")}
        publish.write_folder(staged / version, kept)
        digests[version] = sha256(files[manifest.NAME])
        before, hashes = cleaned, {**hashes, **rowproofs.of_state(cleaned)}
    publish.write_folder(staged, {"SHA256SUMS": manifest.sums(digests)})
    publish.exchange(root)
    publish.finish(root)


def _without(found: State, target: Target, values: Pattern[str] | None) -> State:
    """A state with the cells emptied, and with texts of its contract that hold the value marked."""
    files = dict(found.files)
    if target.columns(found):
        table = found.table(target.table)
        rows = {**table.rows, target.id: _cells(found, target)}
        files[table.path] = state.as_csv(table.columns, (rows[i] for i in sorted(rows)))
    if values:
        files |= {p: traces.without(values, p, data) for p, data in found.contract.items()}
    return state.of_files(files)


def _entry(
    root: Path,
    version: str,
    target: Target,
    values: Pattern[str] | None,
    found: State,
    cleaned: State,
    before: State,
    hashes: rowproofs.Hashes,
    digests: dict[str, str],
) -> dict[str, bytes]:
    """The files of a version, derived from what is left; `digests` are of the manifests before."""
    listed = _changes(root, version, target, values, found, cleaned, before if digests else None)
    now = rowproofs.of_state(cleaned)
    beside = {
        **cleaned.contract,
        history.CHANGES: changes.write(listed),
        rowproofs.NAME: rowproofs.write(rowproofs.fresh(hashes, now)),
    }
    made = manifest.read(root, version)
    held = cleaned.files != found.files
    again = made.model_copy(
        update={
            "previous": [*digests.values()][-1] if digests else None,
            "tables": _tables(made, found, cleaned),
            "rows": rowproofs.digests(cleaned, now),
            "files": {path: sha256(data) for path, data in sorted(beside.items())},
            "artefacts": dict.fromkeys(made.artefacts, _GONE) if held else made.artefacts,
        }
    )
    return {**cleaned.files, **beside, manifest.NAME: again.data()}


def _tables(made: Manifest, found: State, cleaned: State) -> dict[str, TableProof]:
    """The proofs of the tables, the hash of one that held the value taken away."""
    return {
        name: proof
        if cleaned.files[cleaned.path(name)] == found.files[found.path(name)]
        else TableProof(rows=proof.rows, sha256=None)
        for name, proof in made.tables.items()
    }


def _changes(
    root: Path,
    version: str,
    target: Target,
    values: Pattern[str] | None,
    found: State,
    cleaned: State,
    before: State | None,
) -> list[Change]:
    """The changes between the states that are left, with their reasons, then all redactions."""
    listed = history.changes_of(root, version)
    texts = {(c.op, c.table, c.id, c.field): (c.reason, c.evidence) for c in listed}
    steps = changes.cell_changes(before, cleaned) if before else []
    steps += [change for change in listed if change.op == "redact"]
    explained = []
    for step in steps:
        pair = texts.get((step.op, step.table, step.id, step.field), ("", ""))
        reason, evidence = (values.sub(traces.MARK, text) if values else text for text in pair)
        explained.append(replace(step, reason=reason, evidence=evidence))
    taken = target.columns(found)
    return explained + [
        Change("redact", target.table, target.id, name, reason=target.reason) for name in taken
    ]
