"""What was changed between two versions of the record, with the reasons that were given."""

from dataclasses import dataclass
from pathlib import Path

from attested.problems import shown
from attested.releases import changes, history
from attested.releases.changes import Change

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Correction:
    """A change and the release that made it; `working` for one that is not released yet."""

    version: str
    change: Change

    def __str__(self) -> str:
        made = self.change
        what = f"{made.table} {made.id}"
        if made.op == "set":
            what += f" {made.field}: {_cell(made.before)} -> {_cell(made.after)}"
        elif made.op == "redact":
            what += f" {made.field}: redacted"
        else:
            what += ": added" if made.op == "add" else ": withdrawn"
        why = "; ".join(text for text in (made.reason, made.evidence) if text)
        since = "not released yet" if self.version in history.PRESENT else self.version
        return f"{what} ({since}{': ' if why else ''}{why})"


def _cell(value: str) -> str:
    return shown(value, 200) if value else "empty"


def corrections(root: Path, old: str, new: str) -> list[Correction]:
    """The net changes from one version to a later one, a withdrawn row once, with their reasons."""
    reasons = _reasons(root, old, new)
    found: list[Correction] = []
    withdrawn: set[tuple[str, str]] = set()
    for change in changes.cell_changes(history.named(root, old), history.named(root, new)):
        if change.op == "remove":
            if (change.table, change.id) in withdrawn:
                continue
            withdrawn.add((change.table, change.id))
        found.append(_explained(change, reasons, new))
    return found


def _explained(change: Change, reasons: dict[Place, Correction], new: str) -> Correction:
    place = (change.table, change.id, change.field if change.op == "set" else "")
    said = reasons.get(place)
    if said is None:
        return Correction(new, change)
    made = Change(
        change.op,
        change.table,
        change.id,
        change.field,
        change.before,
        change.after,
        said.change.reason,
        said.change.evidence,
    )
    return Correction(said.version, made)


def _reasons(root: Path, old: str, new: str) -> dict[Place, Correction]:
    """The last change of each cell after the old version, up to the new one; of rows as well."""
    found: dict[Place, Correction] = {}
    for version in later(root, old, new):
        for change in history.changes_of(root, version):
            field = change.field if change.op == "set" else ""
            if change.op != "redact":
                found[change.table, change.id, field] = Correction(version, change)
    return found


def later(root: Path, old: str, new: str) -> list[str]:
    """The releases after the old version, up to the new one, in order."""
    known = history.versions(root)
    last = len(known) if new in history.PRESENT else known.index(new) + 1
    return known[known.index(old) + 1 : last]


def redactions(root: Path, version: str) -> list[Correction]:
    """The cells of a version that were taken out of history."""
    return [Correction(version, change) for change in history.redactions(root, version)]
