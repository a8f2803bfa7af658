"""Files made to hurt, given to the real command: a clear line, soon, in little memory, no trace.

One of each family runs as the real program, in a process with limits of time and memory.
"""

import gzip
import io
import json
import os
import re
import resource
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from contextlib import closing, suppress

import pytest
from click.testing import CliRunner

import hostile_archives
from attested.cli import main
from attested.releases import packed
from made import ROOT
from test_hostile_patterns import no_hang

SECONDS = 10  # of the processor, for a command
MEMORY = 3 << 30  # addresses of a process of its own, of which shared libraries take half
GROWTH = 1 << 30  # bytes by which a command may make this process grow
DEEP = 100_000


def attested(package, *words, folder):
    """The exit code and the output of a command; it must end in words and leave nothing behind."""
    spare = folder / "spare"
    spare.mkdir(exist_ok=True)
    before, most = listing(package), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.MonkeyPatch.context() as patch, no_hang():
        patch.setattr(tempfile, "tempdir", str(spare))
        patch.chdir(spare)
        done = CliRunner().invoke(main, ["--package", str(package), *map(str, words)])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most
    assert isinstance(done.exception, SystemExit | None), repr(done.exception)
    return_code_and_words(done.exit_code, done.stdout, done.stderr)
    assert grown * 1024 < GROWTH
    assert list(spare.iterdir()) == []
    assert listing(package) == before
    return done.exit_code, done.stdout + done.stderr


def attested_apart(package, *words):
    """The same by the real program in a process of its own, with limits of the system."""

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    path = os.pathsep.join([str(ROOT / "scripts"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-B", "-m", "attested", "--package", package, *words]
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True, env=os.environ | {"PYTHONPATH": path}, preexec_fn=limit, timeout=300,
    )  # fmt: skip
    out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    return_code_and_words(done.returncode, out, err)
    return done.returncode, out + err


def return_code_and_words(code, out, err):
    """A command ends with 0, 1 or 2, with words, and with none that a terminal obeys."""
    assert code in (0, 1, 2), (code, err[-500:])
    assert "Traceback" not in out + err, err[-1500:]
    assert [c for c in out + err if not c.isprintable() and c != "\n"] == []
    assert out + err
    assert max(map(len, (out + err).splitlines())) < 2_000


def listing(package):
    found = (p for p in package.rglob("*") if p.is_file() and "build" not in p.parts)
    return {p.relative_to(package).as_posix(): p.stat().st_size for p in found}


def json_with(package, path, change):
    """The bytes of a JSON file of the package with one value changed."""
    document = json.loads((package / path).read_text("utf-8"))
    change(document)
    return json.dumps(document).encode()


DOCUMENTS = {
    "deep": lambda whole: b"[" * DEEP,
    "deep objects": lambda whole: b'{"a":' * DEEP,
    "deep within": lambda whole: whole.replace(b'"title"', b'"x": ' + b"[" * DEEP, 1),
    "a number of 5,000 digits": lambda whole: whole.replace(b"0", b"9" * 5_000, 1),
    "an endless number": lambda whole: whole.replace(b"{", b'{"rows_checked_by_humans": 1e999,', 1),
    "no number": lambda whole: whole.replace(b"{", b'{"rowsCheckedByHumans": NaN,', 1),
    "a key twice": lambda whole: whole.replace(b"{", b'{"name": "a",', 1),
    "half a character": lambda whole: whole.replace(b'"title": "', b'"title": "\\ud800', 1),
    "a terminal's escape": lambda whole: whole.replace(b'"title": "', b'"title": "\\u001b[2J', 1),
    "a NUL": lambda whole: whole.replace(b'"title": "', b'"title": "\\u0000', 1),
    "a mark": lambda whole: b"\xef\xbb\xbf" + whole,
    "UTF-16": lambda whole: whole.decode().encode("utf-16"),
    "no UTF-8": lambda whole: whole.replace(b'"title": "', b'"title": "\xff', 1),
    "empty": lambda whole: b"",
    "a long key": lambda whole: whole.replace(b"{", b'{"' + b"a" * 3_000_000 + b'": 1,', 1),
    "many keys": lambda whole: b"{" + b",".join(b'"k%d":1' % n for n in range(50_000)) + b"}",
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_check_of_a_hostile_document(sample, tmp_path, name):
    path = sample / "datapackage.json"
    path.write_bytes(DOCUMENTS[name](path.read_bytes()))
    code, told = attested(sample, "check", folder=tmp_path)
    assert code == 1
    assert told.startswith("datapackage.json")


def test_the_program_itself_ends_in_words(sample, tmp_path):
    whole = (sample / "datapackage.json").read_bytes()
    (sample / "datapackage.json").write_bytes(DOCUMENTS["deep"](whole))
    assert attested_apart(sample, "check")[0] == 1
    (sample / "datapackage.json").write_bytes(whole)
    (sample / "data/terms.csv").write_bytes(b"id\n" + b"\x1b[2J" * 1_000_000)
    assert attested_apart(sample, "check")[0] == 1
    (tmp_path / "citation.json").write_bytes(CITATIONS["deep"])
    assert attested_apart(sample, "recheck", tmp_path / "citation.json")[0] == 1
    (tmp_path / "names.txt").write_bytes(b"\xff")
    words = ("--names", tmp_path / "names.txt", "--no-history")
    assert attested_apart(sample, "scan", *words)[0] == 1


PATHS = [
    "../x.csv", "/etc/passwd", "data/../../x.csv", "data/x.csv\n", "data\\x.csv",
    "data/x\0.csv", "file:///etc/passwd", "http://a.example/x.csv", "data/claims.CSV",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leads_out_is_refused(sample, tmp_path, path):
    def lead_out(document):
        document["resources"][0]["path"] = path

    (sample / "datapackage.json").write_bytes(json_with(sample, "datapackage.json", lead_out))
    assert attested(sample, "check", folder=tmp_path)[0] == 1


def test_a_licence_that_leads_out_is_not_copied(sample, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", "utf-8")

    def lead_out(document):
        document["licenses"][0]["name"] = f"../../../../../../../../../..{secret}".removesuffix(
            ".txt"
        )

    (sample / "datapackage.json").write_bytes(json_with(sample, "datapackage.json", lead_out))
    code, told = attested(sample, "artefacts", "--output", tmp_path / "out", folder=tmp_path)
    assert code == 1
    assert "there is no text of the licence" in told
    assert not (tmp_path / "out").exists()


TABLES = {
    "one long line": lambda whole: whole + b"a" * 5_000_000 + b"\n",
    "many commas": lambda whole: whole + b"," * 90_000 + b"\n",
    "many quotes": lambda whole: whole + b'"' * 90_000 + b"\n",
    "an open quote": lambda whole: whole + b'"a\n' * 20_000,
    "many short lines": lambda whole: whole + b"x\n" * 200_000,
    "many blank lines": lambda whole: whole + b"\n" * 200_000,
    "NULs": lambda whole: whole + b"\0" * 1_000_000,
    "carriage returns": lambda whole: whole.replace(b"\n", b"\r"),
    "UTF-16": lambda whole: whole.decode().encode("utf-16"),
    "piled marks": lambda whole: whole.replace(b"1,", b"1," + b"\xcc\x81" * 40_000, 1),
    "a terminal's escape": lambda whole: whole.replace(b"W000001", b"W00\x1b[2J\x9b", 1),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_the_check_of_a_hostile_table(sample, tmp_path, name):
    path = sample / "data/terms.csv"
    path.write_bytes(TABLES[name](path.read_bytes()))
    code, told = attested(sample, "check", folder=tmp_path)
    assert code == 1
    assert told.startswith("data/terms.csv:")


VIEWS = {
    "no query": ("900-x.sql", b"SELECT FROM"),
    "two statements": ("900-x.sql", b"SELECT 1; DROP TABLE incidents"),
    "no UTF-8": ("900-x.sql", b"SELECT '\xff'"),
    "no name": ("x.sql", b"SELECT 1"),
    "a NUL": ("900-x.sql", b"SELECT 1 \x00"),
    "an unknown table": ("900-x.sql", b"SELECT * FROM nowhere"),
    "itself": ("900-x.sql", b"SELECT * FROM x"),
    "a function of files": ("900-x.sql", b"SELECT readfile('/etc/passwd')"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_hostile_view_is_told_before_anything_is_built(sample, tmp_path, name):
    file, sql = VIEWS[name]
    (sample / "schemas/views" / file).write_bytes(b"-- Nothing.\n" + sql)
    code, told = attested(sample, "build", "--output", tmp_path / "x.db", folder=tmp_path)
    assert code == 1
    assert "schemas/views" in told
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"tables": 1}', b"[" * DEEP, b"\xff", b'{"a": NaN}']
)
def test_agreement_figures_that_are_none_are_told(sample, tmp_path, data):
    (sample / "schemas/coding/agreement.json").write_bytes(data)
    code, told = attested(sample, "build", "--output", tmp_path / "x.db", folder=tmp_path)
    assert (code, "schemas/coding/agreement.json" in told) == (1, True)


@pytest.mark.parametrize("name", hostile_archives.TEXTS)
def test_the_text_of_a_stranger_is_refused_or_read_in_time(sample, tmp_path, name):
    texts = tmp_path / "texts"
    texts.mkdir()
    hostile_archives.TEXTS[name](texts)
    code, told = attested(sample, "verify", "--texts", texts, folder=tmp_path)
    assert (code in (0, 1), bool(told)) == (True, True)


def test_words_are_located_in_a_text_of_a_stranger(sample, tmp_path):
    (tmp_path / "A000001.txt").write_bytes(b"A. B." * 100_000 + b"\n" + "\u0301".encode() * 9)
    for words in ("A B A B", "\ufdfa" * 3, "a" * 100_000, "\x1b[2J four five six", ""):
        given = ("locate", "A000001", words, "--texts", tmp_path / "A000001.txt")
        assert attested(sample, *given, folder=tmp_path)[0] in (0, 1)
    given = ("coverage", "--texts", tmp_path / "A000001.txt")
    assert attested(sample, *given, folder=tmp_path)[0] == 1


def test_a_list_of_names_that_is_no_text_is_told(sample, tmp_path):
    for data in (b"\xff\xfe", b"article: \n", b"Mina\n  : \n"):
        (tmp_path / "names.txt").write_bytes(data)
        words = ("scan", "--names", tmp_path / "names.txt", "--no-history")
        assert attested(sample, *words, folder=tmp_path)[0] == 1


CITATIONS = {
    "deep": b'{"a":' + b"[" * DEEP,
    "not UTF-8": b'{"form": "\xff"}',
    "an endless number": b'{"form": 1e999}',
    "a terminal's escape": b'{"form": "\\u001b[2J"}',
    "empty": b"",
}


@pytest.mark.parametrize("name", CITATIONS)
def test_a_citation_of_a_stranger_is_refused(sample, tmp_path, name):
    path = tmp_path / "citation.json"
    path.write_bytes(CITATIONS[name])
    assert attested(sample, "recheck", path, folder=tmp_path)[0] == 1


# Packed files, which a redaction looks into.
VALUES = re.compile("Sorrel")


@pytest.mark.parametrize("name", hostile_archives.PACKED)
def test_a_packed_file_of_a_stranger_is_searched_within_limits(name):
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with no_hang():
        ended = hostile_archives.searched(name)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most) * 1024 < GROWTH
    is_read = {"a name twice": "True", "names that lead out": "False", "a link": "False"}
    assert ended == is_read.get(name, ended)
    assert ended == "Unsearchable" or "bomb" not in name


def test_what_is_hidden_in_a_sound_archive_is_still_found():
    inner = hostile_archives.zip_of(("a.txt", b"Mina Sorrel"))
    nested = hostile_archives.zip_of(("b.zip", inner), ("c.txt", b"x" * 1_000))
    assert packed.holds(VALUES, "a.zip", nested)
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("CREATE TABLE a (b)")
        made.execute("INSERT INTO a VALUES ('Mina Sorrel')")
        assert packed.holds(VALUES, "a.db", made.serialize())


def test_a_zip_that_lies_about_its_sizes_is_unsearchable_or_read():
    data = hostile_archives.zip_of(("a.txt", b"frogs " * 100))
    place = data.index(b"PK\x01\x02")
    for offset in (20, 24):
        lie = data[: place + offset] + struct.pack("<I", 0xFFFFFFFF) + data[place + offset + 4 :]
        with suppress(packed.Unsearchable):
            assert not packed.holds(VALUES, "a.zip", lie)


def test_the_bombs_are_bombs():
    """What is refused above unpacks to a thousand times its size, or more."""
    assert len(gzip.compress(bytes(50_000_000))) * 900 < 50_000_000
    assert len(zlib.compress(bytes(10_000_000), 9)) * 900 < 10_000_000
    with zipfile.ZipFile(io.BytesIO(hostile_archives.zip_bomb())) as archive:
        (member,) = archive.infolist()
        assert member.file_size > 900 * member.compress_size


@pytest.mark.parametrize(
    "words",
    [
        ("history", "I000001"),
        ("blame", "I000001.title"),
        ("changelog",),
        ("diff", "0.1.0", "0.3.0"),
        ("diff", "0.3.0", "working"),
        ("verify-release", "0.3.0"),
    ],
    ids=" ".join,
)
def test_a_history_that_talks_to_the_terminal_is_printed_plainly(history, tmp_path, words):
    for path in history.glob("data/releases/*/changes.csv"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("misread", "mis\x1b[2J\x07read"), "utf-8", newline="")
    for path in (history / "data/terms.csv", history / "data/releases/0.3.0/data/terms.csv"):
        text = path.read_text("utf-8")
        path.write_text(f"{text}W\x1b[2J1,a\x9b31m,allowed,\u202eb,\n", "utf-8", newline="")
    code, told = attested(history, *words, folder=tmp_path)
    assert code in (0, 1)
    assert told
