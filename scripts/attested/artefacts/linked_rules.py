"""Own rules over the linked documents: every file, table and column, with size, hash and type."""

from typing import Any

from attested.artefacts import croissant, facts, linked_shapes
from attested.artefacts.comparing import differences, misshapen
from attested.artefacts.linked import Distribution
from attested.artefacts.meta import Metadata
from attested.problems import Problem
from attested.schema import Field, Table


def linked_faults(
    text: str, metadata: Metadata, flat: Table, files: list[Distribution]
) -> list[Problem]:
    """Where the schema.org document names other files or variables than there are."""
    try:
        found = linked_shapes.LinkedDataset.model_validate(facts.document(text))
    except (ValueError, TypeError) as error:
        return [misshapen("dataset.jsonld", error)]
    base = (metadata.release.files_url if metadata.release else None) or ""
    said = [_said_file(file) for file in found.distribution]
    true = [
        (f.name, f.title, base + f.name, f.media_type, f.sha256, _size(f.bytes), f.content)
        for f in files
    ]
    faults = differences("dataset.jsonld", "distribution", said, true)
    variables = [(v.name, v.description, v.unitText) for v in found.variableMeasured]
    columns = [(field.name, field.description, field.unit) for field in flat.fields]
    return [*faults, *differences("dataset.jsonld", "variableMeasured", variables, columns)]


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
        return [misshapen(name, error)]
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
        *differences(name, "distribution", outer, true),
        *differences(name, "distribution", inner, members),
        *differences(name, "recordSet", sets, named),
        *differences(name, "field", fields, columns),
        *differences(name, "@context", [found.context], [croissant.context()]),
    ]


def _said_field(field: linked_shapes.RecordField) -> tuple[Any, ...]:
    source = field.source.fileObject.id, field.source.extract.jsonPath
    kind = field.dataType, bool(field.isArray), field.arrayShape
    return (field.id, field.name, field.description, *source, *kind)


def _true_field(table: Table, field: Field) -> tuple[Any, ...]:
    source = f"{table.name}.json", f"$[*].{field.name}"
    array = bool(field.separator)
    kind = croissant.TYPES[field.type], array, "-1" if array else None
    return (f"{table.name}/{field.name}", field.name, field.description, *source, *kind)


def _size(number: int | None) -> str | None:
    return None if number is None else f"{number} B"
