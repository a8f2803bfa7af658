"""A coder's sheet and kit, on the sample's text; what is wrong is said, all at once."""

import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from attested import blind, cli, schema
from attested.coding.columns import columns_of
from attested.coding.sheet import left, read
from attested.passages import tokens
from made import ROOT

PACKAGE = schema.load(ROOT)
COLUMNS = columns_of(PACKAGE)
SENTENCES = [tokens("Some dockers say the gate was shut."), tokens("Guards stood there at night.")]


def sheet(**tables):
    return read({"article": "A000001", "codebook": "0.2", **tables}, SENTENCES, COLUMNS)


def source(**cells):
    return {"s1": {"name": "Dockers", "kind": "unnamed group", "at": [[1, "some dockers"]]} | cells}


def test_a_sound_sheet_gives_units_with_their_places():
    found = sheet(sources=source())
    assert found.faults == []
    assert found.units[0].places() == {0, 1}
    assert left(found, SENTENCES) == [1, 2]


def test_a_sentence_is_accounted_for_when_enough_of_it_is_coded_or_all_set_aside():
    found = sheet(
        sources=source(at=[[1, "Some dockers say"]]),
        passages={"p1": {"set_aside": "heading", "at": [[2, "Guards stood there at night"]]}},
    )
    assert left(found, SENTENCES) == []


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        ({"sources": source(kind="mob")}, "sources s1 kind: 'mob' is not in the list; use one of "),
        ({"sources": source(kinds="x")}, "sources s1 kinds: is no column of the sheet; remove it"),
        ({"sources": source(at=[])}, "sources s1 at: is missing; give the passage"),
        ({"sources": source(at=[[9, "x"]])}, "sources s1 at: there is no sentence 9; correct"),
        ({"sources": source(at=[[2, "some dockers"]])}, "does not stand in sentence 2; copy"),
        ({"sources": source(at=["words"])}, "is not a list of [sentence number, words]; write"),
        ({"sources": source(at=[[1, "..."]])}, "at: 0 tokens in sentence 1; give 1 to 40"),
        ({"sources": {"s1": "x"}}, "sources s1 is no object; write its cells and `at`"),
        ({"sources": "x"}, "sources ? is no object; write its cells and `at`"),
        ({"persons": {}}, "persons: is no table of the sheet; remove it"),
        (
            {"relays": {"r1": {"claim": "c1", "step": "one", "source": "s1"}}},
            "relays r1 step: 'one' is no whole number; correct it",
        ),
        (
            {"relays": {"r1": {"claim": "c1", "step": "1", "source": "s1"}}},
            "relays r1 claim: 'c1' is no key of claims; correct it",
        ),
    ],
)
def test_a_fault_is_named(tables, fault):
    assert any(fault in each for each in sheet(**tables).faults)


def test_a_sheet_that_is_no_object_is_refused():
    assert read([], SENTENCES, COLUMNS).faults == [
        "is no object; write one with article, codebook and the tables"
    ]


def test_the_kit_checks_a_sheet_without_the_project(tmp_path, texts_folder):
    words = ["coding", "kit", str(tmp_path / "kit"), "--texts", str(texts_folder)]
    result = CliRunner().invoke(cli.main, ["--package", str(ROOT), *words])
    assert result.exit_code == 0, result.output
    kit = tmp_path / "kit"
    text = (kit / "A000001.txt").read_text("utf-8").splitlines()[0].removeprefix("[1] ")
    at = [[1, " ".join(text.split()[:5])]]
    document = {"article": "A000001", "codebook": "0.2", "sources": source(at=at)}
    (kit / "A000001.json").write_text(json.dumps(document))
    command = [sys.executable, "-I", "check.py", "A000001.json"]
    checked = subprocess.run(command, cwd=kit, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.splitlines()[-1].startswith("0 faults; {'sources': 1")
    assert "sentence 2: is neither coded nor set aside" in checked.stdout
    names = {path.name for path in kit.rglob("*") if path.is_file()}
    assert not {name for name in names if name.endswith(".csv")}


def test_the_blind_book_holds_no_row_no_name_and_no_date_of_the_record():
    book = blind.blind_codebook(PACKAGE)
    assert set(re.findall(r"\b[A-Z][0-9]{6}\b", book)) == {"A900001"}
    fields = [field for table in PACKAGE.tables.values() for field in table.fields]
    listed = {word for f in fields for c in f.categories for word in str(c.value).split()}
    for table, column in (("sources", "name"), ("officials", "name"), ("places", "name")):
        for name in _cells(table, column):
            if not set(name.casefold().split()) <= listed:
                assert not re.search(rf"\b{re.escape(name)}\b", book), name
    dates = {each for each in _cells("incidents", "date") if len(each) >= len("2022-05")}
    assert [each for each in dates if each in book] == []
    assert [each for each in _cells("incidents", "title") if each in book] == []


def _cells(table, column):
    import csv

    with (ROOT / f"data/{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[column] for row in csv.DictReader(file) if row[column]}


def test_the_blind_book_has_every_rule_and_value_with_invented_cases():
    book = blind.blind_codebook(PACKAGE)
    for rule in PACKAGE.coding.rules:
        assert rule.text in book
        assert rule.invented_example in book
        assert rule.invented_counterexample in book
    for table, columns in PACKAGE.coding.sheet.items():
        for column in columns:
            for value in PACKAGE.tables[table].field[column].categories:
                assert value.invented_example in book
                assert value.invented_counterexample in book
