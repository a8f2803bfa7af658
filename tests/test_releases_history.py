"""Every earlier state is rebuilt, whatever changed between two: cells, rows, columns, tables."""

import copy
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import states
from attested.releases import (
    changes,
    history,
    manifest,
    planning,
    publish,
    rowhash,
    rowproofs,
)
from attested.releases import state as stating
from attested.releases.changes import HistoryError
from attested.releases.state import StateError

Parts = dict[str, Any]
CELLS = st.one_of(
    st.sampled_from(
        ["", "", "x", "yes", '"', ",", '","', "a|b", "'", " pad ", "上海", "=1+1", "\t"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=12),
)
NAMES = st.sampled_from(["name", "light", "watts", "street", "height", "colour", "note"])
EDITS = ["cell", "row", "gone", "field", "order", "rename", "drop", "table"]
TABLES = st.sampled_from(["lamps", "streets", "towns", "roads"])
IDS = st.integers(1, 6).map("X{:06}".format)


@st.composite
def packages(draw: st.DrawFn) -> Parts:
    """Any package: tables, columns in any order, rows; not one must have been in the one before."""
    parts = states.base()
    tables = draw(st.lists(TABLES, unique=True, max_size=4))
    parts["descriptor"]["resources"] = [states.entry(name) for name in [*tables, "retired"]]
    for table in tables:
        names = draw(st.permutations(["id", *draw(st.lists(NAMES, unique=True, max_size=5))]))
        parts["schemas"][table] = {"fields": [states.field(name) for name in names]}
        ids = draw(st.lists(IDS, unique=True, max_size=5))
        others = [name for name in names if name != "id"]
        parts["rows"][table] = [
            {"id": row_id, **{name: draw(CELLS) for name in others}} for row_id in ids
        ]
    return parts


@st.composite
def edited(draw: st.DrawFn, parts: Parts) -> Parts:
    """The package after some edits of the kinds that releases see, of cells, rows and schemas."""
    parts = copy.deepcopy(parts)
    for _ in range(draw(st.integers(0, 6))):
        table = draw(st.sampled_from([r["name"] for r in parts["descriptor"]["resources"]]))
        fields, rows = parts["schemas"][table]["fields"], parts["rows"][table]
        names = [each["name"] for each in fields]
        match draw(st.sampled_from(EDITS)):
            case "cell" if rows and len(names) > 1:
                row = draw(st.sampled_from(rows))
                row[draw(st.sampled_from([n for n in names if n != "id"]))] = draw(CELLS)
            case "row":
                row_id = draw(IDS)
                if row_id not in {row["id"] for row in rows}:
                    rows.append({"id": row_id, **{n: draw(CELLS) for n in names if n != "id"}})
            case "gone" if rows:
                rows.remove(draw(st.sampled_from(rows)))
            case "field":
                name = draw(NAMES)
                if name not in names:
                    fields.insert(draw(st.integers(0, len(fields))), states.field(name))
                    for row in rows:
                        row[name] = draw(CELLS)
            case "order":
                parts["schemas"][table]["fields"] = draw(st.permutations(fields))
            case "rename" if len(names) > 1:
                old, new = draw(st.sampled_from([n for n in names if n != "id"])), draw(NAMES)
                if new not in names:
                    fields[names.index(old)]["name"] = new
                    for row in rows:
                        row[new] = row.pop(old, "")
            case "drop" if len(names) > 1:
                old = draw(st.sampled_from([n for n in names if n != "id"]))
                del fields[names.index(old)]
                for row in rows:
                    row.pop(old, None)
            case "table":
                _turn_table(draw, parts, table)
    return parts


def _turn_table(draw: st.DrawFn, parts: Parts, table: str) -> None:
    """Renames a table, drops it, or adds one."""
    listed, new = parts["descriptor"]["resources"], draw(TABLES)
    known = [resource["name"] for resource in listed]
    if new not in known:
        if draw(st.booleans()):
            listed[known.index(table)] = states.entry(new)
        else:
            listed.append(states.entry(new))
        parts["schemas"][new] = copy.deepcopy(parts["schemas"][table])
        parts["rows"][new] = copy.deepcopy(parts["rows"][table])
    elif len(listed) > 1:
        del listed[known.index(table)]


@settings(max_examples=300, deadline=None)
@given(packages(), packages())
def test_changes_between_any_two_states_lead_back_to_the_old_bytes(one, other):
    old, new = states.made(one), states.made(other)
    data = changes.write(changes.cell_changes(old, new))
    again = changes.apply_backwards(new, changes.read("changes.csv", data), old.contract)
    assert again.files == old.files


@settings(max_examples=300, deadline=None)
@given(st.data(), packages())
def test_changes_of_random_edits_lead_back_to_the_old_bytes(data, parts):
    old, new = states.made(parts), states.made(data.draw(edited(parts)))
    found = changes.cell_changes(old, new)
    assert changes.apply_backwards(new, found, old.contract).files == old.files
    assert (found == []) == all(_cells(old, name) == _cells(new, name) for name in _names(old, new))


def _names(old: stating.State, new: stating.State) -> set[str]:
    return {*old.resources, *new.resources}


def _cells(found: stating.State, name: str) -> set[tuple[str, str, str]]:
    table = found.table(name)
    cells = ((i, c, text) for i in table.rows for c, text in table.cells(i).items())
    return {cell for cell in cells if cell[2]}


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_history_of_random_releases_rebuilds_each(data, tmp_path_factory):
    root = tmp_path_factory.mktemp("history")
    parts, kept = states.base(), {}
    for number in range(data.draw(st.integers(2, 4))):
        version = f"0.{number + 1}.0"
        recorded(root, version, states.made(parts))
        kept[version] = states.files(parts)
        parts = data.draw(edited(parts))
    assert history.versions(root) == list(kept)
    assert {version: history.rebuild(root, version) for version in kept} == kept


def recorded(root, version, new):
    """Writes a release of a state that no contract checks, with one artefact."""
    before = history.newest(root)
    found = changes.cell_changes(before[1], new) if before else []
    plan = planning.Plan(root, version, "2026-01-01", new, None, before, found, None)
    states.written(plan.folder, {"README.txt": version.encode()})
    return publish.record(plan)


def test_only_the_newest_release_holds_tables(tmp_path):
    parts = states.base()
    recorded(tmp_path, "0.9.0", states.made(parts))
    parts["rows"]["lamps"][0]["name"] = "Corner House"
    recorded(tmp_path, "0.10.0", states.made(parts))
    places = [path.parent.name for path in (tmp_path / history.RELEASES).glob("*/data")]
    assert places == ["0.10.0"]
    assert history.versions(tmp_path) == ["0.9.0", "0.10.0"]
    text = (tmp_path / history.RELEASES / "0.10.0/changes.csv").read_text("utf-8")
    assert text == (
        "op,table,id,field,before,after,reason,evidence\n"
        "set,lamps,L000001,name,Corner,Corner House,,\n"
    )


def test_manifest_proves_tables_rows_and_files(tmp_path):
    found = states.made(states.base())
    place = recorded(tmp_path, "0.1.0", found)
    made = manifest.read(tmp_path, "0.1.0")
    assert made.tables["lamps"].rows == 3
    assert made.tables["lamps"].sha256 == hashlib.sha256(found.files["data/lamps.csv"]).hexdigest()
    for path, digest in made.files.items():
        assert hashlib.sha256((place / path).read_bytes()).hexdigest() == digest
    assert {*made.files} >= {"datapackage.json", "changes.csv", "rows.csv", "schemas/lamps.json"}


def test_rows_csv_holds_new_and_changed_rows_only(tmp_path):
    parts = states.base()
    recorded(tmp_path, "0.1.0", states.made(parts))
    parts["rows"]["lamps"][0]["name"] = "Corner House"
    parts["rows"]["streets"].append({"id": "S000003", "name": "Long"})
    recorded(tmp_path, "0.2.0", states.made(parts))
    assert len(rowproofs.read(tmp_path, "0.1.0")) == 5
    assert {*rowproofs.read(tmp_path, "0.2.0")} == {("lamps", "L000001"), ("streets", "S000003")}
    proved = rowproofs.proved(tmp_path, "0.2.0")
    assert proved == rowproofs.of_state(states.made(parts))


def test_row_hash_is_what_its_specification_says():
    cells = {"id": "L000001", "name": 'A "quay",\t上海', "light": "", "watts": None, "b": "\\"}
    text = '["lamps",[["b","\\\\"],["id","L000001"],["name","A \\"quay\\",\\t上海"]]]'
    assert rowhash.row_hash("lamps", cells) == hashlib.sha256(text.encode()).hexdigest()
    assert json.loads(text)[1][2][1] == cells["name"]


def test_row_hash_minds_no_order_and_no_empty_column():
    cells = {"id": "L000001", "name": "Corner"}
    assert rowhash.row_hash("lamps", cells) == rowhash.row_hash(
        "lamps", {"name": "Corner", "height": "", "id": "L000001"}
    )
    assert rowhash.row_hash("lamps", cells) != rowhash.row_hash("streets", cells)
    assert rowhash.row_hash("lamps", cells) != rowhash.row_hash("lamps", {**cells, "name": "C"})


def test_named_states(tmp_path):
    parts = states.base()
    recorded(tmp_path, "0.1.0", states.made(parts))
    present = states.written(tmp_path, states.files(parts))
    elsewhere = states.written(tmp_path / "elsewhere", states.files(parts))
    for text in ("0.1.0", ".", "working", str(elsewhere)):
        assert history.named(present, text).files == states.files(parts)
    with pytest.raises(HistoryError, match=r"no release has the version 0.2.0; there are: 0.1.0"):
        history.named(tmp_path, "0.2.0")
    with pytest.raises(StateError, match="is no version, `working` or folder"):
        history.named(tmp_path, "nowhere")


def test_change_that_does_not_fit_the_newer_state_is_refused():
    old, new = states.base(), states.base()
    new["rows"]["lamps"][0]["name"] = "Corner House"
    found = changes.cell_changes(states.made(old), states.made(new))
    with pytest.raises(HistoryError, match="lamps: L000001 name: is another than the change says"):
        changes.apply_backwards(states.made(old), found, states.made(old).contract)
    gone = [changes.Change("add", "lamps", "L000099")]
    with pytest.raises(HistoryError, match="lamps: L000099 : is not there"):
        changes.apply_backwards(states.made(old), gone, states.made(old).contract)


@pytest.mark.parametrize(
    ("path", "data", "told"),
    [
        ("data/lamps.csv", b"id,name\nL000001\n", "data/lamps.csv:2: has 1 cells instead of 2"),
        ("data/lamps.csv", b"id\nL1\nL1\n", "data/lamps.csv:3: L1 id: is empty or stands twice"),
        ("data/lamps.csv", b"name\n", "data/lamps.csv:1: has no id, or a column twice"),
        ("data/lamps.csv", b"", "data/lamps.csv:1: is empty"),
        ("data/lamps.csv", b"id\n\xff\n", "data/lamps.csv:2: has a byte that is not UTF-8"),
        ("data/lamps.csv", b'id\n"x\n', "data/lamps.csv:2: is no CSV"),
        ("datapackage.json", b"{", "datapackage.json: is not JSON"),
        ("datapackage.json", b"[]", "datapackage.json: is no JSON object"),
        ("datapackage.json", b'{"resources": 1}', "datapackage.json: lists no tables"),
        (
            "datapackage.json",
            b'{"resources": [{"name": "x", "path": "../x.csv", "schema": "schemas/x.json"}]}',
            "datapackage.json: names the path '../x.csv'",
        ),
    ],
)
def test_state_that_cannot_be_read_says_where(path, data, told):
    found = stating.of_files(states.files(states.base()) | {path: data})
    with pytest.raises(StateError) as error:
        _ = found.tables
    assert told in str(error.value)


def test_folder_without_a_table(tmp_path):
    states.written(tmp_path, states.files(states.base()))
    (tmp_path / "data/lamps.csv").unlink()
    with pytest.raises(StateError, match=r"^data/lamps.csv: cannot be read"):
        stating.of_folder(tmp_path)
