"""A redaction leaves no trace of the value, and every other row still verifies."""

import shutil
from pathlib import Path

import pytest

import states
from attested import check
from attested.releases import (
    history,
    manifest,
    redact,
    rowproofs,
    state,
    storing,
    verifying,
)
from attested.releases.planning import Refused
from releasing import reasons, released, rows, set_cell, write
from test_releases_history import recorded

SECRET = "the lantern keeper of Hill the lane"
SUMMARY = f"People are reported to have met {SECRET}, it is said."
WITHOUT = "People are reported to have met."
REASON = "Taken out for somebody's safety."


@pytest.fixture(scope="module")
def told_template(first_template, tmp_path_factory):
    """Three releases: the value comes in 0.1.1 and stays, while other rows change around it."""
    root = Path(shutil.copytree(first_template, tmp_path_factory.mktemp("told") / "package"))
    found = rows(root, "terms")
    for word in ("lantern", "Hill", "Lane"):
        found.append(found[-1] | {"id": f"W0000{len(found) + 6}", "term": word})
    write(root, "terms", sorted(found, key=lambda row: row["id"]))
    released(root, "0.2.0")
    set_cell(root, "incidents", 0, "summary", SUMMARY)
    why = reasons(root, f"incidents,*,summary,More is known: {SECRET}.,")
    released(root, "0.2.1", reasons_file=why)
    why.unlink()
    set_cell(root, "incidents", 1, "summary", "Another summary of what is reported.")
    released(root, "0.2.2", reasons_file=reasons(root, "incidents,*,summary,The wording.,"))
    (root / "reasons.csv").unlink()
    (root / "build/attested.db").write_bytes(f"a database with {SUMMARY}".encode())
    return root


@pytest.fixture
def told(told_template, tmp_path):
    """A fresh copy of the package with three releases."""
    return Path(shutil.copytree(told_template, tmp_path / "package"))


def holding(root, text):
    """The files of the tree that hold a text."""
    files = (path for path in root.rglob("*") if path.is_file())
    return [path for path in files if text.encode() in path.read_bytes()]


def test_value_stands_in_many_places_before(told):
    names = {path.relative_to(told).as_posix() for path in holding(told, SUMMARY)}
    assert {
        "CHANGELOG.md",
        "data/incidents.csv",
        "data/releases/0.2.2/data/incidents.csv",
        "data/releases/0.2.1/changes.csv",
        "build/attested.db",
        "build/releases/0.2.1/incidents_flat.csv",
        "build/releases/0.2.2/incidents_flat.csv",
    } <= names


def test_redacted_cell_leaves_no_trace(told):
    hashes = [manifest.read(told, v).tables["incidents"].sha256 for v in ("0.2.1", "0.2.2")]
    hashes += [rowproofs.proved(told, "0.2.1")["incidents", "I000001"]]
    hashes += [p.sha256 for v in ("0.2.1", "0.2.2") for n, p in _artefacts(told, v) if "csv" in n]
    done = redact.redact(told, "I000001", "summary", WITHOUT, REASON)
    assert [str(problem) for problem in done.problems] == []
    for trace in (SUMMARY, SECRET, SECRET.upper(), *hashes):
        assert holding(told, trace) == []
    assert rows(told, "incidents")[0]["summary"] == WITHOUT
    assert check.check(told).problems == []


def _artefacts(root, version):
    return manifest.read(root, version).artefacts.items()


def test_rebuild_says_redacted_and_all_else_verifies(told):
    before = {v: state.of_files(history.rebuild(told, v)) for v in history.versions(told)}
    redact.redact(told, "I000001", "summary", WITHOUT, REASON)
    for version, old in before.items():
        report = verifying.verify(told, version, None)
        assert report.problems == []
        assert "incidents: redacted, 2 rows" in report.lines
        assert sum(": same, " in line for line in report.lines) == len(old.tables) - 1
        new = state.of_files(history.rebuild(told, version))
        for name, table in old.tables.items():
            for row_id, cells in table.rows.items():
                now = new.table(name).rows[row_id]
                if (name, row_id) == ("incidents", "I000001"):
                    gone = [a for a, b in zip(cells, now, strict=True) if a != b]
                    assert gone == [table.cells(row_id)["summary"]]
                else:
                    assert now == cells
    assert [c.reason for c in history.redactions(told, "0.2.1")] == [REASON]


def test_tampering_is_found_in_a_redacted_history_too(told):
    redact.redact(told, "I000001", "summary", WITHOUT, REASON)
    path = told / "data/releases/0.2.2/data/incidents.csv"
    path.write_bytes(path.read_bytes().replace(b"Another summary", b"An alien summary"))
    assert any("I000002" in str(p) for p in verifying.verify(told, "0.2.2", None).problems)


def test_copies_of_artefacts_verify_unless_their_version_held_it(told, tmp_path):
    older = Path(shutil.copytree(told / "build/releases/0.1.0", tmp_path / "older"))
    kept = Path(shutil.copytree(told / "build/releases/0.2.1", tmp_path / "kept"))
    hashes = {version: manifest.digest(told, version) for version in history.versions(told)}
    redact.redact(told, "W000010", "reason", "A word.", REASON)
    same = [version for version, found in hashes.items() if manifest.digest(told, version) == found]
    assert same == ["0.1.0"]
    assert verifying.verify(told, "0.1.0", older).problems == []
    assert history.redactions(told, "0.1.0") == []
    found = verifying.verify(told, "0.2.1", kept).problems
    assert found
    assert {p.message for p in found} == {"held a value that was redacted since; delete it"}


def test_redacted_history_goes_on(told):
    redact.redact(told, "I000001", "summary", WITHOUT, REASON)
    released(told, "0.2.3")
    (change,) = history.changes_of(told, "0.2.3")
    assert (change.before, change.after) == ("", WITHOUT)
    assert change.reason == "The value of the release before was redacted."
    for version in history.versions(told):
        assert verifying.verify(told, version, None).problems == []
    text = (told / "CHANGELOG.md").read_text("utf-8")
    line = f"- incidents I000001 summary: taken out of this release afterwards. {REASON}\n"
    assert text.count(line) == 4
    redact.redact(told, "I000002", "summary", WITHOUT, REASON)
    for version in history.versions(told):
        assert verifying.verify(told, version, None).problems == []
    assert len(history.redactions(told, "0.2.2")) == 2


def test_whole_row(told):
    set_cell(told, "terms", 0, "reason", "The title of an office.")
    position = [row["id"] for row in rows(told, "terms")].index("W000009")
    set_cell(told, "terms", position, "reason", "A word.")
    released(told, "0.2.3", reasons_file=reasons(told, "*,*,*,The wording.,"))
    (told / "reasons.csv").unlink()
    done = redact.redact(told, "W000009", None, "", REASON)
    assert "W000009" not in {row["id"] for row in rows(told, "terms")}
    (tomb,) = [row for row in rows(told, "retired") if row["id"] == "W000009"]
    assert (tomb["last_release"], tomb["reason"]) == ("0.2.3", REASON)
    for version in history.versions(told):
        cells = state.of_files(history.rebuild(told, version)).table("terms").cells("W000009")
        assert {name for name, cell in cells.items() if cell} == {"id"}
        assert verifying.verify(told, version, None).problems == []
    assert "W000009" not in {problem.id for problem in done.problems}


def test_rows_that_point_at_a_redacted_row_are_told_first(told):
    done = redact.redact(told, "I000001", None, "", REASON)
    pointing = [
        f"data/{table}.csv:{line}: {row['id']} {column}: points at I000001; "
        "name another row there, empty the cell or redact that row too"
        for table in ("agreement", "claims", "codings", "evidence", "relations")
        if (told / f"data/{table}.csv").exists()
        for line, row in enumerate(rows(told, table), 2)
        for column, cell in row.items()
        if cell == "I000001"
    ]
    assert len(pointing) > 1
    assert set(pointing) <= set(done.lines)
    first = next(n for n, text in enumerate(done.lines) if "points at" not in text)
    assert not any("points at" in text for text in done.lines[first:])
    assert len(done.lines[:first]) >= len(pointing)


def test_value_that_stands_elsewhere_too_is_told_by_its_place_only(told):
    set_cell(told, "incidents", 1, "summary", f"There, too, it was {SECRET}.")
    (told / "schemas/note.md").write_text(f"# Note\n\nOf {SECRET.title()}.\n")
    set_cell(told, "incidents", 0, "summary", SECRET)
    done = redact.redact(told, "I000001", "summary", WITHOUT, REASON)
    found = [str(problem) for problem in done.problems]
    assert [line for line in found if "the value" in line] == [
        "data/incidents.csv:3: I000002 summary: still holds the value; redact this cell too",
        "schemas/note.md:3: still holds the value; remove it by hand, and build what is built anew",
    ]
    assert not any(SECRET in line for line in [*found, *done.lines])


def test_value_that_is_an_example_of_the_contract_goes_from_its_copies(told):
    for path in (told / "schemas/incidents.json", told / "schemas/README.md"):
        text = path.read_text("utf-8")
        example = "Leaked files are reported to record an internal speech."
        assert example in text
        path.write_text(text.replace(example, SUMMARY), "utf-8")
    released(told, "0.2.3")
    done = redact.redact(told, "I000001", "summary", WITHOUT, REASON)
    left = {path.relative_to(told).as_posix() for path in holding(told, SUMMARY)}
    assert left == {"schemas/incidents.json", "schemas/README.md"}
    assert {p.path for p in done.problems if "the value" in p.message} == left
    assert verifying.verify(told, "0.2.3", None).problems == []


def test_list_of_names_is_looked_for_one_by_one(told):
    set_cell(told, "officials", 0, "aliases", "Governor Sample|Keeper Lantern")
    (told / "schemas/note.md").write_text("Of Keeper Lantern.\n")
    done = redact.redact(told, "O000001", "aliases", "", REASON)
    assert rows(told, "officials")[0]["aliases"] == ""
    assert any(p.path == "schemas/note.md" and p.line == 1 for p in done.problems)


def test_value_of_a_closed_list_is_not_looked_for(told):
    done = redact.redact(told, "I000001", "actor_group", "", REASON)
    assert "the value is no running text, so it was not looked for elsewhere" in done.lines
    for version in history.versions(told):
        cells = state.of_files(history.rebuild(told, version)).table("incidents").cells("I000001")
        assert cells["actor_group"] == ""
        assert verifying.verify(told, version, None).problems == []


@pytest.mark.parametrize(
    ("row_id", "field", "instead", "reason", "told_so"),
    [
        ("I999999", None, "", REASON, "redact: I999999: is in no state"),
        ("I000001", "colour", "", REASON, "redact: I000001 colour: is no column with a value"),
        ("I000001", "id", "", REASON, "redact: I000001 id: is no column with a value"),
        (
            "I000001",
            "summary",
            "",
            REASON,
            "data/incidents.csv: I000001 summary: must have",
        ),
        ("I000001", "summary", SUMMARY, REASON, "redact: I000001 --instead: tells the value"),
        ("I000001", "summary", WITHOUT, f"It was {SUMMARY}", "redact: I000001 --reason: tells"),
        ("I000001", None, "x", REASON, "redact: I000001 --instead: needs a field"),
    ],
)
def test_redaction_that_cannot_be_made_changes_nothing(
    told, row_id, field, instead, reason, told_so
):
    before = {path: path.read_bytes() for path in told.rglob("*") if path.is_file()}
    with pytest.raises(Refused) as refusal:
        redact.redact(told, row_id, field, instead, reason)
    assert str(refusal.value).startswith(told_so)
    assert before == {path: path.read_bytes() for path in told.rglob("*") if path.is_file()}


def test_damaged_history_is_not_covered_up(told):
    path = told / "data/releases/0.2.0/rows.csv"
    path.write_bytes(path.read_bytes().replace(b"terms", b"Terms", 1))
    with pytest.raises(Refused, match=r"data/releases/0.2.0/rows.csv: is not what was released"):
        redact.redact(told, "I000001", "summary", WITHOUT, REASON)


def test_redaction_before_the_first_release(sample):
    done = redact.redact(sample, "I000001", "summary", WITHOUT, REASON)
    assert rows(sample, "incidents")[0]["summary"] == WITHOUT
    assert [p for p in done.problems if "the value" in p.message] == []


def test_row_is_followed_where_its_table_and_column_had_other_names(tmp_path):
    parts = states.base()
    parts["rows"]["lamps"][0]["name"] = SECRET
    states.written(tmp_path, states.files(parts))
    recorded(tmp_path, "0.1.0", states.made(parts))
    parts["descriptor"]["resources"][0] = states.entry("lights")
    parts["schemas"]["lights"] = parts["schemas"].pop("lamps")
    parts["rows"]["lights"] = parts["rows"].pop("lamps")
    parts["schemas"]["lights"]["fields"][1] = states.field("title")
    for row in parts["rows"]["lights"]:
        row["title"] = row.pop("name")
    recorded(tmp_path, "0.2.0", states.made(parts))
    states.written(tmp_path, states.files(parts))
    (tmp_path / "data/lamps.csv").unlink()
    (tmp_path / "schemas/lamps.json").unlink()
    done = redact.redact(tmp_path, "L000001", "title", "", REASON)
    assert {(p.id, p.field) for p in done.problems if "the value" in p.message} == {
        ("L000001", "name")
    }
    redact.redact(tmp_path, "L000001", "name", "", REASON)
    assert holding(tmp_path, SECRET) == []
    assert "lamps: redacted, 3 rows" in verifying.verify(tmp_path, "0.1.0", None).lines
    assert "lights: redacted, 3 rows" in verifying.verify(tmp_path, "0.2.0", None).lines
    assert verifying.verify(tmp_path, "0.1.0", None).problems == []


def test_exchange_that_was_cut_off_is_ended(told):
    place = told / history.RELEASES
    shutil.copytree(place, told / storing.STAGED)
    place.rename(told / "data/.releases.old.partial")
    storing.clear(told)
    assert verifying.history_faults(told) == []
    assert sorted(p.name for p in (told / "data").iterdir() if p.name.startswith(".")) == []
