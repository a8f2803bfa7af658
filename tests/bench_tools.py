"""What is compared: commands that check a package or make a database of it.

A tool has a job (check or build), the words that start it, and a proof of what it left or said.
"""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bench_proofs as proofs
import bench_sqlite
from bench_case import Case

TESTS = Path(__file__).parent
PYTHON = sys.executable
SCRIPTS = Path(PYTHON).parent


@dataclass(frozen=True)
class Tool:
    """One thing to measure; `proof` says what is wrong with its result, or nothing."""

    name: str
    job: str
    title: str
    words: Callable[[Case], list[str]]
    proof: Callable[[Case, int, str], str | None]


class Other:
    """The interpreter that has Pandera, if one was named."""

    python = ""


def _attested(folder, *words):
    return lambda case: [PYTHON, "-m", "attested", "--package", str(getattr(case, folder)), *words]


def _frictionless(folder, *words):
    program = [str(SCRIPTS / "frictionless"), "validate", "datapackage.json", "--json", *words]
    into = ["sh", "-c", 'cd "$1" && shift && exec "$@"', "sh"]
    return lambda case: [*into, str(getattr(case, folder)), *program]


def _cells(case):
    rules = sorted(path.stem for path in (case.clean / "schemas/rules").glob("*.sql"))
    return _attested("clean", "check", *(f"--leave-out={rule}" for rule in rules))(case)


def _pandera(folder):
    script = str(TESTS / "bench_pandera.py")
    return lambda case: [Other.python, script, str(getattr(case, folder))]


def _target(case, name):
    """The path of what a tool makes; what an earlier run made is gone."""
    for old in case.work.glob(f"{name}*"):
        old.unlink()
    return case.work / name


def _build(case):
    return _attested("clean", "build", "--output", str(_target(case, "ours.db")))(case)


def _made_by(script, name, *more):
    words = [PYTHON, str(TESTS / script)]
    return lambda case: [*words, str(case.clean), str(_target(case, name)), *more]


def _shell(make, name):
    def words(case):
        script = case.work / f"{name}.sql"
        script.write_text(make(case.package, _target(case, f"{name}.db")), "utf-8")
        return ["sh", "-c", 'exec sqlite3 -bail -batch < "$1"', "sh", str(script)]

    return words


def _utils_start(case):
    return [str(SCRIPTS / "sqlite-utils"), "--version"]


def _starts(case, code, output):
    return None if code == 0 else proofs.said(output)


TOOLS = (
    Tool("check", "check", "`attested check`", _attested("clean", "check"), proofs.says_clean),
    Tool("check-nameless", "check", "`attested check` without the scan for names",
         _attested("clean", "check", "--leave-out", "names-known"), proofs.says_clean),
    Tool("check-cells", "check", "`attested check` without any rule: what Frictionless does",
         _cells, proofs.says_clean),
    Tool("check-faulty", "check", "`attested check`, 200 faults",
         _attested("faulty", "check", "--format", "json"), proofs.finds_all),
    Tool("frictionless", "check", "`frictionless validate`", _frictionless("clean"),
         proofs.frictionless_clean),
    Tool("frictionless-faulty", "check", "`frictionless validate`, 200 faults",
         _frictionless("faulty"), proofs.frictionless_finds),
    Tool("pandera", "check", "Pandera over Polars: columns and keys", _pandera("clean"),
         proofs.pandera_clean),
    Tool("pandera-faulty", "check", "Pandera over Polars, 200 faults", _pandera("faulty"),
         proofs.pandera_finds),
    Tool("build", "build", "`attested build`, which checks first", _build,
         proofs.holds_rows("ours.db")),
    Tool("build-alone", "build", "the build alone, of tables already checked",
         _made_by("bench_build.py", "alone.db"), proofs.holds_rows("alone.db")),
    Tool("sqlite-utils", "build", "the `sqlite-utils` command, started once",
         _made_by("bench_utils.py", "utils.db"), proofs.holds_rows("utils.db")),
    Tool("sqlite-utils-batched", "build", "the same with `--batch-size 100000`",
         _made_by("bench_utils.py", "batched.db", "--batch-size", "100000"),
         proofs.holds_rows("batched.db")),
    Tool("sqlite-utils-start", "build", "one start of the `sqlite-utils` command", _utils_start,
         _starts),
    Tool("import", "build", "`.import` of the `sqlite3` shell into the same tables",
         _shell(bench_sqlite.import_script, "import"), proofs.holds_rows("import.db")),
    Tool("import-bare", "build", "`.import` without types, keys, checks and empty cells",
         _shell(bench_sqlite.bare_script, "bare"), proofs.holds_rows("bare.db")),
    Tool("duckdb", "build", "DuckDB, without search", _made_by("bench_duckdb.py", "tables.duckdb"),
         proofs.holds_rows_in_duckdb),
)  # fmt: skip


def available():
    """The tools that can run; Pandera's need an interpreter of their own."""
    return [tool for tool in TOOLS if Other.python or "pandera" not in tool.name]


def versions():
    """What is compared, with versions."""
    told = {name: _version(PYTHON, name) for name in ("frictionless", "sqlite-utils", "duckdb")}
    if Other.python:
        told |= {name: _version(Other.python, name) for name in ("pandera", "polars")}
    told["sqlite3 shell"] = _said(["sqlite3", "--version"]).split()[0]
    return told | {"SQLite in Python": sqlite3.sqlite_version}


def _version(python, name):
    return _said([python, "-c", f"from importlib.metadata import version as v; print(v('{name}'))"])


def _said(words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()


def missing():
    """Programs that the comparison needs and that are not there."""
    programs = ["sqlite3", str(SCRIPTS / "frictionless"), str(SCRIPTS / "sqlite-utils")]
    return [program for program in programs if not shutil.which(program)]
