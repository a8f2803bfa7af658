"""Records and drafts of a server, and the calls that change them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from attested.deposits.client import Client, Json, faults
from attested.deposits.description import named
from attested.deposits.errors import DepositError, Refused

_ACCESS = {"record": "public", "files": "public"}
_PAGE = 25  # what a server gives to every account
_MOST = 10_000  # what a search can reach
_NO_FILES_YET = "files.enabled: Missing uploaded files"


@dataclass(frozen=True)
class Record:
    """A version as the server shows it.

    `public` says that it is published; `draft` that this is a draft, of a new version or of an
    edit. `url` leads its owner to it, `page` everybody once it is public. `doi` is the reserved or
    registered DOI; `parent` the server's id of all versions.
    """

    id: str
    parent: str
    public: bool
    draft: bool
    doi: str | None
    concept_doi: str | None
    version: str | None
    url: str
    page: str
    metadata: Json
    pids: Json


def record(shown: Json) -> Record:
    """The record in a server's answer."""
    try:
        pids, parent, links = shown.get("pids") or {}, shown["parent"], shown["links"]
        return Record(
            id=str(shown["id"]),
            parent=str(parent["id"]),
            public=bool(shown["is_published"]),
            draft=bool(shown["is_draft"]),
            doi=_doi(pids),
            concept_doi=_doi(parent.get("pids") or {}),
            version=shown["metadata"].get("version") or None,
            url=str(links["self_html"]),
            page=str(links.get("record_html") or links["self_html"]),
            metadata=shown["metadata"],
            pids=pids,
        )
    except (AttributeError, KeyError, TypeError) as error:
        message = f"a record of the server lacks {error}; give the address of an InvenioRDM server"
        raise DepositError(message) from None


def public_record(client: Client, record_id: str) -> Record | None:
    """The published record with the id; None while there is none."""
    return _found(client, f"/records/{_part(record_id)}")


def draft(client: Client, record_id: str) -> Record | None:
    """The draft with the id, of a new version or of an edit; None when there is none."""
    return _found(client, f"/records/{_part(record_id)}/draft")


def own_records(client: Client, name: str, doi: str | None) -> list[Record]:
    """Every version of the package at the account: by its name, or by the DOI of one version."""
    found = [record(hit) for hit in _hits(client)]
    parents = {each.parent for each in found if named(each.metadata, name) or _is(each.doi, doi)}
    return [each for each in found if each.parent in parents]


def create(client: Client, metadata: Json) -> tuple[Record, list[str]]:
    """A new draft that is the first version of a new record, and the faults of its metadata."""
    answer = client.call("POST", "/records", _body(metadata, {}))
    return record(answer), faults(answer)


def new_version(client: Client, record_id: str) -> Record:
    """The draft of the next version; the server makes one, and gives the same while it is one."""
    return record(client.call("POST", f"/records/{_part(record_id)}/versions"))


def edit(client: Client, record_id: str) -> Record:
    """The draft of an edit to a published record; the same one while it is not published."""
    return record(client.call("POST", f"/records/{_part(record_id)}/draft"))


def describe(client: Client, found: Record, metadata: Json) -> tuple[Record, list[str]]:
    """The draft once it has the metadata, and their faults.

    That no file is there yet is not one; publishing without one is refused anyway.
    """
    path = f"/records/{_part(found.id)}/draft"
    answer = client.call("PUT", path, _body(metadata, found.pids))
    return record(answer), [f for f in faults(answer) if not f.startswith(_NO_FILES_YET)]


def reserve(client: Client, found: Record) -> Record:
    """The draft with a DOI that is reserved for it and that no registry has yet."""
    return record(client.call("POST", f"/records/{_part(found.id)}/draft/pids/doi"))


def publish(client: Client, record_id: str) -> None:
    """Asks the server to publish the draft."""
    client.call("POST", f"/records/{_part(record_id)}/draft/actions/publish")


def _found(client: Client, path: str) -> Record | None:
    try:
        return record(client.call("GET", path))
    except Refused as error:
        if error.status == 404:
            return None
        raise


def _hits(client: Client) -> list[Json]:
    """What the account's list holds, page by page; refused unless it is read to its end."""
    hits: list[Json] = []
    for page in range(1, _MOST // _PAGE + 1):
        path = f"/user/records?allversions=true&sort=newest&size={_PAGE}&page={page}"
        found = client.call("GET", path).get("hits") or {}
        hits += found.get("hits") or []
        if len(hits) == found.get("total"):
            return hits
        if len(hits) != page * _PAGE:
            break
    raise DepositError("the account's records cannot all be listed; use an account with fewer")


def _body(metadata: Json, pids: Json) -> Json:
    body: Json = {"access": _ACCESS, "files": {"enabled": True}, "metadata": metadata}
    return {**body, "pids": pids} if pids else body


def _doi(pids: Any) -> str | None:
    return str(pids["doi"]["identifier"]) if "doi" in pids else None


def _is(doi: str | None, other: str | None) -> bool:
    """DOIs are the same in either case."""
    return doi is not None and other is not None and doi.lower() == other.lower()


def _part(text: str) -> str:
    return quote(text, safe="")
