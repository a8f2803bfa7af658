"""The raw codings as tables: coded units, their passages and values, without free text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attested.coding.agreement import Coding
from attested.coding.columns import kept_columns
from attested.coding.sheet import Run, Sheet, Unit
from attested.passages import fingerprint, tokens
from attested.schema import Package
from attested.tables import Cells

UNITS, PASSAGES, VALUES = "coded_units", "coded_passages", "coded_values"
CODERS = ("A", "B")
LONGEST_PRINTED = 8  # a longer run of printed words would be a piece of the text


def rows_of(
    package: Package,
    sheets: Mapping[str, Sequence[Sheet]],
    texts: Mapping[str, Sequence[str]],
    coded_on: str,
) -> dict[str, list[Cells]]:
    """The rows of the three tables; `sheets` by coder, `texts` the tokens of each article.

    Columns of free text are left out: a statement in a coder's words is no part of a comparison. So
    are printed forms of more than LONGEST_PRINTED tokens.
    """
    rows: dict[str, list[Cells]] = {UNITS: [], PASSAGES: [], VALUES: []}
    for coder, filled in sheets.items():
        for sheet in sorted(filled, key=lambda each: each.article):
            ids = _ids(sheet, len(rows[UNITS]))
            for unit in sheet.units:
                unit_id = ids[unit.table, unit.key]
                rows[UNITS].append(_unit_row(unit_id, coder, unit.table, sheet, coded_on))
                for run in unit.runs:
                    rows[PASSAGES].append(_passage_row(rows, unit_id, run, texts[sheet.article]))
                for field, value in _kept(package, unit, ids):
                    values = {"unit": unit_id, "field": field, "value": value}
                    rows[VALUES].append({"id": _id("Z", len(rows[VALUES])), **values})
    return rows


def free_text(sheets: Mapping[str, Sequence[Sheet]]) -> dict[str, dict[str, str]]:
    """All cells of the sheets by the id that the unit is given, what is not kept included."""
    told: dict[str, dict[str, str]] = {}
    before = 0
    for filled in sheets.values():
        for sheet in sorted(filled, key=lambda each: each.article):
            ids = _ids(sheet, before)
            told |= {ids[unit.table, unit.key]: unit.cells for unit in sheet.units}
            before += len(sheet.units)
    return told


def codings(tables: Mapping[str, Iterable[Any]]) -> dict[str, Coding]:
    """The coding of each coder from the typed rows of the three tables; keys are the units' ids."""
    runs: dict[str, list[Run]] = defaultdict(list)
    for row in tables[PASSAGES]:
        runs[row.unit].append(Run(row.start, row.tokens))
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tables[VALUES]:
        cells[row.unit][row.field] = row.value
    found: dict[str, Coding] = {coder: defaultdict(list) for coder in CODERS}
    for row in tables[UNITS]:
        unit = Unit(row.table_name, row.id, cells[row.id], tuple(runs[row.id]))
        found[row.coder][row.article].append(unit)
    return found


def _ids(sheet: Sheet, before: int) -> dict[tuple[str, str], str]:
    return {(unit.table, unit.key): _id("U", before + n) for n, unit in enumerate(sheet.units)}


def _id(letter: str, before: int) -> str:
    return f"{letter}{before + 1:06}"


def _unit_row(unit_id: str, coder: str, table: str, sheet: Sheet, coded_on: str) -> Cells:
    return {
        "id": unit_id,
        "coder": coder,
        "article": sheet.article,
        "table_name": table,
        "codebook": sheet.codebook,
        "coded_on": coded_on,
    }


def _passage_row(
    rows: dict[str, list[Cells]], unit_id: str, run: Run, text: Sequence[str]
) -> Cells:
    words = text[run.start : run.start + run.tokens]
    return {
        "id": _id("Q", len(rows[PASSAGES])),
        "unit": unit_id,
        "start": str(run.start),
        "tokens": str(run.tokens),
        "fingerprint": fingerprint(words),
    }


def _kept(
    package: Package, unit: Unit, ids: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str]]:
    """The cells that are kept, keys as the ids of the units they name."""
    table = package.tables[unit.table]
    for field in kept_columns(package, unit.table):
        value = unit.cells.get(field)
        if value and len(tokens(value)) <= LONGEST_PRINTED:
            target = table.targets.get(field)
            yield field, ids.get((target or "", value), value)
