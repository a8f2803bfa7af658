"""`attested deposit` before it reaches a server; the rest is in test_deposit_rdm.py."""

import copy
import hashlib
import json
import os

import pytest
from click.testing import CliRunner

from attested import cli
from attested.artefacts.pack import Artefact
from attested.commands import deposits
from attested.deposits import recording, releasing
from attested.deposits import subject as subjects
from attested.deposits.depositing import Deposit
from attested.deposits.errors import DepositError
from attested.deposits.subject import publisher
from attested.deposits.work import Settings
from attested.releases import history, manifest
from http_double import Answer, double
from releasing import DAY, released

SERVER = ("--server", "https://sandbox.zenodo.org")
TOKEN = "tok-3n-0f-n0body"


@pytest.fixture
def call(sample, monkeypatch):
    """Calls the command for the sample package and returns exit code and output."""
    main = copy.copy(cli.main)
    main.commands = dict(cli.main.commands)
    deposits.register(main)
    monkeypatch.delenv("ATTESTED_DEPOSIT_TOKEN", raising=False)

    def called(*words, token=None):
        if token is not None:
            monkeypatch.setenv("ATTESTED_DEPOSIT_TOKEN", token)
        result = CliRunner().invoke(main, ["--package", str(sample), "deposit", *words])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert TOKEN not in result.output
        return result.exit_code, result.output

    return called


def test_without_a_token_nothing_is_begun(call, sample):
    code, output = call(*SERVER, "--version", "0.1.0")
    assert (code, output) == (
        1,
        "Error: ATTESTED_DEPOSIT_TOKEN is not set; "
        "set it to a token of your account at the server\n",
    )
    assert not (sample / "build").exists()


def test_a_dry_run_without_a_token_says_what_the_server_would_be_told(call, sample):
    code, output = call(*SERVER, "--version", "0.1.0", "--date", DAY, "--dry-run")
    text, _, more = output.rpartition("\n}\n")
    assert (code, more) == (0, "set ATTESTED_DEPOSIT_TOKEN for more\n")
    said = json.loads(text + "\n}")
    assert (said["version"], said["publication_date"]) == ("0.1.0", DAY)
    assert (said["publisher"], said["rights"]) == ("Zenodo", [{"id": "cc-by-4.0"}])
    assert not (sample / "build").exists()
    assert history.versions(sample) == []


def test_no_program_that_is_started_inherits_the_token(call):
    assert call(*SERVER, "--version", "0.1.0", "--date", "x", token=TOKEN)[0] == 1
    assert "ATTESTED_DEPOSIT_TOKEN" not in os.environ


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*SERVER,), "nothing was released; name the version to release with --version"),
        ((*SERVER, "--version", "0.0.1"), "0.0.1"),
        ((*SERVER, "--version", "0.1.0", "--date", "2026-13-01"), "is no day; write YYYY-MM-DD"),
        (("--server", "http://zenodo.org", "--version", "0.1.0"), "in the clear; use https://"),
    ],
)
def test_what_cannot_be_deposited_is_told_and_nothing_is_written(call, sample, words, said):
    code, output = call(*words, token=TOKEN)
    assert code == 1
    assert said in output
    assert not (sample / "build").exists()


def test_the_day_of_a_recorded_release_cannot_be_changed(call, sample):
    released(sample, "0.1.0")
    code, output = call(*SERVER, "--date", "2026-03-02", token=TOKEN)
    assert (code, output) == (1, f"Error: 0.1.0 is of {DAY}; leave --date out\n")


def test_a_server_that_does_not_answer_leaves_no_release(call, sample):
    with double() as gone:
        address = gone.address
    code, output = call("--server", address, "--version", "0.1.0", token=TOKEN)
    assert code == 1
    assert output.startswith(f"Error: GET {address}/api/user/records")
    assert len(output.splitlines()) == 1
    assert history.versions(sample) == []


def test_an_earlier_run_gives_the_day_of_a_new_release(call, sample):
    with double() as server:
        empty = {"hits": {"hits": [], "total": 0}}
        server.say("GET /api/user/records", Answer(200, empty))
        server.say("POST /api/records", Answer(500, {"message": "down"}))
        words = ("--server", server.address, "--version", "0.1.0")
        assert call(*words, "--date", DAY, token=TOKEN)[0] == 1
        (state,) = (sample / "build/deposits").glob("*.json")
        assert json.loads(state.read_text())["date"] == DAY
        assert TOKEN not in state.read_text()
        code, output = call(*words, "--dry-run")
        assert (code, json.loads(output.rpartition("\n}\n")[0] + "\n}")["publication_date"]) == (
            0,
            DAY,
        )


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("https://zenodo.org", "Zenodo"),
        ("https://sandbox.zenodo.org/api", "Zenodo"),
        ("https://notzenodo.org", None),
        ("https://data.example.org", None),
    ],
)
def test_the_publisher_is_who_keeps_the_files(server, name):
    assert publisher(server) == name


@pytest.mark.parametrize(
    ("server", "previous"),
    [("https://sandbox.zenodo.org", None), ("https://zenodo.org", "10.5072/invented.r1")],
)
def test_a_rehearsal_is_related_to_no_real_version(sample, server, previous):
    released(sample, "0.1.0")
    on_record(sample)
    found = subjects.planned(sample, "0.1.1", DAY)
    assert found.metadata(server).release.previous_doi == previous


@pytest.mark.parametrize("server", ["https://sandbox.zenodo.org", "https://data.example.org"])
def test_a_rehearsal_is_put_on_no_record(sample, server, monkeypatch):
    """What comes before, a deposit at that very address, is left out here."""

    def deposited(server, token, about, pack, state_file, settings):
        pack("10.5072/invented.r1", "10.5072/invented.p1", "http://here/records/r1/files/")
        return done()

    monkeypatch.setattr(releasing, "deposit", deposited)
    said = []
    found = subjects.planned(sample, "0.1.0", DAY)
    releasing.deposit_release(found, server, TOKEN, Settings(say=said.append))
    is_rehearsal = "sandbox" in server
    assert history.versions(sample) == ([] if is_rehearsal else ["0.1.0"])
    assert any("a rehearsal" in line for line in said) is is_rehearsal


# --- the record of a deposit in the repository; the DOIs here are invented


def done(checksums=None, **changes):
    """A deposit as a server would leave it."""
    whole = {
        "record": "r1",
        "url": "http://here/records/r1",
        "version": "0.1.0",
        "date": DAY,
        "doi": "10.5072/invented.r1",
        "concept_doi": "10.5072/invented.p1",
        "files_url": "http://here/records/r1/files/",
        "files_api": "http://here/api/records/r1/files",
        "checksums": checksums or {},
    }
    return Deposit(**(whole | changes))


def on_record(sample, **changes):
    found = subjects.recorded(sample, "0.1.0")
    packing = releasing.Packing(found, "http://127.0.0.1:1")
    deposit = done(**changes)
    packing(deposit.doi, deposit.concept_doi, deposit.files_url)
    recording.put_on_record(found, deposit)
    return deposit


def test_dois_of_an_offline_release_go_on_record(sample):
    released(sample, "0.1.0")
    deposit = on_record(sample)
    made = manifest.read(sample, "0.1.0")
    assert (made.doi, made.concept_doi) == (deposit.doi, deposit.concept_doi)
    assert recording.is_on_record(subjects.recorded(sample, "0.1.0"), deposit)
    assert deposit.doi in (sample / "CHANGELOG.md").read_text("utf-8")


def test_a_version_is_deposited_at_one_server_only(sample):
    released(sample, "0.1.0")
    on_record(sample)
    with pytest.raises(DepositError, match="deposit a version at one server only"):
        recording.is_on_record(subjects.recorded(sample, "0.1.0"), done(doi="10.5072/invented.r2"))


# --- a run that was killed after publication takes from the server what libraries write otherwise


def built(tmp_path, text, is_fixed):
    path = tmp_path / "a.db"
    path.write_text(text)
    return Artefact(path, "A", "x/y", len(text), "", is_fixed=is_fixed)


def md5(text):
    return f"md5:{hashlib.md5(text.encode()).hexdigest()}"


@pytest.mark.parametrize(
    ("checksums", "is_fixed", "said"),
    [
        ({"a.db": md5("public")}, False, None),
        ({"a.db": md5("built")}, True, None),
        ({"a.db": md5("public")}, True, "a.db: is not what is public; restore"),
        ({"a.db": md5("other")}, False, "is not what the server lists"),
        ({"a.db": md5("built"), "b": md5("")}, False, "b: is not both public and built"),
        ({}, False, "a.db: is not both public and built"),
    ],
)
def test_built_files_become_the_public_ones(tmp_path, checksums, is_fixed, said):
    made = built(tmp_path, "built", is_fixed)
    with double() as server:
        server.say("GET /files/a.db/content", Answer(200, "public"))
        deposit = done(checksums, files_api=f"{server.address}/files")
        if said:
            with pytest.raises(DepositError, match=said):
                releasing._take_from(deposit, [made])
        else:
            releasing._take_from(deposit, [made])
            assert md5(made.path.read_text()) == checksums["a.db"]


def test_a_public_file_that_cannot_be_fetched_is_one_line(tmp_path):
    made = built(tmp_path, "built", False)
    with double() as server:
        deposit = done({"a.db": md5("public")}, files_api=f"{server.address}/files")
        with pytest.raises(DepositError, match=r"404 .*; run the same command again"):
            releasing._take_from(deposit, [made])
    assert made.path.read_text() == "built"
