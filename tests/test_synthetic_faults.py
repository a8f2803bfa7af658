"""Seeded faults: a check finds each of them, where it is listed, and nothing else."""

import csv
from collections import Counter
from pathlib import Path

import frictionless
import pytest
from frictionless import system

from attested import check, rules, schema
from attested.synthetic import cell_faults, record, rule_faults
from attested.synthetic.faults import LIST
from attested.synthetic.writing import SynthError, write

ROOT = Path(__file__).parents[1]
CLAIMS = 1000


@pytest.fixture(scope="module")
def record_package():
    return schema.load(ROOT)


@pytest.fixture(scope="module")
def broken(record_package, tmp_path_factory):
    """A function that gives the package with four faults of each kind of a stage."""

    def make(stage, kinds):
        folder = tmp_path_factory.mktemp(stage) / "made"
        write(record_package, folder, CLAIMS, 0, 4 * kinds, stage)
        return folder, listed(folder)

    return make


def listed(folder):
    with (folder / LIST).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(row):
    return row["path"], int(row["line"]), row["id"], row["field"]


def test_the_check_and_frictionless_find_every_fault_of_cells_and_keys(broken):
    folder, seeded = broken("cells", len(cell_faults.KINDS))
    assert len(seeded) == 4 * len(cell_faults.KINDS)
    assert {row["kind"] for row in seeded} == {kind.name for kind in cell_faults.KINDS}
    found = check.check(folder).problems
    assert Counter((p.path, p.line, p.id, p.field) for p in found) == Counter(map(place, seeded))
    with system.use_context(trusted=True):
        package = frictionless.Package(str(folder / "datapackage.json"))
        report = package.validate(limit_errors=1000)
    theirs = {
        (task.place, getattr(error, "row_number", None))
        for task in report.tasks
        for error in task.errors
    }
    in_tables = [row for row in seeded if row["in_tables"] == "yes"]
    assert theirs == {(row["path"], int(row["line"])) for row in in_tables}
    assert sum(len(task.errors) for task in report.tasks) == len(in_tables)


def test_the_check_finds_every_broken_rule(broken, record_package):
    kinds = rule_faults.kinds(record.read(record_package))
    folder, seeded = broken("rules", len(kinds))
    sentences = {rule.name: rule.sentence for rule in rules.read(ROOT)}
    found = check.check(folder).problems
    assert Counter((p.path, p.line, p.id, p.field) for p in found) == Counter(map(place, seeded))
    said = {(p.path, p.line, p.id, p.field): p.message for p in found}
    for row in seeded:
        sentence = sentences[row["kind"]].removesuffix(".")
        assert said[place(row)].endswith(sentence[1:]), row
    assert len({row["kind"] for row in seeded}) >= 20


def test_more_faults_than_there_is_room_for_are_refused(record_package, tmp_path):
    claims = record.read(record_package).claims
    with pytest.raises(SynthError, match="no room"):
        write(record_package, tmp_path / "made", claims, 0, 1)
    assert list(tmp_path.iterdir()) == []
