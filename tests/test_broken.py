"""Each fault of tests/broken is found, named and explained, word for word."""

from pathlib import Path

import pytest

from attested import check, problems, schema
from attested.passages import Text, find
from faults import FAULTS, MADE, edits_of, expected, rewrite, spoil

SAMPLE = Path(__file__).parent / "sample"
TABLES = schema.load(SAMPLE.parents[1]).tables.values()
BEFORE_CELLS = ("contract/", "form/")  # stages that never ask Frictionless


def found(root: Path, full: bool = False) -> str:
    return problems.as_text(check.check(root, full=full).problems)


@pytest.mark.parametrize("full", [False, True], ids=["fast", "full"])
def test_sample_is_clean(sample: Path, full: bool) -> None:
    assert found(sample, full) == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_explained(sample: Path, fault: str) -> None:
    spoil(sample, fault)
    assert found(sample) == expected(fault)
    if fault.startswith(BEFORE_CELLS):
        assert found(sample, full=True) == expected(fault)


@pytest.mark.parametrize(("stage", "many"), [("cells", 60), ("rules", 60)])
def test_full_check_explains_many_faults_alike(sample: Path, stage: str, many: int) -> None:
    """All faults of a stage at once, since a full check for each of them would take a minute."""
    for fault in FAULTS:
        if fault.startswith(f"{stage}/") and edits_of(fault) and fault not in MADE:
            spoil(sample, fault)
    lines = found(sample)
    assert len(lines.splitlines()) > many
    assert found(sample, full=True) == lines


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_sample_has_every_column_of_the_contract(table: schema.Table) -> None:
    header, *rows = (SAMPLE / table.path).read_text("utf-8").splitlines()
    assert header.split(",") == table.columns, f"add the column to tests/sample/{table.path}"
    assert rows


def test_every_made_fault_has_its_folder() -> None:
    assert set(MADE) <= set(FAULTS)


def test_cells_that_look_like_another_dialect_are_clean(sample: Path) -> None:
    """Frictionless guesses separator and quotes from the cells unless it is told."""
    rewrite(sample / "data/officials.csv", {"O000002": {"aliases": "x|'y'|z"}})
    assert found(sample, full=True) == ""


def test_passages_of_the_sample_stand_in_its_text(sample: Path) -> None:
    text = Text.of((SAMPLE / "texts/A000001.txt").read_text("utf-8").splitlines())
    passages = check.check(sample).contents["passages"].rows
    runs = [(str(each["fingerprint"]), int(each["tokens"] or 0)) for each in passages]
    places = find(text, runs)
    assert [places[run][0] for run in runs] == [int(each["start"] or 0) for each in passages]
