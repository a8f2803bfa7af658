"""Every seeded fault in a file of a release is found, by a validator of others or by our rules."""

import io
import json
import random
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rispy
import yaml
from datacite import schema45

from artefact_made import RELEASE, Built, Mutant, built, mutants, real, with_person
from attested.artefacts import examine, formats, geojson, linked_rules, sums, zipped
from attested.artefacts.meta import Release
from test_profile import faults as profile_faults

FEWEST = 20


def missed(found: list[Mutant], is_caught: Callable[[object], bool]) -> list[str]:
    """The names of the faults that nobody finds; there must be enough of them to count."""
    assert len(found) >= FEWEST
    return [name for name, mutant in found if not is_caught(mutant)]


def text_is_faulty(name: str, made, text: str) -> bool:
    return bool(examine.text_faults(name, text, made.expected))


def test_the_files_as_built_have_no_fault():
    for made in (real(), with_person()):
        facts = made.package, made.metadata, made.tables, made.data, made.hashes
        assert examine.examine(made.folder, *facts) == []


@pytest.mark.parametrize("make", [real, with_person])
def test_datacite(make):
    made = make()

    def is_caught(record):
        others = list(schema45.validator.iter_errors(record))
        return bool(others) or text_is_faulty("datacite.json", made, json.dumps(record))

    assert missed(mutants(made.json("datacite.json")), is_caught) == []


@pytest.mark.parametrize("make", [real, with_person])
@pytest.mark.parametrize("name", [".zenodo.json", "citation.csl.json"])
def test_zenodo_and_csl(make, name):
    made = make()
    found = mutants(made.json(name))
    assert missed(found, lambda each: text_is_faulty(name, made, json.dumps(each))) == []


def test_schema_org():
    made = real()

    def is_caught(document):
        text = json.dumps(document)
        if text_is_faulty("dataset.jsonld", made, text):
            return True
        return bool(linked_rules.linked_faults(text, made.metadata, made.tables[0], made.data))

    assert missed(mutants(made.json("dataset.jsonld"), 300, 1), is_caught) == []


def test_croissant():
    made = real()

    def is_caught(document):
        text = json.dumps(document)
        if text_is_faulty("croissant.json", made, text):
            return True
        return bool(linked_rules.croissant_faults(text, made.tables, made.data))

    assert missed(mutants(made.json("croissant.json"), 200, 2), is_caught) == []


def test_content_hashes():
    made = real()

    def is_caught(document):
        text = json.dumps(document)
        return bool(examine.hash_faults(text, made.metadata, made.data, made.hashes))

    assert missed(mutants(made.json("content-hashes.json")), is_caught) == []


def test_descriptor():
    made = real()
    members = zipped.read(made.path("-csv.zip"))
    document = json.loads(members["datapackage.json"])

    def is_caught(descriptor):
        if profile_faults("datapackage", descriptor):
            return True
        text = json.dumps(descriptor)
        facts = made.metadata, made.package, made.tables, members
        return bool(examine.descriptor_faults(text, *facts))

    assert missed(mutants(document, 300, 3), is_caught) == []


def test_citation_file():
    made = with_person()
    document = yaml.safe_load(made.text("CITATION.cff"))
    document["date-released"] = str(document["date-released"])

    def is_caught(mutant):
        return text_is_faulty("CITATION.cff", made, yaml.safe_dump(mutant, allow_unicode=True))

    assert not is_caught(document)
    assert missed(mutants(document), is_caught) == []


def line_mutants(text: str) -> list[Mutant]:
    """Each line of a text lost, doubled, misspelt in its tag, emptied or changed at its end."""
    lines = text.removesuffix("\n").split("\n")
    found = []
    for number, line in enumerate(lines):
        for name, changed in {
            "lose": [],
            "double": [line, line],
            "misspell": [f"{line[:3]}q{line[4:]}"],
            "empty": [f"{line[:6]}"],
            "alter": [f"{line[:-3]}x{line[-3:]}"],
        }.items():
            mutant = "\n".join([*lines[:number], *changed, *lines[number + 1 :]]) + "\n"
            if mutant != text:
                found.append((f"{name} line {number}: {line[:30]}", mutant))
    return found


@pytest.mark.parametrize("make", [real, with_person])
def test_bibtex(make):
    made = make()

    def is_caught(text):
        others = bibtexparser.parse_string(text).failed_blocks
        return bool(others) or text_is_faulty("citation.bib", made, text)

    assert missed(line_mutants(made.text("citation.bib")), is_caught) == []


@pytest.mark.parametrize("make", [real, with_person])
def test_ris(make):
    made = make()

    def is_caught(text):
        try:
            rispy.loads(text)
        except (OSError, ValueError):
            return True
        return text_is_faulty("citation.ris", made, text)

    assert missed(line_mutants(made.text("citation.ris")), is_caught) == []


UNREADABLE = (ValueError, KeyError, StopIteration, sqlite3.Error, zipfile.BadZipFile)


def content_of(path: Path, package) -> str:
    """The content hash that a data file gives, or the reason why it gives none."""
    form = next(each for each in formats.FORMATS if path.name.endswith(each.suffix))
    assert form.hash is not None
    try:
        return form.hash(path, package)
    except (
        ValueError,
        KeyError,
        StopIteration,
        sqlite3.Error,
        zipfile.BadZipFile,
        pa.ArrowInvalid,
    ) as error:
        return f"unreadable: {error}"


def assert_all_change_the_hash(
    made: Built, end: str, tmp_path: Path, changes: list[tuple[str, Callable[[Path], None]]]
) -> None:
    whole = content_of(made.path(end), made.package)
    assert len(changes) >= FEWEST
    assert len(whole) == 64
    for name, change in changes:
        path = Path(shutil.copy(made.path(end), tmp_path))
        change(path)
        assert content_of(path, made.package) != whole, name


def chosen_cells(made: Built, seed: int, number: int = 14) -> list[tuple[str, int, str]]:
    """Cells that hold something, as table, row number and column."""
    cells = [
        (name, n, column)
        for name, content in made.contents.items()
        for n, row in enumerate(content.rows)
        for column, cell in row.items()
        if cell
    ]
    return random.Random(seed).sample(cells, number)


def in_workbook(change: Callable) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)

    return edit


def test_workbook(sample_template, tmp_path):
    made = built(sample_template, RELEASE, tmp_path / "pack")

    def put(table, row, column, value):
        def change(book):
            sheet = book[table]
            names = [cell.value for cell in sheet[1]]
            sheet.cell(row + 2, names.index(column) + 1).value = value

        return in_workbook(change)

    others = [None, "other", "=1+1", 7.25, True]
    changes = [
        (f"{table} {row} {column}", put(table, row, column, others[n % len(others)]))
        for n, (table, row, column) in enumerate(chosen_cells(made, 4))
    ]
    changes += [
        ("row lost", in_workbook(lambda book: book["claims"].delete_rows(3))),
        ("row added", in_workbook(lambda book: book["claims"].append(["C999999"]))),
        ("column lost", in_workbook(lambda book: book["claims"].delete_cols(4))),
        ("sheet lost", in_workbook(lambda book: book.remove(book["ties"]))),
        ("header", in_workbook(lambda book: book["ties"].cell(1, 2, "sources"))),
        ("sorted", in_workbook(lambda book: book["ties"].move_range("A2:G2", rows=30))),
    ]
    assert_all_change_the_hash(made, ".xlsx", tmp_path, changes)


def test_database(tmp_path):
    def run(statement: str, *values) -> Callable[[Path], None]:
        def edit(path: Path) -> None:
            with sqlite3.connect(path) as connection:
                connection.execute("PRAGMA ignore_check_constraints = ON")
                connection.execute(statement, values)

        return edit

    made = real()
    changes = []
    for table, row, column in chosen_cells(made, 5, 24):
        if column != "id":
            key = made.contents[table].rows[row]["id"]
            statement = f"UPDATE {table} SET {column} = {column} || '1' WHERE id = ?"
            changes.append((f"{table} {row} {column}", run(statement, key)))
    changes += [
        ("row lost", run("DELETE FROM claims WHERE id = 'C000009'")),
        ("row added", run("INSERT INTO terms (id, term, rule, reason) VALUES (1, 2, 'loaded', 4)")),
        ("table lost", run("DROP TABLE ties")),
        ("column renamed", run("ALTER TABLE ties RENAME COLUMN kind TO sort")),
        ("id", run("UPDATE terms SET id = 'W999998' WHERE id = (SELECT min(id) FROM terms)")),
        ("truth", run("UPDATE claims SET hedged = 1 - hedged WHERE id = 'C000001'")),
        ("emptied", run("UPDATE incidents SET date = NULL WHERE id = 'I000002'")),
    ]
    assert_all_change_the_hash(made, ".db", tmp_path, changes)


def in_member(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        members = zipped.read(path)
        members[name] = change(members[name])
        zipped.write(path, members, "2026-11-26")

    return edit


def another(value: object) -> object:
    """A value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, list):
        return [*value, "other"]
    return f"{value}x" if isinstance(value, str) else None


def test_parquet(tmp_path):
    made = real()

    def rewritten(change: Callable[[pa.Table], pa.Table]) -> Callable[[bytes], bytes]:
        def write(data: bytes) -> bytes:
            buffer = io.BytesIO()
            pq.write_table(change(pq.read_table(io.BytesIO(data))), buffer)
            return buffer.getvalue()

        return write

    def put(row: int, column: str) -> Callable[[pa.Table], pa.Table]:
        def change(table: pa.Table) -> pa.Table:
            values, kind = table.column(column).to_pylist(), table.schema.field(column).type
            values[row] = another(values[row])
            number = table.column_names.index(column)
            return table.set_column(number, table.schema.field(column), pa.array(values, kind))

        return change

    changes = [
        (f"{table} {row} {column}", in_member(f"{table}.parquet", rewritten(put(row, column))))
        for table, row, column in chosen_cells(made, 6)
    ]
    whole = {
        "row lost": lambda table: table.slice(1),
        "row doubled": lambda table: pa.concat_tables([table, table.slice(0, 1)]),
        "rows swapped": lambda table: table.take([1, 0, *range(2, len(table))]),
        "column lost": lambda table: table.drop_columns(["kind"]),
        "columns swapped": lambda table: table.select(table.column_names[::-1]),
        "renamed": lambda table: table.rename_columns(["x", *table.column_names[1:]]),
        "retyped": lambda table: table.set_column(
            6, "disputed", table.column("disputed").cast(pa.int8())
        ),
    }
    changes += [(n, in_member("ties.parquet", rewritten(change))) for n, change in whole.items()]
    assert_all_change_the_hash(made, "-parquet.zip", tmp_path, changes)


def test_json_zip(tmp_path):
    made = real()

    def put(row: int, column: str, value: object) -> Callable[[bytes], bytes]:
        def change(data: bytes) -> bytes:
            records = json.loads(data)
            records[row][column] = value
            return json.dumps(records).encode()

        return change

    others = [None, "other", 7.25, {"x": 1}]
    changes = [
        (f"{table} {row} {column}", in_member(f"{table}.json", put(row, column, others[n % 4])))
        for n, (table, row, column) in enumerate(chosen_cells(made, 7, 18))
    ]
    changes += [
        (
            "row lost",
            in_member("ties.json", lambda data: json.dumps(json.loads(data)[1:]).encode()),
        ),
        ("key added", in_member("ties.json", put(0, "more", "x"))),
        ("emptied", in_member("ties.json", lambda data: b"[]")),
    ]
    assert_all_change_the_hash(made, "-json.zip", tmp_path, changes)


def test_csv_zip(tmp_path):
    def put(row: int, old: str) -> Callable[[bytes], bytes]:
        def change(data: bytes) -> bytes:
            lines = data.split(b"\n")
            lines[row + 1] = lines[row + 1].replace(old.encode(), b"other", 1)
            return b"\n".join(lines)

        return change

    made = real()
    changes = [
        (
            f"{table} {row} {column}",
            in_member(f"data/{table}.csv", put(row, made.contents[table].rows[row][column])),
        )
        for table, row, column in chosen_cells(made, 8)
    ]
    whole: dict[str, Callable[[bytes], bytes]] = {
        "carriage returns": lambda data: data.replace(b"\n", b"\r\n"),
        "mark": lambda data: b"\xef\xbb\xbf" + data,
        "row lost": lambda data: b"\n".join(data.split(b"\n")[:-2]) + b"\n",
        "row doubled": lambda data: data + data.split(b"\n")[-2] + b"\n",
        "header": lambda data: data.replace(b"disputed", b"contested", 1),
        "not UTF-8": lambda data: data.replace(b"S", b"\xff", 1),
        "quotes": lambda data: data.replace(b"T000001", b'"T000001"', 1),
        "no end": lambda data: data[:-1],
    }
    changes += [(n, in_member("data/ties.csv", change)) for n, change in whole.items()]
    assert_all_change_the_hash(made, "-csv.zip", tmp_path, changes)


def test_geojson(tmp_path):
    made = real()
    document = made.json(".geojson")
    whole = geojson.content_hash(made.path(".geojson"))
    path = tmp_path / "x.geojson"

    def is_caught(mutant) -> bool:
        path.write_text(json.dumps(mutant), "utf-8")
        try:
            return geojson.content_hash(path) != whole
        except (ValueError, KeyError, TypeError, AttributeError):
            return True

    features = document["features"]
    placed = [n for n, feature in enumerate(features) if feature["geometry"]]
    small = {"features": [features[placed[0]], features[0]]}
    rest = [feature for feature in features if feature not in small["features"]]
    found = [
        (name, {"features": [*mutant["features"], *rest]})
        for name, mutant in mutants(small, 160)
        if isinstance(mutant.get("features"), list)
    ]
    assert not is_caught(document)
    assert missed(found, is_caught) == []


def test_a_swapped_point_is_found(tmp_path):
    made = real()
    document = made.json(".geojson")
    point = next(f["geometry"] for f in document["features"] if f["geometry"])
    point["coordinates"].reverse()
    path = tmp_path / "x.geojson"
    path.write_text(json.dumps(document), "utf-8")
    assert geojson.content_hash(path) != geojson.content_hash(made.path(".geojson"))


def test_sums_find_a_changed_byte_in_any_file(sample, tmp_path):
    made = built(sample, Release("1.0.0", "2026-11-26"), tmp_path / "pack")
    check = ["sha256sum", "--check", "--strict", "--status", "SHA256SUMS"]
    assert subprocess.run(check, cwd=made.folder).returncode == 0
    rng = random.Random(10)
    others = [each for each in made.made if each.name != sums.NAME]  # the signature guards it
    for artefact in [*others, *others]:
        data = bytearray(artefact.path.read_bytes())
        kept, place = bytes(data), rng.randrange(len(data))
        data[place] ^= 1 << rng.randrange(8)
        artefact.path.write_bytes(data)
        assert subprocess.run(check, cwd=made.folder).returncode != 0, artefact.name
        artefact.path.write_bytes(kept)
