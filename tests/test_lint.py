"""Faults of a contract that no JSON shape shows; each is worded in tests/broken/contract."""

from typing import Any

import pytest

from attested.lint_fields import field_faults
from attested.schema import Field


def faults(kind: str, constraints: dict[str, Any] | None = None, **properties: Any) -> list[str]:
    texts = {"name": "x", "title": "X", "description": "An x.", "example": "an example"}
    limits = {"constraints": constraints or {}}
    return list(field_faults(Field.model_validate({**texts, "type": kind, **limits, **properties})))


@pytest.mark.parametrize(
    "pattern",
    ["A[0-9]{6}", "(?:A|B)", "(?:A|(?:B|C))x", "[|]", r"\|", r"[\]|]", "[]|]", "[^|(]+", "(A|B)"],
)
def test_pattern_passes(pattern: str) -> None:
    assert faults("string", {"pattern": pattern}) == []


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("A|B", "bare |"),
        ("(?:A|B)|C", "bare |"),
        (r"\(A|B\)", "bare |"),
        ("^A", "its own ^ or $"),
        ("A$", "its own ^ or $"),
        ("(A", "no regular expression"),
        ("(?i)A", "no regular expression"),
        ("A{1,99999999999999999999}", "no regular expression"),
    ],
)
def test_pattern_is_refused(pattern: str, fault: str) -> None:
    assert fault in " ".join(faults("string", {"pattern": pattern}))


@pytest.mark.parametrize(
    ("kind", "constraints"),
    [
        ("integer", {"minimum": 1, "maximum": 1}),
        ("integer", {"minimum": 1.0}),
        ("number", {"minimum": -0.5, "maximum": 0.5}),
        ("string", {"minLength": 1, "maxLength": 1}),
    ],
)
def test_bounds_pass(kind: str, constraints: dict[str, Any]) -> None:
    assert faults(kind, constraints) == []


@pytest.mark.parametrize(
    ("kind", "constraints", "fault"),
    [
        ("integer", {"minimum": 0.5}, "no integer"),
        ("integer", {"maximum": float("inf")}, "no integer"),
        ("number", {"maximum": 1e300}, "no number"),
        ("number", {"minimum": 2, "maximum": 1}, "above its maximum"),
        ("string", {"minLength": 0, "maxLength": 5}, "fits no text"),
        ("string", {"maxLength": -1}, "fits no text"),
        ("string", {"minLength": 6, "maxLength": 5}, "fits no text"),
        ("date", {"minimum": 1}, "has no minimum"),
        ("boolean", {"enum": ["yes"]}, "has no enum"),
    ],
)
def test_bounds_are_refused(kind: str, constraints: dict[str, Any], fault: str) -> None:
    assert fault in " ".join(faults(kind, constraints))


@pytest.mark.parametrize(
    ("true_values", "false_values"),
    [(["yes"], []), ([], []), (["yes", "on"], ["no"]), (["yes"], ["yes"]), (["yes"], None)],
)
def test_boolean_has_one_word_each(true_values: list[str], false_values: list[str] | None) -> None:
    assert len(faults("boolean", trueValues=true_values, falseValues=false_values)) == 1
    assert faults("boolean", trueValues=["yes"], falseValues=["no"]) == []
