"""Deposits at a real InvenioRDM, the software of Zenodo, killed and disturbed at every step.

Its environment is made once, in build/rdm/.venv, which takes minutes and a network; so these tests
run in CI, and elsewhere with ATTESTED_RDM=1.
"""

import dataclasses
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import httpx
import pytest

import rdm
from attested.artefacts.meta import Creator, Release, metadata
from attested.deposits import state as states
from attested.deposits.depositing import deposit
from attested.deposits.errors import DepositError
from attested.deposits.planning import plan
from attested.deposits.work import Settings
from attested.releases import history, manifest
from attested.schema import Descriptor
from attested.strict import read
from conftest import require_or_skip
from deposit_driver import pack
from made import ROOT
from releasing import reasons, set_cell

DRIVER = ROOT / "tests" / "deposit_driver.py"
SCRIPTS = str(ROOT / "scripts")
KILLED = -9
MOST_RUNS = 60
LONGEST = 300  # seconds of one run
WRITES = {"POST", "PUT", "DELETE"}


def needed() -> None:
    asked = {os.environ.get("ATTESTED_RDM"), os.environ.get("ATTESTED_REQUIRE_ALL")}
    if "1" not in asked:
        pytest.skip("set ATTESTED_RDM=1 to run InvenioRDM itself; it takes minutes and a network")
    require_or_skip((rdm.RDM / "serve.py").is_file(), "../shared holds no rdm/serve.py")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    needed()
    with rdm.running(tmp_path_factory.mktemp("rdm")) as running:
        print(f"\nInvenioRDM is ready after {running.ready:.0f} s")
        yield running


@pytest.fixture(scope="module")
def server_without_registry(tmp_path_factory):
    needed()
    with rdm.running(tmp_path_factory.mktemp("down"), registry_down=True) as running:
        yield running


class Driver:
    """A warm process that forks one for each run, see deposit_driver.py; `pid` is that one."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": SCRIPTS}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(
            [sys.executable, DRIVER], text=True, env=environment, **pipes
        )
        self.pid = 0

    def run(self, **job: object) -> int:
        """The exit code of a job."""
        self.pid = 0
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        self.pid = int(self.process.stdout.readline())
        return int(self.process.stdout.readline())

    def kill(self) -> None:
        """Kills the process of the job that runs, and returns when it is dead."""
        while not (pid := self.pid):  # it may ask the server before it is known by its number
            time.sleep(0.001)
        with suppress(ProcessLookupError):
            while True:
                os.kill(pid, signal.SIGKILL)
                time.sleep(0.001)


@cache
def driver() -> Driver:
    """The driver of all tests; it ends with the process that started it."""
    return Driver()


class Depositor:
    """Runs the driver for one package, in a folder of its own, and keeps all that it prints.

    It reaches the server through a proxy, which notes what is `asked` and does as `decide` says.
    """

    def __init__(self, server: rdm.Server, name: str, folder: Path, registry: str) -> None:
        self.server, self.name, self.folder, self.registry = server, name, folder, registry
        self.address = ""
        self.printed = ""
        self.asked: list[rdm.Exchange] = []
        self.decide: rdm.Decide = lambda exchange: None

    def fate(self, exchange: rdm.Exchange) -> rdm.Fate:
        self.asked.append(exchange)
        return self.decide(exchange)

    def state(self, release: str) -> Path:
        return self.folder / "deposits" / f"{release}.json"

    def packed(self, release: str) -> Path:
        return self.folder / "packs" / release

    def run(self, release: str, *options: str, token: str = "") -> int:
        """The exit code of one run; the token stands in the environment and nowhere else."""
        where = [self.address, self.registry, self.name, release]
        state, folder = self.state(release), self.packed(release)
        return self.execute("small", [*where, state, folder, *options], token)

    def execute(self, program: str, words: list[str | Path], token: str = "") -> int:
        """The exit code of a program of the driver, with the token in its environment."""
        token, log = token or self.server.token, self.folder / "log"
        code = driver().run(
            program=program,
            arguments=[str(word) for word in words],
            folder=str(self.folder),
            log=str(log),
            environment={"ATTESTED_DEPOSIT_TOKEN": token},
            limits={},
            user=None,
            seconds=LONGEST,
        )
        self.printed = log.read_text("utf-8")
        self.leaves_no_token(token)
        return code

    def is_killed(self, release: str, place: str) -> None:
        """Runs a deposit that is killed before its request with that end arrives."""
        self.decide = lambda exchange: "lost" if exchange.path.endswith(place) else None
        assert self.run(release) == KILLED
        self.decide = lambda exchange: None

    def kill(self) -> None:
        driver().kill()

    def leaves_no_token(self, token: str) -> None:
        assert token not in self.printed
        for path in self.folder.rglob("*"):
            assert path.is_dir() or token.encode() not in path.read_bytes(), path

    def only(self, release: str) -> dict:
        """The one record of the version, public, with exactly the files and DOIs of the pack."""
        (found,) = [
            each
            for each in self.server.named(self.name)
            if each["metadata"].get("version") == release
        ]
        record = self.server.public(found["id"])
        assert record["is_published"] is True
        local = {path.name: path.read_bytes() for path in self.packed(release).iterdir()}
        assert self.server.download(record["id"]) == local
        doi = record["pids"]["doi"]["identifier"]
        concept = record["parent"]["pids"]["doi"]["identifier"]
        assert local["CITATION.cff"].decode() == f"version: {release}\ndoi: {doi}\n"
        page = f"{self.server.address}/records/{record['id']}/files/"
        assert local["concept doi.txt"].decode() == f"{concept}\n{page}\n"
        assert self.registered(doi)["version"] == release
        assert self.registered(concept)["doi"] == concept
        return record

    def registered(self, doi: str) -> dict:
        """What the registry says of a DOI, which it shows to everybody."""
        shown = httpx.get(f"{self.registry}/dois/{doi}").json()["data"]["attributes"]
        assert shown["state"] == "findable"
        return shown


@contextmanager
def depositing(server, name, folder, registry):
    depositor = Depositor(server, name, folder, registry)
    with rdm.proxy(server, depositor.fate, depositor.kill) as depositor.address:
        yield depositor


@pytest.fixture
def depositor(server, tmp_path, request):
    name = re.sub("[^a-z]+", "-", request.node.name.lower()).strip("-")
    with depositing(server, name, tmp_path, server.registry) as depositor:
        yield depositor


def doi_of(record: dict) -> str:
    return record["pids"]["doi"]["identifier"]


def test_a_whole_life(depositor):
    start = time.monotonic()
    assert depositor.run("0.1.0") == 0, depositor.printed
    first = depositor.only("0.1.0")
    assert depositor.run("0.2.0", "--previous", doi_of(first)) == 0, depositor.printed
    second = depositor.only("0.2.0")
    assert second["parent"]["id"] == first["parent"]["id"]
    assert doi_of(second) != doi_of(first)
    (relation,) = second["metadata"]["related_identifiers"]
    assert (relation["identifier"], relation["relation_type"]["id"]) == (
        doi_of(first),
        "isnewversionof",
    )
    related = depositor.registered(doi_of(second))["relatedIdentifiers"]
    assert ("IsNewVersionOf", doi_of(first)) in [
        (each["relationType"], each["relatedIdentifier"]) for each in related
    ]
    assert depositor.run("0.1.0", "--metadata-only", "--title", 'A & "B"') == 0
    corrected = depositor.only("0.1.0")
    assert corrected["metadata"]["title"] == 'A & "B"'
    assert doi_of(corrected) == doi_of(first)
    assert corrected["revision_id"] > first["revision_id"]
    assert depositor.registered(doi_of(first))["titles"] == [{"title": 'A & "B"'}]
    assert len(depositor.server.named(depositor.name)) == 2
    print(f"\ntwo versions and a correction took {time.monotonic() - start:.1f} s")


def test_the_record_says_what_the_descriptor_says(depositor):
    assert depositor.run("0.1.0") == 0, depositor.printed
    said = depositor.only("0.1.0")["metadata"]
    descriptor = read(ROOT, "datapackage.json", Descriptor, [])
    assert said["title"] == descriptor.title
    assert said["description"] == f"<p>{descriptor.description}</p>"
    assert said["resource_type"]["id"] == "dataset"
    assert said["rights"][0]["id"] == "cc-by-4.0"
    assert [each["person_or_org"]["name"] for each in said["creators"]] == [
        each.title for each in descriptor.contributors
    ]
    assert (said["version"], said["publication_date"]) == ("0.1.0", "2026-11-26")
    assert [each["subject"] for each in said["subjects"]] == [depositor.name, *descriptor.keywords]


def test_a_deposit_that_is_done_writes_nothing_when_it_is_run_again(depositor):
    assert depositor.run("0.1.0") == 0, depositor.printed
    del depositor.asked[:]
    assert depositor.run("0.1.0") == 0, depositor.printed
    assert depositor.run("0.1.0", "--metadata-only") == 0, depositor.printed
    depositor.state("0.1.0").unlink()
    assert depositor.run("0.1.0") == 0, depositor.printed
    assert depositor.asked
    assert [each for each in depositor.asked if each.method in WRITES] == []
    assert len(depositor.server.named(depositor.name)) == 1


def killed_at_every_step(depositor, release, options=(), forgetful=False):
    """Runs the deposit again and again, killing it where it was not killed before; the steps."""
    done = set()

    def decide(exchange):
        fates = ["lost"] if exchange.method == "GET" else ["lost", "unheard"]
        fates += ["cut"] if exchange.path.endswith("/content") else []
        for fate in fates:
            if (exchange.step, fate) not in done:
                done.add((exchange.step, fate))
                return fate
        return None

    depositor.decide = decide
    for _ in range(MOST_RUNS):
        code = depositor.run(release, *options)
        if code != KILLED:
            break
        if forgetful:
            depositor.state(release).unlink(missing_ok=True)
    assert code == 0, depositor.printed
    return done


WRITTEN = {
    "PUT /api/records/*/draft",
    "POST /api/records/*/draft/pids/doi",
    "POST /api/records/*/draft/files",
    "PUT /api/records/*/draft/files/*/content",
    "POST /api/records/*/draft/files/*/commit",
    "POST /api/records/*/draft/actions/publish",
}


@pytest.mark.parametrize("forgetful", [False, True], ids=["state_kept", "state_lost"])
def test_a_deposit_killed_at_every_step_makes_one_record_of_each_version(depositor, forgetful):
    done = killed_at_every_step(depositor, "0.1.0", forgetful=forgetful)
    first = depositor.only("0.1.0")
    assert len(depositor.server.named(depositor.name)) == 1
    fates = ("lost", "unheard")
    assert {(step, fate) for step in WRITTEN for fate in fates} <= done
    assert {("POST /api/records", fate) for fate in fates} <= done
    assert ("PUT /api/records/*/draft/files/*/content", "cut") in done
    previous = ("--previous", doi_of(first))
    done = killed_at_every_step(depositor, "0.2.0", previous, forgetful)
    second = depositor.only("0.2.0")
    assert second["parent"]["id"] == first["parent"]["id"]
    assert len(depositor.server.named(depositor.name)) == 2
    assert {("POST /api/records/*/versions", fate) for fate in fates} <= done
    assert "POST /api/records" not in {step for step, _ in done}


def test_a_correction_killed_at_every_step_changes_one_record(depositor):
    assert depositor.run("0.1.0") == 0, depositor.printed
    options = ("--metadata-only", "--title", "Another title")
    done = killed_at_every_step(depositor, "0.1.0", options)
    assert depositor.only("0.1.0")["metadata"]["title"] == "Another title"
    assert len(depositor.server.named(depositor.name)) == 1
    written = {step for step, _ in done if step.split()[0] in WRITES}
    assert written == {
        "POST /api/records/*/draft",
        "PUT /api/records/*/draft",
        "POST /api/records/*/draft/actions/publish",
    }


def test_a_registration_that_fails_after_publication(server_without_registry, tmp_path):
    server = server_without_registry
    with depositing(server, "late", tmp_path, server.late_registry) as late:
        assert late.run("0.1.0", "--wait", "0") == 1
        assert "500" in late.printed
        error = late.printed.splitlines()[-1]
        assert error.startswith("Error: ")
        assert "is public" in error
        assert "is not registered yet" in error
        del late.asked[:]
        assert late.run("0.1.0", "--wait", "0") == 1
        assert {each.method for each in late.asked} == {"GET"}
        with rdm.late_registry(server):
            assert late.run("0.1.0", "--wait", "0") == 1
            assert late.run("0.1.0", "--metadata-only", "--wait", "20") == 0, late.printed
            first = late.only("0.1.0")
            assert late.run("0.1.0", "--wait", "0") == 0, late.printed
            assert late.run("0.2.0", "--previous", doi_of(first)) == 0, late.printed
            late.only("0.2.0")
    assert len(server.named("late")) == 2


def test_bytes_that_change_on_the_way_are_found_and_sent_again(depositor):
    spoilt = []

    def decide(exchange):
        if exchange.path.endswith(".zip/content") and not spoilt:
            spoilt.append(exchange)
            return exchange.body[:1000] + bytes([exchange.body[1000] ^ 1]) + exchange.body[1001:]
        return None

    depositor.decide = decide
    assert depositor.run("0.1.0") == 1
    assert "data-0.1.0.zip: the server has md5:" in depositor.printed
    assert [each["is_published"] for each in depositor.server.named(depositor.name)] == [False]
    assert depositor.run("0.1.0") == 0, depositor.printed
    depositor.only("0.1.0")


def test_a_pack_that_was_changed_before_publication_replaces_the_other(depositor):
    depositor.is_killed("0.1.0", "/publish")
    (depositor.packed("0.1.0") / "added later.txt").write_text("new\n")
    assert depositor.run("0.1.0") == 0, depositor.printed
    assert "added later.txt" in depositor.server.download(depositor.only("0.1.0")["id"])


def test_a_wrong_token_is_one_line_that_does_not_show_it(depositor):
    assert depositor.run("0.1.0", token="not-the-token-of-anybody") == 1
    (line,) = [line for line in depositor.printed.splitlines() if "Error" in line]
    assert "403" in line
    assert "ATTESTED_DEPOSIT_TOKEN" in line
    assert depositor.server.named(depositor.name) == []


def test_a_draft_that_was_deleted_at_the_server_is_made_anew(depositor):
    depositor.is_killed("0.1.0", "/pids/doi")
    (found,) = depositor.server.named(depositor.name)
    address = f"{depositor.server.address}/api/records/{found['id']}/draft"
    httpx.delete(address, headers={"Authorization": f"Bearer {depositor.server.token}"})
    assert depositor.run("0.1.0") == 0, depositor.printed
    assert "is gone from the server" in depositor.printed
    assert depositor.only("0.1.0")["id"] != found["id"]


def test_versions_are_deposited_in_order(depositor):
    assert depositor.run("0.2.0") == 0, depositor.printed
    assert depositor.run("0.1.0") == 1
    assert "0.2.0 is public already" in depositor.printed
    assert len(depositor.server.named(depositor.name)) == 1


def test_a_previous_version_of_another_account_is_no_first_version(depositor):
    assert depositor.run("0.2.0", "--previous", "10.5072/zenodo.not-there") == 1
    assert "is no record of this account" in depositor.printed
    assert depositor.server.named(depositor.name) == []


def test_a_draft_of_another_version_is_not_overwritten(depositor):
    assert depositor.run("0.1.0") == 0, depositor.printed
    depositor.is_killed("0.2.0", "/publish")
    assert depositor.run("0.3.0") == 1
    assert "a draft of 0.2.0 is not published" in depositor.printed
    assert depositor.run("0.2.0") == 0, depositor.printed
    assert depositor.run("0.3.0") == 0, depositor.printed
    assert len(depositor.server.named(depositor.name)) == 3


def test_an_edit_that_somebody_began_is_not_overwritten(depositor):
    assert depositor.run("0.1.0") == 0, depositor.printed
    record = depositor.only("0.1.0")
    path = f"{depositor.server.address}/api/records/{record['id']}/draft"
    headers = {"Authorization": f"Bearer {depositor.server.token}"}
    draft = httpx.post(path, headers=headers, timeout=60).json()
    draft["metadata"]["title"] = "Somebody's title"
    kept = {key: draft[key] for key in ("access", "files", "metadata", "pids")}
    httpx.put(path, headers=headers, json=kept, timeout=60).raise_for_status()
    assert depositor.run("0.1.0", "--metadata-only", "--title", "Ours") == 1
    assert "publish or discard it there" in depositor.printed
    assert depositor.server.public(record["id"])["metadata"] == record["metadata"]


def test_a_second_run_waits_for_no_lock(depositor):
    with states.held(depositor.state("0.1.0")):
        assert depositor.run("0.1.0") == 1
    assert "another deposit of this version is running" in depositor.printed
    assert depositor.server.named(depositor.name) == []


def test_faults_that_come_with_status_201_are_fatal(depositor):
    """An ORCID whose check digit is wrong passes no check of ours, and the server takes it so."""
    descriptor = read(ROOT, "datapackage.json", Descriptor, [])
    release = Release("0.1.0", "2026-11-26", publisher="Zenodo")
    about = dataclasses.replace(metadata(descriptor, release), name=depositor.name)
    wrong = Creator("A B", "A", "B", orcid="0000-0002-1825-0098")
    right = dataclasses.replace(wrong, orcid="0000-0002-1825-0097")
    server, state = depositor.server, depositor.state("0.1.0")

    def run(creator):
        packing = lambda *dois: pack(depositor.packed("0.1.0"), "0.1.0", *dois)  # noqa: E731
        whole = dataclasses.replace(about, creators=(creator,))
        return deposit(
            server.address, server.token, whole, packing, state, Settings(server.registry, 10)
        )

    for _ in range(2):
        with pytest.raises(DepositError, match=r"takes the draft but not metadata\.creators"):
            run(wrong)
    (draft,) = server.named(depositor.name)
    assert not draft["is_published"]
    assert run(right).record == draft["id"]
    (creator,) = depositor.only("0.1.0")["metadata"]["creators"]
    assert creator["person_or_org"]["identifiers"] == [
        {"identifier": "0000-0002-1825-0097", "scheme": "orcid"}
    ]


def test_a_plan_only_reads(depositor):
    descriptor = read(ROOT, "datapackage.json", Descriptor, [])
    about = dataclasses.replace(
        metadata(descriptor, Release("0.1.0", "2026-11-26")), name=depositor.name
    )

    def planned(release):
        of_it = dataclasses.replace(about, release=Release(release, "2026-11-26"))
        state = depositor.state(release)
        return plan(depositor.address, depositor.server.token, of_it, state)

    assert planned("0.1.0") == ["0.1.0 would be the first version of a new record"]
    assert not depositor.state("0.1.0").exists()
    depositor.is_killed("0.1.0", "/publish")
    del depositor.asked[:]
    assert planned("0.1.0")[0].endswith(" would be finished and published")
    assert {each.method for each in depositor.asked} == {"GET"}
    assert depositor.run("0.1.0") == 0, depositor.printed
    page = depositor.only("0.1.0")["links"]["self_html"]
    assert planned("0.1.0") == [f"0.1.0 is public at {page}; nothing would be done"]
    assert planned("0.2.0") == [f"0.2.0 would be a new version after 0.1.0 ({page})"]


def test_sums_of_the_pack_are_those_of_the_public_files(depositor):
    assert depositor.run("0.1.0") == 0, depositor.printed
    files = depositor.server.download(depositor.only("0.1.0")["id"])
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(files[name]).hexdigest() == digest


# --- the package itself, from the command line, with all that a release holds


class Releaser(Depositor):
    """Deposits the sample package in its folder, under a name of its own."""

    @property
    def root(self) -> Path:
        return self.folder / "package"

    def call(self, *words: str) -> int:
        return self.execute("attested", ["--package", self.root, *words])

    def deposits(self, *words: str) -> int:
        there = ["--server", self.address, "--registry", self.registry, "--wait", "20"]
        return self.call("deposit", *there, *words)

    def stands(self, version: str) -> dict:
        """The public record of a version whose files are those on record, its DOIs inside."""
        (found,) = [
            each
            for each in self.server.named(self.name)
            if each["metadata"].get("version") == version
        ]
        record = self.server.public(found["id"])
        made = manifest.read(self.root, version)
        files = self.server.download(record["id"])
        built = self.root / "build" / "releases" / version
        assert files == {path.name: path.read_bytes() for path in built.iterdir()}
        assert {name: manifest.sha256(data) for name, data in files.items()} == {
            name: proof.sha256 for name, proof in made.artefacts.items()
        }
        assert (made.doi, made.concept_doi) == (doi_of(record), concept_of(record))
        self.registered(made.doi)
        self.registered(made.concept_doi)
        for name in HOLD_THE_DOI:
            assert made.doi.encode() in files[name], name
        with zipfile.ZipFile(io.BytesIO(files[f"{self.name}-{version}-csv.zip"])) as archive:
            (inside,) = [n for n in archive.namelist() if n.endswith("datapackage.json")]
            assert made.doi in json.loads(archive.read(inside))["id"]
        assert self.call("verify-release", version) == 0, self.printed
        return record

    def every_doi(self) -> set[str]:
        """Every DOI with the prefix of the test that stands in a file of the package."""
        texts = [path.read_bytes() for path in self.root.rglob("*") if path.is_file()]
        return {found.decode() for text in texts for found in DOI.findall(text)}


DOI = re.compile(rb"10\.5072/zenodo\.[0-9a-z]{5}-[0-9a-z]{5}")
HOLD_THE_DOI = [
    "CITATION.cff",
    "citation.bib",
    "citation.ris",
    "citation.csl.json",
    "datacite.json",
]


def concept_of(record: dict) -> str:
    return record["parent"]["pids"]["doi"]["identifier"]


@pytest.fixture
def releaser(server, sample, tmp_path, request):
    name = re.sub("[^a-z]+", "-", request.node.name.lower()).strip("-")
    descriptor = json.loads((sample / "datapackage.json").read_text("utf-8"))
    write_descriptor(sample, descriptor | {"name": name})
    found = Releaser(server, name, tmp_path, server.registry)
    with rdm.proxy(server, found.fate, found.kill) as found.address:
        yield found


def write_descriptor(root: Path, descriptor: dict) -> None:
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    (root / "datapackage.json").write_text(text, "utf-8")


def correct_a_cell(root: Path, text: str) -> Path:
    """Changes a summary of the present, and gives the file with the reason."""
    set_cell(root, "incidents", 0, "summary", text)
    return reasons(root, "incidents,*,summary,The first wording was not neutral.,")


def test_the_life_of_a_package(releaser):
    root = releaser.root
    assert releaser.deposits("--version", "0.1.0", "--dry-run") == 0, releaser.printed
    assert "0.1.0 would be the first version of a new record" in releaser.printed
    assert history.versions(root) == []
    assert releaser.deposits("--version", "0.1.0", "--date", "2026-11-25") == 0, releaser.printed
    first = releaser.stands("0.1.0")
    assert first["metadata"]["publication_date"] == "2026-11-25"
    why = correct_a_cell(root, "A plain summary of what is reported.")
    fates = iter(["unheard"])
    releaser.decide = lambda asked: next(fates, None) if asked.path.endswith("/publish") else None
    words = ("--version", "0.1.1", "--date", "2026-11-26", "--reasons", str(why))
    assert releaser.deposits(*words) == KILLED
    assert history.versions(root) == ["0.1.0"]
    shutil.rmtree(root / "build" / "releases" / "0.1.1")
    assert releaser.deposits("--version", "0.1.1", "--reasons", str(why)) == 0, releaser.printed
    second = releaser.stands("0.1.1")
    assert second["metadata"]["publication_date"] == "2026-11-26"
    assert concept_of(second) == concept_of(first)
    (related,) = second["metadata"]["related_identifiers"]
    assert related["identifier"] == doi_of(first)
    assert releaser.every_doi() == {doi_of(first), doi_of(second), concept_of(first)}
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    write_descriptor(root, descriptor | {"title": "A corrected title"})
    words = ("--version", "0.1.0", "--metadata-only")
    assert releaser.deposits(*words) == 0, releaser.printed
    assert releaser.stands("0.1.0")["metadata"]["title"] == "A corrected title"
    assert len(releaser.server.named(releaser.name)) == 2


def test_releases_that_were_made_offline_get_their_dois_later(releaser):
    root = releaser.root
    assert releaser.call("release", "0.1.0", "--offline", "--date", "2026-11-20") == 0
    why = correct_a_cell(root, "A plain summary of what is reported.")
    words = ("0.1.1", "--offline", "--date", "2026-11-21", "--reasons", str(why))
    assert releaser.call("release", *words) == 0, releaser.printed
    before = {version: history.rebuild(root, version) for version in ("0.1.0", "0.1.1")}
    assert releaser.deposits("--version", "0.1.0") == 0, releaser.printed
    first = releaser.stands("0.1.0")
    assert releaser.call("verify-release", "0.1.1") == 0, releaser.printed
    assert releaser.deposits() == 0, releaser.printed
    second = releaser.stands("0.1.1")
    releaser.stands("0.1.0")
    (related,) = second["metadata"]["related_identifiers"]
    assert related["identifier"] == doi_of(first)
    assert (first["metadata"]["publication_date"], second["metadata"]["publication_date"]) == (
        "2026-11-20",
        "2026-11-21",
    )
    assert {version: history.rebuild(root, version) for version in before} == before
    del releaser.asked[:]
    assert releaser.deposits() == 0, releaser.printed
    assert {each.method for each in releaser.asked} == {"GET"}


def test_data_that_changed_after_publication_are_not_recorded_as_published(releaser):
    fates = iter(["unheard"])
    releaser.decide = lambda asked: next(fates, None) if asked.path.endswith("/publish") else None
    assert releaser.deposits("--version", "0.1.0") == KILLED
    correct_a_cell(releaser.root, "Another summary of what is reported.")
    assert releaser.deposits("--version", "0.1.0") == 1, releaser.printed
    assert "is not what is public; restore the data of then" in releaser.printed
    assert history.versions(releaser.root) == []
