"""What the pages say of citing and programming: the named tests exist, the examples run."""

import ast
import doctest
import re
import shutil

import pytest

import attested
from attested.releases import history, planning, publish
from made import ROOT
from pages import with_words

ROW = re.compile(r"^\| (R\d+) \| [^|]+ \| [^|]+ \| `(tests/\w+\.py)::(\w+)` \|$", re.MULTILINE)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ALL = [f"R{number}" for number in range(1, 15)]


@pytest.fixture(scope="module")
def table():
    """File and name of the test of each recommendation."""
    _, text = with_words("| R14 |")
    return {name: (path, test) for name, path, test in ROW.findall(text)}


def test_the_table_has_every_recommendation_once(table):
    _, text = with_words("| R14 |")
    assert re.findall(r"^\| (R\d+) \|", text, re.MULTILINE) == ALL
    assert list(table) == ALL


@pytest.mark.parametrize("recommendation", ALL)
def test_every_recommendation_names_a_test_that_exists(table, recommendation):
    path, test = table[recommendation]
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert test in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_no_two_recommendations_name_the_same_test(table):
    assert len(set(table.values())) == len(ALL)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """The record with its releases; with one that is made here before there is the first."""
    if history.versions(ROOT):
        return ROOT
    root = tmp_path_factory.mktemp("record")
    shutil.copy(ROOT / "datapackage.json", root)
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, root / name)
    plan = planning.plan(root, "0.1.0", "2026-11-22")
    plan.folder.mkdir(parents=True)
    (plan.folder / "artefact.txt").write_text("0.1.0", "utf-8")
    publish.record(plan)
    return root


def test_every_example_for_programmers_prints_what_the_page_says(released, monkeypatch):
    path, text = with_words(">>> import attested")
    monkeypatch.setenv("ATTESTED_PACKAGE", str(released))
    source = "\n".join(BLOCK.findall(text))
    examples = doctest.DocTestParser().get_doctest(source, {}, path.name, str(path), 0)
    assert len(examples.examples) >= 15
    failures: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(examples, out=failures.append)
    assert result.failed == 0, "".join(failures)
    assert attested.load().version == history.versions(released)[-1]
