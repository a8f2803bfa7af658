"""Commands run in warm processes, see faults_driver.py, and what they may end in.

A command ends in success, or with exit code 1 and lines that say where, what and what to do. A
traceback, a signal or a minute are faults, whatever was done to it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

LONGEST = 60  # of wall time, on a machine that does other work too
HUNG = -14
_TOLD = re.compile(r"(?:Error: )?\S.*: .+; .+")


@dataclass(frozen=True)
class Command:
    """A command that writes: its words, what must change as one, and what is edited before it.

    `wholes` are folders that may be as before or as after, but nothing between; `steps` begin the
    names of JSON files that say how far a run came; `settled` asserts what else must hold once the
    next run has ended it. `kept` gives what a server holds, and `restored` has it hold that again.
    """

    name: str
    words: tuple[str, ...]
    wholes: tuple[str, ...] = ()
    edit: Callable[[Path], object] = lambda root: None
    environment: dict[str, str | None] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    settled: Callable[[], object] = lambda: None
    kept: Callable[[], object] = lambda: None
    restored: Callable[[object], object] = lambda kept: None
    limits: dict[str, int] = field(default_factory=dict)
    user: int | None = None


class Driver:
    """Warm processes that run commands."""

    def __init__(self, folder: Path, before: tuple[str, ...] = ()) -> None:
        self.folder, self.log = folder, folder / "log"
        driver = str(Path(__file__).with_name("faults_driver.py"))
        self.process = subprocess.Popen(
            [*before, sys.executable, driver],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=_unmeasured(),
        )

    def run(
        self,
        root: Path,
        command: Command,
        trace: list[str] | None = None,
        seconds: int = 0,
    ) -> int:
        """The exit code of a command in the package; what it printed is in the log."""
        job = {
            "arguments": ["--package", str(root), *(w.format(root=root) for w in command.words)],
            "folder": str(self.folder),
            "log": str(self.log),
            "environment": command.environment,
            "limits": command.limits,
            "user": command.user,
            "seconds": seconds,
            "trace": trace,
        }
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def printed(self) -> str:
        """What the last command printed."""
        return self.log.read_text("utf-8", "replace")

    def ends(self, root: Path, command: Command, seconds: int = LONGEST) -> bool:
        """Whether a command succeeds; asserts that otherwise it says why, and that it ends."""
        code = self.run(root, command, seconds=seconds)
        told = self.printed()
        assert code != HUNG, f"{command.name} hangs: {told}"
        assert code in (0, 1), f"{command.name}: {code} {told}"
        if code == 1:
            assert "Traceback" not in told, told
            assert any(map(_TOLD.fullmatch, told.splitlines())), f"{command.name}: {told}"
        return code == 0


def _unmeasured() -> dict[str, str]:
    """The environment without what has a process measured: these end before they could tell it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@contextmanager
def driving(folder: Path, before: tuple[str, ...] = ()) -> Iterator[Driver]:
    """A driver for the time of a block; its own command line begins with `before`."""
    driver = Driver(folder, before)
    try:
        yield driver
    finally:
        driver.process.kill()
        driver.process.wait()
