"""Whole answers, kept in memory by their address: the databases never change while they are served.

A browser that has an answer already is told so in a few bytes. Long answers pass through as they
come.
"""

import asyncio
from collections import OrderedDict

from attested.portal.shell.asgi import App, Receive, Scope, Send, send_whole
from attested.portal.shell.hearing import Heard
from attested.portal.shell.kept import Kept

KEPT_BYTES = 64_000_000
# Others are made quickly, and their addresses are without end.
STATUSES = (200, 410)
Key = tuple[bytes, bytes]


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
        heard = Heard(send, scope, lambda: self._told(key, waiting, None))
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
