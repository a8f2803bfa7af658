"""The database: the same bytes from the same rows, sound keys, and whole whatever happens."""

import hashlib
import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from attested import check, database, ddl, files, halves, proving, views
from made import ROOT, contents


@pytest.fixture(scope="module")
def checked():
    result = check.check(ROOT)
    assert result.problems == []
    return result


@pytest.fixture(scope="module")
def built(checked, tmp_path_factory):
    target = tmp_path_factory.mktemp("built") / "attested.db"
    database.build(checked.package, checked.contents, target)
    return target


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_rows_give_the_same_bytes(checked, built, tmp_path):
    again = tmp_path / "again.db"
    database.build(checked.package, checked.contents, again)
    assert digest(again) == digest(built)


def test_every_row_and_cell_is_in_the_database(checked, built):
    with closing(sqlite3.connect(built)) as connection:
        for name, content in checked.contents.items():
            columns = ", ".join(map(ddl.quoted, content.table.columns))
            rows = connection.execute(f"SELECT {columns} FROM {ddl.quoted(name)} ORDER BY id")
            found = [
                [_written(f, v) for f, v in zip(content.table.fields, r, strict=True)] for r in rows
            ]
            assert found == [list(row.values()) for row in content.rows]


def _written(field, value):
    if value is None:
        return None
    if field.type == "boolean":
        return (field.true_values if value else field.false_values)[0]
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def test_tables_are_strict_and_keys_are_sound(checked, built):
    with closing(sqlite3.connect(built)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        strict = dict(connection.execute("SELECT name, strict FROM pragma_table_list"))
        assert all(strict[name] for name in checked.package.tables)


def test_first_and_last_day_are_derived(checked):
    rows = {"incidents": [{"id": "I000001", "date": "2022-02", "title": "t", "summary": "s"}]}
    made = contents(checked.package, **rows)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        made["incidents"].rows[0] |= {"kind": "k", "form": "f", "realisation": "r"}
        database.load(connection, checked.package, made)
        row = connection.execute("SELECT date_first, date_last, chrono FROM incidents").fetchone()
    assert row == ("2022-02-01", "2022-02-28", "2022-02-01_I000001")


def test_a_dangling_key_is_never_written(checked, tmp_path):
    made = contents(
        checked.package,
        relays=[{"id": "R000001", "claim": "C000009", "step": "1", "source": "S000009"}],
    )
    target = tmp_path / "attested.db"
    with pytest.raises(proving.DatabaseError, match="relays"):
        database.build(checked.package, made, target)
    assert [path.name for path in tmp_path.iterdir()] == [".attested.db.lock"]


@pytest.fixture
def by_halves(monkeypatch):
    monkeypatch.setattr(halves, "SIZE", -1)


def test_two_processes_make_what_one_makes(checked, built, tmp_path, by_halves):
    target = tmp_path / "attested.db"
    ours, theirs = halves.parted(checked.package, checked.contents)
    assert ours.keys() | theirs.keys() == set(checked.package.tables)
    assert "evidence" in ours
    assert "claims" in theirs
    database.build(checked.package, checked.contents, target)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".partial"] == []
    with closing(sqlite3.connect(target)) as made, closing(sqlite3.connect(built)) as one:
        assert _held(made) - _held(one) == {("table", "sqlite_stat1", "sqlite_stat1", STATISTICS)}
        assert _held(one) <= _held(made)
        for name in proving.tables(one):
            rows = f"SELECT * FROM {ddl.quoted(name)}"
            assert made.execute(rows).fetchall() == one.execute(rows).fetchall(), name
        assert made.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        found = "SELECT rowid FROM evidence_fts WHERE evidence_fts MATCH 'date'"
        assert made.execute(found).fetchall() == one.execute(found).fetchall() != []
        for name in _searched(made):
            made.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")


def test_what_a_killed_process_made_is_removed_by_the_next_build(checked, tmp_path):
    target = tmp_path / "attested.db"
    left = tmp_path / ".attested.db.abcd.partial"
    left.touch()
    with files.companion(left) as other:
        assert other.is_file()
        kept = other.rename(other.with_name(other.name.replace("-", "-0")))
    database.build(checked.package, checked.contents, target)
    assert not left.exists()
    assert not kept.exists()


STATISTICS = "CREATE TABLE sqlite_stat1(tbl,idx,stat)"


def _held(connection):
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
    return set(connection.execute(query))


def _searched(connection):
    query = "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'"
    return [name for (name,) in connection.execute(query)]


def test_two_processes_make_the_same_bytes_again(checked, tmp_path, by_halves):
    for name in ("first.db", "second.db"):
        database.build(checked.package, checked.contents, tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in ("first.db", "second.db"))
    assert first == second


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("relays", {"id": "R000001", "claim": "C000009", "step": "1", "source": "S1"}, "relays"),
        ("relays", {"id": "R000001", "claim": "C1", "step": "-1", "source": "S1"}, "CHECK"),
        ("evidence", {"id": "E000001", "row": "C1", "basis": "no basis"}, "CHECK"),
        (
            "evidence",
            {"id": "E000001", "passage": "P9", "row": "C1", "basis": "states"},
            "evidence",
        ),
    ],
)
def test_either_process_proves(checked, tmp_path, by_halves, monkeypatch, table, cells, told):
    made = contents(checked.package, **{table: [cells]})
    monkeypatch.setattr(halves, "parted", lambda package, all: _parted(all))
    with pytest.raises(proving.DatabaseError, match=told):
        database.build(checked.package, made, tmp_path / "attested.db")
    assert [path.name for path in tmp_path.iterdir()] == [".attested.db.lock"]


def _parted(contents):
    apart = {name: contents[name] for name in ("evidence", "terms")}
    return apart, {name: content for name, content in contents.items() if name not in apart}


def test_every_view_can_be_read(built):
    with closing(sqlite3.connect(built)) as connection:
        for view in views.read(ROOT):
            assert connection.execute(f"SELECT count(*) FROM {ddl.quoted(view.name)}").fetchone()
            assert view.description.endswith(".")


def test_what_a_killed_writer_left_is_removed(checked, tmp_path):
    target = tmp_path / "attested.db"
    leftover = tmp_path / f".attested.db.x{files.PARTIAL}"
    leftover.touch()
    database.build(checked.package, checked.contents, target)
    assert not leftover.exists()


class Killed:
    """Builds in child processes that are killed, over a database that was there before."""

    def __init__(self, checked, target):
        self.package, self.contents, self.target = checked.package, checked.contents, target
        smaller = contents(self.package)
        database.build(self.package, smaller, target)
        self.before = digest(target)
        database.build(self.package, self.contents, target.with_name("after.db"))
        self.after = digest(target.with_name("after.db"))

    def child(self, prepare):
        """Starts a build in a child after `prepare` was called there; returns its process id."""
        pid = os.fork()
        if pid == 0:
            try:
                prepare()
                database.build(self.package, self.contents, self.target)
            finally:
                os._exit(0)
        return pid

    def is_whole(self):
        return digest(self.target) in (self.before, self.after)


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


def _die_at_write(number):
    """Makes SQLite report every statement, and dies before the write with that number."""
    connect, seen = sqlite3.connect, 0

    def trace(statement):
        nonlocal seen
        seen += not statement.removeprefix("-- ").upper().startswith(("SELECT", "PRAGMA"))
        if seen == number:
            _die()

    def traced(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.set_trace_callback(trace)
        return connection

    sqlite3.connect = traced


@pytest.fixture(scope="module")
def killed(sample_template, tmp_path_factory):
    result = check.check(sample_template)
    assert result.problems == []
    return Killed(result, tmp_path_factory.mktemp("killed") / "attested.db")


@pytest.mark.long
def test_killed_before_every_write_the_database_is_whole(killed):
    number, died = 1, True
    while died:
        _, status = os.waitpid(killed.child(lambda n=number: _die_at_write(n)), 0)
        died = os.WIFSIGNALED(status)
        assert killed.is_whole()
        if died:
            assert digest(killed.target) == killed.before
        number += 1
    assert number > 100
    assert digest(killed.target) == killed.after


@pytest.mark.parametrize(
    "point", ["os.fsync", "pathlib.Path.replace", "after pathlib.Path.replace"]
)
def test_killed_around_the_move_the_database_is_whole(killed, monkeypatch, point):
    module, _, name = point.removeprefix("after ").rpartition(".")
    owner = {"os": os, "pathlib.Path": type(killed.target).__mro__[1]}[module]
    original = getattr(owner, name)

    def dying(*arguments):
        if point.startswith("after"):
            original(*arguments)
        _die()

    _, status = os.waitpid(killed.child(lambda: setattr(owner, name, dying)), 0)
    assert os.WIFSIGNALED(status)
    assert killed.is_whole()


def test_killed_at_twenty_moments_the_database_is_whole(killed):
    start = time.monotonic()
    os.waitpid(killed.child(lambda: None), 0)
    whole = time.monotonic() - start
    for moment in range(20):
        pid = killed.child(lambda: None)
        time.sleep(whole * moment / 20)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        assert killed.is_whole()
    database.build(killed.package, killed.contents, killed.target)
    assert digest(killed.target) == killed.after
    assert sorted(path.name for path in killed.target.parent.glob(f".*{files.PARTIAL}")) == []
