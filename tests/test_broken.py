"""Each fault of tests/broken is found, named and explained, word for word."""

from pathlib import Path

import pytest

from attested import check, problems
from faults import FAULTS, MADE, edits_of, expected, rewrite, spoil

CHEAP = [fault for fault in FAULTS if fault.startswith(("contract/", "form/"))]


def found(root: Path, full: bool = False) -> str:
    return problems.as_text(check.check(root, full=full).problems)


@pytest.mark.parametrize("full", [False, True], ids=["fast", "full"])
def test_sample_is_clean(sample: Path, full: bool) -> None:
    assert found(sample, full) == ""


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_explained(sample: Path, fault: str) -> None:
    spoil(sample, fault)
    assert found(sample) == expected(fault)


@pytest.mark.parametrize("fault", CHEAP)
def test_full_check_explains_it_alike(sample: Path, fault: str) -> None:
    spoil(sample, fault)
    assert found(sample, full=True) == expected(fault)


@pytest.mark.parametrize(("stage", "many"), [("cells", 60), ("rules", 60)])
def test_full_check_explains_many_faults_alike(sample: Path, stage: str, many: int) -> None:
    """All faults of a stage at once, since a full check of each would take a minute."""
    for fault in FAULTS:
        if fault.startswith(f"{stage}/") and edits_of(fault):
            spoil(sample, fault)
    lines = found(sample)
    assert len(lines.splitlines()) > many
    assert found(sample, full=True) == lines


def test_every_made_fault_has_its_folder() -> None:
    assert set(MADE) <= set(FAULTS)


def test_cells_that_look_like_another_dialect_are_clean(sample: Path) -> None:
    """Frictionless guesses separator and quotes from the cells unless it is told."""
    rewrite(sample / "data/officials.csv", {"O000002": {"aliases": "'a';'b'|'c'|\"d"}})
    assert found(sample, full=True) == ""
