"""The files of a release as its manifest names them, and which of them this portal holds."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from attested.artefacts import sums
from attested.portal.options import Options
from attested.releases import manifest
from attested.releases.changes import HistoryError

_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
PURPOSES = {
    "incidents_flat.csv": "one line per incident, no joins needed: begin here",
    "*.xlsx": "the tables as a workbook, for Excel and LibreOffice",
    "*-csv.zip": "the tables as CSV with codebook and schemas, a Data Package",
    "*-parquet.zip": "the tables as Parquet, typed, for pandas, polars, R and DuckDB",
    "*-json.zip": "the tables as JSON, an array of objects each",
    "*.db": "the tables and views as an SQLite database",
    "*.geojson": "the places of incidents, for maps",
    "README.txt": "what the files are, how to open, cite and prove them",
    "CITATION.cff": "the reference, for repositories of code",
    "citation.bib": "the reference, for BibLaTeX",
    "citation.ris": "the reference, for reference managers",
    "citation.csl.json": "the reference, for citation processors",
    "datacite.json": "the description for registries of DOIs",
    ".zenodo.json": "the description for Zenodo",
    "dataset.jsonld": "the description for search engines",
    "croissant.json": "the description for machine learning tools",
    "content-hashes.json": "hashes of the rows, whatever the format",
    "SHA256SUMS": "the SHA-256 of every other file",
    "SHA256SUMS.sig": "the signature of the sums",
}


@dataclass(frozen=True)
class File:
    """A file of a release: its name, size and hash as released, and where it lies, if it does.

    Size and hash are None once the file held a value that was taken out.
    """

    name: str
    bytes: int | None
    sha256: str | None
    path: Path | None = None

    @property
    def purpose(self) -> str:
        """What the file is for; empty for one that is not known."""
        found = (words for form, words in PURPOSES.items() if fnmatchcase(self.name, form))
        return next(found, "")

    @property
    def tag(self) -> str:
        """The entity tag, which is the hash."""
        return f'"{self.sha256}"'


def files(options: Options, version: str) -> list[File]:
    """The files of a release, those for people first; none for a version that is no release.

    A file has a path only where it can be had here and is byte for byte the one released.
    """
    if not _VERSION.fullmatch(version):
        return []
    try:
        proofs = manifest.read(options.folder, version).artefacts
    except HistoryError:
        return []
    order = {name: number for number, name in enumerate(PURPOSES)}
    found = [_file(options, version, name, proof) for name, proof in proofs.items()]
    return sorted(found, key=lambda file: (_position(file.name, order), file.name))


def file(options: Options, version: str, name: str) -> File | None:
    """One file that can be had here; None without it."""
    found = (each for each in files(options, version) if each.name == name and each.path)
    return next(found, None)


def _file(options: Options, version: str, name: str, proof: manifest.ArtefactProof) -> File:
    path = Path(options.released) / version / name if options.released else None
    held = path is not None and Path(name).name == name and _is_released(path, proof)
    return File(name, proof.bytes, proof.sha256, path if held else None)


def _is_released(path: Path, proof: manifest.ArtefactProof) -> bool:
    if proof.sha256 is None or not path.is_file():
        return False
    state = path.stat()
    return state.st_size == proof.bytes and proof.sha256 == _hash(path, state.st_mtime_ns)


@lru_cache(maxsize=512)
def _hash(path: Path, changed: int) -> str:
    """The hash of a file as it was when it was last changed."""
    return sums.sha256(path)


def _position(name: str, order: dict[str, int]) -> int:
    return next((n for form, n in order.items() if fnmatchcase(name, form)), len(order))
