"""What differs between the contracts of two states, each difference with what it asks of a version.

The levels follow the Data Package standard's recipe for versions, with three decisions of our own:
a table added is major, as a column added is there; a rule across tables is a constraint; and what
cannot be told to be looser counts as tighter.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from attested.releases import constraints
from attested.releases.constraints import LOOSENED, TIGHTENED, Turn, shown
from attested.releases.state import DESCRIPTOR, State

Level = Literal["major", "minor", "patch"]
TABLE_ADDED, TABLE_REMOVED, TABLE_RENAMED = "table added", "table removed", "table renamed"
FIELD_ADDED, FIELD_REMOVED, FIELD_RENAMED = "field added", "field removed", "field renamed"
DESCRIBED = "description changed"
LEVELS: dict[str, Level] = {
    "package renamed": "major",
    TABLE_ADDED: "major",
    TABLE_REMOVED: "major",
    TABLE_RENAMED: "major",
    FIELD_ADDED: "major",
    FIELD_REMOVED: "major",
    FIELD_RENAMED: "major",
    "fields reordered": "major",
    "type changed": "major",
    "format changed": "major",
    "key changed": "major",
    TIGHTENED: "major",
    LOOSENED: "minor",
    DESCRIBED: "patch",
    "view changed": "patch",
}
_FORMATS = ("format", "rdfType", "separator", "unit", "missingValues", "bareNumber", "decimalChar")
_READINGS = ("trueValues", "falseValues")
_DEMANDS = ("evidence", "holds")
_TABLE_FORMATS = ("format", "mediatype", "encoding", "dialect")
_COMPARED = {"name", "type", "constraints", *_FORMATS, *_READINGS, *_DEMANDS}
_TABLE_COMPARED = {"fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "evidence"}
_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)


@dataclass(frozen=True)
class SchemaChange:
    """A difference of two contracts: what it is, where, of which property, and before and after."""

    what: str
    table: str = ""
    field: str = ""
    aspect: str = ""
    before: str = ""
    after: str = ""

    @property
    def level(self) -> Level:
        """The part of the version that it raises at least."""
        return LEVELS[self.what]

    def __str__(self) -> str:
        place = ".".join(part for part in (self.table, self.field) if part)
        return " ".join(part for part in (self.what + ":", place, self.aspect, _step(self)) if part)


def _step(change: SchemaChange) -> str:
    if change.what == DESCRIBED or not (change.before or change.after):
        return ""
    return f"{change.before or 'nothing'} -> {change.after or 'nothing'}"


def schema_changes(old: State, new: State) -> list[SchemaChange]:
    """The differences of the contracts of two states: package, tables, fields, then files."""
    return [*_package(old, new), *_tables(old, new), *_files(old, new)]


def _package(old: State, new: State) -> Iterator[SchemaChange]:
    was, now = old.descriptor, new.descriptor
    if was.get("name") != now.get("name"):
        before, after = shown(was.get("name")), shown(now.get("name"))
        yield SchemaChange("package renamed", before=before, after=after)
    for name in _differing(was, now, {"name", "resources"}):
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
    for name in _differing(was, now, {"name", "schema", *_TABLE_FORMATS}):
        yield SchemaChange(DESCRIBED, after, "", name)
    schemas = old.schema(before), new.schema(after)
    yield from _keys(after, *schemas)
    yield from _fields(before, after, old, new)
    for name in _differing(*schemas, _TABLE_COMPARED):
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
        yield from _turned(table, "", turns)
    yield from _turned(table, "", constraints.turns(_only(was, "evidence"), _only(now, "evidence")))


def _fields(before: str, after: str, old: State, new: State) -> Iterator[SchemaChange]:
    was = {str(field["name"]): field for field in old.schema(before)["fields"]}
    now = {str(field["name"]): field for field in new.schema(after)["fields"]}
    renamed = _renamed_fields(before, after, old, new)
    yield from (SchemaChange(FIELD_RENAMED, after, b, "", a, b) for a, b in renamed.items())
    taken = set(renamed.values())
    gone = (name for name in was if name not in now and name not in renamed)
    yield from (SchemaChange(FIELD_REMOVED, after, name) for name in gone)
    fresh = (name for name in now if name not in was and name not in taken)
    yield from (SchemaChange(FIELD_ADDED, after, name) for name in fresh)
    kept = [renamed.get(name, name) for name in was if renamed.get(name, name) in now]
    ordered = [name for name in now if name in kept]
    if kept != ordered:
        yield SchemaChange("fields reordered", after, "", "", ", ".join(kept), ", ".join(ordered))
    for name, field in was.items():
        if renamed.get(name, name) in now:
            yield from _field(after, field, now[renamed.get(name, name)])


def _renamed_fields(before: str, after: str, old: State, new: State) -> dict[str, str]:
    """Old names of fields by new ones, where all cells and the type stayed the same."""
    was, now = old.table(before), new.table(after)
    shared = [row_id for row_id in was.rows if row_id in now.rows]
    found: dict[str, str] = {}
    for name in (column for column in was.columns if column not in now.columns):
        for other in (column for column in now.columns if column not in was.columns):
            a, b = was.columns.index(name), now.columns.index(other)
            cells = [(was.rows[i][a], now.rows[i][b]) for i in shared]
            if other not in found.values() and any(x for x, _ in cells) and _equal(cells):
                found[name] = other
                break
    return found


def _equal(cells: Iterable[tuple[str, str]]) -> bool:
    return all(before == after for before, after in cells)


def _field(table: str, was: dict[str, Any], now: dict[str, Any]) -> Iterator[SchemaChange]:
    name = str(now["name"])
    if was.get("type") != now.get("type"):
        steps = shown(was.get("type")), shown(now.get("type"))
        yield SchemaChange("type changed", table, name, "", *steps)
    for prop in _FORMATS:
        if was.get(prop) != now.get(prop):
            steps = shown(was.get(prop)), shown(now.get(prop))
            yield SchemaChange("format changed", table, name, prop, *steps)
    for prop in _READINGS:
        turns = constraints.set_turns(prop, was.get(prop, []), now.get(prop, []))
        yield from _turned(table, name, turns)
    demands = constraints.turns(_only(was, *_DEMANDS), _only(now, *_DEMANDS))
    yield from _turned(table, name, demands)
    yield from _turned(table, name, constraints.turns(_constraints(was), _constraints(now)))
    for prop in _differing(was, now, _COMPARED):
        yield SchemaChange(DESCRIBED, table, name, prop)


def _constraints(field: dict[str, Any]) -> dict[str, Any]:
    """The constraints of a field; the values of a closed list count as its enum."""
    values = [
        each["value"] if isinstance(each, dict) else each for each in field.get("categories", [])
    ]
    listed = {"enum": values} if values else {}
    return {**listed, **field.get("constraints", {})}


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


def _turned(table: str, field: str, turns: Iterable[Turn]) -> Iterator[SchemaChange]:
    for what, prop, before, after in turns:
        yield SchemaChange(what, table, field, prop, before, after)


def _differing(was: dict[str, Any], now: dict[str, Any], passed: set[str]) -> list[str]:
    names = (name for name in [*was, *(n for n in now if n not in was)] if name not in passed)
    return [name for name in names if was.get(name) != now.get(name)]


def _only(found: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}
