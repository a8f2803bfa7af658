"""Tries many cases of every kind and prints what became of them, by kind.

    python tests/fuzz/run.py --cases 1000000 --seed 1 --state counts.json

Cases are numbered, so that one can be tried again by its kind and number (`--kind page --only 17`),
and a run that is stopped goes on where it stopped when it is given its state file again.
"""

import argparse
import itertools
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS.parent / "scripts"), str(TESTS)]

from fuzz import contract_readers, history_readers, other_readers, trial  # noqa: E402
from fuzz.grounds import Grounds  # noqa: E402
from fuzz.kinds import TOTAL, Kind  # noqa: E402

ROUND = 500  # cases of all kinds between two looks at what was left behind
STUCK = 400  # seconds without a sign, after which a process is ended and its case is a finding
ADDRESSES = 6 << 30  # bytes of memory that a process may ask for
State = dict[str, Any]


def all_kinds(grounds: Grounds) -> list[Kind]:
    """Every kind of file."""
    modules = (contract_readers, history_readers, other_readers)
    return [kind for module in modules for kind in module.kinds(grounds)]


def tried(folder: Path, seed: int, cases: int, step: tuple[int, int], path: Path) -> None:
    """Tries the cases whose numbers a process has, and keeps the counts in its state file."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    grounds = Grounds(folder / "grounds")
    kinds = all_kinds(grounds)
    state: State = json.loads(path.read_text("utf-8")) if path.exists() else {}
    goals = {kind.name: round(cases * kind.share / TOTAL / step[1]) for kind in kinds}
    sign = os.open(path.with_suffix(".now"), os.O_CREAT | os.O_WRONLY)
    for turn in itertools.count(1):
        for kind in kinds:
            counts = _of(state, kind)
            until = counts["tried"] + max(1, round(ROUND * kind.share / TOTAL))
            while counts["tried"] < min(goals[kind.name], until):
                number = counts["tried"] * step[1] + step[0]
                os.pwrite(sign, json.dumps([kind.name, number]).ljust(99).encode(), 0)
                _count(counts, number, trial.tried(kind, seed, number))
        is_done = all(_of(state, kind)["tried"] >= goals[kind.name] for kind in kinds)
        if is_done or turn % 20 == 0:
            for left in grounds.left_behind():
                _of(state, kinds[0])["findings"][f"left behind: {Path(left).name}"] = -1
            path.write_text(json.dumps(state), "utf-8")
        if is_done:
            return


def _of(state: State, kind: Kind) -> State:
    fresh = {"tried": 0, "accepted": 0, "refused": 0, "finding": 0, "findings": {}}
    counts: State = state.setdefault(kind.name, fresh)
    return counts


def _count(counts: State, number: int, outcome: trial.Outcome) -> None:
    counts["tried"] += 1
    counts[outcome.verdict] += 1
    if outcome.verdict == "finding":
        counts["findings"].setdefault(outcome.told, number)


def supervised(seed: int, cases: int, processes: int, path: Path) -> list[State]:
    """The states of all processes once they are done; one that is stuck is ended and goes on."""
    paths = [path.with_name(f"{path.stem}-{i}of{processes}.json") for i in range(processes)]
    running: dict[int, multiprocessing.Process] = {}
    while True:
        for i, own in enumerate(paths):
            process = running.get(i)
            if process is None or process.exitcode not in (None, 0):
                if process is not None:
                    _skip(own, processes)
                folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
                given = (folder, seed, cases, (i, processes), own)
                running[i] = multiprocessing.Process(target=tried, args=given)
                running[i].start()
            elif process.exitcode is None and _is_stuck(own):
                process.kill()
                process.join()
        if all(process.exitcode == 0 for process in running.values()):
            return [json.loads(own.read_text("utf-8")) for own in paths]
        time.sleep(1)


def _is_stuck(own: Path) -> bool:
    now = own.with_suffix(".now")
    return now.exists() and time.time() - now.stat().st_mtime > STUCK


def _skip(own: Path, processes: int) -> None:
    """Counts the case at which a process ended as a finding, so that it is not tried again."""
    kind, number = json.loads(own.with_suffix(".now").read_text("utf-8"))
    state: State = json.loads(own.read_text("utf-8")) if own.exists() else {}
    counts = state.setdefault(
        kind, {"tried": 0, "accepted": 0, "refused": 0, "finding": 0, "findings": {}}
    )
    counts["tried"] = number // processes
    _count(counts, number, trial.Outcome("finding", "the process ended, or never answered"))
    own.write_text(json.dumps(state), "utf-8")
    own.with_suffix(".now").touch()


def table(states: list[State]) -> str:
    """The counts of all processes as a table in Markdown, and every finding with a case."""
    sums: dict[str, Counter[str]] = {}
    findings: list[str] = []
    for state in states:
        for name, counts in state.items():
            numbers = {word: counts[word] for word in ("tried", "accepted", "refused", "finding")}
            sums.setdefault(name, Counter()).update(numbers)
            findings += [f"{name} {n}: {told}" for told, n in counts["findings"].items()]
    sums["all"] = sum(sums.values(), Counter())
    lines = ["| kind of file | cases | accepted | refused | findings |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| {name} | {c['tried']:,} | {c['accepted']:,} | {c['refused']:,} | {c['finding']:,} |"
        for name, c in sums.items()
    ]
    return "\n".join([*lines, "", *findings])


def main() -> None:
    """Runs the cases, or one of them, and prints what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--state", type=Path, default=Path("build/fuzz.json"))
    parser.add_argument("--sum", type=Path, nargs="*", help="print the table of these states")
    parser.add_argument("--kind")
    parser.add_argument("--only", type=int)
    given = parser.parse_args()
    if given.sum:
        print(table([json.loads(path.read_text("utf-8")) for path in given.sum]))
        return
    if given.kind and given.only is not None:
        grounds = Grounds(Path(tempfile.mkdtemp()) / "grounds")
        (kind,) = [each for each in all_kinds(grounds) if each.name == given.kind]
        print(trial.spoilt(kind, given.seed, given.only)[:5_000])
        print(trial.tried(kind, given.seed, given.only))
        return
    print(table(supervised(given.seed, given.cases, given.processes, given.state)))


if __name__ == "__main__":
    main()
