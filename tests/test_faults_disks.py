"""Full, small and forbidden disks: a command says so in one line, and what was there stays whole.

ATTESTED_FAULTS=all tries every level of every command; here each command meets a few.
"""

import os
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import faults_disks as disks
from conftest import require_or_skip
from faults_killing import files, leftovers
from faults_running import Command, driving
from test_faults_killed import COMMANDS

ASKED = os.environ.get("ATTESTED_FAULTS", "")
ROOM = 60_000_000
LEVELS = [0, 4096, 20_000, 65_536, 150_000, 300_000, 600_000, 1_000_000, 2_000_000, 4_000_000]
LEVELS = LEVELS if ASKED else [0, 600_000]
NOBODY = 65534
WRITING = [command for command, number in COMMANDS if number]
NAMES = [command.name for command in WRITING]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    require_or_skip(disks.can_mount(), "no file system can be mounted here")
    with driving(tmp_path_factory.mktemp("driver")) as started:
        yield started


@pytest.fixture(scope="module")
def disk(driver):
    """A small disk in a folder that everybody may enter."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with disks.disk(Path(folder) / "small", ROOM) as place:
            yield place


@pytest.fixture(scope="module")
def built(first_template, driver, tmp_path_factory):
    """The package with its first release, and what can be built of it."""
    root = Path(shutil.copytree(first_template, tmp_path_factory.mktemp("built") / "package"))
    for words in (("build",), ("history",), ("artefacts",)):
        assert driver.run(root, Command("", words)) == 0, driver.printed()
    return root


@pytest.fixture
def fresh(built, disk):
    """Puts the package on the disk as it is before a command, and gives its folder and files."""

    def made(command):
        shutil.rmtree(disk / "package", ignore_errors=True)
        (disk / disks.FILLER).unlink(missing_ok=True)
        root = Path(shutil.copytree(built, disk / "package"))
        root.chmod(0o755)
        command.edit(root)
        return root, files(root)

    return made


def is_whole(root, before, command):
    """Asserts that a command that failed left what was there, and nothing half-written."""
    left = files(root)
    assert leftovers(root) == []
    for whole in command.wholes:
        assert under(left, whole) == under(before, whole) or is_proved(root / whole), whole
    lost = [path for path in before if path not in left]
    assert lost == [] or command.name == "redact", lost


def under(found, folder):
    return {path: digest for path, digest in found.items() if path.startswith(f"{folder}/")}


def is_proved(folder):
    """Whether a folder is a whole new one: its own sums fit every file of it."""
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    there = {name: digest for name, digest in files(folder).items() if name != "SHA256SUMS"}
    return listed == there


@pytest.mark.parametrize("command", WRITING, ids=NAMES)
def test_on_a_full_disk_nothing_is_lost(driver, disk, fresh, command):
    ended = []
    for level in LEVELS:
        root, before = fresh(command)
        disks.leave(disk, level)
        ended.append(driver.ends(root, command))
        if not ended[-1]:
            is_whole(root, before, command)
        (disk / disks.FILLER).unlink()
        assert driver.ends(root, command) or ended[-1], driver.printed()
    print(f"\n| full disk | {command.name} | {len(LEVELS)} | {ended.count(False)} |")


@pytest.mark.parametrize("command", WRITING, ids=NAMES)
def test_a_limit_on_the_size_of_files_is_told(driver, fresh, command):
    refused = 0
    for limit in LEVELS[1:]:
        root, before = fresh(command)
        if not driver.ends(root, replace(command, limits={"FSIZE": limit})):
            is_whole(root, before, command)
            refused += 1
    print(f"\n| limited files | {command.name} | {len(LEVELS) - 1} | {refused} |")


@pytest.mark.parametrize("command", WRITING, ids=NAMES)
def test_a_disk_that_is_not_to_be_written_is_told(driver, disk, fresh, command):
    root, before = fresh(command)
    with disks.read_only(disk):
        assert not driver.ends(root, command)
        assert "Read-only file system" in driver.printed()
    assert files(root) == before


@pytest.mark.parametrize("command", WRITING, ids=NAMES)
def test_folders_of_somebody_else_are_told(driver, fresh, command):
    root, before = fresh(command)
    assert not driver.ends(root, replace(command, user=NOBODY))
    assert "Permission denied" in driver.printed()
    assert files(root) == before


@pytest.mark.parametrize("command", WRITING, ids=NAMES)
def test_a_full_disk_for_temporary_files_is_told(driver, disk, built, command, tmp_path):
    root = Path(shutil.copytree(built, tmp_path / "package"))
    command.edit(root)
    before = files(root)
    elsewhere = {name: str(disk) for name in ("TMPDIR", "SQLITE_TMPDIR")}
    shutil.rmtree(disk / "package", ignore_errors=True)
    disks.leave(disk, 0)
    if not driver.ends(root, replace(command, environment=elsewhere)):
        is_whole(root, before, command)


@pytest.mark.parametrize(
    "environment",
    [{"HOME": None}, {"HOME": "/nowhere", "TMPDIR": "/nowhere"}, {"PATH": None}, {"LANG": "C"}],
    ids=str,
)
def test_what_the_environment_lacks_is_not_needed(driver, built, environment, tmp_path):
    root = Path(shutil.copytree(built, tmp_path / "package"))
    for command in (WRITING[0], WRITING[4]):
        assert driver.ends(root, replace(command, environment=environment)), driver.printed()
