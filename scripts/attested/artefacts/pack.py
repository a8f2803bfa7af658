"""The pack: every file of a release, written into one folder from checked tables."""

from dataclasses import dataclass
from pathlib import Path

from attested.artefacts.meta import Release
from attested.schema import Package
from attested.tables import Content


@dataclass(frozen=True)
class Artefact:
    """One file of a release.

    `content` is the content hash of the tables in a file whose bytes depend on the version of the
    library that wrote it; None where the bytes depend on the tables alone, and `sha256` is enough.
    """

    path: Path
    title: str
    media_type: str
    bytes: int
    sha256: str
    content: str | None = None

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name


def build(
    package: Package, contents: dict[str, Content], release: Release, folder: Path
) -> list[Artefact]:
    """Writes all artefacts of a release of checked tables into the folder and returns them."""
    raise NotImplementedError
