"""Proof that releases are what they were: manifests, history and artefacts, byte for byte.

What proves what: data/releases/SHA256SUMS and CHANGELOG.md hold the hash of every manifest, each
manifest the hash of the one before, of the files of its folder, of its tables, its rows and its
artefacts. A change of any byte breaks one of these. Against somebody who rewrites all of them at
once, compare the hash of the newest manifest with a copy that he does not hold: a deposit, a
clone, a printed page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from attested import plain
from attested.problems import Problem
from attested.releases import changelog, history, manifest, rowproofs, state
from attested.releases.changes import HistoryError
from attested.releases.manifest import Manifest, sha256
from attested.releases.state import State, StateError

_CHANGED = "is not what was released; restore it"
_EXTRA = "is no part of the history; remove it"


@dataclass
class Report:
    """What was compared, in lines for people, and everything that is not as it was released."""

    lines: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def verify(root: Path, version: str, folder: Path | None) -> Report:
    """The proof of a release: the history as a whole, its state rebuilt, its files in `folder`.

    Raises HistoryError for a version that was not released.
    """
    history.folder(root, version)
    report = Report(problems=[*history_faults(root)])
    if report.problems:
        report.lines.append("history: not as released, so that nothing was rebuilt from it")
        return report
    made = manifest.read(root, version)
    report.lines.append(f"manifest: SHA-256 {manifest.digest(root, version)}, {made.date}")
    _rebuilt(root, version, made, report)
    if folder is None:
        report.lines.append("artefacts: none at hand; name the folder they are in")
    else:
        _artefacts(folder, made, report)
    return report


def history_faults(root: Path) -> list[Problem]:
    """A problem for each file of the history that is missing, changed or foreign.

    That is every file under data/releases/ and the changelog.
    """
    known = history.versions(root)
    found = [*_sums_faults(root, known), *_foreign(root, known)]
    try:
        for older, version in pairwise(["", *known]):
            found += _folder_faults(root, older, version, version == known[-1])
        if known and not found:
            found += _changelog_faults(root)
    except (HistoryError, StateError) as error:
        found.append(_whole(error))
    return found


def _whole(error: Exception) -> Problem:
    path, _, message = str(error).partition(": ")
    return Problem(path, 0, "", "", message or _CHANGED)


def _sums_faults(root: Path, known: list[str]) -> Iterator[Problem]:
    path = root / manifest.SUMS
    present = plain.read(path) if path.is_file() else b""
    there = {v: manifest.digest(root, v) for v in known if _file(root, v, manifest.NAME).is_file()}
    if present != manifest.sums(there):
        yield Problem(
            manifest.SUMS, 0, "", "", "holds other hashes than the manifests have; restore it"
        )


def _foreign(root: Path, known: list[str]) -> Iterator[Problem]:
    place = root / history.RELEASES
    for path in sorted(place.iterdir()) if place.is_dir() else []:
        if path.name not in known and path != root / manifest.SUMS:
            yield Problem(path.relative_to(root).as_posix(), 0, "", "", _EXTRA)


def _folder_faults(root: Path, older: str, version: str, newest: bool) -> Iterator[Problem]:
    made = manifest.read(root, version)
    shown = f"{history.RELEASES}/{version}/{manifest.NAME}"
    if made.version != version:
        yield Problem(shown, 0, "", "version", f"says {made.version}; restore it")
    if made.previous != (manifest.digest(root, older) if older else None):
        yield Problem(
            shown, 0, "", "previous", "is not the hash of the manifest before; restore both"
        )
    expected: dict[str, str | None] = dict(made.files)
    if newest:
        contract = state.of_files(history.contract_of(root, version))
        expected |= {contract.path(name): proof.sha256 for name, proof in made.tables.items()}
    yield from _file_faults(root, version, expected)


def _file_faults(root: Path, version: str, expected: dict[str, str | None]) -> Iterator[Problem]:
    """A problem for each file of a release's folder; a hash of None fits any bytes."""
    place = history.folder(root, version)
    there = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()}
    for name in sorted({*expected, *there} - {manifest.NAME}):
        shown = f"{history.RELEASES}/{version}/{name}"
        if name not in there:
            yield Problem(shown, 0, "", "", "is missing; restore it")
        elif name not in expected:
            yield Problem(shown, 0, "", "", _EXTRA)
        elif expected[name] not in (None, sha256(plain.read(place / name))):
            yield Problem(shown, 0, "", "", _CHANGED)


def _changelog_faults(root: Path) -> Iterator[Problem]:
    path = root / changelog.PATH
    if not path.is_file() or plain.read(path) != changelog.changelog(root).encode():
        message = f"is not what the history says; run `{changelog.COMMAND}`"
        yield Problem(changelog.PATH, 0, "", "", message)


def _file(root: Path, version: str, name: str) -> Path:
    return root / history.RELEASES / version / name


def _rebuilt(root: Path, version: str, made: Manifest, report: Report) -> None:
    """Rebuilds the state and compares its tables and each of its rows with what is on record."""
    try:
        found = state.of_files(history.rebuild(root, version))
        redacted = {change.table for change in history.redactions(root, version)}
        report.problems += _row_faults(root, version, found, made)
    except (HistoryError, StateError) as error:
        report.problems.append(_whole(error))
        return
    for name, proof in made.tables.items():
        same = sha256(found.files[found.path(name)]) == proof.sha256
        told = "same" if same else "redacted" if name in redacted else "changed"
        report.lines.append(f"{name}: {told}, {proof.rows} rows")
        if told == "changed":
            report.problems.append(Problem(found.path(name), 0, "", "", f"{version} {_CHANGED}"))


def _row_faults(root: Path, version: str, found: State, made: Manifest) -> Iterator[Problem]:
    hashes = rowproofs.proved(root, version)
    for (name, row_id), digest in rowproofs.of_state(found).items():
        if hashes.get((name, row_id)) != digest:
            message = f"is not the row of {version}; restore the history"
            yield Problem(found.path(name), 0, row_id, "", message)
    for name, digest in rowproofs.digests(found, hashes).items():
        counted = made.tables[name].rows == len(found.table(name).rows)
        if made.rows.get(name) != digest or not counted:
            yield Problem(found.path(name), 0, "", "", f"has other rows than {version} had")


def _artefacts(folder: Path, made: Manifest, report: Report) -> None:
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for name in sorted({*made.artefacts, *there}):
        fault = _artefact_fault(folder / name, name, made, there)
        if fault:
            report.problems.append(Problem(str(folder / name), 0, "", "", fault))
    redacted = [name for name, proof in made.artefacts.items() if proof.sha256 is None]
    told = f", {len(redacted)} redacted: no hash of them is kept" if redacted else ""
    report.lines.append(f"artefacts: {len(made.artefacts)} compared{told}")


def _artefact_fault(path: Path, name: str, made: Manifest, there: set[str]) -> str | None:
    if name not in made.artefacts:
        return f"is no file of {made.version}; remove it"
    proof = made.artefacts[name]
    if name not in there:
        return None if proof.sha256 is None else "is missing; fetch it again"
    if proof.sha256 is None:
        return "held a value that was redacted since; delete it"
    data = plain.read(path)
    same = len(data) == proof.bytes and sha256(data) == proof.sha256
    return None if same else "is not what was released; fetch it again"
