"""One spelling for each value; that the row models agree stands in test_differential.py."""

import pytest

from attested import spelling
from attested.schema import Field


def field(kind: str, **properties: object) -> Field:
    texts = {"name": "x", "title": "X", "description": "An x.", "example": "an example"}
    return Field.model_validate({**texts, "type": kind, **properties})


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        *[("integer", cell) for cell in ("0", "7", "-7", "9" * 18, "-" + "9" * 18)],
        *[("number", cell) for cell in ("0", "7", "-7", "0.5", "-0.5", "39.9075", "9" * 15)],
        *[("date", cell) for cell in ("0001-01-01", "2020-02-29", "9999-12-31")],
        *[("datetime", cell) for cell in ("2020-02-01T00:00:00Z", "0001-01-01T23:59:59Z")],
        *[("boolean", cell) for cell in ("yes", "no", "-")],
        *[("string", cell) for cell in ("a b", "é", "居民", "A|B")],
    ],
)
def test_canonical(kind: str, cell: str) -> None:
    assert spelling.fault(field(kind), cell) is None


@pytest.mark.parametrize(
    ("kind", "cell", "written"),
    [
        *[("integer", cell, "7") for cell in ("+7", "07", " 7", "7 ", "\uff17", "\u0667", "0_7")],
        ("integer", "-0", "0"),
        *[("number", cell, "7") for cell in ("+7", "07", "7.0", "7.", "70e-1", "0.7E1", " 7")],
        *[("number", cell, "0") for cell in ("-0", "0.0", "0e5", ".0")],
        *[("number", cell, "0.5") for cell in (".5", "0.50", "5e-1")],
        ("number", "1e3", "1000"),
        *[("date", cell, "2020-02-01") for cell in ("2020-2-1", "2020-02-1", "+2020-02-01")],
        ("datetime", "2020-2-1T1:2:3Z", "2020-02-01T01:02:03Z"),
    ],
)
def test_other_spelling_is_told_the_one(kind: str, cell: str, written: str) -> None:
    fault = spelling.fault(field(kind), cell)
    assert fault is not None
    assert fault.endswith(f" is not canonical; write {written}")


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        *[("integer", cell) for cell in ("x", "1.0", "1e3", "0x10", "9" * 19, "9" * 5000, "--1")],
        *[
            ("number", cell)
            for cell in ("x", "NaN", "INF", "1,5", "9" * 16, "1e400", "0." + "1" * 16)
        ],
        *[("number", cell) for cell in ("1e-30", "1" * 8 + "." + "1" * 8, "9" * 5000)],
        *[
            ("date", cell)
            for cell in ("x", "2020", "2020-02-30", "2020-02-01T00:00:00Z", "1-2-3-4")
        ],
        *[
            ("datetime", cell)
            for cell in ("2020-02-01", "2020-02-01T00:00:00", "2020-02-30T00:00:00Z")
        ],
        *[("datetime", cell) for cell in ("2020-02-01T00:00:00+00:00", "2020-02-01T00:00:60Z")],
    ],
)
def test_no_value_is_shown_an_example(kind: str, cell: str) -> None:
    fault = spelling.fault(field(kind), cell)
    assert fault is not None
    assert fault.endswith(f" is no canonical {kind}; write it like an example")


@pytest.mark.parametrize("cell", [" a", "a ", "a  b", "=a", "e\u0301", "a\u200bb"])
def test_unfit_text(cell: str) -> None:
    assert spelling.fault(field("string"), cell) is not None


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("one", None),
        ("one|two", None),
        ("one||two", "an item between | is empty or padded; write one|two"),
        ("|one", "an item between | is empty or padded; write one|two"),
        ("one| two", "an item between | is empty or padded; write one|two"),
        ("one|two|one", "an item stands twice; keep one"),
    ],
)
def test_lists(cell: str, fault: str | None) -> None:
    assert spelling.fault(field("string", separator="|"), cell) == fault


def test_edtf_dates_have_their_own_words() -> None:
    dated = field("string", rdfType="http://id.loc.gov/datatypes/edtf/EDTF")
    assert spelling.fault(dated, "2022-09~") is None
    fault = spelling.fault(dated, "2022-13")
    assert fault == '"2022-13" is not a date, as there is no month 13; correct the month'
