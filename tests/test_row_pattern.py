"""The pattern of a table's lines accepts no row that the row model or the form refuses, and nearly
all that they accept."""

import csv
import io
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from attested import rows, schema, tables
from attested.form import Form
from attested.row_pattern import RowPattern
from attested.schema import Field, Table
from test_differential import ALPHABET, ODD, mutants, seeds

ROOT = Path(__file__).parents[1]
TABLES = schema.load(ROOT).tables
MUTANTS = 120
FILLED = [name for name in TABLES if tables.read(ROOT, TABLES[name]).rows]
ASCII_SHARE = 0.999  # of the record's rows in plain letters, those with unlisted cells left out


def accepts(pattern: RowPattern, line: str) -> bool:
    found = pattern.match(line.encode("utf-8", "surrogatepass"))
    return found is not None and pattern.accepts(found)


def is_sound(table: Table, line: str) -> bool:
    """Whether form and row model accept the line."""
    form = Form(table.columns)
    record = form.record(2, [line.encode("utf-8", "surrogatepass")], 0)
    if record is None:
        return False
    try:
        rows.row_model(table).model_validate(tables.cells_of(table, record))
    except ValidationError:
        return False
    return True


def lines_of(table: Table, record: list[str], place: int, cells: list[str]) -> list[str]:
    """The record as lines, with another cell at a place: canonical, and raw, quoted or not."""
    made = []
    for cell in cells:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="").writerow(
            [*record[:place], cell, *record[place + 1 :]]
        )
        before = [each if "," not in each and '"' not in each else "x" for each in record]
        raw = [
            ",".join([*before[:place], text, *before[place + 1 :]]) for text in (cell, f'"{cell}"')
        ]
        made += [buffer.getvalue(), *raw]
    return [line for line in made if "\n" not in line]


@pytest.mark.parametrize("name", FILLED)
def test_what_the_pattern_accepts_is_sound(name: str) -> None:
    table, pattern, accepted, refused = TABLES[name], RowPattern(TABLES[name]), 0, 0
    records = list(tables.read(ROOT, table).records())
    chance = random.Random(name)
    for place, field in enumerate(table.fields):
        cells = [*mutants(field, MUTANTS), *seeds(field), *ODD]
        for line in lines_of(table, chance.choice(records), place, cells):
            if accepts(pattern, line):
                accepted += 1
                assert is_sound(table, line), line
            else:
                refused += 1
    assert accepted > 50
    assert refused > 1000


@pytest.mark.parametrize("name", FILLED)
def test_nearly_all_sound_lines_are_accepted_at_once(name: str) -> None:
    """Else the fast path would be slow, and the test above would show nothing."""
    text = (ROOT / TABLES[name].path).read_text("utf-8")
    plain = [line for line in text.splitlines()[1:] if line.isascii()]
    accepted = sum(accepts(RowPattern(TABLES[name]), line) for line in plain)
    assert accepted >= ASCII_SHARE * len(plain)


MADE = [
    {"type": "string", "constraints": {"required": True, "pattern": "[a-z]{0,2}"}},
    {"type": "string", "constraints": {"required": True, "pattern": "(?:ab|)"}},
    {"type": "string", "constraints": {"pattern": "(?:a|b)?", "maxLength": 1}},
    {"type": "string", "constraints": {"required": True, "minLength": 2, "maxLength": 3}},
    {"type": "integer", "constraints": {"required": True, "minimum": 1}},
    {"type": "integer", "constraints": {"minimum": -1, "maximum": 5}},
]


@pytest.mark.parametrize("made", MADE, ids=str)
def test_made_fields_that_the_record_lacks(made: dict[str, Any]) -> None:
    """An empty cell that is required, whatever its pattern may match, among others."""
    words = {"title": "Made", "description": "Made.", "example": "a"}
    fields = [TABLES["retired"].field["id"], Field.model_validate(made | words | {"name": "made"})]
    whole = TABLES["retired"]
    table = Table(whole.resource, whole.schema.model_copy(update={"fields": fields}))
    cells = ["", *ODD, *seeds(fields[1]), *mutants(fields[1], MUTANTS), "ab", "b", "abc", "abcd"]
    for line in lines_of(table, ["I000001", "a"], 1, cells):
        if accepts(RowPattern(table), line):
            assert is_sound(table, line), line


TEXTS = st.text(st.sampled_from(ALPHABET + '",' * 4) | st.characters(), max_size=40)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(cells=st.lists(TEXTS, min_size=4, max_size=4), canonical=st.booleans())
def test_any_line(cells: list[str], canonical: bool) -> None:
    table = TABLES["retired"]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(["I000001", "0.1.0", cells[2], ""])
    line = buffer.getvalue() if canonical else ",".join(["I000001", "0.1.0", *cells[2:]])
    if "\n" not in line and accepts(RowPattern(table), line):
        assert is_sound(table, line)


def test_a_line_that_no_pattern_ends_soon_takes_no_longer() -> None:
    """A pattern without backtracking: twice the line, at most about twice the steps."""
    for name in FILLED:
        pattern = RowPattern(TABLES[name])
        for filler in ("a", "a ", '"', '""', ",", '",', "x,", '"a'):
            assert not accepts(pattern, filler * 50_000)
