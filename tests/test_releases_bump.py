"""Thirty-odd pairs of states made by hand, and the smallest version that each allows."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

import states
from attested.releases import bump

Parts = dict[str, Any]
PAIRS: list[tuple[str, str, Callable[[Parts], Any]]] = [
    ("major", "a field is added", lambda p: fields(p).append(states.field("height"))),
    ("major", "a field is removed", lambda p: fields(p).pop()),
    ("major", "a field is renamed", lambda p: renamed(p, "light", "colour")),
    ("major", "fields are reordered", lambda p: fields(p).reverse()),
    ("major", "a type changes", lambda p: field(p, "watts").update(type="number")),
    ("major", "a format changes", lambda p: field(p, "name").update(format="uri")),
    ("major", "a unit changes", lambda p: field(p, "watts").update(unit="kilowatt")),
    ("major", "a separator is set", lambda p: field(p, "name").update(separator="|")),
    ("major", "a table is added", lambda p: table_added(p)),
    ("major", "a table is removed", lambda p: p["descriptor"]["resources"].pop(1)),
    ("major", "a table is renamed", lambda p: table_renamed(p)),
    ("major", "the package is renamed", lambda p: p["descriptor"].update(name="lights")),
    ("major", "a row is removed", lambda p: p["rows"]["lamps"].pop()),
    ("major", "a row is replaced by another", lambda p: p["rows"]["lamps"][2].update(id="L000009")),
    ("major", "a cell becomes required", lambda p: limits(p, "light").update(required=True)),
    ("major", "a cell becomes unique", lambda p: limits(p, "name").update(unique=True)),
    ("major", "a value leaves a list", lambda p: limits(p, "light").update(enum=["red"])),
    ("major", "a list is given", lambda p: limits(p, "street").update(enum=["S000001", "S000002"])),
    ("major", "a length shrinks", lambda p: limits(p, "name").update(maxLength=30)),
    ("major", "a minimum rises", lambda p: limits(p, "watts").update(minimum=2)),
    ("major", "a maximum falls", lambda p: limits(p, "watts").update(maximum=98)),
    ("major", "a pattern changes", lambda p: limits(p, "id").update(pattern="[A-Z][0-9]{6}")),
    ("major", "a pattern is given", lambda p: limits(p, "street").update(pattern="S.*")),
    ("major", "evidence is demanded", lambda p: field(p, "name").update(evidence="required")),
    ("major", "a unique key is added", lambda p: schema(p).update(uniqueKeys=[["name", "light"]])),
    ("major", "a key leads elsewhere", lambda p: reference(p).update(resource="lamps")),
    ("major", "the primary key changes", lambda p: schema(p).update(primaryKey=["id", "name"])),
    ("major", "what counts as empty changes", lambda p: schema(p).update(missingValues=["", "-"])),
    ("major", "another encoding", lambda p: resource(p).update(encoding="utf-16")),
    (
        "major",
        "a rule is added",
        lambda p: p["beside"].update({"schemas/rules/new.sql": "SELECT 1"}),
    ),
    (
        "major",
        "a rule asks otherwise",
        lambda p: p["beside"].update({RULE: "SELECT id FROM lamps"}),
    ),
    (
        "major",
        "a list loses one and gains one",
        lambda p: limits(p, "light").update(enum=["red", "blue"]),
    ),
    (
        "minor",
        "a row is added",
        lambda p: p["rows"]["lamps"].append({"id": "L000004", "name": "New"}),
    ),
    ("minor", "a value joins a list", lambda p: limits(p, "light")["enum"].append("blue")),
    ("minor", "a list is lifted", lambda p: limits(p, "light").pop("enum")),
    ("minor", "a length grows", lambda p: limits(p, "name").update(maxLength=41)),
    ("minor", "a minimum falls", lambda p: limits(p, "watts").update(minimum=0)),
    ("minor", "a maximum is lifted", lambda p: limits(p, "watts").pop("maximum")),
    ("minor", "a pattern is lifted", lambda p: limits(p, "id").pop("pattern")),
    ("minor", "a cell need not be filled", lambda p: limits(p, "name").update(required=False)),
    ("minor", "a key is lifted", lambda p: schema(p).pop("foreignKeys")),
    ("minor", "a rule is lifted", lambda p: p["beside"].pop(RULE)),
    ("minor", "a row is added, a cell corrected", lambda p: (row_added(p), corrected(p))),
    ("patch", "a cell is corrected", lambda p: corrected(p)),
    ("patch", "a cell is filled", lambda p: p["rows"]["lamps"][1].update(watts="7")),
    ("patch", "a cell is emptied", lambda p: p["rows"]["lamps"][0].update(watts="")),
    ("patch", "a description changes", lambda p: field(p, "name").update(description="Its name.")),
    ("patch", "an example changes", lambda p: field(p, "name").update(example="Corner")),
    ("patch", "the title changes", lambda p: p["descriptor"].update(title="Lights")),
    ("patch", "the rules of coding change", lambda p: p["descriptor"].update(codebook="0.2")),
    (
        "patch",
        "the codebook is worded anew",
        lambda p: p["beside"].update({"schemas/README.md": "x"}),
    ),
    ("patch", "a rule says it otherwise", lambda p: p["beside"].update({RULE: SAME_RULE})),
    (
        "patch",
        "a view changes",
        lambda p: p["beside"].update({"schemas/views/10-all.sql": "SELECT 1"}),
    ),
    ("patch", "tables are listed otherwise", lambda p: p["descriptor"]["resources"].reverse()),
    ("patch", "nothing changes", lambda p: None),
]
RULE = "schemas/rules/dark.sql"
SAME_RULE = "-- Each lamp is named.\nSELECT id\n  FROM lamps WHERE name = ''\n"
AFTER = {
    "0.3.4": {"major": "0.4.0", "minor": "0.4.0", "patch": "0.3.5"},
    "1.2.3": {"major": "2.0.0", "minor": "1.3.0", "patch": "1.2.4"},
}


def schema(parts: Parts) -> Parts:
    return parts["schemas"]["lamps"]


def fields(parts: Parts) -> list[Parts]:
    return schema(parts)["fields"]


def field(parts: Parts, name: str) -> Parts:
    return next(each for each in fields(parts) if each["name"] == name)


def limits(parts: Parts, name: str) -> Parts:
    return field(parts, name)["constraints"]


def resource(parts: Parts) -> Parts:
    return parts["descriptor"]["resources"][0]


def reference(parts: Parts) -> Parts:
    return schema(parts)["foreignKeys"][0]["reference"]


def corrected(parts: Parts) -> None:
    parts["rows"]["lamps"][0]["name"] = "Corner House"


def row_added(parts: Parts) -> None:
    parts["rows"]["streets"].append({"id": "S000003", "name": "Long"})


def renamed(parts: Parts, old: str, new: str) -> None:
    field(parts, old)["name"] = new
    for row in parts["rows"]["lamps"]:
        row[new] = row.pop(old)


def table_added(parts: Parts) -> None:
    parts["descriptor"]["resources"].append(states.entry("towns"))
    parts["schemas"]["towns"] = {"fields": [states.field("id")]}
    parts["rows"]["towns"] = []


def table_renamed(parts: Parts) -> None:
    parts["descriptor"]["resources"][1] = states.entry("roads")
    parts["schemas"]["roads"] = parts["schemas"]["streets"]
    parts["rows"]["roads"] = parts["rows"]["streets"]


@pytest.mark.parametrize(("level", "what", "edit"), PAIRS, ids=[pair[1] for pair in PAIRS])
@pytest.mark.parametrize("previous", AFTER)
def test_smallest_version_after_a_change(level, what, edit, previous):
    parts = states.base()
    old = states.made(deepcopy(parts))
    edit(parts)
    found = bump.bump((previous, old), states.made(parts))
    assert (found.level, found.version) == (level, AFTER[previous][level])
    if what != "nothing changes":
        assert old.files != states.made(parts).files  # the pair is one


def test_pairs_are_many_and_different():
    parts = [states.base() for _ in PAIRS]
    for one, (_, _, edit) in zip(parts, PAIRS, strict=True):
        edit(one)
    assert len({repr(sorted(states.files(one).items())) for one in parts}) == len(PAIRS) >= 30


def test_first_version():
    assert bump.bump(None, states.made(states.base())).version == "0.1.0"


@pytest.mark.parametrize(
    ("version", "previous", "told"),
    [
        ("0.4", "0.3.4", "is no version"),
        ("0.04.0", "0.3.4", "is no version"),
        ("v0.4.0", "0.3.4", "is no version"),
        ("0.3.4", "0.3.4", "does not come after"),
        ("0.3.3", "0.3.4", "does not come after"),
        ("0.3.5", "0.3.4", "is less than 0.4.0, the smallest legal version, because lamps: 1 row"),
        ("0.4.0", "0.3.4", None),
        ("0.10.0", "0.3.4", None),
        ("1.0.0", "0.3.4", None),
        ("1.9.0", "1.10.0", "does not come after"),
    ],
)
def test_version_that_is_asked_for(version, previous, told):
    parts = states.base()
    old = states.made(deepcopy(parts))
    parts["rows"]["lamps"].append({"id": "L000004", "name": "New"})
    fault = bump.fault(version, previous, bump.bump((previous, old), states.made(parts)))
    assert (fault is None) if told is None else (told in fault)


def test_reasons_name_what_changed():
    parts = states.base()
    old = states.made(deepcopy(parts))
    renamed(parts, "light", "colour")
    limits(parts, "watts")["maximum"] = 10
    row_added(parts)
    corrected(parts)
    told = [text for _, text in bump.reasons(old, states.made(parts))]
    assert told == [
        "field renamed: lamps.colour light -> colour",
        "constraint tightened: lamps.watts maximum 99 -> 10",
        "streets: 1 row added",
        "lamps: 1 cell corrected",
    ]
