"""The differences of two contracts as lines of the changelog, one for what belongs together."""

import re
from collections.abc import Iterable, Iterator

from attested.problems import printable
from attested.releases.constraints import LOOSENED
from attested.releases.schema_change import (
    DESCRIBED,
    FIELD_ADDED,
    FIELD_REMOVED,
    TABLE_ADDED,
    TABLE_REMOVED,
    SchemaChange,
)

ADDED = {TABLE_ADDED: "tables", FIELD_ADDED: "columns"}
REMOVED = {TABLE_REMOVED: "tables", FIELD_REMOVED: "columns"}
_FILE = re.compile(r"schemas/(rules|views)/(?:[0-9]+-)?(.+)\.sql \((added|removed|changed)\)")
_MARKS = re.compile(r"[\\`*\[\]|<#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")


def named(contract: list[SchemaChange], kinds: dict[str, str]) -> Iterator[str]:
    """The tables and columns that were added, or removed."""
    for what, noun in kinds.items():
        yield from _line(noun, (code(_place(c)) for c in contract if c.what == what))


def changed(contract: list[SchemaChange]) -> Iterator[str]:
    """What the contract asks otherwise, then what it only words otherwise."""
    rest = [change for change in contract if change.what not in {*ADDED, *REMOVED}]
    yield from _values(rest)
    yield from _files(rest)
    for change in rest:
        if not (change.what == DESCRIBED or _is_value(change) or _FILE.fullmatch(change.aspect)):
            yield f"- {text(str(change))}"
    yield from _described([change for change in rest if change.what == DESCRIBED])


def _values(found: list[SchemaChange]) -> Iterator[str]:
    """The values that a closed list allows anew, or no more."""
    for what, verb in ((True, "may now also be"), (False, "may no longer be")):
        turns = [c for c in found if _is_value(c) and (c.what == LOOSENED) is what]
        for place in dict.fromkeys(map(_place, turns)):
            values = [c.after or c.before for c in turns if _place(c) == place]
            yield f"- {code(place)} {verb}: {', '.join(map(code, values))}"


def _is_value(change: SchemaChange) -> bool:
    return change.aspect == "enum" and not (change.before and change.after)


def _files(found: list[SchemaChange]) -> Iterator[str]:
    """The rules and views, by what became of them; the path's number is only an order."""
    parted = [match.groups() for change in found if (match := _FILE.fullmatch(change.aspect))]
    for kind, verb in sorted({(kind, verb) for kind, _, verb in parted}):
        yield from _line(
            f"{kind} {verb}", (code(n) for k, n, v in parted if (k, v) == (kind, verb))
        )


def _described(found: list[SchemaChange]) -> Iterator[str]:
    defined = [code(_place(c)) for c in found if c.field and c.aspect == "categories"]
    yield from _line("values defined anew", defined)
    other = [c for c in found if not (c.field and c.aspect == "categories")]
    places = (" ".join(filter(None, (_place(c), c.aspect))) for c in other)
    yield from _line("descriptions and texts", (code(place) for place in places))


def _place(change: SchemaChange) -> str:
    return ".".join(part for part in (change.table, change.field) if part)


def _line(title: str, items: Iterable[str]) -> Iterator[str]:
    found = [*dict.fromkeys(items)]
    if found:
        yield f"- {title}: {', '.join(found)}"


def code(name: str) -> str:
    """A name as code; a backtick in it cannot end it."""
    return f"`{printable(name.replace('`', ' '))}`"


def text(plain: str) -> str:
    """Plain text inside Markdown: nothing in it is a mark, a cell's end or a tag."""
    marked = _MARKS.sub(lambda mark: f"\\{mark[0]}", plain)
    return printable(marked.replace("&", "&amp;"))
