"""The examples of docs/deploy as an operator uses them: nginx in front, Dockerfile step by step."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection, RemoteDisconnected
from pathlib import Path
from ssl import CERT_NONE, PROTOCOL_TLS_CLIENT, SSLContext, SSLError

import pytest

from conftest import require_or_skip
from made import ROOT

DEPLOY = ROOT / "docs/deploy"
HOST = "attested.example"
ORIGIN = f"https://{HOST}"
SERVING = "serving http"
SERVE = [sys.executable, "-m", "attested", "serve", "--public", "--origin", ORIGIN, "--port"]


def free_port():
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def wait_until(holds, seconds=60):
    """Waits until something holds; fails when it does not come to hold."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def answers(port):
    """Whether somebody listens at a port."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command, port, says=None, **told):
    """A process that listens at a port, or says that it does; it is ended with SIGTERM."""
    with tempfile.TemporaryFile() as errors:
        pipes = {"stdout": subprocess.PIPE, "stderr": errors, "text": True}
        process = subprocess.Popen(command, **pipes, **told)
        try:
            if says:
                assert any(line.startswith(says) for line in process.stdout), tail(errors)
            wait_until(lambda: answers(port) or process.poll() is not None)
            assert process.poll() is None, tail(errors)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


def tail(errors):
    """The end of what a process wrote to its standard error."""
    errors.seek(0)
    return errors.read().decode("utf-8", "replace")[-2000:]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A folder with the one file of a release."""
    folder = tmp_path_factory.mktemp("released")
    (folder / "0.3.0").mkdir()
    (folder / "0.3.0/artefact.txt").write_text("0.3.0")
    return folder


@pytest.fixture(scope="module")
def portal(history_template, released):
    """The port of a public portal over a package with three releases."""
    port = free_port()
    words = [*SERVE[:3], "--package", str(history_template), *SERVE[3:], str(port)]
    words += ["--released", str(released)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    with running(words, port, SERVING, env=environment):
        yield port


@pytest.fixture(scope="module")
def nginx():
    """The path of nginx."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    require_or_skip(found, "there is no nginx; install nginx-light")
    require_or_skip(shutil.which("openssl"), "there is no openssl on the path")
    return found


def moved(text, folder, ports):
    """A configuration whose files and ports are those of a test."""
    for name in ("/var/log/nginx/", "/var/cache/nginx/", "/etc/nginx/tls/", "/srv/attested"):
        text = text.replace(name, f"{folder}/{name.strip('/').replace('/', '-')}/")
    for port, other in ports.items():
        text = re.sub(rf"(?m)^(\s*listen ){port}\b", rf"\g<1>127.0.0.1:{other}", text)
        text = text.replace(f"127.0.0.1:{port};", f"127.0.0.1:{other};")
    return text


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A folder with a certificate."""
    folder = tmp_path_factory.mktemp("nginx")
    for name in ("var-log-nginx", "var-cache-nginx", "etc-nginx-tls", "srv-attested"):
        (folder / name).mkdir()
    folder.chmod(0o755)
    subject = ["-subj", f"/CN={HOST}", "-days", "1"]
    paths = [str(folder / f"etc-nginx-tls/{HOST}.{ending}") for ending in ("key", "pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject,
         "-keyout", paths[0], "-out", paths[1]], check=True, capture_output=True,
    )  # fmt: skip
    return folder


def configured(nginx, folder, name, text):
    """The command that runs nginx with a configuration; its workers must see the test's files."""
    user = "user root;\n" if os.geteuid() == 0 else ""
    path = folder / f"{name}.conf"
    path.write_text(f"daemon off;\npid {folder}/{name}.pid;\n{user}{text}")
    return [nginx, "-e", str(folder / f"{name}.log"), "-c", str(path)]


@pytest.fixture(scope="module")
def front(nginx, portal, tree):
    """The port of nginx, running with the example in front of the portal."""
    ports = {80: free_port(), 443: free_port(), 8001: portal}
    example = (DEPLOY / "nginx.conf").read_text("utf-8")
    command = configured(nginx, tree, "front", moved(example, tree, ports))
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tested.returncode == 0, tested.stderr
    assert "warn" not in tested.stderr
    with running(command, ports[443]):
        yield ports


def asked(front, path, host=HOST, method="GET", secure=True, **headers):
    """The answer of nginx to a request that is sent as it stands: status, headers, body."""
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, CERT_NONE
    if secure:
        connection = HTTPSConnection("127.0.0.1", front[443], context=context, timeout=30)
        plain = socket.create_connection(("127.0.0.1", front[443]), 30)
        connection.sock = context.wrap_socket(plain, server_hostname=host)
    else:
        connection = HTTPConnection("127.0.0.1", front[80], timeout=30)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": host} | headers).items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def test_nginx_hands_on_what_the_portal_answers_with_its_headers(front, portal):
    status, headers, body = asked(front, "/v/0.3.0/incidents/I000001")
    assert status == 200
    assert b"Who reports it" in body
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["cache-control"] == "public, max-age=300, must-revalidate"
    assert "server" not in headers or headers["server"] == "nginx"
    assert "set-cookie" not in headers


def test_what_was_asked_before_comes_from_the_cache_whoever_asks(front):
    path = "/v/0.3.0/claims/C000001"
    first = asked(front, path, Cookie="ds_actor=x", Authorization="Bearer dstok_x")
    again = asked(front, path, User_Agent="another")
    assert (first[1]["x-cache"], again[1]["x-cache"]) == ("MISS", "HIT")
    assert first[2] == again[2]


def test_each_reader_gets_the_form_that_he_takes(front):
    path = "/v/0.3.0/incidents"
    packed = asked(front, path, Accept_Encoding="br, gzip, zstd")
    plain = asked(front, path)
    refused = asked(front, path, Accept_Encoding="gzip;q=0")
    assert packed[1]["content-encoding"] == "gzip"
    assert "content-encoding" not in plain[1]
    assert "content-encoding" not in refused[1]
    assert len(packed[2]) < len(plain[2]) / 2
    assert asked(front, path, Accept_Encoding="gzip")[1]["x-cache"] == "HIT"


def test_who_has_an_answer_already_is_told_so(front):
    _, headers, _ = asked(front, "/v/0.3.0/codebook")
    status, _, body = asked(front, "/v/0.3.0/codebook", If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")


@pytest.mark.parametrize("path", ["/\\a.example/", "/%5Ca.example", "/%5ca.example", "/v/x?a=\\b",
                                  "//a.example/"])  # fmt: skip
def test_no_address_leads_off_the_site(front, path):
    status, headers, _ = asked(front, path)
    assert status == 404
    assert "location" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nobody_writes(front, method):
    assert asked(front, "/", method=method)[0] == 405


def test_another_host_gets_no_answer(front):
    with pytest.raises(SSLError, match="UNRECOGNIZED_NAME"):
        asked(front, "/", host="a.example")
    with pytest.raises(RemoteDisconnected, match="without response"):
        asked(front, "/", host="a.example", secure=False)
    status, headers, _ = asked(front, "/v/0.3.0", secure=False)
    assert (status, headers["location"]) == (301, f"{ORIGIN}/v/0.3.0")


def test_who_asks_much_at_a_time_is_told_to_come_again(front):
    found = [asked(front, f"/v/0.3.0/incidents?_search=w{number}")[0] for number in range(60)]
    assert set(found) == {200, 429}
    assert asked(front, "/v/0.3.0/incidents")[0] == 200


def test_released_files_are_given_in_parts_too(front):
    path = "/v/0.3.0/files/artefact.txt"
    status, headers, body = asked(front, path, Range="bytes=0-1")
    assert (status, body) == (206, b"0.")
    assert headers["content-range"] == "bytes 0-1/5"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    lost, headers, _ = asked(front, "/v/0.3.0/files/nothing.csv")
    assert lost == 404
    assert "content-security-policy" in headers
    assert asked(front, "/v/0.3.0/files/../../../nginx.conf")[0] in (400, 404)


def test_a_file_that_is_no_longer_the_released_one_is_gone_at_once(front, released):
    """Whatever lies in the folder: neither nginx nor its cache gives it past the portal."""
    path, file = "/v/0.3.0/files/artefact.txt", released / "0.3.0/artefact.txt"
    assert asked(front, path)[::2] == (200, b"0.3.0")
    file.write_text("0.3.1")
    assert asked(front, path)[0] == 404
    assert asked(front, path, Range="bytes=0-1")[0] == 404
    file.write_text("0.3.0")
    assert asked(front, path)[0] == 200


def test_the_example_gives_no_file_itself():
    told = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert not re.search(r"(?m)^\s*(root|alias|try_files)\b", told)


def test_no_log_names_a_visitor(front, tree):
    asked(front, "/nothing?_search=someone")
    logs = [path for path in tree.rglob("*.log") if path.is_file()]
    assert logs
    for path in logs:
        assert "someone" not in path.read_text("utf-8")
        assert "client:" not in path.read_text("utf-8")


def test_the_health_page_is_for_this_machine(front):
    status, _, body = asked(front, "/health")
    assert (status, json.loads(body)["status"]) == (200, "ok")


def test_the_static_example_answers_at_the_portal_s_own_addresses(nginx, tree):
    site = tree / "srv-attested/site"
    (site / "v/0.3.0/incidents").mkdir(parents=True)
    files = {"index.html": "home", "404.html": "lost", "v/0.3.0/index.html": "version",
             "v/0.3.0/incidents.html": "table", "v/0.3.0/incidents/I000001.html": "row",
             "v/0.3.0/incidents.json": "[]"}  # fmt: skip
    for name, text in files.items():
        (site / name).write_text(text)
    port = free_port()
    example = moved((DEPLOY / "static.conf").read_text("utf-8"), tree, {80: port})
    whole = f"events {{}}\nhttp {{\n{example}\n}}\n"
    with running(configured(nginx, tree, "static", whole), port):
        ports = {80: port}
        for path, words in {
            "/": "home",
            "/v/0.3.0": "version",
            "/v/0.3.0/incidents": "table",
            "/v/0.3.0/incidents/I000001": "row",
            "/v/0.3.0/incidents/I000001.html": "row",
            "/v/0.3.0/incidents.json": "[]",
        }.items():
            status, headers, body = asked(ports, path, secure=False)
            assert (status, body.decode()) == (200, words), path
            assert headers["x-content-type-options"] == "nosniff"
        status, _, body = asked(ports, "/v/9.9.9/x", secure=False)
        assert (status, body) == (404, b"lost")


def instructions():
    """The instructions of the Dockerfile, each as its word and what follows."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert not any(line.endswith("\\") for line in lines)
    return [tuple(line.split(" ", 1)) for line in lines]


def arguments(word):
    """What follows each instruction with this word."""
    return [told for name, told in instructions() if name == word]


def test_the_image_begins_with_a_named_release_and_says_that_it_is_no_digest():
    for base in arguments("FROM"):
        assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+( AS build)?", base)
    assert "@sha256" in (DEPLOY / "Dockerfile").read_text("utf-8").split("FROM ")[1]


def test_the_image_runs_as_nobody_in_particular_and_holds_no_secret():
    words = [word for word, _ in instructions()]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", arguments("USER")[-1])
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert not {"ADD", "ARG", "ONBUILD", "VOLUME"} & set(words)
    told = " ".join(told for word, told in instructions() if word in ("ENV", "RUN"))
    assert not re.search(r"(?i)token|secret|password|_key|curl|wget|index-url|://", told)


def test_the_image_installs_what_is_locked():
    installs = [told for told in arguments("RUN") if "pip install" in told]
    assert [re.search(r"--require-hashes -r scripts/requirements.lock|--no-deps", told)[0]
            for told in installs] == [
        "--require-hashes -r scripts/requirements.lock", "--no-deps"
    ]  # fmt: skip


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """What the steps of the Dockerfile come to: the folder of the code and the one it runs in."""
    top = tmp_path_factory.mktemp("image")
    source, code, home = (top / name for name in ("src", "code", "home"))
    home.mkdir()
    for told in arguments("COPY"):
        *names, target = shlex.split(told)
        if not names[0].startswith("--from"):
            copy(names, source / target)
    build = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps",
             "--no-build-isolation", "--target", str(code), "."]  # fmt: skip
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    shutil.rmtree(source)
    (made,) = [json.loads(told) for told in arguments("RUN") if told.startswith("[")]
    run(made, code, home)
    return code, home


def copy(names, target):
    """Copies files or folders of the checkout as COPY does."""
    for name in names:
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, target, dirs_exist_ok=True, ignore=left_out)
        else:
            into = target / Path(name).name if target.suffix == "" else target
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, into)


def environment(code):
    """The environment of the image, with its code in front."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ATTESTED")}
    return kept | {"PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"}


def run(words, code, home):
    """Runs a command of the image."""
    assert words[0] == "python"
    command = [sys.executable, "-P", *words[1:]]
    done = subprocess.run(command, cwd=home, env=environment(code), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_image_serves_writes_in_one_folder_only_and_is_healthy(image):
    code, home = image
    before = state(home) | state(code)
    (entry,) = [json.loads(told) for told in arguments("ENTRYPOINT")]
    assert entry[:2] == ["attested", "serve"]
    port = free_port()
    words = [str(port) if word == "8001" else word for word in entry[1:]]
    words = ["127.0.0.1" if word == "0.0.0.0" else word for word in words]
    command = [sys.executable, "-P", "-m", "attested", *words, "--origin", ORIGIN]
    health = json.loads(arguments("HEALTHCHECK")[0].split("CMD ")[1])
    with running(command, port, SERVING, cwd=home, env=environment(code)) as process:
        run([word.replace("8001", str(port)) for word in health], code, home)
    assert process.returncode in (0, -signal.SIGTERM)
    after = state(home) | state(code)
    changed = {path for path, made in after.items() if before.get(path) != made}
    (told,) = [told.split()[-1] for told in arguments("RUN") if told.startswith("install ")]
    assert {path.parent for path in changed} == {home / told}


def state(folder):
    """Each file of a folder with what says that it was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
