"""Traces of a value that was taken out: where the tree still holds it, and texts without it.

A hit is told by its place, never by the value. Only running text is looked for: a yes, a year or a
word of a closed list stands in many cells by right.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attested.problems import Problem
from attested.protected import files_under
from attested.releases import packed
from attested.releases.state import State, StateError, from_csv

MARK = "redacted"
SHORTEST = 3
_BOUND = ("enum", "pattern")
_PROSE = re.compile(
    r"title|description|example|label|include|exclude|because|text|shows|cells|"
    r"invented(Example|Counterexample)"
)


def is_prose(state: State, table: str, column: str) -> bool:
    """Whether a column of a state holds running text: no list, pattern, date, number or key."""
    schema = state.schema(table)
    field: dict[str, Any] = next((f for f in schema["fields"] if f["name"] == column), {})
    keys = [name for key in schema.get("foreignKeys", []) for name in key["fields"]]
    bound = "rdfType" in field or "categories" in field or column in keys
    limits = field.get("constraints", {})
    return field.get("type") == "string" and not bound and not any(b in limits for b in _BOUND)


def pattern(values: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the values in any case, as whole words where they are ASCII; None for none."""
    found = sorted({v for v in values if len(v) >= SHORTEST}, key=lambda v: (-len(v), v))
    return re.compile("|".join(map(_one, found)), re.IGNORECASE) if found else None


def _one(value: str) -> str:
    before = r"(?<![0-9A-Za-z_])" if re.match(r"[0-9A-Za-z_]", value) else ""
    after = r"(?![0-9A-Za-z_])" if re.search(r"[0-9A-Za-z_]$", value) else ""
    quoted = value.replace('"', '""')  # as it stands in a CSV file
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')  # as it stands in a JSON file
    markup = (html.escape(value, quote=False), html.escape(value))  # in a page or a workbook
    spellings = "|".join(map(re.escape, dict.fromkeys((value, quoted, escaped, *markup))))
    return f"{before}(?:{spellings}){after}"


def without(values: re.Pattern[str], path: str, data: bytes) -> bytes:
    """A file of an old contract with MARK in place of the values; JSON in its prose only."""
    text = data.decode("utf-8")
    if not values.search(text):
        return data
    if not path.endswith(".json"):
        return values.sub(MARK, text).encode()
    cleaned = _clean(values, json.loads(text), False)
    return f"{json.dumps(cleaned, ensure_ascii=False, indent=2)}\n".encode()


def _clean(values: re.Pattern[str], found: Any, prose: bool) -> Any:
    if isinstance(found, dict):
        return {k: _clean(values, v, prose or bool(_PROSE.fullmatch(k))) for k, v in found.items()}
    if isinstance(found, list):
        return [_clean(values, each, prose) for each in found]
    return values.sub(MARK, found) if prose and isinstance(found, str) else found


def left(root: Path, values: re.Pattern[str]) -> Iterator[Problem]:
    """A problem for each place under the root that holds a value, or that cannot be searched.

    Such a place is a line of a text, the name of a file, or a packed file as a whole.
    """
    for file in files_under(root):
        path = file.relative_to(root).as_posix()
        if values.search(path):
            yield Problem(file.parent.relative_to(root).as_posix(), 0, "", "", "has such a name")
        data = file.read_bytes()
        is_packed = packed.is_packed(path, data)
        yield from (_within if is_packed else _lines)(path, data, values)


def _within(path: str, data: bytes, values: re.Pattern[str]) -> Iterator[Problem]:
    try:
        if packed.holds(values, path, data):
            message = "still holds the value; delete it, and build what is built anew"
            yield Problem(path, 0, "", "", message)
    except packed.Unsearchable:
        yield Problem(path, 0, "", "", "cannot be searched for the value; delete it")


def _lines(path: str, data: bytes, values: re.Pattern[str]) -> Iterator[Problem]:
    text = data.decode("utf-8", "replace")
    for line in sorted({text.count("\n", 0, m.start()) + 1 for m in values.finditer(text)}):
        yield _hit(path, text, line, values)


def _hit(path: str, text: str, line: int, values: re.Pattern[str]) -> Problem:
    if not path.startswith("data/") or not path.endswith(".csv"):
        message = "still holds the value; remove it by hand, and build what is built anew"
        return Problem(path, line, "", "", message)
    row_id, column = _cell(path, text, line, values)
    return Problem(path, line, row_id, column, "still holds the value; redact this cell too")


def _cell(path: str, text: str, line: int, values: re.Pattern[str]) -> tuple[str, str]:
    """Id and column of the cell on a line of a table or of changes.csv."""
    try:
        header, *records = from_csv(path, text.encode())
        cells = dict(zip(header, records[line - 2], strict=True))
    except (StateError, IndexError):
        return "", ""
    column = next((name for name, cell in cells.items() if values.search(cell)), "")
    return cells.get("id", ""), cells["field"] if column in ("before", "after") else column
