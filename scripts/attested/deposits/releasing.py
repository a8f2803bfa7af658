"""A version deposited from the repository, and its DOIs put on record there."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from attested import files as writing
from attested import package as packages
from attested.deposits import recording, sums
from attested.deposits import state as states
from attested.deposits.address import is_rehearsal
from attested.deposits.depositing import Deposit, deposit
from attested.deposits.errors import AGAIN, DepositError
from attested.deposits.subject import Subject
from attested.deposits.work import Settings
from attested.releases import building, contracts

if TYPE_CHECKING:
    from attested.artefacts.pack import Artefact


class Packing:
    """Builds the artefacts of a version with its DOIs inside, and remembers them."""

    def __init__(self, subject: Subject, server: str) -> None:
        self.subject, self.server = subject, server
        self.made: list[Artefact] = []

    def __call__(self, doi: str, concept_doi: str, files_url: str) -> Sequence[Path]:
        """The files, written whole or not at all into the folder of the version."""
        subject = self.subject
        given = {"doi": doi, "concept_doi": concept_doi, "files_url": files_url}
        release = replace(subject.release(self.server), **given)
        contents = contracts.contents(subject.state, subject.package)
        self.made = building.build(subject.package, contents, release, subject.folder)
        return [each.path for each in self.made]


def deposit_release(subject: Subject, server: str, token: str, settings: Settings) -> Deposit:
    """The version once it is public, its DOIs registered and on record in data/releases/.

    A run that was killed after publication builds the artefacts again, for their hashes, and takes
    from the server those whose bytes depend on the versions of libraries.
    """
    building.require_writers()
    state_file = states.state_file(packages.build_folder(subject.root), server, subject.version)
    packing, about = Packing(subject, server), subject.metadata(server)
    done = deposit(server, token, about, packing, state_file, settings)
    if done.date != subject.date:
        raise DepositError(f"{done.url} is of {done.date}; give --date {done.date}")
    if is_rehearsal(server):
        settings.say(f"a rehearsal: {done.doi} resolves nowhere, and nothing is put on record")
    elif not recording.is_on_record(subject, done):
        if not packing.made:
            packing(done.doi, done.concept_doi, done.files_url)
            _take_from(done, packing.made)
        sums.uploads([each.path for each in packing.made])
        recording.put_on_record(subject, done)
    return done


def _take_from(done: Deposit, made: list["Artefact"]) -> None:
    """Makes the built files those that are public; refuses where they should be the same."""
    strange = done.checksums.keys() ^ {each.name for each in made}
    if strange:
        raise DepositError(f"{min(strange)}: is not both public and built; restore the data")
    for each in made:
        found = hashlib.md5(each.path.read_bytes(), usedforsecurity=False).hexdigest()
        if done.checksums[each.name] == f"md5:{found}":
            continue
        if each.is_fixed:
            raise DepositError(f"{each.name}: is not what is public; restore the data of then")
        data = _fetched(f"{done.files_api}/{each.name}/content", done.checksums[each.name])
        with writing.replacing(each.path) as temporary:
            temporary.write_bytes(data)


def _fetched(address: str, checksum: str) -> bytes:
    """The bytes of a public file; no token is sent."""
    try:
        answer = httpx.get(address, timeout=120, follow_redirects=True).raise_for_status()
    except httpx.HTTPError as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise DepositError(f"GET {address}: {reason}; {AGAIN}") from None
    if f"md5:{hashlib.md5(answer.content, usedforsecurity=False).hexdigest()}" != checksum:
        raise DepositError(f"GET {address}: is not what the server lists; {AGAIN}")
    return answer.content
