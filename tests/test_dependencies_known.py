"""Known vulnerabilities are found, accepted for a while, or plainly not asked for."""

import datetime
import json
import shutil
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec

import pytest

import advisories
import locks
import vulnerabilities
from advisories import Finding, NotHad
from conftest import require_or_skip

TODAY = datetime.date(2026, 11, 27)
FOUND = Finding("pebble", "1.0", ("PYSEC-2026-1", "CVE-2026-1"), "upgrade to 1.1")
ENTRY = {"id": "CVE-2026-1", "package": "pebble", "until": TODAY, "why": "Not started here."}


@contextmanager
def registry(known):
    """A server of advisories: what is known by package, to OSV's question and to npm's."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/query":
                self.reply(known.get(json.loads(asked)["package"]["name"], {}))
            else:
                self.reply(known)

        def do_GET(self):
            self.reply({"name": self.path[1:], "versions": {}, "dist-tags": {}})

        def reply(self, answer):
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def osv(address):
    require_or_skip(find_spec("pip_audit"), "pip-audit is not installed")
    return ("--vulnerability-service", "osv", "--osv-url", f"{address}/v1/query")


def advisory(package, *fixed):
    events = [{"introduced": "0"}, *({"fixed": version} for version in fixed)]
    affected = {
        "package": {"ecosystem": "PyPI", "name": package},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
    }
    return {"vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "affected": [affected]}]}


def test_pip_audit_finds_what_is_known_in_either_lock():
    known = {
        "jinja2": advisory("jinja2"),
        "sqlglot": advisory("sqlglot", "99.1"),
        "ruff": advisory("ruff"),
    }
    with registry(known) as address:
        found = advisories.of_python([osv(address)])
    assert {each.package: each.advice for each in found} == {
        "jinja2": "use another package",
        "ruff": "use another package",
        "sqlglot": "upgrade to 99.1",
    }
    assert all([each.version] == locks.all_pins()[each.package] for each in found)
    assert {each.names for each in found} == {("PYSEC-2026-1", "CVE-2026-1")}


def test_the_next_service_is_asked_when_one_has_no_data(monkeypatch):
    monkeypatch.setattr(advisories, "LOCKS", [])
    monkeypatch.setattr(advisories, "_audited", fake_audit({"osv": [{"vulns": [{}]}]}))
    assert advisories.of_python() == []


def fake_audit(answers):
    """What pip-audit tells, by service; the others cannot be reached."""

    def audited(words, *files):
        if words[1] not in answers:
            raise NotHad("cannot be reached")
        return answers[words[1]] if files else []

    return audited


def test_a_service_that_knows_nothing_of_the_control_has_no_data():
    with registry({}) as address, pytest.raises(NotHad) as reason:
        advisories.of_python([osv(address)])
    assert str(reason.value) == "osv: nothing is known against jinja2==2.4.1"


def test_a_service_that_cannot_be_reached_has_no_data():
    with registry({}) as address:
        gone = osv(address)
    with pytest.raises(NotHad, match=r"^osv: .*refused"):
        advisories.of_python([gone])


def test_a_package_that_the_service_does_not_know_is_told(monkeypatch):
    told = [{"name": "pebble", "skip_reason": "not found"}]
    monkeypatch.setattr(advisories, "_audited", fake_audit({"pypi": told}))
    monkeypatch.setattr(advisories, "_ask_control", lambda words: None)
    (found,) = advisories.of_python()
    assert (found.package, found.names) == ("pebble", ("unknown",))


def test_npm_audit_finds_what_is_known():
    require_or_skip(shutil.which("npm"), "npm is not installed")
    known = {
        "id": 1,
        "url": "https://github.com/advisories/GHSA-0000",
        "title": "Runs what it is shown",
        "severity": "high",
        "vulnerable_versions": "<99",
    }
    pinned = locks.web_tools()["axe-core"]["version"]
    with registry({"axe-core": [known]}) as address:
        (found,) = advisories.of_npm("--registry", address)
    assert found == Finding("axe-core", pinned, ("GHSA-0000",), "upgrade: Runs what it is shown")
    with registry({}) as address:
        assert advisories.of_npm("--registry", address) == []


def test_a_registry_of_npm_that_refuses_has_no_data():
    require_or_skip(shutil.which("npm"), "npm is not installed")
    with registry({}) as address:
        gone = address
    with pytest.raises(NotHad, match="ECONNREFUSED"):
        advisories.of_npm("--registry", gone, "--fetch-retries", "0")


@pytest.mark.parametrize(
    ("reviewed", "today", "told"),
    [
        ([], TODAY, "pebble 1.0: PYSEC-2026-1: upgrade to 1.1, or look into it and accept it in"),
        ([ENTRY | {"package": "other"}], TODAY, "pebble 1.0: PYSEC-2026-1: upgrade to 1.1, or"),
        ([ENTRY], TODAY + datetime.timedelta(1), "pebble 1.0: PYSEC-2026-1: was accepted until"),
    ],
)
def test_what_is_not_accepted_is_a_fault(reviewed, today, told):
    (fault,) = vulnerabilities.faults([FOUND], reviewed, today, is_whole=False)
    assert fault.startswith(told)


def test_what_is_accepted_is_no_fault_until_it_is_gone():
    assert vulnerabilities.faults([FOUND], [ENTRY], TODAY, is_whole=True) == []
    (idle,) = vulnerabilities.faults([], [ENTRY], TODAY, is_whole=True)
    assert "CVE-2026-1: is no vulnerability of pebble now; remove it" in idle
    assert vulnerabilities.faults([], [ENTRY], TODAY, is_whole=False) == []


def test_every_entry_says_why_and_until_when():
    for entry in vulnerabilities.accepted():
        assert entry.keys() == {"id", "package", "reviewed", "until", "why"}
        assert entry["until"] - entry["reviewed"] <= datetime.timedelta(days=92)


def unreachable():
    raise NotHad("no network")


@pytest.mark.parametrize(
    ("source", "on_github", "code", "said"),
    [
        (unreachable, "", 0, "packages: not checked: the data cannot be had here (no network)"),
        (unreachable, "true", 1, "packages: not checked: the data cannot be had here (no network)"),
        (list, "true", 0, "packages: checked; known vulnerabilities: 0"),
        (lambda: [FOUND], "", 1, "pebble 1.0: PYSEC-2026-1: upgrade to 1.1"),
    ],
)
def test_the_step_fails_for_what_is_known_and_says_what_was_not_asked(
    monkeypatch, capsys, source, on_github, code, said
):
    monkeypatch.setattr(vulnerabilities, "SOURCES", {"packages": source})
    monkeypatch.setattr(vulnerabilities, "accepted", list)
    monkeypatch.setenv("GITHUB_ACTIONS", on_github)
    assert vulnerabilities.main() == code
    assert said in capsys.readouterr().out
