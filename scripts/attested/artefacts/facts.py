"""What each metadata file says of the release, read back from its text for comparison.

A reader takes the text of one file and returns the facts that its format can say, under names that
are the same for all formats. ValueError (pydantic's is one) says that the text has not the shape.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import yaml

from attested.artefacts import datacite, linked_shapes, shapes
from attested.artefacts.meta import Metadata

Facts = dict[str, Any]
Reader = Callable[[str], Facts]
_BIB_HEAD = re.compile(r"@dataset\{([^,{}\s]+),")
_BIB_FIELD = re.compile(r"  ([a-z]+) = \{(.+)\},")
_BIB_NEEDS = {"author", "title", "date", "year", "version", "publisher", "copyright", "abstract"}
_BIB_NEEDS |= {"keywords", "language"}
_BIB_MAY = _BIB_NEEDS | {"doi", "url"}
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
_RIS_NEEDS = {"TY", "AU", "TI", "PY", "DA", "ET", "PB", "AB", "KW", "LA", "C1", "ER"}
_RIS_MAY = _RIS_NEEDS | {"DO", "UR"}
_ESCAPED = re.compile(r"\\([&%$#_{}])")


def expected(metadata: Metadata) -> Facts:
    """Every fact that a format may say, from the model."""
    release, licence = metadata.release, metadata.licence
    names = [_names(c.family_name, c.given_name) or c.name for c in metadata.creators]
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


def _names(family: str | None, given: str | None) -> str | None:
    return ", ".join(part for part in (family, given) if part) if family else None


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
        "creators": [n.literal or _names(n.family, n.given) for n in found.author],
        "keywords": found.keyword.split(", "),
        "publisher": found.publisher,
    }


def _cff(text: str) -> Facts:
    loaded = yaml.safe_load(text)
    if isinstance(loaded, dict) and "date-released" in loaded:
        loaded["date-released"] = str(loaded["date-released"])
    found = shapes.Cff.model_validate(loaded)
    named = {each.description: each.value for each in found.identifiers or []}
    if named.get("This version") != found.doi:
        raise ValueError("names another DOI among the identifiers than as its own")
    orcids = [author.orcid for author in found.authors if author.orcid]
    return {
        "title": found.title,
        "description": found.abstract,
        "version": found.version,
        "date": found.released,
        "doi": found.doi,
        "concept_doi": named.get("All versions"),
        "licence_name": found.license,
        "creators": [a.name or _names(a.family, a.given) for a in found.authors],
        "orcids": [address.rpartition("/")[2] for address in orcids],
        "keywords": found.keywords,
    }


def _bibtex(text: str) -> Facts:
    head, *lines, last = text.removesuffix("\n").split("\n")
    pairs = [match.groups() for line in lines if (match := _BIB_FIELD.fullmatch(line))]
    fields = {name: _ESCAPED.sub(r"\1", value) for name, value in pairs}
    named = _BIB_HEAD.fullmatch(head)
    if not named or last != "}" or len(fields) != len(lines):
        raise ValueError("is not one @dataset entry with a field on each line")
    _require(fields, _BIB_NEEDS, _BIB_MAY)
    return {
        "key": named[1],
        "language": fields.get("language"),
        "title": fields["title"].strip("{}"),
        "description": fields["abstract"],
        "version": fields["version"],
        "date": fields["date"],
        "year": fields["year"],
        "doi": fields.get("doi"),
        "url": fields.get("url"),
        "licence_name": fields["copyright"],
        "creators": [name.strip("{}") for name in fields["author"].split(" and ")],
        "keywords": fields["keywords"].split(", "),
        "publisher": fields["publisher"],
    }


def _ris(text: str) -> Facts:
    lines = text.removesuffix("\n").split("\n")
    pairs = [match.groups() for line in lines if (match := _RIS_LINE.fullmatch(line))]
    tags: dict[str, list[str]] = {}
    for tag, value in pairs:
        tags.setdefault(tag, []).append(value)
    if len(pairs) != len(lines) or pairs[0] != ("TY", "DATA") or pairs[-1] != ("ER", ""):
        raise ValueError("is not one record of the type DATA with a tag on each line")
    _require(tags, _RIS_NEEDS, _RIS_MAY)
    once = {tag: values[0] for tag, values in tags.items() if len(values) == 1}
    if tags.keys() - once.keys() - {"AU", "KW"} or once.get("LA") != "en":
        raise ValueError("has a tag twice that may stand once, or is in another language")
    return {
        "title": once.get("TI"),
        "description": once.get("AB"),
        "version": once.get("ET"),
        "date": once.get("DA", "").replace("/", "-"),
        "year": once.get("PY"),
        "doi": once.get("DO"),
        "url": once.get("UR"),
        "licence": once.get("C1"),
        "creators": tags["AU"],
        "keywords": tags["KW"],
        "publisher": once.get("PB"),
    }


def _require(found: Facts, needed: set[str], allowed: set[str]) -> None:
    lacking, unknown = needed - found.keys(), found.keys() - allowed
    if lacking or unknown:
        words = [*(f"lacks {name}" for name in lacking), *(f"has {name}" for name in unknown)]
        raise ValueError("; ".join(sorted(words)))


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
            "creators": [_names(c.familyName, c.givenName) or c.name for c in found.creator],
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
    "CITATION.cff": _cff,
    "citation.bib": _bibtex,
    "citation.ris": _ris,
    "dataset.jsonld": _linked(linked_shapes.LinkedDataset),
    "croissant.json": _linked(linked_shapes.Croissant),
}
