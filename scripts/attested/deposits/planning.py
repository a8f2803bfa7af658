"""What a deposit would do, said without writing anything at the server or here."""

from pathlib import Path

from attested.artefacts.meta import Metadata
from attested.deposits import finding
from attested.deposits import state as states
from attested.deposits.client import Client
from attested.deposits.description import release_of
from attested.deposits.work import Settings, Work


def plan(server: str, token: str, metadata: Metadata, state_file: Path) -> list[str]:
    """Lines that say what a deposit of the version would do; raises DepositError if it cannot."""
    version = release_of(metadata).version
    with Client(server, token) as client:
        state = states.read(state_file, client.api, metadata)
        work = Work(client, metadata, state, state_file, Settings(settle=0))
        found, all_versions = finding.listed(work)
        if found is not None and found.public:
            return [f"{version} is public at {found.url}; nothing would be done"]
        if found is not None:
            return [f"the draft of {version} at {found.url} would be finished and published"]
        last = finding.last_public(work, all_versions)
    if last is None:
        return [f"{version} would be the first version of a new record"]
    return [f"{version} would be a new version after {last.version} ({last.url})"]
