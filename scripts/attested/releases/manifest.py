"""The manifest of a release: what it holds, and hashes by which every file of it is proved.

Each manifest holds the hash of the one before, so that the newest commits to the whole history;
data/releases/SHA256SUMS and CHANGELOG.md hold the hashes of all of them.
"""

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from attested import plain
from attested.releases import history
from attested.releases.changes import HistoryError

NAME = "manifest.json"
SUMS = f"{history.RELEASES}/SHA256SUMS"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TableProof(_Part):
    """A table as released: its number of rows and the SHA-256 of its CSV file.

    The hash is null once a value was redacted: with all other cells known, a hash would prove
    a guess of the one that was taken out.
    """

    rows: int
    sha256: str | None


class ArtefactProof(_Part):
    """A file of the release: its size and its SHA-256, both null once it held a redacted value."""

    bytes: int | None
    sha256: str | None


class Manifest(_Part):
    """What a release is and holds.

    `previous` is the SHA-256 of the manifest before, null for the first; `rows` has for each table
    the SHA-256 of the lines `ID HASH` of its rows, in the order of their ids; `files` has the
    SHA-256 of each file of the release's folder but this one and the tables.
    """

    version: str
    date: str
    doi: str | None
    concept_doi: str | None
    codebook: str
    previous: str | None
    tables: dict[str, TableProof]
    rows: dict[str, str]
    files: dict[str, str]
    artefacts: dict[str, ArtefactProof]
    tools: dict[str, str]

    def data(self) -> bytes:
        """The bytes of manifest.json."""
        text = json.dumps(self.model_dump(), ensure_ascii=False, indent=2)
        return f"{text}\n".encode()


def sha256(data: bytes) -> str:
    """The hex SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def read(root: Path, version: str) -> Manifest:
    """The manifest of a release; raises HistoryError when it cannot be read."""
    path = history.folder(root, version) / NAME
    shown = path.relative_to(root).as_posix()
    try:
        return Manifest.model_validate_json(plain.read(path))
    except OSError as error:
        message = f"{shown}: cannot be read ({error.strerror}); restore it"
        raise HistoryError(message) from error
    except ValidationError as error:
        detail = error.errors()[0]
        place = ".".join(map(str, detail["loc"])) or "the file"
        raise HistoryError(f"{shown}: {place}: {detail['msg'].lower()}; restore it") from error


def digest(root: Path, version: str) -> str:
    """The SHA-256 of a release's manifest file."""
    return sha256(plain.read(history.folder(root, version) / NAME))


def sums(digests: dict[str, str]) -> bytes:
    """The bytes of data/releases/SHA256SUMS, from the digests of the manifests by version."""
    lines = (f"{digest}  {version}/{NAME}\n" for version, digest in digests.items())
    return "".join(lines).encode()
