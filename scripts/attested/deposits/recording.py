"""The DOIs of a deposit put on record in data/releases/, once a registry has them."""

import shutil
from pathlib import Path

from attested.deposits.depositing import Deposit
from attested.deposits.errors import DepositError
from attested.deposits.subject import Subject
from attested.releases import history, manifest, publish, storing
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


def put_on_record(subject: Subject, done: Deposit) -> None:
    """Records a new release with its DOIs, or gives them to one that was recorded without.

    The files in the folder of the version must be those that are public.
    """
    if subject.plan is not None:
        publish.record(subject.plan, done.doi, done.concept_doi)
        return
    proofs = {path.name: _proof(path.read_bytes()) for path in sorted(subject.folder.iterdir())}
    _amend(subject, {"doi": done.doi, "concept_doi": done.concept_doi, "artefacts": proofs})


def _proof(data: bytes) -> ArtefactProof:
    return ArtefactProof(bytes=len(data), sha256=sha256(data))


def _amend(subject: Subject, changes: dict[str, object]) -> None:
    """Changes the manifest of a version, and the hash of it in each that follows."""
    root = subject.root
    storing.clear(root)
    with storing.staging(root / storing.STAGED) as staged:
        shutil.copytree(root / history.RELEASES, staged)
        digests: dict[str, str] = {}
        for version in history.versions(root):
            again: dict[str, object] = {"previous": next(reversed(digests.values()), None)}
            if version == subject.version:
                again |= changes
            data = manifest.read(root, version).model_copy(update=again).data()
            storing.write_folder(staged / version, {manifest.NAME: data})
            digests[version] = sha256(data)
        storing.write_folder(staged, {Path(manifest.SUMS).name: manifest.sums(digests)})
        storing.exchange(root)
    storing.finish(root)
