"""Measures a command as a whole: wall time, processor time and memory of it and all it starts."""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True)
class Measured:
    """What a command took and gave: seconds, megabytes of memory at the peak, code and output."""

    wall: float
    cpu: float
    peak: float
    code: int
    output: str
    is_cut: bool


def measure(command, folder, limit=None):
    """Runs the command in the folder; it is killed, with all it started, at `limit` seconds."""
    start = time.perf_counter()
    with Path(os.devnull).open() as nothing, Sampled(command, folder, nothing) as run:
        output, is_cut = run.wait(limit)
    wall = time.perf_counter() - start
    return Measured(wall, run.cpu, run.peak / 1e6, run.code, output, is_cut)


class Sampled:
    """A process in a group of its own, whose tree is looked at while it runs."""

    def __init__(self, command, folder, nothing):
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=nothing,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._over = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self._chunks = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self.peak = self.cpu = 0
        self.code = None

    def __enter__(self):
        self._sampler.start()
        self._reader.start()
        return self

    def __exit__(self, *error):
        if self.code is None:  # whoever measures was stopped
            self._kill()
        self._over.set()
        self._sampler.join()
        self._reader.join()

    def wait(self, limit):
        """The output of the process, and whether it had to be killed."""
        timer = threading.Timer(limit, self._kill) if limit else None
        self._is_cut = False
        if timer:
            timer.start()
        # the usage of a process, that of the children it waited for included
        _, status, usage = os.wait4(self._process.pid, 0)
        if timer:
            timer.cancel()
        self._process.returncode = self.code = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self._reader.join()
        return b"".join(self._chunks).decode("utf-8", "replace"), self._is_cut

    def _kill(self):
        self._is_cut = True
        os.killpg(self._process.pid, signal.SIGKILL)

    def _read(self):
        while chunk := self._process.stdout.read1(1 << 16):
            self._chunks.append(chunk)

    def _sample(self):
        while not self._over.wait(INTERVAL):
            self.peak = max(self.peak, sum(map(_share, _tree(self._process.pid))))


def _tree(pid):
    """The ids of a process and of all below it that run now."""
    found = [pid]
    for parent in found:
        with suppress(OSError):  # a process may end while it is looked at
            for listed in Path(f"/proc/{parent}/task").glob("*/children"):
                found += map(int, listed.read_text().split())
    return found


def _share(pid):
    """Bytes of memory of a process; what it has in common with others counts by its part (PSS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
