"""Every regular expression of the code and of the contract, and strings that make bad ones slow."""

import ast
import importlib
import json
import pkgutil
import random
import re
import re._constants as codes
import re._parser as parser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import attested
from made import ROOT

LENGTH = 100_000  # of a row of a table; what is longer is refused before any pattern sees it
# Patterns that never see so long a text, and why.
SHORTER = {
    "attested.charset._META": 2_048,  # the start of a page
    "attested.figures": 120,  # longer printed figures are unreadable
    "attested.lint_fields._ESCAPE_OR_CLASS": 500,  # longer patterns are refused
    "attested.lint_patterns": 500,
    "attested.portal.accounts.ranges": 100,  # longer headers are passed over
    "attested.portal.rows_html._TAG": 200,  # tags that the portal wrote itself
    "attested.portal.export.scope": 2_000,  # addresses that the portal wrote itself
    "attested.artefacts.facts_text": 10_000,  # files that the same run wrote
    "attested.portal.words._SET": 23,  # a legal date
    "attested.reidentification._PHONE": 12_000,  # the longest maxLength of the contract
    "attested.releases.told": 4_096,  # the path of a file
}
_CATEGORIES = {
    codes.CATEGORY_DIGIT: "0", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_DIGIT: "a", codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_NOT_WORD: " ",
}  # fmt: skip
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_ORDINARY = ("a", "0", " ", "-", "(", "<", "'", ".", "\u4e00", "a.", "0 ", "a-", "0.(")


class Found(NamedTuple):
    """A pattern, where it stands, and whether it is matched at one place only."""

    place: str
    pattern: re.Pattern[Any]
    is_anchored: bool

    @property
    def length(self) -> int:
        """The longest text that it sees, at most LENGTH."""
        bounds = (n for name, n in SHORTER.items() if self.place.startswith(name))
        return min(bounds, default=LENGTH)


def patterns() -> list[Found]:
    """The patterns of all modules, each once, then those of the schemas."""
    found: dict[tuple[Any, int, bool], Found] = {}
    for module in pkgutil.walk_packages(attested.__path__, "attested."):
        if not module.name.endswith("__main__"):
            for each in _of_module(module.name):
                key = (each.pattern.pattern, each.pattern.flags, each.is_anchored)
                found.setdefault(key, each)
    return [*found.values(), *_of_schemas()]


def _of_module(name: str) -> Iterator[Found]:
    module = importlib.import_module(name)
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    searched = {_name(n.value) for n in ast.walk(tree) if _is_search(n)}
    for variable, value in vars(module).items():
        for pattern in _inside(value):
            yield Found(f"{name}.{variable}", pattern, variable not in searched)


def _is_search(node: ast.AST) -> bool:
    methods = ("search", "finditer", "findall", "sub", "split")
    return isinstance(node, ast.Attribute) and node.attr in methods


def _name(node: ast.AST) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _inside(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, (dict, list, tuple, set, frozenset)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _inside(each, depth + 1)


def _of_schemas() -> Iterator[Found]:
    for path in sorted((ROOT / "schemas").glob("*.json")):
        for field in json.loads(path.read_text("utf-8"))["fields"]:
            written = field.get("constraints", {}).get("pattern")
            if written:
                place = f"{path.name} {field['name']}"
                yield Found(place, re.compile(f"^{written}$"), True)


def attacks(found: Found) -> Iterator[Any]:
    """Long strings that go through every repeat of a pattern and then fail."""
    dice = random.Random(found.place)
    tree = parser.parse(found.pattern.pattern, found.pattern.flags)
    pumps = {("", each) for each in _ORDINARY} | set(_pumps(tree, "", dice))
    for before, pump in sorted(pumps):
        for text in (
            before + pump * _times(found, pump),
            (before + pump) * _times(found, before + pump),
        ):
            is_bytes = isinstance(found.pattern.pattern, bytes)
            yield f"{text}\0".encode("latin-1", "replace") if is_bytes else f"{text}\0"


def _times(found: Found, pump: str) -> int:
    return found.length // max(1, len(pump))


def _pumps(tree: Iterable[Any], before: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """For each repeat what a text may begin with to reach it, and what it repeats."""
    for code, value in tree:
        if code in _REPEATS and value[1] > 20:
            yield before, _sample(value[2], dice)
            yield before, _sample(value[2], dice)
        for part in _parts(code, value):
            yield from _pumps(part, before, dice)
        before += _sample([(code, value)], dice)


def _parts(code: Any, value: Any) -> Iterable[Any]:
    if code in _REPEATS:
        return [value[2]]
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.SUBPATTERN:
        return [value[3]]
    return [value] if code is codes.ATOMIC_GROUP else []


def _sample(tree: Iterable[Any], dice: random.Random) -> str:
    """A text that the part of a pattern matches, or nearly."""
    return "".join(_sampled(code, value, dice) for code, value in tree)


def _sampled(code: Any, value: Any, dice: random.Random) -> str:
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.IN:
        return _member(value)
    if code in _REPEATS:
        times = max(value[0], dice.choice((0, 1)))
        return "".join(_sample(value[2], dice) for _ in range(times))
    parts = list(_parts(code, value))
    if parts:
        return _sample(dice.choice(parts), dice)
    return "q" if code in (codes.ANY, codes.NOT_LITERAL) else ""


def _member(items: list[Any]) -> str:
    """A character of a class."""
    if items[0][0] is codes.NEGATE:
        return next((c for c in "q 0-_.<!" if not any(_is_in(i, c) for i in items[1:])), "q")
    code, value = items[0]
    if code is codes.CATEGORY:
        return _CATEGORIES[value]
    return chr(value[0] if code is codes.RANGE else value)


def _is_in(item: Any, character: str) -> bool:
    code, value = item
    if code is codes.CATEGORY:
        return character == _CATEGORIES[value]
    low, high = value if code is codes.RANGE else (value, value)
    return bool(low <= ord(character) <= high)
