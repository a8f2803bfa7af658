"""The differences of any two states: those that a comparison of the two finds, each once."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from attested.portal.versions.differences import Told, differences
from attested.portal.versions.runs import Run, pairs, runs
from attested.releases import changes, state
from attested.timeline.spans import spans

FIELDS = ["a", "b"]
OPERATIONS = {"added": "add", "withdrawn": "remove", "corrected": "set", "column": "set"}
CELLS = st.sampled_from(["", "x", "y", "z"])


@st.composite
def states(draw):
    """Some states of two tables, whose columns come and go as well as their rows."""
    return [draw(one_state()) for _ in range(draw(st.integers(1, 5)))]


@st.composite
def one_state(draw):
    files = {}
    names = draw(st.sampled_from([["rows"], ["rows", "others"]]))
    entries = [
        {"name": name, "path": f"data/{name}.csv", "schema": f"schemas/{name}.json"}
        for name in names
    ]
    files["datapackage.json"] = json.dumps({"resources": entries}).encode()
    for name in names:
        columns = ["id", *draw(st.sampled_from([[], ["a"], ["b"], ["a", "b"]]))]
        ids = draw(st.sets(st.sampled_from(["R000001", "R000002", "R000003"])))
        rows = [[row_id, *(draw(CELLS) for _ in columns[1:])] for row_id in sorted(ids)]
        schema = {"fields": [{"name": column} for column in columns]}
        files[f"schemas/{name}.json"] = json.dumps(schema).encode()
        files[f"data/{name}.csv"] = state.as_csv(columns, rows)
    return state.of_files(files)


def between(found, old, new):
    """The differences that hold for two states, as lines of a list of changes."""
    return [
        (OPERATIONS[each.kind], each.table, each.id, each.field, each.before, each.after)
        for each in found
        if each.earlier[0] <= old <= each.earlier[1] and each.later[0] <= new <= each.later[1]
    ]


def compared(old, new):
    """What a comparison of the cells finds, a withdrawn row once."""
    found = changes.cell_changes(old, new)
    lines = [(c.op, c.table, c.id, c.field, c.before, c.after) for c in found if c.op != "remove"]
    return lines + sorted(
        {("remove", c.table, c.id, "", "", "") for c in found if c.op == "remove"}
    )


@given(states())
@settings(max_examples=150, deadline=None)
def test_any_two_states_differ_as_a_comparison_of_them_says(found):
    held = [*differences(Told(found, []), spans([("", each) for each in found]))]
    for new in range(len(found)):
        for old in range(new):
            assert sorted(between(held, old, new)) == sorted(compared(found[old], found[new]))


@given(states())
@settings(max_examples=100, deadline=None)
def test_a_cell_is_corrected_only_where_both_states_have_its_column(found):
    for each in differences(Told(found, []), spans([("", one) for one in found])):
        if each.field:
            old, new = found[each.earlier[0]], found[each.later[0]]
            both = all(each.field in one.columns(each.table) for one in (old, new))
            assert (each.kind == "corrected") == both


def test_what_changed_once_is_one_difference_for_all_pairs_around_it():
    assert runs(["x", "x", "y", "y", "y"]) == [Run("x", 0, 1), Run("y", 2, 4)]
    assert [*pairs(["x", "x", "y", "y", "y"])] == [(Run("x", 0, 1), Run("y", 2, 4))]


def test_what_changed_back_does_not_differ_from_what_it_was():
    assert [*pairs("xyx")] == [
        (Run("x", 0, 0), Run("y", 1, 1)),
        (Run("y", 1, 1), Run("x", 2, 2)),
    ]
