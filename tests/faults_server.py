"""A deposit server that keeps what it is given, for deposits that are killed at any moment.

It knows the calls of InvenioRDM's records API that a deposit makes, and shows every DOI it minted
as registered. The real server is asked in test_deposit_rdm.py; this one takes no minute to start.
"""

import copy
import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

PREFIX = "10.5072/invented."
Answer = tuple[int, Any]


@dataclass
class Kept:
    """One version of a record."""

    id: str
    parent: str
    metadata: dict[str, Any]
    has_doi: bool = False
    is_public: bool = False
    files: dict[str, bytes | None] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        """What there is, of the files their sizes only."""
        sizes = {name: data and len(data) for name, data in self.files.items()}
        done = sorted(self.complete)
        return f"{self.id} {self.has_doi} {self.is_public} {sizes} {done} {self.metadata}"


class Archive:
    """The records of one account, and the answers to requests about them."""

    def __init__(self) -> None:
        self.address = ""
        self.reset()

    def reset(self) -> None:
        """Forgets every record."""
        self.records: dict[str, Kept] = {}

    def kept(self) -> dict[str, Kept]:
        """A copy of the records."""
        return copy.deepcopy(self.records)

    def restored(self, kept: dict[str, Kept]) -> None:
        """Holds these records."""
        self.records = copy.deepcopy(kept)

    def answer(self, asked: str, body: bytes) -> Answer:
        """Status and body for `METHOD path`."""
        for pattern, called in self._calls():
            if match := re.fullmatch(pattern, asked):
                return called(*map(unquote, match.groups()), body)
        return 404, {"message": f"no answer to {asked}"}

    def _calls(self) -> list[tuple[str, Callable[..., Answer]]]:
        one, name = "/api/records/([^/]+)", "([^/]+)"
        return [
            ("GET /api/user/records", self._list),
            ("POST /api/records", self._create),
            (f"GET {one}", lambda known, _: self._show(known, True)),
            (f"GET {one}/draft", lambda known, _: self._show(known, False)),
            (f"PUT {one}/draft", self._describe),
            (f"POST {one}/draft/pids/doi", self._reserve),
            (f"GET {one}/(?:draft/)?files", lambda known, _: (200, self._files(known))),
            (f"POST {one}/draft/files", self._begin),
            (f"PUT {one}/draft/files/{name}/content", self._fill),
            (f"POST {one}/draft/files/{name}/commit", self._commit),
            (f"DELETE {one}/draft/files/{name}", self._delete),
            (f"GET {one}/files/{name}/content", self._content),
            (f"POST {one}/draft/actions/publish", self._publish),
            (f"GET /dois/{name}", self._doi),
        ]

    def _list(self, _: bytes) -> Answer:
        hits = [self._shown(each) for each in self.records.values()]
        return 200, {"hits": {"hits": hits, "total": len(hits)}}

    def _create(self, body: bytes) -> Answer:
        number = len(self.records) + 1
        kept = Kept(f"r{number}", f"p{number}", json.loads(body)["metadata"])
        self.records[kept.id] = kept
        return 201, self._shown(kept)

    def _show(self, known: str, public: bool) -> Answer:
        kept = self.records.get(known)
        if kept is None or kept.is_public != public:
            return 404, {"message": "not found"}
        return 200, self._shown(kept)

    def _describe(self, known: str, body: bytes) -> Answer:
        self.records[known].metadata = json.loads(body)["metadata"]
        return self._show(known, False)

    def _reserve(self, known: str, _: bytes) -> Answer:
        self.records[known].has_doi = True
        return 201, self._shown(self.records[known])

    def _begin(self, known: str, body: bytes) -> Answer:
        self.records[known].files |= {each["key"]: None for each in json.loads(body)}
        return 201, self._files(known)

    def _fill(self, known: str, name: str, body: bytes) -> Answer:
        self.records[known].files[name] = body
        return 200, {}

    def _commit(self, known: str, name: str, _: bytes) -> Answer:
        self.records[known].complete.add(name)
        return 200, self._entry(self.records[known], name)

    def _delete(self, known: str, name: str, _: bytes) -> Answer:
        del self.records[known].files[name]
        self.records[known].complete.discard(name)
        return 200, {}

    def _content(self, known: str, name: str, _: bytes) -> Answer:
        return 200, self.records[known].files[name]

    def _publish(self, known: str, _: bytes) -> Answer:
        self.records[known].is_public = True
        return 202, self._shown(self.records[known])

    def _doi(self, doi: str, _: bytes) -> Answer:
        return 200, {"data": {"attributes": {"doi": doi, "state": "findable"}}}

    def _files(self, known: str) -> dict[str, Any]:
        kept = self.records[known]
        return {"entries": [self._entry(kept, name) for name in kept.files]}

    def _entry(self, kept: Kept, name: str) -> dict[str, Any]:
        data = kept.files[name]
        if name not in kept.complete or data is None:
            return {"key": name, "status": "pending"}
        checksum = f"md5:{hashlib.md5(data).hexdigest()}"
        return {"key": name, "status": "completed", "checksum": checksum, "size": len(data)}

    def _shown(self, kept: Kept) -> dict[str, Any]:
        page = f"{self.address}/records/{kept.id}"
        return {
            "id": kept.id,
            "parent": {"id": kept.parent, "pids": _pids(kept.parent, kept.is_public)},
            "is_published": kept.is_public,
            "is_draft": not kept.is_public,
            "metadata": kept.metadata,
            "pids": _pids(kept.id, kept.has_doi),
            "links": {"self_html": page, "record_html": page},
        }


def _pids(known: str, has_doi: bool) -> dict[str, Any]:
    doi = {"identifier": f"{PREFIX}{known}", "provider": "datacite"}
    return {"doi": doi} if has_doi else {}


@contextmanager
def serving() -> Iterator[Archive]:
    """An archive that listens on a free port of this machine until the block ends."""
    archive = Archive()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:  # the client was killed while it sent
                self.close_connection = True
                return
            status, answer = archive.answer(f"{self.command} {urlsplit(self.path).path}", body)
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = reply

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Says nothing of a client that was killed before it heard the answer."""

    listener = Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True).start()
    archive.address = f"http://127.0.0.1:{listener.server_address[1]}"
    try:
        yield archive
    finally:
        listener.shutdown()
        listener.server_close()
