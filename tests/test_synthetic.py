"""Synthetic packages: clean, of the size asked, like the record, and marked in every text."""

import csv
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from attested import check, schema
from attested.cli import main
from attested.synthetic import record
from attested.synthetic.marks import HAN, is_synthetic, is_synthetic_folder
from attested.synthetic.writing import SynthError, write
from portal_site import Site

ROOT = Path(__file__).parents[1]
CLAIMS = 1000
FEWER_SHARED = {"officials", "positions", "ties", "places", "sources", "terms", "retired"}


@pytest.fixture(scope="module")
def record_package():
    return schema.load(ROOT)


@pytest.fixture(scope="module")
def block(record_package):
    return record.read(record_package)


@pytest.fixture(scope="module")
def made(record_package, tmp_path_factory):
    """A clean package that no test may spoil."""
    folder = tmp_path_factory.mktemp("synthetic") / "made"
    write(record_package, folder, CLAIMS)
    return folder


def rows_of(folder, table):
    with (folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("remainder", [0, 1, 58, -1])
def test_it_is_clean_and_has_the_claims_that_were_asked_for(
    record_package, block, tmp_path, remainder
):
    claims = 2 * block.claims + remainder
    told = write(record_package, tmp_path / "made", claims)
    assert [str(problem) for problem in check.check(tmp_path / "made").problems] == []
    for table, count in told.items():
        assert len(rows_of(tmp_path / "made", table)) == count
    assert told["claims"] == claims


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(record_package, made, tmp_path):
    write(record_package, tmp_path / "again", CLAIMS)
    write(record_package, tmp_path / "other", CLAIMS, seed=1)
    assert files_of(tmp_path / "again") == files_of(made)
    assert files_of(tmp_path / "other") != files_of(made)


def test_the_shares_of_listed_values_are_those_of_the_record(made, block):
    """Whole copies have the record's shares; what is cut off moves them by its own part at most."""
    tolerance = CLAIMS % block.claims / CLAIMS
    for name, table in block.package.tables.items():
        listed = [field.name for field in table.fields if field.categories]
        ours = rows_of(made, name)
        if name in FEWER_SHARED or not ours:
            continue
        for field in listed:
            real = Counter(row[field] for row in block.rows[name])
            here = Counter(row[field] for row in ours)
            for value, count in (real | here).items():
                gap = here[value] / len(ours) - real[value] / len(block.rows[name])
                assert abs(gap) <= tolerance, (name, field, value, count)


def test_rows_belong_to_claims_as_in_the_record(made, block):
    for name in ("passages", "evidence", "incidents", "relays", "involvements"):
        real = len(block.rows[name]) / block.claims
        assert len(rows_of(made, name)) / CLAIMS == pytest.approx(real, rel=0.1), name


def test_what_copies_share_grows_more_slowly_than_claims(record_package, made, tmp_path):
    told = write(record_package, tmp_path / "more", 8 * CLAIMS)
    for name in ("officials", "sources", "places"):
        assert told[name] < 8 * len(rows_of(made, name)), name


def test_every_text_says_that_it_is_synthetic(made, record_package):
    for name, table in record_package.tables.items():
        prose = [field.name for field in table.fields if field.is_prose]
        for row in rows_of(made, name):
            for field in prose:
                is_figure = (name, field) == ("claims", "printed")
                marked = "synthetic" in row[field].lower() or HAN in row[field]
                assert not row[field] or is_figure or marked, (name, row["id"], field, row[field])


def test_no_text_and_no_name_of_the_record_is_repeated(made, block):
    held = "\n".join(text.decode("utf-8") for text in files_of(made).values())
    names = [row[f] for row in block.rows["officials"] for f in ("name", "name_own_script")]
    names += [row["name"] for row in block.rows["sources"] if len(row["name"]) > 20]
    names += [row["statement"] for row in block.rows["claims"]]
    names += [row["headline"] for row in block.rows["articles"]]
    assert [name for name in names if name and name in held] == []


def test_its_descriptor_says_that_it_is_synthetic(made, record_package):
    package = schema.load(made)
    told = package.descriptor
    assert is_synthetic(package)
    assert not is_synthetic(record_package)
    assert "synthetic" in told.name
    assert "Synthetic" in told.title
    assert "SYNTHETIC" in told.description
    assert not is_synthetic_folder(ROOT / "tests")


@pytest.mark.long
def test_memory_does_not_grow_with_the_claims(record_package, tmp_path):
    def peak(claims):
        tracemalloc.start()
        write(record_package, tmp_path / str(claims), claims)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(2800) < 1.1 * peak(700)


def test_fewer_claims_than_the_record_has_are_refused(record_package, block, tmp_path):
    with pytest.raises(SynthError, match="fewer than the record has"):
        write(record_package, tmp_path / "made", block.claims - 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "package", "file"])
def test_what_is_no_synthetic_package_is_not_replaced(record_package, sample, tmp_path, kind):
    target = {"folder": tmp_path / "full", "package": sample, "file": tmp_path / "file"}[kind]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("kept", "utf-8")
    (tmp_path / "file").write_text("kept", "utf-8")
    before = files_of(tmp_path)
    with pytest.raises(SynthError, match="is no synthetic package"):
        write(record_package, target, CLAIMS)
    assert files_of(tmp_path) == before


def test_the_command_writes_a_package_and_tells_its_size(tmp_path):
    target = tmp_path / "made"
    done = CliRunner().invoke(main, ["--package", str(ROOT), "synth", "700", str(target)])
    assert done.exit_code == 0, done.output
    assert "700 claims" in done.output
    assert "all synthetic" in done.output
    assert is_synthetic_folder(target)
    done = CliRunner().invoke(main, ["--package", str(ROOT), "synth", "5", str(target)])
    assert done.exit_code == 1
    assert "fewer than the record has" in done.output


@pytest.mark.parametrize(
    "words",
    [
        ["release", "0.1.0", "--offline"],
        ["deposit", "--server", "https://synthetic.example", "--version", "0.1.0", "--dry-run"],
    ],
)
def test_it_is_never_published(made, words):
    before = files_of(made)
    done = CliRunner().invoke(main, ["--package", str(made), *words])
    assert done.exit_code == 1
    assert "this package is synthetic" in done.output
    assert files_of(made) == before


def test_it_is_not_released_as_a_state_of_another_package(made, sample):
    words = ["release", "9.0.0", "--offline", "--from", str(made)]
    done = CliRunner().invoke(main, ["--package", str(sample), *words])
    assert done.exit_code == 1
    assert "this package is synthetic" in done.output


def test_what_is_made_of_it_says_that_it_is_synthetic(record_package, block, tmp_path):
    write(record_package, tmp_path / "made", block.claims)
    words = ["--package", str(tmp_path / "made"), "artefacts", "--output", str(tmp_path / "out")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    title = schema.load(tmp_path / "made").descriptor.title.encode("utf-8")
    silent = {path.name for path in (tmp_path / "out").iterdir() if title not in path.read_bytes()}
    compressed = {path for path in silent if path.endswith((".xlsx", ".zip"))}
    # sums, and a table in which every text is marked
    assert silent - compressed <= {"SHA256SUMS", "content-hashes.json", "incidents_flat.csv"}
    assert all("synthetic" in path for path in compressed)


def test_every_page_says_that_it_is_synthetic(made, sample_template):
    told = check.check(made)
    site = Site(told.package, told.contents)
    for path in ("/", "/v/working/incidents", "/v/working/claims/C000001", "/v/working/codebook"):
        assert told.package.descriptor.title in site.page(path).text, path
    held = check.check(sample_template)
    assert "Synthetic data" not in Site(held.package, held.contents).page("/").text
