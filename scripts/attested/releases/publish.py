"""A release made of a plan: its artefacts, and its entry in the history.

In two steps, so that a DOI can be reserved before the first and given by a registry before the
second: `build` writes the artefacts outside of data/, `record` writes the history.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from attested import files as writing
from attested.releases import building, changes, contracts, history, manifest, rowproofs, storing
from attested.releases.building import BuildError
from attested.releases.manifest import ArtefactProof, Manifest, TableProof, sha256
from attested.releases.planning import Plan
from attested.releases.state import State
from attested.releases.tools import tools

if TYPE_CHECKING:
    from attested.artefacts.meta import Metadata, Release
    from attested.artefacts.pack import Artefact


def metadata(plan: Plan, publisher: str | None = None) -> "Metadata":
    """What a registry is told of a plan, before it has given a DOI."""
    from attested.artefacts import meta

    contents = contracts.contents(plan.state, plan.package)
    return meta.of_package(plan.package, contents, _release(plan, publisher=publisher))


def build(
    plan: Plan,
    doi: str | None = None,
    concept_doi: str | None = None,
    files_url: str | None = None,
    publisher: str | None = None,
) -> list["Artefact"]:
    """The artefacts of a plan, written into its folder, with the DOIs inside if there are any.

    Raises BuildError when a file does not hold what was written into it, or cannot be signed.
    """
    release = _release(
        plan, doi=doi, concept_doi=concept_doi, files_url=files_url, publisher=publisher
    )
    contents = contracts.contents(plan.state, plan.package)
    return building.build(plan.package, contents, release, plan.folder)


def _release(plan: Plan, **given: str | None) -> "Release":
    from attested.artefacts import meta

    earlier = manifest.read(plan.root, plan.previous[0]).doi if plan.previous else None
    return meta.Release(plan.version, plan.date, previous_doi=earlier, **given)


def record(plan: Plan, doi: str | None = None, concept_doi: str | None = None) -> Path:
    """The folder of the release in data/releases/, written whole, with the changelog.

    Raises BuildError when the artefacts are not there.
    """
    target = plan.root / history.RELEASES / plan.version
    with storing.staging(target.with_name(f".{plan.version}{writing.PARTIAL}")) as staged:
        storing.write_folder(staged, _history_files(plan, doi, concept_doi))
        staged.rename(target)
    storing.finish(plan.root)
    return target


def _artefact_proofs(folder: Path) -> dict[str, ArtefactProof]:
    """Size and hash of every file in the folder of the artefacts, read back from there."""
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}
    if not files:
        raise BuildError(f"{folder} holds no files of the release; build them first")
    return {
        name: ArtefactProof(bytes=len(data), sha256=sha256(data)) for name, data in files.items()
    }


def _history_files(plan: Plan, doi: str | None, concept_doi: str | None) -> dict[str, bytes]:
    older = plan.previous[0] if plan.previous else None
    known = rowproofs.proved(plan.root, older) if older else {}
    now = rowproofs.of_state(plan.state)
    beside = {
        **plan.state.contract,
        history.CHANGES: changes.write(plan.changes),
        rowproofs.NAME: rowproofs.write(rowproofs.fresh(known, now)),
    }
    made = Manifest(
        version=plan.version,
        date=plan.date,
        doi=doi,
        concept_doi=concept_doi,
        codebook=str(plan.state.descriptor.get("codebook", "")),
        previous=manifest.digest(plan.root, older) if older else None,
        tables=table_proofs(plan.state),
        rows=rowproofs.digests(plan.state, now),
        files={path: sha256(data) for path, data in sorted(beside.items())},
        artefacts=_artefact_proofs(plan.folder),
        tools=tools(),
    )
    return {**plan.state.files, **beside, manifest.NAME: made.data()}


def table_proofs(found: State) -> dict[str, TableProof]:
    """The number of rows and the hash of each table of a state."""
    return {
        name: TableProof(rows=len(table.rows), sha256=sha256(found.files[table.path]))
        for name, table in found.tables.items()
    }
