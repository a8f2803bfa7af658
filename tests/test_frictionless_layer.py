"""Frictionless' report in our words where the check itself would have stopped before asking it."""

from pathlib import Path

from attested import check, frictionless_layer
from attested.problems import Problem
from faults import rewrite


def validated_after(sample: Path, name: str, old: str, new: str) -> list[Problem]:
    """What Frictionless finds when a file is changed after the check has read it."""
    result = check.check(sample)
    assert result.package is not None
    path = sample / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return frictionless_layer.validate(result.package, result.contents)


def test_contract_that_frictionless_cannot_read(sample: Path) -> None:
    (problem,) = validated_after(sample, "schemas/terms.json", '"maxLength": 80', '"maxLength": []')
    assert problem.path == "datapackage.json"
    assert problem.message.endswith("; correct it")


def test_contract_that_frictionless_refuses(sample: Path) -> None:
    problems = validated_after(
        sample, "datapackage.json", '"keywords"', '"created": "today", "keywords"'
    )
    assert [problem.path for problem in problems] == ["datapackage.json"]
    assert "created" in problems[0].message


def test_fault_of_no_field(sample: Path) -> None:
    problems = validated_after(sample, "data/terms.csv", "W000003,", "W000003,too many,")
    (whole_row,) = (str(problem) for problem in problems if not problem.field)
    assert whole_row.startswith("data/terms.csv:4: W000003: ")
    assert whole_row.endswith("; correct it")


def test_named_tables_alone_are_validated(sample: Path) -> None:
    result = check.check(sample)
    assert result.package is not None
    rewrite(sample / "data/terms.csv", {"W000001": {"reason": ""}})
    rewrite(sample / "data/ties.csv", {"T000001": {"disputed": ""}})
    asked = frictionless_layer.validate(result.package, result.contents, {"ties"})
    assert [problem.path for problem in asked] == ["data/ties.csv"]
    assert len(frictionless_layer.validate(result.package, result.contents)) == 2


def test_a_contract_that_is_refused_is_told_once_however_many_tables_are_named(
    sample: Path,
) -> None:
    result = check.check(sample)
    assert result.package is not None
    path = sample / "datapackage.json"
    spoilt = path.read_text("utf-8").replace('"keywords"', '"created": "today", "keywords"')
    path.write_text(spoilt, "utf-8")
    (problem,) = frictionless_layer.validate(result.package, result.contents, {"terms", "ties"})
    assert problem.path == "datapackage.json"
    assert "created" in problem.message
