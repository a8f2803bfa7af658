"""CITATION.cff, for the data set as a whole in the repository and for a version in its release."""

import json
from collections.abc import Iterator

from attested.artefacts import meta
from attested.artefacts.meta import Creator, Metadata
from attested.schema import Descriptor

COMMAND = "python3 scripts generate"


def citation_cff(descriptor: Descriptor) -> str:
    """The Citation File Format text for the data set as a whole, without version or DOI.

    A release adds both; a DOI that no registry gave appears nowhere.
    """
    return of_metadata(meta.metadata(descriptor, None))


def of_metadata(metadata: Metadata) -> str:
    """The Citation File Format text of a release, or of the data set as a whole."""
    return "\n".join(_lines(metadata)) + "\n"


def _lines(metadata: Metadata) -> Iterator[str]:
    if metadata.release is None:
        yield f"# Generated from datapackage.json; run `{COMMAND}`."
    yield "cff-version: 1.2.0"
    yield "message: Please cite the version that you used."
    yield "type: dataset"
    yield f"title: {_quoted(metadata.title)}"
    yield from _released(metadata)
    yield f"abstract: {_quoted(metadata.description)}"
    yield f"license: {metadata.licence.name}"
    if metadata.homepage:
        yield f"url: {_quoted(metadata.homepage)}"
    yield "authors:"
    for creator in metadata.creators:
        yield from _author(creator)
    yield "keywords:"
    yield from (f"  - {_quoted(word)}" for word in metadata.keywords)


def _released(metadata: Metadata) -> Iterator[str]:
    if metadata.release is None:
        return
    yield f"version: {_quoted(metadata.release.version)}"
    yield f"date-released: {metadata.release.date}"
    if metadata.doi:
        yield f"doi: {_quoted(metadata.doi)}"
    yield from _identifiers(metadata.doi, metadata.release.concept_doi)


def _identifiers(doi: str | None, concept: str | None) -> Iterator[str]:
    """The version's DOI first: some converters take the first of these and leave `doi`."""
    found = {"This version": doi, "All versions": concept}
    if doi or concept:
        yield "identifiers:"
    for meaning, identifier in found.items():
        if identifier:
            yield f"  - description: {meaning}"
            yield "    type: doi"
            yield f"    value: {_quoted(identifier)}"


def _author(creator: Creator) -> Iterator[str]:
    names = {"family-names": creator.family_name, "given-names": creator.given_name}
    parts = names if creator.is_person else {"name": creator.name}
    facts = [f"{name}: {_quoted(part)}" for name, part in parts.items() if part]
    if creator.orcid:
        facts.append(f"orcid: {_quoted(f'https://orcid.org/{creator.orcid}')}")
    yield f"  - {facts[0]}"
    yield from (f"    {fact}" for fact in facts[1:])


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar; JSON's strings are a part of YAML's."""
    return json.dumps(text, ensure_ascii=False)
