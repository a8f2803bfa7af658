"""Sentences of the policy that no rule of the record checks."""

import re

from attested import names, schema
from attested.names import AllowList
from made import ROOT

PACKAGE = schema.load(ROOT)
JUDGING = (
    "guilt",
    "verdict",
    "reliab",
    "credib",
    "score",
    "crime",
    "perpetrator",
    "liab",
    "convict",
)


def test_no_column_passes_a_judgement():
    columns = [f"{t.name}.{f.name}" for t in PACKAGE.tables.values() for f in t.fields]
    values = [str(c.value) for t in PACKAGE.tables.values() for f in t.fields for c in f.categories]
    assert [word for word in [*columns, *values] for part in JUDGING if part in word] == []


def test_an_official_never_stands_without_source_hedge_and_dispute():
    view = (ROOT / "schemas/views/81-official_record.sql").read_text("utf-8")
    for column in (
        "role",
        "reported_by",
        "hands",
        "hedged",
        "doubt",
        "disputes",
        "source_disputes",
    ):
        assert re.search(rf"\b{column}\b", view)
    flat = (ROOT / "schemas/views/90-incidents_flat.sql").read_text("utf-8")
    officials = flat.split("AS officials")[0].rsplit("SELECT group_concat", 1)[1]
    for part in ("as reported by", "hedged", "disputed", "source disputed"):
        assert part in officials


def test_a_name_in_another_script_is_seen():
    allowed = AllowList.build(["霜桥"], ["people"])
    for text in ("then 竹雾 left", "people saw тулан", "seen by تولان"):
        assert list(names.unknown_names(text, allowed))
    assert not list(names.unknown_names("people saw 霜桥", allowed))


def test_no_coder_is_named():
    coders = PACKAGE.tables["coded_units"].field["coder"].categories
    assert [category.value for category in coders] == ["A", "B"]
    columns = [name for table in PACKAGE.tables.values() for name in table.columns]
    assert [name for name in columns if "coder" in name] == ["coder"]
