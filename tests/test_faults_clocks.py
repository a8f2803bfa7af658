"""Clocks that are wrong or jump, to the edge of what can be written: no output depends on one."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from attested import clock
from attested.releases import history, manifest, verifying
from conftest import require_or_skip
from faults_killing import files
from faults_running import Command, driving
from releasing import reasons, set_cell

MOMENTS = [
    "1970-01-01 00:00:00",
    "1979-12-31 23:59:59",
    "2000-02-29 12:00:00",
    "2016-12-31 23:59:60",
    "2024-02-29 23:59:59",
    "2038-01-19 03:14:07",
    "2038-01-19 03:14:09",
    "2100-02-28 23:59:59",
    "2107-12-31 23:59:59",
    "2232-01-01 00:00:00",  # the last year to which Linux lets a clock be set
]
BUILT = [
    Command("build", ("build",)),
    Command("history", ("history",)),
    Command("generate", ("generate",)),
    Command("artefacts", ("artefacts", "--date", "2026-03-02")),
]


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    """A driver whose clock shows what the environment of a command says."""
    require_or_skip(shutil.which("faketime"), "faketime is not installed")
    still = ("faketime", "-f", "+0", "env", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1")
    with driving(tmp_path_factory.mktemp("driver"), still) as started:
        yield started


def at(moment, command, **environment):
    """The command at that moment, from which the clock goes on."""
    return replace(command, environment={"FAKETIME": f"@{moment}", "TZ": "UTC", **environment})


def release(version, *words):
    return Command("release", ("release", version, "--offline", *words))


@pytest.fixture(scope="module")
def expected(driver, first_template, tmp_path_factory):
    """What the commands build today."""
    root = Path(shutil.copytree(first_template, tmp_path_factory.mktemp("now") / "package"))
    for command in BUILT:
        assert driver.run(root, command) == 0, driver.printed()
    return files(root)


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_is_built_does_not_depend_on_the_clock(driver, first, expected, moment):
    for command in BUILT:
        assert driver.run(first, at(moment, command)) == 0, driver.printed()
    assert files(first) == expected


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Etc/GMT+12", ":/etc/passwd", "X", "<q>-99:59"]
)
def test_a_release_is_of_the_day_in_utc(driver, sample, zone):
    moment = at("2026-03-01 23:59:50", release("0.1.0"), TZ=zone)
    assert driver.ends(
        sample, replace(moment, environment={**moment.environment, "FAKETIME": "+0"})
    )
    assert manifest.read(sample, "0.1.0").date == clock.today()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_release_at_any_moment_is_whole(driver, sample, moment):
    assert driver.ends(sample, at(moment, release("0.1.0"))), driver.printed()
    said = manifest.read(sample, "0.1.0").date
    assert said in (moment[:10], "2017-01-01")  # the leap second is one of the day after
    assert verifying.verify(sample, "0.1.0", sample / "build/releases/0.1.0").problems == []


def test_a_clock_that_went_back_makes_no_release_before_the_last(driver, first):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    reasons(first, "*,*,*,The wording.,")
    before = files(first)
    again = release("0.1.1", "--reasons", "{root}/reasons.csv")
    assert not driver.ends(first, at("1999-12-31 23:59:59", again))
    assert "is before the day of 0.1.0; write a later one" in driver.printed()
    assert files(first) == before
    assert driver.ends(first, at("2026-03-02 00:00:00", again)), driver.printed()
    assert history.versions(first) == ["0.1.0", "0.1.1"]


def test_a_clock_that_jumps_between_two_steps_changes_nothing_that_was_built(driver, first):
    build = BUILT[0]
    assert driver.run(first, at("2100-01-01 00:00:00", build)) == 0
    before = (first / "build/attested.db").read_bytes()
    assert driver.run(first, at("1980-01-01 00:00:00", build)) == 0
    assert (first / "build/attested.db").read_bytes() == before


@pytest.mark.parametrize("told", ["x", "1e9", "99999999999999999999", "-99999999999999", " ", "٣"])
def test_a_moment_that_is_none_is_told(monkeypatch, told):
    monkeypatch.setenv(clock.VARIABLE, told)
    if told == "٣":  # digits of any script are digits
        assert clock.now().year == 1970
        return
    with pytest.raises(clock.ClockError, match="is no number of seconds"):
        clock.now()
