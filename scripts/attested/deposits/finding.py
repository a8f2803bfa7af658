"""Which record of the account is this version: by the state file, else by the server's list."""

import time

from attested import versions
from attested.deposits import records
from attested.deposits.description import release_of
from attested.deposits.errors import DepositError
from attested.deposits.records import Record
from attested.deposits.work import Work


def known(work: Work) -> Record | None:
    """The record that the state file names; None when it names none that is there."""
    if work.state.record is None:
        return None
    found = records.public_record(work.client, work.state.record)
    found = found or records.draft(work.client, work.state.record)
    if found is None:
        work.say(f"draft {work.state.record} is gone from the server; it is looked for anew")
        work.forget()
    return found


def family(work: Work) -> list[Record]:
    """Every version of the package at the account; refused when they are of two records."""
    previous = release_of(work.metadata).previous_doi
    found = records.own_records(work.client, work.name, previous)
    if len({each.parent for each in found}) > 1:
        places = ", ".join(sorted(each.url for each in found))
        raise DepositError(f"two records carry the keyword {work.name} ({places}); delete one")
    return found


def listed(work: Work) -> tuple[Record | None, list[Record]]:
    """This version among the account's records, and all that belong with it.

    A run that was killed while it asked for a new record cannot know whether it got one, and a
    server lists a new record some seconds late: so the list is read again then.
    """
    found = family(work)
    if not found and work.state.step == "creating":
        work.say("an earlier run may have made a draft; looking for it")
        time.sleep(work.settings.settle)
        found = family(work)
    return _only([each for each in found if each.version == work.version]), found


def last_public(work: Work, found: list[Record]) -> Record | None:
    """The version that the new one follows; refused when the order of versions would break."""
    for each in found:
        _refuse_strange_draft(work, each)
    public = [each for each in found if each.public]
    if not public:
        _refuse_lost_versions(work)
        return None
    last = max(public, key=lambda each: _order(each.version))
    if _order(last.version) > _order(work.version):
        message = f"{last.version} is public already ({last.url}); deposit versions in order"
        raise DepositError(message)
    return last


def _only(same: list[Record]) -> Record | None:
    if len(same) > 1:
        places = ", ".join(each.url for each in same)
        raise DepositError(f"{same[0].version} is there twice ({places}); delete one of them")
    return same[0] if same else None


def _refuse_strange_draft(work: Work, found: Record) -> None:
    if found.public or found.version in (None, work.version):
        return
    message = f"a draft of {found.version} is not published ({found.url}); publish or delete it"
    raise DepositError(message)


def _refuse_lost_versions(work: Work) -> None:
    doi = release_of(work.metadata).previous_doi
    if doi is not None:
        message = f"{doi}, the version before, is no record of this account; use its account"
        raise DepositError(message)


def _order(version: str | None) -> tuple[int, ...]:
    try:
        return versions.parts(version or "")
    except ValueError:
        return ()
