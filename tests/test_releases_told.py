"""How the changelog words the differences of two contracts."""

import pytest

from attested.releases import told
from attested.releases.constraints import LOOSENED, TIGHTENED
from attested.releases.schema_change import (
    DESCRIBED,
    FIELD_ADDED,
    FIELD_REMOVED,
    TABLE_ADDED,
    SchemaChange,
)

FOUND = [
    SchemaChange(TABLE_ADDED, "lamps"),
    SchemaChange(FIELD_ADDED, "doors", "in_width"),
    SchemaChange(FIELD_REMOVED, "doors", "old"),
    SchemaChange(LOOSENED, "ties", "kind", "enum", "", "owner"),
    SchemaChange(LOOSENED, "ties", "kind", "enum", "", "member of"),
    SchemaChange(TIGHTENED, "ties", "kind", "enum", "friend", ""),
    SchemaChange(TIGHTENED, "lamps", "watts", "maximum", "99", "10"),
    SchemaChange(TIGHTENED, aspect="schemas/rules/lamp-lit.sql (added)"),
    SchemaChange(LOOSENED, aspect="schemas/rules/lamp-cold.sql (removed)"),
    SchemaChange("view changed", aspect="schemas/views/10-lamp_rows.sql (changed)"),
    SchemaChange(DESCRIBED, "doors", "kind", "categories"),
    SchemaChange(DESCRIBED, "doors", "width", "description"),
    SchemaChange(DESCRIBED, aspect="schemas/page.md (added)"),
]


def test_tables_and_columns_are_named_together():
    assert [*told.named(FOUND, told.ADDED)] == ["- tables: `lamps`", "- columns: `doors.in_width`"]
    assert [*told.named(FOUND, told.REMOVED)] == ["- columns: `doors.old`"]


def test_every_other_difference_is_told_once():
    assert [*told.changed(FOUND)] == [
        "- `ties.kind` may now also be: `owner`, `member of`",
        "- `ties.kind` may no longer be: `friend`",
        "- rules added: `lamp-lit`",
        "- rules removed: `lamp-cold`",
        "- views changed: `lamp_rows`",
        "- constraint tightened: lamps.watts maximum 99 -> 10",
        "- values defined anew: `doors.kind`",
        "- descriptions and texts: `doors.width description`, `schemas/page.md (added)`",
    ]


@pytest.mark.parametrize(
    ("plain", "marked"),
    [
        ("in_width", "in_width"),
        ("_slanted_ *bold*", r"\_slanted\_ \*bold\*"),
        ("a | b", r"a \| b"),
        ("<tag> & [link](x)", r"\<tag> &amp; \[link\](x)"),
    ],
)
def test_nothing_in_a_text_is_a_mark(plain, marked):
    assert told.text(plain) == marked
