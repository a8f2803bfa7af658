"""Own rules over the files of a release: what the validators of others let pass.

Every metadata file must have its shape and say what the model says; the linked documents must name
every data file with its true size and hash, and every table with every column.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attested.artefacts import content, croissant, facts, linked_shapes, shapes, zipped
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
    found += linked_faults(_text(folder / "dataset.jsonld"), metadata, tables[0], files)
    found += croissant_faults(_text(folder / "croissant.json"), tables, files)
    found += hash_faults(_text(folder / HASHES), metadata, files, hashes)
    members = zipped.read(folder / f"{metadata.stem}-csv.zip")
    text = members["datapackage.json"].decode()
    found += descriptor_faults(text, metadata, package, tables, members)
    return sorted(set(found))


def text_faults(name: str, text: str, expected: facts.Facts) -> list[Problem]:
    """Where a metadata file lacks its shape, or says something else than the model."""
    try:
        found = facts.READERS[name](text)
    except (ValueError, TypeError) as error:
        return [_misshapen(name, error)]
    return [
        _problem(name, fact, f"is {shown(str(said))} instead of {shown(str(expected[fact]))}")
        for fact, said in found.items()
        if said != expected[fact]
    ]


def linked_faults(
    text: str, metadata: Metadata, flat: Table, files: list[Distribution]
) -> list[Problem]:
    """Where the schema.org document names other files or variables than there are."""
    try:
        found = linked_shapes.LinkedDataset.model_validate(facts.document(text))
    except (ValueError, TypeError) as error:
        return [_misshapen("dataset.jsonld", error)]
    base = (metadata.release.files_url if metadata.release else None) or ""
    said = [_said_file(file) for file in found.distribution]
    true = [
        (f.name, f.title, base + f.name, f.media_type, f.sha256, _size(f.bytes), f.content)
        for f in files
    ]
    faults = _differences("dataset.jsonld", "distribution", said, true)
    variables = [(v.name, v.description, v.unitText) for v in found.variableMeasured]
    columns = [(field.name, field.description, field.unit) for field in flat.fields]
    return [*faults, *_differences("dataset.jsonld", "variableMeasured", variables, columns)]


def _said_file(file: linked_shapes.Download) -> tuple[str | None, ...]:
    found = file.identifier.value if file.identifier else None
    place = file.contentUrl, file.encodingFormat
    return file.name, file.description, *place, file.sha256, file.contentSize, found


def croissant_faults(text: str, tables: list[Table], files: list[Distribution]) -> list[Problem]:
    """Where the Croissant document names other files, tables or columns than there are."""
    name = "croissant.json"
    try:
        found = linked_shapes.Croissant.model_validate(facts.document(text))
    except (ValueError, TypeError) as error:
        return [_misshapen(name, error)]
    outer = [
        (f.id, f.name, f.description, f.contentUrl, f.encodingFormat, f.sha256, f.contentSize)
        for f in found.distribution
        if f.containedIn is None
    ]
    fixed = [f for f in files if f.sha256]
    true = [
        (f.name, f.name, f.title, f.name, f.media_type, f.sha256, _size(f.bytes)) for f in fixed
    ]
    (archive,) = (f.name for f in fixed if f.name.endswith("-json.zip"))
    inner = [
        (f.id, f.name, f.contentUrl, f.description, f.encodingFormat, f.containedIn.id)
        for f in found.distribution
        if f.containedIn is not None
    ]
    members = [
        (*(f"{t.name}.json",) * 3, t.description, "application/json", archive) for t in tables
    ]
    sets = [(r.id, r.name, r.description, r.key.id) for r in found.recordSet]
    named = [(t.name, t.name, t.description, f"{t.name}/id") for t in tables]
    fields = [_said_field(field) for each in found.recordSet for field in each.field]
    columns = [_true_field(table, field) for table in tables for field in table.fields]
    return [
        *_differences(name, "distribution", outer, true),
        *_differences(name, "distribution", inner, members),
        *_differences(name, "recordSet", sets, named),
        *_differences(name, "field", fields, columns),
        *_differences(name, "@context", [found.context], [croissant.context()]),
    ]


def _said_field(field: linked_shapes.RecordField) -> tuple[Any, ...]:
    source = field.source.fileObject.id, field.source.extract.jsonPath
    kind = field.dataType, bool(field.isArray), field.arrayShape
    return (field.id, field.name, field.description, *source, *kind)


def _true_field(table: Table, field: Any) -> tuple[Any, ...]:
    source = f"{table.name}.json", f"$[*].{field.name}"
    array = bool(field.separator)
    kind = croissant.TYPES[field.type], array, "-1" if array else None
    return (f"{table.name}/{field.name}", field.name, field.description, *source, *kind)


def hash_faults(
    text: str, metadata: Metadata, files: list[Distribution], hashes: dict[str, str]
) -> list[Problem]:
    """Where the content hashes are not those of the tables and files."""
    try:
        found = shapes.ContentHashes.model_validate(facts.document(text))
    except (ValueError, TypeError) as error:
        return [_misshapen(HASHES, error)]
    contents = {file.name: file.content for file in files if file.content}
    said = [found.version, found.all_tables, found.tables, found.files, found.method]
    true = [metadata.version, content.set_hash(hashes), hashes, contents, content.METHOD]
    return _differences(HASHES, "", said, true)


def descriptor_faults(
    text: str, metadata: Metadata, package: Package, tables: list[Table], members: Members
) -> list[Problem]:
    """Where the released descriptor is not the hand-kept one with the facts of the release."""
    name = "datapackage.json"
    try:
        found = shapes.ReleasedDescriptor.model_validate(facts.document(text))
    except (ValueError, TypeError) as error:
        return [_misshapen(name, error)]
    kept = package.descriptor.model_dump(exclude={"resources"}).items()
    released = {"version": metadata.version, "created": f"{metadata.date}T00:00:00Z"}
    true = [*kept, *released.items(), ("id", metadata.doi_url)]
    said = found.model_dump(exclude={"resources"}).items()
    resources = [each.model_dump() for each in found.resources]
    return [
        *_differences(name, "", said, true),
        *_differences(name, "resources", resources, [_resource(t, members) for t in tables]),
    ]


def _resource(table: Table, members: Members) -> dict[str, Any]:
    """A resource as it must stand, with the size and hash of the file in the zip."""
    data = members[table.path]
    found = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return table.resource.model_dump() | {"path": table.path, "bytes": len(data), "hash": found}


def _differences(path: str, place: str, said: Iterable[Any], true: Iterable[Any]) -> list[Problem]:
    """A problem for each entry that is said and not true, or true and not said."""
    listed, expected = list(said), list(true)
    wrong = [entry for entry in listed if entry not in expected]
    lacking = [entry for entry in expected if entry not in listed]
    problems = [
        _problem(path, place, f"says {shown(str(entry))}, which is not so") for entry in wrong
    ]
    problems += [_problem(path, place, f"does not say {shown(str(entry))}") for entry in lacking]
    if not problems and len(listed) != len(expected):
        problems.append(_problem(path, place, "says something twice"))
    return problems


def _size(number: int | None) -> str | None:
    return None if number is None else f"{number} B"


def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _misshapen(path: str, error: Exception) -> Problem:
    reason = " ".join(str(error).split())[:200]
    return _problem(path, "", f"has not the shape of its format: {reason}")


def _problem(path: str, place: str, message: str) -> Problem:
    return Problem(path, 0, "", place, f"{message}; mend the writer, and do not publish")
