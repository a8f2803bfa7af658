"""`attested parquet` and `attested portable` as a person calls them."""

import hashlib
import re

import duckdb
import pytest
from click.testing import CliRunner

from attested import cli
from attested.artefacts import parquet_folder
from attested.portable.translating import ENGINES


def call(root, *words, code=0):
    """The output of a command, which must end with that exit code and without a traceback."""
    result = CliRunner().invoke(cli.main, ["--package", str(root), *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == code, result.output
    return result.output


def files(folder):
    """The files of the folder with their hashes, by their paths in it."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
    }


def test_the_folder_is_complete_and_its_sums_hold(sample, tmp_path):
    output = call(sample, "parquet", tmp_path / "out")
    found = files(tmp_path / "out")
    sums = (tmp_path / "out" / "SHA256SUMS").read_text("utf-8")
    listed = dict(reversed(line.split("  ")) for line in sums.splitlines())
    del found["SHA256SUMS"]
    assert found == listed
    assert f"{len(found)} files in" in output
    assert {"claims/data.parquet", "claim_roots/data.parquet"} <= found.keys()


def test_the_same_rows_give_the_same_files(sample, tmp_path):
    for name in ("one", "two"):
        call(sample, "parquet", tmp_path / name)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_an_older_folder_is_replaced_and_a_strangers_is_not(sample, tmp_path):
    folder = tmp_path / "out"
    call(sample, "parquet", folder)
    call(sample, "parquet", folder)
    before = files(folder)
    for name in ("notes.txt", "claims/notes.txt"):
        (folder / name).write_text("mine", "utf-8")
        output = call(sample, "parquet", folder, code=1)
        assert f"holds {name}, which is none of its files; move it away" in output
        (folder / name).unlink()
    (folder / "link").symlink_to(sample)
    assert "holds link" in call(sample, "parquet", folder, code=1)
    (folder / "link").unlink()
    assert files(folder) == before


def test_a_failure_leaves_the_older_folder_as_it_was(sample, tmp_path, monkeypatch):
    call(sample, "parquet", tmp_path / "out")
    before = files(tmp_path / "out")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parquet_folder, "_write_file", full)
    assert "No space left on device" in call(sample, "parquet", tmp_path / "out", code=1)
    assert files(tmp_path / "out") == before
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".partial")]


def test_a_faulty_package_is_not_written(sample, tmp_path):
    (sample / "data" / "claims.csv").write_bytes(b"id\n")
    assert "data/claims.csv:1: " in call(sample, "parquet", tmp_path / "out", code=1)
    assert not (tmp_path / "out").exists()


def test_an_earlier_release_is_written_as_it_was(first, tmp_path):
    call(first, "parquet", tmp_path / "then")
    path = first / "data" / "terms.csv"
    path.write_text("".join(path.read_text("utf-8").splitlines(True)[:-1]), "utf-8")
    call(first, "parquet", tmp_path / "now")
    call(first, "parquet", tmp_path / "as-of", "--as-of", "0.1.0")
    then, now, released = (_count(tmp_path / n, "terms") for n in ("then", "now", "as-of"))
    assert then == released == now + 1


def _count(folder, table):
    [(count,)] = duckdb.sql(f"SELECT count(*) FROM '{folder}/{table}/*.parquet'").fetchall()
    return count


def test_the_list_names_every_engine(sample):
    *_, table = call(sample, "portable").split("\n\n")
    head, _, *rows = table.splitlines()
    assert head == f"| kind | name | {' | '.join(ENGINES)} |"
    assert all(re.fullmatch(r"\| [\w ]+ \| `[\w-]+` \|( (yes|no: .+) \|){2}", row) for row in rows)


def test_the_printed_sql_runs_as_it_is(sample, tmp_path):
    call(sample, "parquet", tmp_path / "out")
    sql = call(sample, "portable", "--engine", "duckdb", "--folder", tmp_path / "out")
    connection = duckdb.connect()
    connection.execute(sql)
    assert connection.execute("SELECT count(*) FROM rule_claim_said").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM incidents_flat").fetchone()[0] > 0


@pytest.mark.parametrize("words", [["--engine", "spark"], ["--folder", "out"]])
def test_an_engine_needs_its_folder(sample, words):
    assert "--engine and --folder go together" in call(sample, "portable", *words, code=2)
