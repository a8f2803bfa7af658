"""Kills a command before each of its writes, by strace, and looks at what is left on the disk.

A write is any system call that changes data, a name, a folder, a length or a mode on a disk, that
waits for a disk, or that sends to a server. One run is traced to list them; then, for each, a fresh
package, a fresh process, and SIGKILL at the entry of that call, before it takes effect.
"""

import hashlib
import json
import os
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from faults_running import Command, Driver

KINDS = (
    *("write", "writev", "pwrite64", "pwritev", "pwritev2", "openat", "ftruncate", "fallocate"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "link"),
    *("linkat", "symlink", "symlinkat", "chmod", "fchmod", "fchmodat", "fsync", "fdatasync"),
    *("sendfile", "copy_file_range", "utimensat", "sendto"),
)
KILLED = -9
_CALL = re.compile(r"(\d+) +(\w+)\((.*)")
_NAMES = ("rename", "renameat2", "unlink", "unlinkat", "mkdir", "rmdir")
Point = tuple[str, int]
Files = dict[str, str]


@dataclass
class Found:
    """What killing a command at some of its writes came to."""

    writes: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    killed: int = 0
    finished: int = 0
    states: set[str] = field(default_factory=set)

    def row(self, name: str) -> str:
        """The line of the table in docs/faults.md."""
        told = ", ".join(f"{kind} {number}" for kind, number in self.kinds.most_common(5))
        return f"| {name} | {self.writes:,} ({told}) | {self.killed:,} | {len(self.states):,} |"


class Killing:
    """A command killed at its writes, in copies of one package."""

    def __init__(self, driver: Driver, template: Path, command: Command, folder: Path) -> None:
        self.driver, self.template, self.command = driver, template, command
        self.root = folder / "package"
        self.fresh()
        self.before = files(self.root)
        self.points = self._points(folder / "calls")
        self.after = files(self.root)
        self.found = Found(writes=len(self.points), kinds=Counter(k for k, _ in self.points))

    def fresh(self) -> None:
        """Puts the package back as it was before the command."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.template, self.root, symlinks=True)
        self.command.edit(self.root)

    def _points(self, calls: Path) -> list[Point]:
        """The writes of one whole run, each by its kind and its number among those of its kind."""
        trace = ["-o", str(calls), "-e", f"trace={','.join(KINDS)}"]
        assert self.driver.run(self.root, self.command, trace) == 0, self.driver.printed()
        return [*writes(calls.read_text("utf-8", "replace"))]

    def kill(self, point: Point) -> None:
        """Kills the command there, and asserts that all is whole and that the next run ends it."""
        kind, number = point
        self.fresh()
        trace = ["-o", os.devnull, "-e", f"trace={kind}"]
        trace += ["-e", f"inject={kind}:signal=KILL:when={number}"]
        code = self.driver.run(self.root, self.command, trace)
        if code == 0:  # a run may need a call less than the one that was traced
            self.found.finished += 1
            assert files(self.root) == self.after, point
            return
        assert code == KILLED, (point, self.driver.printed())
        self.found.killed += 1
        left = files(self.root)
        self._is_whole(left, point)
        state = _digest(json.dumps([left, leftovers(self.root)], sort_keys=True).encode())
        if state not in self.found.states:
            self.found.states.add(state)
            self._runs_again(left, point)

    def _is_whole(self, left: Files, point: Point) -> None:
        for path in left.keys() | self.before.keys() | self.after.keys():
            if path in left and path.startswith(self.command.steps):
                assert json.loads((self.root / path).read_bytes()), f"{point}: {path}"
                continue
            known = (self.before.get(path), self.after.get(path))
            assert left.get(path) in known, f"{point}: {path} is half-written or lost"
        for whole in self.command.wholes:
            parts = [_under(each, whole) for each in (left, self.before, self.after)]
            assert parts[0] in parts[1:], f"{point}: {whole} is neither the old nor the new one"

    def _runs_again(self, left: Files, point: Point) -> None:
        """The same words again end it; where all was done, they may be refused."""
        code = self.driver.run(self.root, self.command)
        assert code == 0 or left == self.after, (point, self.driver.printed())
        again = files(self.root)
        assert again == self.after, (point, sorted(set(again.items()) ^ set(self.after.items())))
        assert leftovers(self.root) == [], point
        self.command.settled()


def writes(calls: str) -> Iterator[Point]:
    """The writes among traced calls of the first process, by kind and number of that kind."""
    counted: Counter[str] = Counter()
    first = None
    for line in calls.splitlines():
        match = _CALL.match(line)
        if not match or match[1] != (first := first or match[1]):
            continue
        kind = match[2]
        counted[kind] += 1
        if kind != "openat" or re.search(r"O_WRONLY|O_RDWR|O_CREAT", match[3]):
            yield kind, counted[kind]


def chosen(points: list[Point], number: int, seed: int = 0) -> list[Point]:
    """A seeded sample of the writes: the last of each kind, which give names, and others."""
    last = {kind: point for point in points for kind in [point[0]]}
    found = [last[kind] for kind in _NAMES if kind in last]
    found += random.Random(seed).sample(points, min(number, len(points)))
    return [*dict.fromkeys(found)][:number]


def files(root: Path) -> Files:
    """The hash of every file of a package by its path, without temporary ones and locks."""
    return {
        path.relative_to(root).as_posix(): _digest(path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file() and not _is_beside(path.relative_to(root))
    }


def leftovers(root: Path) -> list[str]:
    """The temporary files and folders under a package, with the random part of a name left out."""
    found = (path.relative_to(root) for path in root.rglob("*") if path.name.endswith(".partial"))
    return sorted(re.sub(r"\.[a-z0-9_]{8}\.partial$", ".*.partial", str(path)) for path in found)


def _is_beside(path: Path) -> bool:
    return path.name.endswith(".lock") or any(part.endswith(".partial") for part in path.parts)


def _under(found: Files, folder: str) -> Files:
    return {path: digest for path, digest in found.items() if path.startswith(f"{folder}/")}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
