"""Whether a changed property of a schema lets through fewer cells or more.

Where that cannot be told, as of most patterns, the change counts as tightened: a cell that was
allowed may be refused.
"""

import json
from collections.abc import Iterator
from typing import Any

from attested import ids

TIGHTENED = "constraint tightened"
LOOSENED = "constraint loosened"
_LOWER = {"minimum", "exclusiveMinimum", "minLength"}
_UPPER = {"maximum", "exclusiveMaximum", "maxLength"}
_FLAGS = {"required", "unique"}
_SIX_DIGITS = "[0-9]{6}"  # what ids had before longer ones were allowed too
Turn = tuple[str, str, str, str]  # tightened or loosened, property, before, after


def turns(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Turn]:
    """How the constraints of a field were tightened or loosened, property by property."""
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if name in _FLAGS:
            before, after = bool(before), bool(after)
        if before != after:
            yield from _turn(name, before, after)


def set_turns(name: str, old: list[Any], new: list[Any]) -> Iterator[Turn]:
    """How a list of allowed values changed: each value gone tightens, each new one loosens."""
    yield from ((TIGHTENED, name, shown(value), "") for value in old if value not in new)
    yield from ((LOOSENED, name, "", shown(value)) for value in new if value not in old)


def demand_turns(name: str, old: list[Any], new: list[Any]) -> Iterator[Turn]:
    """How a list of demands changed, such as unique keys: a new one tightens, one gone loosens."""
    yield from ((LOOSENED, name, shown(value), "") for value in old if value not in new)
    yield from ((TIGHTENED, name, "", shown(value)) for value in new if value not in old)


def shown(value: Any) -> str:
    """A property's value as text: nothing for none, JSON for what is no string."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _turn(name: str, before: Any, after: Any) -> Iterator[Turn]:
    if name == "enum" and before is not None and after is not None:
        yield from set_turns(name, before, after)
        return
    looser = after is None or (type(before) is type(after) and _is_looser(name, before, after))
    yield (LOOSENED if looser else TIGHTENED), name, shown(before), shown(after)


def _is_looser(name: str, before: Any, after: Any) -> bool:
    if name in _FLAGS:
        return bool(before)
    if name in _LOWER:
        return bool(after < before)
    if name == "pattern":
        return bool(after == before.replace(_SIX_DIGITS, ids.DIGITS))
    return name in _UPPER and bool(after > before)
