"""Hears an answer: holds it whole, or passes it on as it comes once it grows too long."""

import zlib
from collections.abc import Callable

from attested.portal.shell.asgi import Answer, Message, Scope, Send, header, without
from attested.portal.shell.kept import takes_gzip

LONGEST = 2_000_000  # bytes of an answer that is held whole
_GZIP = 31  # the window of zlib that writes gzip's form


class Heard:
    """What an application sends, as its `send`; `answer` is the whole of it, if it was held."""

    def __init__(self, send: Send, scope: Scope, on_passing: Callable[[], None]) -> None:
        self.send = send
        self.scope = scope
        self.on_passing = on_passing
        self.start: Message = {}
        self.parts: list[bytes] = []
        self.length = 0
        self.passing = False
        self.answer: Answer | None = None
        self.packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP) if takes_gzip(scope) else None

    @property
    def is_kept(self) -> bool:
        """Whether the answer may be given to the next reader."""
        return header(self.start["headers"], b"cache-control") != b"no-store"

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begin(message)
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

    def _begin(self, message: Message) -> None:
        """Takes the head of the answer, or of the error that takes its place halfway."""
        if self.passing:
            raise ConnectionAbortedError("an answer failed after its beginning had been sent")
        self.start, self.length = message, 0
        self.parts.clear()

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
