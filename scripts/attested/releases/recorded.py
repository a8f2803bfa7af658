"""A version of the history with all that its artefacts are made of."""

from dataclasses import dataclass
from pathlib import Path

from attested.releases import contracts, history, manifest, state
from attested.releases.manifest import Manifest
from attested.releases.state import State
from attested.schema import Package
from attested.tables import Content


@dataclass(frozen=True)
class Recorded:
    """A released state with its contract, its manifest, and the DOI of the version before."""

    state: State
    package: Package
    manifest: Manifest
    previous_doi: str | None

    @property
    def contents(self) -> dict[str, Content]:
        """The rows as checked tables."""
        return contracts.contents(self.state, self.package)


def recorded(root: Path, version: str) -> Recorded:
    """A version of the history; raises HistoryError when it is none."""
    known = history.versions(root)
    found = state.of_files(history.rebuild(root, version))
    earlier = known[: known.index(version)]
    previous = manifest.read(root, earlier[-1]).doi if earlier else None
    contract = contracts.package(history.folder(root, version))
    return Recorded(found, contract, manifest.read(root, version), previous)
