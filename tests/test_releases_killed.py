"""Killed at any moment, a release or a redaction is made whole by the same words again."""

import os
import shutil
from pathlib import Path

import pytest

from attested.releases import history, planning, publish, redact, storing, verifying
from releasing import DAY, reasons, rows, set_cell

INSTEAD = "People are reported to have met."
KILLED = 9


def killed(action, moment):
    """Runs the action in a process of its own that dies at its n-th change of the disk.

    Returns false when it came to its end before.
    """
    child = os.fork()
    if child == 0:
        left = [moment]

        def dying(function):
            def counted(*args, **options):
                left[0] -= 1
                if left[0] < 0:
                    os._exit(KILLED)
                return function(*args, **options)

            return counted

        for owner, name in ((Path, "replace"), (Path, "rename"), (shutil, "rmtree")):
            setattr(owner, name, dying(getattr(owner, name)))
        try:
            action()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED)
    return code == KILLED


def tree(root):
    """The files that a release leaves, without those that name the moment."""
    places = [*(root / "data").rglob("*"), root / "CHANGELOG.md"]
    return {p.relative_to(root): p.read_bytes() for p in places if p.is_file()}


def release(root):
    """What `attested release 0.1.1` does."""
    if storing.unfinished(root) == "0.1.1":
        storing.finish(root)
        return
    plan = planning.plan(root, "0.1.1", DAY, reasons_file=root / "reasons.csv")
    publish.build(plan)
    publish.record(plan)


def moments(make, action):
    """Moments at which to kill: the first, one between, and each of the last."""
    low, high = 0, 1
    while killed(lambda: action(make()), high):
        low, high = high, high * 2
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if killed(lambda: action(make()), middle) else (low, middle)
    return sorted({0, low // 2, *range(max(low - 6, 0), low + 1)})


@pytest.fixture
def changed(first, tmp_path):
    """Makes fresh copies of the released package with a corrected cell and its reason."""
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    reasons(first, "*,*,*,The wording.,")

    def make():
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        return Path(shutil.copytree(first, tmp_path / "copy"))

    return make


def test_killed_release_is_made_whole(changed):
    release(whole := changed())
    expected = tree(whole)
    kills = 0
    for moment in moments(changed, release):
        root = changed()
        kills += killed(lambda: release(root), moment)  # noqa: B023 (called at once)
        if storing.unfinished(root) or "0.1.1" not in history.versions(root):
            release(root)
        assert tree(root) == expected, moment
        assert verifying.verify(root, "0.1.1", root / "build/releases/0.1.1").problems == []
    assert kills > 5


def test_killed_redaction_is_made_whole(changed):
    def action(root):
        redact.redact(root, "I000001", "summary", INSTEAD, redact.REASON)

    secret = rows(changed(), "incidents")[0]["summary"]
    action(whole := changed())
    expected = tree(whole)
    kills = 0
    for moment in moments(changed, action):
        root = changed()
        kills += killed(lambda: action(root), moment)  # noqa: B023 (called at once)
        action(root)
        assert tree(root) == expected, moment
        assert [
            p for p in root.rglob("*") if p.is_file() and secret.encode() in p.read_bytes()
        ] == []
        assert history.versions(root) == ["0.1.0"]
        assert verifying.verify(root, "0.1.0", None).problems == []
    assert kills > 5
