"""The check of large tables finds, word for word, what that of small ones finds."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from attested import check, halves, processes, progress, scan, schema, scratch, tables
from faults import FAULTS, MADE, edits_of, expected, spoil

CHOSEN = [name for name in FAULTS if name.startswith(("form/", "cells/"))][::4]
CHOSEN += ["rules/rule-that-writes", "rules/table-left-out", "rules/names-known"]
BLOCK = 300  # bytes, so that the sample's tables have several


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "SIZE", -1)
    monkeypatch.setattr(tables, "HELD", -1)
    monkeypatch.setattr(tables, "BLOCK", BLOCK)


def found(root: Path) -> str:
    return "".join(f"{problem}\n" for problem in check.check(root).problems)


def test_the_sample_is_clean_and_counted(sample: Path) -> None:
    result = check.check(sample)
    assert result.problems == []
    counts = {name: content.count for name, content in result.contents.items()}
    lines = {n: len((sample / t.path).read_bytes().splitlines()) for n, t in tables_of(sample)}
    assert counts == {name: count - 1 for name, count in lines.items()}
    assert set(result.seconds) == {rule.stem for rule in (sample / "schemas/rules").glob("*.sql")}


def tables_of(root: Path) -> list[tuple[str, schema.Table]]:
    return list(schema.load(root).tables.items())


@pytest.mark.parametrize("fault", CHOSEN)
def test_fault_is_explained_alike(sample: Path, fault: str) -> None:
    spoil(sample, fault)
    assert found(sample) == expected(fault)


@pytest.mark.parametrize("stage", ["cells", "rules"])
def test_many_faults_are_explained_alike(
    sample: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for fault in FAULTS:
        if fault.startswith(f"{stage}/") and edits_of(fault) and fault not in MADE:
            spoil(sample, fault)
    lines = found(sample)
    assert len(lines.splitlines()) > 60
    monkeypatch.undo()
    assert found(sample) == lines


def test_a_file_that_changes_while_it_is_read_is_told(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sample / "data/terms.csv"
    whole = scan.scan

    def changing(content: tables.Content, told: progress.Told) -> scan.Findings:
        findings = whole(content, told)
        if content.table.name == "terms":
            path.write_bytes(path.read_bytes() + b"W900001,Chessboard,allowed,,A game.\n")
            findings = whole(content, told)
        return findings

    monkeypatch.setattr(scan, "scan", changing)
    assert found(sample) == "data: terms.csv: changed while it was read; run it again\n"


def test_a_cell_that_repeats_is_told_however_many_do(sample: Path) -> None:
    """Also when the first 1000 rows that have a twin are all the first of theirs."""
    path = sample / "data/terms.csv"
    header = path.read_text("utf-8").splitlines()[0]
    key = schema.load(sample).tables["terms"]
    assert key.field["term"].constraints.unique
    twice = [f"Gadget{n}ville" for n in range(1100)] * 2
    rows = [f"W{n:06},{term},allowed,,An invented word." for n, term in enumerate(twice, 1)]
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    told = [p for p in check.check(sample).problems if p.path == "data/terms.csv"]
    assert len(told) == 1000
    assert {problem.field for problem in told} == {"term"}
    assert told[0].line == 1102


def test_a_full_disk_is_told(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "_SETTINGS", (*scratch._SETTINGS, "max_page_count = 10"))
    assert found(sample) == (
        "data: has no room for its rows in a temporary file (database or disk is full);"
        " free it, or set TMPDIR\n"
    )


def test_a_process_that_is_killed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with processes.started(_dies) as task, pytest.raises(processes.LostError):
        task.result()


def _dies() -> None:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)


def test_what_another_process_raises_is_raised_here() -> None:
    with processes.started(_fails) as task, pytest.raises(sqlite3.OperationalError, match="so"):
        task.result()


def _fails() -> None:
    raise sqlite3.OperationalError("so")


def test_the_scratch_file_is_gone_afterwards(sample: Path, tmp_path: Path, monkeypatch) -> None:
    place = tmp_path / "scratch"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    check.check(sample)
    assert list(place.iterdir()) == []
    shutil.rmtree(place)
