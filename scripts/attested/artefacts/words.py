"""The files of words of a release: metadata in every format, the readme and the content hashes."""

import json
from collections.abc import Mapping

from attested import citation
from attested.artefacts import content, croissant, datacite, linked, readme, reference
from attested.artefacts.formats import FORMATS, RECORDS, Source
from attested.artefacts.linked import Distribution

HASHES = "content-hashes.json"
_JSON = "application/json"
_METHOD = (
    "The hash of a table is the SHA-256 of its canonical CSV, as in data/ of the CSV zip. The hash"
    " of all tables is the SHA-256 of what `LC_ALL=C sha256sum data/*.csv` prints there. That of a"
    " GeoJSON file is the SHA-256 of its features as CSV: id, properties, longitude, latitude."
)
Text = tuple[str, str, str]  # title, media type, text


def texts(
    source: Source,
    files: list[Distribution],
    hashes: Mapping[str, str],
    contents: Mapping[str, str],
) -> dict[str, Text]:
    """Title, media type and text of each file by its name.

    `files` are the data files, `hashes` those of the tables, `contents` those of files.
    """
    metadata, tables = source.metadata, [content.table for content in source.tables]
    fixed = [file for file in files if file.sha256]
    (records,) = [file for file in fixed if file.name == f"{metadata.stem}{RECORDS}"]
    media_types = list(dict.fromkeys(form.media_type for form in FORMATS))
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
            datacite.datacite_json(metadata, media_types),
        ),
        "dataset.jsonld": (
            "schema.org",
            "application/ld+json",
            linked.dataset_jsonld(metadata, source.flat.table, files),
        ),
        "croissant.json": ("Croissant 1.1", "application/ld+json", croissants),
        ".zenodo.json": ("Metadata for forks", _JSON, datacite.zenodo_json(metadata)),
        HASHES: ("Hashes of content", _JSON, _hashes(metadata.version, hashes, contents)),
    }


def _hashes(version: str | None, hashes: Mapping[str, str], contents: Mapping[str, str]) -> str:
    document = {
        "version": version,
        "method": _METHOD,
        "all_tables": content.set_hash(hashes),
        "tables": dict(hashes),
        "files": dict(contents),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
