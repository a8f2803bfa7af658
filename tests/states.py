"""Small states made by hand or at random, for the tests of releases."""

import json
from pathlib import Path
from typing import Any

from attested.releases import state
from attested.releases.state import State

Schema = dict[str, Any]


def field(name: str, **properties: Any) -> Schema:
    """A field of a schema, a string unless told otherwise."""
    described = {"title": name.title(), "description": f"The {name}.", "example": "x"}
    return {"name": name, "type": "string", **described, **properties}


def base() -> dict[str, Any]:
    """A package of two tables, as objects that a test may spoil: descriptor, schemas, rows."""
    lamps = [
        field("id", constraints={"required": True, "pattern": "L[0-9]{6}"}),
        field("name", constraints={"required": True, "maxLength": 40}),
        field("light", constraints={"enum": ["red", "green"]}),
        field("watts", type="integer", unit="watt", constraints={"minimum": 1, "maximum": 99}),
        field("street", constraints={}),
    ]
    retired = [field("id"), field("last_release"), field("reason"), field("replaced_by")]
    key = {"fields": ["street"], "reference": {"resource": "streets", "fields": ["id"]}}
    return {
        "descriptor": {
            "name": "lamps",
            "title": "Lamps",
            "codebook": "0.1",
            "resources": [entry("lamps"), entry("streets"), entry("retired")],
        },
        "schemas": {
            "lamps": {"fields": lamps, "primaryKey": ["id"], "foreignKeys": [key]},
            "streets": {"fields": [field("id"), field("name")], "primaryKey": ["id"]},
            "retired": {"fields": retired, "primaryKey": ["id"]},
        },
        "rows": {
            "lamps": [
                {
                    "id": "L000001",
                    "name": "Corner",
                    "light": "red",
                    "watts": "9",
                    "street": "S000001",
                },
                {
                    "id": "L000002",
                    "name": 'Quay, "old"',
                    "light": "green",
                    "watts": "",
                    "street": "",
                },
                {"id": "L000003", "name": "Mole", "light": "", "watts": "40", "street": "S000002"},
            ],
            "streets": [{"id": "S000001", "name": "High"}, {"id": "S000002", "name": "Low"}],
            "retired": [],
        },
        "beside": {
            "schemas/rules/dark.sql": "-- It has a name.\nSELECT id FROM lamps WHERE name = ''\n",
            "schemas/views/10-all.sql": "SELECT * FROM lamps\n",
            "schemas/README.md": "# Codebook\n",
        },
    }


def entry(name: str, **properties: Any) -> Schema:
    """A resource of a descriptor."""
    paths = {"path": f"data/{name}.csv", "schema": f"schemas/{name}.json"}
    return {"name": name, "type": "table", "title": name.title(), **paths, **properties}


def columns(parts: dict[str, Any], table: str) -> list[str]:
    """The columns of a table in the order of its schema."""
    return [each["name"] for each in parts["schemas"][table]["fields"]]


def files(parts: dict[str, Any]) -> dict[str, bytes]:
    """The files of a package made of such parts."""
    found = {"datapackage.json": _json(parts["descriptor"])}
    for resource in parts["descriptor"]["resources"]:
        name = resource["name"]
        found[resource["schema"]] = _json(parts["schemas"][name])
        rows = sorted(parts["rows"][name], key=lambda row: row["id"])
        names = columns(parts, name)
        records = ([row.get(column, "") for column in names] for row in rows)
        found[resource["path"]] = state.as_csv(names, records)
    return found | {path: text.encode() for path, text in parts["beside"].items()}


def made(parts: dict[str, Any]) -> State:
    """The state of such parts."""
    return state.of_files(files(parts))


def written(root: Path, found: dict[str, bytes]) -> Path:
    """The folder itself, with the files of a state in it and nothing else."""
    for path, data in found.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def _json(document: Any) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, indent=2)}\n".encode()
