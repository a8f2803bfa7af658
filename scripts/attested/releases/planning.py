"""What may be released: a clean state, a legal version, and a reason for each corrected cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

from attested import check, ids, package, schema
from attested.problems import Problem
from attested.releases import (
    bump,
    changes,
    contracts,
    history,
    manifest,
    pointers,
    reasons,
    state,
    storing,
    verifying,
    withdrawals,
)
from attested.releases.bump import Bump
from attested.releases.changes import Change
from attested.releases.reasons import Asked, Given
from attested.releases.state import State, StateError
from attested.schema import Package
from attested.strict import ContractError


class Refused(Exception):
    """A release that may not be made; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Plan:
    """What a release will hold: a state that may be released, and what led to it, with reasons."""

    root: Path
    version: str
    date: str
    state: State
    package: Package
    previous: tuple[str, State] | None
    changes: list[Change]
    smallest: Bump

    @property
    def folder(self) -> Path:
        """The folder of the artefacts, outside of data/."""
        return package.build_folder(self.root) / "releases" / self.version


def plan(
    root: Path,
    version: str,
    date: str,
    source: Path | None = None,
    reasons_file: Path | None = None,
    ask: Asked | None = None,
) -> Plan:
    """What is to be released as `version` from the present or the folder `source`.

    Raises Refused for a damaged history, unclean data, a version or day that is not legal, an id
    that vanished, or a changed cell without a reason, in that order.
    """
    storing.clear(root)
    _refuse(verifying.history_faults(root))
    contract, new = _clean(source or root, is_old=source is not None and not _is_strict(source))
    previous = history.newest(root)
    smallest = bump.bump(previous, new)
    _refuse([*_version_faults(root, version, date, previous, smallest)])
    found: list[Change] = []
    if previous:
        _refuse([*withdrawals.faults(*previous, new)])
        found = _explained(root, previous, new, reasons_file, ask)
    return Plan(root, version, date, new, contract, previous, found, smallest)


def _refuse(found: list[Problem]) -> None:
    if found:
        raise Refused(found)


def _clean(folder: Path, is_old: bool) -> tuple[Package, State]:
    """The checked contract and state of a folder; an old contract is asked what binds its rows."""
    try:
        new = state.of_folder(folder)
        _refuse([*_form_faults(new)])
        contract = contracts.package(folder) if is_old else schema.load(folder)
    except ContractError as error:
        raise Refused(error.problems) from error
    except StateError as error:
        raise Refused([Problem("release", 0, "", "", str(error))]) from error
    _refuse((check.check_tables(contract, full=True) if is_old else check.check(folder)).problems)
    return contract, new


def _is_strict(folder: Path) -> bool:
    try:
        schema.load(folder)
    except ContractError:
        return False
    return True


def _form_faults(new: State) -> Iterator[Problem]:
    """A problem for each table whose bytes are not those a rebuild would give."""
    for name, table in new.tables.items():
        records = [table.rows[row_id] for row_id in sorted(table.rows, key=ids.order)]
        if table.columns != new.columns(name):
            yield Problem(table.path, 1, "", "", "has another header than the schema; correct it")
        elif state.as_csv(table.columns, records) != new.files[table.path]:
            message = "is not canonical CSV sorted by id; run the check and mend it"
            yield Problem(table.path, 0, "", "", message)


def _version_faults(
    root: Path, version: str, date: str, previous: tuple[str, State] | None, smallest: Bump
) -> Iterator[Problem]:
    older = previous[0] if previous else None
    fault = bump.fault(version, older, smallest)
    if fault:
        yield Problem("release", 0, "version", version, fault)
    try:
        sound = Day.fromisoformat(date).isoformat() == date
    except ValueError:
        sound = False
    if not sound:
        yield Problem("release", 0, "date", date, "is no day; write YYYY-MM-DD")
    elif older and date < manifest.read(root, older).date:
        yield Problem(
            "release", 0, "date", date, f"is before the day of {older}; write a later one"
        )


def _explained(
    root: Path,
    previous: tuple[str, State],
    new: State,
    reasons_file: Path | None,
    ask: Asked | None,
) -> list[Change]:
    """The changes since the newest release, each corrected cell with its reason."""
    version, old = previous
    redacted = {(c.table, c.id, c.field) for c in history.redactions(root, version)}
    found = changes.cell_changes(old, new)
    found = reasons.of_themselves(found, old, new, redacted)
    lines: list[Given] = []
    if reasons_file:
        lines, faults = reasons.read(reasons_file)
        _refuse([*faults, *pointers.faults(reasons_file.name, lines, [old, new])])
    found, used = reasons.given(found, lines, ask)
    _refuse([*reasons.unexplained(found, old)])
    if reasons_file:
        _refuse([*reasons.unused(reasons_file.name, lines, used)])
    return found
