"""The history without a value: every version derived anew from the cells that are left."""

from dataclasses import dataclass, replace
from pathlib import Path
from re import Pattern

from attested import ids
from attested.releases import (
    changes,
    history,
    manifest,
    rowproofs,
    state,
    storing,
    traces,
    withdrawals,
)
from attested.releases.changes import Change
from attested.releases.manifest import ArtefactProof, Manifest, TableProof, sha256
from attested.releases.state import State, TableState

_GONE = ArtefactProof(bytes=None, sha256=None)


@dataclass(frozen=True)
class Target:
    """The cells to take out: of a row one column, or every column but the id."""

    id: str
    column: str | None
    reason: str

    def table(self, found: State) -> TableState | None:
        """The table of a state that holds the row, whatever it is called there."""
        tables = (table for name, table in found.tables.items() if name != withdrawals.RETIRED)
        return next((table for table in tables if self.id in table.rows), None)

    def fits(self, change: Change) -> bool:
        """Whether a redaction on record is of these cells."""
        return change.id == self.id and self.column in (None, change.field)

    def columns(self, found: State) -> list[str]:
        """The columns of a state whose cells are to go and are not empty yet."""
        table = self.table(found)
        if table is None:
            return []
        cells = table.cells(self.id)
        asked = [self.column] if self.column else table.columns
        return [name for name in asked if name != "id" and cells.get(name)]

    def values(self, found: State) -> list[str]:
        """The texts in those cells, and each item of a cell that holds several."""
        table, columns = self.table(found), self.columns(found)
        prose = [c for c in columns if table and traces.is_prose(found, table.name, c)]
        texts = [table.cells(self.id)[column] for column in prose] if table else []
        return [*texts, *(item for text in texts if "|" in text for item in text.split("|"))]


def emptied(table: TableState, gone: list[str], target: Target, instead: str = "") -> list[str]:
    """The cells of the row with the ones to go emptied, or the one that is named replaced."""
    if instead and target.column:
        gone = [target.column]
    return [instead if name in gone else cell for name, cell in table.cells(target.id).items()]


def rewrite(
    root: Path, target: Target, past: list[tuple[str, State]], values: Pattern[str] | None
) -> None:
    """Writes the whole history anew beside the old one and puts it in its place."""
    with storing.staging(root / storing.STAGED) as staged:
        digests: dict[str, str] = {}
        before, hashes = state.of_files({}), rowproofs.Hashes()
        for version, found in past:
            cleaned = _without(found, target, values)
            files = _entry(root, version, target, values, found, cleaned, before, hashes, digests)
            newest = version == past[-1][0]
            kept = {p: d for p, d in files.items() if newest or not p.startswith("data/")}
            storing.write_folder(staged / version, kept)
            digests[version] = sha256(files[manifest.NAME])
            before, hashes = cleaned, {**hashes, **rowproofs.of_state(cleaned)}
        storing.write_folder(staged, {"SHA256SUMS": manifest.sums(digests)})
        storing.exchange(root)
    storing.finish(root)


def _without(found: State, target: Target, values: Pattern[str] | None) -> State:
    """A state with the cells emptied, and with texts of its contract that hold the value marked."""
    files = dict(found.files)
    table, gone = target.table(found), target.columns(found)
    if table and gone:
        rows = {**table.rows, target.id: emptied(table, gone, target)}
        files[table.path] = state.as_csv(
            table.columns, (rows[i] for i in sorted(rows, key=ids.order))
        )
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
    table = target.table(found)
    return explained + [
        Change("redact", table.name if table else "", target.id, name, reason=target.reason)
        for name in target.columns(found)
    ]
