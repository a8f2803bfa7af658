"""DataCite metadata, schema 4.5, as a registry takes it, and .zenodo.json for forks."""

import json
from typing import Any

from attested.artefacts.formats import FORMATS
from attested.artefacts.meta import LANGUAGE, Creator, Metadata, Release

SCHEMA = "http://datacite.org/schema/kernel-4"


def datacite_json(metadata: Metadata) -> str:
    """The DataCite record of a release as JSON; without a DOI it names none."""
    return json.dumps(record(metadata), ensure_ascii=False, indent=2) + "\n"


def formats() -> list[str]:
    """The media types of the data files, each once."""
    return list(dict.fromkeys(form.media_type for form in FORMATS))


def record(metadata: Metadata) -> dict[str, Any]:
    """The DataCite record of a release."""
    release = _released(metadata)
    licence = metadata.licence
    facts = {
        "doi": metadata.doi,
        "creators": [_creator(creator) for creator in metadata.creators],
        "titles": [{"title": metadata.title, "lang": LANGUAGE}],
        "publisher": {"name": metadata.publisher},
        "publicationYear": release.date[:4],
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Dataset"},
        "subjects": [{"subject": word, "lang": LANGUAGE} for word in metadata.keywords],
        "dates": _dates(metadata),
        "language": LANGUAGE,
        "version": release.version,
        "formats": formats(),
        "rightsList": [
            {
                "rights": licence.title,
                "rightsUri": licence.path,
                "rightsIdentifier": licence.name,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
                "lang": LANGUAGE,
            }
        ],
        "descriptions": [
            {
                "description": metadata.description,
                "descriptionType": "Abstract",
                "lang": LANGUAGE,
            }
        ],
        "relatedIdentifiers": _related(metadata),
        "schemaVersion": SCHEMA,
    }
    return {name: fact for name, fact in facts.items() if fact}


def zenodo_json(metadata: Metadata) -> str:
    """.zenodo.json: without it a fork that Zenodo archives would be called software."""
    licence = metadata.licence
    facts = {
        "upload_type": "dataset",
        "title": metadata.title,
        "description": metadata.description,
        "creators": [_zenodo_creator(creator) for creator in metadata.creators],
        "publication_date": metadata.date,
        "version": metadata.version,
        "keywords": list(metadata.keywords),
        "license": licence.name.lower(),
        "access_right": "open",
        "language": "eng",
        "related_identifiers": _zenodo_related(metadata),
    }
    present = {name: fact for name, fact in facts.items() if fact}
    return json.dumps(present, ensure_ascii=False, indent=2) + "\n"


def _released(metadata: Metadata) -> Release:
    if metadata.release is None:
        raise ValueError("a registry records releases; give a version and a date")
    return metadata.release


def _creator(creator: Creator) -> dict[str, Any]:
    if not creator.family_name:
        facts: dict[str, Any] = {"name": creator.name, "nameType": "Organizational"}
    else:
        inverted = ", ".join(part for part in (creator.family_name, creator.given_name) if part)
        facts = {"name": inverted, "nameType": "Personal", "familyName": creator.family_name}
        facts |= {"givenName": creator.given_name} if creator.given_name else {}
    if creator.orcid:
        facts["nameIdentifiers"] = [
            {
                "nameIdentifier": f"https://orcid.org/{creator.orcid}",
                "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ]
    return facts


def _dates(metadata: Metadata) -> list[dict[str, str]]:
    dates = [{"date": metadata.date or "", "dateType": "Issued"}]
    if metadata.coverage:
        about = "Days on which the reported incidents may lie."
        span = str(metadata.coverage)
        dates.append({"date": span, "dateType": "Other", "dateInformation": about})
    return dates


def _related(metadata: Metadata) -> list[dict[str, str]]:
    release = _released(metadata)
    related = [("IsVersionOf", release.concept_doi), ("IsNewVersionOf", release.previous_doi)]
    return [
        {
            "relatedIdentifier": doi,
            "relatedIdentifierType": "DOI",
            "relationType": relation,
            "resourceTypeGeneral": "Dataset",
        }
        for relation, doi in related
        if doi
    ]


def _zenodo_creator(creator: Creator) -> dict[str, str]:
    name = _creator(creator)["name"]
    return {"name": name} | ({"orcid": creator.orcid} if creator.orcid else {})


def _zenodo_related(metadata: Metadata) -> list[dict[str, str]]:
    """A fork derives from this release; its own DOI it gets from the archive that keeps it."""
    if not metadata.doi:
        return []
    return [{"identifier": metadata.doi, "relation": "isDerivedFrom", "resource_type": "dataset"}]
