"""What each metadata file says of the release, read back from its text for comparison.

A reader takes the text of one file and returns the facts that its format can say, under names that
are the same for all formats. ValueError (pydantic's is one) says that the text has not the shape.
"""

import json
from collections.abc import Callable
from typing import Any

from attested.artefacts import datacite, facts_text, linked_shapes, shapes
from attested.artefacts.facts_text import Facts, inverted
from attested.artefacts.meta import Metadata

Reader = Callable[[str], Facts]


def expected(metadata: Metadata) -> Facts:
    """Every fact that a format may say, from the model."""
    release, licence = metadata.release, metadata.licence
    names = [inverted(c.family_name, c.given_name) or c.name for c in metadata.creators]
    return {
        "key": metadata.stem,
        "name": metadata.name,
        "id": metadata.doi_url,
        "language": "english",
        "people": [(c.family_name, c.given_name) for c in metadata.creators],
        "formats": datacite.formats(),
        "title": metadata.title,
        "description": metadata.description,
        "version": metadata.version,
        "date": metadata.date,
        "year": (metadata.date or "")[:4],
        "doi": metadata.doi,
        "concept_doi": release.concept_doi if release else None,
        "previous_doi": release.previous_doi if release else None,
        "url": metadata.url,
        "licence": licence.path,
        "licence_name": licence.name,
        "licence_title": licence.title,
        "licence_lower": licence.name.lower(),
        "creators": names,
        "orcids": [c.orcid for c in metadata.creators if c.orcid],
        "keywords": list(metadata.keywords),
        "publisher": metadata.publisher,
        "coverage": str(metadata.coverage) if metadata.coverage else None,
    }


def document(text: str) -> Any:
    """The JSON document of a text; ValueError when a key stands twice or a value is null."""
    found = json.loads(text, object_pairs_hook=_no_repeats)
    if _has_null(found):
        raise ValueError("holds a null; leave out what is not known")
    return found


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("holds a key twice")
    return dict(pairs)


def _has_null(found: object) -> bool:
    parts = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return found is None or any(map(_has_null, parts))


def _datacite(text: str) -> Facts:
    found = shapes.DataCite.model_validate(document(text))
    related = {each.relationType: each.relatedIdentifier for each in found.relatedIdentifiers or []}
    dates = {each.dateType: each.date for each in found.dates}
    (rights,) = found.rightsList
    ids = [i.nameIdentifier for c in found.creators for i in c.nameIdentifiers or []]
    return {
        "title": found.titles[0].title,
        "description": found.descriptions[0].description,
        "version": found.version,
        "date": dates.get("Issued"),
        "coverage": dates.get("Other"),
        "year": found.publicationYear,
        "doi": found.doi,
        "concept_doi": related.get("IsVersionOf"),
        "previous_doi": related.get("IsNewVersionOf"),
        "licence": rights.rightsUri,
        "licence_name": rights.rightsIdentifier,
        "licence_title": rights.rights,
        "creators": [creator.name for creator in found.creators],
        "people": [(creator.familyName, creator.givenName) for creator in found.creators],
        "formats": found.formats,
        "orcids": [address.rpartition("/")[2] for address in ids],
        "keywords": [subject.subject for subject in found.subjects],
        "publisher": found.publisher.name,
    }


def _zenodo(text: str) -> Facts:
    found = shapes.Zenodo.model_validate(document(text))
    related = found.related_identifiers
    return {
        "title": found.title,
        "description": found.description,
        "version": found.version,
        "date": found.publication_date,
        "doi": related[0].identifier if related else None,
        "licence_lower": found.license,
        "creators": [creator.name for creator in found.creators],
        "orcids": [creator.orcid for creator in found.creators if creator.orcid],
        "keywords": found.keywords,
    }


def _csl(text: str) -> Facts:
    (item,) = document(text)
    found = shapes.Csl.model_validate(item)
    year, month, day = found.issued.parts[0]
    return {
        "key": found.id,
        "title": found.title,
        "description": found.abstract,
        "version": found.version,
        "date": f"{year:04}-{month:02}-{day:02}",
        "doi": found.DOI,
        "url": found.URL,
        "licence": found.license,
        "creators": [n.literal or inverted(n.family, n.given) for n in found.author],
        "keywords": found.keyword.split(", "),
        "publisher": found.publisher,
    }


def _linked(shape: type[linked_shapes.LinkedFacts]) -> Reader:
    def facts(text: str) -> Facts:
        found = shape.model_validate(document(text))
        doi, concept = found.identifier, found.isPartOf
        return {
            "id": found.id,
            "title": found.name,
            "name": found.alternateName,
            "description": found.description,
            "version": found.version,
            "date": found.datePublished,
            "doi": doi.value if doi else None,
            "concept_doi": concept.identifier.value if concept else None,
            "url": found.url,
            "licence": found.license,
            "creators": [inverted(c.familyName, c.givenName) or c.name for c in found.creator],
            "orcids": [c.id.rpartition("/")[2] for c in found.creator if c.id],
            "keywords": found.keywords,
            "publisher": found.publisher.name,
            "coverage": found.temporalCoverage,
        }

    return facts


READERS: dict[str, Reader] = {
    "datacite.json": _datacite,
    ".zenodo.json": _zenodo,
    "citation.csl.json": _csl,
    "CITATION.cff": facts_text.citation_file,
    "citation.bib": facts_text.bibtex,
    "citation.ris": facts_text.ris,
    "dataset.jsonld": _linked(linked_shapes.LinkedDataset),
    "croissant.json": _linked(linked_shapes.Croissant),
}
