"""The commands as a person runs them."""

import json

import click
import pytest
from click.testing import CliRunner

import attested
from attested import cli, schema
from made import ROOT


@pytest.fixture
def run():
    def invoke(*arguments, **options):
        return CliRunner().invoke(cli.main, list(arguments), **options)

    return invoke


def test_check_of_the_record_is_clean(run):
    result = run("--package", str(ROOT), "check")
    assert result.exit_code == 0
    assert result.output.startswith(f"clean: {len(schema.load(ROOT).tables)} tables")


def test_check_prints_every_problem_and_fails(run, sample):
    path = sample / "data" / "places.csv"
    path.write_text(path.read_text("utf-8").replace("country", "county", 1), "utf-8")
    result = run("--package", str(sample), "check")
    assert result.exit_code == 1
    assert 'data/places.csv:2: G000001 level: "county" is not in the list' in result.output
    assert result.stderr == "1 problem\n"


@pytest.mark.parametrize("form", ["json", "github"])
def test_check_speaks_to_machines(run, sample, form):
    (sample / "data" / "places.csv").unlink()
    result = run("--package", str(sample), "check", "--format", form)
    assert result.exit_code == 1
    if form == "json":
        assert json.loads(result.stdout)[0]["path"] == "data/places.csv"
    else:
        assert result.stdout.startswith("::error file=data/places.csv,line=1::")


def test_build_writes_where_it_is_told(run, sample, tmp_path):
    result = run("--package", str(sample), "build", "--output", str(tmp_path / "out" / "a.db"))
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "a.db").stat().st_size > 0


def test_build_goes_into_the_build_folder(run, sample):
    assert run("--package", str(sample), "build").exit_code == 0
    assert (sample / "build" / "attested.db").is_file()


def test_build_says_when_it_cannot_write(run, sample, tmp_path):
    (tmp_path / "file").touch()
    result = run("--package", str(sample), "build", "--output", str(tmp_path / "file" / "a.db"))
    assert result.exit_code == 1
    assert result.output.startswith("Error: cannot write ")


def test_no_command_works_on_unclean_data(run, sample):
    (sample / "data" / "places.csv").unlink()
    for arguments in (["build"], ["info"], ["show", "I000001"]):
        result = run("--package", str(sample), *arguments)
        assert result.exit_code == 1
        assert "data/places.csv: is missing; restore it" in result.output


def test_show_prints_a_row_with_all_that_is_linked_to_it(run):
    result = run("--package", str(ROOT), "show", "O000002")
    assert result.exit_code == 0
    for text in ("Chen Quanguo", "陈全国", "Positions (official)", "Involvements (official)"):
        assert text in result.output
    assert "Evidence (re-check with: attested verify --texts DIR)" in result.output


def test_show_of_an_unknown_id_says_so(run):
    result = run("--package", str(ROOT), "show", "I999999")
    assert result.exit_code == 1
    assert (
        result.output == "Error: no row has the id I999999; it is a letter and six digits or more\n"
    )


def test_info_counts_every_table(run):
    result = run("--package", str(ROOT), "info")
    assert result.exit_code == 0
    assert "CC-BY-4.0" in result.output
    counted = sum(line.strip()[:1].isdigit() for line in result.output.splitlines())
    assert counted == len(schema.load(ROOT).tables)


def test_verify_and_coverage_say_what_they_lack(run, tmp_path):
    (tmp_path / "other.txt").write_text("Nothing of the kind stands here.\n", "utf-8")
    for command in ("verify", "coverage"):
        result = run("--package", str(ROOT), command, "--texts", str(tmp_path))
        assert result.exit_code == 1
        assert "no text at hand is this article's" in result.output


def test_verify_coverage_and_locate_with_the_texts(run, texts_folder):
    for command in ("verify", "coverage"):
        result = run("--package", str(ROOT), command, "--texts", str(texts_folder))
        assert result.exit_code == 0, result.output
    words = ["locate", "A000001", "Liz Truss", "--texts", str(texts_folder)]
    result = run("--package", str(ROOT), *words)
    assert result.exit_code == 0
    assert result.stdout.startswith(",A000001,")
    assert "keep so short a passage for a whole name only" in result.stderr


@pytest.mark.parametrize(
    ("article", "words", "message"),
    [
        ("A000009", "some words", "no article has the id A000009"),
        ("A000001", "words that nobody ever wrote", "do not stand in the text"),
    ],
)
def test_locate_says_why_it_finds_nothing(run, texts_folder, article, words, message):
    result = run("--package", str(ROOT), "locate", article, words, "--texts", str(texts_folder))
    assert result.exit_code == 1
    assert message in result.output


def test_locate_without_the_text(run, tmp_path):
    (tmp_path / "other.txt").write_text("Nothing of the kind stands here.\n", "utf-8")
    result = run("--package", str(ROOT), "locate", "A000001", "a b", "--texts", str(tmp_path))
    assert result.exit_code == 1
    assert "add A000001.txt" in result.output


def test_generate_writes_what_is_not_fresh(run, sample):
    assert run("--package", str(sample), "generate", "--check").exit_code == 1
    result = run("--package", str(sample), "generate")
    written = result.output.replace("wrote ", "").split()
    assert {"CITATION.cff", "schemas/README.md", "schemas/coding-rules.md"} <= set(written)
    assert {"schemas/agreement.md", "schemas/datasheet.md"} <= set(written)
    assert run("--package", str(sample), "generate", "--check").exit_code == 0
    assert run("--package", str(sample), "generate").output == ""


def test_generate_tells_of_a_broken_contract(run, sample):
    (sample / "datapackage.json").write_text("{", "utf-8")
    result = run("--package", str(sample), "generate")
    assert result.exit_code == 1
    assert result.output.startswith("datapackage.json:1: is not JSON")


def test_scan_finds_and_never_prints_a_name(run, tmp_path):
    (tmp_path / "names.txt").write_text("Mira Solvane\n", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("Mira Solvane\n", "utf-8")
    names = ["--names", str(tmp_path / "names.txt"), "--no-history"]
    result = run("--package", str(tmp_path), "scan", str(tmp_path / "out"), *names)
    assert result.exit_code == 1
    assert "out/a.txt:1: holds the name on line 1" in result.output
    assert "Solvane" not in result.output


def test_scan_is_clean_where_no_name_stands(run, tmp_path):
    (tmp_path / "names.txt").write_text("Mira Solvane\n", "utf-8")
    names = ["--names", str(tmp_path / "names.txt"), "--no-history"]
    (tmp_path / "out").mkdir()
    result = run("--package", str(tmp_path), "scan", str(tmp_path / "out"), *names)
    assert result.output == "clean: none of 1 names found\n"


def test_tests_need_a_checkout(run, sample):
    result = run("--package", str(sample), "test")
    assert result.exit_code == 1
    assert "clone the repository" in result.output


def test_tests_are_passed_on_to_pytest(run, tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_one.py").write_text("def test_one():\n    pass\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    result = run("--package", str(tmp_path), "test", "--collect-only", "-q", str(tmp_path))
    assert result.exit_code == 0


def test_the_version_is_told(run):
    assert run("--version").output == f"{attested.__version__}\n"


@pytest.mark.parametrize("name", list(cli.main.commands))
def test_every_command_has_help_examples_and_described_options(name):
    command = cli.main.commands[name]
    for each in (command, *getattr(command, "commands", {}).values()):
        assert each.help
        assert "Examples:" in (each.epilog or "")
        options = [option for option in each.params if isinstance(option, click.Option)]
        assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", [name for name in cli.main.commands if name != "test"])
def test_every_command_prints_its_help(run, name):
    assert run(name, "--help").exit_code == 0
