"""Croissant 1.1: a schema.org Dataset whose record sets a machine can load.

The record sets read the JSON zip. Only files whose bytes depend on the tables alone are listed,
since each needs its hash, and this document is to be the same wherever it is made. Keys are told by
the descriptions alone: mlcroissant joins what `references` names, and fails at the second one.
"""

import json
from typing import Any

from attested.artefacts import apa, linked
from attested.artefacts.linked import Distribution
from attested.artefacts.meta import Metadata
from attested.schema import Field, Table

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Text",
    "datetime": "sc:Text",
}
_TERMS = (
    "arrayShape", "citeAs", "column", "containedIn", "extract", "field", "fileProperty",
    "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key",
    "md5", "parentField", "path", "readLines", "recordSet", "references", "regex", "repeated",
    "replace", "samplingRate", "separator", "source", "subField", "transform", "unArchive",
    "value", "equivalentProperty",
)  # fmt: skip


def croissant_json(
    metadata: Metadata, tables: list[Table], files: list[Distribution], records: Distribution
) -> str:
    """The Croissant document of a release; `records` is the JSON zip among `files`."""
    document: dict[str, Any] = {
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
    }
    document |= linked.facts(metadata)
    document["citeAs"] = apa.reference(metadata)
    document["distribution"] = [
        *(_file(file) for file in files),
        *(_member(table, records) for table in tables),
    ]
    document["recordSet"] = [_record_set(table) for table in tables]
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def context() -> dict[str, Any]:
    """The JSON-LD context: the names of Croissant's terms."""
    typed = {name: {"@id": f"cr:{name}", "@type": "@json"} for name in ("data", "examples")}
    typed["dataType"] = {"@id": "cr:dataType", "@type": "@vocab"}
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "dct": "http://purl.org/dc/terms/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
        **{name: f"cr:{name}" for name in _TERMS},
        **typed,
    }


def _file(file: Distribution) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": file.title,
        "contentUrl": file.name,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _member(table: Table, records: Distribution) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{table.name}.json",
        "name": f"{table.name}.json",
        "description": table.description,
        "containedIn": {"@id": records.name},
        "contentUrl": f"{table.name}.json",
        "encodingFormat": "application/json",
    }


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": {"@id": f"{table.name}/id"},
        "field": [_field(table, field) for field in table.fields],
    }


def _field(table: Table, field: Field) -> dict[str, Any]:
    source = {"fileObject": {"@id": f"{table.name}.json"}}
    document: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{field.name}",
        "name": field.name,
        "description": field.description,
        "dataType": TYPES[field.type],
        "source": source | {"extract": {"jsonPath": f"$[*].{field.name}"}},
    }
    if field.separator:
        document |= {"isArray": True, "arrayShape": "-1"}
    return document
