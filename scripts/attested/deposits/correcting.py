"""A correction of what a public record says; its files and its DOI stay."""

from pathlib import Path

from attested.artefacts.meta import Metadata
from attested.deposits import finding, records, registry, uploading
from attested.deposits import state as states
from attested.deposits.client import Client
from attested.deposits.depositing import USUAL, Deposit, concluded, publish
from attested.deposits.description import alike, record_metadata, says
from attested.deposits.errors import DepositError
from attested.deposits.records import Record
from attested.deposits.work import Settings, Work


def correct(
    server: str,
    token: str,
    metadata: Metadata,
    state_file: Path,
    settings: Settings = USUAL,
) -> Deposit:
    """The version once its public record says what `metadata` says; may be repeated.

    When the record says it already, and its DOIs are registered, nothing is written. Publishing
    an edit also has the server register a DOI that it failed to register before.
    """
    with Client(server, token) as client, states.held(state_file):
        state = states.read(state_file, client.api, metadata)
        work = Work(client, metadata, state, state_file, settings)
        found = _public(work)
        if not _is_settled(work, found):
            found = _corrected(work, found)
        return concluded(work, found)


def _public(work: Work) -> Record:
    found = finding.known(work) or finding.listed(work)[0]
    if found is None or not found.public:
        version = work.version
        raise DepositError(f"{version} is not public at {work.client.api}; deposit it first")
    shown = records.public_record(work.client, found.id)  # the list shows the draft of an edit
    if shown is None:
        raise DepositError(f"{found.url} is listed and cannot be read; ask the server's keepers")
    return shown


def _is_settled(work: Work, found: Record) -> bool:
    dois = [doi for doi in (found.doi, found.concept_doi) if doi]
    return says(found.metadata, record_metadata(work.metadata)) and all(
        registry.findable(doi, work.settings.registry or registry.registry_of(doi)) for doi in dois
    )


def _corrected(work: Work, found: Record) -> Record:
    described = record_metadata(work.metadata)
    before = uploading.checksums(work.client, found.id)
    draft = records.edit(work.client, found.id)
    if not (alike(draft.metadata, found.metadata) or says(draft.metadata, described)):
        raise DepositError(f"an edit of {found.url} is not published; publish or discard it there")
    draft, faults = records.describe(work.client, draft, described)
    if faults:
        raise DepositError(f"the server takes the edit but not {'; '.join(faults)}; correct it")
    shown = publish(work, found.id)
    if not says(shown.metadata, described):
        raise DepositError(f"{shown.url} does not say what it was given; compare them")
    kept = (shown.doi, uploading.checksums(work.client, found.id)) == (found.doi, before)
    if not kept:
        raise DepositError(f"{shown.url} changed more than metadata; ask the server's keepers")
    work.say("the metadata are corrected")
    return shown
