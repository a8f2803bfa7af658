"""Whatever stands in the files, the check ends with problems or with none, and never otherwise."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attested import check, schema

ROOT = Path(__file__).parents[1]
TABLES = [table.path for table in schema.load(ROOT).tables.values()]
DOCUMENTS = ["datapackage.json", "schemas/claims.json", "schemas/places.json", "schemas/ties.json"]
RULE = "schemas/rules/place-parents.sql"
LINE = re.compile(r"(datapackage\.json|schemas/\S+|data/\w+\.csv)(:[0-9]+)?: .+; .+")
FRAGMENTS = [b",", b'"', b'""', b"\n", b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"'", b"|", b";"]
VALUES: list[Any] = [None, True, 0, -1, 1.5, 10**30, "", "id", "name", "date", "terms", "integer"]
VALUES += ["=x", "(", "a|b", "^a", "\x00", "\ud800", [], {}, [[]], ["id"], [["id"]], {"name": "id"}]
WORDS = ["", "DELETE", "DROP TABLE", "';", "--", "NULL", "0", "count(*)", "zeroblob(9)"]


def gently(examples: int) -> settings:
    """The same examples at each run, however long one takes."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        derandomize=True, deadline=None, max_examples=examples, suppress_health_check=checks
    )


@pytest.fixture(scope="module")
def package(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy of the sample for all examples; each puts back the file that it spoils."""
    return Path(shutil.copytree(sample_template, tmp_path_factory.mktemp("any") / "package"))


def assert_ends_well(package: Path, name: str, data: bytes) -> None:
    whole = (package / name).read_bytes()
    (package / name).write_bytes(data)
    try:
        lines = [str(problem) for problem in check.check(package).problems]
    finally:
        (package / name).write_bytes(whole)
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def spoilt(whole: bytes) -> st.SearchStrategy[bytes]:
    """Random bytes, or the file cut off, or with a piece of it replaced."""
    places = st.integers(0, len(whole))
    pieces = st.binary(max_size=20) | st.sampled_from(FRAGMENTS)
    replaced = st.builds(
        lambda start, length, piece: whole[:start] + piece + whole[start + length :],
        *(places, st.integers(0, 40), pieces),
    )
    return st.binary(max_size=200) | places.map(lambda end: whole[:end]) | replaced


def paths(document: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value inside a JSON document."""
    steps = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in steps:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))


def with_value(document: Any, path: tuple[str | int, ...], value: Any) -> bytes:
    """The document as JSON with another value at a path."""
    changed = json.loads(json.dumps(document))
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(changed).encode()


@pytest.mark.parametrize("name", [*TABLES, *DOCUMENTS[:2], RULE])
@gently(6)
@given(data=st.data())
def test_any_bytes(package: Path, name: str, data: st.DataObject) -> None:
    assert_ends_well(package, name, data.draw(spoilt((package / name).read_bytes())))


@pytest.mark.parametrize("name", DOCUMENTS)
@gently(40)
@given(data=st.data())
def test_any_value_in_the_contract(package: Path, name: str, data: st.DataObject) -> None:
    document = json.loads((package / name).read_text("utf-8"))
    others = list(paths(document))
    path = data.draw(st.sampled_from(others))
    value = data.draw(st.sampled_from(VALUES) | st.sampled_from(others).map(lambda at: at[-1]))
    assert_ends_well(package, name, with_value(document, path, value))


@gently(8)
@given(data=st.data())
def test_any_text_in_a_cell(package: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(TABLES))
    rows = list(csv.reader(io.StringIO((package / name).read_text("utf-8"), newline="")))
    row = data.draw(st.sampled_from(rows[1:]))
    row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.text(max_size=30))
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    assert_ends_well(package, name, buffer.getvalue().encode())


@gently(40)
@given(data=st.data())
def test_any_word_in_a_rule(package: Path, data: st.DataObject) -> None:
    words = re.split(r"(\W+)", (package / RULE).read_text("utf-8"))
    words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from([*words, *WORDS]))
    assert_ends_well(package, RULE, "".join(words).encode())
