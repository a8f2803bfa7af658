"""A release made: what may be released, its artefacts, and its entry in the history.

Three steps, so that a DOI can be reserved between the first and the second and given by a registry
before the third: `plan` refuses what may not be released, `build` writes the artefacts outside of
data/, `record` writes the history.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING

from attested import check, package, schema
from attested import files as writing
from attested.problems import Problem
from attested.releases import (
    bump,
    changelog,
    changes,
    contracts,
    history,
    manifest,
    reasons,
    rowproofs,
    state,
    verifying,
    withdrawals,
)
from attested.releases.bump import Bump
from attested.releases.changes import Change
from attested.releases.manifest import ArtefactProof, Manifest, TableProof, sha256
from attested.releases.reasons import Asked, Given
from attested.releases.state import State, StateError
from attested.releases.tools import tools
from attested.schema import Package
from attested.strict import ContractError

if TYPE_CHECKING:
    from attested.artefacts.pack import Artefact

STAGED = f"data/.releases{writing.PARTIAL}"
_OLD = f"data/.releases.old{writing.PARTIAL}"


class Refused(Exception):
    """A release that may not be made; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class BuildError(Exception):
    """The artefacts could not be written; the text says why. Nothing was released."""


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
    clear(root)
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
        contract = contracts.package(new, folder) if is_old else schema.load(folder)
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
        records = [table.rows[row_id] for row_id in sorted(table.rows)]
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
        yield Problem("release", 0, "date", date, f"is before the day of {older}; write a later")


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
        _refuse(faults)
    found, used = reasons.given(found, lines, ask)
    _refuse([*reasons.unexplained(found, old)])
    if reasons_file:
        _refuse([*reasons.unused(reasons_file.name, lines, used)])
    return found


def build(plan: Plan, doi: str | None = None, concept_doi: str | None = None) -> list["Artefact"]:
    """The artefacts of a plan, written into its folder, with the DOIs inside if there are any.

    Raises BuildError when a file does not hold what was written into it, or cannot be signed.
    """
    from attested.artefacts import meta, pack, sums  # the writers of formats are slow to load

    earlier = manifest.read(plan.root, plan.previous[0]).doi if plan.previous else None
    release = meta.Release(plan.version, plan.date, doi, concept_doi, previous_doi=earlier)
    contents = contracts.contents(plan.state, plan.package)
    staged = plan.folder.with_name(f".{plan.version}{writing.PARTIAL}")
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        made = pack.build(plan.package, contents, release, staged)
        shutil.rmtree(plan.folder, ignore_errors=True)
        staged.rename(plan.folder)
    except (pack.PackError, sums.SigningError) as error:
        raise BuildError(str(error)) from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return [replace(each, path=plan.folder / each.path.name) for each in made]


def record(
    plan: Plan,
    made: list["Artefact"],
    doi: str | None = None,
    concept_doi: str | None = None,
) -> Path:
    """The folder of the release in data/releases/, written whole, with the changelog."""
    target = plan.root / history.RELEASES / plan.version
    staged = target.with_name(f".{plan.version}{writing.PARTIAL}")
    shutil.rmtree(staged, ignore_errors=True)
    write_folder(staged, _history_files(plan, _artefact_proofs(plan, made), doi, concept_doi))
    staged.rename(target)
    finish(plan.root)
    return target


def _artefact_proofs(plan: Plan, made: list["Artefact"]) -> dict[str, ArtefactProof]:
    """Size and hashes of every file in the folder of the artefacts, read back from there."""
    contents = {each.name: each.content for each in made}
    files = {path.name: path.read_bytes() for path in sorted(plan.folder.iterdir())}
    return {
        name: ArtefactProof(bytes=len(data), sha256=sha256(data), content=contents.get(name))
        for name, data in files.items()
    }


def _history_files(
    plan: Plan, proofs: dict[str, ArtefactProof], doi: str | None, concept_doi: str | None
) -> dict[str, bytes]:
    older = plan.previous[0] if plan.previous else None
    known = rowproofs.proved(plan.root, older) if older else {}
    now = rowproofs.of_state(plan.state)
    beside = {
        **plan.state.contract,
        history.CHANGES: changes.write(plan.changes),
        rowproofs.NAME: rowproofs.write(rowproofs.fresh(known, now)),
    }
    made = Manifest(
        version=plan.version,
        date=plan.date,
        doi=doi,
        concept_doi=concept_doi,
        codebook=str(plan.state.descriptor.get("codebook", "")),
        previous=manifest.digest(plan.root, older) if older else None,
        tables=table_proofs(plan.state),
        rows=rowproofs.digests(plan.state, now),
        files={path: sha256(data) for path, data in sorted(beside.items())},
        artefacts=proofs,
        tools=tools(),
    )
    return {**plan.state.files, **beside, manifest.NAME: made.data()}


def table_proofs(found: State) -> dict[str, TableProof]:
    """The number of rows and the hash of each table of a state."""
    return {
        name: TableProof(rows=len(table.rows), sha256=sha256(found.files[table.path]))
        for name, table in found.tables.items()
    }


def write_folder(folder: Path, files: dict[str, bytes]) -> None:
    """Writes files by their paths under a folder."""
    for path, data in files.items():
        with writing.replacing(folder / path) as temporary:
            temporary.write_bytes(data)


def finish(root: Path) -> None:
    """Leaves tables with the newest release only, and writes the hashes and the changelog anew."""
    known = history.versions(root)
    for version in known[:-1]:
        shutil.rmtree(root / history.RELEASES / version / "data", ignore_errors=True)
    digests = {version: manifest.digest(root, version) for version in known}
    with writing.replacing(root / manifest.SUMS) as temporary:
        temporary.write_bytes(manifest.sums(digests))
    writing.write_text(root / changelog.PATH, changelog.changelog(root))


def unfinished(root: Path) -> str | None:
    """The newest version when its recording was cut off before `finish`, else None.

    It must follow those before it, and they must have the hashes on record.
    """
    known = history.versions(root)
    path = root / manifest.SUMS
    digests = {version: manifest.digest(root, version) for version in known[:-1]}
    recorded = path.read_bytes() if path.is_file() else b""
    if not known or recorded != manifest.sums(digests):
        return None
    before = digests[known[-2]] if digests else None
    return known[-1] if manifest.read(root, known[-1]).previous == before else None


def exchange(root: Path) -> None:
    """Puts a whole history written to STAGED in the place of the present one."""
    place, old = root / history.RELEASES, root / _OLD
    place.rename(old)
    (root / STAGED).rename(place)
    shutil.rmtree(old)


def clear(root: Path) -> None:
    """Removes what killed runs left half-written, and ends an exchange that was cut off."""
    place, staged, old = root / history.RELEASES, root / STAGED, root / _OLD
    if old.exists() and not place.exists():
        staged.rename(place)
    for path in (staged, old, *place.glob(f".*{writing.PARTIAL}")):
        if path.exists():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
