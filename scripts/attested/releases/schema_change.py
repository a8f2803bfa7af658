"""One difference of two contracts, and the part of a version that it raises.

The levels follow the Data Package standard's recipe for versions, with three decisions of our own:
a table added is major, as a field added is in the recipe; a rule across tables is a constraint;
what cannot be told to be looser counts as tighter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from attested.releases.constraints import LOOSENED, TIGHTENED, Turn

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


def turned(table: str, field: str, turns: Iterable[Turn]) -> Iterator[SchemaChange]:
    """The turns of constraints as differences of a table or field."""
    for what, prop, before, after in turns:
        yield SchemaChange(what, table, field, prop, before, after)


def differing(was: dict[str, Any], now: dict[str, Any], passed: set[str]) -> list[str]:
    """The names of properties that differ, those passed over left out."""
    names = (name for name in [*was, *(n for n in now if n not in was)] if name not in passed)
    return [name for name in names if was.get(name) != now.get(name)]


def only(found: dict[str, Any], *names: str) -> dict[str, Any]:
    """The named properties that are there."""
    return {name: found[name] for name in names if name in found}
