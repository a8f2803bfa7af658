"""A coder's sheet: rows coded from one text, each with the passages that it rests on.

Nothing but the standard library and the tokens of passage-1 is needed here, since the same file is
handed to the coders, who have neither the project nor its data.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from attested.tokens import tokens

LONGEST = 40
CODED_PERCENT = 40
WITHOUT_PASSAGE = ("incident_links", "relays")
ASIDE = "passages"
_VERSION = re.compile(r"[0-9]+\.[0-9]+")
_DATE = re.compile(r"\[?(?:\.\.|[0-9]{4}(?:-[0-9]{2}){0,2}~?)(?:(?:/|\.\.)(?:\.\.|[0-9]{4}.*))?\]?")


@dataclass(frozen=True)
class Column:
    """What a column of the sheet takes: one of `values`, a key of `target`, or text of a kind."""

    kind: str
    required: bool = False
    values: tuple[str, ...] = ()
    target: str | None = None


@dataclass(frozen=True)
class Run:
    """A passage: the index of its first token in the text, from 0, and the number of its tokens."""

    start: int
    tokens: int


@dataclass(frozen=True)
class Unit:
    """A row of the sheet: its table, the coder's key for it, its cells and its passages."""

    table: str
    key: str
    cells: dict[str, str]
    runs: tuple[Run, ...]

    def places(self) -> set[int]:
        """The indexes of all tokens in its passages."""
        return {place for run in self.runs for place in range(run.start, run.start + run.tokens)}


@dataclass
class Sheet:
    """The units of a sheet in the order of tables and keys, and its faults as phrases."""

    article: str = ""
    codebook: str = ""
    units: list[Unit] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read(
    document: Any, sentences: Sequence[Sequence[str]], columns: dict[str, dict[str, Column]]
) -> Sheet:
    """The sheet in a JSON document, against the tokens of the text's sentences."""
    sheet = Sheet()
    if not isinstance(document, dict):
        sheet.faults.append("is no object; write one with article, codebook and the tables")
        return sheet
    sheet.article, sheet.codebook = str(document.get("article")), str(document.get("codebook"))
    if not _VERSION.fullmatch(sheet.codebook):
        sheet.faults.append("codebook: is no version such as 0.2; write that of your book")
    unknown = set(document) - {"article", "codebook", *columns}
    sheet.faults += [f"{name}: is no table of the sheet; remove it" for name in sorted(unknown)]
    keys = {table: _rows(document, table) for table in columns}
    for table, rows in keys.items():
        for key, row in rows.items():
            unit, faults = _unit(table, key, row, sentences, columns[table], keys)
            sheet.units.append(unit)
            sheet.faults += [f"{table} {key} {fault}" for fault in faults]
    return sheet


def left(sheet: Sheet, sentences: Sequence[Sequence[str]]) -> list[int]:
    """The numbers of the sentences, from 1, that are neither coded nor set aside."""
    coded = {p for unit in sheet.units if unit.table != ASIDE for p in unit.places()}
    aside = {p for unit in sheet.units if unit.table == ASIDE for p in unit.places()}
    found, start = [], 0
    for number, words in enumerate(sentences, 1):
        inside = set(range(start, start + len(words)))
        start += len(words)
        if len(inside & coded) * 100 < CODED_PERCENT * len(inside) and not inside <= coded | aside:
            found.append(number)
    return found


def _rows(document: dict[str, Any], table: str) -> dict[str, Any]:
    rows = document.get(table, {})
    return rows if isinstance(rows, dict) else {"?": rows}


def _unit(
    table: str,
    key: str,
    row: Any,
    sentences: Sequence[Sequence[str]],
    columns: dict[str, Column],
    keys: dict[str, dict[str, Any]],
) -> tuple[Unit, list[str]]:
    if not isinstance(row, dict):
        return Unit(table, key, {}, ()), ["is no object; write its cells and `at`"]
    cells = {name: str(value) for name, value in row.items() if name != "at" and value != ""}
    faults = [*_cell_faults(cells, columns, keys)]
    runs = []
    passages = row.get("at") or []
    if not isinstance(passages, list):
        faults.append("at: is no list of passages; write [[sentence number, words]]")
        passages = []
    for passage in passages:
        run, fault = _run(passage, sentences)
        faults += [fault] if fault else []
        runs += [run] if run else []
    if not row.get("at") and table not in WITHOUT_PASSAGE:
        faults.append("at: is missing; give the passage")
    return Unit(table, key, cells, tuple(runs)), faults


def _cell_faults(
    cells: dict[str, str], columns: dict[str, Column], keys: dict[str, dict[str, Any]]
) -> Iterator[str]:
    for name in cells:
        if name not in columns:
            yield f"{name}: is no column of the sheet; remove it"
    for name, column in columns.items():
        if name not in cells:
            if column.required:
                yield f"{name}: is missing; give it"
            continue
        fault = _cell_fault(cells[name], column, keys)
        if fault:
            yield f"{name}: {cells[name]!r} {fault}"


def _cell_fault(cell: str, column: Column, keys: dict[str, dict[str, Any]]) -> str | None:
    if column.target and cell not in keys[column.target]:
        return f"is no key of {column.target}; correct it"
    if column.values and cell not in column.values:
        return f"is not in the list; use one of {', '.join(column.values)}"
    if column.kind == "date" and not _DATE.fullmatch(cell):
        return "is no date of the profile; correct it"
    if column.kind == "integer" and not cell.isdecimal():
        return "is no whole number; correct it"
    return None


def _run(passage: Any, sentences: Sequence[Sequence[str]]) -> tuple[Run | None, str | None]:
    if not (isinstance(passage, list) and len(passage) == 2 and isinstance(passage[0], int)):
        return None, "at: is not a list of [sentence number, words]; write it so"
    number, words = passage[0], tokens(str(passage[1]))
    if not 1 <= number <= len(sentences):
        return None, f"at: there is no sentence {number}; correct the number"
    if not 1 <= len(words) <= LONGEST:
        return None, f"at: {len(words)} tokens in sentence {number}; give 1 to {LONGEST}"
    inside = list(sentences[number - 1])
    for start in range(len(inside) - len(words) + 1):
        if inside[start : start + len(words)] == words:
            before = sum(map(len, sentences[: number - 1]))
            return Run(before + start, len(words)), None
    return None, f"at: {passage[1]!r} does not stand in sentence {number}; copy the words"
