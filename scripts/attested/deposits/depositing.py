"""A version deposited: draft, DOIs, files, publication. A killed run is taken up where it stopped.

Nothing is done by memory alone. Every step asks the server what is there and does what is lacking,
so that it may be repeated; the state file only says which record it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from attested.artefacts.meta import Metadata
from attested.deposits import finding, records, registry, sums, uploading
from attested.deposits import state as states
from attested.deposits.client import Client
from attested.deposits.description import record_metadata, says
from attested.deposits.errors import AGAIN, DepositError, Refused, Unreachable, Unregistered
from attested.deposits.records import Record
from attested.deposits.work import Settings, Work

Pack = Callable[[str, str, str], Sequence[Path]]
USUAL = Settings()


@dataclass(frozen=True)
class Deposit:
    """A version that is public at a server, its DOIs registered.

    `checksums` are the server's; a file NAME is had under `files_url`NAME by people, and under
    `files_api`/NAME/content by programs.
    """

    record: str
    url: str
    version: str
    date: str
    doi: str
    concept_doi: str
    files_url: str
    files_api: str
    checksums: dict[str, str]


def deposit(
    server: str,
    token: str,
    metadata: Metadata,
    pack: Pack,
    state_file: Path,
    settings: Settings = USUAL,
) -> Deposit:
    """The version as it is public at the server; raises DepositError, and may then be repeated.

    `pack` gets the version's DOI, the concept DOI and the address under which each file will be had
    (with a slash at its end), and returns the files, SHA256SUMS among them.
    """
    with Client(server, token) as client, states.held(state_file):
        state = states.read(state_file, client.api, metadata)
        work = Work(client, metadata, state, state_file, settings)
        found = finding.known(work) or _begun(work)
        if not found.public:
            found = _published(work, _prepared(work, found), pack)
        return concluded(work, found)


def concluded(work: Work, found: Record) -> Deposit:
    """The deposit of a public record; raises Unregistered while a DOI of it is not registered."""
    doi, concept_doi = found.doi, found.concept_doi
    if doi is None or concept_doi is None:
        raise DepositError(f"{found.url} is public without a DOI; ask the server's keepers")
    if work.state.step != "registered":
        work.reached("published", found)
    work.say(f"public at {found.url}; waiting for the registry to show {doi} and {concept_doi}")
    asked = work.settings.registry or registry.registry_of(doi)
    lacking = registry.wait_for([doi, concept_doi], asked, work.settings.wait)
    if lacking:
        later = f"{found.url} is public, its files stand, and nothing must be deposited again"
        advice = f"{AGAIN}; if that lasts for a day, --metadata-only has the server register it"
        raise Unregistered(f"{later}: {lacking[0]} is not registered yet; later {advice}")
    work.reached("registered", found)
    checksums = uploading.checksums(work.client, found.id)
    return Deposit(
        record=found.id,
        url=found.page,
        version=work.version,
        date=str(found.metadata.get("publication_date")),
        doi=doi,
        concept_doi=concept_doi,
        files_url=files_url(found),
        files_api=f"{work.client.api}/records/{found.id}/files",
        checksums=checksums,
    )


def files_url(found: Record) -> str:
    """The address under which people find each file of the record once it is public."""
    return f"{found.page}/files/"


def _begun(work: Work) -> Record:
    """The version's record, draft or public, found at the server or made there."""
    found, all_versions = finding.listed(work)
    if found is not None:
        work.say(f"found {found.url}")
    else:
        last = finding.last_public(work, all_versions)
        found = _first(work) if last is None else records.new_version(work.client, last.id)
    work.reached("drafted", found)
    return found


def _first(work: Work) -> Record:
    work.say("making the draft of a new record")
    work.reached("creating")
    found, faults = records.create(work.client, record_metadata(work.metadata))
    work.reached("drafted", found)
    _refuse(faults)
    return found


def _prepared(work: Work, found: Record) -> Record:
    """The draft with the metadata, its DOI reserved and the concept DOI known."""
    described = record_metadata(work.metadata)
    found, faults = records.describe(work.client, found, described)
    _refuse(faults)
    if not says(found.metadata, described):
        raise DepositError(f"{found.url} lost or changed metadata that it was given; compare them")
    if found.doi is None:
        found = records.reserve(work.client, found)
    work.reached("reserved", found)
    return found


def _published(work: Work, found: Record, pack: Pack) -> Record:
    doi, concept_doi = _dois(found)
    work.say(f"packing with {doi}, a version of {concept_doi}")
    uploads = sums.uploads(pack(doi, concept_doi, files_url(found)))
    uploading.upload(work.client, found.id, uploads, work.say)
    work.reached("uploaded", found)
    shown = publish(work, found.id)
    if (shown.doi, shown.concept_doi) != (doi, concept_doi):
        wrong = f"it has {shown.doi} of {shown.concept_doi}, its files say {doi} of {concept_doi}"
        raise DepositError(f"{shown.url} is public and {wrong}; ask the server's keepers at once")
    uploading.compare(work.client, f"/records/{found.id}", uploads)
    return shown


def publish(work: Work, record_id: str) -> Record:
    """The record once the server shows it, whatever it answered to the request to publish.

    Measured: it answers 500 when the registry is down, and has published the record all the same.
    """
    work.say("publishing")
    trouble: DepositError | None = None
    try:
        records.publish(work.client, record_id)
    except (Refused, Unreachable) as error:
        trouble = error
    shown = records.public_record(work.client, record_id)
    if shown is None:
        raise trouble or DepositError(f"{record_id} is accepted and not public yet; later {AGAIN}")
    if trouble is not None:
        work.say(f"the record is public, though publishing failed: {trouble}")
    return shown


def _dois(found: Record) -> tuple[str, str]:
    """The DOI of the version and of the concept, which is formed alike until it is registered."""
    doi = found.doi
    if doi is None:
        raise DepositError(f"{found.url} was given no DOI; the server must mint DOIs (DataCite)")
    if found.pids["doi"].get("provider") == "external":
        raise DepositError(f"{found.url} has {doi} from elsewhere; remove it from the draft")
    if found.concept_doi is not None:
        return doi, found.concept_doi
    if not doi.endswith(found.id):
        raise DepositError(f"the concept DOI cannot be told from {doi}; use another server")
    return doi, doi.removesuffix(found.id) + found.parent


def _refuse(faults: list[str]) -> None:
    """Faults that come with status 201 are faults: the server drops what it does not know."""
    if faults:
        raise DepositError(f"the server takes the draft but not {'; '.join(faults)}; correct it")
