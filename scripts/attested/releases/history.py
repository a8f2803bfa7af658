"""The history in data/releases/: every released state, rebuilt from the newest and the changes.

data/releases/<version>/ holds datapackage.json, schemas/, changes.csv (what led here from the
version before), rows.csv (hashes of new and changed rows) and manifest.json; the newest also holds
data/, its tables as released. Nothing here depends on git.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from attested import plain
from attested import versions as numbers
from attested.releases import changes, state
from attested.releases.changes import Change, HistoryError
from attested.releases.state import State, StateError

RELEASES = "data/releases"
CHANGES = "changes.csv"
VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}")
PRESENT = (".", "working")


def versions(root: Path) -> list[str]:
    """The released versions, oldest first."""
    folder = root / RELEASES
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted(filter(VERSION.fullmatch, names), key=numbers.parts)


def folder(root: Path, version: str) -> Path:
    """The folder of a release; raises HistoryError for a version that was not released."""
    known = versions(root)
    if version not in known:
        there = ", ".join(known) or "none"
        raise HistoryError(f"no release has the version {version}; there are: {there}")
    return root / RELEASES / version


def rebuild(root: Path, version: str) -> dict[str, bytes]:
    """The files of a released state by path; a redacted cell is empty.

    Raises HistoryError or StateError where the history is not whole.
    """
    folder(root, version)
    return next(found for name, found in walk(root) if name == version).files


def walk(root: Path) -> Iterator[tuple[str, State]]:
    """Each version with its state, newest first."""
    known = versions(root)
    if not known:
        return
    newest = state.of_folder(folder(root, known[-1]))
    yield known[-1], newest
    for newer, older in zip(known[:0:-1], known[-2::-1], strict=True):
        contract = contract_of(root, older)
        newest = changes.apply_backwards(newest, changes_of(root, newer), contract)
        yield older, newest


def newest(root: Path) -> tuple[str, State] | None:
    """The newest release with its state; None before the first."""
    return next(walk(root), None)


def contract_of(root: Path, version: str) -> dict[str, bytes]:
    """The files of the contract of a release."""
    place = folder(root, version)
    return {path: _bytes(root, place / path) for path in state.contract_paths(place)}


def changes_of(root: Path, version: str) -> list[Change]:
    """The changes that led to a version from the one before; of the first, redactions only."""
    path = folder(root, version) / CHANGES
    return changes.read(path.relative_to(root).as_posix(), _bytes(root, path))


def _bytes(root: Path, path: Path) -> bytes:
    try:
        return plain.read(path)
    except OSError as error:
        shown = path.relative_to(root).as_posix()
        raise StateError(f"{shown}: cannot be read ({error.strerror}); restore it") from error


def redactions(root: Path, version: str) -> list[Change]:
    """The cells of a version whose values were taken out of history."""
    return [change for change in changes_of(root, version) if change.op == "redact"]


def named(root: Path, text: str) -> State:
    """The state a user names: a released version, the present (`.` or `working`), or a folder."""
    if text in PRESENT:
        return state.of_folder(root)
    if VERSION.fullmatch(text):
        return state.of_files(rebuild(root, text))
    if (Path(text) / state.DESCRIPTOR).is_file():
        return state.of_folder(Path(text))
    raise StateError(f"{text}: is no version, `working` or folder with datapackage.json; name one")
