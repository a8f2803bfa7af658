"""Front door: `python3 scripts COMMAND` makes .venv if needed, then runs `attested COMMAND`."""

import hashlib
import importlib.util
import os
import shutil
import sys
import time
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen, call, run
from typing import TextIO

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

WINDOWS = os.name == "nt"
# Not sys.executable, which may be .venv's own and is then about to be removed.
BASE = getattr(sys, "_base_executable", sys.executable)
VERSION = "{}.{}".format(*sys.version_info)
SCRIPTS = Path(__file__).resolve().parent
ROOT = SCRIPTS.parent
LOCK = SCRIPTS / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "stamp.txt"
LOG = VENV / "install.log"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
PACKAGES = VENV / ("Lib/site-packages" if WINDOWS else f"lib/python{VERSION}/site-packages")
# A caller's settings that would send imports or packages elsewhere.
FOREIGN = {"PYTHONHOME", "PYTHONPATH", "PIP_PREFIX", "PIP_TARGET"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in FOREIGN}
MILESTONES = ("Resolved", "Downloading", "Prepared", "Installed", "Installing collected packages")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever runs this may have an older one)
        sys.exit(f"attested: needs Python 3.11 or newer; {sys.executable} is Python {VERSION}")
    try:
        if not is_ready():
            prepare()
        give_way()
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"attested: {error}; the checkout must be writable and its disk not full")


def is_ready() -> bool:
    """Whether .venv was finished for this lock, Python and folder, and still has its packages."""
    try:
        stamp = STAMP.read_text("utf-8").splitlines()
        missing = set(stamp[3:]) - installed()
    except (OSError, ValueError):
        return False
    return stamp[:3] == identity() and not missing and PYTHON.exists()


def identity() -> list:
    return [hashlib.sha256(LOCK.read_bytes()).hexdigest(), VERSION, str(ROOT)]


def installed() -> set:
    return {path.name for path in PACKAGES.iterdir()}


def prepare() -> None:
    """Makes .venv, one process at a time; the stamp comes last, so half a .venv is not ready."""
    with (ROOT / ".venv.lock").open("a") as turn:
        wait_for(turn)
        if is_ready():
            return
        start = time.monotonic()
        for command in installation():
            execute(command)
        STAMP.write_text("\n".join([*identity(), *sorted(installed())]), "utf-8")
        say(f".venv is ready after {time.monotonic() - start:.0f} s")


def wait_for(turn: TextIO) -> None:
    """Locks the open file, for this process and for an installer that might outlive it."""
    told = False
    while not lock(turn):
        if not told:
            say("another process is preparing .venv; waiting")
        told = True
        time.sleep(0.2)
    os.set_inheritable(turn.fileno(), True)


def lock(turn: TextIO) -> bool:
    try:
        if WINDOWS:
            msvcrt.locking(turn.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def installation() -> list:
    """The commands that make .venv, once what stood in its place is removed."""
    uv = find_uv()
    if not uv and not importlib.util.find_spec("ensurepip"):
        sys.exit(
            f"attested: {sys.executable} lacks ensurepip, which .venv needs; "
            f"on Debian or Ubuntu: apt install python{VERSION}-venv (or install uv)"
        )
    count = sum(line[:1].isalnum() for line in LOCK.read_text("utf-8").splitlines())
    say(f"preparing .venv with {'uv' if uv else 'pip'}: installing up to {count} packages")
    if VENV.is_dir() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    else:
        VENV.unlink(missing_ok=True)
    locked = ["--no-deps", "--require-hashes", "-r", LOCK]
    if uv:
        return [
            [uv, "venv", "--python", BASE, VENV],
            [uv, "pip", "install", "--python", PYTHON, *locked],
        ]
    plain = ["--no-input", "--no-user", "--no-compile", "--disable-pip-version-check"]
    return [[BASE, "-m", "venv", VENV], [PYTHON, "-m", "pip", "install", *plain, *locked]]


def find_uv() -> str:
    """The path of a uv outside .venv that starts (a version manager's stub may not), or ""."""
    uv = shutil.which("uv") or ""
    usable = uv and VENV not in Path(uv).absolute().parents
    return uv if usable and run([uv, "--version"], capture_output=True).returncode == 0 else ""


def execute(command: list) -> None:
    """Runs one step and shows its progress; if it fails, leaves with its own reason."""
    output = []
    with Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=PIPE, stderr=STDOUT, close_fds=False
    ) as step:
        for line in step.stdout:
            output.append(line.decode("utf-8", "replace").rstrip())
            show_progress(output)
    if step.returncode:
        fail(output or [f"exit code {step.returncode}"])


def fail(output: list) -> None:
    VENV.mkdir(exist_ok=True)
    LOG.write_text("\n".join(output), "utf-8")
    errors = [line for line in output if line.lower().startswith("error")] or output
    sys.exit(
        f"attested: could not prepare .venv: {errors[-1]}; check the network and the disk, "
        f"then run the same command again (details: {LOG})"
    )


def show_progress(output: list) -> None:
    """Says each milestone of uv or pip, and every twentieth package that pip collects."""
    collected = sum(line.startswith("Collecting ") for line in output)
    if output[-1].startswith(MILESTONES):
        say("  " + output[-1].split(":")[0])
    elif output[-1].startswith("Collecting ") and collected % 20 == 0:
        say(f"  {collected} packages collected")


def say(message: str) -> None:
    print("attested: " + message, file=sys.stderr, flush=True)


def give_way() -> None:
    """Replaces this process by attested, so that Ctrl-C and exit codes pass straight through."""
    command = [PYTHON, "-P", "-m", "attested", *sys.argv[1:]]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(SCRIPTS)}
    if WINDOWS:
        sys.exit(call(command, env=environment))
    os.execve(PYTHON, command, environment)


if __name__ == "__main__":
    main()
