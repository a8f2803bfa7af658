"""Measures check and build beside what a user would pick instead, in one run.

    PYTHONPATH=scripts .venv/bin/python tests/bench_scale.py [--sizes 1000,10000] [--repeats 5]

It is no test: seconds depend on the machine, so that only what is measured in turn, in one run, is
worth comparing. Each round runs every tool once at a size. A tool that would take longer than
`--budget` seconds at a size runs fewer times, and the table says how many. Synthetic packages are
made under build/bench, where the figures are kept too; `--write` puts the table into docs/scale.md.
"""

import argparse
import json
import os
import platform
import time
from pathlib import Path

import bench_tools
from bench_case import case
from bench_measure import measure
from bench_table import write_table
from bench_tools import TOOLS
from made import ROOT

HOME = ROOT / "build" / "bench"
FIGURES = HOME / "figures.jsonl"
SIZES = (1_000, 10_000, 100_000, 1_000_000)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    numbers = {"type": lambda text: [int(part) for part in text.split(",")]}
    parser.add_argument("--sizes", default=list(SIZES), help="numbers of claims", **numbers)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", help="names of tools, parted by commas", default="")
    parser.add_argument(
        "--skip", help="SIZE:NAME of what is not to run", action="append", default=[]
    )
    parser.add_argument("--budget", type=float, default=900, help="seconds of a tool at a size")
    parser.add_argument("--limit", type=float, default=3600, help="seconds after which one is cut")
    parser.add_argument("--data", type=Path, default=HOME / "data", help="synthetic packages")
    parser.add_argument("--pandera", default="", help="interpreter that has pandera[polars]")
    parser.add_argument("--write", action="store_true", help="put the table into docs/scale.md")
    parser.add_argument(
        "--table-only", action="store_true", help="measure nothing, use the figures"
    )
    parser.add_argument("--all-runs", action="store_true", help="use the figures of all runs")
    return parser.parse_args()


def rounds(tools, made, options, told):
    """Runs the tools in turn until each has its number of runs; tells each figure."""
    left = dict.fromkeys(tools, options.repeats)
    while any(left.values()):
        for tool in tools:
            if left[tool] < 1:
                continue
            figure, seconds = one(tool, made, options.limit)
            told(tool, figure)
            left[tool] -= 1
            done = options.repeats - left[tool]
            if figure["wrong"] or seconds * (done + 1) > options.budget:
                left[tool] = 0


def one(tool, made, limit):
    """The figure of one run, its result tested, and how long it took."""
    words = tool.words(made)
    taken = measure(words, ROOT, limit)
    wrong = f"cut off after {limit:.0f} s" if taken.is_cut else None
    if wrong is None:
        try:
            wrong = tool.proof(made, taken.code, taken.output)
        except (ValueError, KeyError) as error:
            wrong = f"{error!r}: {taken.output[-300:]}"
    figure = {"wall": taken.wall, "cpu": taken.cpu, "peak": taken.peak, "wrong": wrong}
    return figure, taken.wall


def main():
    options = arguments()
    if not options.table_only:
        run(options)
    text = write_table(FIGURES, TOOLS, options.write, options.all_runs)
    print(text)


def run(options):
    bench_tools.Other.python = options.pandera
    lacking = bench_tools.missing()
    if lacking:
        raise SystemExit(f"install {', '.join(lacking)} first")
    wanted = set(options.only.split(",")) - {""}
    about = {
        "run": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": bench_tools.versions(),
    }
    os.environ["PYTHONPATH"] = str(ROOT / "scripts")
    for size in options.sizes:
        tools = [t for t in bench_tools.available() if not wanted or t.name in wanted]
        tools = [tool for tool in tools if f"{size}:{tool.name}" not in options.skip]
        made = case(size, options.data, HOME / "work")
        about["rows"] = sum(made.rows().values())
        rounds(tools, made, options, teller(size, about))


def teller(size, about):
    """A function that keeps a figure and prints it."""

    def tell(tool, figure):
        line = about | {"size": size, "tool": tool.name} | figure
        HOME.mkdir(parents=True, exist_ok=True)
        with FIGURES.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        took = f"{figure['wall']:8.2f} s {figure['cpu']:8.2f} s {figure['peak']:7.0f} MB"
        print(f"{size:>8} {tool.name:<20} {took}  {figure['wrong'] or 'equal'}", flush=True)

    return tell


if __name__ == "__main__":
    main()
