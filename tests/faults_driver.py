"""Runs commands in warm processes of its own, each of which strace may kill at a system call.

Reads one JSON object a line: `arguments` of the command line, `folder` to stand in, `log` for what
is printed, `environment` to add (or, with null, to take away), `limits` of the system by their
names in the module resource, `user` to be, `seconds` after which it hangs, and `trace`: options of
strace, or null. Answers each with the exit code, the number of a signal with a minus before it. The
modules are loaded once, so that a run costs what the command itself does.
"""

import importlib
import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import IO, Any

import attested
from attested.cli import main

UNCAUGHT = 70
LATER = ("_strptime", "sqlite_utils")  # loaded by a function that needs them


def load_all() -> None:
    """Loads every module that a child may need, since its user may not be let to read them."""
    for name in LATER:
        importlib.import_module(name)
    for found in pkgutil.walk_packages(attested.__path__, "attested."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


def run(job: dict[str, Any]) -> int:
    """The exit code of the command in a child of this process."""
    wait, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        os.read(wait, 1)
        os._exit(exit_code(job, lambda: main(job["arguments"], prog_name="attested")))
    os.close(wait)
    tracer = _tracer(child, job["trace"]) if job["trace"] else None
    os.close(go)
    _, status = os.waitpid(child, 0)
    if tracer:
        tracer.communicate()
    return os.waitstatus_to_exitcode(status)


def exit_code(job: dict[str, Any], command: Callable[[], object]) -> int:
    """The exit code of a command in this process; UNCAUGHT with a traceback in the log."""
    with Path(job["log"]).open("w", encoding="utf-8") as log, _printing_to(log):
        _prepare(job)
        try:
            command()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            traceback.print_exc()
            return UNCAUGHT
    return 0


def _prepare(job: dict[str, Any]) -> None:
    """Gives the process its folder, environment, limits and user."""
    os.chdir(job["folder"])
    for name, value in job["environment"].items():
        os.environ[name] = value or ""
        if value is None:
            del os.environ[name]
    time.tzset()
    signal.alarm(job["seconds"])
    for name, number in job["limits"].items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (number, number))
    if job["user"] is not None:
        os.setgroups([])
        os.setgid(job["user"])
        os.setuid(job["user"])


@contextmanager
def _printing_to(log: IO[str]) -> Iterator[None]:
    with redirect_stdout(log), redirect_stderr(log):
        yield


def _tracer(pid: int, words: list[str]) -> "subprocess.Popen[str]":
    """strace, attached: a call that it injects a signal into does not take effect."""
    command = ["strace", "-f", *words, "-p", str(pid)]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    told = tracer.stderr.readline()
    if "attached" not in told:
        raise RuntimeError(told)
    return tracer


if __name__ == "__main__":
    load_all()
    for line in sys.stdin:
        print(run(json.loads(line)), flush=True)
