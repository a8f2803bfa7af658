"""Readers of releases: manifests, changes, row proofs, reasons, sums, the history as a whole."""

import json
import random
from functools import cache, partial
from pathlib import Path

import attested.loading
from attested.artefacts import sums
from attested.citing import cite, model, recheck
from attested.citing.queries import QueryError
from attested.portal.export import folder as exported
from attested.releases import (
    building,
    changes,
    history,
    manifest,
    reasons,
    rowproofs,
    state,
    verifying,
)
from attested.releases.changes import HistoryError
from attested.releases.state import StateError
from attested.timeline import database, telling
from attested.timeline.snapshot import SnapshotError
from attested.timeline.telling import UnknownError
from fuzz.contract_readers import _said
from fuzz.grounds import Grounds
from fuzz.kinds import Kind

TOLD = (HistoryError, StateError)
CITED = (*TOLD, model.CitationError, QueryError, SnapshotError, UnknownError)
REASONS = (
    b"table,id,field,reason,evidence\nincidents,I000001,title,The title was misread.,P000001\n"
    b"claims,C0000*,*,The date was misread.,\n"
)


def kinds(grounds: Grounds) -> list[Kind]:
    """The kinds of files that a release consists of or that speak of one."""
    root = grounds.history
    place = root / history.RELEASES / "0.2.0"
    manifests = tuple(p.read_bytes() for p in sorted(root.glob("data/releases/*/manifest.json")))
    listed = tuple(p.read_bytes() for p in sorted(root.glob("data/releases/*/changes.csv")))
    rows = tuple(p.read_bytes() for p in sorted(root.glob("data/releases/*/rows.csv")))
    cited = tuple(_citations(root))
    data = tuple(p.read_bytes() for p in sorted((root / "data").glob("*.csv")))
    sums_read = (_sums(root),)
    files = _history_files(root)
    return [
        Kind("manifest", "json", manifests, partial(_manifest, root, place), TOLD),
        Kind("changes", "csv", listed, _changes, TOLD),
        Kind("row proofs", "csv", rows, partial(_proofs, root, place), TOLD),
        Kind("released table", "csv", data, _state_table, TOLD),
        Kind("released descriptor", "json", ((root / "datapackage.json").read_bytes(),),
             _state_descriptor, TOLD),
        Kind("reasons", "csv", (REASONS,), partial(_reasons, grounds)),
        Kind("sums of artefacts", "lines", sums_read, partial(_artefact_sums, grounds),
             (building.BuildError,)),
        Kind("sums of an export", "lines", sums_read, partial(_export_sums, grounds),
             (exported.FolderError,)),
        Kind("history, any file", "binary", files, partial(_history, root), CITED),
        Kind("citation", "json", cited, _citation, CITED),
        Kind("citation, rechecked", "json", cited, partial(_rechecked, root), CITED),
    ]  # fmt: skip


def _citations(root: Path) -> list[bytes]:
    source = cite.opened(root, "0.2.0")
    made = [
        cite.release(root, source),
        cite.row(root, source, "I000001"),
        cite.query(root, source, "SELECT id, title FROM incidents ORDER BY title"),
    ]
    return [each.text().encode() for each in made]


def _sums(root: Path) -> bytes:
    names = sorted(p.name for p in (root / "data").glob("*.csv"))
    return "".join(f"{'ab' * 32}  {name}\n" for name in names).encode()


def _history_files(root: Path) -> tuple[bytes, ...]:
    """Each file of the history with its path in front, so that one is spoilt in its place."""
    paths = sorted(p for p in (root / history.RELEASES).rglob("*") if p.is_file())
    return tuple(f"{p.relative_to(root).as_posix()}\0".encode() + p.read_bytes() for p in paths)


def _manifest(root: Path, place: Path, data: bytes) -> bool:
    path = place / "manifest.json"
    whole = path.read_bytes()
    path.write_bytes(data)
    try:
        manifest.read(root, "0.2.0").data()
    finally:
        path.write_bytes(whole)
    return True


def _changes(data: bytes) -> bool:
    found = changes.read("changes.csv", data)
    changes.write(found)
    return True


def _proofs(root: Path, place: Path, data: bytes) -> bool:
    path = place / rowproofs.NAME
    whole = path.read_bytes()
    path.write_bytes(data)
    try:
        rowproofs.read(root, "0.2.0")
    finally:
        path.write_bytes(whole)
    return True


def _state_table(data: bytes) -> bool:
    resource = {"name": "t", "path": "data/t.csv", "schema": "schemas/t.json"}
    files = {"datapackage.json": json.dumps({"resources": [resource]}).encode()}
    found = state.of_files(files | {"data/t.csv": data})
    old = state.of_files(files | {"data/t.csv": b"id,x\nA000001,y\n"})
    changes.cell_changes(old, found)
    return True


def _state_descriptor(data: bytes) -> bool:
    found = state.of_files({"datapackage.json": data})
    for name in found.resources:
        found.path(name)
    return True


def _reasons(grounds: Grounds, data: bytes) -> bool:
    path = grounds.desk / "reasons.csv"
    with grounds.instead(path, data):
        given, problems = reasons.read(path)
    for line in given:
        line.fits(changes.Change("set", "incidents", "I000001", "title", "a", "b"))
    return _said(problems)


def _artefact_sums(grounds: Grounds, data: bytes) -> bool:
    folder = grounds.desk / "artefacts"
    folder.mkdir(exist_ok=True)
    (folder / sums.NAME).write_bytes(data)
    building.refuse_foreign(folder)
    return True


def _export_sums(grounds: Grounds, data: bytes) -> bool:
    folder = grounds.desk / "site"
    folder.mkdir(exist_ok=True)
    (folder / exported.SUMS).write_bytes(data)
    exported.refuse_foreign(folder)
    return True


def _history(root: Path, data: bytes) -> bool:
    """Everything that reads the history, with one file of it spoilt."""
    name, nul, rest = data.partition(b"\0")
    path = root / name.decode("utf-8", "replace")
    if not nul or path.as_posix() not in _paths(root):
        path, rest = root / "data/releases/0.2.0/changes.csv", data
    whole = path.read_bytes()
    path.write_bytes(rest)
    dice = random.Random(data)
    try:
        found = verifying.verify(root, dice.choice(history.versions(root)), None)
        _said(found.problems)
        dice.choice(_USES)(root)
        return not found.problems
    finally:
        path.write_bytes(whole)


@cache
def _paths(root: Path) -> frozenset[str]:
    """The files of the history, which alone are written to."""
    found = (root / history.RELEASES).rglob("*")
    return frozenset(path.as_posix() for path in found if path.is_file())


def _load(root: Path) -> None:
    attested.loading.load("0.1.0", root)


def _tell(root: Path) -> None:
    list(telling.history_of(root, "I000001"))


def _keep(root: Path) -> None:
    try:
        database.build(root, root.parent / "history.db")
    finally:
        (root.parent / "history.db").unlink(missing_ok=True)


def _blame(root: Path) -> None:
    list(telling.blame(root, "I000001", "title"))


_USES = (_load, _tell, _keep, _blame)


def _citation(data: bytes) -> bool:
    citation = model.read(data.decode("utf-8", "surrogateescape"))
    recheck._check_itself(citation)
    return True


def _rechecked(root: Path, data: bytes) -> bool:
    citation = model.read(data.decode("utf-8", "surrogateescape"))
    list(recheck.recheck(root, citation).lines())
    return True
