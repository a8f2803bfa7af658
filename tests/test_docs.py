"""The documents cannot go stale: what they name exists, and what exists is named."""

import re

import pytest

from attested import cli, figures, resolutions, rules, schema, views
from made import ROOT

README = (ROOT / "README.md").read_text("utf-8")
CODING = (ROOT / "schemas" / "coding-rules.md").read_text("utf-8")
CODEBOOK = (ROOT / "schemas" / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
DOCUMENTS = {
    "README.md": README,
    "schemas/coding-rules.md": CODING,
    "schemas/README.md": CODEBOOK,
    "schemas/policy.md": (ROOT / "schemas" / "policy.md").read_text("utf-8"),
    "schemas/agreement.md": (ROOT / "schemas" / "agreement.md").read_text("utf-8"),
    "schemas/datasheet.md": (ROOT / "schemas" / "datasheet.md").read_text("utf-8"),
    ".github/CONTRIBUTING.md": CONTRIBUTING,
    **{
        f"docs/{path.name}": path.read_text("utf-8")
        for path in sorted((ROOT / "docs").glob("*.md"))
    },
}


@pytest.mark.parametrize("name", list(cli.main.commands))
def test_every_command_is_in_the_readme(name):
    assert re.search(rf"`(?:python3 scripts|attested) {name}(?![\w-])", README)


@pytest.mark.parametrize("document", list(DOCUMENTS))
def test_every_command_that_is_named_exists(document):
    named = set(re.findall(r"(?:python3 scripts|`attested) ([a-z][a-z-]*)", DOCUMENTS[document]))
    assert named <= set(cli.main.commands)


@pytest.mark.parametrize("document", list(DOCUMENTS))
def test_every_link_leads_somewhere(document):
    folder = (ROOT / document).parent
    for link in re.findall(r"\]\(([^)#]+)", DOCUMENTS[document]):
        if "://" not in link:
            assert (folder / link).exists(), link


@pytest.mark.parametrize("document", ["README.md", "schemas/coding-rules.md"])
def test_every_row_that_is_named_exists(document):
    rows = "".join(path.read_text("utf-8") for path in (ROOT / "data").glob("*.csv"))
    for row_id in re.findall(r"\b[A-Z][0-9]{6}\b", DOCUMENTS[document]):
        assert f"\n{row_id}," in rows, row_id


def test_every_rule_and_view_is_in_the_codebook():
    for rule in rules.read(ROOT):
        assert rule.sentence.replace("|", "\\|") in CODEBOOK
    for view in views.read(ROOT):
        assert f"`{view.name}`" in CODEBOOK


def test_every_field_and_category_is_in_the_codebook():
    for table in schema.load(ROOT).tables.values():
        for field in table.fields:
            assert f"| `{field.name}` | {field.description}".replace("|", "") in CODEBOOK.replace(
                "|", ""
            )
            for category in field.categories:
                assert category.description in CODEBOOK


def _figures():
    table = CODING.split("| printed | low | high | qualifier |")[1].split("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


@pytest.mark.parametrize(("printed", "low", "high", "qualifier"), _figures())
def test_the_table_of_figures_is_what_is_read(printed, low, high, qualifier):
    reading = figures.reading(printed)
    shown = ["" if v is None else str(v) for v in (reading.low, reading.high, reading.qualifier)]
    assert shown == [low, high, qualifier]


def test_every_resolution_and_its_sentence_is_in_the_codebook():
    for rule in resolutions.read(ROOT):
        assert f"`{rule.view}`" in CODEBOOK
        assert rule.sentence in CODEBOOK
        assert rule.name.replace("-", " ").split()[0] in README


def test_the_readme_says_what_the_record_is_not():
    first_screen = README[:3500]
    for phrase in ("not findings", "no rates", "no trends", "language-model assistance", "none"):
        assert phrase in first_screen


def test_every_setting_is_in_the_readme_and_is_read_somewhere():
    code = [*(ROOT / "scripts").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    read = set(re.findall(r"ATTESTED_[A-Z_]+", "".join(p.read_text("utf-8") for p in code)))
    assert read == set(re.findall(r"ATTESTED_[A-Z_]+", README))


def test_the_numbers_in_the_readme_are_those_of_the_data():
    def rows(table):
        return (ROOT / "data" / f"{table}.csv").read_text("utf-8").count("\n") - 1

    line = next(line for line in README.splitlines() if line.startswith("| rows |"))
    numbers = [int(number) for number in re.findall(r"[0-9]+", line)]
    tables = ("incidents", "claims", "officials", "sources", "evidence")
    assert numbers == [rows(table) for table in tables]
