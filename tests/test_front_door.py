"""The front door, run for real in a copied checkout whose lock needs no network."""

import ast
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess, Popen

import pytest

from conftest import require_or_skip

FRONT_DOOR = Path(__file__).parents[1] / "scripts" / "__main__.py"
SEARCHED = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
UV = shutil.which("uv", path=SEARCHED)
INSTALLERS = {"pip": importlib.util.find_spec("ensurepip"), "uv": UV}

by_each = pytest.mark.parametrize("checkout", ["pip", "uv"], indirect=True)
by_fastest = pytest.mark.parametrize("checkout", ["uv" if UV else "pip"], indirect=True)
by_uv = pytest.mark.parametrize("checkout", ["uv"], indirect=True)

ATTESTED = """
import json, os, sys
import pebble
print(json.dumps([sys.argv[1:], os.getcwd(), os.getpid(), pebble.__file__]))
sys.exit(3)
"""


class Checkout:
    """A folder with the real front door, a small `attested` and the one wheel that it needs."""

    def __init__(self, folder: Path, installer: str) -> None:
        self.root = folder / "a checkout"
        self.venv = self.root / ".venv"
        self.stamp = self.venv / "stamp.txt"
        self.lock = self.root / "scripts" / "requirements.lock"
        self.wheels = folder / "wheels"
        self.path = folder / "path"
        self.elsewhere = folder / "elsewhere"
        for needed in (self.root / "scripts/attested", self.wheels, self.path, self.elsewhere):
            needed.mkdir(parents=True)
        shutil.copy(FRONT_DOOR, self.root / "scripts")
        (self.root / "scripts/attested/__main__.py").write_text(ATTESTED)
        if installer == "uv":
            (self.path / "uv").symlink_to(UV)
        self.wheel = write_wheel(self.wheels)
        self.write_lock(hashlib.sha256(self.wheel.read_bytes()).hexdigest())

    def write_lock(self, digest: str) -> None:
        self.lock.write_text(f"# a comment\npebble==1.0 \\\n    --hash=sha256:{digest}\n")

    def start(self, *command: str | Path, **settings: str) -> Popen[str]:
        local = {
            "PATH": str(self.path),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_NO_INDEX": "1",
            "UV_CACHE_DIR": str(self.elsewhere / "cache"),
            "UV_FIND_LINKS": str(self.wheels),
            "UV_NO_CONFIG": "1",
            "UV_OFFLINE": "1",
        }
        return Popen(
            command,
            cwd=self.elsewhere,
            env={**os.environ, **local, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def enter(self, *arguments: str, **settings: str) -> Popen[str]:
        return self.start(sys.executable, self.root / "scripts", *arguments, **settings)

    def check(self) -> CompletedProcess[str]:
        return finish(self.enter("check"))

    def check_by_own_python(self) -> CompletedProcess[str]:
        """The result when .venv's own Python, as if activated, makes .venv anew."""
        return finish(self.start(self.venv / "bin/python", self.root / "scripts", "check"))

    def check_after(self, statement: str) -> CompletedProcess[str]:
        """The result in a Python that first runs the statement."""
        run = f"runpy.run_path({str(self.root / 'scripts')!r}, run_name='__main__')"
        return finish(self.start(sys.executable, "-c", f"import runpy, sys; {statement}; {run}"))


def write_wheel(folder: Path) -> Path:
    wheel = folder / "pebble-1.0-py3-none-any.whl"
    info = "pebble-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("pebble.py", "")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: pebble\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "pebble.py,,\n")
    return wheel


def finish(process: Popen[str]) -> CompletedProcess[str]:
    output, errors = process.communicate(timeout=120)
    return CompletedProcess(process.args, process.returncode, output, errors)


def assert_one_clear_line(result: CompletedProcess[str], *words: str) -> None:
    *progress, last = result.stderr.splitlines()
    assert (result.returncode, result.stdout) == (1, "")
    assert all(line.startswith("attested: ") for line in [*progress, last]), result.stderr
    assert [word for word in words if word not in last] == [], last


@pytest.fixture
def checkout(tmp_path: Path, request: pytest.FixtureRequest) -> Checkout:
    """A checkout in which the installer of the test's parameter, or none, can be found."""
    installer = getattr(request, "param", "")
    require_or_skip(not installer or INSTALLERS[installer], f"{installer} cannot run here")
    return Checkout(tmp_path, installer)


def disturb(checkout: Checkout) -> dict[str, str]:
    """Settings of a caller that would send imports or packages elsewhere."""
    strange = checkout.elsewhere / "attested"
    strange.mkdir()
    (strange / "__main__.py").write_text("raise SystemExit('the wrong attested')")
    return {
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PIP_TARGET": str(strange),
        "PIP_USER": "1",
        "PYTHONHOME": sys.base_prefix,
        "PYTHONPATH": str(strange.parent),
        "UV_SYSTEM_PYTHON": "1",
        "VIRTUAL_ENV": str(strange),
    }


@by_each
def test_first_run_installs_and_second_run_needs_nothing(checkout):
    first = checkout.enter("serve", "--port", "1", **disturb(checkout))
    result = finish(first)
    arguments, folder, process, pebble = json.loads(result.stdout)
    assert result.returncode == 3
    assert arguments == ["serve", "--port", "1"]
    assert folder == str(checkout.elsewhere)
    assert process == first.pid
    assert Path(pebble).is_relative_to(checkout.venv)
    assert "installing up to 1 packages" in result.stderr
    assert ".venv is ready after" in result.stderr

    shutil.rmtree(checkout.wheels)
    shutil.rmtree(checkout.path)
    again = checkout.check()
    assert (again.returncode, again.stderr) == (3, "")


@by_each
def test_failed_install_is_one_line_and_mended_by_the_next_run(checkout):
    hidden = checkout.wheel.rename(checkout.elsewhere / checkout.wheel.name)
    assert_one_clear_line(checkout.check(), "could not prepare .venv", "check the network")
    assert not checkout.stamp.exists()
    assert "pebble" in (checkout.venv / "install.log").read_text()

    hidden.rename(checkout.wheel)
    assert checkout.check_by_own_python().returncode == 3


@by_each
def test_wheel_with_another_hash_is_refused(checkout):
    checkout.write_lock("0" * 64)
    assert_one_clear_line(checkout.check(), "could not prepare .venv")
    assert not checkout.stamp.exists()


@by_fastest
def test_package_without_a_hash_is_refused(checkout):
    checkout.lock.write_text("pebble==1.0\n")
    assert_one_clear_line(checkout.check(), "could not prepare .venv", "hash")


@by_fastest
def test_two_processes_at_once_share_one_installation(checkout):
    results = [finish(process) for process in [checkout.enter("check"), checkout.enter("check")]]
    assert [result.returncode for result in results] == [3, 3]
    assert sum(result.stderr.count("preparing .venv with") for result in results) == 1


@by_fastest
def test_second_process_says_that_it_waits(checkout):
    with (checkout.root / ".venv.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = checkout.enter("check")
        assert "another process is preparing .venv; waiting" in waiting.stderr.readline()
        assert waiting.poll() is None
    assert finish(waiting).returncode == 3


def break_python(checkout: Checkout) -> None:
    python = checkout.venv / "bin/python"
    python.unlink()
    python.symlink_to(checkout.root / "nowhere")


def replace_venv_by_file(checkout: Checkout) -> None:
    shutil.rmtree(checkout.venv)
    checkout.venv.write_text("")


def replace_venv_by_link(checkout: Checkout) -> None:
    shutil.rmtree(checkout.venv)
    checkout.venv.symlink_to(checkout.elsewhere)


def forget_stamp(checkout: Checkout) -> None:
    checkout.stamp.unlink()


def cut_stamp(checkout: Checkout) -> None:
    checkout.stamp.write_bytes(checkout.stamp.read_bytes()[:60])


def garble_stamp(checkout: Checkout) -> None:
    checkout.stamp.write_bytes(b"\xff\xfe")


def lose_package(checkout: Checkout) -> None:
    next(checkout.venv.rglob("pebble.py")).unlink()


def change_lock(checkout: Checkout) -> None:
    checkout.lock.write_text(checkout.lock.read_text() + "# changed\n")


DAMAGES: list[Callable[[Checkout], None]] = [
    break_python,
    replace_venv_by_file,
    replace_venv_by_link,
    forget_stamp,
    cut_stamp,
    garble_stamp,
    lose_package,
    change_lock,
]


@by_uv
def test_damaged_environment_is_made_anew(checkout):
    checkout.check()
    for damage in DAMAGES:
        damage(checkout)
        healed = checkout.check()
        assert (damage, healed.returncode) == (damage, 3), healed.stderr
        assert (damage, healed.stderr.count("preparing .venv with")) == (damage, 1)
        assert (damage, checkout.check().stderr) == (damage, "")


@by_uv
def test_moved_checkout_gets_an_environment_of_its_own(checkout):
    checkout.check()
    checkout.root = checkout.root.rename(checkout.root.with_name("moved"))
    result = checkout.check()
    assert result.returncode == 3
    assert "preparing .venv" in result.stderr


def test_uv_that_does_not_start_is_passed_over(checkout):
    stub = checkout.path / "uv"
    stub.write_text("#!/bin/sh\nexit 127\n")
    stub.chmod(0o755)
    result = checkout.check_after("sys.modules['ensurepip'] = None")
    assert_one_clear_line(result, "ensurepip")


def test_python_without_ensurepip_is_told_what_to_install(checkout):
    result = checkout.check_after("sys.modules['ensurepip'] = None")
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert_one_clear_line(result, "ensurepip", f"apt install python{version}-venv", "uv")
    assert not checkout.venv.exists()


def test_old_python_is_told_which_is_needed(checkout):
    result = checkout.check_after("sys.version_info = (3, 9, 2)")
    assert_one_clear_line(result, "needs Python 3.11 or newer", "is Python 3.9")


def test_old_python_can_read_the_front_door():
    ast.parse(FRONT_DOOR.read_text("utf-8"), feature_version=(3, 6))


def test_folder_that_cannot_be_written_is_one_line(checkout):
    (checkout.root / ".venv.lock").mkdir()
    assert_one_clear_line(checkout.check(), ".venv.lock", "must be writable")


def test_interrupt_leaves_quietly(checkout):
    with (checkout.root / ".venv.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = checkout.enter("check")
        waiting.stderr.readline()
        waiting.send_signal(2)
        result = finish(waiting)
    assert (result.returncode, result.stderr) == (130, "")
