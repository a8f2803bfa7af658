"""Whatever bytes stand in a file of the package, the check ends with problems or clean."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import ROOT

from attested import check
from attested.check import Result
from attested.problems import Problem

FILES = [
    "datapackage.json",
    *(f"data/{path.name}" for path in sorted((ROOT / "data").glob("*.csv"))),
    "schemas/incidents.json",
    "schemas/terms.json",
    "schemas/rules/tie-self.sql",
]
QUIET = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def spoiled(draw, original: bytes) -> bytes:
    """Random bytes, a cut, or the original with a run of bytes put in place of another."""
    way = draw(st.sampled_from(["random", "cut", "patched"]))
    if way == "random":
        return draw(st.binary(max_size=300))
    at = draw(st.integers(0, len(original)))
    if way == "cut":
        return original[:at]
    length = draw(st.integers(0, 8))
    return original[:at] + draw(st.binary(max_size=8)) + original[at + length :]


@pytest.mark.parametrize("name", FILES)
def test_any_bytes_end_in_problems_or_clean(name, sample_template, tmp_path):
    root = Path(shutil.copytree(sample_template, tmp_path / "package"))
    path = root / name
    original = path.read_bytes()

    @QUIET
    @given(spoiled(original))
    def run(data):
        path.write_bytes(data)
        result = check.check(root)
        assert isinstance(result, Result)
        for problem in result.problems:
            assert isinstance(problem, Problem)
            assert problem.message
            assert "\n" not in str(problem)

    run()
