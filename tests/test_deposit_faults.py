"""Faults of a deposit that the real server cannot be made to show.

A gateway before it (429, 502, pages of HTML, redirects, dead lines), a registry that is slow, a
server that mints DOIs of another form or gives another one at the end, that accepts and publishes
later, that takes metadata and keeps others, that repeats the token in an error. All else is tested
at the real one, in test_deposit_rdm.py.
"""

import hashlib
import json
import logging
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from attested.artefacts.meta import Creator, Release, metadata
from attested.deposits import client as clients
from attested.deposits import registry, sums
from attested.deposits import state as states
from attested.deposits.address import api_address, host_name
from attested.deposits.client import Client, usable_token
from attested.deposits.correcting import correct
from attested.deposits.depositing import deposit
from attested.deposits.description import record_metadata, release_of, says
from attested.deposits.errors import DepositError, Refused, Unreachable, Unregistered
from attested.deposits.work import Settings
from attested.schema import Descriptor
from attested.strict import read
from http_double import Answer, double
from made import ROOT

TOKEN = "tok-3n-0f-n0body"
DESCRIPTOR = read(ROOT, "datapackage.json", Descriptor, [])
ABOUT = metadata(DESCRIPTOR, Release("0.1.0", "2026-11-26", publisher="Zenodo"))


@pytest.fixture
def server():
    with double() as listening:
        yield listening


@pytest.fixture
def client(server):
    with Client(server.address, TOKEN) as connected:
        yield connected


def line_of(error: pytest.ExceptionInfo[DepositError]) -> str:
    text = str(error.value)
    assert "\n" not in text
    assert TOKEN not in text
    assert ";" in text, "it says what to do"
    return text


# --- the connection


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(502, "<html>bad gateway</html>"), "502 Bad Gateway; run the same command again"),
        (Answer(503), "503 Service Unavailable; run the same command again"),
        (Answer(401, {"message": "bad"}), "401 bad; make a new token"),
        (Answer(410, {"message": "deleted"}), "410 deleted; it was withdrawn there"),
        (Answer(413, "too big"), "413 Request Entity Too Large; it is too large"),
        (Answer(400, {"errors": [{"field": "a.b", "messages": ["x", "y"]}]}), "a.b: x y; correct"),
        (Answer(400, {"errors": "File upload failed."}), "400 File upload failed.; correct"),
        (Answer(400, [1]), "400 Bad Request; correct what it names"),
        (Answer(200, "<html>welcome</html>"), "the answer is no JSON object; give the address"),
        (Answer(200, [1]), "the answer is no JSON object; give the address"),
        (Answer(302, "", {"Location": "https://login.invalid"}), "leads to https://login.invalid;"),
        (Answer(500, {"message": f"bad\n{TOKEN}"}), "bad\\u000a[ATTESTED_DEPOSIT_TOKEN]; run"),
        (Answer(500, {"message": "long " * 999}), "…; run the same command again"),
    ],
)
def test_an_answer_that_is_no_success_is_one_line_with_advice(server, client, answer, said):
    server.say("GET /api/x", answer)
    with pytest.raises(Refused) as error:
        client.call("GET", "/x")
    assert said in line_of(error)
    assert len(line_of(error)) < 700


def test_a_redirect_gets_no_token(server, client):
    with double() as other:
        server.say("GET /api/x", Answer(307, "", {"Location": f"{other.address}/api/x"}))
        with pytest.raises(Refused):
            client.call("GET", "/x")
        assert other.asked == []


def test_a_line_that_goes_dead_is_no_refusal(server, client):
    server.say("POST /api/x", Answer(0))
    with pytest.raises(Unreachable) as error:
        client.call("POST", "/x", {})
    assert "no answer (" in line_of(error)


def test_a_server_that_is_not_there_is_one_line():
    with double() as gone:
        address = gone.address
    with Client(address, TOKEN) as connected, pytest.raises(Unreachable) as error:
        connected.call("GET", "/x")
    assert "Connection refused" in line_of(error)


def test_a_name_that_no_server_has_is_one_line():
    with Client("https://server.invalid", TOKEN) as connected, pytest.raises(Unreachable) as error:
        connected.call("GET", "/x")
    assert "https://server.invalid/api/x: no answer" in line_of(error)


def test_a_server_that_speaks_no_tls_is_one_line(server):
    secure = server.address.replace("http:", "https:")
    with Client(secure, TOKEN) as connected, pytest.raises(Unreachable) as error:
        connected.call("GET", "/x")
    line_of(error)


def test_a_server_that_does_not_answer_in_time_is_one_line(server, monkeypatch):
    monkeypatch.setattr(clients, "_TIMEOUT", httpx.Timeout(0.2))
    monkeypatch.setattr(server, "answer", lambda asked: time.sleep(1) or Answer(200, {}))
    with Client(server.address, TOKEN) as connected, pytest.raises(Unreachable) as error:
        connected.call("GET", "/x")
    assert "timed out" in line_of(error)


def test_a_request_that_is_put_off_is_repeated_when_the_server_says(server, client):
    later = Answer(429, {"message": "slow"}, {"Retry-After": "0"})
    server.say("POST /api/x", later, later, Answer(200, {"done": True}))
    assert client.call("POST", "/x", {"a": 1}) == {"done": True}
    assert len(server.asked) == 3
    server.say("POST /api/x", later)
    with pytest.raises(Refused) as error:
        client.call("POST", "/x", {"a": 1})
    assert "429 slow; wait a minute" in line_of(error)
    assert len(server.asked) == 3 + 4


def test_the_token_is_sent_and_never_logged(server, client, caplog):
    caplog.set_level(logging.DEBUG)
    server.say("GET /api/x", Answer(200, {}))
    client.call("GET", "/x")
    assert server.asked[0][1]["Authorization"] == f"Bearer {TOKEN}"
    assert "HTTP Request: GET" in caplog.text, "what could hold it was logged"
    assert TOKEN not in caplog.text
    shown = [repr(each) for each in (client, vars(client)["_http"], vars(client)["_http"].auth)]
    assert TOKEN not in "".join(shown)


@pytest.mark.parametrize(
    ("token", "said"),
    [(None, "is not set"), ("  ", "is not set"), ("a b", "no token has"), ("ключ", "no token has")],
)
def test_what_is_no_token_is_refused_without_being_shown(token, said):
    with pytest.raises(DepositError) as error:
        usable_token(token)
    assert said in line_of(error)
    assert token is None or not token.strip() or token not in line_of(error)


def test_a_token_may_have_a_line_end():
    assert usable_token(f"{TOKEN}\n") == TOKEN


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("https://zenodo.org", "https://zenodo.org/api"),
        ("https://Zenodo.org/", "https://zenodo.org/api"),
        ("https://zenodo.org/api/", "https://zenodo.org/api"),
        ("https://host.example/data", "https://host.example/data/api"),
        ("http://127.0.0.1:5057", "http://127.0.0.1:5057/api"),
        ("http://localhost:5057/api", "http://localhost:5057/api"),
        ("http://[::1]:5057", "http://[::1]:5057/api"),
    ],
)
def test_an_address_of_a_server(address, api):
    assert api_address(address) == api


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("zenodo.org", "is no server's address"),
        ("ftp://zenodo.org", "is no server's address"),
        ("https://", "is no server's address"),
        ("https://zenodo.org:x", "is no server's address"),
        ("https://zenodo.org/?q=1", "is no server's address"),
        ("https://[zenodo", "is no server's address"),
        ("https://me:secret@zenodo.org", "holds a name or a password"),
        ("http://zenodo.org", "in the clear"),
        ("http://127.0.0.1.example.org", "in the clear"),
        ("http://localhost.example.org", "in the clear"),
    ],
)
def test_an_address_that_is_refused(address, said):
    with pytest.raises(DepositError) as error:
        api_address(address)
    assert said in line_of(error)
    assert "secret" not in line_of(error)


def test_a_state_file_is_named_for_the_host():
    assert host_name("https://zenodo.org") == "zenodo.org"
    assert host_name("http://127.0.0.1:5057/api") == "127.0.0.1-5057"
    named = states.state_file(Path("build"), "https://zenodo.org", "0.1.0")
    assert named == Path("build/deposits/zenodo.org-0.1.0.json")


# --- a server that behaves as no real one can be made to


def shown(**changes):
    """A record as the server shows it."""
    doi = {"identifier": "10.5072/zenodo.r1", "provider": "datacite"}
    links = {"self_html": "http://here/uploads/r1", "record_html": "http://here/records/r1"}
    whole = {
        "id": "r1",
        "parent": {"id": "p1", "pids": {}},
        "pids": {"doi": doi},
        "is_published": False,
        "is_draft": True,
        "links": links,
        "metadata": record_metadata(ABOUT),
    }
    return whole | changes


PUBLIC = shown(
    is_published=True,
    is_draft=False,
    parent={"id": "p1", "pids": {"doi": {"identifier": "10.5072/zenodo.p1"}}},
)


def files_shown(folder: Path) -> dict[str, object]:
    entries = [
        {
            "key": path.name,
            "status": "completed",
            "checksum": f"md5:{hashlib.md5(path.read_bytes()).hexdigest()}",
            "size": path.stat().st_size,
        }
        for path in folder.iterdir()
    ]
    return {"entries": entries}


@pytest.fixture
def packed(tmp_path):
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "a.txt").write_text("a\n")
    digest = hashlib.sha256(b"a\n").hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  a.txt\n")
    return folder


@pytest.fixture
def life(server, packed):
    """The server's answers to a deposit that goes well, its files already uploaded."""
    server.say("GET /api/user/records", Answer(200, {"hits": {"hits": [], "total": 0}}))
    server.say("POST /api/records", Answer(201, shown(pids={})))
    server.say("PUT /api/records/r1/draft", Answer(200, shown(pids={})))
    server.say("POST /api/records/r1/draft/pids/doi", Answer(201, shown()))
    server.say("GET /api/records/r1/draft/files", Answer(200, files_shown(packed)))
    server.say("POST /api/records/r1/draft/actions/publish", Answer(202, PUBLIC))
    server.say("GET /api/records/r1", Answer(200, PUBLIC))
    server.say("GET /api/records/r1/files", Answer(200, files_shown(packed)))
    for doi in ("10.5072/zenodo.r1", "10.5072/zenodo.p1"):
        server.say(f"GET /dois/{doi.replace('/', '%2F')}", Answer(200, findable(doi)))
    return server


def findable(doi, state="findable"):
    return {"data": {"attributes": {"doi": doi, "state": state}}}


def run(life, packed, tmp_path, about=ABOUT, **settings):
    """One run of a deposit at the double."""
    options = {"registry": life.address, "wait": 5, "settle": 0} | settings
    paths = sorted(packed.iterdir())
    state = tmp_path / "state.json"
    return deposit(life.address, TOKEN, about, lambda *dois: paths, state, Settings(**options))


def test_the_double_can_be_deposited_at(life, packed, tmp_path):
    done = run(life, packed, tmp_path)
    assert (done.doi, done.concept_doi) == ("10.5072/zenodo.r1", "10.5072/zenodo.p1")
    assert json.loads((tmp_path / "state.json").read_text())["step"] == "registered"


def test_a_record_that_becomes_public_later_is_not_deposited_again(life, packed, tmp_path):
    life.say("GET /api/records/r1", Answer(404), Answer(404), Answer(200, PUBLIC))
    life.say("GET /api/records/r1/draft", Answer(200, shown()))
    with pytest.raises(DepositError) as error:
        run(life, packed, tmp_path)
    assert "accepted and not public yet" in line_of(error)
    assert run(life, packed, tmp_path).record == "r1"
    assert [asked for asked, _ in life.asked].count("POST /api/records") == 1


def test_a_doi_that_is_registered_late_is_waited_for(life, packed, tmp_path):
    late = [Answer(404), Answer(502), Answer(200, findable("10.5072/zenodo.r1", "registered"))]
    ready = Answer(200, findable("10.5072/zenodo.r1"))
    life.say("GET /dois/10.5072%2Fzenodo.r1", *late, ready)
    assert run(life, packed, tmp_path, wait=30).doi == "10.5072/zenodo.r1"
    assert [asked for asked, _ in life.asked].count("GET /dois/10.5072%2Fzenodo.r1") == 4


def test_a_registry_that_shows_another_doi_shows_none(life, packed, tmp_path):
    life.say("GET /dois/10.5072%2Fzenodo.r1", Answer(200, findable("10.5072/zenodo.other")))
    with pytest.raises(Unregistered) as error:
        run(life, packed, tmp_path, wait=0)
    assert "10.5072/zenodo.r1 is not registered yet" in line_of(error)
    assert json.loads((tmp_path / "state.json").read_text())["step"] == "published"


def test_the_registry_gets_no_token(life, packed, tmp_path):
    run(life, packed, tmp_path)
    asked = [headers for asked, headers in life.asked if "/dois/" in asked]
    assert asked
    assert not any("Authorization" in headers for headers in asked)


@pytest.mark.parametrize(
    ("reserved", "said"),
    [
        ({"identifier": "10.5072/abc", "provider": "datacite"}, "concept DOI cannot be told"),
        ({"identifier": "10.5072/zenodo.r1", "provider": "external"}, "from elsewhere"),
    ],
)
def test_a_doi_that_cannot_stand_in_the_files_is_refused(life, packed, tmp_path, reserved, said):
    answer = Answer(201, shown(pids={"doi": reserved}))
    life.say("POST /api/records/r1/draft/pids/doi", answer)
    with pytest.raises(DepositError, match=said):
        run(life, packed, tmp_path)
    assert not any("publish" in asked for asked, _ in life.asked)


def test_a_server_that_mints_no_doi_is_refused(life, packed, tmp_path):
    life.say("POST /api/records/r1/draft/pids/doi", Answer(201, shown(pids={})))
    with pytest.raises(DepositError, match="was given no DOI"):
        run(life, packed, tmp_path)


@pytest.mark.parametrize("place", ["pids", "parent"])
def test_a_doi_that_is_not_the_one_in_the_files_is_told(life, packed, tmp_path, place):
    other = {"doi": {"identifier": "10.5072/zenodo.zz", "provider": "datacite"}}
    changed = {"pids": other} if place == "pids" else {"parent": {"id": "p1", "pids": other}}
    life.say("GET /api/records/r1", Answer(200, PUBLIC | changed))
    with pytest.raises(DepositError) as error:
        run(life, packed, tmp_path)
    assert "its files say 10.5072/zenodo.r1 of 10.5072/zenodo.p1" in line_of(error)


def test_metadata_that_the_server_changes_are_told(life, packed, tmp_path):
    kept = shown(metadata=record_metadata(ABOUT) | {"title": "Another"})
    life.say("PUT /api/records/r1/draft", Answer(200, kept))
    with pytest.raises(DepositError, match="lost or changed metadata"):
        run(life, packed, tmp_path)


def test_faults_that_come_with_success_are_fatal_whatever_their_form(life, packed, tmp_path):
    life.say(
        "PUT /api/records/r1/draft", Answer(200, shown() | {"errors": ["odd", {"field": "f"}]})
    )
    with pytest.raises(DepositError) as error:
        run(life, packed, tmp_path)
    assert "odd; f: not accepted" in line_of(error)


def test_a_file_that_changed_at_the_server_after_publication_is_told(life, packed, tmp_path):
    other = files_shown(packed)
    other["entries"][0]["checksum"] = "md5:0"
    life.say("GET /api/records/r1/files", Answer(200, other))
    with pytest.raises(DepositError, match="the server has md5:0"):
        run(life, packed, tmp_path)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda entries: entries.append({"key": "b", "status": "completed"}),
            "b: is at the server",
        ),
        (lambda entries: entries.pop(), "is not at the server"),
        (lambda entries: entries[0].update(size=99), "has another size"),
    ],
)
def test_other_files_than_the_pack_are_never_called_the_deposit(
    life, packed, tmp_path, change, said
):
    other = files_shown(packed)
    change(other["entries"])
    life.say("GET /api/records/r1/files", Answer(200, other))
    with pytest.raises(DepositError, match=said):
        run(life, packed, tmp_path)


def test_two_records_of_one_package_are_refused(life, packed, tmp_path):
    two = [shown(id="r2", parent={"id": "p2"}), shown(id="r3", parent={"id": "p3"})]
    life.say("GET /api/user/records", Answer(200, {"hits": {"hits": two, "total": 2}}))
    with pytest.raises(DepositError, match="two records carry the keyword"):
        run(life, packed, tmp_path)


def test_a_version_that_is_there_twice_is_refused(life, packed, tmp_path):
    two = [shown(id="r2"), shown(id="r3")]
    life.say("GET /api/user/records", Answer(200, {"hits": {"hits": two, "total": 2}}))
    with pytest.raises(DepositError, match=r"0\.1\.0 is there twice"):
        run(life, packed, tmp_path)


def test_an_account_that_cannot_be_listed_makes_no_record(life, packed, tmp_path):
    for listing in ({"hits": {"hits": [], "total": 5}}, {"hits": {"hits": [shown()], "total": 5}}):
        life.say("GET /api/user/records", Answer(200, listing))
        with pytest.raises(DepositError, match="cannot all be listed"):
            run(life, packed, tmp_path)
    assert not any(asked == "POST /api/records" for asked, _ in life.asked)


def test_a_long_list_is_read_to_its_end(life, packed, tmp_path):
    strange = shown(id="x", metadata={"title": "Another's"})
    pages = [[strange] * 25, [strange] * 25, [PUBLIC]]
    life.say(
        "GET /api/user/records",
        *(Answer(200, {"hits": {"hits": page, "total": 51}}) for page in pages),
    )
    assert run(life, packed, tmp_path).record == "r1"
    assert not any(asked == "POST /api/records" for asked, _ in life.asked)


def test_a_server_that_lists_a_draft_late_gets_no_second_one(life, packed, tmp_path):
    life.say("POST /api/records", Answer(0))
    with pytest.raises(Unreachable):
        run(life, packed, tmp_path)
    found = Answer(200, {"hits": {"hits": [shown()], "total": 1}})
    empty = Answer(200, {"hits": {"hits": [], "total": 0}})
    life.say("GET /api/user/records", empty, found)
    assert run(life, packed, tmp_path).record == "r1"
    assert [asked for asked, _ in life.asked].count("POST /api/records") == 1


@pytest.mark.parametrize("body", [{}, {"id": "r1"}, shown(links={}), shown(parent=None)])
def test_an_answer_that_shows_no_record_is_one_line(life, packed, tmp_path, body):
    life.say("POST /api/records", Answer(201, body))
    with pytest.raises(DepositError, match="a record of the server lacks") as error:
        run(life, packed, tmp_path)
    line_of(error)


@pytest.mark.parametrize("text", ["", "{", '{"server": 1}', '{"token": "x"}'])
def test_a_state_file_that_is_none_is_refused(life, packed, tmp_path, text):
    (tmp_path / "state.json").write_text(text)
    with pytest.raises(DepositError, match="is no state of a deposit; move it away"):
        run(life, packed, tmp_path)


def test_a_state_file_of_another_deposit_is_refused(life, packed, tmp_path):
    run(life, packed, tmp_path)
    with pytest.raises(DepositError, match="is the state of another deposit"):
        run(life, packed, tmp_path, replace(ABOUT, release=Release("0.2.0", "2026-11-26")))


def test_a_state_file_that_cannot_be_written_stops_before_a_record_is_made(life, packed, tmp_path):
    (tmp_path / "state.json").mkdir()
    with pytest.raises(DepositError, match="cannot be read"):
        run(life, packed, tmp_path)
    assert life.asked == []


def test_a_correction_needs_a_public_record(life, tmp_path):
    with pytest.raises(DepositError, match=r"0\.1\.0 is not public at"):
        correct(life.address, TOKEN, ABOUT, tmp_path / "state.json", Settings(wait=0))


def test_a_correction_that_changes_files_is_told(life, packed, tmp_path):
    run(life, packed, tmp_path)
    title = replace(ABOUT, title="Corrected")
    after = PUBLIC | {"metadata": record_metadata(title)}
    life.say("GET /api/records/r1", Answer(200, PUBLIC), Answer(200, PUBLIC), Answer(200, after))
    life.say("POST /api/records/r1/draft", Answer(201, PUBLIC))
    life.say("PUT /api/records/r1/draft", Answer(200, after))
    changed = files_shown(packed)
    changed["entries"][0]["checksum"] = "md5:0"
    life.say("GET /api/records/r1/files", Answer(200, files_shown(packed)), Answer(200, changed))
    settings = Settings(life.address, 0)
    with pytest.raises(DepositError, match="changed more than metadata"):
        correct(life.address, TOKEN, title, tmp_path / "state.json", settings)


# --- the pack and the description


def spoil(folder: Path, how: str) -> None:
    listing = folder / "SHA256SUMS"
    if how == "changed":
        (folder / "a.txt").write_text("b\n")
    if how == "unlisted":
        (folder / "b.txt").write_text("b\n")
    if how == "gone":
        (folder / "a.txt").unlink()
    if how == "no list":
        listing.unlink()
    if how == "garbage":
        listing.write_text("x\n")
    if how == "twice":
        listing.write_text(listing.read_text() * 2)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("changed", "a.txt: its SHA-256 is not the one in SHA256SUMS"),
        ("unlisted", "SHA256SUMS: b.txt is there and not listed"),
        ("gone", "SHA256SUMS: a.txt is listed and not there"),
        ("no list", "no SHA256SUMS is among the files"),
        ("garbage", "SHA256SUMS:1: is not one sum and one new name"),
        ("twice", "SHA256SUMS:2: is not one sum and one new name"),
    ],
)
def test_a_pack_that_its_sums_do_not_fit_is_not_uploaded(life, packed, tmp_path, how, said):
    spoil(packed, how)
    with pytest.raises(DepositError) as error:
        run(life, packed, tmp_path)
    assert said in line_of(error)
    assert not any("files" in asked for asked, _ in life.asked)


def test_a_signature_of_the_sums_needs_no_sum(packed):
    (packed / "SHA256SUMS.sig").write_text("signed\n")
    names = [each.name for each in sums.uploads(sorted(packed.iterdir()))]
    assert names == ["SHA256SUMS", "SHA256SUMS.sig", "a.txt"]


def test_two_files_of_one_name_are_refused(packed, tmp_path):
    (tmp_path / "a.txt").write_text("a\n")
    with pytest.raises(DepositError, match=r"two files are called a\.txt"):
        sums.uploads([*packed.iterdir(), tmp_path / "a.txt"])


def test_a_person_is_named_by_parts_and_orcid():
    person = Creator("B, A", "A", "B", orcid="0000-0002-1825-0097")
    (creator,) = record_metadata(replace(ABOUT, creators=(person,)))["creators"]
    assert creator["person_or_org"] == {
        "type": "personal",
        "family_name": "B",
        "given_name": "A",
        "identifiers": [{"scheme": "orcid", "identifier": "0000-0002-1825-0097"}],
    }


def test_markup_in_a_description_is_text():
    said = record_metadata(replace(ABOUT, description='a < b & "c"'))["description"]
    assert said == '<p>a &lt; b &amp; "c"</p>'


def test_the_name_stands_among_the_keywords_once():
    said = record_metadata(replace(ABOUT, keywords=("one", ABOUT.name)))["subjects"]
    assert said == [{"subject": ABOUT.name}, {"subject": "one"}]


def test_the_data_set_as_a_whole_cannot_be_deposited():
    with pytest.raises(ValueError, match="only a release can be deposited"):
        release_of(metadata(DESCRIPTOR, None))


def test_what_a_server_adds_inside_an_entry_is_no_change():
    ours = record_metadata(ABOUT)
    theirs = json.loads(json.dumps(ours))
    theirs["rights"][0]["title"] = {"en": "a title"}
    assert says(theirs, ours)
    assert not says(theirs | {"title": "x"}, ours)
    assert not says(theirs | {"funding": []}, ours)
    assert not says(theirs | {"subjects": theirs["subjects"][1:]}, ours)
    assert not says({key: theirs[key] for key in theirs if key != "version"}, ours)


def test_a_doi_of_a_sandbox_is_asked_of_the_registry_for_tests():
    assert registry.registry_of("10.5072/zenodo.1") == "https://api.test.datacite.org"
    assert registry.registry_of("10.5281/zenodo.1") == "https://api.datacite.org"
