"""History of rows, blame of cells, and the database that holds every row of every release."""

import shutil
import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import histories
from attested import cli
from attested.releases import history, redact, rowproofs
from attested.releases.state import State, as_csv, of_files
from attested.timeline import database, telling
from attested.timeline.spans import spans


@pytest.fixture
def package(history_template):
    return history_template


@pytest.fixture(scope="module")
def connection(history_template, tmp_path_factory):
    target = tmp_path_factory.mktemp("database") / "history.db"
    database.build(history_template, target)
    with closing(sqlite3.connect(target)) as made:
        made.row_factory = sqlite3.Row
        yield made


@pytest.mark.parametrize("version", histories.VERSIONS)
def test_every_release_can_be_read_from_the_database(package, connection, version):
    """Table by table, cell by cell, with the columns the release had."""
    state = of_files(history.rebuild(package, version))
    number = histories.VERSIONS.index(version)
    for table in state.resources:
        query = "SELECT field FROM columns WHERE number = ? AND table_name = ? ORDER BY position"
        columns = [row[0] for row in connection.execute(query, [number, table])]
        held = f"""SELECT {", ".join(f'"{c}"' for c in columns)} FROM "{table}"
            WHERE from_number <= ? AND (to_number IS NULL OR to_number > ?) ORDER BY id"""
        found = [[cell or "" for cell in row] for row in connection.execute(held, [number] * 2)]
        assert as_csv(columns, found) == state.files[state.path(table)]


def test_a_row_stands_once_for_each_state_with_its_span(connection):
    query = "SELECT title, valid_from, valid_to FROM incidents WHERE id = ? ORDER BY from_number"
    assert [tuple(row) for row in connection.execute(query, ["I000001"])] == [
        (histories.TITLE, "0.1.0", "0.2.0"),
        (histories.SECOND_TITLE, "0.2.0", "0.3.0"),
        (histories.THIRD_TITLE, "0.3.0", None),
    ]
    assert len(connection.execute(query, ["I000002"]).fetchall()) == 1


def test_a_withdrawn_row_ends_and_its_tombstone_begins(connection):
    query = "SELECT valid_from, valid_to FROM {} WHERE id = 'W000009'"
    assert tuple(connection.execute(query.format("terms")).fetchone()) == ("0.2.0", "0.3.0")
    assert tuple(connection.execute(query.format("retired")).fetchone()) == ("0.3.0", None)


def test_the_hashes_are_those_that_the_releases_prove(package, connection):
    for version, number in zip(histories.VERSIONS, range(3), strict=True):
        proved = rowproofs.proved(package, version)
        for table in of_files(history.rebuild(package, version)).resources:
            query = f"""SELECT id, row_hash FROM "{table}" WHERE from_number <= {number}
                AND (to_number IS NULL OR to_number > {number})"""
            for row_id, digest in connection.execute(query):
                assert proved[table, row_id] == digest


def test_corrections_stand_beside_with_reason_and_evidence(connection):
    query = (
        "SELECT version, before, after, reason, evidence FROM corrections WHERE id = ? AND op = ?"
    )
    found = [tuple(row) for row in connection.execute(query, ["C000003", "set"])]
    assert found == [
        ("0.2.0", "2021-03-04", "2021-03-05", "The said was misread.", histories.EVIDENCE)
    ]


def test_the_database_has_the_same_bytes_again(package, tmp_path):
    for name in ("a.db", "b.db"):
        database.build(package, tmp_path / name)
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()


@pytest.fixture
def run(package):
    def invoke(*arguments, root=package):
        result = CliRunner().invoke(cli.main, ["--package", str(root), *arguments])
        return result.exit_code, result.output

    return invoke


def test_history_tells_each_release_that_changed_the_row(run):
    code, text = run("history", "I000001")
    assert code == 0
    first, second, third = text.split("\n\n")[1:]
    assert first.startswith(f"0.1.0 (2026-01-01)\n  title            {histories.TITLE}\n")
    assert f'"{histories.TITLE}" -> "{histories.SECOND_TITLE}"' in second
    assert "The title was misread.; P000001" in second
    assert third.startswith("0.3.0 (2026-03-01)\n")


def test_history_tells_a_withdrawal_by_its_tombstone(run):
    code, text = run("history", "W000009")
    assert code == 0
    assert text.endswith("0.3.0 (2026-03-01)\n  withdrawn: Nobody says it.\n")


@pytest.mark.parametrize(
    ("cell", "lines"),
    [
        (
            "I000001.title",
            [
                f'I000001.title: "{histories.THIRD_TITLE}"',
                "  since 0.3.0 (2026-03-01): The title was misread.; P000001",
                f'  before: "{histories.SECOND_TITLE}"',
            ],
        ),
        (
            "I000001.kind",
            ['I000001.kind: "detention"', "  since 0.1.0 (2026-01-01): the row was added"],
        ),
        (
            "G000002.note",
            [
                'G000002.note: "The point is the seat of the governor."',
                "  since 0.2.0 (2026-02-01): The column was added.",
            ],
        ),
        (
            "G000001.note",
            ["G000001.note: empty", "  since 0.2.0 (2026-02-01): the column was added"],
        ),
        (
            "W000009.term",
            [
                'W000009.term: "Exampleish"',
                "  since 0.2.0 (2026-02-01): the row was added",
                "  withdrawn with its row in 0.3.0 (2026-03-01): Nobody says it.",
            ],
        ),
    ],
)
def test_blame_names_the_release_that_set_the_value(run, cell, lines):
    assert run("blame", cell) == (0, "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["history", "I999999"], "no release has a row I999999; look for it"),
        (["history", "Liu"], "no release has a row Liu; an id is a letter and six digits or more"),
        (["blame", "I000001.colour"], "incidents has no column colour; there are: id, title"),
        (["blame", "I000001"], "I000001 names no cell"),
    ],
)
def test_what_is_not_there_is_said(run, arguments, said):
    code, text = run(*arguments)
    assert code != 0
    assert said in text


def test_without_a_release_that_is_said(sample):
    with pytest.raises(telling.UnknownError, match="there is no release yet; make one"):
        list(telling.history_of(sample, "I000001"))


def test_what_is_not_released_yet_is_told_apart(package, tmp_path):
    root = shutil.copytree(package, tmp_path / "package")
    histories.edit(root, "incidents", "I000001", title=histories.TITLE)
    expected = f'not released yet: title "{histories.THIRD_TITLE}" -> "{histories.TITLE}"'
    assert expected in "\n".join(telling.blame(root, "I000001", "title"))
    assert expected in "\n".join(telling.history_of(root, "I000001"))
    assert expected not in "\n".join(telling.blame(root, "I000001", "kind"))


def test_a_redacted_value_is_nowhere_and_said_to_be_redacted(package, tmp_path):
    root = shutil.copytree(package, tmp_path / "package")
    redact.redact(root, "O000001", "aliases", "", redact.REASON)
    told = "\n".join(telling.blame(root, "O000001", "aliases"))
    assert "O000001.aliases: empty" in told
    assert "redacted; the value was taken out of history" in told
    database.build(root, tmp_path / "history.db")
    assert b"Governor Sample" not in (tmp_path / "history.db").read_bytes()


def test_without_an_id_the_database_goes_into_the_build_folder(run, package):
    code, text = run("history")
    assert (code, text) == (0, f"built {package / 'build' / 'history.db'}\n")


rows = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]), max_size=3)


def made_state(cells: dict[str, str]) -> State:
    files = {
        "datapackage.json": b'{"resources": [{"name": "t", "path": "data/t.csv",'
        b' "schema": "schemas/t.json"}]}',
        "schemas/t.json": b'{"fields": [{"name": "id"}, {"name": "cell"}]}',
        "data/t.csv": as_csv(["id", "cell"], [[i, cells[i]] for i in sorted(cells)]),
    }
    return of_files(files)


@given(st.lists(rows, min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_spans_hold_each_row_of_each_state_exactly_once(states):
    found = spans([(f"0.{n}.0", made_state(cells)) for n, cells in enumerate(states)])
    for number, cells in enumerate(states):
        held = [s for s in found if s.first <= number and (s.end is None or s.end > number)]
        assert {s.id: s.cells.get("cell", "") for s in held} == cells
        assert len(held) == len(cells)
    for span in found:
        assert span.end is None or span.first < span.end
    for one, other in pairwise(found):
        joined = one.id == other.id and one.end == other.first
        assert not joined or one.cells != other.cells
