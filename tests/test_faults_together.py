"""Two at once: builds wait for each other, releases refuse each other, readers see a whole file."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from attested import files as writing
from attested import folders, locks
from attested.releases import history, storing, verifying
from faults_killing import files, leftovers
from faults_running import Command, driving
from made import ROOT
from releasing import reasons, set_cell

AT_ONCE = 4
BUILD = Command("build", ("build",))
CHECK = Command("check", ("check",))


@pytest.fixture(scope="module")
def drivers(tmp_path_factory):
    """Drivers, of which each runs one command at a time."""
    started = [driving(tmp_path_factory.mktemp("driver")) for _ in range(AT_ONCE)]
    yield [each.__enter__() for each in started]
    for each in started:
        each.__exit__(None, None, None)


def at_once(drivers, root, commands):
    """Runs the commands at the same time; whether each succeeded, and what each printed."""
    ended = [False] * len(commands)

    def run(number):
        ended[number] = drivers[number].ends(root, commands[number], seconds=120)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(commands))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return ended, [driver.printed() for driver in drivers[: len(commands)]]


@pytest.mark.parametrize(
    ("words", "place"), [(("build",), "build/attested.db"), (("artefacts",), "build/artefacts")]
)
def test_four_builds_at_once_give_the_same_bytes(drivers, sample, words, place):
    command = Command("", (*words, *(("--date", "2026-03-02") if words == ("artefacts",) else ())))
    assert drivers[0].ends(sample, command)
    expected = files(sample)
    ended, printed = at_once(drivers, sample, [command] * AT_ONCE)
    assert ended == [True] * AT_ONCE, printed
    assert files(sample) == expected
    assert leftovers(sample) == []
    assert (sample / place).exists()


def test_of_two_releases_at_once_one_is_made(drivers, first):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    reasons(first, "*,*,*,The wording.,")
    words = ("--offline", "--reasons", "{root}/reasons.csv", "--date", "2026-03-02")
    releases = [Command("release", ("release", "0.1.1", *words)) for _ in range(3)]
    ended, printed = at_once(drivers, first, releases)
    assert ended.count(True) == 1, printed
    refused = [text for text, made in zip(printed, ended, strict=True) if not made]
    assert all("is running; wait for its end" in t or "does not come after" in t for t in refused)
    assert history.versions(first) == ["0.1.0", "0.1.1"]
    assert verifying.verify(first, "0.1.1", first / "build/releases/0.1.1").problems == []
    assert leftovers(first) == []


def test_a_release_and_a_redaction_exclude_each_other(drivers, first):
    with storing.held(first):
        redact = Command("redact", ("redact", "I000001", "summary", "--instead", "People met."))
        release = Command("release", ("release", "0.1.1", "--offline"))
        before = files(first)
        for command in (redact, release, Command("", ("changelog", "--write"))):
            assert not drivers[0].ends(first, command)
            assert drivers[0].printed() == (
                "Error: data/releases: another release, redaction or deposit is running; "
                "wait for its end\n"
            )
        assert files(first) == before
    assert drivers[0].ends(first, redact), drivers[0].printed()


def test_a_check_while_it_is_built_and_built_again(drivers, sample):
    ended, printed = at_once(drivers, sample, [BUILD, CHECK, BUILD, CHECK])
    assert ended == [True] * 4, printed


def test_a_reader_keeps_the_database_it_opened(drivers, sample):
    target = sample / "build/attested.db"
    assert drivers[0].ends(sample, BUILD)
    with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as reader:
        before = reader.execute("SELECT title FROM incidents ORDER BY id").fetchall()
        set_cell(sample, "incidents", 0, "title", "Another title")
        assert drivers[0].ends(sample, BUILD), drivers[0].printed()
        assert reader.execute("SELECT title FROM incidents ORDER BY id").fetchall() == before
        assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(sqlite3.connect(target)) as reader:
        assert ("Another title",) in reader.execute("SELECT title FROM incidents").fetchall()


def test_tables_that_are_saved_while_they_are_read_are_read_whole_or_told(drivers, sample):
    """Another program truncates and rewrites a table again and again while it is checked."""
    path = sample / "data/claims.csv"
    whole, ended = path.read_bytes(), threading.Event()

    def save():
        while not ended.is_set():
            path.write_bytes(whole[: len(whole) // 2])
            path.write_bytes(whole)

    saving = threading.Thread(target=save)
    saving.start()
    try:
        for _ in range(5):
            drivers[0].ends(sample, CHECK)
            drivers[1].ends(sample, BUILD)
    finally:
        ended.set()
        saving.join()
    assert drivers[0].ends(sample, BUILD), drivers[0].printed()


# --- locks and temporary names that are left, planted or taken


def test_the_lock_of_a_killed_process_is_free(drivers, sample):
    lock = sample / "build/.attested.db.lock"
    lock.parent.mkdir()
    script = (
        f"import filelock, time; filelock.FileLock({str(lock)!r}).acquire(); "
        "print('held', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        holder.send_signal(signal.SIGKILL)
    assert lock.exists()
    assert drivers[0].ends(sample, BUILD)


def test_the_history_is_free_once_its_holder_is_killed(first):
    script = (
        "import sys, time; from pathlib import Path; from attested.releases import storing\n"
        f"with storing.held(Path({str(first)!r})): print('held', flush=True); time.sleep(600)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Exception, match="is running"), storing.held(first):
            pass
        holder.send_signal(signal.SIGKILL)
    with storing.held(first):
        pass


def folder(path):
    path.mkdir()


def into_data(path):
    path.symlink_to("../data/claims.csv")


def itself(path):
    path.symlink_to(path.name)


def nothing(path):
    path.symlink_to("nothing-there")


def pipe(path):
    os.mkfifo(path)


def bound(path):
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


PLANTED = [folder, into_data, itself, nothing, pipe, bound]


@pytest.mark.parametrize("plant", PLANTED)
@pytest.mark.parametrize(
    "name", [".attested.db.lock", ".artefacts.partial", "artefacts", "attested.db"]
)
def test_what_is_planted_in_the_build_folder_leads_nowhere(drivers, sample, name, plant):
    (sample / "build").mkdir()
    before = files(sample)
    plant(sample / "build" / name)
    drivers[0].ends(sample, BUILD if ".db" in name else Command("artefacts", ("artefacts",)))
    assert {k: v for k, v in files(sample).items() if not k.startswith("build/")} == before


@pytest.mark.parametrize("plant", PLANTED)
def test_what_is_planted_in_the_history_leads_nowhere(drivers, sample, plant):
    (sample / "data/releases").mkdir()
    plant(sample / "data/releases/.0.1.0.partial")
    before = files(sample)
    release = Command("release", ("release", "0.1.0", "--offline", "--date", "2026-03-01"))
    assert drivers[0].ends(sample, release), drivers[0].printed()
    left = files(sample)
    assert {path: left.get(path) for path in before} == before
    assert verifying.verify(sample, "0.1.0", None).problems == []


def test_an_output_that_is_a_link_is_replaced_and_what_it_led_to_stays(drivers, sample, tmp_path):
    (sample / "build").mkdir()
    elsewhere = tmp_path / "elsewhere.db"
    elsewhere.write_bytes(b"mine")
    (sample / "build/attested.db").symlink_to(elsewhere)
    assert drivers[0].ends(sample, BUILD)
    assert elsewhere.read_bytes() == b"mine"
    assert not (sample / "build/attested.db").is_symlink()


def test_folders_may_be_links(drivers, sample, tmp_path):
    for name in ("data", "build"):
        (tmp_path / name).mkdir()
    (sample / "data").rename(tmp_path / "data/moved")
    (sample / "data").symlink_to(tmp_path / "data/moved")
    (sample / "build").symlink_to(tmp_path / "build")
    assert drivers[0].ends(sample, BUILD), drivers[0].printed()
    release = Command("release", ("release", "0.1.0", "--offline", "--date", "2026-03-01"))
    assert drivers[0].ends(sample, release), drivers[0].printed()
    assert verifying.verify(sample, "0.1.0", sample / "build/releases/0.1.0").problems == []


# --- the parts, where the system lacks what they ask of it


def test_a_writer_at_work_keeps_its_file(tmp_path):
    target = tmp_path / "file"
    with writing.replacing(target) as mine:
        mine.write_bytes(b"first")
        writing.write_text(target, "second")
        assert mine.read_bytes() == b"first"
    assert target.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("can", [True, False])
def test_a_folder_takes_its_place_where_names_cannot_be_exchanged(tmp_path, monkeypatch, can):
    if not can:
        monkeypatch.setattr(folders, "exchanged", lambda one, other: False)
    for text in ("one", "two"):
        with folders.replacing_folder(tmp_path / "target") as staged:
            (staged / text).write_text(text)
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["two"]
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_an_exchange_that_was_cut_off_between_two_renames_is_taken_back(tmp_path):
    (tmp_path / ".target.old.partial").mkdir()
    (tmp_path / ".target.old.partial/old").write_text("old")
    with pytest.raises(KeyError), folders.replacing_folder(tmp_path / "target"):
        raise KeyError
    assert (tmp_path / "target/old").read_text() == "old"


def test_an_exchange_that_fails_leaves_the_old_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "exchanged", lambda one, other: False)
    (tmp_path / "target").mkdir()
    (tmp_path / "target/old").write_text("old")
    with pytest.raises(FileNotFoundError):
        folders.take_place(tmp_path / "gone", tmp_path / "target", tmp_path / "aside")
    assert [path.name for path in (tmp_path / "target").iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_a_history_without_its_exchange_comes_back(first):
    before = files(first)
    (first / "data/releases").rename(first / "data/.releases.old.partial")
    storing.clear(first)
    assert files(first) == before


def test_a_folder_is_held_by_one(tmp_path):
    with locks.folder_held(tmp_path, wait=False):
        with pytest.raises(locks.BusyError), locks.folder_held(tmp_path, wait=False):
            pass
        waited = threading.Thread(target=lambda: _wait_for(tmp_path))
        waited.start()
        time.sleep(0.1)
        assert waited.is_alive()
    waited.join(10)
    assert not waited.is_alive()


def _wait_for(folder):
    with locks.folder_held(folder, wait=True):
        pass
