"""Own rules over the files of a release: what the validators of others let pass.

Every metadata file must have its shape and say what the model says; the linked documents must name
every data file with its true size and hash, and every table with every column.
"""

import hashlib
from pathlib import Path
from typing import Any

from attested.artefacts import content, facts, linked_rules, shapes, zipped
from attested.artefacts.comparing import differences, misshapen, problem
from attested.artefacts.facts_text import Facts
from attested.artefacts.linked import Distribution
from attested.artefacts.meta import Metadata
from attested.problems import Problem, shown
from attested.schema import Package, Table

HASHES = "content-hashes.json"
Members = dict[str, bytes]


def examine(
    folder: Path,
    package: Package,
    metadata: Metadata,
    tables: list[Table],
    files: list[Distribution],
    hashes: dict[str, str],
) -> list[Problem]:
    """Every fault of the metadata files in the folder; `tables` begin with the flat one."""
    found: list[Problem] = []
    expected = facts.expected(metadata)
    for name in facts.READERS:
        found += text_faults(name, _text(folder / name), expected)
    found += linked_rules.linked_faults(
        _text(folder / "dataset.jsonld"), metadata, tables[0], files
    )
    found += linked_rules.croissant_faults(_text(folder / "croissant.json"), tables, files)
    found += hash_faults(_text(folder / HASHES), metadata, files, hashes)
    members = zipped.read(folder / f"{metadata.stem}-csv.zip")
    text = members["datapackage.json"].decode()
    found += descriptor_faults(text, metadata, package, tables, members)
    return sorted(set(found))


def text_faults(name: str, text: str, expected: Facts) -> list[Problem]:
    """Where a metadata file lacks its shape, or says something else than the model."""
    try:
        found = facts.READERS[name](text)
    except (ValueError, TypeError) as error:
        return [misshapen(name, error)]
    return [
        problem(name, fact, f"is {shown(str(said))} instead of {shown(str(expected[fact]))}")
        for fact, said in found.items()
        if said != expected[fact]
    ]


def hash_faults(
    text: str, metadata: Metadata, files: list[Distribution], hashes: dict[str, str]
) -> list[Problem]:
    """Where the content hashes are not those of the tables and files."""
    try:
        found = shapes.ContentHashes.model_validate(facts.document(text))
    except (ValueError, TypeError) as error:
        return [misshapen(HASHES, error)]
    contents = {file.name: file.content for file in files if file.content}
    said = [found.version, found.all_tables, found.tables, found.files, found.method]
    true = [metadata.version, content.set_hash(hashes), hashes, contents, content.METHOD]
    return differences(HASHES, "", said, true)


def descriptor_faults(
    text: str, metadata: Metadata, package: Package, tables: list[Table], members: Members
) -> list[Problem]:
    """Where the released descriptor is not the hand-kept one with the facts of the release."""
    name = "datapackage.json"
    try:
        found = shapes.ReleasedDescriptor.model_validate(facts.document(text))
    except (ValueError, TypeError) as error:
        return [misshapen(name, error)]
    kept = package.descriptor.model_dump(exclude={"resources"}).items()
    released = {"version": metadata.version, "created": f"{metadata.date}T00:00:00Z"}
    true = [*kept, *released.items(), ("id", metadata.doi_url)]
    said = found.model_dump(exclude={"resources"}).items()
    resources = [each.model_dump() for each in found.resources]
    return [
        *differences(name, "", said, true),
        *differences(name, "resources", resources, [_resource(t, members) for t in tables]),
    ]


def _resource(table: Table, members: Members) -> dict[str, Any]:
    """A resource as it must stand, with the size and hash of the file in the zip."""
    data = members[table.path]
    found = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return table.resource.model_dump() | {"path": table.path, "bytes": len(data), "hash": found}


def _text(path: Path) -> str:
    return path.read_text("utf-8")
