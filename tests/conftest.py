"""Shared fixtures: a small clean package of invented rows, and the texts that lie elsewhere."""

import ast
import csv
import json
import os
import shutil
import signal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import histories
import releasing
from attested import tables

ROOT = Path(__file__).parents[1]
SAMPLE = Path(__file__).parent / "sample"
BESIDE = ROOT.parent / "shared"
TESTS = Path(__file__).parent
REQUIRE_ALL = os.environ.get("ATTESTED_REQUIRE_ALL") == "1"
ROWS_NAMED = ("example", "counterexample", "because")


# A run in the background of a shell ignores an interrupt, and so would every process it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


def _lacking(path: Path) -> list[str]:
    """The packages that a file, or a helper beside it that it imports, needs and that are missing.

    What is imported on trial, in a `try`, is not counted: such tests skip with a reason themselves.
    """
    files, names = [path], set()
    for file in files:
        asked = _imported(ast.parse(file.read_text("utf-8")))
        helpers = [TESTS / f"{name}.py" for name in asked]
        files += [helper for helper in helpers if helper.is_file() and helper not in files]
        names |= {name for name in asked if not (TESTS / f"{name}.py").is_file()}
    return sorted(name for name in names if not find_spec(name))


def _imported(node: ast.AST) -> set[str]:
    """The top names of the modules that code imports, but for those in a `try`."""
    if isinstance(node, ast.Try):
        return set()
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {str(node.module).split(".")[0]}
    return {name for child in ast.iter_child_nodes(node) for name in _imported(child)}


# Test files that ask a validator which is not installed: left out, and the head of the run says so.
LEFT_OUT = {path.name: lacking for path in TESTS.glob("test_*.py") if (lacking := _lacking(path))}
collect_ignore = [] if REQUIRE_ALL else sorted(LEFT_OUT)


def pytest_report_header() -> list[str]:
    """What is left out of the run and how to have it."""
    return [
        f"left out: {name}, which needs {', '.join(lacking)}; pip install -r .ci/requirements.lock"
        for name, lacking in sorted(LEFT_OUT.items())
        if not REQUIRE_ALL
    ]


# Files that take long or hold code to seconds; other files mark single tests so. What they run is
# measured by other tests too, so that CI runs them unmeasured: measuring takes two thirds longer.
LONG = (
    "test_deposit_rdm.py",
    "test_faults_killed.py",
    "test_portal_accessible.py",
    "test_portal_pages.py",
    "test_published_api.py",
    "test_artefacts_validators.py",
    "test_portal_links.py",
    "test_portal_naughty.py",
    "test_artefacts_cells.py",
    "test_portal_journeys.py",
    "test_check_property.py",
    "test_artefacts_mutations.py",
    "test_faults_clocks.py",
    "test_releases_killed.py",
    "test_faults_together.py",
    "test_faults_disks.py",
    "test_faults_links.py",
    "test_hostile_files.py",
    "test_portal_sorting.py",
    "test_portable_duckdb.py",
    "test_export_browser.py",
    "test_portal_attacks.py",
    "test_front_door.py",
    "test_artefacts_hostile.py",
    "test_deploy.py",
    "test_hostile_portal.py",
)
# The longest go first, so that no core is left with one of them at the end; to keep that order over
# two processes, pytest-xdist needs --no-loadscope-reorder.
FIRST = (*LONG, "test_export_site.py", "test_watch.py", "test_database.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of long files and puts the longest first, each file's own order kept."""
    order = {name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))
    for item in items:
        if item.path.name in LONG:
            item.add_marker("long")


def require_or_skip(condition: object, reason: str) -> None:
    """Skips the test when the condition is false; fails it where no test may be skipped."""
    if condition:
        return
    if REQUIRE_ALL:
        pytest.fail(f"{reason}, and ATTESTED_REQUIRE_ALL=1 lets no test be skipped")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def texts_folder() -> Path:
    """The folder with the texts of the articles."""
    return _elsewhere("ATTESTED_TEXTS", "corpus")


@pytest.fixture(scope="session")
def protected_names() -> Path:
    """The file of plain names that must stand nowhere in the project."""
    return _elsewhere("ATTESTED_PROTECTED", "protected.txt")


def _elsewhere(variable: str, name: str) -> Path:
    path = Path(os.environ.get(variable) or BESIDE / name)
    require_or_skip(
        path.exists(), f"{variable} names no file or folder, nor does ../shared hold it"
    )
    return path


@pytest.fixture
def sample(sample_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the sample package, which the test may spoil."""
    return Path(shutil.copytree(sample_template, tmp_path / "package"))


@pytest.fixture(scope="session")
def sample_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample package, which no test may spoil."""
    return make_sample(tmp_path_factory.mktemp("sample"))


def make_sample(root: Path) -> Path:
    """The sample package, written into an empty folder, which is given back.

    That is the project's contract over the invented rows of tests/sample. A column that the sample
    does not have yet is empty there; one test in test_broken.py fails.
    """
    descriptor = json.loads((ROOT / "datapackage.json").read_text("utf-8")) | {"codebook": "0.2"}
    (root / "datapackage.json").write_text(json.dumps(descriptor, indent=2) + "\n", "utf-8")
    shutil.copytree(ROOT / "schemas", root / "schemas")
    shutil.copytree(SAMPLE / "coding", root / "schemas/coding", dirs_exist_ok=True)
    (root / "data").mkdir()
    for path in sorted((root / "schemas").glob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        rows = _rows(path.stem, [field["name"] for field in schema["fields"]])
        text = tables.write_rows(list(rows[0]), rows)
        (root / "data" / f"{path.stem}.csv").write_bytes(text.encode())
        _use_rows(schema, rows)
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return root


@pytest.fixture(scope="session")
def history_template(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample package with three releases, see histories.py; no test may spoil it."""
    root = tmp_path_factory.mktemp("history") / "package"
    shutil.copytree(sample_template, root)
    histories.make(root)
    return root


@pytest.fixture
def history(history_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the package with three releases, which the test may spoil."""
    return Path(shutil.copytree(history_template, tmp_path / "history"))


def _rows(table: str, columns: list[str]) -> list[tables.Cells]:
    with (SAMPLE / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{name: row.get(name) for name in columns} for row in csv.DictReader(file)]


def _use_rows(schema: dict[str, Any], rows: list[tables.Cells]) -> None:
    """Lets every closed list of a schema name example rows of the sample, not of the record."""
    for field in schema["fields"]:
        if "categories" in field:
            ids = {str(row[field["name"]]): str(row["id"]) for row in reversed(rows)}
            _use_examples(field, ids)


def _use_examples(field: dict[str, Any], ids: dict[str, str]) -> None:
    """Gives each value its first row; a value without one stays only in an exhaustive list."""
    kept = []
    for category in field["categories"]:
        value = str(category["value"])
        if value in ids or field.get("exhaustive"):
            bare = {key: text for key, text in category.items() if key not in ROWS_NAMED}
            kept.append(bare | _examples(value, ids))
    assert kept, f"no row of the sample has a value of {field['name']}"
    field["categories"] = kept
    field["constraints"]["enum"] = [category["value"] for category in kept]
    if field["example"] not in {str(category["value"]) for category in kept}:
        field["example"] = str(kept[0]["value"])


def _examples(value: str, ids: dict[str, str]) -> dict[str, str]:
    """The first row that has the value, and one that has another."""
    others = [row_id for other, row_id in ids.items() if other != value]
    named = {"example": ids[value]} if value in ids else {}
    if others:
        named |= {"counterexample": others[0], "because": "The row has another value."}
    return named


@pytest.fixture(scope="session")
def first_template(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample package, with a term that nothing uses, and its first release made."""
    root = Path(shutil.copytree(sample_template, tmp_path_factory.mktemp("first") / "package"))
    found = releasing.rows(root, "terms")
    spare = found[-1] | {"id": "W000009", "term": "spare", "rule": "allowed", "instead": ""}
    releasing.write(root, "terms", [*found, spare])
    releasing.released(root, "0.1.0")
    return root


@pytest.fixture
def first(first_template: Path, tmp_path: Path) -> Path:
    """A fresh copy of the sample package with its first release."""
    return Path(shutil.copytree(first_template, tmp_path / "package"))
