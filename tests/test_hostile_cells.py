"""Texts that attack, in every text column: refused, or harmless in every output that is written."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from xml.etree import ElementTree

import bibtexparser
import openpyxl
import pyarrow.parquet as pq
import pytest
import rispy
import yaml
from marko import Markdown

import hostile_cells
from artefact_made import RELEASE
from attested import blind, database, dataset, generate, lint, problems, schema, show, views
from attested.artefacts import pack, values
from attested.problems import Problem
from hostile_cells import TEXTS

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What the row model must never take, whatever the column.
NEVER = {
    "formula, equals", "formula, plus", "formula, minus", "formula, at", "formula, DDE",
    "formula, wide", "tab", "terminal colour", "terminal title", "terminal, 8 bit", "bell",
    "log line", "log return", "line separator", "next line", "NUL", "bidi override",
    "bidi isolate", "zero width", "joiner", "soft hyphen", "byte order mark", "tag characters",
    "variation selector", "homoglyph", "not composed", "RIS", "YAML document", "many marks",
    "noncharacter", "last code point", "private use", "lone surrogate", "replacement",
    "unassigned", "no-break space", "ideographic space", "spaces",
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(sample_template, tmp_path_factory):
    """A package whose words and cells are hostile, and its contents."""
    return hostile_cells.package_of(sample_template, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def release(hostile, tmp_path_factory):
    """The files of a release of it, by the end of their names."""
    folder = tmp_path_factory.mktemp("release")
    made = pack.build(*hostile, RELEASE, folder)
    return {re.sub(r"^attested-record-0\.2\.0", "", each.name): each.path for each in made}


def test_every_text_is_judged_in_every_column(hostile):
    package, _ = hostile
    verdicts = Counter()
    for table, field in hostile_cells.columns(package):
        row = dict.fromkeys(table.columns)
        for name, text in TEXTS.items():
            is_taken = hostile_cells.accepted(table, field, text, row)
            verdicts[is_taken] += 1
            assert not (is_taken and name in NEVER), (table.name, field.name, name)
    assert verdicts[True] > 1_000
    assert verdicts.total() == len(TEXTS) * len(hostile_cells.columns(package)) > 2_500


def test_what_is_accepted_stands_in_the_contents(hostile):
    package, contents = hostile
    cells = [c for content in contents.values() for row in content.rows for c in row.values() if c]
    for name in TEXTS.keys() - NEVER:
        assert any(TEXTS[name] in cell for cell in cells), name
    assert lint.lint(package) == []


def test_csv_gives_the_texts_back_and_no_cell_is_a_formula(hostile, release):
    _, contents = hostile
    with zipfile.ZipFile(release["-csv.zip"]) as archive:
        for name, content in contents.items():
            text = archive.read(f"data/{name}.csv").decode("utf-8")
            header, *records = csv.reader(io.StringIO(text, newline=""), strict=True)
            assert records == [[row[c] or "" for c in header] for row in content.rows]
            numbers = {f.name for f in content.table.fields if f.type in ("integer", "number")}
            told = [c for r in records for n, c in zip(header, r, strict=True) if n not in numbers]
            assert not [cell for cell in told if cell.startswith(FORMULA)]
    flat = list(csv.reader(release["incidents_flat.csv"].open(encoding="utf-8", newline="")))
    assert {len(record) for record in flat} == {len(flat[0])}
    assert not [c for record in flat for c in record if c.startswith(("=", "+", "@", "\t"))]


def test_the_workbook_holds_texts_and_no_formula(hostile, release):
    _, contents = hostile
    with zipfile.ZipFile(release[".xlsx"]) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in archive.namelist() if "external" in name or "vba" in name]
        for name in sheets:
            tree = ElementTree.fromstring(archive.read(name))
            assert not list(tree.iter(f"{SHEET}f")), name
            assert not list(tree.iter(f"{SHEET}hyperlink")), name
    book = openpyxl.load_workbook(release[".xlsx"])
    for name, content in contents.items():
        lines = list(book[name].iter_rows(min_row=2))
        assert {c.data_type for line in lines for c in line} <= {"s", "n"}
        assert not [c for line in lines for c in line if c.hyperlink or c.comment]
        for line, row in zip(lines, content.rows, strict=True):
            for field, cell in zip(content.table.fields, line, strict=True):
                if hostile_cells.is_text(field):
                    assert (cell.value or "").replace("_x005F_", "_") == (row[field.name] or "")


def test_databases_and_typed_files_give_the_texts_back(hostile, release, tmp_path):
    package, contents = hostile
    read = {}
    with closing(sqlite3.connect(release[".db"])) as connection:
        for name, table in package.tables.items():
            named = ", ".join(f'"{column}"' for column in table.columns)
            read[name] = connection.execute(f'SELECT {named} FROM "{name}" ORDER BY id').fetchall()
        (integrity,) = connection.execute("PRAGMA integrity_check").fetchone()
        triggers = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        assert (integrity, triggers.fetchone()) == ("ok", (0,))
    zipped = zipfile.ZipFile(release["-parquet.zip"])
    jsons = zipfile.ZipFile(release["-json.zip"])
    for name, content in contents.items():
        table = content.table
        texts = [f.name for f in table.fields if hostile_cells.is_text(f) and not f.separator]
        expected = [[row[c] for c in texts] for row in content.rows]
        places = [table.columns.index(column) for column in texts]
        assert [[row[p] for p in places] for row in read[name]] == expected
        (member,) = [m for m in zipped.namelist() if m.split("/")[-1].startswith(f"{name}.")
                     or f"/{name}/" in f"/{m}"]  # fmt: skip
        parquet = pq.read_table(io.BytesIO(zipped.read(member))).to_pylist()
        assert [[row[c] for c in texts] for row in parquet] == expected
        records = json.loads(jsons.read(f"{name}.json"))
        assert [[row[c] for c in texts] for row in records] == expected


def test_the_map_gives_the_texts_back(hostile, release):
    _, contents = hostile
    features = json.loads(release[".geojson"].read_text("utf-8"))["features"]
    titles = {f["properties"]["incident"]: f["properties"]["title"] for f in features}
    assert titles == {row["id"]: row["title"] for row in contents["incidents"].rows}


def test_references_say_the_words_and_nothing_more(hostile, release):
    package, _ = hostile
    told = package.descriptor
    library = bibtexparser.parse_string(release["citation.bib"].read_text("utf-8"))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert "zq9" not in {field.key for field in entry.fields}
    for field in entry.fields:  # no command of TeX but those that stand for a character
        commands = set(re.findall(r"\\[A-Za-z]+", str(field.value)))
        assert commands <= {"\\textbackslash", "\\textbraceleft", "\\textbraceright",
                            "\\textasciitilde", "\\textasciicircum"}  # fmt: skip
    (record,) = rispy.loads(release["citation.ris"].read_text("utf-8"))
    assert (record["title"], record["abstract"]) == (told.title, told.description)
    assert record["keywords"] == told.keywords
    cff = yaml.safe_load(release["CITATION.cff"].read_text("utf-8"))
    assert (cff["title"], cff["abstract"], cff["keywords"]) == (
        told.title, told.description, told.keywords,
    )  # fmt: skip
    (item,) = json.loads(release["citation.csl.json"].read_text("utf-8"))
    assert (item["title"], item["abstract"]) == (told.title, told.description)
    assert item["keyword"].split(", ") == told.keywords


@pytest.mark.parametrize(
    "name", ["datacite.json", "dataset.jsonld", "croissant.json", ".zenodo.json"]
)
def test_linked_documents_say_the_words_and_nothing_more(hostile, release, name):
    package, _ = hostile
    document = json.loads(release[name].read_text("utf-8"))
    assert package.descriptor.title in set(strings(document))
    assert not [key for key in keys(document) if "zq9" in key]


def strings(node):
    """All texts of a JSON document."""
    if isinstance(node, str):
        yield node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from strings(each)


def keys(node):
    """All keys of a JSON document."""
    if isinstance(node, dict):
        yield from node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from keys(each)


def test_the_codebook_as_a_page_has_no_element_of_theirs(hostile):
    package, contents = hostile
    data = dataset.Dataset(package, {name: [] for name in package.tables})
    typed = dataset.typed(package, contents)
    for text in (generate.book(typed), blind.blind_codebook(data.package)):
        page = Markdown().convert(text)
        assert not re.search(r"<(zq9|script|img|style)[\s>/]", page), page[:200]
        assert not re.search(r"""(href|src)=["']?\s*(javascript|data):""", page)


def test_a_row_on_the_terminal_has_no_control_character(hostile):
    package, contents = hostile
    with closing(sqlite3.connect(":memory:")) as connection:
        database.load(connection, package, contents)
        views.make(connection, package.root)
        for name in ("incidents", "claims", "sources", "places", "officials"):
            for row in contents[name].rows[-40:]:
                text = show.show(connection, package, row["id"])
                assert text
                assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_problem_is_one_plain_line_whatever_it_repeats(text):
    """Messages repeat what stands in a file; a terminal and a log must not obey it."""
    problem = Problem(f"data/{text}.csv", 3, text, text, f"{text}; correct it")
    assert str(problem).isprintable()
    assert re.search(r"[\r\n]", problems.as_github([problem]).removesuffix("\n")) is None
    assert json.loads(problems.as_json([problem]))[0]["message"] == f"{text}; correct it"


def test_typed_values_keep_every_accepted_text(hostile):
    package, contents = hostile
    assert schema.load(package.root).descriptor == package.descriptor
    for content in contents.values():
        for row in content.rows:
            for field in content.table.fields:
                if hostile_cells.is_text(field):
                    value = values.value(field, row[field.name])
                    assert values.cell(field, value) == row[field.name]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_words_of_the_contract_that_would_be_obeyed_are_refused(sample_template, text):
    """The same texts as words of a contract: a title, a keyword, the label of a value."""
    package = schema.load(sample_template)
    told = package.descriptor.model_copy(update={"title": text, "keywords": [text]})
    spoilt = schema.Package(package.root, told, list(package.tables.values()), package.coding)
    found = {problem.field for problem in lint.lint(spoilt)}
    is_plain = text.isprintable() and not lint._ACTIVE.search(text)
    assert ("title" in found) is not is_plain
    assert ("keywords" in found) is not (is_plain and "," not in text and text == text.strip())
