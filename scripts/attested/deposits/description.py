"""What a server is told about a release, in the words of InvenioRDM."""

import html
import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
_ORCID = re.compile(r"^https://orcid\.org/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])$")


@dataclass(frozen=True)
class Creator:
    """A person or body that made the data set; `given_name` only for a person."""

    name: str
    given_name: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Description:
    """A version of a data set as it is deposited.

    `name` is the package's invariant name. It stands among the keywords, so that the record is
    found again among the account's others; `date` is the day of publication as YYYY-MM-DD;
    `licence` an SPDX identifier; `previous_doi` the DOI of the version before, if it has one.
    """

    name: str
    title: str
    description: str
    version: str
    date: str
    licence: str
    publisher: str
    creators: tuple[Creator, ...]
    keywords: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("eng",)
    previous_doi: str | None = None


def record_metadata(described: Description) -> Json:
    """The `metadata` of the record; InvenioRDM spells licences in lower case (`cc-by-4.0`)."""
    words = [described.name, *(word for word in described.keywords if word != described.name)]
    metadata: Json = {
        "resource_type": {"id": "dataset"},
        "title": described.title,
        "creators": [{"person_or_org": _creator(each)} for each in described.creators],
        "description": f"<p>{html.escape(described.description, quote=False)}</p>",
        "publication_date": described.date,
        "publisher": described.publisher,
        "version": described.version,
        "rights": [{"id": described.licence.lower()}],
        "subjects": [{"subject": word} for word in words],
        "languages": [{"id": code} for code in described.languages],
    }
    if described.previous_doi:
        metadata["related_identifiers"] = [_earlier(described.previous_doi)]
    return metadata


def says(theirs: Any, ours: Any) -> bool:
    """True when the server's metadata say what ours say, and nothing on other subjects.

    The server adds titles of its vocabularies inside entries; it may add no key or entry.
    """
    return set(theirs) == set(ours) and all(_holds(theirs[key], ours[key]) for key in ours)


def named(metadata: Json, name: str) -> bool:
    """True when the metadata of a record carry the package's name among the keywords."""
    subjects = metadata.get("subjects") or []
    return any(each.get("subject") == name for each in subjects)


def _holds(theirs: Any, ours: Any) -> bool:
    if isinstance(ours, dict):
        return isinstance(theirs, dict) and all(_holds(theirs.get(k), ours[k]) for k in ours)
    if isinstance(ours, list):
        same = isinstance(theirs, list) and len(theirs) == len(ours)
        return same and all(_holds(a, b) for a, b in zip(theirs, ours, strict=True))
    return bool(theirs == ours)


def _creator(creator: Creator) -> Json:
    if creator.given_name is None:
        return {"type": "organizational", "name": creator.name}
    person: Json = {
        "type": "personal",
        "family_name": creator.name,
        "given_name": creator.given_name,
    }
    orcid = _ORCID.match(creator.address or "")
    if orcid:
        person["identifiers"] = [{"scheme": "orcid", "identifier": orcid[1]}]
    return person


def _earlier(doi: str) -> Json:
    """The relation to the version before; the server relates versions to the concept only."""
    return {
        "identifier": doi,
        "scheme": "doi",
        "relation_type": {"id": "isnewversionof"},
        "resource_type": {"id": "dataset"},
    }
