"""The files of words of a release: metadata in every format, the readme and the content hashes."""

import json
from collections.abc import Mapping

from attested import citation
from attested.artefacts import content, croissant, datacite, linked, readme, reference
from attested.artefacts.formats import RECORDS, Source
from attested.artefacts.linked import Distribution

HASHES = "content-hashes.json"
_JSON = "application/json"
Text = tuple[str, str, str]  # title, media type, text


def texts(
    source: Source,
    files: list[Distribution],
    hashes: Mapping[str, str],
) -> dict[str, Text]:
    """Title, media type and text of each file by its name.

    `files` are the data files, `hashes` those of the tables.
    """
    metadata, tables = source.metadata, [content.table for content in source.tables]
    fixed = [file for file in files if file.sha256]
    (records,) = [file for file in fixed if file.name == f"{metadata.stem}{RECORDS}"]
    croissants = croissant.croissant_json(metadata, tables, fixed, records)
    return {
        "README.txt": (
            "How to open, cite and prove",
            "text/plain",
            readme.readme(metadata, tables),
        ),
        "CITATION.cff": ("Citation File Format", "text/yaml", citation.of_metadata(metadata)),
        "citation.csl.json": (
            "CSL-JSON",
            "application/vnd.citationstyles.csl+json",
            reference.csl_json(metadata),
        ),
        "citation.bib": ("BibLaTeX", "application/x-bibtex", reference.bibtex(metadata)),
        "citation.ris": (
            "RIS",
            "application/x-research-info-systems",
            reference.ris(metadata),
        ),
        "datacite.json": (
            "DataCite 4.5",
            "application/vnd.datacite.datacite+json",
            datacite.datacite_json(metadata),
        ),
        "dataset.jsonld": (
            "schema.org",
            "application/ld+json",
            linked.dataset_jsonld(metadata, source.flat.table, files),
        ),
        "croissant.json": ("Croissant 1.1", "application/ld+json", croissants),
        ".zenodo.json": ("Metadata for forks", _JSON, datacite.zenodo_json(metadata)),
        HASHES: ("Hashes of content", _JSON, _hashes(metadata.version, hashes, files)),
    }


def _hashes(version: str | None, hashes: Mapping[str, str], files: list[Distribution]) -> str:
    document = {
        "version": version,
        "method": content.METHOD,
        "all_tables": content.set_hash(hashes),
        "tables": dict(hashes),
        "files": {file.name: file.content for file in files if file.content},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
