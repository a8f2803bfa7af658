"""The DOIs of a deposit put on record in data/releases/, once a registry has them."""

import shutil

from attested.artefacts.pack import Artefact
from attested.deposits.depositing import Deposit
from attested.deposits.errors import DepositError
from attested.deposits.subject import Subject
from attested.releases import history, manifest, publish
from attested.releases.manifest import ArtefactProof, sha256


def is_on_record(subject: Subject, done: Deposit) -> bool:
    """True when the manifest of the version has the DOIs; refused when it has others."""
    if subject.plan is not None:
        return False
    made = manifest.read(subject.root, subject.version)
    if made.doi is None:
        return False
    if (made.doi, made.concept_doi) != (done.doi, done.concept_doi):
        message = f"{subject.version} has {made.doi} on record and {done.doi} at {done.url}"
        raise DepositError(f"{message}; deposit a version at one server only")
    return True


def put_on_record(subject: Subject, done: Deposit, made: list[Artefact]) -> None:
    """Records a new release with its DOIs, or gives them to one that was recorded without."""
    if subject.plan is not None:
        publish.record(subject.plan, made, done.doi, done.concept_doi)
        return
    contents = {each.name: each.content for each in made}
    proofs = {
        path.name: _proof(path.read_bytes(), contents.get(path.name))
        for path in sorted(subject.folder.iterdir())
    }
    _amend(subject, {"doi": done.doi, "concept_doi": done.concept_doi, "artefacts": proofs})


def _proof(data: bytes, content: str | None) -> ArtefactProof:
    return ArtefactProof(bytes=len(data), sha256=sha256(data), content=content)


def _amend(subject: Subject, changes: dict[str, object]) -> None:
    """Changes the manifest of a version, and the hash of it in each that follows."""
    root = subject.root
    publish.clear(root)
    staged = root / publish.STAGED
    shutil.copytree(root / history.RELEASES, staged)
    before: str | None = None
    for version in history.versions(root):
        amended = changes if version == subject.version else {}
        made = manifest.read(root, version).model_copy(update={**amended, "previous": before})
        publish.write_folder(staged / version, {manifest.NAME: made.data()})
        before = sha256(made.data())
    publish.exchange(root)
    publish.finish(root)
