"""Killed before any of its writes, a command leaves the old or the new, and the next run ends it.

A run is stopped after each of its writes, and what is on the disk must be whole. Of the different
states that were seen, a seeded sample is ended by the next run, and a few processes are really
killed; ATTESTED_KILLS=all ends every state, which takes half an hour, and ATTESTED_KILLS=500 ends
and kills so many of each command. With `-s` the table of docs/faults.md is printed.
"""

import os
import shutil

import pytest

import faults_killing as killing
import faults_server
from conftest import require_or_skip
from faults_killing import Killing
from faults_running import Command, driving
from releasing import reasons, rows, set_cell, write

ASKED = os.environ.get("ATTESTED_KILLS", "")
EVERY = 100_000
MOST = 30  # processes of a command that are really killed when every state is ended


def corrected(root):
    """A corrected cell, its reason, and generated files that are stale."""
    set_cell(root, "incidents", 0, "summary", "Another summary of what is reported.")
    reasons(root, "*,*,*,The wording.,")


def stale(root):
    """A changelog that is not what the history says."""
    (root / "CHANGELOG.md").write_text("old\n")


def renamed(root):
    """A row more, so that what was built before is not what will be."""
    found = rows(root, "terms")
    write(root, "terms", [*found, found[-1] | {"id": "W000012", "term": "another"}])


RELEASE = ("release", "0.1.1", "--offline", "--reasons", "{root}/reasons.csv")
COMMANDS = [
    (Command("build", ("build",), edit=renamed), 3),
    (Command("history", ("history",)), 2),
    (Command("generate", ("generate",), edit=renamed), 3),
    (Command("changelog --write", ("changelog", "--write"), edit=stale), 3),
    (Command("artefacts", ("artefacts",), ("build/artefacts",), renamed), 2),
    (
        Command(
            "release",
            (*RELEASE, "--date", "2026-03-02"),
            ("data/releases/0.1.1", "build/releases/0.1.1"),
            corrected,
        ),
        2,
    ),
    (
        Command(
            "redact",
            ("redact", "I000001", "summary", "--instead", "People are reported to have met."),
            ("data/releases",),
        ),
        2,
    ),
    (
        Command(
            "export-site",
            ("export-site", "{root}/build/site"),
            ("build/site",),
            steps=("build/portal/0.1.0.json",),
        ),
        0,
    ),
    (Command("synth", ("synth", "50", "{root}/build/synthetic"), ("build/synthetic",)), 2),
]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    require_or_skip(shutil.which("strace"), "strace is not installed")
    with driving(tmp_path_factory.mktemp("driver")) as started:
        yield started


@pytest.fixture(scope="module")
def built(first_template, driver, tmp_path_factory):
    """The package with its first release, and everything that can be built of it built."""
    root = shutil.copytree(first_template, tmp_path_factory.mktemp("built") / "package")
    for words in (
        ("build",),
        ("history",),
        ("artefacts",),
        ("generate",),
        ("changelog", "--write"),
    ):
        assert driver.run(root, Command("", words)) == 0, driver.printed()
    return root


HERE = [(command, number) for command, number in COMMANDS if number or ASKED]


@pytest.mark.parametrize(("command", "number"), HERE, ids=[c.name for c, _ in HERE])
def test_killed_at_a_write_all_is_whole(driver, built, command, number, tmp_path):
    kill(Killing(driver, built, command, tmp_path), number)


def test_a_deposit_killed_at_a_write_makes_one_record(driver, sample_template, tmp_path):
    with faults_server.serving() as server:

        def one_record():
            (kept,) = server.records.values()
            assert kept.is_public
            assert set(kept.files) == kept.complete

        where = ("--server", server.address, "--registry", server.address, "--wait", "5")
        deposit = Command(
            "deposit",
            ("deposit", *where, "--version", "0.1.0", "--date", "2026-03-01"),
            ("data/releases/0.1.0", "build/releases/0.1.0"),
            lambda root: server.reset(),
            {"ATTESTED_DEPOSIT_TOKEN": "tok-3n-0f-n0body"},
            ("build/deposits/",),
            one_record,
            server.kept,
            server.restored,
        )
        kill(Killing(driver, sample_template, deposit, tmp_path), 2)


def kill(case, number):
    """Stops the command at all of its writes, kills it at so many, or as many as were asked for."""
    assert len(case.points) > 5
    wanted = int(ASKED) if ASKED.isdecimal() else number
    for state in case.states(EVERY if ASKED == "all" else wanted):
        case.end(state)
    assert case.found.stops >= sum(kind in killing.STOPPING for kind, _ in case.points)
    for point in killing.chosen(case.points, MOST if ASKED == "all" else wanted):
        case.kill(point)
    assert case.found.killed > 0
    print("\n" + case.found.row(case.command.name))
