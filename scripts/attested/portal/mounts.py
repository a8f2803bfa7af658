"""Which versions of the record are served: the present one and the newest releases.

The database of a release is made once and kept in build/portal/, since a release never changes; a
stamp beside it says from what it was made. Tables that are not released are served as `working`,
and only on the reader's own machine.
"""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock

from attested import check, database, files, package
from attested.check import Result
from attested.portal import prepared, queries
from attested.portal.metadata import portal_metadata
from attested.releases import history, manifest, state
from attested.schema import Package
from attested.timeline import asof

WORKING = "working"
FOLDER = "portal"
MOUNTED = 3
_CODE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Mount:
    """A version that is served: its name, its database, and what Datasette is told of it."""

    version: str
    database: Path
    metadata: dict[str, Any]


class MountError(Exception):
    """A version cannot be served; the text says which and why."""


def mounts(root: Path, present: Result | None, limit: int = MOUNTED) -> list[Mount]:
    """The versions to serve, the one that is shown first in front.

    `present` is the checked package when unreleased tables may be shown; None leaves them out.
    Raises MountError when there is nothing to serve, or an earlier release is not sound.
    """
    folder = package.build_folder(root) / FOLDER
    known = history.versions(root)[::-1][:limit]
    found = [_released(root, version, folder) for version in known]
    if present is not None and not (known and is_release(root, known[0])):
        found.insert(0, mount_of(present, folder, WORKING))
    if not found:
        raise MountError("there is no release to serve; make one with `attested release`")
    return found


def mount_of(result: Result, folder: Path, version: str) -> Mount:
    """A mount of a checked package, whose database is made anew in the folder."""
    contract = result.package
    assert contract is not None
    target = folder / f"{version}.db"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / f".{version}.db.lock"):
        files.remove_partial(target)
        with files.replacing(target) as made:
            database.fill(made, contract, result.contents)
            prepared.add(made, contract)
    return mount_at(contract, target, version)


def mount_at(contract: Package, database: Path, version: str) -> Mount:
    """A mount of a database that is made already, of a package of that contract."""
    asked, beside = queries.askable(database), prepared.tables(database)
    return Mount(version, database, portal_metadata(contract, asked, version, beside))


def is_release(root: Path, version: str) -> bool:
    """Whether the present tables and contract are those of the release, byte for byte."""
    made, present = manifest.read(root, version), state.of_folder(root)
    proofs = {present.path(name): proof.sha256 for name, proof in made.tables.items()}
    proofs |= {path: digest for path, digest in made.files.items() if state.is_contract(path)}
    return proofs == {path: manifest.sha256(data) for path, data in present.files.items()}


def _released(root: Path, version: str, folder: Path) -> Mount:
    target = folder / f"{version}.db"
    told, mark = target.with_suffix(".json"), _mark(root, version)
    if target.is_file() and (kept := _kept(told, mark)):
        return Mount(version, target, kept)
    with asof.as_of(root, version) as unpacked:
        result = check.check(unpacked)
        if result.problems:
            raise MountError(f"{version} cannot be served: {result.problems[0]}")
        mount = mount_of(result, folder, version)
    text = json.dumps({"made_from": mark, "metadata": mount.metadata}, ensure_ascii=False)
    files.write_text(told, text + "\n")
    return mount


def _kept(told: Path, mark: str) -> dict[str, Any] | None:
    """The metadata of a database that was made before, from the same release by the same code."""
    if not told.is_file():
        return None
    held = json.loads(told.read_text("utf-8"))
    return dict(held["metadata"]) if held["made_from"] == mark else None


def _mark(root: Path, version: str) -> str:
    """What a release's database depends on: its manifest, this code, and SQLite."""
    parts = [manifest.digest(root, version), _code(), sqlite3.sqlite_version]
    return manifest.sha256("\n".join(parts).encode())


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for path in sorted(_CODE.rglob("*")):
        if path.suffix in (".json", ".py", ".sql") and "_package" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()
