"""A guard over schema.org documents: each property must exist and fit the type it stands on.

The vocabulary is schema.org's own, as the rocrate package ships it.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import rocrate


def unknown_terms(document: dict[str, Any]) -> list[str]:
    """The properties, as Type.property, that schema.org does not know or does not allow there."""
    return list(_unknown(document))


def _unknown(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _unknown(each)
    if not isinstance(node, dict):
        return
    kind = node["@type"]
    for key, value in node.items():
        if not key.startswith("@"):
            if not _domains(key) & _kinds(kind):
                yield f"{kind}.{key}"
            yield from _unknown(value)


@cache
def _vocabulary() -> dict[str, dict[str, Any]]:
    path = Path(rocrate.__file__).parent / "data" / "schema.jsonld"
    return {node["@id"]: node for node in json.loads(path.read_text("utf-8"))["@graph"]}


def _ids(node: dict[str, Any], key: str) -> set[str]:
    found = node.get(key, [])
    return {each["@id"] for each in (found if isinstance(found, list) else [found])}


@cache
def _domains(name: str) -> set[str]:
    return _ids(_vocabulary().get(f"schema:{name}", {}), "schema:domainIncludes")


@cache
def _kinds(name: str) -> set[str]:
    """The type with all it is a kind of."""
    found, open_ = set(), {f"schema:{name}"}
    while open_:
        kind = open_.pop()
        found.add(kind)
        open_ |= _ids(_vocabulary().get(kind, {}), "rdfs:subClassOf") - found
    return found
