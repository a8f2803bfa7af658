"""A release is built whole: read back, summed, signed, and the same again."""

import dataclasses
import os
import re
import sqlite3
import subprocess
import zipfile

import pytest
from click.testing import CliRunner

from artefact_made import OFFLINE, RELEASE, built, real
from attested import check, cli
from attested.artefacts import formats, meta, pack, records, sums, zipped
from attested.artefacts.meta import Release
from attested.commands import artefacts as command
from attested.tables import Content
from made import ROOT

NAMES = {
    "attested-record-0.2.0-csv.zip",
    "attested-record-0.2.0-json.zip",
    "attested-record-0.2.0-parquet.zip",
    "attested-record-0.2.0.xlsx",
    "attested-record-0.2.0.db",
    "attested-record-0.2.0.geojson",
    "incidents_flat.csv",
    "README.txt",
    "CITATION.cff",
    "citation.csl.json",
    "citation.bib",
    "citation.ris",
    "datacite.json",
    "dataset.jsonld",
    "croissant.json",
    ".zenodo.json",
    "content-hashes.json",
    "SHA256SUMS",
}


def test_a_release_has_every_file_and_no_other():
    assert {path.name for path in real().folder.iterdir()} == NAMES
    assert {artefact.name for artefact in real().made} == NAMES


def test_the_csv_zip_holds_what_explains_it_and_stores_its_members():
    with zipfile.ZipFile(real().path("-csv.zip")) as archive:
        members = archive.infolist()
    names = [member.filename for member in members]
    needed = {"datapackage.json", "schemas/README.md", "schemas/coding-rules.md", "LICENSE.txt"}
    needed |= {"README.txt", "CITATION.cff", "incidents_flat.csv", "schemas/incidents_flat.json"}
    assert needed | {f"data/{name}.csv" for name in real().package.tables} <= set(names)
    assert names == sorted(names)
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
    assert {member.date_time for member in members} == {(2026, 11, 26, 0, 0, 0)}
    assert {member.external_attr >> 16 for member in members} == {0o100644}


def test_the_licence_in_the_zip_is_the_whole_text():
    text = zipped.read(real().path("-csv.zip"))["LICENSE.txt"].decode()
    assert text.startswith("Creative Commons Attribution 4.0 International")
    assert [f"Section {n} " in text for n in range(1, 9)] == [True] * 8


def test_a_licence_without_its_text_is_refused(sample, tmp_path):
    path = sample / "datapackage.json"
    path.write_text(path.read_text("utf-8").replace('"CC-BY-4.0"', '"CC-BY-9.9"'), "utf-8")
    with pytest.raises(ValueError, match='no text of the licence "CC-BY-9'):
        built(sample, OFFLINE, tmp_path / "pack")


def test_a_second_build_over_the_first_gives_the_same(sample, tmp_path):
    first = built(sample, RELEASE, tmp_path / "pack")
    second = built(sample, RELEASE, tmp_path / "pack")
    assert [a.sha256 for a in first.made] == [a.sha256 for a in second.made]
    assert {path.name for path in (tmp_path / "pack").iterdir()} == {a.name for a in second.made}


def test_a_writer_that_loses_a_row_is_found(sample, tmp_path, monkeypatch):
    def write(path, source):
        kept = [Content(content.table, content.rows[:-1]) for content in source.tables]
        records.write(path, kept, source.day)

    lossy = [
        dataclasses.replace(form, write=write) if form.suffix == formats.RECORDS else form
        for form in formats.FORMATS
    ]
    monkeypatch.setattr(pack, "FORMATS", lossy)
    with pytest.raises(pack.PackError, match=r"-json\.zip gives back other rows"):
        built(sample, OFFLINE, tmp_path / "pack")


def test_a_writer_that_says_something_else_is_found(sample, tmp_path, monkeypatch):
    monkeypatch.setattr("attested.artefacts.datacite.LANGUAGE", "de")
    with pytest.raises(pack.PackError, match=r"datacite\.json"):
        built(sample, OFFLINE, tmp_path / "pack")


COMMAND = re.compile(r"ssh-keygen -Y verify(?:.|\\\n)+?< SHA256SUMS")


@pytest.fixture
def key(tmp_path, monkeypatch):
    """A signing key made for the test, named by the environment."""
    path = tmp_path / "key"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path]
    subprocess.run(command, check=True)
    monkeypatch.setenv(sums.KEY_VARIABLE, str(path))
    return path


def verified(folder, key) -> bool:
    """What the command in README.txt says, run in the folder of the release."""
    public = key.with_suffix(".pub").read_text("utf-8")
    (folder / "allowed_signers").write_text(f"releases@attested {public}", "utf-8")
    (command,) = COMMAND.findall((folder / "README.txt").read_text("utf-8"))
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True).returncode == 0


@pytest.mark.parametrize("page", ["README.md", "docs/artefacts.md"])
def test_the_pages_give_the_command_of_the_readme_of_a_release(page):
    (told,) = COMMAND.findall(real().text("README.txt"))
    (command,) = COMMAND.findall((ROOT / page).read_text("utf-8"))
    assert command.split() == told.replace("\\\n", " ").split()


def test_the_sums_are_signed_when_a_key_is_named(sample, tmp_path, key):
    made = built(sample, OFFLINE, tmp_path / "pack")
    assert made.made[-1].name == "SHA256SUMS.sig"
    assert verified(made.folder, key)
    path = made.folder / "SHA256SUMS"
    path.write_bytes(path.read_bytes().replace(b"0", b"1", 1))
    assert not verified(made.folder, key)


def test_another_key_does_not_verify(sample, tmp_path, key):
    made = built(sample, OFFLINE, tmp_path / "pack")
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    assert not verified(made.folder, other)


def test_a_key_that_cannot_sign_is_named_and_leaves_no_old_signature(sample, tmp_path, key):
    built(sample, OFFLINE, tmp_path / "pack")
    key.write_text("no key\n", "utf-8")
    key.chmod(0o600)
    with pytest.raises(sums.SigningError, match=r"ATTESTED_SIGNING_KEY: .+; name a key file"):
        built(sample, OFFLINE, tmp_path / "pack")
    assert not (tmp_path / "pack" / "SHA256SUMS.sig").exists()


def test_signing_without_openssh_says_what_to_install(sample, tmp_path, key, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(sums.SigningError, match="install OpenSSH"):
        built(sample, OFFLINE, tmp_path / "pack")


def test_an_unsigned_build_removes_the_signature_of_the_one_before(sample, tmp_path, key):
    built(sample, OFFLINE, tmp_path / "pack")
    os.environ.pop(sums.KEY_VARIABLE)
    made = built(sample, OFFLINE, tmp_path / "pack")
    assert not (made.folder / "SHA256SUMS.sig").exists()


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"version": "1.0"}, "is no version"),
        ({"version": "1.00.0"}, "is no version"),
        ({"version": "v1.0.0"}, "is no version"),
        ({"date": "2026-02-30"}, "is no day"),
        ({"date": "20261126"}, "is no day"),
        ({"doi": "https://doi.org/10.5072/invented"}, "is no DOI"),
        ({"concept_doi": "10.5072"}, "is no DOI"),
        ({"previous_doi": "10.5072/in vented"}, "is no DOI"),
    ],
)
def test_a_release_with_a_wrong_fact_is_refused(facts, fault):
    with pytest.raises(ValueError, match=fault):
        Release(**{"version": "1.0.0", "date": "2026-11-26"} | facts)


@pytest.mark.parametrize(
    ("text", "legal"),
    [
        ("0000-0002-1825-0097", True),
        ("https://orcid.org/0000-0002-1825-0097", True),
        ("0000-0002-1694-233X", True),
        ("0000-0002-1825-0098", False),
        ("0000-0002-1852-0097", False),
        ("0000-0002-1825-009", False),
        ("0000000218250097", False),
    ],
)
def test_the_check_digit_of_an_orcid(text, legal):
    assert meta.is_orcid(text) is legal


def test_a_contributor_with_a_wrong_orcid_is_refused(sample):
    package = check.check(sample).package
    person = package.descriptor.contributors[0].model_copy(
        update={"path": "https://orcid.org/0000-0002-1825-0098"}
    )
    descriptor = package.descriptor.model_copy(update={"contributors": [person]})
    with pytest.raises(ValueError, match="is no ORCID"):
        meta.metadata(descriptor, None)


def test_the_span_of_the_incidents_leaves_open_ends_out():
    cells = ["2022-05", None, "2020-03-13/..", "[2021-01-01..2021-01-03]"]
    assert str(meta.coverage(cells)) == "2020-03-13/2022-05-31"
    assert meta.coverage([None, ""]) is None


def test_the_command_writes_a_release(sample, tmp_path):
    if "artefacts" not in cli.main.commands:
        command.register(cli.main)
    arguments = ["--package", str(sample), "artefacts", "--version", "0.3.0"]
    folder = ["--output", str(tmp_path / "out")]
    result = CliRunner().invoke(cli.main, [*arguments, *folder, "--date", "2026-11-26"])
    assert result.exit_code == 0, result.output
    assert "attested-record-0.3.0-csv.zip" in result.output
    assert result.output.endswith(f"18 files in {tmp_path / 'out'}\n")
    refused = CliRunner().invoke(cli.main, [*arguments, *folder, "--date", "yesterday"])
    assert refused.exit_code == 1
    assert "is no day" in refused.output


def test_an_empty_package_makes_a_release(sample, tmp_path):
    """Tables without a row are loaded by every reader too."""
    package = check.check(sample).package
    contents = {name: Content(table) for name, table in package.tables.items()}
    made = pack.build(package, contents, OFFLINE, tmp_path / "pack")
    assert {a.name for a in made} == NAMES
    with sqlite3.connect(tmp_path / "pack" / "attested-record-0.2.0.db") as connection:
        assert connection.execute("SELECT count(*) FROM incidents").fetchone() == (0,)
