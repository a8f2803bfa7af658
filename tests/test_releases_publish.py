"""What a release refuses, and what it leaves behind, on the sample package with the real pack."""

import json
import re
import shutil
from pathlib import Path

import pytest

from attested import schema, strict
from attested.releases import changelog, history, manifest, planning, publish, storing, verifying
from attested.releases.planning import Refused
from releasing import DAY, reasons, released, rows, set_cell, write


def refused(root, version, date=DAY, **given):
    """What a refused release is told; nothing may have been written."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(Refused) as refusal:
        planning.plan(root, version, date, **given)
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return [str(problem) for problem in refusal.value.problems]


def test_first_release_holds_everything(first):
    made = manifest.read(first, "0.1.0")
    built = first / "build/releases/0.1.0"
    assert made.artefacts.keys() == {path.name for path in built.iterdir()}
    assert "SHA256SUMS" in made.artefacts
    assert {"attested", "python", "sqlite", "pydantic"} <= made.tools.keys()
    assert (made.doi, made.concept_doi, made.previous) == (None, None, None)
    assert made.tables["incidents"].rows == len(rows(first, "incidents"))
    assert history.changes_of(first, "0.1.0") == []
    assert verifying.verify(first, "0.1.0", built).problems == []


def test_no_artefact_holds_its_own_manifest_and_none_lies_under_data(first):
    digest = manifest.digest(first, "0.1.0").encode()
    for path in (first / "build/releases/0.1.0").iterdir():
        assert digest not in path.read_bytes()
    names = {path.name for path in (first / "data").rglob("*")} - {"SHA256SUMS"}
    assert not names & manifest.read(first, "0.1.0").artefacts.keys()


def test_correction_with_its_reason(first):
    row_id = set_cell(first, "incidents", 0, "summary", "A plain | summary of what is reported.")
    before = history.rebuild(first, "0.1.0")
    path = reasons(first, "incidents,*,summary,The first wording was not neutral.,P000001")
    released(first, "0.1.1", reasons_file=path)
    (change,) = history.changes_of(first, "0.1.1")
    assert (change.op, change.table, change.id, change.field) == (
        ("set", "incidents", row_id, "summary")
    )
    assert (change.reason, change.evidence) == ("The first wording was not neutral.", "P000001")
    assert history.rebuild(first, "0.1.0") == before
    text = (first / "CHANGELOG.md").read_text("utf-8")
    assert f"| incidents {row_id} summary |" in text
    assert "A plain \\| summary of what is reported." in text
    assert "The first wording was not neutral." in text


def test_change_without_a_reason_is_refused(first):
    row_id = set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    told = f"data/incidents.csv: {row_id} summary: was changed without a reason"
    assert [problem[: len(told)] for problem in refused(first, "0.1.1")] == [told]
    other = reasons(first, "claims,*,*,Not this one.,")
    assert refused(first, "0.1.1", reasons_file=other)[0].startswith(told)


def test_evidence_must_be_a_row_that_can_be_looked_up(first):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    path = reasons(first, "incidents,*,summary,Not neutral.,P000001 and P999999")
    told = "names P999999, a row of neither release; correct the id"
    assert refused(first, "0.1.1", reasons_file=path) == [
        f"reasons.csv:2: * evidence: {told}",
    ]


def test_reason_is_asked_for(first):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    plan = planning.plan(first, "0.1.1", DAY, ask=lambda change: (f"why {change.field}", "E1"))
    assert [(c.reason, c.evidence) for c in plan.changes] == [("why summary", "E1")]
    assert refused(first, "0.1.1", ask=lambda change: (" ", ""))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("incidents,I00000?,summary,Reason.,", None),
        ("*,*,*,Reason.,", None),
        ("incidents,*,summary,Reason.", "reasons.csv:2: has 4 cells instead of 5"),
        ("incidents,*,summary,,", "reasons.csv:2: * : has an empty cell"),
        ('incidents,*,summary,"One\ntwo",', "reasons.csv:2: *: has a line break in a cell"),
    ],
)
def test_file_of_reasons(first, line, told):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    path = reasons(first, line)
    if told is None:
        plan = planning.plan(first, "0.1.1", DAY, reasons_file=path)
        assert [change.reason for change in plan.changes] == ["Reason."]
    else:
        assert refused(first, "0.1.1", reasons_file=path)[0].startswith(told.replace("* :", "*:"))


def test_file_of_reasons_that_is_none(first):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    path = first / "reasons.csv"
    path.write_bytes(b"\xff")
    assert "is no CSV in UTF-8" in refused(first, "0.1.1", reasons_file=path)[0]
    for text in ("", "id,reason\n"):
        path.write_text(text)
        assert "has another header" in refused(first, "0.1.1", reasons_file=path)[0]


def test_reason_that_fits_nothing_is_refused(first):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    path = reasons(first, "incidents,*,summary,Reason.,", "claims,C000999,*,A slip.,")
    (told,) = refused(first, "0.1.1", reasons_file=path)
    assert told.startswith("reasons.csv:3: C000999 *: fits no changed cell")


def test_lower_version_is_refused(first):
    found = rows(first, "terms")
    found.append(found[-1] | {"id": "W000999", "term": "another"})
    write(first, "terms", found)
    (told,) = refused(first, "0.1.1")
    assert "is less than 0.2.0, the smallest legal version, because terms: 1 row added" in told
    released(first, "0.2.0")
    assert "- terms: 1 row\n" in (first / "CHANGELOG.md").read_text("utf-8")


def test_unclean_data_are_refused(first):
    set_cell(first, "incidents", 0, "date", "2022-13")
    assert any('"2022-13"' in problem for problem in refused(first, "0.1.1"))


def test_table_out_of_order_is_refused(first):
    write(first, "incidents", rows(first, "incidents")[::-1])
    (told,) = refused(first, "0.1.1")
    assert told.startswith("data/incidents.csv: is not canonical CSV sorted by id")


def test_broken_contract_is_refused(first):
    path = first / "schemas/incidents.json"
    path.write_text(path.read_text("utf-8").replace('"facet"', '"facette"', 1), "utf-8")
    assert refused(first, "0.1.1")


@pytest.mark.parametrize(
    ("date", "told"), [("2026-02-28", "is before the day of 0.1.0"), ("1 March", "is no day")]
)
def test_day_is_checked(first, date, told):
    assert told in refused(first, "0.1.1", date)[0]


def _withdraw(root, tomb=None):
    """Takes the last term away, and writes its tombstone."""
    found = rows(root, "terms")
    gone = found.pop()
    write(root, "terms", found)
    if tomb:
        cells = {"id": gone["id"], "reason": "It stood twice.", "replaced_by": "", **tomb}
        line = ",".join(cells[c] for c in ("id", "last_release", "reason", "replaced_by"))
        path = root / "data/retired.csv"
        lines = [*path.read_text("utf-8").splitlines(), line]
        path.write_text("\n".join([lines[0], *sorted(lines[1:]), ""]), "utf-8")
    return gone["id"]


def test_id_that_vanished_is_refused(first):
    row_id = _withdraw(first)
    (told,) = refused(first, "0.2.0")
    assert told.startswith(f"data/terms.csv: {row_id}: stood in 0.1.0 and is gone without a word")


def test_tombstone_of_another_release_is_refused(first):
    row_id = _withdraw(first, {"last_release": "0.0.9"})
    assert refused(first, "0.2.0") == [
        f"data/retired.csv: {row_id} last_release: is not the last release that held the row; "
        "write 0.1.0"
    ]


def test_withdrawal_stands_in_the_changelog_and_can_be_undone(first):
    before = history.rebuild(first, "0.1.0")
    row_id = _withdraw(first, {"last_release": "0.1.0"})
    released(first, "0.2.0")
    assert history.rebuild(first, "0.1.0") == before
    assert {c.reason for c in history.changes_of(first, "0.2.0") if c.op == "remove"} == {
        "It stood twice."
    }
    assert f"### Removed\n\n- terms {row_id}: It stood twice.\n" in changelog.changelog(first)


def test_column_added_and_removed_needs_no_reason(first):
    before = history.rebuild(first, "0.1.0")
    _edit_fields(first, "terms", lambda fields: fields.append(_note()))
    found = [row | {"note": "a note"} for row in rows(first, "terms")]
    write(first, "terms", found)
    released(first, "0.2.0")
    assert {c.reason for c in history.changes_of(first, "0.2.0")} == {"The column was added."}
    between = history.rebuild(first, "0.2.0")
    _edit_fields(first, "terms", lambda fields: fields.pop())
    for row in found:
        del row["note"]
    write(first, "terms", found)
    released(first, "0.3.0")
    assert {c.reason for c in history.changes_of(first, "0.3.0")} == {"The column was removed."}
    assert history.rebuild(first, "0.2.0") == between
    assert history.rebuild(first, "0.1.0") == before
    text = changelog.changelog(first)
    assert "- columns: `terms.note`\n" in text
    assert "### Removed\n\n- columns: `terms.note`\n" in text
    assert "### Fixed" not in text


def _note():
    described = {"title": "Note", "description": "A note on the term.", "example": "a note"}
    return {"name": "note", "type": "string", **described, "constraints": {"maxLength": 50}}


def _edit_fields(root, table, edit):
    path = root / f"schemas/{table}.json"
    found = json.loads(path.read_text("utf-8"))
    edit(found["fields"])
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")


def test_release_of_an_old_folder_whose_contract_is_no_longer_read(sample, tmp_path):
    old = Path(shutil.copytree(sample, tmp_path / "old"))
    for path in [*(old / "schemas").glob("*.json")]:
        text = path.read_text("utf-8")
        text = re.sub(
            r'\s*"invented(Example|Counterexample)": ("[^"\\]*(?:\\.[^"\\]*)*"),?', "", text
        )
        path.write_text(re.sub(r",(\s*[}\]])", r"\1", text), "utf-8")
    shutil.rmtree(old / "schemas/coding")
    for rule in (old / "schemas/rules").glob("co*ing-rule-row.sql"):
        rule.unlink()
    with pytest.raises(strict.ContractError):
        schema.load(old)
    released(sample, "0.1.0", source=old)
    assert history.rebuild(sample, "0.1.0")["schemas/incidents.json"] == (
        (old / "schemas/incidents.json").read_bytes()
    )
    assert refused(sample, "0.1.1")[0].startswith("release: version 0.1.1: is less than 0.2.0")
    released(sample, "0.2.0")
    for version in ("0.1.0", "0.2.0"):
        built = sample / "build/releases" / version
        assert verifying.verify(sample, version, built).problems == []


def test_old_folder_is_checked_too(sample, tmp_path):
    old = Path(shutil.copytree(sample, tmp_path / "old"))
    (old / "schemas/coding/rules.json").write_text("{}")
    set_cell(old, "incidents", 0, "date", "2022-13")
    assert any('"2022-13"' in problem for problem in refused(sample, "0.1.0", source=old))


def test_release_that_was_cut_off_is_finished(first):
    set_cell(first, "incidents", 0, "summary", "Another summary of what is reported.")
    sums = (first / manifest.SUMS).read_bytes()
    text = (first / "CHANGELOG.md").read_bytes()
    tables = Path(shutil.copytree(first / "data/releases/0.1.0/data", first / "kept"))
    released(first, "0.1.1", reasons_file=reasons(first, "*,*,*,Reason.,"))
    whole = {p: p.read_bytes() for p in (first / "data").rglob("*") if p.is_file()}
    (first / manifest.SUMS).write_bytes(sums)
    (first / "CHANGELOG.md").write_bytes(text)
    tables.rename(first / "data/releases/0.1.0/data")
    assert verifying.history_faults(first) != []
    assert storing.unfinished(first) == "0.1.1"
    storing.finish(first)
    assert whole == {p: p.read_bytes() for p in (first / "data").rglob("*") if p.is_file()}
    assert storing.unfinished(first) is None
    assert verifying.history_faults(first) == []


def test_what_a_killed_release_left_is_cleared(first):
    left = first / "data/releases/.0.1.1.partial/data"
    left.mkdir(parents=True)
    (left / "x.csv").write_text("x")
    assert verifying.history_faults(first) != []
    planning.plan(first, "0.1.1", DAY)
    assert not left.exists()
    assert verifying.history_faults(first) == []


def test_dois_stand_in_manifest_changelog_and_artefacts(first):
    plan = planning.plan(first, "0.1.1", DAY)
    doi, concept = "10.5072/invented.2", "10.5072/invented.1"  # no registry gave them
    told = publish.metadata(plan, "An invented registry")
    assert (told.version, told.doi, told.publisher) == ("0.1.1", None, "An invented registry")
    publish.build(plan, doi, concept, "https://example.org/files/")
    publish.record(plan, doi, concept)
    made = manifest.read(first, "0.1.1")
    assert (made.doi, made.concept_doi) == (doi, concept)
    assert f"[0.1.1]: https://doi.org/{doi}\n" in (first / "CHANGELOG.md").read_text("utf-8")
    assert doi in (plan.folder / "CITATION.cff").read_text("utf-8")
    assert publish.metadata(planning.plan(first, "0.1.2", DAY)).release.previous_doi == doi


def test_release_without_its_artefacts_is_not_recorded(first):
    plan = planning.plan(first, "0.1.1", DAY)
    with pytest.raises(publish.BuildError, match="holds no files of the release"):
        publish.record(plan)
    assert history.versions(first) == ["0.1.0"]


def test_artefacts_that_fail_leave_nothing(first, monkeypatch):
    monkeypatch.setenv("ATTESTED_SIGNING_KEY", str(first / "none"))
    plan = planning.plan(first, "0.1.1", DAY)
    with pytest.raises(publish.BuildError):
        publish.build(plan)
    assert [path.name for path in plan.folder.parent.iterdir()] == ["0.1.0"]


def test_changelog_of_nothing(sample):
    assert "## [" not in changelog.changelog(sample)
