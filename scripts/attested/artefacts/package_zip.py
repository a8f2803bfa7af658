"""The CSV zip: the tables with everything that explains them, a Data Package by itself.

The hand-kept descriptor gains what only a release has: version, day, DOI, and the size and hash of
each table. The flat file joins the tables as one more resource.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from attested import citation
from attested.artefacts import readme, zipped
from attested.artefacts.content import Rows, csv_bytes
from attested.artefacts.meta import Metadata, MetadataError
from attested.problems import shown
from attested.schema import Package, Table
from attested.tables import Content, parse

DESCRIPTOR = "datapackage.json"
_LICENCES = Path(__file__).parent / "licences"


def write(target: Path, package: Package, contents: list[Content], metadata: Metadata) -> None:
    """Writes the zip of checked tables; `contents` holds the flat table too."""
    zipped.write(target, members(package, contents, metadata), metadata.date or "")


def read(path: Path, package: Package) -> Rows:
    """The rows of the contract's tables in such a zip; ValueError when a table has a fault."""
    found = zipped.read(path)
    rows: Rows = {}
    for name, table in package.tables.items():
        content = parse(table, found[table.path])
        if content.problems:
            raise ValueError(str(content.problems[0]))
        rows[name] = content.rows
    return rows


def members(package: Package, contents: list[Content], metadata: Metadata) -> dict[str, bytes]:
    """The members of the zip by their paths."""
    found = zipped.under(package.root, _contract_files(package.root))
    found |= {c.table.path: csv_bytes(c.table, c.rows) for c in contents}
    added = [c.table for c in contents if c.table.name not in package.tables]
    found |= {table.resource.schema_: _json(_schema(table)) for table in added}
    found[DESCRIPTOR] = _json(_descriptor(package.root, added, found, metadata))
    found["README.txt"] = readme.readme(metadata, [c.table for c in contents]).encode()
    found["CITATION.cff"] = citation.of_metadata(metadata).encode()
    found["LICENSE.txt"] = licence_text(metadata)
    return found


def licence_text(metadata: Metadata) -> bytes:
    """The legal text of the data's licence; MetadataError when the project has no copy of it."""
    path = _LICENCES / f"{metadata.licence.name}.txt"
    if not path.is_file() or path.parent != _LICENCES:
        name = shown(metadata.licence.name)
        raise MetadataError(f"there is no text of the licence {name}; add one to {_LICENCES}")
    return path.read_bytes()


def _contract_files(root: Path) -> list[Path]:
    return [path for path in (root / "schemas").rglob("*") if path.is_file()]


def _descriptor(
    root: Path, added: list[Table], members: dict[str, bytes], metadata: Metadata
) -> dict[str, Any]:
    kept = json.loads((root / DESCRIPTOR).read_text("utf-8"))
    resources = kept.pop("resources") + [_resource(table) for table in added]
    kept |= {"version": metadata.version, "created": f"{metadata.date}T00:00:00Z"}
    if metadata.doi_url:
        kept["id"] = metadata.doi_url
    kept["resources"] = [_measured(resource, members) for resource in resources]
    return dict(kept)


def _measured(resource: dict[str, Any], members: dict[str, bytes]) -> dict[str, Any]:
    """A resource with the size and the hash of its file."""
    data = members[resource["path"]]
    facts = {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return {**resource, **facts, "schema": resource["schema"]}


def _resource(table: Table) -> dict[str, Any]:
    return table.resource.model_dump(by_alias=True) | {"path": table.path}


def _schema(table: Table) -> dict[str, Any]:
    """The Table Schema of a table that is not part of the contract."""
    schema = table.schema.model_dump(by_alias=True, exclude_defaults=True)
    for field in schema["fields"]:
        field.setdefault("constraints", {})
    return schema


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
