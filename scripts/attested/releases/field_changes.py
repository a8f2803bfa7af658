"""What differs between the fields of a table in two states."""

from collections.abc import Iterable, Iterator
from typing import Any

from attested.releases import constraints
from attested.releases.constraints import shown
from attested.releases.schema_change import (
    DESCRIBED,
    FIELD_ADDED,
    FIELD_REMOVED,
    FIELD_RENAMED,
    SchemaChange,
    differing,
    only,
    turned,
)
from attested.releases.state import State

_FORMATS = ("format", "rdfType", "separator", "unit", "missingValues", "bareNumber", "decimalChar")
_READINGS = ("trueValues", "falseValues")
_DEMANDS = ("evidence", "holds")
_COMPARED = {"name", "type", "constraints", *_FORMATS, *_READINGS, *_DEMANDS}


def field_changes(before: str, after: str, old: State, new: State) -> Iterator[SchemaChange]:
    """The differences of the fields of a table: renamed, removed, added, reordered, otherwise."""
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
        yield from turned(table, name, turns)
    demands = constraints.turns(only(was, *_DEMANDS), only(now, *_DEMANDS))
    yield from turned(table, name, demands)
    yield from turned(table, name, constraints.turns(_constraints(was), _constraints(now)))
    for prop in differing(was, now, _COMPARED):
        yield SchemaChange(DESCRIBED, table, name, prop)


def _constraints(field: dict[str, Any]) -> dict[str, Any]:
    """The constraints of a field; the values of a closed list count as its enum."""
    values = [
        each["value"] if isinstance(each, dict) else each for each in field.get("categories", [])
    ]
    listed = {"enum": values} if values else {}
    return {**listed, **field.get("constraints", {})}
