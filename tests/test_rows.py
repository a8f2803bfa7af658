from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from attested import cells as asked
from attested import rows, schema, tables

ROOT = Path(__file__).parents[1]
TABLES = schema.load(ROOT).tables
PLACE = {"id": "G000002", "name": "Norvale", "level": "first-order", "latitude": "45.5"}
PLACE |= {"geonames": "9000001"}
CAPTURE = {
    "id": "K000001",
    "article": "A000001",
    "captured": "2021-04-01T09:30:00Z",
    "url": "https://herald.example/gates",
    "final_url": "https://herald.example/gates/",
    "sha256": "5" * 64,
    "warc_record": "urn:uuid:11111111-2222-4333-8444-555555555555",
}


def test_row_is_typed_and_an_empty_cell_is_none() -> None:
    row = rows.row_model(TABLES["places"]).model_validate(PLACE)
    assert row.model_dump(exclude_none=True) == PLACE | {"latitude": 45.5, "geonames": 9000001}
    assert row.model_dump()["longitude"] is None


def test_moments_are_read_with_their_zone() -> None:
    row = rows.row_model(TABLES["captures"]).model_validate(CAPTURE)
    assert row.model_dump()["captured"] == datetime(2021, 4, 1, 9, 30, tzinfo=UTC)


def test_days_and_answers_are_read() -> None:
    evidence = {"id": "E000001", "row": "I000001", "basis": "elsewhere", "accessed": "2021-04-01"}
    row = rows.row_model(TABLES["evidence"]).model_validate(evidence)
    assert row.model_dump()["accessed"] == date(2021, 4, 1)
    tie = {"id": "T000001", "source": "S000001", "kind": "belongs to", "other": "S000005"}
    model = rows.row_model(TABLES["ties"])
    disputed = [model.model_validate(tie | {"disputed": word}) for word in ("yes", "no")]
    assert [row.model_dump()["disputed"] for row in disputed] == [True, False]


def test_row_cannot_be_changed() -> None:
    row = rows.row_model(TABLES["places"]).model_validate(PLACE)
    with pytest.raises(ValidationError):
        row.id = "G000003"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("id", "G2"),
        ("id", None),
        ("name", " Norvale"),
        ("level", "village"),
        ("latitude", "91"),
        ("latitude", "45.50"),
        ("geonames", "0"),
        ("geonames", "1.0"),
        ("aliases", "a||b"),
    ],
)
def test_cell_is_refused_by_its_name(name: str, cell: str | None) -> None:
    model = rows.row_model(TABLES["places"])
    assert rows.refuses(model, PLACE | {name: cell}, name)
    assert not rows.refuses(model, PLACE | {name: cell}, "note")
    assert not rows.refuses(model, PLACE, name)


def test_column_that_the_schema_lacks_is_refused() -> None:
    assert rows.refuses(rows.row_model(TABLES["places"]), PLACE | {"height": "5"}, "height")


def test_model_is_named_after_its_table() -> None:
    assert rows.row_model(TABLES["incident_places"]).__name__ == "IncidentPlacesRow"


def test_words_of_the_model_serve_when_frictionless_has_none() -> None:
    cells: tables.Cells = {name: None for name in TABLES["places"].columns}
    row = cells | PLACE | {"geonames": "x"}
    (problem,) = asked.model_faults(TABLES["places"], [(2, row)])
    assert str(problem).startswith("data/places.csv:2: G000002 geonames: is refused (")
