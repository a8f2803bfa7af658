"""Whole answers, kept in memory by their address: the databases never change while they are served.

An answer is kept as it is and compressed, under a tag that is the hash of its body, so that a
browser that has it already is told so in a few bytes. Long answers pass through as they come.
"""

import asyncio
import gzip
import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from attested.portal.shell.asgi import (
    Answer,
    App,
    Message,
    Receive,
    Scope,
    Send,
    header,
    send_whole,
    without,
)

KEPT_BYTES = 64_000_000
LONGEST = 2_000_000  # bytes of an answer that is held whole
# Others are made quickly, and their addresses are without end.
STATUSES = (200, 410)
LEVEL = 6
OBJECTS = 4_000  # bytes of the objects that hold an answer
SMALLEST = 600  # bytes that are worth compressing
_PACKED = (b"application/gzip", b"application/zip", b"image/png", b"application/octet-stream")
Key = tuple[bytes, bytes]


@dataclass
class Kept:
    """An answer with the tag of its body, and the same compressed."""

    answer: Answer

    def __post_init__(self) -> None:
        body, headers = self.answer.body, self.answer.headers
        self.tag = hashlib.sha256(body).hexdigest()[:32].encode()
        plain = without(headers, b"content-length", b"etag", b"vary")
        self.plain = self._tagged(plain, body, b"")
        self.packed = self._tagged(plain, self._compressed(), b"-gzip")

    def _compressed(self) -> bytes:
        kind = (self.answer.header(b"content-type") or b"").partition(b";")[0]
        if kind in _PACKED or len(self.answer.body) < SMALLEST:
            return b""
        return gzip.compress(self.answer.body, LEVEL, mtime=0)

    def _tagged(self, headers: list[tuple[bytes, bytes]], body: bytes, ending: bytes) -> Answer:
        own = [(b"etag", b'"' + self.tag + ending + b'"'), (b"vary", b"Accept-Encoding")]
        own += [(b"content-encoding", b"gzip")] if ending else []
        return Answer(self.answer.status, [*headers, *own], body)

    def for_reader(self, scope: Scope) -> Answer:
        """The answer in the form that the reader takes; 304 where the reader has it already."""
        chosen = self.packed if self.packed.body and takes_gzip(scope) else self.plain
        asked = header(scope["headers"], b"if-none-match")
        if asked and chosen.status == 200 and (self.tag in asked or asked.strip() == b"*"):
            return Answer(304, without(chosen.headers, b"content-type", b"content-encoding"))
        return chosen

    @cached_property
    def size(self) -> int:
        """The bytes that it takes, about."""
        forms = (self.plain, self.packed)
        heads = sum(len(name) + len(value) for form in forms for name, value in form.headers)
        return sum(len(form.body) for form in forms) + heads + OBJECTS


def takes_gzip(scope: Scope) -> bool:
    """Whether the reader takes a compressed answer."""
    asked = header(scope["headers"], b"accept-encoding") or b""
    return b"gzip" in asked and b"gzip;q=0" not in asked.replace(b" ", b"")


class Cache:
    """Answers from memory what was asked before; asks once where many ask at a time."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.size = 0
        self.pending: dict[Key, asyncio.Future[Kept | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers from memory, or passes the request on and keeps the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key = (scope.get("raw_path") or scope["path"].encode(), scope["query_string"])
        found = self._found(key) or await self._shared(key)
        found = found or await self._asked(key, scope, receive, send)
        if found:
            await send_whole(send, found.for_reader(scope), scope["method"] == "HEAD")

    def _found(self, key: Key) -> Kept | None:
        if key in self.kept:
            self.kept.move_to_end(key)
        return self.kept.get(key)

    async def _shared(self, key: Key) -> Kept | None:
        """The answer that another reader is waiting for; None when it is not held whole."""
        pending = self.pending.get(key)
        return await asyncio.shield(pending) if pending else None

    async def _asked(self, key: Key, scope: Scope, receive: Receive, send: Send) -> Kept | None:
        """The answer of the application when it can be held whole; None when it was passed on."""
        waiting = asyncio.get_running_loop().create_future()
        self.pending.setdefault(key, waiting)
        heard = _Heard(send, scope, lambda: self._told(key, waiting, None))
        kept = None
        try:
            await self.app({**scope, "method": "GET"}, receive, heard)
            if heard.answer:
                kept = Kept(heard.answer)
                if heard.answer.status in STATUSES and heard.is_kept:
                    self._keep(key, kept)
        finally:
            self._told(key, waiting, kept)
        return kept

    def _told(self, key: Key, waiting: "asyncio.Future[Kept | None]", kept: Kept | None) -> None:
        """Tells those who wait for the answer, once."""
        if self.pending.get(key) is waiting:
            del self.pending[key]
        if not waiting.done():
            waiting.set_result(kept)

    def _keep(self, key: Key, kept: Kept) -> None:
        self._drop(key)
        self.kept[key] = kept
        self.size += _size(key, kept)
        while self.size > KEPT_BYTES:
            self._drop(next(iter(self.kept)))

    def _drop(self, key: Key) -> None:
        if key in self.kept:
            self.size -= _size(key, self.kept.pop(key))


def _size(key: Key, kept: Kept) -> int:
    return kept.size + sum(map(len, key))


class _Heard:
    """Hears an answer: holds it whole, or passes it on as it comes once it grows too long."""

    def __init__(self, send: Send, scope: Scope, on_passing: Callable[[], None]) -> None:
        self.send = send
        self.scope = scope
        self.on_passing = on_passing
        self.start: Message = {}
        self.parts: list[bytes] = []
        self.length = 0
        self.passing = False
        self.answer: Answer | None = None
        self.packer = zlib.compressobj(1, zlib.DEFLATED, 31) if takes_gzip(scope) else None

    @property
    def is_kept(self) -> bool:
        """Whether the answer may be given to the next reader."""
        return header(self.start["headers"], b"cache-control") != b"no-store"

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if self.passing:
            await self._pass(body, more)
            return
        self.parts.append(body)
        self.length += len(body)
        if self.length > LONGEST:
            await self._begin_passing(more)
        elif not more:
            headers = [(key.lower(), value) for key, value in self.start["headers"]]
            self.answer = Answer(self.start["status"], headers, b"".join(self.parts))

    async def _begin_passing(self, more: bool) -> None:
        self.passing = True
        self.on_passing()
        headers = without(self.start["headers"], b"content-length", b"vary", b"transfer-encoding")
        headers += [(b"vary", b"Accept-Encoding")]
        headers += [(b"content-encoding", b"gzip")] if self.packer else []
        await self.send({**self.start, "headers": headers})
        await self._pass(b"".join(self.parts), more)
        self.parts.clear()

    async def _pass(self, body: bytes, more: bool) -> None:
        if self.scope["method"] == "HEAD":
            body = b""
        elif self.packer:
            body = self.packer.compress(body) + (b"" if more else self.packer.flush())
        await self.send({"type": "http.response.body", "body": body, "more_body": more})
