"""rows.csv of a release: the hash of each row that is new or another than in the version before.

So the hash of a row in a version is the last one given up to that version, and a single row can be
proved without the rest of its table.
"""

from pathlib import Path

from attested import plain
from attested.releases import history
from attested.releases.manifest import sha256
from attested.releases.rowhash import row_hash
from attested.releases.state import State, StateError, as_csv, from_csv

NAME = "rows.csv"
COLUMNS = ["table", "id", "sha256"]
Hashes = dict[tuple[str, str], str]


def of_state(state: State) -> Hashes:
    """The hash of each row of a state by table and id."""
    return {
        (name, row_id): row_hash(name, table.cells(row_id))
        for name, table in state.tables.items()
        for row_id in sorted(table.rows)
    }


def fresh(before: Hashes, now: Hashes) -> Hashes:
    """The hashes that a version gives anew."""
    return {key: digest for key, digest in now.items() if before.get(key) != digest}


def write(hashes: Hashes) -> bytes:
    """The bytes of rows.csv."""
    return as_csv(COLUMNS, ([*key, digest] for key, digest in hashes.items()))


def read(root: Path, version: str) -> Hashes:
    """The hashes that a version gave anew, from its rows.csv."""
    path = history.folder(root, version) / NAME
    shown = path.relative_to(root).as_posix()
    try:
        header, *records = from_csv(shown, plain.read(path))
    except OSError as error:
        raise StateError(f"{shown}: cannot be read ({error.strerror}); restore it") from error
    if header != COLUMNS:
        raise StateError(f"{shown}:1: has another header than {','.join(COLUMNS)}; restore it")
    return {(table, row_id): digest for table, row_id, digest in records}


def proved(root: Path, version: str) -> Hashes:
    """The hash of each row as it was last given, up to a version; of rows since removed too."""
    history.folder(root, version)
    found: Hashes = {}
    for known in history.versions(root):
        found |= read(root, known)
        if known == version:
            break
    return found


def digests(state: State, hashes: Hashes) -> dict[str, str]:
    """For each table of a state the SHA-256 of the lines `ID HASH` of its rows, sorted by id."""
    return {
        name: sha256(
            "".join(f"{i} {hashes.get((name, i), '')}\n" for i in sorted(table.rows)).encode()
        )
        for name, table in state.tables.items()
    }
