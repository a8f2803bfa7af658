"""Tampering with any byte of artefact, manifest or history is found."""

import random
import shutil
from pathlib import Path

import pytest

from attested.releases import changelog, history, manifest, storing, verifying
from attested.releases.changes import HistoryError
from releasing import reasons, released, set_cell

FLIPS = 200


@pytest.fixture(scope="module")
def second(first_template, tmp_path_factory):
    """The sample package with two releases and a working copy that has moved on."""
    root = Path(shutil.copytree(first_template, tmp_path_factory.mktemp("second") / "package"))
    set_cell(root, "incidents", 0, "summary", "Another summary of what is reported.")
    released(root, "0.1.1", reasons_file=reasons(root, "*,*,*,The first was not neutral.,"))
    set_cell(root, "incidents", 1, "summary", "A summary that is not released yet.")
    return root


def problems(root, version):
    return verifying.verify(root, version, root / "build/releases" / version).problems


def proved_files(root):
    """Every file that a release is made of: history, changelog, artefacts."""
    places = [root / history.RELEASES, root / "build/releases"]
    found = [path for place in places for path in place.rglob("*") if path.is_file()]
    return sorted([*found, root / changelog.PATH])


def test_untouched_releases_are_as_released(second):
    for version in history.versions(second):
        report = verifying.verify(second, version, second / "build/releases" / version)
        assert report.problems == []
        assert sum(": same, " in line for line in report.lines) == len(
            manifest.read(second, version).tables
        )


@pytest.mark.long
def test_any_flipped_byte_is_found(second):
    draw = random.Random(5)
    files = proved_files(second)
    chosen = [*files, *draw.choices(files, k=max(0, FLIPS - len(files)))]
    silent = []
    for path in chosen:
        whole = path.read_bytes()
        place, bit = draw.randrange(len(whole)), 1 << draw.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        artefact_of = path.parent.name if path.is_relative_to(second / "build") else "0.1.1"
        if not problems(second, artefact_of):
            silent.append((path, place, bit))
        path.write_bytes(whole)
    assert (len(chosen) >= FLIPS, silent) == (True, [])
    assert problems(second, "0.1.0") == problems(second, "0.1.1") == []


@pytest.mark.long
@pytest.mark.parametrize("edit", ["remove", "truncate", "append", "empty"])
def test_each_file_that_is_cut_grown_or_gone_is_found(second, edit):
    for path in proved_files(second):
        whole = path.read_bytes()
        if edit == "remove":
            path.unlink()
        else:
            new = {"truncate": whole[:-1], "append": whole + b"\n", "empty": b""}[edit]
            path.write_bytes(new)
        artefact_of = path.parent.name if path.is_relative_to(second / "build") else "0.1.1"
        changed = edit != "empty" or whole != b""
        assert bool(problems(second, artefact_of)) == changed, path
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "path",
    [
        "data/releases/0.1.0/data/incidents.csv",
        "data/releases/0.1.0/schemas/rules/more.sql",
        "data/releases/0.1.1/note.txt",
        "data/releases/0.9/manifest.json",
        "data/releases/note.txt",
        "build/releases/0.1.1/more.csv",
    ],
)
def test_foreign_file_is_found(second, path):
    (second / path).parent.mkdir(parents=True, exist_ok=True)
    (second / path).write_text("x")
    found = problems(second, "0.1.1")
    (second / path).unlink()
    shutil.rmtree(second / "data/releases/0.9", ignore_errors=True)
    assert len(found) == 1
    assert "remove it" in found[0].message


def test_history_rewritten_with_new_sums_still_breaks_the_chain(second, tmp_path):
    root = Path(shutil.copytree(second, tmp_path / "package"))
    path = root / "data/releases/0.1.0/manifest.json"
    path.write_bytes(path.read_bytes().replace(b"2026-03-01", b"2026-02-01"))
    digests = {v: manifest.digest(root, v) for v in history.versions(root)}
    (root / manifest.SUMS).write_bytes(manifest.sums(digests))
    (told, *_) = problems(root, "0.1.1")
    assert str(told) == (
        "data/releases/0.1.1/manifest.json: previous: is not the hash of the manifest before; "
        "restore both"
    )


def test_changes_rewritten_with_all_hashes_that_cover_them_are_found(second, tmp_path):
    """Even one who mends every file hash cannot make the rows fit what was proved before."""
    root = Path(shutil.copytree(second, tmp_path / "package"))
    place = root / "data/releases/0.1.1"
    whole = (place / "changes.csv").read_bytes()
    (change,) = history.changes_of(root, "0.1.1")
    forged = whole.replace(change.before.encode(), b"A forged summary.")
    (place / "changes.csv").write_bytes(forged)
    made = manifest.read(root, "0.1.1")
    files = made.files | {"changes.csv": manifest.sha256(forged)}
    (place / "manifest.json").write_bytes(made.model_copy(update={"files": files}).data())
    storing.finish(root)
    told = [str(problem) for problem in problems(root, "0.1.0")]
    assert f"data/incidents.csv: {change.id}: is not the row of 0.1.0; restore the history" in told
    assert any(
        problem.startswith("data/incidents.csv: 0.1.0 is not what was released") for problem in told
    )


def test_artefacts_elsewhere_or_not_at_hand(second, tmp_path):
    there = shutil.copytree(second / "build/releases/0.1.0", tmp_path / "downloads")
    assert verifying.verify(second, "0.1.0", Path(there)).problems == []
    assert len(verifying.verify(second, "0.1.1", Path(there)).problems) > 0
    report = verifying.verify(second, "0.1.0", None)
    assert report.problems == []
    assert report.lines[-1] == "artefacts: none at hand; name the folder they are in"
    assert verifying.verify(second, "0.1.0", tmp_path / "empty").problems != []


def test_version_that_was_not_released(second):
    with pytest.raises(HistoryError, match=r"no release has the version 0\.3\.0"):
        verifying.verify(second, "0.3.0", None)
