"""Frictionless and the canonical spelling together give the verdict of the row models on each cell.

Neither asks the other: Frictionless runs here on inline data and the schemas as they are written.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attested import rows, schema, spelling
from attested.schema import Field, Table

ROOT = Path(__file__).parents[1]
MUTANTS_OF_A_KIND = 300
ODD = [
    *["yes", "no", "Yes", "on", "t", "true", "TRUE", "0", "1", "5", "-5", "null", "None", "a", "Ä"],
    *["1590969600", "2020", "2020-02", "2020-02-01", "2020-2-1", "20200201", "2020-02-30"],
    *["0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "-2020-01-01", "2020-W05-6"],
    *["2020-02-01T00:00", "2020-02-01T00:00:00", "2020-02-01T00:00:00Z", "2020-02-01T00:00:00z"],
    *["2020-02-01T00:00:00+00:00", "2020-02-01T00:00:00.5Z", "2020-02-01 00:00:00Z"],
    *["2020-02-01T24:00:00Z", "2020-02-01T23:59:60Z", "2020-2-1T1:2:3Z", "0000-02-01T00:00:00Z"],
    *["2020~", "2020?", "2020-02/2020-01", "2020-02/..", "[2020-02-01..2020-02-03]", "2020-XX"],
    *["I000001", "I000001\n", "I000001 ", " I000001", "i000001", "I0000012", "https://a.example/b"],
    *["\uff10", "\uff11\uff12", "\u0663", "1_000", "1,000", "1e3", "1E3", "0x10", "1/2", "1 2"],
    *["NaN", "nan", "INF", "-INF", "inf", "+1", "-0", "-0.0", "0.0", "00", "007", "12 ", " 12"],
    *["1.", ".5", "1.50", "1.5", "-1.5", "1" * 15 + ".5", "1e400", "0." + "0" * 14 + "1"],
    *["9" * 15, "9" * 16, "9" * 18, "9" * 19, "9" * 400, "-" + "9" * 18, "1" * 10 + "." + "1" * 10],
    *["0." + "0" * 20 + "1", "", " ", "=1+1", "+a", "-a", "@a", "a  b", "a b", "a\tb", "a\xa0b"],
    *["e\u0301", "\u00e9", "a\u200bb", "\u0430a", "\u0430\u0430", "x" * 41, "x" * 121, "x" * 501],
    *["a|b", "a|", "|a", "a||b", "a|a", "a | b", "a\u202eb", "a\x07", "\ufeffa", "a\ud800"],
]
ALPHABET = "0123456789-+.:TZz~/[]|,;_ aAeE\u00e9xQI\u5c45\u0663\uff11" + (
    "\u0301\xa0\u200b\u202e\ufeff\x07\t\n\u0391\u0430"
)
INVENTED: list[dict[str, Any]] = [
    {"type": "string", "example": "abcd", "constraints": {"minLength": 3, "maxLength": 5}},
    {"type": "string", "example": "ab", "constraints": {"pattern": "(?:a.|b*)", "maxLength": 4}},
    {"type": "integer", "example": "-3", "constraints": {"minimum": -12, "maximum": -2}},
    {"type": "number", "example": "0.3", "constraints": {"minimum": 0.1, "maximum": 0.7}},
    {"type": "number", "example": "-2.5", "constraints": {"required": True}},
    {"type": "date", "example": "2020-02-01", "constraints": {"required": True}},
]
GENTLY = settings(
    derandomize=True,
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)


@dataclass(frozen=True)
class Column:
    """A field, the table it stands in, and its text in the schema."""

    table: Table
    field: Field
    written: dict[str, Any]

    @property
    def kind(self) -> str:
        """The type of the field, and what narrows it."""
        if self.field.is_edtf:
            return "edtf"
        if self.field.separator:
            return "list"
        narrowed = "category" if self.field.categories else "pattern"
        is_plain = not (self.field.categories or self.field.constraints.pattern)
        return self.field.type if is_plain else f"{self.field.type} {narrowed}"


def columns() -> Iterator[Column]:
    """The columns of the contract, and of an invented table with the constraints it lacks."""
    for table in schema.load(ROOT).tables.values():
        document = json.loads((ROOT / table.resource.schema_).read_text("utf-8"))
        for field, written in zip(table.fields, document["fields"], strict=True):
            yield Column(table, field, written)
    named = [{"name": f"invented_{n}", **each} for n, each in enumerate(INVENTED)]
    texts = {"title": "Invented", "description": "Invented."}
    fields = [Field.model_validate(texts | each) for each in named]
    invented = Table(table.resource, table.schema.model_copy(update={"fields": fields}))
    for field, written in zip(fields, named, strict=True):
        yield Column(invented, field, written)


COLUMNS = list(columns())
KINDS = sorted({column.kind for column in COLUMNS})


def of_kind(kind: str) -> list[Column]:
    return [column for column in COLUMNS if column.kind == kind]


def seeds(field: Field) -> list[str]:
    """Cells that are legal, or just beyond a limit."""
    limits = field.constraints
    bounds = [b for b in (limits.minimum, limits.maximum) if b is not None]
    around = [f"{b + step:g}" for b in bounds for step in (-1, -0.1, 0, 0.1, 1)]
    lengths = [n for n in (limits.min_length, limits.max_length) if n is not None]
    listed = [str(category.value) for category in field.categories]
    return [field.example, *listed, *around, *("x" * (n + s) for n in lengths for s in (-1, 0, 1))]


def mutant(cell: str, chance: random.Random) -> str:
    """The cell with one to three characters put in, left out, doubled or replaced."""
    for _ in range(chance.randint(1, 3)):
        place = chance.randint(0, len(cell))
        middle = chance.choice(["", chance.choice(ALPHABET), cell[place : place + 1] * 2])
        cell = cell[:place] + middle + cell[place + chance.randint(0, 1) :]
    return cell


def mutants(field: Field, count: int) -> list[str]:
    """Mutated seeds of a field, the same ones at each run and each only once."""
    chance = random.Random(field.name)
    made: dict[str, None] = {}
    while len(made) < count:
        made[mutant(chance.choice(seeds(field)), chance)] = None
    return list(made)


def frictionless_refuses(column: Column, cells: list[str]) -> list[bool]:
    """What Frictionless says of each cell.

    A second column keeps a row without a value from being a blank one. `unique` is left out, since
    it is a matter of the whole column.
    """
    limits = dict(column.written.get("constraints", {}))
    limits.pop("unique", None)
    asked = column.written | {"constraints": limits}
    fields = [asked, {"name": "filler", "type": "string"}]
    resource = frictionless.Resource(
        data=[[column.field.name, "filler"], *([cell, "x"] for cell in cells)],
        schema=frictionless.Schema.from_descriptor({"fields": fields}),
    )
    report = resource.validate(limit_errors=10 * len(cells))
    assert not report.errors
    lines = {line for (line,) in report.flatten(["rowNumber"])}
    return [line in lines for line in range(2, len(cells) + 2)]


def layers_refuse(column: Column, cells: list[str]) -> list[bool]:
    """Whether Frictionless or the canonical spelling refuses each cell."""
    refused = frictionless_refuses(column, cells)
    spelt = [not cell or spelling.fault(column.field, cell) is None for cell in cells]
    return [is_refused or not is_spelt for is_refused, is_spelt in zip(refused, spelt, strict=True)]


def model_refuses(column: Column, cells: list[str]) -> list[bool]:
    """Whether the row model refuses each cell."""
    model, name = rows.row_model(column.table), column.field.name
    return [rows.refuses(model, {name: cell or None}, name) for cell in cells]


def differing(column: Column, cells: list[str], layers: list[bool]) -> list[tuple[str, str, bool]]:
    """The cells on which the verdicts differ, and that of Frictionless and the spelling."""
    model = model_refuses(column, cells)
    each = zip(cells, layers, model, strict=True)
    return [(column.field.name, cell, first) for cell, first, second in each if first != second]


@pytest.mark.parametrize("kind", KINDS)
def test_same_verdict_on_mutated_cells(kind: str) -> None:
    count = max(60, MUTANTS_OF_A_KIND // len(of_kind(kind)))
    verdicts: list[bool] = []
    for column in of_kind(kind):
        cells = mutants(column.field, count)
        layers = layers_refuse(column, cells)
        assert differing(column, cells, layers) == []
        verdicts += layers
    assert len(verdicts) >= 200
    assert 0.3 * len(verdicts) <= sum(verdicts) < len(verdicts)


@pytest.mark.parametrize("kind", KINDS)
def test_same_verdict_on_odd_spellings(kind: str) -> None:
    for column in of_kind(kind):
        cells = seeds(column.field) + ODD
        assert differing(column, cells, layers_refuse(column, cells)) == []


@pytest.mark.parametrize("kind", KINDS)
@GENTLY
@given(data=st.data())
def test_same_verdict_on_generated_cells(kind: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(of_kind(kind)))
    texts = st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=30)
    seed = st.sampled_from(seeds(column.field))
    places = st.integers(0, 20)
    joined = st.builds(lambda a, n, text, b: a[:n] + text + b[n:], seed, places, texts, seed)
    cells = data.draw(st.lists(joined | texts, min_size=20, max_size=60, unique=True))
    assert differing(column, cells, layers_refuse(column, cells)) == []


def test_every_kind_of_field_is_asked() -> None:
    expected = {"string", "string pattern", "string category", "edtf", "list", "integer"}
    expected |= {"integer category", "number", "boolean", "date", "datetime"}
    assert set(KINDS) == expected
