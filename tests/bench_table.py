"""The table of docs/scale.md, from the figures of one run, or of several if that is asked."""

import json
import math
from collections import defaultdict
from statistics import median

from made import ROOT

PAGE = ROOT / "docs" / "scale.md"
BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"
GROWING = 10_000  # claims from which the growth is measured
_OURS = {"check": "check", "build": "build-alone"}
_FAULTY = "-faulty"  # ends the names of tools that are given the package with faults


def write_table(path, tools, is_to_write, has_all_runs):
    """The text of the tables; put between the marks of the page if asked."""
    figures = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    runs = sorted({figure["run"] for figure in figures})
    kept = runs if has_all_runs else runs[-1:]
    text = tables([figure for figure in figures if figure["run"] in kept], tools, len(kept))
    if is_to_write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", "utf-8")
    return text


def tables(figures, tools, runs):
    """What was measured on what, then a table for each job."""
    parts = [_about(figures, runs)]
    for job, title in (("check", "Check"), ("build", "Build")):
        listed = [tool for tool in tools if tool.job == job]
        body = _job(figures, listed)
        if body:
            parts.append(f"### {title}\n\n{body}")
    return "\n\n".join(parts) + "\n"


def _about(figures, runs):
    last = figures[-1]
    versions = ", ".join(f"{name} {number}" for name, number in last["versions"].items())
    source = "one run" if runs == 1 else f"{runs} runs, so that rows of the table are less alike"
    return (
        f"Medians of {source} on {last['cores']} cores with Python {last['python']}; {versions}."
        " `equal` says that the result was compared: a check finds the seeded faults that are its"
        " to find and no others, a database holds every row."
    )


def _job(figures, tools):
    """The table of a job: a line for each size and tool, beside ours on the same package."""
    found = defaultdict(list)
    rows = {}
    for figure in figures:
        found[figure["size"], figure["tool"]].append(figure)
        rows[figure["size"]] = figure["rows"]
    lines = []
    for size in sorted(rows):
        for tool in tools:
            runs = found[size, tool.name]
            base = _median(found[size, _ours(tool)], "wall")
            if runs:
                lines.append(_line(size, rows[size], tool, runs, base))
    if not lines:
        return ""
    head = [
        "| claims | rows | | runs | wall s | CPU s | peak MB | times ours | result |",
        "|---:|---:|---|---:|---:|---:|---:|---:|---|",
    ]
    return "\n".join([*head, *lines, "", _growth(found, rows, tools)])


def _ours(tool):
    """The name of ours that does the job of a tool on the same package."""
    return _OURS[tool.job] + (_FAULTY if tool.name.endswith(_FAULTY) else "")


def _line(size, rows, tool, runs, base):
    wall, cpu, peak = (_median(runs, name) for name in ("wall", "cpu", "peak"))
    wrong = next((run["wrong"] for run in runs if run["wrong"]), None)
    ratio = f"{wall / base:.2f}" if base and not wrong else ""
    cells = [f"{size:,}", f"{rows:,}", tool.title, str(len(runs)), f"{wall:.2f}", f"{cpu:.2f}"]
    cells += [f"{peak:.0f}", ratio, wrong or "equal"]
    return f"| {' | '.join(cells)} |"


def _median(runs, name):
    return median(run[name] for run in runs) if runs else None


def _growth(found, rows, tools):
    """The exponents of growth: the slope of the logarithm of time over that of rows."""
    told = []
    for tool in tools:
        points = [
            (math.log(rows[size]), math.log(_median(found[size, tool.name], "wall")))
            for size in sorted(rows)
            if size >= GROWING and found[size, tool.name]
        ]
        if len(points) > 1:
            told.append(f"{tool.title} {slope(points):.2f}")
    return (
        f"Growth of wall time with rows, from {GROWING:,} claims on: {'; '.join(told)}."
        if told
        else ""
    )


def slope(points):
    """The slope of the line of least squares."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    above = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return above / sum((x - mean_x) ** 2 for x, _ in points)
