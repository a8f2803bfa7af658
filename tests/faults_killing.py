"""Looks at the disk between all writes of a command, and kills it before some, by strace.

A write is any system call that changes data, a name, a folder, a length or a mode on a disk, that
waits for a disk, or that sends to a server. One run is stopped after each of them, copies within
the kernel left out: what stands on the disk then is what a kill before the next one would leave,
and is kept the first time that it is seen. Another run is traced to list the writes; at some of
them a fresh process in a fresh package gets SIGKILL at the entry of the call, before its effect.
"""

import hashlib
import json
import os
import random
import re
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from faults_running import Command, Driver

KINDS = (
    *("write", "writev", "pwrite64", "pwritev", "pwritev2", "openat", "ftruncate", "fallocate"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "link"),
    *("linkat", "symlink", "symlinkat", "chmod", "fchmod", "fchmodat", "fsync", "fdatasync"),
    *("sendfile", "copy_file_range", "utimensat", "sendto"),
)
# A copy within the kernel gives up where a signal waits, and begins again, for ever.
STOPPING = [kind for kind in KINDS if kind not in ("sendfile", "copy_file_range")]
KILLED = -9
_CALL = re.compile(r"(\d+) +(\w+)\((.*)")
_OPENS = re.compile("O_WRONLY|O_RDWR|O_CREAT")  # in order to write
_STOPPED = re.compile(r"(\d+) +--- stopped by SIGSTOP ---")
_NAMES = ("rename", "renameat2", "unlink", "unlinkat", "mkdir", "rmdir")
PARTIAL = ".partial"
_RANDOM = re.compile(r"\.[a-z0-9_]{8}\.partial$")
Point = tuple[str, int]
Files = dict[str, str]
About = tuple[int, ...]
Listed = tuple[dict[str, About], list[str]]
T = TypeVar("T")


@dataclass
class Found:
    """What killing a command at some of its writes came to."""

    writes: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    stops: int = 0
    states: int = 0
    ended: set[str] = field(default_factory=set)
    killed: int = 0
    finished: int = 0

    def row(self, name: str) -> str:
        """The line of the table in docs/faults.md."""
        told = ", ".join(f"{kind} {number}" for kind, number in self.kinds.most_common(5))
        counts = (self.stops, self.states, len(self.ended), self.killed)
        return f"| `{name}` | {self.writes:,} ({told}) | {' | '.join(f'{n:,}' for n in counts)} |"


@dataclass
class Seen:
    """A state of disk and server that a run went through: where it is kept, and the server's."""

    key: str
    folder: Path
    left: "Files"
    server: object


class Killing:
    """A command stopped and killed at its writes, in copies of one package."""

    def __init__(self, driver: Driver, template: Path, command: Command, folder: Path) -> None:
        self.driver, self.template, self.command = driver, template, command
        self.folder, self.root = folder, folder / "package"
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

    def states(self, kept: int) -> list[Seen]:
        """What one run leaves between its writes, each once; asserts that all of it is whole.

        Given are so many of them, in a seeded choice.
        """
        self.fresh()
        calls = self.folder / "stops"
        os.mkfifo(calls)
        kinds = ",".join(STOPPING)
        trace = ["-o", str(calls), "-e", f"trace={kinds}", "-e", f"inject={kinds}:signal=STOP"]
        codes: list[int] = []
        running = threading.Thread(
            target=lambda: codes.append(self.driver.run(self.root, self.command, trace)),
            daemon=True,
        )
        running.start()
        seen = _Chosen(kept)
        hashes = Hashes()
        with calls.open(encoding="utf-8", errors="replace") as lines:
            reading: dict[str, bool] = {}
            for line in lines:
                if call := _CALL.match(line):
                    reading[call[1]] = call[2] == "openat" and not _OPENS.search(call[3])
                elif stopped := _STOPPED.match(line):
                    if not reading.get(stopped[1]):
                        self.found.stops += 1
                        self._look(seen, hashes)
                    with suppress(ProcessLookupError):  # another thread may have ended it
                        os.kill(int(stopped[1]), signal.SIGCONT)
        running.join()
        calls.unlink()
        assert codes == [0], self.driver.printed()
        assert files(self.root) == self.after
        self.found.states = len(seen.known)
        return seen.kept

    def _look(self, seen: "_Chosen", hashes: "Hashes") -> None:
        """Notes a new state; one glance at names and times tells that nothing is new."""
        now = _still(lambda: listed(self.root), seen.last)
        server = self.command.kept()
        if now == seen.last and repr(server) == seen.server:
            return
        seen.last, seen.server = now, repr(server)
        left = hashes.of(self.root, now[0])
        key = _state(left, now[1], server)
        if key in seen.known:
            return
        self._is_whole(left, f"stop {self.found.stops}")
        place = seen.place(key)
        if place is not None:
            folder = self.folder / f"state-{place}"
            shutil.rmtree(folder, ignore_errors=True)
            _still(lambda: shutil.copytree(self.root, folder, symlinks=True, dirs_exist_ok=True))
            seen.kept[place : place + 1] = [Seen(key, folder, left, server)]

    def end(self, state: Seen) -> None:
        """Asserts that the same words end what was left in that state."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(state.folder, self.root, symlinks=True)
        self.command.restored(state.server)
        self.found.ended.add(state.key)
        self._runs_again(state.left, state.folder.name)

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
        state = _state(left, leftovers(self.root), self.command.kept())
        if state not in self.found.ended:
            self.found.ended.add(state)
            self._runs_again(left, point)

    def _is_whole(self, left: Files, point: object) -> None:
        for path in left.keys() | self.before.keys() | self.after.keys():
            if path in left and path.startswith(self.command.steps):
                assert json.loads((self.root / path).read_bytes()), f"{point}: {path}"
                continue
            known = (self.before.get(path), self.after.get(path))
            assert left.get(path) in known, f"{point}: {path} is half-written or lost"
        for whole in self.command.wholes:
            parts = [_under(each, whole) for each in (left, self.before, self.after)]
            assert parts[0] in parts[1:], f"{point}: {whole} is neither the old nor the new one"

    def _runs_again(self, left: Files, point: object) -> None:
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
        if kind != "openat" or _OPENS.search(match[3]):
            yield kind, counted[kind]


def chosen(points: list[Point], number: int, seed: int = 0) -> list[Point]:
    """A seeded sample of the writes: the last of each kind, which give names, and others."""
    last = {kind: point for point in points for kind in [point[0]]}
    found = [last[kind] for kind in _NAMES if kind in last]
    found += random.Random(seed).sample(points, min(number, len(points)))
    return [*dict.fromkeys(found)][:number]


class _Chosen:
    """The states that were seen, and so many of them, each as likely as any other."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.known: set[str] = set()
        self.last: Listed | None = None
        self.server = ""
        self.kept: list[Seen] = []
        self._dice = random.Random(0)

    def place(self, key: str) -> int | None:
        """Where a new state is kept, in the place of another perhaps; None if it is not."""
        self.known.add(key)
        if len(self.known) <= self.number:
            return len(self.known) - 1
        place = self._dice.randrange(len(self.known))
        return place if place < self.number else None


class Hashes(dict[About, str]):
    """Hashes of files by what the system says of them, so that each is read once."""

    def of(self, root: Path, found: dict[str, About]) -> Files:
        """The hash of each of the files."""
        for path, about in found.items():
            if about not in self:
                self[about] = _digest((root / path).read_bytes())
        return {path: self[about] for path, about in found.items()}


def files(root: Path) -> Files:
    """The hash of every file of a package by its path, without temporary ones and locks."""
    return Hashes().of(root, listed(root)[0])


def leftovers(root: Path) -> list[str]:
    """The temporary files and folders under a package, with the random part of a name left out."""
    return listed(root)[1]


def listed(root: Path) -> Listed:
    """What the system says of the files of a package, by their paths, and its leftovers."""
    found: dict[str, About] = {}
    beside: list[str] = []
    folders = [(str(root), "", False)]
    while folders:
        folder, before, is_left = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                path = before + entry.name
                is_partial = entry.name.endswith(PARTIAL)
                if is_partial:
                    beside.append(_RANDOM.sub(".*.partial", path))
                if entry.is_dir(follow_symlinks=False):
                    folders.append((entry.path, f"{path}/", is_left or is_partial))
                elif is_left or is_partial or path.endswith(".lock"):
                    continue
                elif Path(entry.path).is_file():  # false for a link that leads to itself
                    found[path] = _about(entry.stat())
    return dict(sorted(found.items())), sorted(beside)


def _about(state: os.stat_result) -> About:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _still(glance: Callable[[], T], before: T | None = None) -> T:
    """What is seen once it is what was seen before, since other threads stop a little later."""
    while True:
        try:
            now = glance()
        except (FileNotFoundError, shutil.Error):
            continue
        if now == before:
            return now
        before = now


def _state(left: Files, beside: list[str], server: object) -> str:
    return _digest(json.dumps([left, beside, repr(server)], sort_keys=True).encode())


def _under(found: Files, folder: str) -> Files:
    return {path: digest for path, digest in found.items() if path.startswith(f"{folder}/")}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
