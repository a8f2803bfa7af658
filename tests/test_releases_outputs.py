"""No output keeps a redacted value, whoever reads it; packed files elsewhere are told."""

import io
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

from attested import check
from attested.artefacts import pack
from attested.artefacts.meta import Release
from attested.releases import outputs, packed, redact, traces
from attested.timeline import database
from releasing import DAY, released, set_cell

SECRET = "the lantern keeper's door & gate in hill the lane"
SUMMARY = f"People are reported to have met {SECRET}, it is said."
WITHOUT = "People are reported to have met."
VALUES = traces.pattern([SECRET])
HOLDS = "still holds the value; delete it, and build what is built anew"
BLIND = "cannot be searched for the value; delete it"


@pytest.fixture(scope="module")
def built_template(first_template, tmp_path_factory):
    """Two releases, the second with the value, and all that the commands write into build/."""
    root = Path(shutil.copytree(first_template, tmp_path_factory.mktemp("built") / "package"))
    set_cell(root, "incidents", 0, "summary", SUMMARY)
    (root / "why.csv").write_text("table,id,field,reason,evidence\n*,*,*,The wording.,\n")
    released(root, "0.1.1", reasons_file=root / "why.csv")
    (root / "why.csv").unlink()
    found = check.check(root)
    assert found.problems == []
    for folder in ("artefacts", "try", "deep/er", "killed"):
        pack.build(found.package, found.contents, Release("0.1.2", DAY), root / "build" / folder)
    (root / "build/killed/SHA256SUMS").unlink()
    (root / "build/killed/content-hashes.json").unlink(missing_ok=True)
    database.build(root, root / "build/history.db")
    return root


@pytest.fixture
def built(built_template, tmp_path):
    """A fresh copy of the package with its outputs."""
    return Path(shutil.copytree(built_template, tmp_path / "package"))


def texts(name, data):
    """All that readers which others wrote find in a file."""
    yield data.decode("utf-8", "replace")
    if name.endswith(".xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    elif name.endswith(".parquet"):
        yield from (str(row) for row in parquet.read_table(io.BytesIO(data)).to_pylist())
        yield from map(str, parquet.read_table(io.BytesIO(data)).to_pydict().values())
    elif data.startswith(b"SQLite"):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in named.fetchall():
                for row in connection.execute(f'SELECT * FROM "{table}"'):
                    yield from map(str, row)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from texts(member, archive.read(member))


def holding(root):
    """The files under a folder in which any reader finds the value."""
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    words = "door & gate in hill"
    return [
        path.relative_to(root).as_posix()
        for path in files
        if any(words in text for text in texts(path.name, path.read_bytes()))
    ]


def test_no_output_keeps_the_value_for_any_reader(built):
    before = holding(built / "build")
    for folder in ("artefacts", "try", "deep/er", "killed", "releases/0.1.1"):
        kinds = {Path(path).suffix for path in before if Path(path).parent.as_posix() == folder}
        assert kinds >= {".xlsx", ".zip", ".csv", ".db"}
    assert "history.db" in before
    assert any(path.endswith((".parquet", "-parquet.zip")) for path in before)
    done = redact.redact(built, "I000001", "summary", WITHOUT, redact.REASON)
    assert [str(problem) for problem in done.problems] == []
    assert holding(built) == []
    deleted = [line for line in done.lines if "deleted" in line]
    assert any(line.startswith("build/try: deleted ") for line in deleted)
    assert "build: deleted 1 file that may hold the value; build them anew" in deleted


def test_what_is_no_output_stays_in_build(built):
    kept = {
        "build/.history.db.lock",
        "build/deposits/zenodo.org-0.1.1.json",
        "build/other-sqlite/sqlite.so",
        "build/rdm/.venv/some.whl",
    }
    for path in kept:
        (built / path).parent.mkdir(parents=True, exist_ok=True)
        (built / path).write_bytes(b"{}")
    for path in ("try/.x.sqlite.1.partial", ".0.1.2.partial/notes.md", "portal/inspect-data.json"):
        (built / "build" / path).parent.mkdir(parents=True, exist_ok=True)
        (built / "build" / path).write_text(SUMMARY)
    redact.redact(built, "I000001", "summary", WITHOUT, redact.REASON)
    files = {p.relative_to(built).as_posix() for p in built.glob("build/**/*") if p.is_file()}
    words = {path for path in files - kept if path.startswith("build/killed/")}
    assert files - words == kept
    assert not (built / "build/try").exists()


class Killed(BaseException):
    """In the place of a kill."""


@pytest.mark.parametrize("places", range(0, 19, 2))
def test_a_removal_that_was_killed_is_ended_by_the_next(built, monkeypatch, places):
    whole, left = Path.unlink, [places]

    def unlink(path, missing_ok=False):
        if not left[0]:
            raise Killed
        left[0] -= 1
        whole(path, missing_ok)

    folder = built / "build/releases/0.1.1"
    assert len([*folder.iterdir()]) > 12
    for other in ("artefacts", "try", "deep", "killed", "releases/0.1.0"):
        shutil.rmtree(built / "build" / other)
    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(Killed):
        outputs.remove(built)
    monkeypatch.undo()
    outputs.remove(built)
    assert [*folder.glob("*")] == []


def test_sums_in_build_itself_take_no_folder_along(built):
    (built / "build/SHA256SUMS").write_text("")
    (built / "build/deposits").mkdir()
    (built / "build/deposits/a.json").write_text("{}")
    redact.redact(built, "I000001", "summary", WITHOUT, redact.REASON)
    assert (built / "build/deposits/a.json").exists()
    assert not (built / "build/SHA256SUMS").exists()


def test_packed_files_elsewhere_are_told(built):
    (workbook,) = (built / "build/artefacts").glob("*.xlsx")
    (built / "mine").mkdir()
    shutil.copy(workbook, built / "mine/copy.xlsx")
    shutil.copy(workbook, built / "mine/renamed.bin")
    (built / "mine/cut.zip").write_bytes(workbook.read_bytes()[:5000])
    table = pyarrow.table({"summary": [f"{n} {SUMMARY} {n}" for n in range(99)]})
    parquet.write_table(
        table, built / "mine/rows.parquet", compression="zstd", write_statistics=False
    )
    done = redact.redact(built, "I000001", "summary", WITHOUT, redact.REASON)
    assert [str(problem) for problem in done.problems] == [
        f"mine/copy.xlsx: {HOLDS}",
        f"mine/cut.zip: {BLIND}",
        f"mine/renamed.bin: {HOLDS}",
        f"mine/rows.parquet: {BLIND}",
    ]


def zipped(**members):
    """A zip file with deflated members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def deep(data, depth):
    """Zip files, one in the other."""
    for _ in range(depth):
        data = zipped(inner=data)
    return data


def in_sqlite(text):
    """A database that has the text over several pages of its file."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA page_size = 512")
        connection.execute("CREATE TABLE notes (text TEXT)")
        long = [("x" * n + f" {text} " + "y" * 900,) for n in range(380, 520, 10)]
        connection.executemany("INSERT INTO notes VALUES (?)", long)
        connection.commit()
        return connection.serialize()


@pytest.mark.parametrize(
    "data",
    [
        zipped(a=SUMMARY),
        zipped(a="x", **{SECRET: "named so"}),
        deep(SUMMARY.encode(), 3),
        zipped(a=b"PAR1", b=SUMMARY),
        zipped(a="<t>the lantern keeper&apos;s </t><t>door &amp; gate in <b>hill</b> the lane</t>"),
        in_sqlite(SECRET),
        zipped(a=in_sqlite(SECRET)),
    ],
    ids=["member", "name", "deep", "beside parquet", "markup", "sqlite", "sqlite in zip"],
)
def test_value_is_found_within(data):
    assert packed.is_packed("a", data)
    assert packed.holds(VALUES, "a", data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", b""),
        ("a", zipped(a="x" * 999)[:-30]),
        ("a", zipped(a="x" * 999).replace(b"\x4b\x4c", b"\x4b\x4d", 1)[:60]),
        ("a", zipped(a=b"PAR1", b="x")),
        ("a", deep(b"x", 7)),
        ("a", b"\x1f\x8b and so on"),
        ("a.parquet", b"x"),
        ("a", b"SQLite format 3\0 and no more"),
    ],
    ids=["empty", "cut", "short", "parquet within", "too deep", "gzip", "parquet", "sqlite"],
)
def test_what_cannot_be_searched_is_not_called_clean(name, data):
    assert packed.is_packed(name, data)
    with pytest.raises(packed.Unsearchable):
        packed.holds(VALUES, name, data)


def test_damaged_or_endless_member_cannot_be_searched(monkeypatch):
    data = zipped(a="some words" * 9)
    with pytest.raises(packed.Unsearchable):
        packed.holds(VALUES, "a", data.replace(data[32:36], b"\xff\xff\xff\xff", 1))
    monkeypatch.setattr(packed, "_MOST_BYTES", 20)
    with pytest.raises(packed.Unsearchable):
        packed.holds(VALUES, "a", data)


def test_clean_packed_files_are_not_told():
    for data in (zipped(a="x", b="<a>x</a>"), in_sqlite("x"), zipped()):
        assert packed.is_packed("a", data)
        assert not packed.holds(VALUES, "a", data)
    assert not packed.is_packed("a.csv", b"id,text\n")
