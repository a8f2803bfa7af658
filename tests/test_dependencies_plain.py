"""What a plain install lacks is told, and what a command does not need is not loaded by it."""

import os
import subprocess
import sys

import pytest

from attested import extras
from made import ROOT

EXTRA = ("openpyxl", "pyarrow")
ADVICE = "openpyxl and pyarrow are not installed; run: pip install 'attested-record[release]'"
SLOW = [*EXTRA, "datasette", "frictionless", "httpx", "marko", "sqlglot", "uvicorn", "warcio"]
RUN = """
import sys
sys.modules |= dict.fromkeys({blocked!r})
from attested.cli import main
try:
    main()
finally:
    print(sorted(set({watched!r}) & {{n for n, m in sys.modules.items() if m}}), file=sys.stderr)
"""


def attested(package, *words, blocked=(), watched=()):
    script = RUN.format(blocked=blocked, watched=watched)
    command = [sys.executable, "-c", script, "--package", str(package), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    return subprocess.run(command, capture_output=True, text=True, cwd=package, env=environment)


@pytest.mark.parametrize(
    "words",
    [["check"], ["build"], ["cite"], ["verify-release", "0.1.0"]],
)
def test_a_plain_install_suffices(history, words):
    done = attested(history, *words, blocked=EXTRA)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "words",
    [["artefacts"], ["artefacts", "--as-of", "0.1.0"], ["release", "9.0.0", "--offline"]],
)
def test_what_needs_the_extra_says_so_and_writes_nothing(history, words):
    before = {path: path.stat().st_mtime_ns for path in history.rglob("*")}
    done = attested(history, *words, blocked=EXTRA)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == f"Error: {ADVICE}"
    after = {path: path.stat().st_mtime_ns for path in history.rglob("*")}
    assert {path for path in after.keys() ^ before.keys() if "lock" not in path.name} == set()


def test_check_loads_nothing_that_it_does_not_need(sample):
    # sqlite-utils loads pandas, and with it pyarrow, where it finds them.
    done = attested(sample, "check", blocked=["pandas"], watched=SLOW)
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_one_library_that_is_missing_is_named_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"^pyarrow is not installed; run: pip install 'attes"):
        extras.require("release", *EXTRA)
