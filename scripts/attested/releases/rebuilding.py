"""The artefacts of an earlier release built again from the history, and held against its manifest.

A format that is not fixed may differ in its bytes: the versions of libraries and of this code write
them. Its rows were read back and compared when it was built, so that such a file is told and no
fault; so is SHA256SUMS, which holds its hash.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from attested import __version__
from attested.releases import building, history, manifest
from attested.releases.building import BuildError
from attested.releases.manifest import Manifest
from attested.releases.recorded import Recorded, recorded

if TYPE_CHECKING:
    from attested.artefacts.meta import Release
    from attested.artefacts.pack import Artefact


def rebuild(
    root: Path,
    version: str,
    folder: Path,
    publisher: str | None = None,
    files_url: str | None = None,
) -> tuple[list["Artefact"], list[str]]:
    """The artefacts as released, and the names of those that are so by their rows alone.

    `publisher` and `files_url` are those of the deposit, which no manifest keeps. Raises
    HistoryError for a version that was not released, and BuildError when a file is another than
    was released, with the folder as it was.
    """
    building.require_writers()
    from attested.artefacts import pack  # the writers of formats are slow to load

    found = recorded(root, version)
    _refuse_redacted(found.manifest)
    faults: list[str] = []
    with building.replacing(folder) as staged:
        for release in _releases(found, publisher, files_url):
            made = pack.build(found.package, found.contents, release, staged)
            differing = _differing(made, found.manifest)
            fixed = {each.name for each in made if each.is_fixed}
            wrong = [name for name in differing if name in fixed or _is_lost(name, made)]
            if not wrong:
                return building.moved(made, folder), differing
            faults = faults or wrong
        raise BuildError(_fault(found.manifest, faults))


def _refuse_redacted(made: Manifest) -> None:
    if any(proof.sha256 is None for proof in made.artefacts.values()):
        message = f"{_shown(made)}: keeps no hash of the files, which held a redacted value"
        raise BuildError(f"{message}; build a version without it")


def _releases(found: Recorded, publisher: str | None, files_url: str | None) -> Iterator["Release"]:
    """What the files may say of the release: the version before may have got its DOI later."""
    from attested.artefacts.meta import Release

    made = found.manifest
    for previous in dict.fromkeys((found.previous_doi, None)):
        yield Release(
            made.version, made.date, made.doi, made.concept_doi, previous, publisher, files_url
        )


def _differing(made: list["Artefact"], released: Manifest) -> list[str]:
    """The names of files whose bytes are not those released, or that are on one side only."""
    ours = {each.name: each.sha256 for each in made}
    theirs = {name: proof.sha256 for name, proof in released.artefacts.items()}
    return sorted(n for n in ours.keys() | theirs.keys() if ours.get(n) != theirs.get(n))


def _is_lost(name: str, made: list["Artefact"]) -> bool:
    """True for a file that was not built again; only the maintainers can sign."""
    from attested.artefacts import sums

    return name != sums.SIGNATURE and name not in {each.name for each in made}


def _fault(made: Manifest, names: list[str]) -> str:
    written = made.tools.get("attested", "another version")
    advice = "check the history with verify-release, and build with the code of that release"
    advice += f" (attested {written} wrote it, this is {__version__})"
    advice += "; --server names where it is deposited" if made.doi else ""
    return f"{_shown(made)}: has another hash than the new {', '.join(names)}; {advice}"


def _shown(made: Manifest) -> str:
    return f"{history.RELEASES}/{made.version}/{manifest.NAME}"
