import json

import pytest

from attested.problems import FORMATS, Problem, as_github, as_json, as_text, printable, shown

CELL = Problem("data/incidents.csv", 3, "I000002", "date", "is wrong; mend it")
FILE = Problem("data/incidents.csv", 0, "", "", "is missing; restore it")
FIELD = Problem("schemas/terms.json", 0, "", "term", "stands twice; keep one field")


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (CELL, "data/incidents.csv:3: I000002 date: is wrong; mend it"),
        (FILE, "data/incidents.csv: is missing; restore it"),
        (FIELD, "schemas/terms.json: term: stands twice; keep one field"),
    ],
)
def test_line(problem: Problem, line: str) -> None:
    assert str(problem) == line


def test_line_stays_one_line() -> None:
    assert str(Problem("a", 0, "", "", "x\ny\x1b[31m; z")) == "a: x\\u000ay\\u001b[31m; z"


def test_text_has_a_line_each() -> None:
    assert as_text([CELL, FILE]) == f"{CELL}\n{FILE}\n"
    assert as_text([]) == ""


def test_json_has_an_object_each() -> None:
    first, second = json.loads(as_json([CELL, FILE]))
    assert first == {
        "path": "data/incidents.csv",
        "line": 3,
        "id": "I000002",
        "field": "date",
        "message": "is wrong; mend it",
    }
    assert second["line"] == 0
    assert json.loads(as_json([])) == []


def test_github_has_an_annotation_each() -> None:
    assert as_github([CELL, FILE]) == (
        "::error file=data/incidents.csv,line=3::I000002 date: is wrong; mend it\n"
        "::error file=data/incidents.csv,line=1::is missing; restore it\n"
    )


def test_github_escapes_what_would_end_the_annotation() -> None:
    problem = Problem("a,b:c%.csv", 2, "", "", "100 %\r\nmore; less")
    line = "::error file=a%2Cb%3Ac%25.csv,line=2::100 %25%0D%0Amore; less\n"
    assert as_github([problem]) == line


def test_formats_by_name() -> None:
    assert sorted(FORMATS) == ["github", "json", "text"]
    assert FORMATS["text"]([FILE]) == as_text([FILE])


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("plain", '"plain"'),
        ("居民", '"居民"'),
        ("a\nb", '"a\\u000ab"'),
        ("a\u202eb", '"a\\u202eb"'),
        ("x" * 61, '"' + "x" * 59 + '…"'),
        ("x" * 60, '"' + "x" * 60 + '"'),
    ],
)
def test_shown(value: str, seen: str) -> None:
    assert shown(value) == seen


def test_printable_leaves_what_shows() -> None:
    assert printable("Ürümqi – 乌鲁木齐") == "Ürümqi – 乌鲁木齐"  # noqa: RUF001
