"""Makes history.db when it is not there or was made from another history."""

import hashlib
import json
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from filelock import FileLock

from attested import files, package
from attested.portal.versions import store
from attested.portal.versions.differences import Told, differences
from attested.releases import history, manifest, state
from attested.releases.state import State
from attested.timeline.spans import spans, states

NAME = "history.db"
FOLDER = "portal"
WORKING = "working"
_CODE = Path(__file__).resolve().parents[2]


def made(root: Path, with_present: bool) -> Path:
    """The path of history.db, made anew unless it is of this history and this code.

    The unreleased tables are its last state where `with_present` says so. Raises the history's own
    errors where a release cannot be read.
    """
    target = package.build_folder(root) / FOLDER / NAME
    present = state.of_folder(root) if with_present else None
    mark = _mark(root, present)
    if not _is_of(target, mark):
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.with_name(f".{NAME}.lock")):
            if not _is_of(target, mark):
                _make(root, target, mark, present)
    return target


def _make(root: Path, target: Path, mark: str, present: State | None) -> None:
    found = states(root)
    told = Told(
        [each for _, each in found] + ([present] if present else []),
        [history.changes_of(root, version) for version, _ in found],
    )
    releases = [_release(root, version) for version, _ in found]
    if present:
        found.append((WORKING, present))
        releases.append(_unreleased(present))
    rows = spans(found)
    with files.replacing(target) as temporary, closing(sqlite3.connect(temporary)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        listed = [*differences(told, rows), *told.redacted()]
        store.fill(connection, mark, releases, [each for _, each in found], rows, listed)
        connection.commit()


def _release(root: Path, version: str) -> store.Told:
    held = manifest.read(root, version)
    digest = manifest.digest(root, version)
    return store.Told(version, held.date, held.doi, held.codebook, digest)


def _unreleased(present: State) -> store.Told:
    return store.Told(WORKING, "", None, str(present.descriptor.get("codebook", "")), None)


def _is_of(target: Path, mark: str) -> bool:
    """Whether the file was made from what the mark stands for."""
    if not target.is_file():
        return False
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("SELECT mark FROM made").fetchall() == [(mark,)]
        except sqlite3.DatabaseError:
            return False


def _mark(root: Path, present: State | None) -> str:
    """What the file depends on: every manifest, the unreleased tables, and this code."""
    parts = [manifest.digest(root, version) for version in history.versions(root)]
    if present:
        parts += [f"{path} {manifest.sha256(data)}" for path, data in present.files.items()]
    return manifest.sha256(json.dumps([_code(), sqlite3.sqlite_version, parts]).encode())


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for folder in ("portal/versions", "releases", "timeline"):
        for path in sorted((_CODE / folder).glob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
