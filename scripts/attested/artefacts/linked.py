"""schema.org JSON-LD: what a search engine for data sets reads."""

import json
from dataclasses import dataclass
from typing import Any

from attested.artefacts.meta import LANGUAGE, Creator, Metadata
from attested.schema import Field, Table

CONTEXT = "https://schema.org/"


@dataclass(frozen=True)
class Distribution:
    """A data file as a linked document names it.

    `sha256` is given where the bytes depend on the tables alone, `content` elsewhere, so that the
    document is the same wherever it is made.
    """

    name: str
    title: str
    media_type: str
    sha256: str | None
    bytes: int | None
    content: str | None


def dataset_jsonld(metadata: Metadata, flat: Table, files: list[Distribution]) -> str:
    """The schema.org Dataset of a release; the variables are the columns of the flat table."""
    document = {"@context": CONTEXT, "@type": "Dataset"} | facts(metadata)
    document |= {
        "variableMeasured": [_variable(field) for field in flat.fields],
        "distribution": [_download(file, metadata) for file in files],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def facts(metadata: Metadata) -> dict[str, Any]:
    """The properties that any schema.org Dataset of the release has, empty ones left out."""
    release = metadata.release
    concept = release.concept_doi if release else None
    said = {
        "@id": metadata.doi_url,
        "name": metadata.title,
        "alternateName": metadata.name,
        "description": metadata.description,
        "url": metadata.url,
        "identifier": _identifier(metadata.doi) if metadata.doi else None,
        "isPartOf": _concept(concept) if concept else None,
        "version": metadata.version,
        "datePublished": metadata.date,
        "license": metadata.licence.path,
        "creator": [_agent(creator) for creator in metadata.creators],
        "publisher": {"@type": "Organization", "name": metadata.publisher},
        "keywords": list(metadata.keywords),
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "temporalCoverage": str(metadata.coverage) if metadata.coverage else None,
    }
    return {name: fact for name, fact in said.items() if fact is not None}


def _identifier(doi: str) -> dict[str, str]:
    """A node without an id of its own: the data set's would melt the two into one."""
    url = f"https://doi.org/{doi}"
    return {"@type": "PropertyValue", "propertyID": "doi", "value": doi, "url": url}


def _concept(doi: str) -> dict[str, Any]:
    """All versions as one work; as a Dataset, Croissant's tools would take it for this one."""
    url = f"https://doi.org/{doi}"
    return {"@type": "CreativeWork", "@id": url, "url": url, "identifier": _identifier(doi)}


def _agent(creator: Creator) -> dict[str, str]:
    if not creator.family_name:
        return {"@type": "Organization", "name": creator.name}
    agent = {"@type": "Person", "name": creator.name, "familyName": creator.family_name}
    agent |= {"givenName": creator.given_name} if creator.given_name else {}
    return agent | ({"@id": f"https://orcid.org/{creator.orcid}"} if creator.orcid else {})


def _variable(field: Field) -> dict[str, str]:
    facts = {"name": field.name, "description": field.description, "unitText": field.unit}
    return {"@type": "PropertyValue"} | {name: fact for name, fact in facts.items() if fact}


def _download(file: Distribution, metadata: Metadata) -> dict[str, Any]:
    base = metadata.release.files_url if metadata.release else None
    said = {
        "name": file.name,
        "description": file.title,
        "contentUrl": f"{base or ''}{file.name}",
        "encodingFormat": file.media_type,
        "contentSize": f"{file.bytes} B" if file.bytes is not None else None,
        "sha256": file.sha256,
        "identifier": _content(file.content) if file.content else None,
    }
    return {"@type": "DataDownload"} | {name: fact for name, fact in said.items() if fact}


def _content(content: str) -> dict[str, str]:
    about = "SHA-256 of the tables in the file, see content-hashes.json"
    return {
        "@type": "PropertyValue",
        "propertyID": "content-sha256",
        "value": content,
        "description": about,
    }
