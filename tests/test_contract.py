"""The contract reads well, and its examples are legal to Frictionless too."""

import json
import re
from pathlib import Path

import frictionless
import pytest

from attested import lint, schema
from attested.schema import Field, Table

ROOT = Path(__file__).parents[1]
PACKAGE = schema.load(ROOT)
TABLES = list(PACKAGE.tables.values())
FIELDS = [(table, field) for table in TABLES for field in table.fields]
SENTENCE = re.compile(r"[A-Z0-9].*[^ .]\.")
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
each_field = pytest.mark.parametrize(("table", "field"), FIELDS, ids=lambda each: each.name)


def test_contract_has_no_fault() -> None:
    faults = [*lint.lint(PACKAGE), *(f for table in TABLES for f in lint.example_faults(table))]
    assert faults == []


@each_table
def test_table_is_described(table: Table) -> None:
    assert SENTENCE.fullmatch(table.description)
    assert table.title.strip() == table.title


@each_field
def test_field_is_described(table: Table, field: Field) -> None:
    assert SENTENCE.fullmatch(field.description)
    assert field.title[0].isupper() or field.title[0].isdigit()
    for category in field.categories:
        texts = [category.description, category.include, category.exclude]
        assert [text for text in texts if not SENTENCE.fullmatch(text)] == []


@each_table
def test_frictionless_accepts_the_examples(table: Table) -> None:
    document = json.loads((ROOT / table.resource.schema_).read_text("utf-8"))
    resource = frictionless.Resource(
        data=[table.columns, [field.example for field in table.fields]],
        schema=frictionless.Schema.from_descriptor(document | {"foreignKeys": []}),
    )
    assert resource.validate().flatten(["fieldName", "note"]) == []
