"""The benchmark's own arithmetic and its looks at a process; its figures are taken by hand."""

import json
import sys

import pytest

import bench_table
from bench_measure import measure
from bench_tools import TOOLS


def figure(run, size, tool, wall, wrong=None):
    about = {"run": run, "cores": 2, "python": "3.11", "versions": {"one": "1.0"}}
    taken = {"wall": wall, "cpu": wall / 2, "peak": 10.0, "wrong": wrong}
    return about | {"size": size, "rows": 13 * size, "tool": tool} | taken


@pytest.fixture
def kept(tmp_path):
    """Figures of two runs."""
    path = tmp_path / "figures.jsonl"
    told = [figure("1", 1_000, "check", 99.0)]
    told += [figure("2", 10_000, "check", wall) for wall in (1.0, 3.0, 2.0)]
    told += [figure("2", 10_000, "frictionless", 12.0)]
    told += [figure("2", 10_000, "pandera", 1.0, "finds nothing")]
    told += [figure("2", 10_000, "check-faulty", 4.0)]
    told += [figure("2", 10_000, "frictionless-faulty", 32.0)]
    told += [figure("2", 100_000, "check", 20.0)]
    path.write_text("".join(json.dumps(line) + "\n" for line in told), "utf-8")
    return path


def test_the_table_has_medians_of_the_last_run_and_ratios(kept):
    text = bench_table.write_table(kept, TOOLS, False, False)
    assert "Medians of one run on 2 cores" in text
    assert "| 10,000 | 130,000 | `attested check` | 3 | 2.00 | 1.00 | 10 | 1.00 | equal |" in text
    assert "| `frictionless validate` | 1 | 12.00 | 6.00 | 10 | 6.00 | equal |" in text
    assert "| `frictionless validate`, 200 faults | 1 | 32.00 | 16.00 | 10 | 8.00 | equal |" in text
    assert "| 1.00 | 0.50 | 10 |  | finds nothing |" in text
    assert "`attested check` 1.00." in text
    assert "99.00" not in text


def test_the_table_of_several_runs_says_so(kept):
    text = bench_table.write_table(kept, TOOLS, False, True)
    assert "Medians of 2 runs, so that rows of the table are less alike" in text
    assert "99.00" in text


def test_the_table_stands_between_its_marks(kept, tmp_path, monkeypatch):
    page = tmp_path / "scale.md"
    page.write_text(
        f"before\n{bench_table.BEGIN}\nearlier figures\n{bench_table.END}\nafter\n", "utf-8"
    )
    monkeypatch.setattr(bench_table, "PAGE", page)
    for _ in range(2):
        bench_table.write_table(kept, TOOLS, True, False)
    text = page.read_text("utf-8")
    assert text.startswith(f"before\n{bench_table.BEGIN}\n")
    assert text.endswith(f"{bench_table.END}\nafter\n")
    assert "earlier figures" not in text
    assert text.count("### Check") == 1


def test_the_page_has_the_marks():
    text = bench_table.PAGE.read_text("utf-8")
    assert text.count(bench_table.BEGIN) == text.count(bench_table.END) == 1
    assert text.index(bench_table.BEGIN) < text.index(bench_table.END)


def test_the_slope_is_that_of_least_squares():
    assert bench_table.slope([(0, 1), (1, 3), (2, 5)]) == pytest.approx(2)
    assert bench_table.slope([(0, 0), (1, 1), (2, 0)]) == pytest.approx(0)


def test_a_process_is_measured_with_its_children(tmp_path):
    child = "import time; held = bytearray(60_000_000); time.sleep(0.8)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print(7)"
    taken = measure([sys.executable, "-c", script], tmp_path)
    assert (taken.code, taken.output, taken.is_cut) == (0, "7\n", False)
    assert taken.peak > 60


def test_a_process_that_takes_too_long_is_ended_with_its_children(tmp_path):
    child = f"{sys.executable} -c 'import time; time.sleep(60)'"
    taken = measure(["sh", "-c", f"{child}; echo never"], tmp_path, 0.5)
    assert taken.is_cut
    assert "never" not in taken.output
