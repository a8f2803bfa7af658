"""The check that stays gives, after whatever was saved, the verdict of a new check."""

import csv
import io
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from attested import check, cli, schema, watch
from faults import FAULTS, spoil

ROOT = Path(__file__).parents[1]
TABLES = [table.path for table in schema.load(ROOT).tables.values()]
STEPS = 40


def lines(result: check.Result) -> list[str]:
    return [str(problem) for problem in result.problems]


def assert_same(looks, root: Path) -> None:
    saved, result = next(looks)
    assert saved, "nothing was seen to be saved"
    assert lines(result) == lines(check.check(root))


def spoilt(text: str, chance: random.Random) -> str:
    """The text of a table with one cell, or one row, changed."""
    rows = list(csv.reader(io.StringIO(text)))
    row = chance.randrange(1, len(rows))
    column = chance.randrange(len(rows[0]))
    kind = chance.choice(["empty", "other", "word", "drop", "double", "swap"])
    if kind == "drop" and len(rows) > 2:
        del rows[row]
    elif kind == "double":
        rows.insert(row, list(rows[row]))
    elif kind == "swap" and row > 1:
        rows[row - 1], rows[row] = rows[row], rows[row - 1]
    else:
        other = chance.choice(rows[1:])[column]
        word = chance.choice(["Velmar Tosk", "lower", "2021-13", "x" * 700])
        rows[row][column] = {"empty": "", "word": word}.get(kind, other)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


@pytest.mark.long
def test_any_saved_table_leads_to_the_verdict_of_a_new_check(sample: Path) -> None:
    """Also after faults of another stage, after which fewer rules are remembered."""
    chance = random.Random(5)
    looks = watch.results(sample)
    assert_same(looks, sample)
    seen = set()
    for _ in range(STEPS):
        path = sample / chance.choice(TABLES)
        whole = path.read_text("utf-8")
        path.write_text(spoilt(whole, chance), "utf-8")
        if path.read_text("utf-8") != whole:
            assert_same(looks, sample)
            seen |= {line.split(":")[0] for line in lines(check.check(sample))}
        if chance.random() < 0.7:  # the others stay spoilt for a while
            path.write_text(whole, "utf-8")
            assert_same(looks, sample)
    assert len(seen) > 5


@pytest.mark.parametrize("fault", [name for name in FAULTS if name.startswith("contract/")][:12])
def test_a_saved_contract_is_read_anew(sample: Path, fault: str) -> None:
    looks = watch.results(sample)
    next(looks)
    spoil(sample, fault)
    assert_same(looks, sample)


OWN_RULES = {
    "roots": "SELECT 'claims' AS table_name, claim AS id, NULL AS field FROM claim_roots",
    "names": "SELECT 'claims' AS table_name, id, NULL AS field FROM claims"
    " WHERE unknown_names('Velmar Tosk came') IS NOT NULL",
    "terms": "SELECT 'claims' AS table_name, id, NULL AS field FROM claims"
    " WHERE loaded_terms('a grim word') IS NOT NULL",
    "ids": "SELECT 'claims' AS table_name, id, NULL AS field FROM claims"
    " WHERE NOT EXISTS (SELECT 1 FROM row_ids AS i WHERE i.id = 'W900001')",
}


def test_rules_that_read_by_way_of_others_are_asked_again(sample: Path) -> None:
    """Through a function, through the ids of all tables, and through the roots of claims."""
    for name, sql in OWN_RULES.items():
        rule = sample / f"schemas/rules/own-{name}.sql"
        rule.write_text(f"-- Nothing is found by {name}; correct it.\n{sql}\n", "utf-8")
    looks = watch.results(sample)
    assert_same(looks, sample)
    before = lines(check.check(sample))
    terms = sample / "data/terms.csv"
    more = "W900001,Velmar Tosk,allowed,,Invented.\nW900002,grim,loaded,plain,Invented.\n"
    terms.write_text(terms.read_text("utf-8") + more, "utf-8")
    assert_same(looks, sample)
    assert lines(check.check(sample)) != before
    relays = sample / "data/relays.csv"
    relays.write_text("\n".join(relays.read_text("utf-8").splitlines()[:1]) + "\n", "utf-8")
    assert_same(looks, sample)


def test_a_key_that_leads_nowhere_is_told_before_roots_are_sought(sample: Path) -> None:
    rule = sample / "schemas/rules/own-roots.sql"
    rule.write_text(f"-- Roots are sought; correct them.\n{OWN_RULES['roots']}\n", "utf-8")
    relays = sample / "data/relays.csv"
    relays.write_text(relays.read_text("utf-8").replace(",S0", ",S9", 1), "utf-8")
    (line,) = lines(check.check(sample))
    assert "is no id of sources" in line


@pytest.mark.parametrize("fault", ["rules/table-left-out", "rules/rule-not-sql"])
def test_what_keeps_rules_from_being_asked_is_told(sample: Path, fault: str) -> None:
    spoil(sample, fault)
    assert_same(watch.results(sample), sample)


def test_nothing_is_said_while_nothing_is_saved(sample: Path) -> None:
    looks = watch.results(sample)
    next(looks)
    assert next(looks) == ([], None)


def test_the_command_tells_of_each_saved_file_until_it_is_stopped(sample: Path) -> None:
    command = [sys.executable, "-m", "attested", "--package", str(sample), "check", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as it:
        assert it.stdout is not None
        assert ": clean: " in it.stdout.readline()
        path = sample / "data/terms.csv"
        path.write_text(path.read_text("utf-8").replace("W000001", "W00001", 1), "utf-8")
        assert it.stdout.readline().startswith("data/terms.csv:2: W00001 id: ")
        assert ": 1 problem; " in it.stdout.readline()
        it.send_signal(signal.SIGINT)
        _, errors = it.communicate(timeout=20)
    assert it.returncode == 0
    assert "Traceback" not in errors


def test_other_options_of_the_check_are_refused_beside_watch(sample: Path) -> None:
    arguments = ["--package", str(sample), "check", "--watch", "--full"]
    result = CliRunner().invoke(cli.main, arguments)
    assert result.exit_code == 2
    assert "name it alone" in result.output
