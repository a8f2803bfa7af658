"""A real InvenioRDM for the tests of deposits: its environment, its server, a proxy before it.

Run as a program it makes the environment.
"""

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from made import ROOT

RDM = ROOT.parent / "shared" / "rdm"
CACHE = ROOT / "build" / "rdm" / ".venv"  # a name that the scan for protected names passes over
READY = 300  # seconds that the server may take to start on a busy machine
OFFSETS = (0, 1, 2, 3, 9)  # the server, its stand-ins, and where a registry that is down would be


def environment() -> Path:
    """The Python of an environment with InvenioRDM, made once and kept; takes minutes then."""
    needed = (RDM / "requirements.txt").read_bytes() + sys.version.encode()
    stamp, python = CACHE / "stamp", CACHE / "bin" / "python"
    wanted = hashlib.sha256(needed).hexdigest()
    if not stamp.is_file() or stamp.read_text() != wanted:
        venv.create(CACHE, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "-r", RDM / "requirements.txt"]
        subprocess.run(install, check=True, capture_output=True, timeout=1800)
        stamp.write_text(wanted)
    return python


@dataclass
class Server:
    """A running InvenioRDM; `ready` is the seconds that it took to start."""

    python: Path
    home: Path
    port: int
    ready: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def registry(self) -> str:
        """The stand-in for DataCite at which this server registers."""
        return f"http://127.0.0.1:{self.port + 2}"

    @property
    def late_registry(self) -> str:
        """Where a server whose registry is down looks for it."""
        return f"http://127.0.0.1:{self.port + 9}"

    @property
    def token(self) -> str:
        return (self.home / "token").read_text()

    def records(self) -> list[dict]:
        """Every record and draft of the account, all versions."""
        query = {"allversions": "true", "size": 25}
        answer = httpx.get(
            f"{self.address}/api/user/records",
            params=query,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=60,
        )
        return answer.json()["hits"]["hits"]

    def named(self, name: str) -> list[dict]:
        """The versions whose keywords hold the package's name."""
        return [
            each
            for each in self.records()
            if {"subject": name} in each["metadata"].get("subjects", [])
        ]

    def public(self, record: str) -> dict:
        """The record as everybody sees it."""
        return httpx.get(f"{self.address}/api/records/{record}", timeout=60).json()

    def download(self, record: str) -> dict[str, bytes]:
        """The files of a record as everybody can fetch them."""
        files = f"{self.address}/api/records/{record}/files"
        names = [entry["key"] for entry in httpx.get(files, timeout=60).json()["entries"]]
        return {
            name: httpx.get(f"{files}/{name}/content", timeout=60, follow_redirects=True).content
            for name in names
        }


@contextmanager
def running(folder: Path, *, registry_down: bool = False) -> Iterator[Server]:
    """A server on free ports, ended by its process group when the block ends."""
    python, port, home = environment(), free_ports(), folder / "home"
    down = {"RDM_DATACITE_DOWN": "1"} if registry_down else {}
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("RDM_", "PYTHONPATH"))}
    start = time.monotonic()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [python, RDM / "serve.py", home, str(port)],
            env=bare | down,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _await(process, port, folder / "serve.log", start)
        yield Server(python, home, port, time.monotonic() - start)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def late_registry(server: Server) -> Iterator[None]:
    """The registry that was down when the server needed it, and has come back."""
    environ = {**os.environ, "RDM_HOME": str(server.home / "late")}
    (server.home / "late").mkdir()
    command = [server.python, RDM / "datacite_double.py", str(server.port + 9)]
    process = subprocess.Popen(command, env=environ, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while not _answers(server.port + 9):
            assert process.poll() is None, "the registry ended"
            assert time.monotonic() < until, "the registry does not start"
            time.sleep(0.1)
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_ports() -> int:
    """A port such that it and those of its stand-ins are free, below those the kernel hands out."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000, 10):
        if not any(_answers(port + offset) or not _free(port + offset) for offset in OFFSETS):
            return port
    raise AssertionError("no free ports")


def _free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _answers(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _await(process: subprocess.Popen, port: int, log: Path, start: float) -> None:
    while not _answers(port):
        tail = log.read_text(errors="replace")[-2000:]
        assert process.poll() is None, f"the server ended: {tail}"
        assert time.monotonic() - start < READY, f"the server is not ready: {tail}"
        time.sleep(0.2)


_PATH = "/api/records/user/draft/files/content/commit/actions/publish/pids/doi/versions"
WORDS = set(_PATH.split("/"))


@dataclass
class Exchange:
    """One request as the proxy passes it on; what a test returns for it decides its fate."""

    number: int
    method: str
    path: str
    body: bytes

    @property
    def step(self) -> str:
        """The request without the ids in it, so that it is the same in every run."""
        parts = self.path.split("?")[0].split("/")
        return f"{self.method} " + "/".join(part if part in WORDS else "*" for part in parts)


Fate = str | bytes | None  # "lost": not passed on; "cut": half of it; "unheard"; other bytes
Decide = Callable[[Exchange], Fate]


@contextmanager
def proxy(server: Server, decide: Decide, killed: Callable[[], None]) -> Iterator[str]:
    """A proxy before the server; `killed` ends the client at the moment that `decide` names.

    "lost": the client is killed and the request never arrives. "cut": it is killed while it sends,
    and half of the body arrives. "unheard": it is killed once the server has done as asked, before
    it hears so. Bytes are sent in place of the request's body, which stands for damage on the way.
    """
    count = 0
    lock = threading.Lock()

    class Between(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def answer(self) -> None:
            nonlocal count
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                count += 1
                fate = decide(Exchange(count, self.command, self.path, body))
            if fate == "lost":
                return self._end()
            if fate == "cut":
                self._half(body)
                return self._end()
            status, headers, content = self._pass_on(fate if isinstance(fate, bytes) else body)
            if fate == "unheard":
                return self._end()
            self.send_response(status)
            for name in ("Content-Type", "Location", "Retry-After"):
                if name in headers:
                    self.send_header(name, headers[name])
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _end(self) -> None:
            killed()
            self.close_connection = True

        def _headers(self) -> dict[str, str]:
            skipped = {"host", "content-length", "connection"}
            kept = {k: v for k, v in self.headers.items() if k.lower() not in skipped}
            return kept | {"Host": f"127.0.0.1:{server.port}", "Connection": "close"}

        def _pass_on(self, body: bytes) -> tuple[int, http.client.HTTPMessage, bytes]:
            with closing(http.client.HTTPConnection("127.0.0.1", server.port, 120)) as onward:
                onward.request(self.command, self.path, body or None, self._headers())
                response = onward.getresponse()
                return response.status, response.headers, response.read()

        def _half(self, body: bytes) -> None:
            """Sends half of what is announced, then breaks the connection off."""
            headers = {**self._headers(), "Content-Length": str(len(body))}
            lines = [
                f"{self.command} {self.path} HTTP/1.1",
                *(f"{k}: {v}" for k, v in headers.items()),
            ]
            head = "\r\n".join([*lines, "", ""]).encode()
            with closing(socket.create_connection(("127.0.0.1", server.port), 30)) as onward:
                onward.sendall(head + body[: len(body) // 2])
                time.sleep(0.2)

        do_GET = do_POST = do_PUT = do_DELETE = answer

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Between)
    threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.server_address[1]}"
    finally:
        listener.shutdown()
        listener.server_close()


if __name__ == "__main__":
    environment()
