"""Names on a list outside the repository appear in no file, output or commit of the project."""

import shutil
import subprocess
from pathlib import Path

import pytest

from attested import protected
from conftest import require_or_skip
from made import ROOT

LIST = "# invented\nMira Solvane\nA000001: Quill\n"


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text(LIST, encoding="utf-8")
    return protected.read(path)


def found(root: Path, names):
    return [str(p) for p in protected.scan_files(root, protected.files_under(root), names)]


def test_a_name_is_found_by_line_and_never_printed(tmp_path, names):
    tree = tmp_path / "tree"
    (tree / "data").mkdir(parents=True)
    (tree / "data" / "a.csv").write_text("x\nsaid mira  SOLVANE.\n", encoding="utf-8")
    problems = found(tree, names)
    assert problems == ["data/a.csv:2: holds the name on line 2 of the list; remove it everywhere"]


def test_a_limited_name_counts_in_data_only(tmp_path, names):
    tree = tmp_path / "tree"
    for folder in ("data", "docs"):
        (tree / folder).mkdir(parents=True)
        (tree / folder / "a.txt").write_text("Quill\n", encoding="utf-8")
    assert [line.split(":")[0] for line in found(tree, names)] == ["data/a.txt"]


def test_a_part_of_a_longer_word_is_no_name(tmp_path, names):
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "a.txt").write_text("Mira Solvanesque\n", encoding="utf-8")
    assert found(tree, names) == []


def test_a_file_name_and_a_database_are_scanned(tmp_path, names):
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "mira-solvane.db").write_bytes(b"SQLite\x00Mira Solvane\x00")
    assert len(found(tree, names)) == 2


def test_without_git_the_history_is_a_problem(tmp_path, names, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    problems = [str(problem) for problem in protected.scan_history(tmp_path, names)]
    assert problems == [".git: git is not installed; install it or leave the history out"]


def test_history_is_scanned_though_the_file_is_gone(tmp_path, names):
    require_or_skip(shutil.which("git"), "git is not installed")

    def git(*arguments):
        identity = ["-c", "user.name=n", "-c", "user.email=n@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *identity, *arguments], check=True)

    git("init", "-q")
    (tmp_path / "a.txt").write_text("Mira Solvane", encoding="utf-8")
    git("add", "a.txt")
    git("commit", "-qm", "add")
    git("rm", "-q", "a.txt")
    git("commit", "-qm", "remove")
    assert len(list(protected.scan_history(tmp_path, names))) == 2


@pytest.mark.long
def test_the_project_holds_no_protected_name(protected_names):
    listed = protected.read(protected_names)
    assert listed
    problems = [*protected.scan_files(ROOT, protected.files_under(ROOT), listed)]
    if (ROOT / ".git").exists() and shutil.which("git"):
        problems += protected.scan_history(ROOT, listed)
    assert [str(problem) for problem in problems] == []
