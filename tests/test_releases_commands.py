"""The commands of releases as a person calls them."""

import copy
import json
import os
import shutil
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from attested import cli
from attested.commands import releases
from attested.releases import history, manifest
from made import ROOT
from releasing import DAY, reasons, rows, set_cell, write


@pytest.fixture
def call():
    """Calls the command line with words and returns exit code and output."""
    main = copy.copy(cli.main)
    main.commands = dict(cli.main.commands)
    releases.register(main)

    def called(root, *words, **options):
        result = CliRunner().invoke(main, ["--package", str(root), *words], **options)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output

    return called


def test_first_release_from_the_command_line(sample, call):
    assert call(sample, "bump") == (0, "0.1.0 (minor)\n  minor: nothing was released before\n")
    code, output = call(sample, "release", "0.1.0", "--offline", "--date", DAY)
    assert (code, output.splitlines()[-1][:32]) == (0, f"released 0.1.0 of {DAY} in {sample}"[:32])
    assert output.endswith("; offline, so it has no DOI\n")
    assert f"wrote {sample}/build/releases/0.1.0/SHA256SUMS\n" in output
    code, output = call(sample, "verify-release", "0.1.0")
    assert (code, output.splitlines()[-1]) == (0, "0.1.0 is as released")
    assert (sample / "CHANGELOG.md").read_text("utf-8") == call(sample, "changelog")[1]


def test_release_without_a_doi_must_be_asked_for(sample, call):
    code, output = call(sample, "release", "0.1.0")
    assert (code, output) == (1, "Error: give --offline, or get a DOI with `attested deposit`\n")
    assert history.versions(sample) == []


def test_day_of_a_release_is_today_when_none_is_given(first, call):
    code, output = call(first, "release", "0.1.1", "--offline")
    assert code == 0
    assert f"released 0.1.1 of {manifest.read(first, '0.1.1').date}" in output


def test_refusal_is_told_line_by_line(first, call):
    row_id = set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    code, output = call(first, "release", "0.1.1", "--offline", "--date", DAY)
    assert (code, output) == (
        1,
        f"data/incidents.csv: {row_id} summary: was changed without a reason; give one in the "
        "file named by --reasons\n1 problem\n",
    )
    path = str(reasons(first, "*,*,*,Reason.,"))
    assert call(first, "release", "0.1.1", "--offline", "--date", DAY, "--reasons", path)[0] == 0


def test_reasons_are_asked_for_on_a_terminal(first, call, monkeypatch):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    monkeypatch.setattr(releases, "_is_terminal", lambda: True)
    words = ("release", "0.1.1", "--offline", "--date", DAY)
    code, output = call(first, *words, input="It was not neutral.\nP000001\n")
    assert code == 0
    assert "  why: It was not neutral." in output
    (change,) = history.changes_of(first, "0.1.1")
    assert (change.reason, change.evidence) == ("It was not neutral.", "P000001")


def test_release_that_was_cut_off_is_finished_by_the_same_words(first, call):
    sums = (first / manifest.SUMS).read_bytes()
    assert call(first, "release", "0.1.1", "--offline", "--date", DAY)[0] == 0
    (first / manifest.SUMS).write_bytes(sums)
    code, output = call(first, "release", "0.1.1", "--offline", "--date", DAY)
    assert (code, output) == (0, "finished 0.1.1, which was cut off before\n")
    assert call(first, "verify-release", "0.1.1")[0] == 0


def test_difference_as_text(first, call):
    row_id = set_cell(first, "incidents", 0, "summary", "Another\tsummary.")
    assert call(first, "diff", "0.1.0", "0.1.0") == (0, "no difference\n")
    code, output = call(first, "diff", "0.1.0", "working")
    head, line = output.splitlines()
    assert (code, head) == (0, "incidents: rows added: 0, removed: 0; cells changed: 1")
    assert line.startswith(f"  ~ {row_id} summary: ")
    assert line.endswith('-> "Another\\u0009summary."')


def test_difference_as_data(first, call):
    row_id = set_cell(first, "incidents", 0, "summary", "Another summary.")
    path = first / "schemas/incidents.json"
    path.write_text(
        path.read_text("utf-8").replace('"maxLength": 600', '"maxLength": 500'), "utf-8"
    )
    code, output = call(first, "diff", "0.1.0", ".", "--format", "json")
    found = json.loads(output)
    before = history.named(first, "0.1.0").table("incidents").cells(row_id)["summary"]
    assert code == 0
    assert found == {
        "schema": [
            {
                "what": "constraint tightened",
                "table": "incidents",
                "field": "summary",
                "aspect": "maxLength",
                "before": "600",
                "after": "500",
                "level": "major",
            }
        ],
        "cells": [
            {
                "op": "set",
                "table": "incidents",
                "id": row_id,
                "field": "summary",
                "before": before,
                "after": "Another summary.",
            }
        ],
    }


def test_difference_of_folders(first, call, tmp_path):
    other = shutil.copytree(first, tmp_path / "other")
    found = rows(other, "terms")
    write(other, "terms", [*found[:-1], found[-1] | {"id": "W000010"}])
    told = "terms: rows added: 1, removed: 1; cells changed: 0\n  - W000009\n  + W000010\n"
    assert call(first, "diff", "0.1.0", str(other)) == (0, told)
    assert call(first, "diff", ".", str(other)) == (0, told)
    code, output = call(first, "diff", "0.1.0", str(tmp_path / "none"))
    assert (code, output.startswith("Error: ")) == (1, True)
    code, output = call(first, "diff", "0.1.0", "0.3.0")
    assert output == "Error: no release has the version 0.3.0; there are: 0.1.0\n"


def test_changed_artefact_is_told(first, call):
    path = first / "build/releases/0.1.0/incidents_flat.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    code, output = call(first, "verify-release", "0.1.0")
    assert code == 1
    assert "incidents_flat.csv: is not what was released; fetch it again" in output
    assert call(first, "verify-release", "0.1.0", str(path.parent))[0] == 1


def test_changelog_is_written_anew(first, call):
    text = (first / "CHANGELOG.md").read_text("utf-8")
    (first / "CHANGELOG.md").write_text("nothing")
    assert "CHANGELOG.md: is not what the history says" in call(first, "verify-release", "0.1.0")[1]
    assert call(first, "changelog", "--write") == (0, "wrote CHANGELOG.md\n")
    assert (first / "CHANGELOG.md").read_text("utf-8") == text


def test_redaction_from_the_command_line(first, call):
    words = ("redact", "I000001", "summary", "--instead", "People are reported to have met.")
    code, output = call(first, *words)
    assert code == 0
    assert "history: taken out of 0.1.0\n" in output
    code, output = call(first, "verify-release", "0.1.0")
    assert (code, "incidents: redacted, 2 rows\n" in output) == (0, True)


def test_each_command_has_help_and_examples(call, sample):
    group = click.Group()
    releases.register(group)
    for name, command in group.commands.items():
        assert command.help
        assert f"attested {name}" in (command.epilog or "")
        assert call(sample, name, "--help")[0] == 0


def test_loading_the_commands_loads_no_writer_of_formats():
    hidden = "sys.modules['pandas'] = None"  # sqlite-utils loads it, and pyarrow, where it is
    code = f"import sys; {hidden}; from attested.commands import releases; print(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    assert not {"openpyxl", "pyarrow", "frictionless"} & {*done.stdout.split()}
