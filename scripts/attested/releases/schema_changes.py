"""What differs between the contracts of two states: package, tables, fields, and files beside."""

import re
from collections.abc import Iterator
from typing import Any

from attested.releases import constraints
from attested.releases.constraints import LOOSENED, TIGHTENED, shown
from attested.releases.field_changes import field_changes
from attested.releases.schema_change import (
    DESCRIBED,
    TABLE_ADDED,
    TABLE_REMOVED,
    TABLE_RENAMED,
    SchemaChange,
    differing,
    only,
    turned,
)
from attested.releases.state import DESCRIPTOR, State

_TABLE_FORMATS = ("format", "mediatype", "encoding", "dialect")
_TABLE_COMPARED = {"fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "evidence"}
_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)


def schema_changes(old: State, new: State) -> list[SchemaChange]:
    """The differences of the contracts of two states: package, tables, fields, then files."""
    return [*_package(old, new), *_tables(old, new), *_files(old, new)]


def _package(old: State, new: State) -> Iterator[SchemaChange]:
    was, now = old.descriptor, new.descriptor
    if was.get("name") != now.get("name"):
        before, after = shown(was.get("name")), shown(now.get("name"))
        yield SchemaChange("package renamed", before=before, after=after)
    for name in differing(was, now, {"name", "resources"}):
        yield SchemaChange(DESCRIBED, aspect=name)


def _tables(old: State, new: State) -> Iterator[SchemaChange]:
    gone = [name for name in old.resources if name not in new.resources]
    fresh = [name for name in new.resources if name not in old.resources]
    for before, after in _renamed_tables(old, new, gone, fresh):
        yield SchemaChange(TABLE_RENAMED, after, before=before, after=after)
        gone.remove(before)
        fresh.remove(after)
        yield from _table(before, after, old, new)
    yield from (SchemaChange(TABLE_REMOVED, name) for name in gone)
    yield from (SchemaChange(TABLE_ADDED, name) for name in fresh)
    for name in new.resources:
        if name in old.resources:
            yield from _table(name, name, old, new)


def _renamed_tables(
    old: State, new: State, gone: list[str], fresh: list[str]
) -> list[tuple[str, str]]:
    """Pairs of a table gone and a new one that hold the same rows by their ids."""
    pairs: list[tuple[str, str]] = []
    for before in gone:
        ids = old.table(before).rows.keys()
        taken = {after for _, after in pairs}
        same = (n for n in fresh if n not in taken and ids and new.table(n).rows.keys() == ids)
        pairs += [(before, after) for after in [*same][:1]]
    return pairs


def _table(before: str, after: str, old: State, new: State) -> Iterator[SchemaChange]:
    was, now = old.resources[before], new.resources[after]
    for name in _TABLE_FORMATS:
        if was.get(name) != now.get(name):
            steps = shown(was.get(name)), shown(now.get(name))
            yield SchemaChange("format changed", after, "", name, *steps)
    for name in differing(was, now, {"name", "schema", *_TABLE_FORMATS}):
        yield SchemaChange(DESCRIBED, after, "", name)
    schemas = old.schema(before), new.schema(after)
    yield from _keys(after, *schemas)
    yield from field_changes(before, after, old, new)
    for name in differing(*schemas, _TABLE_COMPARED):
        yield SchemaChange(DESCRIBED, after, "", name)


def _keys(table: str, was: dict[str, Any], now: dict[str, Any]) -> Iterator[SchemaChange]:
    if was.get("primaryKey") != now.get("primaryKey"):
        steps = shown(was.get("primaryKey")), shown(now.get("primaryKey"))
        yield SchemaChange("key changed", table, "", "primaryKey", *steps)
    if was.get("missingValues", [""]) != now.get("missingValues", [""]):
        steps = shown(was.get("missingValues")), shown(now.get("missingValues"))
        yield SchemaChange("format changed", table, "", "missingValues", *steps)
    for name in ("uniqueKeys", "foreignKeys"):
        turns = constraints.demand_turns(name, was.get(name, []), now.get(name, []))
        yield from turned(table, "", turns)
    yield from turned(table, "", constraints.turns(only(was, "evidence"), only(now, "evidence")))


def _files(old: State, new: State) -> Iterator[SchemaChange]:
    """Rules, views and texts beside the tables' schemas."""
    schemas = {str(entry["schema"]) for s in (old, new) for entry in s.resources.values()}
    for path in sorted({*old.contract, *new.contract} - schemas - {DESCRIPTOR}):
        was, now = old.contract.get(path), new.contract.get(path)
        if was == now:
            continue
        if path.startswith("schemas/rules/") and _sql(was) != _sql(now):
            yield SchemaChange(
                LOOSENED if now is None else TIGHTENED, "", "", _difference(path, was, now)
            )
        elif path.startswith("schemas/views/"):
            yield SchemaChange("view changed", aspect=_difference(path, was, now))
        else:
            yield SchemaChange(DESCRIBED, aspect=_difference(path, was, now))


def _difference(path: str, was: bytes | None, now: bytes | None) -> str:
    return f"{path} ({'added' if was is None else 'removed' if now is None else 'changed'})"


def _sql(data: bytes | None) -> list[str] | None:
    """The words of a query without its comments."""
    return None if data is None else _COMMENT.sub("", data.decode("utf-8", "replace")).split()
