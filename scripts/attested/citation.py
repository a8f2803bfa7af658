"""CITATION.cff, generated from the descriptor."""

import json

from attested.schema import Descriptor

COMMAND = "python3 scripts generate"


def citation_cff(descriptor: Descriptor) -> str:
    """The Citation File Format text for the data set as a whole, without version or DOI.

    A release adds both; a DOI that no registry gave appears nowhere.
    """
    lines = [
        f"# Generated from datapackage.json; run `{COMMAND}`.",
        "cff-version: 1.2.0",
        "message: Please cite the version that you used.",
        "type: dataset",
        f"title: {_quoted(descriptor.title)}",
        f"abstract: {_quoted(descriptor.description)}",
        f"license: {descriptor.licenses[0].name}",
        "authors:",
        *(f"  - name: {_quoted(person.title)}" for person in descriptor.contributors),
        "keywords:",
        *(f"  - {_quoted(word)}" for word in descriptor.keywords),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar; JSON's strings are a part of YAML's."""
    return json.dumps(text, ensure_ascii=False)
