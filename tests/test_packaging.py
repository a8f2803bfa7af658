"""What gets installed: locks that pin everything, and a wheel that carries the data."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from attested import cli, package
from attested.releases import history

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
RUN_LOCK = "scripts/requirements.lock"
DEV_LOCK = ".ci/requirements.lock"
ASKED = {
    RUN_LOCK: [*PROJECT["project"]["dependencies"], *EXTRAS["release"], *GROUPS["test"]],
    DEV_LOCK: [*GROUPS["validators"], *(name for name in GROUPS["dev"] if isinstance(name, str))],
}
each_lock = pytest.mark.parametrize("lock", ASKED)


def entries(lock: str) -> list[str]:
    """The entries of a lock, each on one line with its hashes."""
    joined = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if not line.startswith("#")]


def pins(lock: str) -> dict[str, str]:
    """The pinned version of each package in a lock."""
    return dict(entry.split()[0].split("==") for entry in entries(lock))


@each_lock
def test_every_package_is_pinned_with_hashes(lock):
    pinned = re.compile(r"[a-z0-9-]+==\S+( ; .+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert len(entries(lock)) >= len(ASKED[lock])
    assert [entry for entry in entries(lock) if not pinned.fullmatch(entry)] == []


@each_lock
def test_lock_meets_what_the_project_asks_for(lock):
    asked = [Requirement(text) for text in ASKED[lock]]
    versions = pins(lock)
    assert [each for each in asked if not each.specifier.contains(versions[each.name])] == []


def test_both_locks_agree():
    run, dev = pins(RUN_LOCK), pins(DEV_LOCK)
    shared = run.keys() & dev.keys()
    assert {name: run[name] for name in shared} == {name: dev[name] for name in shared}


@each_lock
def test_lock_names_no_address(lock):
    assert re.findall(r"://|index-url|find-links|/\w+/", (ROOT / lock).read_text("utf-8")) == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


def files_under(*names: str) -> dict[str, bytes]:
    """The bytes of each file at or under the named places of the checkout, by its path there."""
    places = [ROOT / name for name in names]
    files = [path for place in places for path in (place, *place.rglob("*")) if path.is_file()]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in files}


def test_wheel_carries_the_data_unchanged(wheel):
    prefix = "attested/_package/"
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(prefix)]
        carried = {name.removeprefix(prefix): archive.read(name) for name in names}
    assert carried == files_under("datapackage.json", "data", "schemas", "CHANGELOG.md")


def test_wheel_is_that_of_the_newest_release(wheel):
    """After a release, write its version into scripts/attested/__init__.py."""
    assert wheel.name.split("-")[1] == history.versions(ROOT)[-1]


def test_wheel_carries_every_module_and_nothing_from_elsewhere(wheel):
    code = {name.removeprefix("scripts/") for name in files_under("scripts/attested")}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {name for name in code if "__pycache__" not in name} <= names
    assert {name.split("/")[0] for name in names} == {"attested", wheel_info(wheel)}


def wheel_info(wheel: Path) -> str:
    return "-".join(wheel.name.split("-")[:2]) + ".dist-info"


def test_wheel_says_its_name_licence_and_command(wheel):
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"{wheel_info(wheel)}/METADATA").decode()
        commands = archive.read(f"{wheel_info(wheel)}/entry_points.txt").decode()
        licence = archive.read(f"{wheel_info(wheel)}/licenses/LICENSE")
    assert "\nName: attested-record\n" in metadata
    assert "\nLicense-Expression: Apache-2.0 AND CC-BY-4.0\n" in metadata
    assert "attested = attested.cli:main" in commands
    assert licence == (ROOT / "LICENSE").read_bytes()


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Calls the installed command, far from the checkout, and returns what it printed."""
    folder = tmp_path_factory.mktemp("installed")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, "--target", folder, wheel], check=True)
    kept = {name: text for name, text in os.environ.items() if name != "ATTESTED_PACKAGE"}

    def called(*words):
        result = subprocess.run(
            [sys.executable, "-P", "-m", "attested", *words],
            cwd=folder,
            env={**kept, "PYTHONPATH": str(folder)},
            capture_output=True,
            text=True,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    return called


def test_installed_command_checks_its_own_data(installed):
    assert installed("check").startswith("clean: ")


@pytest.mark.parametrize("version", history.versions(ROOT))
def test_installed_command_verifies_each_release(installed, version):
    assert installed("verify-release", version).endswith(f"{version} is as released\n")


@pytest.mark.parametrize(
    "words",
    [
        ["redact", "C000005", "statement"],
        ["release", "9.0.0", "--offline"],
        ["changelog", "--write"],
        ["cite", "I000006", "--store"],
    ],
)
def test_an_installed_copy_is_only_read(monkeypatch, tmp_path, words):
    copy = tmp_path / "attested" / "_package"
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "datapackage.json", copy)
    monkeypatch.setattr(package, "_HERE", copy.parent)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = CliRunner().invoke(cli.main, ["--package", str(copy), *words])
    assert result.exit_code == 1
    assert "this is an installed copy; name a checkout with --package" in result.output
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_lock_of_the_web_tools_pins_what_is_asked_and_names_no_address():
    asked = json.loads((ROOT / "tests/web/package.json").read_text("utf-8"))["devDependencies"]
    text = (ROOT / "tests/web/package-lock.json").read_text("utf-8")
    locked = json.loads(text)["packages"]
    del locked[""]
    names = {path.removeprefix("node_modules/"): each for path, each in locked.items()}
    assert {name: each["version"] for name, each in names.items()} == asked
    assert all(each["integrity"].startswith("sha512-") for each in names.values())
    assert "://" not in text
