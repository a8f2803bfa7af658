"""What a server is told about a release, in the words of InvenioRDM, from the one model."""

import html
from typing import Any

from attested.artefacts.meta import Creator, Metadata, Release

Json = dict[str, Any]
_LANGUAGE = "eng"  # InvenioRDM names languages with three letters


def release_of(metadata: Metadata) -> Release:
    """The release that the metadata are of; raises ValueError for those of the whole data set."""
    if metadata.release is None:
        raise ValueError("only a release can be deposited; give the metadata a release")
    return metadata.release


def record_metadata(metadata: Metadata) -> Json:
    """The `metadata` of the record.

    The package's name stands among the keywords, so that the record is found again among the
    account's others. InvenioRDM spells licences in lower case (`cc-by-4.0`) and gives the DOI
    itself; no kind of date that every server knows says which days the data cover.
    """
    release = release_of(metadata)
    words = [metadata.name, *(word for word in metadata.keywords if word != metadata.name)]
    described: Json = {
        "resource_type": {"id": "dataset"},
        "title": metadata.title,
        "creators": [{"person_or_org": _creator(each)} for each in metadata.creators],
        "description": f"<p>{html.escape(metadata.description, quote=False)}</p>",
        "publication_date": release.date,
        "publisher": metadata.publisher,
        "version": release.version,
        "rights": [{"id": metadata.licence.name.lower()}],
        "subjects": [{"subject": word} for word in words],
        "languages": [{"id": _LANGUAGE}],
    }
    if release.previous_doi:
        described["related_identifiers"] = [_earlier(release.previous_doi)]
    return described


def says(theirs: Any, ours: Json) -> bool:
    """True when the server's metadata say what ours say, and nothing on other subjects.

    The server adds titles of its vocabularies inside entries; it may add no key and no entry.
    """
    return set(theirs) == set(ours) and all(_holds(theirs[key], ours[key]) for key in ours)


def alike(one: Any, other: Any) -> bool:
    """True when two answers of the server say the same, entries of its vocabularies by their id.

    It shows their titles in some answers and not in others.
    """
    return bool(_bare(one) == _bare(other))


def named(described: Json, name: str) -> bool:
    """True when the metadata of a record carry the package's name among the keywords."""
    subjects = described.get("subjects") or []
    return any(each.get("subject") == name for each in subjects)


def _holds(theirs: Any, ours: Any) -> bool:
    if isinstance(ours, dict):
        return isinstance(theirs, dict) and all(_holds(theirs.get(k), ours[k]) for k in ours)
    if isinstance(ours, list):
        same = isinstance(theirs, list) and len(theirs) == len(ours)
        return same and all(_holds(a, b) for a, b in zip(theirs, ours, strict=True))
    return bool(theirs == ours)


def _bare(shown: Any) -> Any:
    if isinstance(shown, dict):
        kept = {"id": shown["id"]} if "id" in shown else shown
        return {key: _bare(value) for key, value in kept.items()}
    return [_bare(each) for each in shown] if isinstance(shown, list) else shown


def _creator(creator: Creator) -> Json:
    if not creator.is_person:
        return {"type": "organizational", "name": creator.name}
    person: Json = {"type": "personal", "family_name": creator.family_name}
    if creator.given_name:
        person["given_name"] = creator.given_name
    if creator.orcid:
        person["identifiers"] = [{"scheme": "orcid", "identifier": creator.orcid}]
    return person


def _earlier(doi: str) -> Json:
    """The relation to the version before; the server relates versions to the concept only."""
    return {
        "identifier": doi,
        "scheme": "doi",
        "relation_type": {"id": "isnewversionof"},
        "resource_type": {"id": "dataset"},
    }
